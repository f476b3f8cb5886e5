"""From matching rows to an answer: order, pages of results, groups by document, facets.

Order: score, then the newer document, then its id, then the place in the document; so what has no score (filters
alone, ``-word`` alone) comes newest first, and every order is total. A cursor holds the place of the last result
in that order, so the next page neither repeats nor skips when documents arrive in between.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from indexer.errors import UsageError
from indexer.index.base import EngineGroup, EngineHit, EngineResult, Filters
from indexer.index.columns import KINDS, LANGUAGES, NO_DATE, Columns
from indexer.index.matching import Matches

MAX_CURSOR_CHARACTERS = 300  # ours have about 100; anything longer is not ours and need not be decoded
_LAST_ORDINAL = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of a result in the order. ``date`` is a proleptic ordinal; ``ordinal`` is 0 for a group."""

    uid: str
    score: float
    date: int
    document: str
    ordinal: int

    def encode(self) -> str:
        fields = [self.uid, self.score, self.date, self.document, self.ordinal]
        return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, untrusted_cursor: str, uid: str) -> Cursor:
        """Raises UsageError for anything that this build of the index did not hand out."""
        if len(untrusted_cursor) > MAX_CURSOR_CHARACTERS:
            _refuse()
        try:
            padded = untrusted_cursor.encode("ascii") + b"=" * (-len(untrusted_cursor) % 4)
            fields = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (UnicodeError, binascii.Error, ValueError, RecursionError):
            _refuse()
        match fields:
            case [str(made_by), float(score), int(date), str(document), int(ordinal)]:
                cursor = cls(made_by, score, date, document, ordinal)
            case _:
                _refuse()
        possible = np.isfinite(score) and NO_DATE <= date <= dt.date.max.toordinal() and 0 <= ordinal <= _LAST_ORDINAL
        if cursor.uid != uid or not possible:
            _refuse()
        return cursor


def _refuse() -> NoReturn:
    raise UsageError(
        "The cursor does not belong to this index (it may have been rebuilt since).",
        remedy="Start again from the first page of results.",
    )


@dataclass(frozen=True, slots=True)
class Page:
    """What part of the results is asked for."""

    size: int
    after: str | None
    grouped: bool
    per_document: int


def answer(matches: Matches, columns: Columns, filters: Filters, page: Page, uid: str) -> EngineResult:
    """The page of results, with exact totals and facets. Raises UsageError for a cursor of another index."""
    rows = np.flatnonzero(matches.mask & columns.allowed(filters))
    scores = matches.scores[rows].astype(np.float64)
    documents = columns.document[rows].astype(np.int64)
    per_document = np.bincount(documents, minlength=len(columns.records))
    after = Cursor.decode(page.after, uid) if page.after is not None else None
    listing = _Listing(rows, scores, documents, columns, uid)
    groups: tuple[EngineGroup, ...] = ()
    hits: tuple[EngineHit, ...] = ()
    if page.grouped:
        groups, cursor = listing.groups(page, after, per_document)
    else:
        hits, cursor = listing.hits(page.size, after)
    return EngineResult(
        total=len(rows),
        documents=int(np.count_nonzero(per_document)),
        hits=hits,
        groups=groups,
        facets=_facets(rows, per_document, columns, filters),
        next=cursor,
    )


