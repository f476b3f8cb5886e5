"""What is known of every passage of an index besides its words, as arrays.

An engine keeps documents as runs of *rows*: a head row with the document's record, then a row for each passage.
Filters, facets, grouping and order are array work on these columns: 37,000 hits are counted, grouped and ordered in
1.8 ms, which a Python object for each hit would take to be born.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import UsageError
from indexer.index.analysis import words
from indexer.index.base import Filters
from indexer.index.query import Condition, Dates, Documents, Field, Where
from indexer.index.records import DocumentRecord
from indexer.models import Kind, Language

KINDS = tuple(Kind)
LANGUAGES = tuple(Language)
NO_DATE = 0
_VISIBLE_KEPT = 16


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
        self.fingerprint: NDArray[np.int64] = np.zeros(self.rows, dtype=np.int64)
        self.speaker: NDArray[np.int32] = np.full(self.rows, -1, dtype=np.int32)
        names = sorted({name for record in records for name in record.speaker_names})
        self.speaker_names = tuple(names)
        speakers = {name: place for place, name in enumerate(names)}
        codes = {language: code for code, language in enumerate(LANGUAGES)}
        for record, head in zip(records, self.heads, strict=True):
            rows = slice(int(head) + 1, int(head) + record.rows)
            self.ordinal[rows] = record.ordinals
            self.language[rows] = [codes[language] for language in record.languages]
            self.length[rows] = record.lengths
            self.fingerprint[rows] = record.fingerprints
            own = [*(speakers[name] for name in record.speaker_names), -1]  # place -1 is nobody's
            self.speaker[rows] = [own[place] for place in record.speakers]


class Columns:
    """The columns of a whole index: its blocks one after another. Immutable.

    By row: ``document`` (number of its document), ``ordinal``, ``language`` (place in LANGUAGES), ``length``
    (words), ``live`` (False for heads and deleted rows; ``passages`` of them), ``heads``, ``firsts`` (the first
    passages), ``speaker`` (place in ``speaker_names``, -1 for none), ``fingerprint`` (shared by passages with the
    same words, 0 for none), ``twins`` (another row has the fingerprint), ``starts`` (by document: its first row).
    By document: ``kind``, ``date`` (proleptic ordinal, NO_DATE if unknown), ``month``, ``rank`` (newest first, then
    by id: the order of equal scores), ``in_collection`` (documents × names).
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
        self.fingerprint = _joined([block.fingerprint for block in blocks], np.int64)
        self.twins = _twins(self.fingerprint)
        self.speaker_names = sorted({name for block in blocks for name in block.speaker_names})
        known = {name: place for place, name in enumerate(self.speaker_names)}
        own = [np.array([*(known[name] for name in block.speaker_names), -1], dtype=np.int32) for block in blocks]
        self.speaker = _joined([places[block.speaker] for places, block in zip(own, blocks, strict=True)], np.int32)
        ends = np.cumsum([0, *(block.rows for block in blocks)]).tolist()
        self.offsets, self.rows = ends[:-1], ends[-1]
        self.starts = np.searchsorted(self.document, np.arange(len(self.records) + 1))
        self.live = np.ones(self.rows, dtype=np.bool_)
        self.heads = np.zeros(self.rows, dtype=np.bool_)
        for block, offset in zip(blocks, self.offsets, strict=True):
            self.heads[block.heads + offset] = True
        self.firsts = np.zeros(self.rows, dtype=np.bool_)
        self.firsts[1:] = self.heads[:-1] & ~self.heads[1:]
        for block, offset, gone in zip(blocks, self.offsets, deleted, strict=False):
            self.live[block.heads + offset] = False
            self.live[[row + offset for row in gone]] = False
        self.passages = int(np.count_nonzero(self.live))
        self._dead = {
            start + number
            for block, start, gone in zip(blocks, starts.tolist(), deleted, strict=False)
            for number, head in enumerate(block.heads.tolist())
            if head in gone
        }
        # A document that was put again has its old record in an older block, dead.
        self._numbers: dict[str, list[int]] = {}
        for number, record in enumerate(self.records):
            self._numbers.setdefault(record.document, []).append(number)
        self._visible: dict[frozenset[str] | None, VisibleRows] = {}
        self._describe_documents()

    def _describe_documents(self) -> None:
        records = self.records
        self.kind = np.array([KINDS.index(record.kind) for record in records], dtype=np.int64)
        self.date = np.array(
            [record.date.toordinal() if record.date else NO_DATE for record in records], dtype=np.int64
        )
        # Months since the year 0, NO_DATE for none.
        self.month = np.array(
            [record.date.year * 12 + record.date.month - 1 if record.date else NO_DATE for record in records],
            dtype=np.int64,
        )
        self.collections = sorted({name for record in records for name in record.collections})
        place = {name: column for column, name in enumerate(self.collections)}
        self.in_collection = np.zeros((len(records), len(self.collections)), dtype=np.bool_)
        for number, record in enumerate(records):
            self.in_collection[number, [place[name] for name in record.collections]] = True
        ids = np.array([record.document for record in records], dtype=np.str_)
        self.rank = np.empty(len(records), dtype=np.int64)
        self.rank[np.lexsort((ids, -self.date))] = np.arange(len(records))
        self.months, self.month_place = np.unique(self.month, return_inverse=True)

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

    def allowed(self, rows: NDArray[np.int64], filters: Filters) -> NDArray[np.int64]:
        """Those of ``rows`` that ``filters`` lets through."""
        documents: NDArray[np.bool_] | None = None
        for chosen in self._chosen(filters):
            documents = chosen if documents is None else documents & chosen
        kept = self.live[rows] if documents is None else self.live[rows] & documents[self.document[rows]]
        if filters.languages:
            kept &= self._in_languages(filters.languages)[rows]
        if filters.speakers:
            places = [place for place, name in enumerate(self.speaker_names) if name in filters.speakers]
            kept &= np.isin(self.speaker[rows], places)
        return rows[kept]

    def _chosen(self, filters: Filters) -> Iterator[NDArray[np.bool_]]:
        """By document, for each filter of documents that is in force: does it let the document through?"""
        if filters.collections is not None:
            yield self._in_any(filters.collections)
        if filters.kinds:
            yield self._of_kinds(filters.kinds)
        if filters.documents:
            yield self.among(filters.documents)
        if filters.date_from or filters.date_to:
            yield self._dated(filters.date_from, filters.date_to)

    def where(self, condition: Condition, collections: frozenset[str] | None) -> NDArray[np.bool_]:
        """The rows, dead ones too, for which ``condition`` holds; a reader of ``collections`` learns of no other.

        Raises UsageError for a condition that only the catalog can answer.
        """
        match condition:
            case Documents(ids):
                documents = self.among(ids)
            case Dates(first, last):
                documents = self._dated(first, last)
            case Where(Field.KIND, value):
                documents = self._of_kinds([kind for kind in KINDS if kind == value])
            case Where(Field.COLLECTION, value):
                wanted = frozenset({value}) if collections is None else collections & {value}
                documents = self._in_any(wanted)
            case Where(Field.LANGUAGE, value):
                return self._in_languages([language for language in LANGUAGES if language == value])
            case Where(Field.SPEAKER, value):
                return self._spoken_by(value)
            case _:
                raise UsageError(f"«{condition.field}:» is answered by the catalog, not by the index.")
        return np.asarray(documents[self.document])

    def _of_kinds(self, kinds: Iterable[Kind]) -> NDArray[np.bool_]:
        return np.isin(self.kind, [KINDS.index(kind) for kind in kinds])

    def _in_languages(self, languages: Iterable[Language]) -> NDArray[np.bool_]:
        return np.isin(self.language, [LANGUAGES.index(language) for language in languages])

    def among(self, ids: Iterable[str]) -> NDArray[np.bool_]:
        """By document: is it one of ``ids``?"""
        found = np.zeros(len(self.records), dtype=np.bool_)
        found[[number for document in ids for number in self._numbers.get(document, ())]] = True
        return found

    def _dated(self, first: dt.date | None, last: dt.date | None) -> NDArray[np.bool_]:
        begin = first.toordinal() if first else NO_DATE + 1
        end = last.toordinal() if last else dt.date.max.toordinal()
        return np.asarray((self.date >= begin) & (self.date <= end))

    def _spoken_by(self, name: str) -> NDArray[np.bool_]:
        """The rows of the speakers whose names have all the words of ``name``."""
        wanted = set(words(name))
        places = [place for place, known in enumerate(self.speaker_names) if wanted and wanted <= set(words(known))]
        return np.isin(self.speaker, places)

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


def _twins(fingerprints: NDArray[np.int64]) -> NDArray[np.bool_]:
    """By row: does another row have its fingerprint? Few do, so results are folded among few."""
    found = np.zeros(len(fingerprints), dtype=np.bool_)
    order = np.argsort(fingerprints, kind="stable")
    same = (fingerprints[order][1:] == fingerprints[order][:-1]) & (fingerprints[order][1:] != 0)
    found[order[1:]] |= same
    found[order[:-1]] |= same
    return found


def _joined(parts: list[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=dtype)
