"""A citable thing as the Citation Style Language sees it (CSL 1.0.2): what every export is made from."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indexer.citations.fields import is_person

ARCHIVE_NAME = "Cotejo"

_PAGES = re.compile(
    r"(?:(?:pp?|p[áa]gs?|p[áa]ginas?|pages?)\.?\s*(?P<pages>[\dxivlc].*)|(?P<bare>[\d–, -]+))", re.IGNORECASE
)
_PERSON = re.compile(r"(?P<family>[^,]{1,80}), (?P<given>(?:[^\W\d_]\.[ -]?){1,4})")


class Form(StrEnum):
    """The form of a source, by its CSL type.

    A press conference is a ``speech`` (CSL has no transcript; an ``interview`` needs an interviewer). Memos, requests
    and messages are ``document``: styles leave ``personal_communication`` out of bibliographies because nobody can
    look it up, and what is archived can be looked up.
    """

    ARTICLE = "article-newspaper"
    JOURNAL_ARTICLE = "article-journal"
    WEB_PAGE = "webpage"
    SPEECH = "speech"
    LEGISLATION = "legislation"
    TREATY = "treaty"
    REPORT = "report"
    DATASET = "dataset"
    DOCUMENT = "document"
    BOOK = "book"
    CHAPTER = "chapter"
    THESIS = "thesis"
    CASE = "legal_case"
    POST = "post"


class Genre(StrEnum):
    """What a source is called where its form does not tell; styles print it in the reader's language."""

    TRANSCRIPT = "transcript"
    INTERNAL = "internal document"
    REQUEST = "information request"
    DATASET = "data set"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person in two parts, or an institution as it stands (``literal``)."""

    literal: str = ""
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class ItemDate:
    """A date as exact as it is known: a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def parts(self) -> list[int]:
        return [part for part in (self.year, self.month, self.day) if part is not None]


@dataclass(frozen=True, slots=True)
class Copy:
    """The archived bytes behind a citation. ``permalink`` leads to the document, page or passage."""

    permalink: str
    sha256: str
    specimen: bool


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Where a note stands: ``report`` and ``note`` name it, ``label`` is what is printed, ``page`` and ``sha256`` are
    the report's own, as far as they are known."""

    report: str
    report_title: str
    note: str
    label: str
    page: int | None
    permalink: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Pointing:
    """What a cross-reference refers to: the label of its note, None if it is not told; ``sure`` if it is only one."""

    label: str | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A reference of a note, or a document (page, passage) of the archive.

    ``note`` is the raw text of the note it was read from; an item with nothing but a note is commentary or a
    cross-reference that does not tell which source. ``extent`` are the pages a paper fills, ``locator`` those
    cited. All texts are on one line and free of control characters.
    """

    key: str
    form: Form
    accessed: dt.date
    genre: Genre | None = None
    authors: tuple[Name, ...] = ()
    date: ItemDate | None = None
    title: str | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    extent: str | None = None
    publisher: str | None = None
    number: str | None = None
    locator: str | None = None
    urls: tuple[str, ...] = ()
    language: str | None = None
    note: str = ""
    place: NotePlace | None = None
    copies: tuple[Copy, ...] = ()
    points: Pointing | None = None

    @property
    def cites(self) -> bool:
        """Whether the item names a source at all."""
        return bool(self.title or self.authors or self.urls or self.number)

    @property
    def pages(self) -> str | None:
        """The pages of the locator: ``177`` of "p. 177"; None if it names none."""
        match = _PAGES.fullmatch(self.locator or "")
        return (match["pages"] or match["bare"]) if match else None

    @property
    def section(self) -> str | None:
        """The locator if it is not one of pages: "Article Five"."""
        return None if self.pages else self.locator

    @property
    def specimen(self) -> bool:
        return any(copy.specimen for copy in self.copies)


def one_line(text: str) -> str:
    """``text`` without line breaks, control characters and lone surrogates: none of the formats can carry them, and a
    line of its own could pass for a field."""
    spaced = re.sub(r"\s+", " ", text)
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs")).strip()


def read_name(printed: str) -> Name:
    """``Meza, A. M.`` is a person; everything else is an institution, for a comma alone makes no person of one
    ("Secretaría de la Defensa Nacional, Unidad de Transparencia")."""
    name = one_line(printed)
    match = _PERSON.fullmatch(name)
    if match is None and name.count(",") == 1 and is_person(name):  # "Astorga, Luis"
        family, _, given = name.partition(", ")
        return Name(family=family, given=given)
    return Name(family=match["family"], given=match["given"].strip()) if match else Name(literal=name)


def csl_json(item: Item, remarks: tuple[str, ...]) -> dict[str, Any]:
    """The item in the shape of csl-data.json; what CSL has no field for stands in ``custom``.

    ``remarks`` are added to the note, in the words of the reader's language.
    """
    fields: dict[str, Any] = {
        "id": item.key,
        "type": item.form.value,
        "genre": item.genre.value if item.genre else None,
        "author": [_name_json(name) for name in item.authors],
        "issued": {"date-parts": [item.date.parts]} if item.date else None,
        "accessed": {"date-parts": [ItemDate(item.accessed.year, item.accessed.month, item.accessed.day).parts]},
        "title": item.title,
        "container-title": item.container,
        "volume": item.volume,
        "issue": item.issue,
        "publisher": item.publisher,
        "number": item.number,
        "page": item.extent or item.pages,
        "section": item.section,
        "URL": item.urls[0] if item.urls else None,
        "language": item.language,
        "archive": ARCHIVE_NAME,
        "archive_location": item.copies[0].permalink if item.copies else None,
        "note": _note(item, remarks),
        "custom": _custom_json(item),
    }
    return {name: value for name, value in fields.items() if value}


def _note(item: Item, remarks: tuple[str, ...]) -> str:
    """Remarks and raw note on one line. citeproc-js and Zotero read ``field: value`` at the beginning of a line, and
    ``{:field: value}`` anywhere, as fields of the item: a note must not be able to set them."""
    return f"[{'; '.join(remarks)}] {item.note}".strip().replace("{:", "{ :")


def _name_json(name: Name) -> dict[str, str]:
    return {"literal": name.literal} if name.literal else {"family": name.family, "given": name.given}


def _custom_json(item: Item) -> dict[str, Any]:
    place = item.place
    copies = [{"permalink": copy.permalink, "sha256": copy.sha256, "specimen": copy.specimen} for copy in item.copies]
    fields: dict[str, Any] = {"text": item.note, "urls": list(item.urls), "copies": copies}
    if place is not None:
        fields |= {
            "note": f"{place.report}#{place.note}",
            "label": place.label,
            "permalink": place.permalink,
            "report_page": place.page,
            "report_sha256": place.sha256,
        }
    return {name: value for name, value in fields.items() if value}