@dataclass(frozen=True, slots=True)
class _Listing:
    """Matching rows (ascending) with their scores and documents."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    documents: NDArray[np.int64]
    columns: Columns
    uid: str

    def hits(self, size: int, after: Cursor | None) -> tuple[tuple[EngineHit, ...], str | None]:
        ties = (self.columns.rank[self.documents] << 32) + self.columns.ordinal[self.rows]
        chosen, more = _best(self.scores, ties, size, self._limit(after, with_ordinal=True))
        cursor = self._cursor(chosen[-1], int(self.columns.ordinal[self.rows[chosen[-1]]])) if more else None
        return tuple(self._hit(place) for place in chosen), cursor

    def groups(
        self, page: Page, after: Cursor | None, totals: NDArray[np.int64]
    ) -> tuple[tuple[EngineGroup, ...], str | None]:
        if not len(self.rows):
            return (), None
        # A document's rows lie together, so its matches are one run.
        starts = np.flatnonzero(np.diff(self.documents, prepend=-1))
        ends = np.append(starts[1:], len(self.rows))
        best = np.maximum.reduceat(self.scores, starts)
        ties = self.columns.rank[self.documents[starts]] << 32
        chosen, more = _best(best, ties, page.size, self._limit(after, with_ordinal=False))
        groups = tuple(self._group(int(starts[run]), int(ends[run]), page.per_document, totals) for run in chosen)
        if not more:
            return groups, None
        last = starts[chosen[-1]]
        return groups, self._cursor(int(last), 0, float(best[chosen[-1]]))

    def _group(self, start: int, end: int, size: int, totals: NDArray[np.int64]) -> EngineGroup:
        run = slice(start, end)
        chosen, _ = _best(self.scores[run], self.columns.ordinal[self.rows[run]].astype(np.int64), size, None)
        number = int(self.documents[start])
        hits = tuple(self._hit(start + place) for place in chosen)
        return EngineGroup(self.columns.records[number].document, int(totals[number]), hits)

    def _hit(self, place: int) -> EngineHit:
        document = self.columns.records[int(self.documents[place])].document
        ordinal = int(self.columns.ordinal[self.rows[place]])
        return EngineHit(f"{document}-{ordinal}", document, float(self.scores[place]))

    def _cursor(self, place: int, ordinal: int, score: float | None = None) -> str:
        number = int(self.documents[place])
        score = float(self.scores[place]) if score is None else score
        document = self.columns.records[number].document
        return Cursor(self.uid, score, int(self.columns.date[number]), document, ordinal).encode()

    def _limit(self, after: Cursor | None, *, with_ordinal: bool) -> tuple[float, int] | None:
        """The score and tie below which the next page begins. The cursor's document may be gone: then the place
        where it would stand."""
        if after is None:
            return None
        columns = self.columns
        order = np.argsort(columns.rank)
        keys = [(-int(columns.date[number]), columns.records[int(number)].document) for number in order]
        key = (-after.date, after.document)
        if with_ordinal:
            # Ranks count from 0, so a document that is gone stands before the rank it would have had.
            rank = bisect_left(keys, key)
            known = rank < len(keys) and keys[rank] == key
            return after.score, (rank << 32) + (after.ordinal if known else -1)
        return after.score, (bisect_right(keys, key) << 32) - 1


def _best(
    scores: NDArray[np.float64], ties: NDArray[np.int64], size: int, after: tuple[float, int] | None
) -> tuple[list[int], bool]:
    """The places of the ``size`` best after ``after``, best first, and whether there are more."""
    places = np.arange(len(scores))
    if after is not None:
        score, tie = after
        places = np.flatnonzero((scores < score) | ((scores == score) & (ties > tie)))
    if len(places) > size > 0:
        # Only those as good as the size-th best need sorting.
        threshold = -np.partition(-scores[places], size - 1)[size - 1]
        kept = places[scores[places] >= threshold]
    else:
        kept = places
    order = np.lexsort((ties[kept], -scores[kept]))
    return [int(place) for place in kept[order[:size]]], size > 0 and len(places) > size


def _facets(
    rows: NDArray[np.int64], per_document: NDArray[np.int64], columns: Columns, filters: Filters
) -> dict[str, dict[str, int]]:
    """Matching passages by kind, collection, year and language. A passage in several collections counts in each, and a
    collection that the reader may not see is not named."""
    kinds = np.bincount(columns.kind, weights=per_document, minlength=len(KINDS))
    languages = np.bincount(columns.language[rows], minlength=len(LANGUAGES))
    in_collection = per_document @ columns.in_collection
    years, place = np.unique(columns.year, return_inverse=True)
    by_year = np.bincount(place, weights=per_document, minlength=len(years))
    return {
        "kind": _counted([str(kind) for kind in KINDS], kinds),
        "collection": _counted(
            [columns.collections[column] for column in columns.visible_collections(filters)],
            in_collection[columns.visible_collections(filters)],
        ),
        "year": _counted([str(year) for year in years if year], by_year[years != 0]),
        "language": _counted([str(language) for language in LANGUAGES], languages),
    }


def _counted(names: list[str], counts: NDArray[np.generic]) -> dict[str, int]:
    return {name: int(count) for name, count in zip(names, counts.tolist(), strict=True) if count}
