"""Where a quotation's form stands in the structure: exactly, and approximately.

Exact places come from the rarest kept gram and are complete. Approximate ones come from diagonals: grams of the
quotation that stand in a text at the same distance from each other vote for the same place, and edlib aligns there.
What the votes miss, the scan of everything finds (scan.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from mmap import mmap

import numpy as np
import numpy.typing as npt

from indexer.quotes import seeds
from indexer.quotes.align import best_place
from indexer.quotes.segment import Segment
from indexer.quotes.structure import Live

_SPACE, _BORDER = ord(" "), ord("\n")
_AROUND = (_SPACE, _BORDER)

FEW_PLACES = 100
"""So many places are compared one by one, each in a step; more of them letter by letter, all at once."""

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
    starts = _whole_starts(segment, form)
    if dead and len(starts):
        starts = starts[~np.isin(segment.ordinals(starts), list(dead))]
    return starts


def _whole_starts(segment: Segment, form: bytes) -> npt.NDArray[np.int64]:
    """Where the words of ``form`` stand in a segment, in order."""
    if len(form) < seeds.SURE_LENGTH:
        starts = _scanned(segment, form)
    else:
        starts = _rarest(segment, form)
        if len(starts) <= FEW_PLACES:
            found = sorted(start for start in starts.tolist() if _is_whole(segment.mapped, form, start))
            return np.array(found, dtype=np.int64)
        starts = _agreeing(segment, form, starts)
    text = segment.text
    before = np.where(starts > 0, text[np.maximum(starts - 1, 0)], _BORDER)
    after = text[starts + len(form)]  # a segment ends with a line feed
    whole = ((before == _SPACE) | (before == _BORDER)) & ((after == _SPACE) | (after == _BORDER))
    kept: npt.NDArray[np.int64] = starts[whole]
    return kept


def _is_whole(text: mmap | bytes, form: bytes, start: int) -> bool:
    end = start + len(form)
    return text[start:end] == form and text[end] in _AROUND and (start == 0 or text[start - 1] in _AROUND)


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


def _rarest(segment: Segment, form: bytes) -> npt.NDArray[np.int64]:
    """Where ``form`` may stand in a segment, by the rarest of its grams."""
    kept, packed = _kept_grams(form)
    buckets = seeds.buckets(packed, segment.seeds.bits)
    rarest = int(np.argmin(segment.seeds.counts(buckets)))
    starts = segment.seeds.at(int(buckets[rarest])).astype(np.int64) - int(kept[rarest])
    return starts[(starts >= 0) & (starts + len(form) < len(segment.text))]


@lru_cache(maxsize=256)
def _kept_grams(form: bytes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """The grams of a form that any text keeps, and where in it: asked for in one segment after the other."""
    packed = seeds.grams(np.frombuffer(form, dtype=np.uint8))
    kept = seeds.kept(packed)
    return kept, packed[kept]


def _agreeing(segment: Segment, form: bytes, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Those of many places that have the bytes of ``form``, in order."""
    sought = np.frombuffer(form, dtype=np.uint8)
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
    votes = Votes.of(form)
    return best_of_each(
        place for number, _ in enumerate(live.segments) for place in _near_in(live, number, votes, most)
    )


def best_of_each(places: Iterable[Place]) -> list[Place]:
    """The nearest place in each document, nearest first."""
    best: dict[str, Place] = {}
    for place in places:
        known = best.get(place.document)
        if known is None or place.distance < known.distance:
            best[place.document] = place
    return sorted(best.values(), key=lambda place: (place.distance, place.document))


def _near_in(live: Live, number: int, votes: Votes, most: int) -> Iterator[Place]:
    segment = live.segments[number]
    for window in windows_of(live, number, votes, most):
        found = best_place(votes.form, segment.mapped[window.start : window.end], most)
        if found is not None:
            yield Place(segment, window.ordinal, window.start + found.start, window.start + found.end, found.distance)


