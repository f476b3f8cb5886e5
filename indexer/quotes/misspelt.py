"""Votes of grams with one letter wrong: where a short, badly spelt quotation may stand, before everything is scanned.

Of 30 letters with one in five wrong hardly a gram is whole, but half of them have one error at most. All spellings of
a gram that are one letter away are looked up (427 each); those whose diagonals agree, and whose text is what was
looked up, say where to align.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.quotes import seeds
from indexer.quotes.align import best_place
from indexer.quotes.locate import Place, best_of_each
from indexer.quotes.seeds import GRAM
from indexer.quotes.segment import Segment
from indexer.quotes.structure import Live

LONGEST = 400
"""Characters of the longest form that is looked for so: longer ones keep whole grams at any noise that is found."""

GRAMS_VARIED = 64
"""Of a form so many grams, spread over it, are varied: 12 words have about as many."""

MOST_OF_ONE = 400
"""A spelling with more places in a segment does not vote: it is a phrase of everyday."""

WINDOWS_ALIGNED = 400
"""Places with the most votes that are aligned, for each segment: 5 ms."""

_LETTERS = np.frombuffer(" abcdefghijklmnopqrstuvwxyzñ".encode("cp1252"), dtype=np.uint8).astype(np.uint64)
_CELL_BITS = 3
"""Diagonals up to 8 apart are one: two letters lost or added between two grams leave them in the same or the next."""

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


def misspelt_places(live: Live, form: bytes, most: int) -> list[Place]:
    """The best places, at most ``most`` edits away, that grams with an error lead to: one a document, nearest first."""
    if not GRAM < len(form) <= LONGEST:
        return []
    packed = seeds.grams(np.frombuffer(form, dtype=np.uint8))
    voters = np.unique(np.linspace(0, len(packed) - 1, GRAMS_VARIED).astype(np.int64))
    spellings, spelt_at = variants(packed, voters)
    found = []
    for number, segment in enumerate(live.segments):
        for start in _elected(segment, spellings, spelt_at):
            place = _aligned(segment, form, start, most)
            if place is not None and place.ordinal not in live.dead[number]:
                found.append(place)
    return best_of_each(found)


def variants(
    packed: npt.NDArray[np.uint64], voters: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """The grams ``voters`` of a form and all spellings one letter away (changed, lost or added within), with the place
    of the gram that each comes from."""
    whole = packed[voters]
    spelt, at = [whole], [voters]
    for place in range(GRAM):
        shift = np.uint64(8 * place)
        low = (np.uint64(1) << shift) - np.uint64(1)
        changed = whole[:, None] & ~(np.uint64(0xFF) << shift) | (_LETTERS << shift)
        different = changed != whole[:, None]
        spelt.append(changed[different])
        at.append(np.broadcast_to(voters[:, None], changed.shape)[different])
        if place:
            added = whole[:, None] & low | (_LETTERS << shift) | ((whole[:, None] & (_ALL ^ low)) << np.uint64(8))
            spelt.append(added.ravel())
            at.append(np.repeat(voters, len(_LETTERS)))
            followed = voters[voters + 1 < len(packed)]
            spelt.append(packed[followed] & low | packed[followed + 1] & (_ALL ^ low))
            at.append(followed)
    return np.concatenate(spelt), np.concatenate(at)


def _elected(segment: Segment, spellings: npt.NDArray[np.uint64], at: npt.NDArray[np.int64]) -> list[int]:
    """Where in the segment the form may begin, most votes first."""
    bucket = seeds.buckets(spellings, segment.seeds.bits)
    counts = segment.seeds.counts(bucket)
    usable = np.flatnonzero((counts > 0) & (counts <= MOST_OF_ONE))
    if not len(usable):
        return []
    of, positions = segment.seeds.all_at(bucket[usable])
    which = usable[of]
    begins = positions.astype(np.int64) - at[which]
    cells, order = _in_order(begins)
    near = np.diff(cells) <= 1
    lonely = ~(np.append(near, False) | np.insert(near, 0, False))
    order, cells = order[~lonely], cells[~lonely]
    # Most that share a bucket are other grams: only here it pays to look.
    inside = (positions[order].astype(np.int64) + GRAM) <= len(segment.text)
    order, cells = order[inside], cells[inside]
    there = np.ascontiguousarray(segment.text[positions[order][:, None].astype(np.int64) + np.arange(GRAM)])
    same = there.view("<u8").ravel() == spellings[which[order]]
    return _by_votes(cells[same], at[which[order[same]]])


def _in_order(begins: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The cells of diagonals in order, and which diagonal is in each."""
    cells = np.maximum(begins, 0) >> _CELL_BITS
    both = (cells << 32) | np.arange(len(cells))
    both.sort()
    return both >> 32, both & 0xFFFFFFFF


def _by_votes(cells: npt.NDArray[np.int64], voters: npt.NDArray[np.int64]) -> list[int]:
    """Where cells begin that two grams or more vote for, together with the cell behind."""
    ballots = np.unique(np.concatenate([cells, cells - 1]) * LONGEST + np.concatenate([voters, voters]))
    cell, votes = np.unique(ballots // LONGEST, return_counts=True)
    order = np.argsort(-votes, kind="stable")[:WINDOWS_ALIGNED]
    return [(one << _CELL_BITS) for one in cell[order[votes[order] > 1]].tolist()]


def _aligned(segment: Segment, form: bytes, start: int, most: int) -> Place | None:
    slack = most + GRAM
    ordinal = segment.ordinal(max(0, min(start + slack, len(segment.text) - 1)))
    low, high = segment.bounds(ordinal)
    begin = max(low, start - slack)
    found = best_place(form, segment.mapped[begin : min(high, start + (2 << _CELL_BITS) + len(form) + slack)], most)
    if found is None:
        return None
    return Place(segment, ordinal, begin + found.start, begin + found.end, found.distance)
