"""The imprint of a reference, place, publisher and date behind a title, and references that nothing but it marks.

Plain text and PDF lose the italics that part a title from its author and its publisher:

    Author, Title, México, Publisher, 2015, p. 177.       Author. Title. México: Publisher, 2015.
    Institution, Title (Washington, DC: Publisher, March 2021), 7–9.

What remains is their order: the imprint is read from the end, and what stands before it is a name and a title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from indexer.citations.dates import PrintedDate, read_date
from indexer.citations.fields import (
    Plain,
    begins_small,
    is_person,
    reads_as_name,
    split_authors,
    without_file_number,
    without_locator,
    without_symbol,
)
from indexer.citations.kinds import INSTITUTION, Clues, is_newspaper, source_kind
from indexer.citations.sentences import Span, sentences
from indexer.citations.titled import GENRE_FIRST
from indexer.models import Reference
from indexer.text.dates import MONTHS, find_dates

PLACES = re.compile(
    r"(?:M[ée]xico|Ciudad de M[ée]xico|Mexico City|CDMX|M[ée]xico,? D\.? ?F\.?|Madrid|Barcelona|Buenos Aires|Bogot[áa]|"
    r"Washington(?:,? D\.? ?C\.?)?|New York|Nueva York|London|Londres|Oxford|Cambridge|Ginebra|Geneva|Viena|Vienna|"
    r"Guadalajara|Monterrey|Tijuana|Culiac[áa]n|Santiago|Lima|San Jos[ée]|Chicago|"
    r"San Diego|Los [ÁA]ngeles|Boston|Princeton|Stanford|New Haven|Durham|Baltimore|"
    r"Houston|Austin|Tucson|Puebla|Xalapa|"
    r"Zapopan|Oaxaca|Toluca|Quer[ée]taro|Hermosillo|Caracas|Montevideo|La Haya|"
    r"The Hague|Paris|Par[íi]s|Berlin|Bruselas|Brussels|Quito|La Paz|"
    r"Berkeley|Philadelphia|Toronto|M[ée]rida|"
    r"San Salvador|Guatemala|D\.? ?C\.?|D\.? ?F\.?|Tegucigalpa|Managua|Lisboa|S[ãa]o Paulo)\s*[:,]?",
    re.IGNORECASE,
)
BARE_PAGES = re.compile(
    r"(?:\)|\b(?:1[89]|20)\d\d)[,:]? (?P<pages>\d{1,4}(?:[–-]\d{1,4})?)$"
)  # Chicago: "(México: FCE, 2016), 45"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH_OF_YEAR = re.compile(rf"(?:{_MONTH})\.?(?:,| del?| of)? (?:1[5-9]|20)\d\d$", re.IGNORECASE)
_YEAR_LAST = re.compile(r"(?<![\w/-])(?:1[5-9]|20)\d\d[a-z]?$")
_LEADS_TO_DATE = re.compile(
    r"(?:(?:de |con |with )?fecha(?: de)?|dated|sentencia del?|judgment of|resoluci[óo]n del?|publicad[oa] el|"
    r"published (?:on )?)\s*$",
    re.IGNORECASE,
)
_PARENTHESIS_LAST = re.compile(r"(?P<before>.{8,}?),?\s*\((?P<inner>[^()]{4,120})\)$", re.DOTALL)
_BESIDE = re.compile(
    r"\d{1,2}[.ªaº°]*\s?(?:ed(?:ici[óo]n|\.)?|edition)|(?:st|nd|rd|th) ed(?:ition|\.)?|[A-Z]{1,4}-?\d{3,8}|trad\..*|"
    r"(?:vol(?:\.|umen|ume)?|t(?:\.|omo))\s?[\dIVXLC]+",
    re.IGNORECASE,
)  # an edition, the number in a series, a translator, a volume
_AND_OTHERS = re.compile(r"(?<=\bal)\.\s+(?=[A-ZÁÉÍÓÚÑ¿¡])")  # "Calderón, Laura, et al. Organized crime"
_COMMA = re.compile(r"[,;]\s+")
_SPOKEN_SOURCE = re.compile(
    r"\W*(?:entrevista|interview|testimoni|conversaci|conversation|comunicaci[óo]n personal|personal communication|"
    r"llamada|visita|grupo focal|focus group|reuni[óo]n|meeting|nota de campo|field notes?)",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\s*\((?:eds?|coords?|comps?|dirs?|trad)\.\)\s*$|,?\s*(?:et al\.?|y otros|and others)\s*$", re.IGNORECASE
)
NO_DATE = PrintedDate()
_LONGEST_NAME = 14  # words
_LONGEST_PUBLISHER = 8


@dataclass(frozen=True, slots=True)
class Imprint:
    """A text without the imprint at its end, and that imprint; ``when`` is empty where no date closes the text."""

    title: str
    when: PrintedDate = NO_DATE
    publisher: str | None = None
    place: bool = False


def part_imprint(body: str, *, personal: bool) -> Imprint:
    """Part ``body`` at its imprint. A publisher without a place is told only behind a person's title: behind an
    institution's it may be the end of the title ("INEGI, Key Findings, ENVIPE, 2022")."""
    text = without_symbol(body).strip(" .,;")
    inner = _PARENTHESIS_LAST.fullmatch(text)
    if inner and (dated := _without_date(inner["inner"])) and dated[1].year:
        return _named(inner["before"], _fields(dated[0]), dated[1])
    before, when = _without_date(text)
    if when.year is None:
        return Imprint(text)
    fields = _fields(before)
    kept = len(fields)
    found: list[str] = []
    while kept > 1 and (_is_beside(fields[kept - 1]) or _is_publisher(fields, kept, found, personal=personal)):
        kept -= 1
        found.insert(0, fields[kept])
    return _named(_up_to(before, fields, kept), found, when)


