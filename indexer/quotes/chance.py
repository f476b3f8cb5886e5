"""How surprising words are in this archive: the less, the likelier two texts share them by chance.

Sentences built alike share formulas. What tells a changed quotation from such a neighbour is not how many words agree,
but how unlikely they were: each word's surprise, given the two before it, in bits (the interpolated trigram model of
Jelinek and Mercer 1980), counted in the archive itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.quotes.form import encode
from indexer.quotes.locate import Place, exact_starts
from indexer.quotes.seeds import SURE_LENGTH, Numbers
from indexer.quotes.segment import Segment
from indexer.quotes.structure import Live
from indexer.quotes.vocabulary import FUNCTION

WEIGHTS = (0.15, 0.3, 0.55)
"""Of a word's own frequency, and of its frequency behind one word and behind two. Not fitted."""

BEHIND = 2
"""Words that a word is foretold by."""

BACKGROUND = 100_000
FUNCTION_SHARE, CONTENT_SHARE = 1 / 150, 1 / 20_000
"""An archive says little of the language while it is small: so many words of general text are counted with it, in which
each article, pronoun or preposition has one share, and any other word the other."""

MOST_COUNTS = 1 << 14
"""Counts that are kept: some 20 MB, as most words stand together in few documents."""

SHORT_PAIR = 4.0
"""Two words too short for the structure's grams (*de la*) stand so many times more often than by chance: a guess."""


_NONE: Numbers = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Counted:
    """How often words stand in the archive, and how often in its documents: their ordinals in order and their counts,
    for each segment (by uid) that has the words."""

    total: int
    documents: Mapping[str, tuple[Numbers, Numbers]]

    def within(self, place: Place) -> int:
        """How often they stand in the document of ``place``."""
        ordinals, counts = self.documents.get(place.segment.uid, (_NONE, _NONE))
        at = bisect_left(ordinals, place.ordinal)
        return int(counts[at]) if at < len(ordinals) and ordinals[at] == place.ordinal else 0


Counts: TypeAlias = dict[tuple[str, ...], Counted | None]


class KnownCounts:
    """Counts that were made for one quotation serve the next: *el presidente* stands in many. Threads may share it."""

    def __init__(self) -> None:
        self._known = ("", Counts())  # of which state, and the counts: one object, so that no thread sees half of it

    def of(self, live: Live) -> Counts:
        """The counts in this state of the structure."""
        uid, counts = self._known
        if uid != live.uid or len(counts) > MOST_COUNTS:
            counts = Counts()
            self._known = (live.uid, counts)
        return counts


@dataclass(frozen=True, slots=True)
class Surprise:
    """The surprise of words in one state of the structure, with the ``counts`` that are known of it."""

    live: Live
    counts: Counts = field(default_factory=dict)

    def count(self, word: str) -> int:
        return self.live.count(encode((word,)))

    def places(self, words: Sequence[str]) -> int:
        """At how many places the words stand in a row, as far as that can be looked up."""
        counted = self._counted(tuple(words))
        return counted.total if counted else 1

    def bits(self, words: Sequence[str], place: int, apart: Place | None) -> float:
        """How surprising ``words[place]`` is behind the two words before it, in all documents but that of ``apart``: a
        speaker repeats himself, and the document that is weighed does not speak for itself."""
        weigh = sum(WEIGHTS[: place + 1])  # what stands before the first word is not known
        alone = self._alone(words[place], apart)
        chance = WEIGHTS[0] * alone
        if place >= 1:
            pair = self._elsewhere(tuple(words[place - 1 : place + 1]), apart)
            if pair is None:
                chance += WEIGHTS[1] * min(1.0, SHORT_PAIR * alone)
            elif pair:
                chance += WEIGHTS[1] * min(1.0, pair / max(1, self.count(words[place - 1])))
        if place >= 2 and (three := self._elsewhere(tuple(words[place - 2 : place + 1]), apart)):
            behind = self._elsewhere(tuple(words[place - 2 : place]), apart)
            chance += WEIGHTS[2] * (min(1.0, three / (behind + 1)) if behind else 0.0)
        return -log2(min(1.0, chance / weigh))

    def foretold(self, words: Sequence[str], cut: int) -> float:
        """Bits by which the two words behind ``cut`` are less surprising for those before it. What was said in one
        breath foretells itself; two passages put together do not."""
        first = max(0, cut - BEHIND)
        behind = range(cut, min(cut + BEHIND, len(words)))
        alone = sum(-log2(self._alone(words[place], None)) for place in behind)
        return alone - sum(self.bits(words[first:], place - first, None) for place in behind)

    def _alone(self, word: str, apart: Place | None) -> float:
        known = self.count(word)
        if apart is not None and known:
            start, end = apart.segment.bounds(apart.ordinal)
            known = max(0, known - apart.segment.mapped[start:end].count(b" " + encode((word,)) + b" "))
        share = FUNCTION_SHARE if word in FUNCTION else CONTENT_SHARE
        return (known + BACKGROUND * share) / (self.live.size + BACKGROUND)

    def _elsewhere(self, words: tuple[str, ...], apart: Place | None) -> int | None:
        """How often the words stand in a row in other documents; None if they are too short to be looked up."""
        counted = self._counted(words)
        if counted is None:
            return None
        return counted.total - (counted.within(apart) if apart else 0)

    def _counted(self, words: tuple[str, ...]) -> Counted | None:
        if words not in self.counts:
            form, counted = encode(words), None
            if len(form) >= SURE_LENGTH:
                documents = {
                    segment.uid: _by_ordinal(segment, starts)
                    for number, segment in enumerate(self.live.segments)
                    if len(starts := exact_starts(self.live, number, form))
                }
                counted = Counted(sum(int(counts.sum()) for _, counts in documents.values()), documents)
            self.counts[words] = counted
        return self.counts[words]


def _by_ordinal(segment: Segment, starts: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """The documents in which places (in order) lie, and how many in each."""
    ordinals, counts = np.unique(segment.ordinals(starts), return_counts=True)
    return ordinals.astype(np.uint32), counts.astype(np.uint32)
