"""The bibliographic part of a note: who, when, what, where, in the forms Mexican and English-language reports use.

    Author. (2019, January 30). Title. Publisher, p. 177. address        APA and its Spanish forms
    Title. (2023, December 29). *Publisher*. address                     without author
    Information request, Elementa DDHH. File number 330026424000557.     requests, official letters, leaks
    … commentary. INEGI, Key Findings, ENVIPE 2022, p. 7.                a remark with its source at the end

What cannot be read stays empty: the note's own text is always kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.citations.dates import PrintedDate, find_day, find_parenthesised_date, find_year
from indexer.citations.fields import (
    PERSONS,
    Plain,
    is_person,
    last_sentence,
    plain,
    reads_as_name,
    split_authors,
    title_and_publisher,
    without_file_number,
    without_lead_in,
    without_locator,
)
from indexer.citations.kinds import (
    COMMENTARY,
    CROSS_REFERENCE,
    INFORMATION_REQUEST,
    INSTITUTION,
    LEAK,
    OFFICIAL_LETTER,
    Clues,
    is_cross_reference,
    is_newspaper,
    source_kind,
)
from indexer.citations.parts import parts
from indexer.citations.running import read_running
from indexer.citations.sentences import quotations, sentences
from indexer.models import Kind, Reference

_LONGEST_NOTE = 20_000  # characters; a longer one is an essay, of which only the beginning is searched for references
_LONGEST_HEADLINE = 20  # words
_ISSUED = re.compile(
    r"\b(?:issued|signed|sent|emitid[oa]|expedid[oa]|firmad[oa]|enviad[oa]|suscrit[oa]) (?:by|por) (?:the |la |el )?"
    r"(?P<who>.+?)(?: (?:via|through|mediante|a trav[ée]s|to|on|a la|al|el)\b|[.,(]|$)"
)
_LEAKED = re.compile(r"\b(?:leaked by|filtrad[oa]s? por) (?:the |la |el )?(?P<who>[^.,]{2,80})", re.IGNORECASE)
_ANSWERS = re.compile(
    r"(?:respuesta|response|oficio de respuesta) (?:de|del|from|by|of) (?:la "
    r"|el |the )?(?P<who>.{2,100}?) (?:a|al|to) (?:la |las |the |an? )?"
    r"(?=solicitud|information request|request|freedom|access)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:request|information|informaci[óo]n)\S*(?: p[úu]blica)? (?:(?:dirigida|"
    r"presentada|realizada|hecha|formulada|submitted|made|addressed|sent|filed) "
    r")?"
    r"(?:to|with|before|ante|a|al) (?:the |la |el |los )?(?P<who>[A-ZÁÉÍÓÚÑ].{1,120}?)(?=,|"
    r"\.|;|$| (?:con|with|folio|file|n[úu]mero|el|on)\b)"
)
_ANSWERED = re.compile(
    r"\b(?:respondid|contestad|atendid|presentad|dirigid|formulad|realizad|answered|submitted|addressed|filed)[a-z]* "
    r"(?:by|to|with|por|ante|a) (?:the |la |el )?(?P<who>[A-ZÁÉÍÓÚÑ].{1,100}?)(?=[,.;(]|$| (?:el|on|en|in|con|with)\b)"
)
_STATE = re.compile(
    r"\b(?:ministry|secretar[íi]a|secretariat|government|gobierno|presidencia|"
    r"presidency|fiscal[íi]a|attorney|guardia nacional|"
    r"national guard|instituto nacional|national institute|centro nacional|national "
    r"center|procuradur[íi]a|polic[íi]a|police|"
    r"SEDENA|SEMAR|SSPC|SEGOB|FGR|PGR|INEGI|CNDH|SESNSP|SCJN|CNI|INAI|SRE|GN|"
    r"CONADIC|COFEPRIS|SSA|INM|DEA|unidad de transparencia)\b",
    re.IGNORECASE,
)
_GENRE_BRACKETS = re.compile(r"\s*\[(?P<genre>[^\]]{3,60})\]")


def note_kind(text: str) -> str:
    """``cross_reference``, ``commentary``, or the kind of the note's first reference (``other`` if it is not told)."""
    if is_cross_reference(text):
        return CROSS_REFERENCE
    references = read_references(text)
    if not references:
        return COMMENTARY
    return (references[0].kind or Kind.OTHER).value


