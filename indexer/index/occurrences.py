"""Where words stand together: arithmetic on their places, whole posting lists at a time.

An occurrence is one ascending number, its row and its place in the row. So words side by side are equal numbers after a
shift, and words near each other are numbers less than a window apart; neighbours never reach into another row, for
places are far smaller than the step from row to row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.postings import Postings

Keys = NDArray[np.int64]
"""Ascending occurrences: ``row << PLACE_BITS`` plus the place."""

PLACE_BITS = 32
_NOWHERE = np.iinfo(np.int64).max


def keys(postings: Postings) -> Keys:
    """The occurrences of a posting list."""
    return (np.repeat(postings.rows, postings.counts) << PLACE_BITS) + postings.places


def rows_of(found: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of occurrences, and how many each has."""
    return np.unique(found >> PLACE_BITS, return_counts=True)


def side_by_side(words: Sequence[Keys]) -> Keys:
    """Where the first word stands with the others after it, in order."""
    found = words[0]
    for offset, other in enumerate(words[1:], start=1):
        found = common(found, other - offset)
    return found


def without(left: Keys, right: Keys) -> Keys:
    """The occurrences of ``left`` that are not in ``right``."""
    if not len(left) or not len(right):
        return left
    places = np.minimum(np.searchsorted(right, left), len(right) - 1)
    kept: Keys = left[right[places] != left]
    return kept


def near(words: Sequence[Keys], names: Sequence[str], distance: int, *, ordered: bool) -> Keys:
    """Where a stretch begins that holds all ``words`` (called ``names``) and at most ``distance`` words besides."""
    width = len(words) + distance
    return _in_order(words, width) if ordered else _in_any_order(words, names, width)


def _in_order(words: Sequence[Keys], width: int) -> Keys:
    starts = last = words[0]
    for other in words[1:]:
        last = _next(other, last + 1)
        kept = last - starts < width
        starts, last = starts[kept], last[kept]
    return starts


def _in_any_order(words: Sequence[Keys], names: Sequence[str], width: int) -> Keys:
    times = Counter(names)
    apart = dict(zip(names, words, strict=True))
    starts = np.unique(np.concatenate(list(apart.values())))
    for name, occurrences in apart.items():
        # A word that is asked for twice must stand twice: the second from the start on.
        reached = _next(occurrences, starts, times[name] - 1)
        starts = starts[reached - starts < width]
    return starts


def _next(among: Keys, after: Keys, further: int = 0) -> Keys:
    """For each number the first of ``among`` that is not below it, or ``further`` ones on; endless if there is none."""
    places = np.searchsorted(among, after) + further
    found = np.full(len(after), _NOWHERE, dtype=np.int64)
    inside = places < len(among)
    found[inside] = among[places[inside]]
    return found


def common(left: Keys, right: Keys) -> Keys:
    """The numbers in both of two ascending arrays, looking the few up among the many."""
    few, many = (left, right) if len(left) <= len(right) else (right, left)
    if not len(few):
        return few
    found = np.minimum(np.searchsorted(many, few), len(many) - 1)
    both: Keys = few[many[found] == few]
    return both