@dataclass(frozen=True, slots=True)
class Votes:
    """A form and its grams that vote: they are the same in every segment."""

    form: bytes
    packed: npt.NDArray[np.uint64]
    places: npt.NDArray[np.int64]

    @classmethod
    def of(cls, form: bytes) -> Votes:
        packed = seeds.grams(np.frombuffer(form, dtype=np.uint8))
        places = np.unique(np.linspace(0, len(packed) - 1, GRAMS_ASKED).astype(np.int64)) if len(packed) else _NOWHERE
        return cls(form, packed[places], places)


_NOWHERE: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)


def windows_of(live: Live, number: int, votes: Votes, most: int) -> list[Window]:
    """Where in a segment to align, by the votes of grams, most votes first."""
    segment, dead = live.segments[number], live.dead[number]
    slack = most + seeds.GRAM
    diagonals, width = _diagonals(segment, votes)
    if not len(diagonals):
        return []
    ordinals = segment.ordinals(np.clip(diagonals, 0, len(segment.text) - 1))
    lasts = segment.starts[np.minimum(ordinals + 1, len(segment.documents))] - 1
    starts = np.maximum(np.maximum(diagonals - slack, 0), segment.starts[ordinals])
    ends = np.minimum(diagonals + width + len(votes.form) + slack, lasts)
    # One that lies within an earlier one of the list is aligned with that.
    within = np.tril((starts[None, :] <= starts[:, None]) & (ends[:, None] <= ends[None, :]), -1).any(axis=1)
    rows = zip(ordinals[~within].tolist(), starts[~within].tolist(), ends[~within].tolist(), strict=True)
    return [Window(*row) for row in rows if row[0] not in dead and row[0] < len(segment.documents)]


def _diagonals(segment: Segment, votes: Votes) -> tuple[npt.NDArray[np.int64], int]:
    """Where the form may begin, most votes first, and the width of the bins that the votes fell into."""
    width = max(32, len(votes.form) // 4)
    if not len(votes.places):
        return _NOWHERE, width
    buckets = seeds.buckets(votes.packed, segment.seeds.bits)
    counts = segment.seeds.counts(buckets)
    rarest = np.argsort(counts, kind="stable")
    affordable = np.zeros(len(counts), dtype=bool)
    affordable[rarest[np.cumsum(counts[rarest]) <= MOST_VOTES]] = True
    usable = (counts > 0) & (counts <= MOST_POSITIONS) & affordable
    if not usable.any():
        usable = (counts > 0) & affordable
    if not usable.any():
        return _NOWHERE, width  # each of them is everywhere: the scan of everything tells
    voters = np.flatnonzero(usable)
    voter, positions = segment.seeds.all_at(buckets[voters])
    begins = (len(votes.form) - votes.places[voters]).astype(np.int32)
    diagonal = positions.astype(np.int32) + begins[voter]  # never negative
    # Each gram votes once a bin, and bins overlap by half, so that no border parts a place. A gram's positions are in
    # order, and so are its bins: to count them once needs no sorting.
    bins = diagonal // np.int32(width)
    later = bins + (diagonal - bins * np.int32(width) >= width - width // 2)
    first, tally = _most_voted(np.concatenate([_once(bins * 2, voter), _once(later * 2 - 1, voter)]))
    order = np.argsort(-tally, kind="stable")[: WINDOWS_ALIGNED * 2]
    return first[order].astype(np.int64) * width // 2 - len(votes.form), width


def _once(bins: npt.NDArray[np.int32], voter: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """The bins of each voter, each once."""
    fresh = np.ones(len(bins), dtype=bool)
    fresh[1:] = (bins[1:] != bins[:-1]) | (voter[1:] != voter[:-1])
    return bins[fresh]


def _most_voted(votes: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """The WINDOWS_ALIGNED * 2 bins with the most votes, and those with as many as the last of them, in order of their
    place; and their votes."""
    votes.sort()  # 32 bits sort four times as fast as 64, and numpy.unique takes thrice the time of the sorting
    begins = np.flatnonzero(np.concatenate([[True], votes[1:] != votes[:-1]]))
    tally = np.diff(begins, append=len(votes))
    having = np.cumsum(np.bincount(tally)[::-1])[::-1]  # how many bins have so many votes or more
    enough = max(1, int(np.flatnonzero(having >= min(WINDOWS_ALIGNED * 2, len(tally)))[-1]))
    elected = tally >= enough
    return votes[begins[elected]], tally[elected]
