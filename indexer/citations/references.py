"""The bibliographic part of a note: who, when, what, where, in the forms Mexican and English-language reports use.

    Author. (2019, January 30). Title. Publisher, p. 177. address        APA and its Spanish forms
    Title. (2023, December 29). *Publisher*. address                     without author
    Information request, Elementa DDHH. File number 330026424000557.     requests, official letters, leaks
    … commentary. INEGI, Key Findings, ENVIPE 2022, p. 7.                a remark with its source at the end

What cannot be read stays empty: the note's own text is always kept beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.citations.dates import PrintedDate, find_day, find_parenthesised_date, find_year
from indexer.citations.kinds import (
    COMMENTARY,
    CROSS_REFERENCE,
    INFORMATION_REQUEST,
    LEAK,
    OFFICIAL_LETTER,
    Clues,
    is_cross_reference,
    source_kind,
)
from indexer.citations.sentences import sentences
from indexer.citations.urls import find_urls
from indexer.models import Kind, Reference, Url

_LONGEST_NOTE = 20_000  # characters; a longer one is an essay, of which only the beginning is searched for references

_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)([^*_\n]{1,400})(?<=\S)\1")
_PERSON = r"[A-ZÁÉÍÓÚÑÜ][\w'’.-]*(?: [\w'’.-]+){0,3}, (?:[A-ZÁÉÍÓÚÑÜ]\.[ -]?){1,4}"
_PERSONS = re.compile(rf"{_PERSON}(?:(?:,? ?(?:&|and|y|e) |,? ){_PERSON})*")
_LOCATOR = re.compile(
    r",?\s*\b(?P<locator>(?:pp?\.|p[áa]gs?\.|p[áa]ginas?|pages?|paras?\.|p[áa]rrs?\.|cap\.|chap\.)\s?"
    r"[\dxivlc]+(?:\s?[-–—,]\s?[\dxivlc]+)*)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?P<locator>(?:Article|Art[íi]culo|Art\.)\s[\w-]{1,20})\.\s+")
_FILE_NUMBER = re.compile(
    r"(?:file (?:number|no\.?)|request (?:number|no\.?)|folio(?: n[úu]mero| no\.?| n[úu]m\.)?|expediente|"
    r"official document|oficio(?: n[úu]mero| no\.?| n[úu]m\.)?)\s*:?\s*(?P<number>[A-Z0-9][A-Z0-9./-]{4,40})",
    re.IGNORECASE,
)
_ACRONYM_FIRST = re.compile(r"(?P<who>[A-ZÁÉÍÓÚÑ]{3,12}),\s+(?P<what>[A-ZÁÉÍÓÚÑ].+)", re.DOTALL)
_ISSUED = re.compile(
    r"\b(?:issued|emitido|expedido) (?:by|por) (?:the |la |el )?"
    r"(?P<who>.+?)(?: (?:via|through|mediante|a trav[ée]s)\b|[.,]|$)"
)
_LEAKED = re.compile(r"\b(?:leaked by|filtrad[oa]s? por) (?:the |la |el )?(?P<who>[^.,]{2,80})", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    {
        "a",
        "al",
        "and",
        "de",
        "del",
        "desde",
        "e",
        "el",
        "en",
        "for",
        "in",
        "la",
        "las",
        "los",
        "no",
        "of",
        "on",
        "para",
        "por",
        "the",
        "to",
        "van",
        "y",
    }
)
_LONGEST_PUBLISHER = 8  # words: "Drug and Alcohol Dependence Reports, 2"; a longer last sentence belongs to the title


@dataclass(frozen=True, slots=True)
class _Plain:
    """A reference without its addresses and emphasis marks, which are kept apart."""

    text: str
    emphasised: tuple[str, ...]
    urls: tuple[Url, ...]
    file_number: str | None


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
    read = (_read_one(_plain(part)) for part in _parts(considered))
    return tuple(replace(reference, confidence=_confidence(reference)) for reference in read if reference is not None)


def _parts(text: str) -> list[str]:
    """The references of a note, parted by semicolons; only where each part has a date of its own, for titles have
    semicolons too."""
    parts = [part.strip() for part in re.split(r";\s+", text) if part.strip()]
    if len(parts) > 1 and all(find_parenthesised_date(part) for part in parts):
        return parts
    return [text]


def _plain(raw: str) -> _Plain:
    urls, kept, end = [], [], 0
    for found in find_urls(raw):
        urls.append(found.url)
        kept.append(raw[end : found.start])
        end = found.end
    text = "".join([*kept, raw[end:]])
    emphasised = tuple(match[2].strip(" .,") for match in _EMPHASIS.finditer(text))
    text = re.sub(r"\s+", " ", _EMPHASIS.sub(r"\2", text)).strip()
    number = _FILE_NUMBER.search(text)
    return _Plain(text, emphasised, tuple(urls), _file_number(number["number"]) if number else None)


def _file_number(printed: str) -> str | None:
    number = printed.rstrip("./-")
    return number if sum(character.isdigit() for character in number) >= 4 else None


def _read_one(plain: _Plain) -> Reference | None:
    dated = find_parenthesised_date(plain.text)
    if dated is not None:
        return _read_dated(plain, plain.text[: dated.start], dated.when, plain.text[dated.end :])
    if INFORMATION_REQUEST.search(plain.text):
        return _read_request(plain)
    if LEAK.search(plain.text) or (OFFICIAL_LETTER.match(plain.text) and plain.file_number):
        return _read_internal(plain)
    if match := _ACRONYM_FIRST.fullmatch(_last_sentence(plain.text)):
        return _read_titled(plain, (match["who"],), match["what"])
    if plain.urls or plain.file_number:
        return _read_loose(plain)
    return None


def _read_dated(plain: _Plain, lead: str, when: PrintedDate, rest: str) -> Reference:
    """``Author. (date). [Article Five.] Title. Publisher, p. 1.``"""
    body, locator = _without_locator(_without_file_number(rest).strip(" .,"))
    title, publisher = _title_and_publisher(body, plain.emphasised)
    lead = lead.strip(" ,")
    lead = lead if _PERSONS.fullmatch(lead) else lead.rstrip(". ")
    authors = _authors(lead)
    if publisher is None and title and len(lead.split()) > max(5, len(title.split())) and title in plain.emphasised:
        title, publisher, authors = lead, title, ()  # what stands before the date is longer than what stands after
    clues = Clues(
        text=plain.text,
        title=title or "",
        authors=" ".join(authors),
        personal=_PERSONS.fullmatch(lead) is not None,
        periodical=publisher in plain.emphasised,
        publisher=publisher,
        day=when.day is not None,
        month=when.month is not None,
    )
    return Reference(
        kind=source_kind(clues),
        authors=authors,
        date=when.date,
        year=when.year,
        title=title,
        publisher=publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _read_request(plain: _Plain) -> Reference:
    """``[SEDENA,] Information request [to …], Requester. File number …``"""
    sentence = next(
        span.of(plain.text) for span in sentences(plain.text) if INFORMATION_REQUEST.search(span.of(plain.text))
    )
    fields = [field.strip(" .") for field in _without_file_number(sentence).split(",") if field.strip(" .")]
    at = next((index for index, field in enumerate(fields) if INFORMATION_REQUEST.search(field)), 0)
    day = find_day(plain.text)
    return Reference(
        kind=Kind.INFORMATION_REQUEST,
        authors=tuple(fields[at + 1 : at + 2]),
        date=day.when.date if day else None,
        year=day.when.year if day else None,
        title=fields[at] if fields else None,
        publisher=fields[at - 1] if at > 0 else None,
        urls=plain.urls,
        file_number=plain.file_number,
    )


def _read_internal(plain: _Plain) -> Reference:
    """Leaked papers and official letters, which have no title page."""
    who = _ISSUED.search(plain.text) or _LEAKED.search(plain.text)
    day = find_day(plain.text)
    spans = [span.of(plain.text).rstrip(".") for span in sentences(plain.text)]
    named = OFFICIAL_LETTER.match(plain.text) or len(spans) == 1
    return Reference(
        kind=Kind.MEMO,
        authors=(who["who"].strip(),) if who else (),
        date=day.when.date if day else None,
        year=day.when.year if day else find_year(plain.text),
        title=spans[0] if named else spans[-1],
        urls=plain.urls,
        file_number=plain.file_number,
    )


def _read_titled(plain: _Plain, authors: tuple[str, ...], what: str) -> Reference:
    """``INEGI, Key Findings, ENVIPE 2022, p. 7.``: the year is the data's, not that of publication."""
    title, locator = _without_locator(what.strip(" ."))
    day = find_day(title)
    clues = Clues(plain.text, title, " ".join(authors), day=day is not None, month=day is not None)
    return Reference(
        kind=source_kind(clues),
        authors=authors,
        date=day.when.date if day else None,
        year=day.when.year if day else None,
        title=title,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _read_loose(plain: _Plain) -> Reference:
    """An address or a file number with whatever stands before it."""
    text, locator = _without_locator(_without_file_number(plain.text).strip(" ."))
    spans = [span.of(text).strip(" .") for span in sentences(text)]
    publisher = spans[-1] if spans and spans[-1] in plain.emphasised else None
    titled = [span for span in spans if span != publisher]
    title = titled[0] if len(titled) == 1 else None
    day = find_day(text)
    clues = Clues(plain.text, title or "", periodical=publisher is not None, publisher=publisher, day=day is not None)
    return Reference(
        kind=source_kind(clues),
        date=day.when.date if day else None,
        year=day.when.year if day else None,
        title=title,
        publisher=publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


# --- the fields ---------------------------------------------------------------------------------


def _authors(lead: str) -> tuple[str, ...]:
    """Persons one by one ("Brewer, S. e Isacson, A."), an institution as it stands."""
    if _PERSONS.fullmatch(lead):
        return tuple(match[0].strip(" ,") for match in re.finditer(_PERSON, lead))
    return (lead,) if lead else ()


def _title_and_publisher(body: str, emphasised: tuple[str, ...]) -> tuple[str | None, str | None]:
    spans = [span.of(body).strip() for span in sentences(body)]
    if not spans:
        return None, None
    last = spans[-1].rstrip(" .")
    if len(spans) > 1 and (last in emphasised or _reads_as_name(last)):
        return " ".join(spans[:-1]).rstrip(" ."), last
    return " ".join(spans).rstrip(" ."), None


def _reads_as_name(sentence: str) -> bool:
    """Whether a sentence is the name of a publisher: short, every word but the small ones with a capital."""
    words = [word for word in re.findall(r"[^\s,]+", sentence) if word.casefold() not in _SMALL_WORDS]
    return 0 < len(words) <= _LONGEST_PUBLISHER and all(word[0].isupper() or word[0].isdigit() for word in words)


def _without_locator(body: str) -> tuple[str, str | None]:
    if match := _ARTICLE.match(body):
        return body[match.end() :], match["locator"]
    found = list(_LOCATOR.finditer(body))
    if not found:
        return body, None
    last = found[-1]
    return (body[: last.start()] + body[last.end() :]).strip(" .,"), last["locator"].rstrip(",")


def _without_file_number(text: str) -> str:
    match = _FILE_NUMBER.search(text)
    return text if match is None or _file_number(match["number"]) is None else text[: match.start()]


def _last_sentence(text: str) -> str:
    spans = sentences(text)
    return spans[-1].of(text) if spans else ""


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
