"""What words typed beside each other are worth for standing beside each other.

«guardia nacional» without quotation marks finds every passage with both words; the passages that have them as typed
are lifted above those that have one at the top and one at the bottom (Rasolofo & Savoy 2003; Büttcher et al. 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.index.analysis import words
from indexer.index.leaves import PostingSource, rarity
from indexer.index.occurrences import PLACE_BITS, Keys, common
from indexer.index.postings import Postings
from indexer.index.query import Expanded, Node, Term
from indexer.index.schema import EXACT

SIDE_BY_SIDE = 0.5
"""A pair as typed adds this share of its rarer word's weight …"""

NEARBY = 0.2
"""… and one with a few words between, in either order, this."""

NEAR = 5
COMMON = 0.3
"""Words in a larger share of all passages (de, la, que) make no pairs: they stand beside everything."""


def lift(children: Sequence[Node], mask: NDArray[np.bool_], source: PostingSource) -> NDArray[np.float32] | None:
    """By row: what the words of ``children`` add by standing together in the rows of ``mask``; None if they do not."""
    typed = [_single(child) for child in children]
    placed = [(place, word) for place, word in enumerate(typed) if word]
    if len(placed) < 2 or not mask.any():
        return None
    kept = [(place, source.postings(EXACT, word)) for place, word in placed]
    most = COMMON * source.passages
    telling = [(place, found) for place, found in kept if np.count_nonzero(source.live[found.rows]) <= most]
    added = np.zeros(len(mask), dtype=np.float32)
    for (place, left), (after, right) in pairwise(telling):
        beside, nearby = _pair(_keys_in(left, mask), _keys_in(right, mask), after - place)
        worth = max(rarity(left.rows, source), rarity(right.rows, source))
        added[nearby] += np.float32(NEARBY * worth)
        added[beside] += np.float32((SIDE_BY_SIDE - NEARBY) * worth)
    return added if added.any() else None


def _pair(first: Keys, second: Keys, gap: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows in which the second word stands ``gap`` words after the first, and those in which they stand near each
    other, these among them."""
    nothing = np.zeros(0, dtype=np.int64)
    if not len(first) or not len(second):
        return nothing, nothing
    beside = common(first, second - gap)
    nearby = np.concatenate([_within(first, second), _within(second, first), beside])
    return np.unique(beside >> PLACE_BITS), np.unique(nearby >> PLACE_BITS)


def _single(node: Node) -> str | None:
    literal = node.literal if isinstance(node, Expanded) else node
    found = words(literal.text) if isinstance(literal, Term) else []
    return found[0] if len(found) == 1 else None


def _keys_in(postings: Postings, mask: NDArray[np.bool_]) -> Keys:
    """The occurrences of a posting list in the rows of ``mask``."""
    inside = np.repeat(mask[postings.rows], postings.counts)
    rows = np.repeat(postings.rows, postings.counts)[inside]
    return (rows << PLACE_BITS) + postings.places[inside]


def _within(first: Keys, second: Keys) -> Keys:
    """The occurrences of ``first`` that one of ``second`` follows within NEAR words."""
    places = np.minimum(np.searchsorted(second, first, side="right"), len(second) - 1)
    after = second[places] - first
    found: Keys = first[(after > 0) & (after <= NEAR)]
    return found
