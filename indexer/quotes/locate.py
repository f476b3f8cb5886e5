"""Where a quotation's form stands in the structure: exactly, and approximately.

Exact places come from the rarest kept gram and are complete. Approximate ones come from diagonals: grams of the
quotation that stand in a text at the same distance from each other vote for the same place, and edlib aligns there.
What the votes miss, the scan of everything finds (scan.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.quotes import seeds
from indexer.quotes.align import best_place
from indexer.quotes.segment import Segment
from indexer.quotes.structure import Live

_SPACE, _BORDER = ord(" "), ord("\n")

MOST_POSITIONS = 4_000
"""A gram with more places in a segment than this votes only where no rarer one does; nothing is dropped from the
structure, and exact quotations use every gram."""

MOST_VOTES = 100_000
"""Of a long quotation only so many places in a segment vote, those of its rarest grams: they are sorted, 3 ms."""

GRAMS_ASKED = 640
"""Of a long quotation so many grams, spread over it, are looked up: 100 words have as many. With 160, four in five
quotations of 300 words at 30 % noise were found; with these, 50 of 50 (and 47 of 50 at 35 %)."""

SCANNED_AT_ONCE = 4 << 20
"""Bytes that are looked through for a short form without giving way: mmap.find holds the interpreter lock, 4 ms."""

WINDOWS_ALIGNED = 24
"""Places with the most votes that are aligned, for each segment."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands: bytes ``[start, end)`` of a segment, ``distance`` edits away."""

    segment: Segment
    ordinal: int
    start: int
    end: int
    distance: int = 0

    @property
    def document(self) -> str:
        return self.segment.documents[self.ordinal]


@dataclass(frozen=True, slots=True)
class Window:
    """Bytes ``[start, end)`` of a segment's document."""

    ordinal: int
    start: int
    end: int


def exact_places(live: Live, form: bytes) -> list[Place]:
    """Every place where the words of ``form`` stand, whole words only, in living documents."""
    return [
        Place(segment, segment.ordinal(start), start, start + len(form))
        for number, segment in enumerate(live.segments)
        for start in exact_starts(live, number, form).tolist()
    ]


def exact_starts(live: Live, number: int, form: bytes) -> npt.NDArray[np.int64]:
    """Where they stand in one segment, in order: what counting needs of `exact_places`, without making places."""
    segment, dead = live.segments[number], live.dead[number]
    starts = _starts(segment, form)
    if not len(starts):
        return starts
    text = segment.text
    before = np.where(starts > 0, text[np.maximum(starts - 1, 0)], _BORDER)
    after = text[starts + len(form)]  # a segment ends with a line feed
    whole = ((before == _SPACE) | (before == _BORDER)) & ((after == _SPACE) | (after == _BORDER))
    if dead:
        whole &= ~np.isin(segment.ordinals(starts), list(dead))
    found: npt.NDArray[np.int64] = starts[whole]
    return found


def exact_within(segment: Segment, ordinal: int, form: bytes) -> Iterator[Place]:
    """The places of one document, in order."""
    low, high = segment.bounds(ordinal)
    text = segment.mapped[low:high]
    place = text.find(form)
    while place >= 0:
        end = place + len(form)
        if text[max(0, place - 1) : place] in (b"", b" ") and text[end : end + 1] in (b"", b" "):
            yield Place(segment, ordinal, low + place, low + end)
        place = text.find(form, place + 1)


def _starts(segment: Segment, form: bytes) -> npt.NDArray[np.int64]:
    """Where the bytes of ``form`` stand in a segment, in order."""
    if len(form) < seeds.SURE_LENGTH:
        return _scanned(segment, form)
    sought = np.frombuffer(form, dtype=np.uint8)
    packed = seeds.grams(sought)
    kept = seeds.kept(packed)
    buckets = seeds.buckets(packed[kept], segment.seeds.bits)
    rarest = int(np.argmin(segment.seeds.counts(buckets)))
    starts = segment.seeds.at(int(buckets[rarest])).astype(np.int64) - int(kept[rarest])
    starts = starts[(starts >= 0) & (starts + len(form) < len(segment.text))]
    # Characters far from each other first: chance agreements part soonest.
    for place in np.argsort(-((np.arange(len(form)) * 5) % 8), kind="stable").tolist():
        if not len(starts):
            break
        starts = starts[segment.text[starts + place] == sought[place]]
    return np.sort(starts)


