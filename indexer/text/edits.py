"""How far two words are apart: letters changed, added, left out, or swapped with their neighbour."""

from __future__ import annotations


def within(left: str, right: str, limit: int) -> bool:
    """Whether ``right`` becomes ``left`` in at most ``limit`` edits, a swap of neighbours being one (the optimal string
    alignment distance; Boytsov 2011, section 2.2)."""
    return distance(left, right, limit) <= limit


def distance(left: str, right: str, limit: int) -> int:
    """The number of edits between two words; ``limit + 1`` for any number beyond ``limit``."""
    if left == right:
        return 0
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, start=1):
        two_before, before, row = before, row, [i]
        for j, other in enumerate(right, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                best = min(best, two_before[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
