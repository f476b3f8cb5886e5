"""How surprising words are in this archive: the less, the likelier two texts share them by chance.

Sentences built alike share formulas. What tells a changed quotation from such a neighbour is not how many words agree,
but how unlikely they were: each word's surprise, given the two before it, in bits (the interpolated trigram model of
Jelinek and Mercer 1980), counted in the archive itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from indexer.quotes.form import encode
from indexer.quotes.locate import Place, exact_places
from indexer.quotes.seeds import SURE_LENGTH
from indexer.quotes.structure import Live
from indexer.quotes.vocabulary import FUNCTION

WEIGHTS = (0.15, 0.3, 0.55)
"""Of a word's own frequency, and of its frequency behind one word and behind two. Not fitted."""

BACKGROUND = 100_000
FUNCTION_SHARE, CONTENT_SHARE = 1 / 150, 1 / 20_000
"""An archive says little of the language while it is small: so many words of general text are counted with it, in which
each article, pronoun or preposition has one share, and any other word the other."""

SHORT_PAIR = 4.0
"""Two words too short for the structure's grams (*de la*) stand so many times more often than by chance: a guess."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often words stand in the archive, and in which documents."""

    total: int
    documents: Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Surprise:
    """The surprise of words in one state of the structure; counts are kept for one verification."""

    live: Live
    _counts: dict[tuple[str, ...], Counted | None] = field(default_factory=dict)

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
        own = counted.documents.get((apart.segment.uid, apart.ordinal), 0) if apart else 0
        return counted.total - own

    def _counted(self, words: tuple[str, ...]) -> Counted | None:
        if words not in self._counts:
            form, counted = encode(words), None
            if len(form) >= SURE_LENGTH:
                places = Counter((place.segment.uid, place.ordinal) for place in exact_places(self.live, form))
                counted = Counted(places.total(), places)
            self._counts[words] = counted
        return self._counts[words]
