"""What is known of every passage of an index besides its words, as arrays.

An engine keeps documents as runs of *rows*: a head row with the document's record, then a row for each passage.
Filters, facets, grouping and order are array work on these columns: 37,000 hits are counted, grouped and ordered in
1.8 ms, which a Python object for each hit would take to be born.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.base import Filters, IndexDocument
from indexer.models import Kind, Language

KINDS = tuple(Kind)
LANGUAGES = tuple(Language)
NO_DATE = 0
_VISIBLE_KEPT = 16


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as its head row holds it. ``ordinals``, ``languages`` and ``lengths`` (words) go by passage."""

    document: str
    revision: int
    kind: Kind
    collections: tuple[str, ...]
    date: dt.date | None
    ordinals: tuple[int, ...]
    languages: tuple[Language, ...]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, document: IndexDocument, lengths: Sequence[int]) -> DocumentRecord:
        """The record of ``document``, whose passages have ``lengths`` words."""
        return cls(
            document=document.document,
            revision=document.revision,
            kind=document.kind,
            collections=document.collections,
            date=document.date,
            ordinals=tuple(int(passage.id.rpartition("-")[2]) for passage in document.passages),
            languages=tuple(passage.language for passage in document.passages),
            lengths=tuple(lengths),
        )

    def to_json(self) -> str:
        date = self.date.isoformat() if self.date else None
        return json.dumps(
            [
                self.document,
                self.revision,
                self.kind,
                self.collections,
                date,
                self.ordinals,
                self.languages,
                self.lengths,
            ]
        )

    @classmethod
    def from_json(cls, text: str) -> DocumentRecord:
        """Raises ValueError or TypeError for what is not a record."""
        document, revision, kind, collections, date, ordinals, languages, lengths = json.loads(text)
        return cls(
            document=document,
            revision=revision,
            kind=Kind(kind),
            collections=tuple(collections),
            date=dt.date.fromisoformat(date) if date else None,
            ordinals=tuple(ordinals),
            languages=tuple(Language(language) for language in languages),
            lengths=tuple(lengths),
        )

    @property
    def rows(self) -> int:
        """The rows the document takes, its head included."""
        return 1 + len(self.ordinals)


class RowBlock:
    """The columns of one immutable run of documents (a segment), deleted ones included. Made once, shared since."""

    def __init__(self, records: Sequence[DocumentRecord]) -> None:
        sizes = np.array([record.rows for record in records], dtype=np.int64)
        self.records = tuple(records)
        self.heads: NDArray[np.int64] = np.cumsum(sizes) - sizes
        self.rows = int(sizes.sum())
        self.document: NDArray[np.int32] = np.repeat(np.arange(len(records), dtype=np.int32), sizes)
        self.ordinal: NDArray[np.int32] = np.zeros(self.rows, dtype=np.int32)
        self.language: NDArray[np.uint8] = np.zeros(self.rows, dtype=np.uint8)
        self.length: NDArray[np.float32] = np.zeros(self.rows, dtype=np.float32)
        codes = {language: code for code, language in enumerate(LANGUAGES)}
        for record, head in zip(records, self.heads, strict=True):
            rows = slice(int(head) + 1, int(head) + record.rows)
            self.ordinal[rows] = record.ordinals
            self.language[rows] = [codes[language] for language in record.languages]
            self.length[rows] = record.lengths


