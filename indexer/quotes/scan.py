"""The scan of everything, for a quotation that nothing else has found: every living document, aligned with edlib.

In worker processes, because edlib holds the interpreter lock: other requests go on meanwhile.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from indexer.quotes.align import best_place, distance_within
from indexer.quotes.diff import Step, compare
from indexer.quotes.locate import Place, Votes, Window, windows_of
from indexer.quotes.segment import Segment, open_segment
from indexer.quotes.sieve import Sieve
from indexer.quotes.structure import Live
from indexer.workers import WorkerPool

SCAN_SECONDS = 120
SCAN_MEMORY_MB = 600
SCAN_NICENESS = 5
"""The scan yields to the web server's own process, which answers everyone else."""

CHUNK_BYTES = 8 << 20
"""Text a task scans: small, so that two quotations share the workers fairly."""

PIECE_BYTES = 1 << 20
"""A document longer than this is scanned piece by piece: edlib's memory grows with its text."""


SURE_BYTES = 1 << 12
"""A shorter text is aligned at once: votes lead to it, and mostly it has the form. A longer one is asked first."""

LONG_FORM = 400
"""A longer form is aligned in the workers also where votes lead: each of a hundred windows holds the interpreter lock
for 5 to 20 ms, and whoever waits for it waits at every query to the database anew."""

LONG_ALIGNMENT = 1 << 20
"""Bytes of text times started 64 letters of the form: a longer alignment (10 ms and more) is made in a worker."""

LONG_DIFF = 6_000
"""Words of a quotation times those of its source: a longer diff (15 ms and more) is made in a worker."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place as a worker found it."""

    ordinal: int
    start: int
    end: int
    distance: int


@dataclass
class Scanner:
    """Scans in worker processes, which start at the first scan. Threads may share it."""

    folder: Path
    jobs: int = 0
    _pool: WorkerPool | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def places(self, live: Live, form: bytes, documents: frozenset[str] | None, most: int) -> list[Place]:
        """The best place of each document (or of those in ``documents``) at most ``most`` edits away, nearest first.

        All of them: a nearer one may be a specimen, or a sentence built alike, and must not hide what was quoted."""
        pool = self._workers()
        tasks: list[tuple[Segment, Future[list[Found]]]] = []
        for segment, dead in zip(live.segments, live.dead, strict=True):
            for batch in _batches(segment, dead, documents):
                future = pool.submit(scan_documents, self.folder / segment.uid, batch, form, most)
                tasks.append((segment, future))
        found = [
            Place(segment, place.ordinal, place.start, place.end, place.distance)
            for segment, future in tasks
            for place in pool.result(future)
        ]
        return sorted(found, key=lambda place: (place.distance, place.document))

    def aligned(self, live: Live, form: bytes, most: int) -> list[Place]:
        """The places that votes lead to, as `near_places`, aligned in the workers."""
        pool = self._workers()
        votes = Votes.of(form)
        tasks = [
            (segment, pool.submit(align_windows, self.folder / segment.uid, windows, form, most))
            for number, segment in enumerate(live.segments)
            if (windows := windows_of(live, number, votes, most))
        ]
        return [
            Place(segment, place.ordinal, place.start, place.end, place.distance)
            for segment, future in tasks
            for place in pool.result(future)
        ]

    def nearest(self, within: Place, form: bytes, most: int) -> Place | None:
        """The best place of ``form`` in the bytes of ``within``; in a worker if it takes long."""
        window = Window(within.ordinal, within.start, within.end)
        if (within.end - within.start) * (len(form) // 64 + 1) < LONG_ALIGNMENT:
            return _placed(within.segment, align_windows_of(within.segment, [window], form, most))
        pool = self._workers()
        found = pool.result(pool.submit(align_windows, self.folder / within.segment.uid, [window], form, most))
        return _placed(within.segment, found)

    def compared(self, quote: Sequence[str], source: Sequence[str]) -> list[Step]:
        """The word diff of `compare`, in a worker if it takes long."""
        if len(quote) * len(source) < LONG_DIFF:
            return compare(quote, source)
        pool = self._workers()
        return pool.result(pool.submit(compare, list(quote), list(source)))

    def _workers(self) -> WorkerPool:
        with self._lock:
            if self._pool is None:
                self._pool = WorkerPool(self.jobs or os.cpu_count() or 1, SCAN_SECONDS, SCAN_MEMORY_MB, SCAN_NICENESS)
            return self._pool

    def close(self) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None


def _placed(segment: Segment, found: Sequence[Found]) -> Place | None:
    return next((Place(segment, one.ordinal, one.start, one.end, one.distance) for one in found), None)


def _batches(segment: Segment, dead: frozenset[int], documents: frozenset[str] | None) -> list[tuple[int, ...]]:
    batches: list[tuple[int, ...]] = []
    batch: list[int] = []
    size = 0
    for ordinal, document in enumerate(segment.documents):
        if ordinal in dead or (documents is not None and document not in documents):
            continue
        start, end = segment.bounds(ordinal)
        batch.append(ordinal)
        size += end - start
        if size >= CHUNK_BYTES:
            batches.append(tuple(batch))
            batch, size = [], 0
    return [*batches, tuple(batch)] if batch else batches


def align_windows(folder: Path, windows: Sequence[Window], form: bytes, most: int) -> list[Found]:
    """In a worker: the best place in each of the windows, if within ``most`` edits."""
    return align_windows_of(_segment(folder), windows, form, most)


def align_windows_of(
    segment: Segment, windows: Sequence[Window], form: bytes, most: int, sieve: Sieve | None = None
) -> list[Found]:
    """The same, here; of texts that a ``sieve`` holds back, nothing."""
    return [found for window in windows if (found := _nearest_in(segment, window, form, most, sieve)) is not None]


@lru_cache(maxsize=32)
def _segment(folder: Path) -> Segment:
    return open_segment(folder, verify=False)


def scan_documents(folder: Path, ordinals: Sequence[int], form: bytes, most: int) -> list[Found]:
    """In a worker: the best place in each of the documents, if within ``most`` edits."""
    segment = _segment(folder)
    windows = [Window(ordinal, *segment.bounds(ordinal)) for ordinal in ordinals]
    return align_windows_of(segment, windows, form, most, Sieve.of(form, most))


def _nearest_in(segment: Segment, window: Window, form: bytes, most: int, sieve: Sieve | None) -> Found | None:
    best: Found | None = None
    for start in range(window.start, max(window.start + 1, window.end), PIECE_BYTES):
        text = segment.mapped[start : min(window.end, start + PIECE_BYTES + 2 * len(form))]
        if sieve is not None and not sieve.passes(text):
            continue
        limit = most if best is None else best.distance - 1
        if limit < 0 or (len(text) > SURE_BYTES and distance_within(form, text, limit) is None):
            continue
        place = best_place(form, text, limit)
        if place is not None:
            best = Found(window.ordinal, start + place.start, start + place.end, place.distance)
    return best