def _is_beside(field: str) -> bool:
    place, colon, after = field.partition(":")
    if colon and PLACES.fullmatch(place.strip()):
        return reads_as_name(after, _LONGEST_PUBLISHER)
    return PLACES.fullmatch(field) is not None or _BESIDE.fullmatch(field) is not None


def _is_publisher(fields: list[str], kept: int, found: list[str], *, personal: bool) -> bool:
    """Whether the last field is one: a name between title and date, beside a place unless a person is the author."""
    field = fields[kept - 1]
    if any(not _BESIDE.fullmatch(other) and not PLACES.fullmatch(other) for other in found):
        return False  # there is one already
    if begins_small(field) or re.search(r"\d", field) or not reads_as_name(field, _LONGEST_PUBLISHER):
        return False
    placed = any(PLACES.fullmatch(other) for other in (*found, *fields[max(1, kept - 2) : kept - 1]))
    return placed or (personal and kept > 2)


def _named(title: str, fields: list[str], when: PrintedDate) -> Imprint:
    publisher, place = None, False
    for field in fields:
        before, colon, after = field.partition(":")
        if colon and PLACES.fullmatch(before.strip()):
            place, publisher = True, publisher or after.strip()
        elif PLACES.fullmatch(field):
            place = True
        elif not _BESIDE.fullmatch(field):
            publisher = publisher or (field.rpartition(":")[2].strip() or None)
    return Imprint(title.strip(" .,;:("), when, publisher, place)


def _fields(text: str) -> list[str]:
    edges = [0, *(edge for span in _ends(text) for edge in (span.start, span.end)), len(text)]
    fields = (text[start:end].strip(" .,;") for start, end in zip(edges[::2], edges[1::2], strict=True))
    return [field for field in fields if field]


def _ends(text: str) -> list[Span]:
    """The white space, with its comma or point, between the fields of ``text``."""
    commas = [Span(match.start(), match.end()) for match in _COMMA.finditer(text)]
    points = [Span(one.end - 1, other.start) for one, other in pairwise(sentences(text))]
    others = [Span(match.start(), match.end()) for match in _AND_OTHERS.finditer(text)]
    return sorted((*commas, *points, *others), key=lambda span: span.start)


