"""How surprising words are in this archive: the less, the likelier two texts share them by chance.

Sentences built alike share formulas. What tells a changed quotation from such a neighbour is not how many words agree,
but how unlikely they were: each word's surprise, given the two before it, in bits (the interpolated trigram model of
Jelinek and Mercer 1980), counted in the archive itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2

from indexer.quotes.form import encode
from indexer.quotes.locate import exact_places
from indexer.quotes.seeds import SURE_LENGTH
from indexer.quotes.structure import Live

WEIGHTS = (0.15, 0.3, 0.55)
"""Of a word's own frequency, and of its frequency behind one word and behind two. Not fitted: from 304 to 2,974
transcripts the order of changed and unrelated places stays the same."""

NEVER = 0.3
"""Occurrences that are counted for a word which the archive does not have."""

SHORT_PAIR = 4.0
"""Two words too short for the structure's grams (*de la*) stand so many times more often than by chance: a guess."""


@dataclass(frozen=True, slots=True)
class Surprise:
    """The surprise of words in one state of the structure; counts are kept for one verification."""

    live: Live
    _counts: dict[tuple[str, ...], int | None] = field(default_factory=dict)

    def count(self, word: str) -> int:
        return self._counted((word,)) or 0

    def bits(self, words: Sequence[str], place: int, shared: Sequence[bool]) -> float:
        """How surprising ``words[place]`` is behind the two words before it. Where words are ``shared`` with the place
        that is weighed, its own occurrence is not counted: it may be the only one."""
        total = max(1, self.live.size)
        own = shared[place]
        word = words[place]
        known = max(self.count(word) - own, NEVER)
        weigh = sum(WEIGHTS[: place + 1])  # what stands before the first word is not known
        chance = WEIGHTS[0] * known / total
        if place >= 1:
            before = words[place - 1]
            own = own and shared[place - 1]
            pair = self._counted((before, word))
            if pair is None:
                chance += WEIGHTS[1] * min(1.0, SHORT_PAIR * known / total)
            elif behind := self.count(before) - own:
                chance += WEIGHTS[1] * max(0, pair - own) / max(1, behind)
        if place >= 2:
            own = own and shared[place - 2]
            three = self._counted((words[place - 2], words[place - 1], word))
            two = self._counted((words[place - 2], words[place - 1]))
            if three is not None and two and two > own:
                chance += WEIGHTS[2] * max(0, three - own) / (two - own)
        return -log2(min(1.0, chance / weigh))

    def _counted(self, words: tuple[str, ...]) -> int | None:
        """How often the words stand in a row; None for several that are too short to be looked up."""
        if words not in self._counts:
            form = encode(words)
            if len(words) == 1:
                self._counts[words] = self.live.count(form)
            else:
                self._counts[words] = len(exact_places(self.live, form)) if len(form) >= SURE_LENGTH else None
        return self._counts[words]