def read_references(text: str) -> tuple[Reference, ...]:
    """The references of a note's Markdown, in order; none for commentary and for Ibid. and the like."""
    considered = text[:_LONGEST_NOTE]
    if is_cross_reference(considered):
        return ()
    read = [reference for part in parts(considered) for reference in _read(plain(part))]
    return tuple(replace(reference, confidence=_confidence(reference)) for reference in read)


def _read(plain: Plain) -> Iterator[Reference]:
    """The reference of a part, or one for each of several file numbers."""
    reference = _read_one(plain)
    if reference is not None:
        yield reference
        if reference.kind is Kind.INFORMATION_REQUEST:
            yield from (replace(reference, file_number=number) for number in plain.file_numbers[1:])


def _read_one(plain: Plain) -> Reference | None:
    dated = find_parenthesised_date(plain.text)
    if dated is not None:
        lead, rest = plain.text[: dated.start], plain.text[dated.end :]
        if _is_dated_reference(plain, lead, rest):
            return _read_dated(plain, lead, dated.when, rest)
    if INFORMATION_REQUEST.search(plain.text) and (plain.file_number or _is_request_alone(plain.text)):
        return _read_request(plain)
    if OFFICIAL_LETTER.match(plain.text) and plain.file_number:
        return _read_internal(plain)
    if (reference := read_running(plain)) is not None:
        return reference
    last = last_sentence(plain.text).strip(" .")
    printed = last != plain.text.strip(" .") and (last in plain.emphasised or is_newspaper(last))
    if LEAK.search(plain.text) and not printed and (plain.urls or len(plain.text.split()) < 40):
        return _read_internal(plain)
    if plain.urls or plain.file_number:
        return _read_loose(plain)
    return None


def _is_request_alone(text: str) -> bool:
    """Whether a note without a number is a request's citation and no sentence about requests."""
    return INFORMATION_REQUEST.match(text) is not None and len(text.split()) < 30


# --- Author. (date). Title. Publisher -------------------------------------------------------------


def _is_dated_reference(plain: Plain, lead: str, rest: str) -> bool:
    """Whether ``(date)`` stands between author and title, and not in prose or behind a periodical's volume."""
    lead, after = lead.strip(), rest.lstrip(" .,:;")
    if not after or re.match(r"(?:pp?\.|p[áa]g|:\s*\d|https?:)", after):
        return not quotations(lead) and bool(plain.urls) and not after and not lead.endswith(",")
    if quotations(lead) and not lead.endswith((".", "”", '"')):
        return False
    if not re.match(r"[^\w]*[A-ZÁÉÍÓÚÑÜ\d]", after) and after not in plain.emphasised:
        return bool(re.match(r"\s*\.", rest)) and _is_author(last_sentence(lead))
    if rest[:1] not in ".,:;" and not _is_author(_own_sentence(lead)):
        return False
    author = _own_sentence(lead)
    return (
        _is_author(author)
        or bool(plain.urls)
        or (title_and_publisher(after.strip(" ."), plain.emphasised)[0] in plain.emphasised)
    )


def _own_sentence(lead: str) -> str:
    """The sentence before a date: what precedes it is commentary."""
    lead = lead.strip(" ,")
    return lead if PERSONS.fullmatch(lead) or not lead else without_lead_in(last_sentence(lead).strip())


def _is_author(lead: str) -> bool:
    lead = re.sub(r"\s*\[@[^\]]*\]|\.$", "", lead.strip())
    return (
        not lead
        or PERSONS.fullmatch(lead) is not None
        or PERSONS.fullmatch(f"{lead}.") is not None
        or (reads_as_name(lead, 16) and re.match(r"(?:the|el|la|los|las|in|en|this|este|esta)\s", lead, re.I) is None)
        or (INSTITUTION.match(lead) is not None and len(lead.split()) < 14)
    )