def _scanned(segment: Segment, form: bytes) -> npt.NDArray[np.int64]:
    found = []
    for begin in range(0, len(segment.text), SCANNED_AT_ONCE):
        end = min(len(segment.text), begin + SCANNED_AT_ONCE + len(form) - 1)
        place = segment.mapped.find(form, begin, end)
        while place >= 0:
            found.append(place)
            place = segment.mapped.find(form, place + 1, end)
    return np.array(found, dtype=np.int64)


def near_places(live: Live, form: bytes, most: int) -> list[Place]:
    """The best places that the votes of grams lead to, at most ``most`` edits away: one a document, nearest first."""
    found = [place for number, _ in enumerate(live.segments) for place in _near_in(live, number, form, most)]
    return best_of_each(found)


def best_of_each(places: Iterable[Place]) -> list[Place]:
    """The nearest place in each document, nearest first."""
    best: dict[str, Place] = {}
    for place in places:
        known = best.get(place.document)
        if known is None or place.distance < known.distance:
            best[place.document] = place
    return sorted(best.values(), key=lambda place: (place.distance, place.document))


def _near_in(live: Live, number: int, form: bytes, most: int) -> Iterator[Place]:
    segment = live.segments[number]
    for window in windows_of(live, number, form, most):
        found = best_place(form, segment.mapped[window.start : window.end], most)
        if found is not None:
            yield Place(segment, window.ordinal, window.start + found.start, window.start + found.end, found.distance)


def windows_of(live: Live, number: int, form: bytes, most: int) -> Iterator[Window]:
    """Where in a segment to align, by the votes of grams, most votes first."""
    segment, dead = live.segments[number], live.dead[number]
    slack = most + seeds.GRAM
    done: list[tuple[int, int]] = []
    for diagonal, spread in _diagonals(segment, form):
        start = max(0, diagonal - slack)
        end = min(len(segment.text), diagonal + spread + len(form) + slack)
        ordinal = segment.ordinal(max(0, min(diagonal, len(segment.text) - 1)))
        if ordinal in dead or ordinal >= len(segment.documents):
            continue
        first, last = segment.bounds(ordinal)
        start, end = max(start, first), min(end, last)
        if any(low <= start and end <= high for low, high in done):
            continue
        done.append((start, end))
        yield Window(ordinal, start, end)


def _diagonals(segment: Segment, form: bytes) -> list[tuple[int, int]]:
    """Where the form may begin, most votes first, with the width of the bin that the votes fell into."""
    packed = seeds.grams(np.frombuffer(form, dtype=np.uint8))
    if not len(packed):
        return []
    places = np.unique(np.linspace(0, len(packed) - 1, GRAMS_ASKED).astype(np.int64))
    buckets = seeds.buckets(packed[places], segment.seeds.bits)
    counts = segment.seeds.counts(buckets)
    rarest = np.argsort(counts, kind="stable")
    affordable = np.zeros(len(counts), dtype=bool)
    affordable[rarest[np.cumsum(counts[rarest]) <= MOST_VOTES]] = True
    usable = (counts > 0) & (counts <= MOST_POSITIONS) & affordable
    if not usable.any():
        usable = (counts > 0) & affordable
    if not usable.any():
        return []  # each of them is everywhere: the scan of everything tells
    voters = np.flatnonzero(usable)
    positions = np.concatenate([segment.seeds.at(int(bucket)) for bucket in buckets[voters]]).astype(np.int64)
    voter = np.repeat(voters, counts[voters])
    width = max(32, len(form) // 4)
    diagonal = positions - places[voter] + len(form)  # never negative
    # Each gram votes once a bin, and bins overlap by half, so that no border parts a place. A gram's positions are in
    # order, and so are its bins: to count them once needs no sorting.
    votes = np.concatenate(
        [_once(diagonal // width * 2, voter), _once((diagonal + width // 2) // width * 2 - 1, voter)]
    )
    bins, tally = np.unique(votes.astype(np.int32), return_counts=True)  # sorts twice as fast as 64 bits
    most = WINDOWS_ALIGNED * 2
    if len(tally) > most:
        elected = tally >= np.partition(tally, len(tally) - most)[len(tally) - most]
        bins, tally = bins[elected], tally[elected]
    order = np.argsort(-tally, kind="stable")[:most]
    return [(int(one) * width // 2 - len(form), width) for one in bins[order].tolist()]


def _once(bins: npt.NDArray[np.int64], voter: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The bins of each voter, each once."""
    repeated = (bins[1:] == bins[:-1]) & (voter[1:] == voter[:-1])
    first: npt.NDArray[np.int64] = bins[np.concatenate([[True], ~repeated])]
    return first
