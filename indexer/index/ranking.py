"""From matching rows to an answer: order, pages of results, groups by document.

Order: score (or date), then the newer document, then its id, then the place in the document; so what has no score
(filters alone, ``-word`` alone) comes newest first, and every order is total. A cursor holds the place of the last
result in that order, so the next page neither repeats nor skips when documents arrive in between.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.index.base import EngineGroup, EngineHit, EngineResult, Filters, Sort
from indexer.index.columns import NO_DATE, Columns
from indexer.index.cursor import Cursor
from indexer.index.facets import facets
from indexer.index.matching import Found

_UNDATED = -1e9  # below any date, whichever way they are ordered
_RANK_BITS = 32


@dataclass(frozen=True, slots=True)
class Page:
    """What part of the results is asked for, in which order."""

    size: int
    after: str | None = None
    grouped: bool = False
    per_document: int = 3
    sort: Sort = Sort.RELEVANCE
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: what they may see, and which documents are cited for them."""

    filters: Filters
    cited: frozenset[str] = frozenset()


def answer(found: Found, columns: Columns, reader: Reader, page: Page, uid: str) -> EngineResult:
    """The page of results, with exact totals and facets. Raises UsageError for a cursor of another index or order."""
    after = Cursor.decode(page.after, uid, page.sort) if page.after is not None else None
    rows = columns.allowed(np.flatnonzero(found.mask), reader.filters)
    per_document = np.bincount(columns.document[rows], minlength=len(columns.records))
    listing = _Listing.of(rows, found, columns, uid, page)
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
        facets=facets(rows, per_document, columns, reader.filters, reader.cited),
        next=cursor,
        added={added: int(np.count_nonzero(matches.mask[rows])) for added, matches in found.added.items()},
        notes=found.notes,
    )


@dataclass(frozen=True, slots=True)
class _Listing:
    """Rows to list (ascending) with what they are ordered by, their documents, and how many are folded into each."""

    rows: NDArray[np.int64]
    order: NDArray[np.float64]
    documents: NDArray[np.int64]
    identical: NDArray[np.int64]
    found: Found
    columns: Columns
    uid: str
    sort: Sort

    @classmethod
    def of(cls, rows: NDArray[np.int64], found: Found, columns: Columns, uid: str, page: Page) -> _Listing:
        documents = columns.document[rows].astype(np.int64)
        if page.sort is Sort.RELEVANCE:
            order = found.scores[rows].astype(np.float64)
        else:
            dates = columns.date[documents].astype(np.float64)
            order = np.where(dates == NO_DATE, _UNDATED, dates if page.sort is Sort.NEWEST else -dates)
        identical = np.zeros(len(rows), dtype=np.int64)
        if page.fold:
            kept, identical = _folded(rows, order, columns)
            rows, order, documents = rows[kept], order[kept], documents[kept]
        return cls(rows, order, documents, identical, found, columns, uid, page.sort)

    def hits(self, size: int, after: Cursor | None) -> tuple[tuple[EngineHit, ...], str | None]:
        ties = (self.columns.rank[self.documents] << _RANK_BITS) + self.columns.ordinal[self.rows]
        chosen, more = _best(self.order, ties, size, self._limit(after, with_ordinal=True))
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
        best = np.maximum.reduceat(self.order, starts)
        ties = self.columns.rank[self.documents[starts]] << _RANK_BITS
        chosen, more = _best(best, ties, page.size, self._limit(after, with_ordinal=False))
        groups = tuple(self._group(int(starts[run]), int(ends[run]), page.per_document, totals) for run in chosen)
        if not more:
            return groups, None
        last = starts[chosen[-1]]
        return groups, self._cursor(int(last), 0, float(best[chosen[-1]]))

    def _group(self, start: int, end: int, size: int, totals: NDArray[np.int64]) -> EngineGroup:
        run = slice(start, end)
        scores = self.found.scores[self.rows[run]].astype(np.float64)
        chosen, _ = _best(scores, self.columns.ordinal[self.rows[run]].astype(np.int64), size, None)
        number = int(self.documents[start])
        hits = tuple(self._hit(start + place) for place in chosen)
        return EngineGroup(self.columns.records[number].document, int(totals[number]), hits)

    def _hit(self, place: int) -> EngineHit:
        row = int(self.rows[place])
        document = self.columns.records[int(self.documents[place])].document
        return EngineHit(
            passage=f"{document}-{int(self.columns.ordinal[row])}",
            document=document,
            score=float(self.found.scores[row]),
            added=tuple(added for added, matches in self.found.added.items() if matches.instead[row]),
            identical=int(self.identical[place]),
        )

    def _cursor(self, place: int, ordinal: int, order: float | None = None) -> str:
        number = int(self.documents[place])
        order = float(self.order[place]) if order is None else order
        document = self.columns.records[number].document
        return Cursor(self.uid, self.sort, order, int(self.columns.date[number]), document, ordinal).encode()

    def _limit(self, after: Cursor | None, *, with_ordinal: bool) -> tuple[float, int] | None:
        """The order and tie below which the next page begins. The cursor's document may be gone: then the place
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
            return after.score, (rank << _RANK_BITS) + (after.ordinal if known else -1)
        return after.score, (bisect_right(keys, key) << _RANK_BITS) - 1


def _folded(
    rows: NDArray[np.int64], order: NDArray[np.float64], columns: Columns
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places that stay when passages with the same words are listed once, where the best of them stands, ascending;
    and how many others each stands for."""
    identical = np.zeros(len(rows), dtype=np.int64)
    twins = np.flatnonzero(columns.twins[rows])
    if not len(twins):
        return np.arange(len(rows)), identical
    ties = (columns.rank[columns.document[rows[twins]]] << _RANK_BITS) + columns.ordinal[rows[twins]]
    best_first = twins[np.lexsort((ties, -order[twins]))]
    _, first, times = np.unique(columns.fingerprint[rows[best_first]], return_index=True, return_counts=True)
    kept = np.ones(len(rows), dtype=np.bool_)
    kept[twins] = False
    kept[best_first[first]] = True
    identical[best_first[first]] = times - 1
    return np.flatnonzero(kept), identical[kept]


def _best(
    order: NDArray[np.float64], ties: NDArray[np.int64], size: int, after: tuple[float, int] | None
) -> tuple[list[int], bool]:
    """The places of the ``size`` best after ``after``, best first, and whether there are more."""
    places = np.arange(len(order))
    if after is not None:
        limit, tie = after
        places = np.flatnonzero((order < limit) | ((order == limit) & (ties > tie)))
    if len(places) > size > 0:
        # Only those as good as the size-th best need sorting.
        threshold = -np.partition(-order[places], size - 1)[size - 1]
        kept = places[order[places] >= threshold]
    else:
        kept = places
    best = np.lexsort((ties[kept], -order[kept]))
    return [int(place) for place in kept[best[:size]]], size > 0 and len(places) > size
