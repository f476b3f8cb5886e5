"""References whose fields are parted by commas, as notes in law, history and the press print them.

    Author, “Title”, Publisher, 9 de marzo de 2023, p. 3, address       the title in quotation marks
    Author, *Title*, México, Publisher, 2015, pp. 3–5.                  the title in italics
    Institution, Title, ENVIPE 2022, p. 7.                              an institution first, nothing marked
    Ley de la Guardia Nacional, artículo 9, fracción II.                a law by its name

A marked title counts only where it stands as a field: at the beginning, or after a name. Prose that quotes is not one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.citations.dates import PrintedDate, find_day
from indexer.citations.fields import (
    Plain,
    is_person,
    reads_as_name,
    split_authors,
    without_file_number,
    without_locator,
)
from indexer.citations.imprint import BARE_PAGES, PLACES, ROLE, part_imprint, read_unmarked
from indexer.citations.kinds import INSTITUTION, MESSAGE, Clues, is_newspaper, is_ruling, source_kind
from indexer.citations.sentences import quotations, sentences
from indexer.citations.titled import (
    GENRE_FIRST,
    is_prose,
    read_genre,
    read_law,
    read_titled,
    when_printed,
    without_dates,
)
from indexer.models import Kind, Reference

_IN = re.compile(r"^(?:en|in):?\s+", re.IGNORECASE)
_VOLUME = re.compile(
    r"(?:vol(?:\.|umen|ume)?|n[úu]m(?:\.|ero)|no\.|n[°º]\.?|a[ñn]o|year|t(?:\.|omo))\s?[\dIVXLC]+[\d()–-]*", re.I
)
_SKIPPED = re.compile(
    r"(?:\d+[.ªaº]*\s?(?:ed(?:ici[óo]n|\.)?|edition)|tesis.*|.*(?:thesis|dissertation)|trad\..*|coord\..*|s\.?\s?f\.?|"
    r"n\.?\s?d\.?|sin fecha|undated|s\.\s?[le]\.|[a-z]|hilo|thread|(?:sentencia|"
    r"judgment|serie c|series c|fondo|merits|primera sala|segunda sala|pleno)\b.*|"
    r"comunicado.*|nota|art[íi]culo)",
    re.IGNORECASE,
)
_LONGEST_AUTHORS = 14  # words before the title; more are prose


@dataclass(frozen=True, slots=True)
class _Split:
    """A reference parted at its title."""

    lead: str
    title: str
    rest: str


def read_running(plain: Plain) -> Reference | None:
    """The reference of a note without ``(date).``; None if its text does not stand in fields."""
    text = plain.text
    if law := read_law(plain):
        return law
    if titled := read_titled(plain):
        return titled
    for where in dict.fromkeys((text, _from_last_sentence(text))):
        marked = _at_marked_title(where, plain.emphasised)
        if marked and not marked.lead and not marked.rest.strip(" .") and where != text:
            continue  # a periodical behind a title, not a title
        if marked and (reference := _read_marked(plain, marked)):
            return reference
    for where in dict.fromkeys((text, _from_last_sentence(text))):
        if reference := _read_institution(plain, where):
            return reference
    return read_unmarked(plain) or read_genre(plain)


def _from_last_sentence(text: str) -> str:
    spans = sentences(text)
    return text[spans[-1].start :] if spans else text


# --- a title in quotation marks or italics -------------------------------------------------------


def _at_marked_title(text: str, emphasised: tuple[str, ...]) -> _Split | None:
    """The first marked title, if it stands as a field. Of a paper in quotation marks before the italics of what it
    stands in, the paper's."""
    spans = [(span.start - 1, span.end + 1, span.of(text)) for span in quotations(text)[:1]]
    spans += [(at, at + len(words), words) for words in emphasised[:1] if (at := text.find(words)) >= 0]
    spans = sorted(spans)[:1]  # a quotation within a title in italics is part of it
    for start, end, words in spans:
        lead, rest = text[:start].rstrip(), text[end:]
        after_a_name = lead.endswith((",", ".", ":")) and _reads_as_authors(lead.rstrip(",.: "))
        followed = re.match(r"\W*(?:$|[,.;(\[])", rest) or words.endswith((",", ".")) or rest.startswith(" en ")
        if (not lead or after_a_name) and followed and (len(words.split()) > 1 or after_a_name):
            return _Split(
                lead.rstrip(",.: ") if not lead.endswith(".") else lead[:-1].rstrip(), words.strip(" ,."), rest
            )
    return None


