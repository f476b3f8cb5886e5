"""A search as a file to take away: every hit as CSV or JSON, every document as a citation.

Written piece by piece, so that thirty thousand hits need the memory of a hundred.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.citations.csl import Item
from indexer.citations.export import FILE_TYPES, FileType, Format, export
from indexer.citations.items import Citing, Spot, item_of_document
from indexer.models import Language
from indexer.search.listing import Listing
from indexer.search.results import DocumentHits, Hit, hit_json, to_json
from indexer.text.spreadsheet import csv_line


class ListFormat(StrEnum):
    """The formats of a result list, by their names in addresses and commands."""

    CSV = "csv"
    JSON = "json"
    CSL = "csl"
    RIS = "ris"
    BIBTEX = "bibtex"
    APA = "apa"
    CHICAGO = "chicago"

    @property
    def cites(self) -> bool:
        """Whether the list is of citations, one a document; else of hits, one a passage."""
        return self not in (ListFormat.CSV, ListFormat.JSON)

    @property
    def file_type(self) -> FileType:
        return _FILE_TYPES[self]


_FILE_TYPES = {
    ListFormat.CSV: FileType("text/csv", ".csv"),
    ListFormat.JSON: FileType("application/json", ".json"),
    **{ListFormat(known.value): file_type for known, file_type in FILE_TYPES.items()},
}

COLUMNS = (
    *("document", "title", "kind", "collection", "date", "language", "specimen", "page", "passage", "start", "end"),
    *("speaker", "snippet", "score", "confidence", "url", "footnotes"),
)


@dataclass(frozen=True, slots=True)
class ListStyle:
    """What a list needs besides the hits: the day and address it is cited with, and the language of its words."""

    citing: Citing
    language: Language


def write_list(listing: Listing, format: ListFormat, style: ListStyle) -> Iterator[str]:
    """The file in pieces. A format that cites wants a listing of documents (``SearchRequest.grouped``), the others one
    of passages. Addresses begin with ``style.citing.base_url``."""
    if format is ListFormat.CSV:
        return _csv(listing.hits(), style.citing.base_url)
    if format is ListFormat.JSON:
        return _json(listing)
    items = (_item(group, style.citing) for group in listing.documents())
    if format is ListFormat.CSL:
        return _csl(items, style.language)
    written = (export([item], Format(format.value), style.language) for item in items)
    return _between(written, "" if format in (ListFormat.RIS, ListFormat.BIBTEX) else "\n")


def _csv(hits: Iterable[Hit], base_url: str) -> Iterator[str]:
    # Excel takes CSV for the machine's own code page unless a byte order mark says UTF-8.
    yield "\ufeff" + csv_line(COLUMNS)
    for hit in hits:
        shape = hit_json(hit)
        notes = " ".join(f"{link['report']}#{link['note']}" for link in shape["footnotes"])
        told = shape | {"url": base_url + shape["url"], "footnotes": notes}
        yield csv_line(_cell(told[name]) for name in COLUMNS)


def _cell(value: object) -> object:
    """As JSON writes it; nothing where nothing is known."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def _json(listing: Listing) -> Iterator[str]:
    """The contract's shape of a search, with every hit; ``next`` is null."""
    head = to_json(listing.first) | {"next": None}
    del head["hits"]
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "hits": ['
    yield from _between((json.dumps(hit_json(hit), ensure_ascii=False) for hit in listing.hits()), ",\n")
    yield "]}\n"


def _csl(items: Iterable[Item], language: Language) -> Iterator[str]:
    """One array, written an item at a time."""
    yield "[\n"
    yield from _between((export([item], Format.CSL, language).strip()[1:-1].strip("\n") for item in items), ",\n")
    yield "\n]\n"


def _between(pieces: Iterable[str], separator: str) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        yield separator + piece if number else piece


def _item(group: DocumentHits, citing: Citing) -> Item:
    """The document, cited at its best passage."""
    return item_of_document(group.document, citing, _spot(group.hits))


def _spot(hits: Sequence[Hit]) -> Spot | None:
    if not hits:
        return None
    best = hits[0].passage
    return Spot(best.passage.page, best.passage.start, best.passage.end, best.reading)