def _read_dated(plain: Plain, lead: str, when: PrintedDate, rest: str) -> Reference:
    """``Author. (date). [Article Five.] Title. Publisher, p. 1.``"""
    genre = _GENRE_BRACKETS.search(rest)
    rest = _GENRE_BRACKETS.sub("", rest)
    body, locator = without_locator(without_file_number(rest).strip(" .,:;"))
    title, publisher = _body(body, plain.emphasised)
    lead = lead.strip(" ,:")
    lead = lead if PERSONS.fullmatch(lead) or re.search(r"\b[A-Z]{1,2}\. ?[A-Z]{1,2}\.$", lead) else lead.rstrip(". ")
    own = without_lead_in(_own_sentence(lead))
    own = own.rstrip(". ") if not PERSONS.fullmatch(lead) else lead
    if own != lead and _is_author(own) and not _is_author(lead):
        lead = own if not PERSONS.fullmatch(f"{own}.") else f"{own}."
    authors = split_authors(lead)
    if publisher is None and title and not _is_author(lead) and (title in plain.emphasised or reads_as_name(title)):
        title, publisher, authors = lead, title, ()  # before the date stands a title, after it who published it
    elif publisher is None and title and len(lead.split()) > max(5, len(title.split())) and title in plain.emphasised:
        title, publisher, authors = lead, title, ()
    title = title or (lead if not body and not _is_author(lead) else None)
    title = title or rest.strip(" .,:;") or None  # a letter's number is its title
    personal = bool(authors) and (PERSONS.fullmatch(lead) is not None or all(is_person(author) for author in authors))
    clues = Clues(
        text=plain.text,
        title=f"{genre['genre'] if genre else ''} {title or ''}".strip(),
        authors=" ".join(authors),
        personal=personal and not is_newspaper(lead),
        periodical=publisher in plain.emphasised,
        publisher=publisher,
        day=when.day is not None,
        month=when.month is not None,
        year=when.year is not None,
        address=plain.address,
    )
    kind, day = source_kind(clues), when.date
    if (
        kind is Kind.TRANSCRIPT
        and when.month is None
        and (held := find_day(title or ""))
        and held.when.year == when.year
    ):
        day = held.when.date  # the year before, the day in the title
    return Reference(
        kind=kind,
        authors=authors,
        date=day,
        year=when.year,
        title=title.strip('“”" ') if title else None,
        publisher=publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _body(body: str, emphasised: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Title and publisher of what follows a date; a title in italics or quotation marks ends with them."""
    quoted = quotations(body)
    if quoted and quoted[0].start == 1:
        title = quoted[0].of(body).strip(" .,")
        return title, body[quoted[0].end + 1 :].strip(" .,") or None
    first = next((words for words in emphasised if body.startswith(words) and len(words.split()) > 1), None)
    if first is not None and len(first) < len(body):
        after = body[len(first) :].strip(" .,")
        rest = re.sub(r"^\([^()]{1,40}\)\s*[.,]?\s*", "", after)
        if reads_as_name(rest) and len(sentences(rest)) == 1:
            return first, rest or None
    match = re.search(r"(?<=[.?!]) (?:En|In):? (?=[A-ZÁÉÍÓÚÑ“*])", body)
    if match:  # a chapter: what it stands in is its container
        return body[: match.start()].strip(" ."), body[match.end() :].strip(" .")
    title, publisher = title_and_publisher(body, emphasised)
    if publisher is None and (volume := _periodical(body)):
        return volume
    if publisher is None and title:
        last = re.fullmatch(
            r"(?P<title>.{10,}), (?P<who>(?:Presiden[ct]|Secretar|Ministry|Gobierno|Government of).{3,60})", title
        )
        if last and reads_as_name(last["who"]) and re.search(r"\d{4}", last["title"]):
            return last["title"], last["who"]
    return title, publisher


def _periodical(body: str) -> tuple[str, str] | None:
    """``Title. Revista de estudios sociales, 26(3), 45–67``"""
    match = re.fullmatch(
        r"(?P<title>.+?[.?!]) (?P<name>[A-ZÁÉÍÓÚÑ][^.]{3,120}, \d{1,4}(?: ?\(\d{1,4}\))?(?:, [\d–-]+)?)", body
    )
    return (match["title"].rstrip("."), match["name"]) if match else None


# --- requests, letters and leaks ------------------------------------------------------------------


def _read_request(plain: Plain) -> Reference:
    """``[SEDENA,] Information request [to …], Requester. File number …``: who was asked is the author, who asked is told
    only in the title."""
    sentence = next(
        span.of(plain.text) for span in sentences(plain.text) if INFORMATION_REQUEST.search(span.of(plain.text))
    )
    fields = [field.strip(" .") for field in without_file_number(sentence).split(",") if field.strip(" .")]
    at = next((index for index, field in enumerate(fields) if INFORMATION_REQUEST.search(field)), 0)
    asked = _ANSWERS.search(sentence) or _ANSWERED.search(plain.text) or _ASKED.search(plain.text)
    before = fields[at - 1] if at > 0 else None
    after = [field for field in _after_number(plain, sentence) if not find_day(field)]
    others = [field for field in [*fields[at + 1 :], *after] if reads_as_name(field, 14) and not find_year(field)]
    states = [field for field in ([before] if before else []) + others if _STATE.search(field)]
    who = asked["who"].strip() if asked else states[0] if states else before
    requester = next((field for field in fields[at + 1 :] if field in others and field not in states), None)
    title = fields[at] if fields else None
    title = re.sub(r"\s+(?:con|with|n[úu]mero(?: de)?|no\.|number)$", "", title) if title else None
    day = find_day(plain.text)
    return Reference(
        kind=Kind.INFORMATION_REQUEST,
        authors=(who,) if who else (),
        date=day.when.date if day else None,
        year=day.when.year if day else None,
        title=f"{title}, {requester}" if title and requester else title,
        urls=plain.urls,
        file_number=plain.file_number,
    )


def _after_number(plain: Plain, sentence: str) -> list[str]:
    """The fields behind the file number, or in the sentences after it."""
    number = plain.file_number
    if number is None:
        return []
    _, _, rest = plain.text.partition(number)
    return [field.strip(" .()") for field in re.split(r"[,.;]\s", rest) if field.strip(" .()")]


def _read_internal(plain: Plain) -> Reference:
    """Leaked papers and official letters, which have no title page."""
    who = _ISSUED.search(plain.text) or _LEAKED.search(plain.text)
    day = find_day(plain.text)
    text, locator = without_locator(plain.text)
    spans = [span.of(text).rstrip(".") for span in sentences(text)]
    named = OFFICIAL_LETTER.match(text) or len(spans) == 1
    author = who["who"].strip() if who else None
    fields = [field.strip(" .") for field in re.split(r"[,;]\s|(?<!No)(?<!núm)(?<!Núm)(?<!no)\.\s", text)]
    if named and len(fields) > 1 and (issuers := [f for f in fields[1:] if _STATE.search(f) and reads_as_name(f, 12)]):
        return Reference(
            kind=Kind.MEMO,
            authors=(issuers[0],),
            date=day.when.date if day else None,
            year=day.when.year if day else find_year(_without_numbers(plain)),
            title=fields[0],
            urls=plain.urls,
            file_number=plain.file_number,
            locator=locator,
        )
    if author is None and (first := re.match(r"(?P<who>[^,.]{3,80})[,.]\s", text)) and _STATE.search(first["who"]):
        author = first["who"] if reads_as_name(first["who"], 12) else None
    return Reference(
        kind=Kind.MEMO,
        authors=(author,) if author else (),
        date=day.when.date if day else None,
        year=day.when.year if day else find_year(_without_numbers(plain)),
        title=spans[0] if named else spans[-1],
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _without_numbers(plain: Plain) -> str:
    text = plain.text
    for number in plain.file_numbers:
        text = text.replace(number, "")
    return text


# --- what stands before an address ----------------------------------------------------------------


def _read_loose(plain: Plain) -> Reference | None:
    """An address or a file number with whatever stands before it."""
    text, locator = without_locator(without_file_number(plain.text).strip(" ."))
    spans = [span.of(text).strip(" .") for span in sentences(text)]
    day = find_day(text)
    publisher = spans[-1] if len(spans) > 1 and (spans[-1] in plain.emphasised or is_newspaper(spans[-1])) else None
    titled = [span for span in spans if span != publisher]
    short = [span for span in titled if len(span.split()) <= _LONGEST_HEADLINE]
    title = titled[0] if len(titled) == 1 else short[-1] if publisher and short else None
    author: tuple[str, ...] = ()
    if title is None and len(spans) == 2 and _is_author(spans[0]) and not day:
        author, title = split_authors(spans[0]), spans[1]
    if title and len(title.split()) > 2 * _LONGEST_HEADLINE:
        title = None
    clues = Clues(
        plain.text,
        title or "",
        authors=" ".join(author),
        periodical=publisher is not None,
        publisher=publisher,
        day=day is not None,
        address=plain.address,
    )
    return Reference(
        kind=source_kind(clues),
        authors=author,
        date=day.when.date if day else None,
        year=day.when.year if day else None,
        title=title or None,
        publisher=publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _confidence(reference: Reference) -> float:
    """How much of a full reference was found, 0 to 1: author, date, title and an address or file number weigh alike; a
    year alone is worth half a date, and a kind or a publisher stands in for half of one missing field."""
    found = (
        0.25 * bool(reference.authors)
        + 0.25 * bool(reference.title)
        + (0.25 if reference.date else 0.125 if reference.year else 0.0)
        + 0.25 * bool(reference.urls or reference.file_number)
        + 0.0625 * (bool(reference.kind) + bool(reference.publisher))
    )
    return round(min(1.0, found), 3)