def _reads_as_authors(lead: str) -> bool:
    bare = ROLE.sub("", lead)
    named = is_person(bare) or reads_as_name(bare, _LONGEST_AUTHORS) or re.fullmatch(r"@\w+", bare) is not None
    return len(bare.split()) <= _LONGEST_AUTHORS and named


def _read_marked(plain: Plain, split: _Split) -> Reference | None:
    rest, locator = without_locator(without_file_number(split.rest).strip(" .,"))
    if locator is None and (match := BARE_PAGES.search(rest)):
        rest, locator = rest[: match.start("pages")].strip(" ,:"), match["pages"]
    when = when_printed(rest)
    publisher = _publisher(rest, plain.emphasised, split.title)
    quoted_only = not split.lead and not publisher
    if quoted_only and not (plain.urls or plain.file_number):
        return None  # a quotation, whose source is not named
    authors = split_authors(ROLE.sub("", split.lead).strip(" ,"))
    if not (when.year or plain.urls or publisher or locator or plain.file_number):
        return None
    lead = split.lead
    personal = bool(authors) and all(is_person(author) for author in authors) and not is_newspaper(lead)
    clues = Clues(
        text=plain.text,
        title=split.title,
        authors=" ".join(authors),
        personal=personal,
        periodical=publisher in plain.emphasised or (publisher or "").partition(",")[0] in plain.emphasised,
        standing=split.title in plain.emphasised,
        publisher=publisher,
        day=when.day is not None,
        month=when.month is not None,
        year=when.year is not None,
        address=plain.address,
    )
    if is_newspaper(lead) and publisher is None:
        authors, publisher = (), lead
    return Reference(
        kind=source_kind(clues),
        authors=authors,
        date=when.date,
        year=when.year,
        title=split.title,
        publisher=publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _publisher(rest: str, emphasised: tuple[str, ...], title: str) -> str | None:
    """What follows the title and is a name: the periodical in italics with its volume, else the first name that is no
    place, date or edition."""
    bare = without_dates(rest)
    for words in emphasised:
        if words in rest and words != title:
            return _with_volume(words, bare)
    fields = [_IN.sub("", field.strip(' .()[]“”"')) for field in re.split(r"[,;()]|(?<=\w{3})\.\s", bare)]
    names: list[str] = []
    for field in fields:
        place, colon, after = field.partition(":")
        name = after.strip() if colon and PLACES.fullmatch(place) else field
        skipped = not name or name.isdigit() or _SKIPPED.fullmatch(name) or _VOLUME.fullmatch(name)
        if not skipped and reads_as_name(name):
            names.append(name)
    told = [name for name in names if not PLACES.fullmatch(name)]
    return _with_volume(told[0], bare) if told else None


def _with_volume(name: str, rest: str) -> str:
    after = rest[rest.find(name) + len(name) :] if name in rest else ""
    match = re.match(
        rf",?\s*(?P<volume>(?:\d{{1,4}}\s?(?:\(\d{{1,4}}\))?|{_VOLUME.pattern})(?:,\s*(?:{_VOLUME.pattern}))*)",
        after,
        re.I,
    )
    if match is None or re.fullmatch(r"(?:19|20)\d\d", match["volume"].strip()):
        return name
    return f"{name}, {match['volume'].strip()}"


# --- an institution first -------------------------------------------------------------------------


def _read_institution(plain: Plain, text: str) -> Reference | None:
    """``INEGI, Key Findings, ENVIPE 2022, p. 7.``, ``CNDH. Recomendación 12/2020, 3 de mayo de 2020``"""
    match = re.match(
        r"(?P<who>[^,.:“\"]{3,120}?)(?:,|\.|:)\s+(?P<what>(?-i:[A-ZÁÉÍÓÚÑ¿¡\d“\"]|"
        r"conferencia|versi[óo]n|press conference|morning|recurso|amparo|sentencia|recomendaci[óo]n|informe|comunicado|"
        r"bolet[íi]n|expediente).+)",
        text,
        re.DOTALL,
    )
    if match is None:
        return None
    genre = GENRE_FIRST.match(match["what"]) and find_day(match["what"]) and reads_as_name(match["who"])
    if not _is_institution(match["who"]) and not genre:
        return None
    body, locator = without_locator(without_file_number(match["what"]).strip(" ."))
    imprint = part_imprint(body, personal=False)
    when = when_printed(body) if (found := find_day(body)) or plain.urls or _year_apart(body) else PrintedDate()
    if imprint.when.year is not None:
        when = imprint.when
    acronym = re.fullmatch(r"[A-ZÁÉÍÓÚÑ]{3,12}", match["who"]) is not None
    evidence = plain.urls or locator or plain.file_number or found or acronym or re.search(r"(?:19|20)\d\d\W*$", body)
    if not evidence or (is_prose(imprint.title) and not is_ruling(body)):
        return None
    title = imprint.title if imprint.when.year is not None else _trimmed_title(body, found is not None)
    title, publisher = _own_publisher(_before_judgment(title))
    publisher = imprint.publisher or publisher
    clues = Clues(
        plain.text,
        title,
        match["who"],
        publisher=publisher,
        day=when.day is not None,
        month=when.month is not None,
        year=bool(when.year or re.search(r"(?:19|20)\d\d", title)),
        standing=imprint.when.year is not None and (when.day is None or locator is not None),
        address=plain.address,
    )
    return Reference(
        kind=Kind.OTHER if is_ruling(title) else source_kind(clues),
        authors=(match["who"].strip(),),
        date=when.date,
        year=when.year if when.date or when.month or imprint.when.year or _year_apart(body) else None,
        title=title,
        publisher=publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _year_apart(body: str) -> bool:
    """Whether the year is a field of its own and not a part of the title ("ENVIPE 2022" is the data's year)."""
    return re.search(r"[,.]\s*(?:1[89]|20)\d\d\W*$", body) is not None


def _is_institution(who: str) -> bool:
    named = reads_as_name(who, 14) and len(who.split()) <= 16 and MESSAGE.match(who) is None
    return named and (INSTITUTION.search(who) is not None or re.fullmatch(r"[A-ZÁÉÍÓÚÑ]{3,12}", who) is not None)


def _trimmed_title(body: str, dated: bool) -> str:
    """Without the date and what follows it, if the date is a field of its own."""
    day = find_day(body) if dated else None
    if day is not None and re.search(r"[,.;(]\s*$", body[: day.start]):
        body = body[: day.start]
    elif match := re.search(r"[,.]\s*(?:1[89]|20)\d\d\W*$", body):
        body = body[: match.start()]
        body = re.sub(rf",\s+(?:{PLACES.pattern})$", "", body, flags=re.IGNORECASE)
    return body.strip(' .,;(“”"')


def _before_judgment(title: str) -> str:
    """The case of "Caso …. Sentencia de 28 de noviembre de 2018. Serie C No. 370"."""
    found = re.search(r"[,.]\s+(?:judgment|sentencia)(?: (?:of|del?)\b|$)", title, re.IGNORECASE)
    return title[: found.start()].strip(' .,;(“”"') if found and found.start() > 10 else title


def _own_publisher(title: str) -> tuple[str, str | None]:
    if match := re.fullmatch(
        r"(?P<title>.{10,}), (?P<who>Diario Oficial de la Federaci[óo]n|DOF|Official Gazette.*)", title
    ):
        return match["title"], match["who"]
    return title, None
