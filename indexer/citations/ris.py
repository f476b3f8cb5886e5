"""Items as RIS, the tagged lines that reference managers read.

One value a line, CR LF at its end, two spaces, hyphen and space after the tag. RIS has no escapes: what would need
one, line breaks and control characters, an Item does not hold.
"""

from __future__ import annotations

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
    fields = {
        "TI": item.title,
        "T2": item.container,
        "VL": item.volume,
        "PB": item.publisher,
        "M1": item.number,
        "SP": item.pages,
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


def _name(name: Name) -> str:
    return name.literal or f"{name.family}, {name.given}"


def _date(date: ItemDate) -> str:
    """``YYYY/MM/DD/``: the slashes stand even where the parts are not known."""
    month = f"{date.month:02}" if date.month else ""
    day = f"{date.day:02}" if date.day else ""
    return f"{date.year:04}/{month}/{day}/"