def _up_to(text: str, fields: list[str], kept: int) -> str:
    """``text`` as far as its first ``kept`` fields reach."""
    end = 0
    for field in fields[:kept]:
        end = text.index(field, end) + len(field)
    return text[:end]


def _without_date(text: str) -> tuple[str, PrintedDate]:
    """``text`` before the date that closes it as a field of its own, and that date."""
    text = text.strip(" .,;)")
    days = find_dates(text)
    month = _MONTH_OF_YEAR.search(text)
    year = _YEAR_LAST.search(text)
    start, when = len(text), NO_DATE
    if days and days[-1].end == len(text):
        start, date = days[-1].start, days[-1].date
        when = PrintedDate(date.year, date.month, date.day)
    elif found := month or year:
        start, when = found.start(), read_date(found[0].replace(" of ", " ")) or NO_DATE
    before = _LEADS_TO_DATE.sub("", text[:start].rstrip())
    own_field = not before or before.rstrip().endswith((",", ".", ";", ":", "("))
    return (before.strip(" .,;("), when) if own_field else (text, NO_DATE)


# --- a name, a title, an imprint ------------------------------------------------------------------


def read_unmarked(plain: Plain) -> Reference | None:
    """The reference of a text that is a name, a title and an imprint; None for prose and for what was only spoken."""
    if _SPOKEN_SOURCE.match(plain.text):
        return None
    body, locator = without_locator(without_file_number(plain.text).strip(" ."))
    if locator is None and (match := BARE_PAGES.search(body)):
        body, locator = body[: match.start("pages")].strip(" ,:"), match["pages"]
    imprint = part_imprint(body, personal=True)
    if imprint.when.year is None or not (imprint.place or imprint.publisher or locator or plain.urls):
        return None
    lead, title = _name_and_title(imprint.title)
    if GENRE_FIRST.match(plain.text):
        lead, title = "", imprint.title
    if lead is None or len(sentences(title)) > 2 or len(title.split()) > 60:
        return None
    authors = split_authors(lead)
    personal = bool(authors) and all(is_person(author) for author in authors) and not is_newspaper(lead)
    if not personal and lead:
        imprint = part_imprint(body, personal=False)
        lead, title = _name_and_title(imprint.title)
    if lead is None:
        return None
    when = imprint.when
    clues = Clues(
        text=plain.text,
        title=title,
        authors=" ".join(authors),
        personal=personal,
        publisher=imprint.publisher,
        day=when.day is not None,
        month=when.month is not None,
        year=True,
        standing=when.day is None or locator is not None,
        address=plain.address,
    )
    return Reference(
        kind=source_kind(clues),
        authors=authors,
        date=when.date,
        year=when.year,
        title=title,
        publisher=imprint.publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _name_and_title(text: str) -> tuple[str | None, str]:
    """The name that ``text`` begins with and the title behind it: of all places where a name may end, the first that
    gives persons or an institution, else the first that gives a name of two words."""
    ends = [span for span in _ends(text) if len(text[: span.start].split()) <= _LONGEST_NAME]
    named = [(ROLE.sub("", text[: span.start]), text[span.end :].strip(" .,")) for span in ends]
    named = [(name, title) for name, title in named if _is_title(title) and not begins_small(name)]
    persons = [pair for pair in named if len(pair[0].split()) > 1 and is_person(pair[0])]
    if persons:
        return persons[-1] if "," in persons[-1][0] and not _title_is_name(persons[-1]) else persons[0]
    for name, title in named:
        if reads_as_name(name, _LONGEST_NAME) and (INSTITUTION.search(name) or len(name.split()) > 1):
            return name, title
    return None, text


def _title_is_name(pair: tuple[str, str]) -> bool:
    return len(pair[1].split()) < 2


def _is_title(title: str) -> bool:
    return len(title.split()) > 1 and re.match(r"[¿¡“\"*]?(?:[A-ZÁÉÍÓÚÑ]|\d)", title) is not None