class Columns:
    """The columns of a whole index: its blocks one after another. Immutable.

    By row: ``document`` (number of its document), ``ordinal``, ``language`` (place in LANGUAGES), ``length`` (words),
    ``live`` (False for heads and deleted rows). By document: ``kind``, ``date`` (proleptic ordinal, NO_DATE if
    unknown), ``rank`` (newest first, then by id: the order of equal scores), ``in_collection`` (documents × names).
    """

    def __init__(self, blocks: Sequence[RowBlock], deleted: Sequence[frozenset[int]]) -> None:
        """``deleted`` holds each block's deleted rows, numbered within the block."""
        self.records = tuple(record for block in blocks for record in block.records)
        starts = np.cumsum([0, *(len(block.records) for block in blocks)])
        self.document = _joined(
            [block.document + start for block, start in zip(blocks, starts, strict=False)], np.int32
        )
        self.ordinal = _joined([block.ordinal for block in blocks], np.int32)
        self.language = _joined([block.language for block in blocks], np.uint8)
        self.length = _joined([block.length for block in blocks], np.float32)
        ends = np.cumsum([0, *(block.rows for block in blocks)]).tolist()
        self.offsets, self.rows = ends[:-1], ends[-1]
        self.live = np.ones(self.rows, dtype=np.bool_)
        for block, offset, gone in zip(blocks, self.offsets, deleted, strict=False):
            self.live[block.heads + offset] = False
            self.live[[row + offset for row in gone]] = False
        self._dead = {
            start + number
            for block, start, gone in zip(blocks, starts.tolist(), deleted, strict=False)
            for number, head in enumerate(block.heads.tolist())
            if head in gone
        }
        self._visible: dict[frozenset[str] | None, VisibleRows] = {}
        self._describe_documents()

    def _describe_documents(self) -> None:
        records = self.records
        self.kind = np.array([KINDS.index(record.kind) for record in records], dtype=np.int64)
        self.date = np.array(
            [record.date.toordinal() if record.date else NO_DATE for record in records], dtype=np.int64
        )
        self.year = np.array([record.date.year if record.date else 0 for record in records], dtype=np.int64)
        self.collections = sorted({name for record in records for name in record.collections})
        place = {name: column for column, name in enumerate(self.collections)}
        self.in_collection = np.zeros((len(records), len(self.collections)), dtype=np.bool_)
        for number, record in enumerate(records):
            self.in_collection[number, [place[name] for name in record.collections]] = True
        ids = np.array([record.document for record in records], dtype=np.str_)
        self.rank = np.empty(len(records), dtype=np.int64)
        self.rank[np.lexsort((ids, -self.date))] = np.arange(len(records))

    def visible(self, collections: frozenset[str] | None) -> VisibleRows:
        """What a reader of ``collections`` may find (None: all). Kept for the readers there are: few sets of
        collections are ever asked for, and a set costs 5 bytes a row."""
        known = self._visible.get(collections)
        if known is None:
            if len(self._visible) >= _VISIBLE_KEPT:
                self._visible.clear()
            known = VisibleRows.of(self, self.live & self._in_any(collections)[self.document])
            self._visible[collections] = known
        return known

    def _in_any(self, collections: frozenset[str] | None) -> NDArray[np.bool_]:
        """By document: is it in one of ``collections``?"""
        if collections is None:
            return np.ones(len(self.records), dtype=np.bool_)
        names = np.array([name in collections for name in self.collections], dtype=np.bool_)
        return np.asarray(np.any(self.in_collection & names, axis=1))

    def documents(self) -> list[DocumentRecord]:
        """The live documents."""
        return [record for number, record in enumerate(self.records) if number not in self._dead]

    def allowed(self, filters: Filters) -> NDArray[np.bool_]:
        """The live rows that ``filters`` lets through."""
        documents = np.ones(len(self.records), dtype=np.bool_)
        if filters.kinds:
            documents &= np.isin(self.kind, [KINDS.index(kind) for kind in filters.kinds])
        documents &= self._in_any(filters.collections)
        if filters.documents:
            wanted = set(filters.documents)
            documents &= np.array([record.document in wanted for record in self.records], dtype=np.bool_)
        if filters.date_from or filters.date_to:
            first = filters.date_from.toordinal() if filters.date_from else NO_DATE + 1
            last = filters.date_to.toordinal() if filters.date_to else dt.date.max.toordinal()
            documents &= (self.date >= first) & (self.date <= last)
        rows: NDArray[np.bool_] = self.live & documents[self.document]
        if filters.languages:
            rows &= np.isin(self.language, [LANGUAGES.index(language) for language in filters.languages])
        return rows

    def visible_collections(self, filters: Filters) -> list[int]:
        """The columns of ``in_collection`` that ``filters`` lets a reader know of."""
        return [
            column
            for column, name in enumerate(self.collections)
            if filters.collections is None or name in filters.collections
        ]


@dataclass(frozen=True, slots=True)
class VisibleRows:
    """The rows one reader may find, and the statistics of these rows alone."""

    live: NDArray[np.bool_]
    passages: int
    length_norm: NDArray[np.float32]  # by row: its length as a multiple of the mean

    @classmethod
    def of(cls, columns: Columns, live: NDArray[np.bool_]) -> VisibleRows:
        passages = int(np.count_nonzero(live))
        mean = float(columns.length.sum(where=live, dtype=np.float64)) / max(1, passages)
        return cls(live, passages, (columns.length / (mean or 1.0)).astype(np.float32))


def _joined(parts: list[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=dtype)
