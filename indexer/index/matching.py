"""Which rows a query tree matches, and how well: array work over the postings that an engine lends.

Every node is evaluated over all rows at once, as a mask and an array of scores. On 144,000 rows a rare word takes
0.6 ms and one in 37,000 of them 1.8 ms, so even a query of 64 words is a tenth of a second, and totals are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.index.analysis import stem, words
from indexer.index.postings import Postings
from indexer.index.query import And, Everything, Node, Not, Or, Phrase, Term
from indexer.index.schema import BM25_B, BM25_K1, EXACT, FIELD_WEIGHTS, STEMS


class PostingSource(Protocol):
    """What an engine lends for matching."""

    @property
    def live(self) -> NDArray[np.bool_]:
        """By row: may it be found at all? Only such rows weigh on scores: a reader must not be able to tell from a
        score what stands in a document that is hidden from them, or was deleted."""

    @property
    def passages(self) -> int:
        """How many rows are live."""

    @property
    def length_norm(self) -> NDArray[np.float32]:
        """By row: its length as a multiple of the live rows' mean."""

    def postings(self, field: str, word: str) -> Postings:
        """The postings of ``word``; empty if the field does not hold it."""


@dataclass(frozen=True, slots=True)
class Matches:
    """By row: does it match, and with what score (0 where it does not)."""

    mask: NDArray[np.bool_]
    scores: NDArray[np.float32]


def match(node: Node, source: PostingSource) -> Matches:
    """The live rows that ``node`` matches."""
    found = _match(node, source)
    return Matches(found.mask & source.live, found.scores)


def _match(node: Node, source: PostingSource) -> Matches:
    match node:
        case Term(text):
            return _term(words(text), source)
        case Phrase(typed):
            return _phrase([word for part in typed for word in words(part)], source)
        case And(children):
            return reduce(_both, (_match(child, source) for child in children), _everything(source))
        case Or(children):
            return reduce(_either, (_match(child, source) for child in children), _nothing(source))
        case Not(child):
            return Matches(~_match(child, source).mask, _nothing(source).scores)
        case Everything():
            return _everything(source)


def _both(left: Matches, right: Matches) -> Matches:
    mask = left.mask & right.mask
    return Matches(mask, (left.scores + right.scores) * mask)


def _either(left: Matches, right: Matches) -> Matches:
    return Matches(left.mask | right.mask, left.scores + right.scores)


def _everything(source: PostingSource) -> Matches:
    return Matches(source.live, np.zeros(len(source.live), dtype=np.float32))


def _nothing(source: PostingSource) -> Matches:
    rows = len(source.live)
    return Matches(np.zeros(rows, dtype=np.bool_), np.zeros(rows, dtype=np.float32))


def _term(found: Sequence[str], source: PostingSource) -> Matches:
    """A word in its exact form and, by each language's stem, in its inflections. A "word" that is several
    (``ex-presidente``, ``C.N.I.``) is their phrase."""
    if len(found) != 1:
        return _phrase(found, source)
    fields = [(EXACT, found[0])]
    fields += [(field, stemmed) for language, field in STEMS.items() if (stemmed := stem(found[0], language))]
    counts = np.zeros(len(source.live), dtype=np.float32)
    for field, word in fields:
        postings = source.postings(field, word)
        counts[postings.rows] += np.float32(FIELD_WEIGHTS[field]) * postings.counts.astype(np.float32)
    rows = np.flatnonzero(counts)
    return _scored(rows, counts[rows], _rarity(rows, source), source)


def _phrase(found: Sequence[str], source: PostingSource) -> Matches:
    """The words in order, side by side. Worth as much as its words together."""
    if not found:
        return _nothing(source)
    lists = [source.postings(EXACT, word) for word in found]
    keys = _keys(lists[0], 0)
    for offset, postings in enumerate(lists[1:], start=1):
        keys = _common(keys, _keys(postings, offset))
    rows, counts = np.unique(keys >> _PLACE_BITS, return_counts=True)
    rarity = sum(_rarity(postings.rows, source) for postings in lists)
    literal = FIELD_WEIGHTS[EXACT] + max(FIELD_WEIGHTS[field] for field in STEMS.values())
    return _scored(rows, counts.astype(np.float32) * np.float32(literal), rarity, source)


_PLACE_BITS = 32


def _keys(postings: Postings, offset: int) -> NDArray[np.int64]:
    """Each occurrence as one ascending number: its row and the place where the phrase would begin."""
    rows = np.repeat(postings.rows, postings.counts)
    return (rows << _PLACE_BITS) + postings.places - offset


def _common(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers in both of two ascending arrays, looking the few up among the many."""
    few, many = (left, right) if len(left) <= len(right) else (right, left)
    if not len(few):
        return few
    found = np.minimum(np.searchsorted(many, few), len(many) - 1)
    common: NDArray[np.int64] = few[many[found] == few]
    return common


def _rarity(rows: NDArray[np.int64], source: PostingSource) -> float:
    """BM25's inverse document frequency of what stands in ``rows``, in the form that stays positive for words found
    almost everywhere."""
    found = np.count_nonzero(source.live[rows])
    return float(np.log1p((source.passages - found + 0.5) / (found + 0.5)))


def _scored(rows: NDArray[np.int64], counts: NDArray[np.float32], rarity: float, source: PostingSource) -> Matches:
    saturation = np.float32(BM25_K1) * (np.float32(1 - BM25_B) + np.float32(BM25_B) * source.length_norm[rows])
    matches = _nothing(source)
    matches.mask[rows] = True
    matches.scores[rows] = np.float32(rarity) * counts / (counts + saturation)
    return matches
