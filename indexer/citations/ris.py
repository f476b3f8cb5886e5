"""Items as RIS, the tagged lines that reference managers read.

One value a line, CR LF at its end, two spaces, hyphen and space after the tag. RIS has no escapes: what would need
one, line breaks and control characters, an Item does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.citations.csl import ARCHIVE_NAME, Form, Genre, Item, ItemDate, Name

_TYPES = {
    Form.ARTICLE: "NEWS",
    Form.JOURNAL_ARTICLE: "JOUR",
    Form.WEB_PAGE: "ELEC",
    Form.SPEECH: "GOVDOC",
    Form.LEGISLATION: "STAT",
    Form.TREATY: "LEGAL",
    Form.REPORT: "RPRT",
    Form.DATASET: "DATA",
    Form.DOCUMENT: "GEN",
    Form.BOOK: "BOOK",
    Form.CHAPTER: "CHAP",
    Form.THESIS: "THES",
    Form.CASE: "CASE",
    Form.POST: "ELEC",
}
_TYPES_OF_GENRES = {Genre.INTERNAL: "UNPB", Genre.MESSAGE: "ICOMM"}


def ris(item: Item, remarks: tuple[str, ...]) -> str:
    """The item as a RIS record; the raw note and each of ``remarks`` are notes (N1) of their own."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(item, remarks))


def _lines(item: Item, remarks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES_OF_GENRES.get(item.genre, _TYPES[item.form]) if item.genre else _TYPES[item.form]
    yield "ID", item.key
    for name in item.authors:
        yield "AU", _name(name)
    if item.date:
        yield "PY", str(item.date.year)
        yield "DA", _date(item.date)
    first, last = _first_and_last(item.extent or item.pages)
    fields = {
        "TI": item.title,
        "T2": item.container,
        "VL": item.volume,
        "IS": item.issue,
        "PB": item.publisher,
        "M1": item.number,
        "SP": first,
        "EP": last,
        "SE": item.section,
        "LA": item.language,
    }
    yield from ((tag, value) for tag, value in fields.items() if value)
    for url in item.urls:
        yield "UR", url
    yield "Y2", _date(ItemDate(item.accessed.year, item.accessed.month, item.accessed.day))
    yield "DP", ARCHIVE_NAME
    if item.note:
        yield "N1", item.note
    for remark in remarks:
        yield "N1", remark
    yield "ER", ""


def _first_and_last(pages: str | None) -> tuple[str | None, str | None]:
    """``177-179`` as its two ends; anything else ("3, 7") stands in the first."""
    match = re.fullmatch(r"(\w+)\s?[-–—]\s?(\w+)", pages or "")
    return (match[1], match[2]) if match else (pages, None)


def _name(name: Name) -> str:
    return name.literal or f"{name.family}, {name.given}"


def _date(date: ItemDate) -> str:
    """``YYYY/MM/DD/``: the slashes stand even where the parts are not known."""
    month = f"{date.month:02}" if date.month else ""
    day = f"{date.day:02}" if date.day else ""
    return f"{date.year:04}/{month}/{day}/"
