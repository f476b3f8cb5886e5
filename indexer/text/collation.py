"""Two texts of the same page laid side by side, word for word: where a stretch of the one stands in the other.

Words are compared as they are written, white space apart: a line that is broken elsewhere is no difference, a letter,
an accent or a comma is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

MAX_COMPARED = 6000
"""Words on either side, after equal beginnings and ends are taken off, that are compared one by one: three full
newspaper pages. difflib takes 0.3 s for pages of this length that share half their words; a hostile page of a million
equal words would take hours."""

LEAST_KEPT = 0.3
"""A stretch of which fewer words than this are found again in order is gone rather than changed: two texts about
different things share a fifth of their words (articles, prepositions) in some order."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a stretch of the older text stands in the newer; ``same``: word for word."""

    start: int
    end: int
    same: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands in the older text at [old_start, old_end) and in the newer at [new_start, new_end) instead. Either
    may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class Collation:
    """An older and a newer text."""

    def __init__(self, older: str, newer: str) -> None:
        self.older = older
        self.newer = newer
        self._old = [match.span() for match in _WORD.finditer(older)]
        self._new = [match.span() for match in _WORD.finditer(newer)]

    def found(self, start: int, end: int) -> Found | None:
        """Where the older text's [start, end) stands in the newer one; None if it is gone, or has no word."""
        first = bisect_right([word_end for _, word_end in self._old], start)
        last = bisect_left([word_start for word_start, _ in self._old], end)
        if first >= last:
            return None
        paired = [(old, self._pairs[old]) for old in range(first, last) if old in self._pairs]
        if len(paired) < max(1, LEAST_KEPT * (last - first)):
            return None
        new_first, new_last = paired[0][1], paired[-1][1]
        if len(paired) == last - first == new_last - new_first + 1:
            # What of the first and last word lies outside the stretch lies outside there too.
            before, behind = max(0, start - self._old[first][0]), max(0, self._old[last - 1][1] - end)
            return Found(self._new[new_first][0] + before, self._new[new_last][1] - behind, same=True)
        # Words before the first and behind the last that is found again have been replaced: so were their neighbours.
        new_first = max(self._behind_pair_before(first), new_first - (paired[0][0] - first))
        new_last = min(self._before_pair_behind(last - 1), new_last + (last - 1 - paired[-1][0]))
        return Found(self._new[new_first][0], self._new[new_last][1], same=False)

    def differences(self) -> Iterator[Difference]:
        """What was replaced, left out or put in, in order."""
        old_at = new_at = 0
        for old, new, size in [*self._runs, (len(self._old), len(self._new), 0)]:
            if old > old_at or new > new_at:
                yield Difference(*_span(self._old, old_at, old, self.older), *_span(self._new, new_at, new, self.newer))
            old_at, new_at = old + size, new + size

    def _behind_pair_before(self, old: int) -> int:
        return next((self._pairs[at] + 1 for at in range(old - 1, -1, -1) if at in self._pairs), 0)

    def _before_pair_behind(self, old: int) -> int:
        behind = (self._pairs[at] - 1 for at in range(old + 1, len(self._old)) if at in self._pairs)
        return next(behind, len(self._new) - 1)

    @cached_property
    def _pairs(self) -> dict[int, int]:
        """Number of a word in the older text → its number in the newer."""
        return {old + step: new + step for old, new, size in self._runs for step in range(size)}

    @cached_property
    def _runs(self) -> list[tuple[int, int, int]]:
        """Runs of equal words: number of the first in either text, and how many."""
        old = [self.older[start:end] for start, end in self._old]
        new = [self.newer[start:end] for start, end in self._new]
        shorter = min(len(old), len(new))
        head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
        rest = shorter - head
        tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
        runs = [(0, 0, head)] if head else []
        runs += _compared(old[head : len(old) - tail], new[head : len(new) - tail], head)
        return runs + ([(len(old) - tail, len(new) - tail, tail)] if tail else [])


def _compared(old: Sequence[str], new: Sequence[str], offset: int) -> list[tuple[int, int, int]]:
    if not old or not new or max(len(old), len(new)) > MAX_COMPARED:
        return []
    # Without difflib's heuristic, which takes frequent words for junk and then misses their neighbours.
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(offset + block.a, offset + block.b, block.size) for block in blocks if block.size]


def _span(words: Sequence[tuple[int, int]], first: int, last: int, text: str) -> tuple[int, int]:
    """The characters of the words from ``first`` to before ``last``; the place between two words for none."""
    if first < last:
        return words[first][0], words[last - 1][1]
    place = words[first][0] if first < len(words) else len(text)
    return place, place
