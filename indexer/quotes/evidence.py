"""Is a place that stands near a quotation evidence for it, or another sentence built alike?

Two hypotheses are weighed in bits. If the quotation was taken from the place, the words they share had to be there,
and each difference costs what such a change is worth: a misspelt letter little, another word more. If it was not, the
shared words came about by chance, which is as unlikely as they are surprising (chance.py). The sum must exceed the
number of places where chance had its try, that is, the size of the archive, by a margin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from indexer.models import Language
from indexer.quotes import vocabulary
from indexer.quotes.chance import Surprise
from indexer.quotes.diff import likeness
from indexer.quotes.form import WORD_CHARACTERS
from indexer.quotes.lemmas import is_listed
from indexer.quotes.locate import Place

OTHER_WORD = 9.0
"""Bits of a word changed, left out or added: one in some five hundred words of a quotation that is not exact."""

TURNED = 6.0
"""Of a negation or a number: that is what quotations are falsified by."""

FURTHER = 4.0
"""Of each further word left out or added in a row."""

LETTER, REAL_LETTER = 4.0, 7.0
"""Of a letter changed where that makes a word which the archive does not know, and where it makes another word."""

ALIKE = 0.5
"""A misspelt word keeps this share of its letters."""

KNOWN, MUCH_RARER = 4, 100
"""A word that stands fewer times in the archive, or so many times less often than the one it resembles, is misspelt:
OCR makes *bl* of *el* many times."""

OTHER_SHORT, OTHER_LEAST, OTHER_LONG = 0.25, 3, 0.2
"""Words that may be other ones, left out or added: a quarter up to three, and a fifth of a longer quotation. Of
greetings and introductions the rest is alike enough to exceed chance by any margin."""

LEAST_EQUAL = 6
"""Words that are the same beside a single other one, between them, in a place that needs no further evidence: of 141
quotations of 8 and 12 words from documents left out that convinced nobody none has such a place (bench/quotes.py)."""

JOINED = 3.0
"""Of words that are cut differently."""

MARGIN = 7.0
"""Bits above the archive's size (docs/decisions/0040-evidence-in-bits.md, docs/benchmarks.md)."""

MISSPELT_LEAST, MISSPELT_SHARE = 2, 0.15
"""So many words that nobody would have written make a quotation, or a source, one that was read or typed badly: then
letters are compared and not words."""

ALIKE_LETTERS = ((32, 0.78), (50, 0.7))
ALIKE_LONG = 0.66
"""The share of letters that is then the same, up to 32 characters, up to 50, and in longer ones: a fifth of the letters
wrong leaves .8, and cutting words wrongly takes a few more (bench/quotes.py, noise 20 %)."""

ALIKE_SOURCE = 0.8
"""The same where only the source has such words: OCR as bad as that is seldom, and clean text beside it is evidence."""

UNLIKE_SHARE, LEAST_TELLING = 0.1, 3
"""And a tenth of the words may answer others that they do not resemble; one or two letters tell nothing."""

ONLY_MISSPELT = 0.75
"""The same where every difference is a misspelt word: once it is spelt right, the place has the quotation exactly."""

PIECE_MARGIN = 6.0
"""The same for words in a row without any difference: a part of a quotation, or of a splice."""

SPLICE_MARGIN = 16.0
"""The same for each of the pieces that a quotation is spliced from of several documents: the announcements of a
ceremony are made of such pieces."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Folded words of a quotation and those of the source that answer them; one may be empty."""

    quote: tuple[str, ...]
    source: tuple[str, ...]

    @property
    def equal(self) -> bool:
        return "".join(self.quote) == "".join(self.source)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Weighs places of an archive whose size is ``places`` bits."""

    surprise: Surprise
    places: float

    def convinces(
        self, parts: Sequence[Sequence[Answer]], similarity: float, at: Place, *, explained: bool = False
    ) -> bool:
        """Whether what answers the parts of a quotation is a changed form of it; ``similarity`` is the share of letters
        that are the same, ``at`` its place. ``explained``: typing and OCR account for all that differs."""
        if self.is_spelt_badly(parts, similarity):
            return True
        if _lacks_one_within(parts):
            return True
        return (explained or not self._is_another(parts)) and self._outweighs(parts, at)

    def _is_another(self, parts: Sequence[Sequence[Answer]]) -> bool:
        """Whether more words differ than a quoter changes."""
        answers = [answer for part in parts for answer in part]
        length = max(sum(len(answer.quote) for answer in answers), sum(len(answer.source) for answer in answers))
        other = [answer for answer in answers if not answer.equal and not self._misspelt(answer)]
        most = max(min(OTHER_LEAST, OTHER_SHORT * length), OTHER_LONG * length)
        return sum(max(len(answer.quote), len(answer.source)) for answer in other) > most

    def is_spelt_badly(self, parts: Sequence[Sequence[Answer]], similarity: float) -> bool:
        """Whether quotation or source is full of words that nobody would have written, and most letters agree."""
        answers = [answer for part in parts for answer in part]
        if similarity >= ONLY_MISSPELT and self.is_spelling(parts):
            return True
        length = sum(len(word) + 1 for answer in answers for word in answer.quote)
        if similarity < next((share for longest, share in ALIKE_LETTERS if length <= longest), ALIKE_LONG):
            return False
        differing = [answer for answer in answers if not answer.equal]
        if self._misspelt_often(differing, [one.quote for one in differing], [one.quote for one in answers]):
            return True
        if similarity < ALIKE_SOURCE or sum(map(_is_unlike, differing)) > UNLIKE_SHARE * len(answers):
            return False
        return self._misspelt_often(differing, [one.source for one in differing], [one.source for one in answers])

    def _misspelt_often(
        self, differing: Sequence[Answer], sides: Sequence[Sequence[str]], among: Sequence[Sequence[str]]
    ) -> bool:
        """Whether many of the words ``among`` are misspelt, that is, of those that differ the ``sides`` of one text."""
        misspelt = 0
        for answer, side in zip(differing, sides, strict=True):
            unknown = sum(self.surprise.count(word) < KNOWN for word in side)
            misspelt += unknown or (side == self._rarer(answer) and self._misspelt(answer))
        return misspelt >= max(MISSPELT_LEAST, MISSPELT_SHARE * sum(map(len, among)))

    def is_spelling(self, parts: Sequence[Sequence[Answer]]) -> bool:
        """Whether every difference is a misspelt word of the quotation or of the source."""
        return all(answer.equal or self._misspelt(answer) for part in parts for answer in part)

    def _outweighs(self, parts: Sequence[Sequence[Answer]], at: Place) -> bool:
        # What stands at many places (a slogan) needs less: whoever changed it had any of them before him.
        said = [word for part in parts for answer in part for word in answer.source]
        needed = self.places - log2(max(1, self.surprise.places(said))) + MARGIN
        weight = 0.0
        # What takes off comes first: a long quotation is then decided by some of its words.
        for gain in sorted(self._gains(parts), key=lambda gain: gain.differs, reverse=True):
            weight += gain.bits(self.surprise, at)
            if not gain.differs and weight >= needed:
                return True
        return weight >= needed

    def is_everyday(self, words: Sequence[str], at: Place, margin: float = PIECE_MARGIN) -> bool:
        """Whether words in a row say too little to be a part of anything: chance may have put them there."""
        return not self._reach(words, at, self.places + margin)

    def _reach(self, words: Sequence[str], at: Place, enough: float) -> bool:
        weight = 0.0
        for place in range(len(words)):
            weight += self.surprise.bits(words, place, at)
            if weight >= enough:
                return True
        return False

    def is_in_passages(self, passages: Sequence[Sequence[str]], at: Place) -> bool:
        """Whether passages that stand apart in the document of ``at`` are more than chance: the most telling in the
        archive, each other one in the document."""
        start, end = at.segment.bounds(at.ordinal)
        there = log2(max(2.0, (end - start) / WORD_CHARACTERS))
        *others, longest = sorted(passages, key=lambda words: self.bits(words, at))
        return not self.is_everyday(longest, at) and all(self._reach(words, at, there + MARGIN) for words in others)

    def bits(self, words: Sequence[str], at: Place) -> float:
        """How surprising words in a row are, elsewhere than in the document of ``at``."""
        return sum(self.surprise.bits(words, place, at) for place in range(len(words)))

    def _gains(self, parts: Sequence[Sequence[Answer]]) -> Iterator[_Gain]:
        for answers in parts:
            clean: list[str] = []
            spans: list[tuple[Answer, int, int]] = []
            for answer in answers:
                words = self._clean(answer)
                spans.append((answer, len(clean), len(clean) + len(words)))
                clean += words
            for answer, first, last in spans:
                yield self._gain(answer, _Run(tuple(clean), first, last))

    def _clean(self, answer: Answer) -> tuple[str, ...]:
        """The words that were meant: of two spellings the one that the archive has more often."""
        if answer.equal or not self._misspelt(answer):
            return answer.quote or ()
        quote, source = self._least(answer.quote), self._least(answer.source)
        return answer.source if source > quote else answer.quote

    def _least(self, words: Sequence[str]) -> int:
        return min(map(self.surprise.count, words), default=0)

    def _misspelt(self, answer: Answer) -> bool:
        """Whether one is the other with letters that nobody would have written."""
        if not answer.quote or not answer.source:
            return False
        if likeness("".join(answer.quote), "".join(answer.source)) < ALIKE:
            return False
        fewer, more = sorted((self._least(answer.quote), self._least(answer.source)))
        return fewer < KNOWN or (more >= fewer * MUCH_RARER and not all(map(_is_word, self._rarer(answer))))

    def _rarer(self, answer: Answer) -> tuple[str, ...]:
        """The one that the archive has less often."""
        return answer.quote if self._least(answer.quote) <= self._least(answer.source) else answer.source

    def _gain(self, answer: Answer, run: _Run) -> _Gain:
        if answer.equal:
            return _Gain(run, JOINED if len(answer.quote) != len(answer.source) else 0.0)
        most = max(len(answer.quote), len(answer.source))
        other = OTHER_WORD + FURTHER * (most - 1)
        if any(word in vocabulary.NEGATIONS or word.isdigit() for word in (*answer.quote, *answer.source)):
            other = TURNED + FURTHER * (most - 1)
        quote, source = "".join(answer.quote), "".join(answer.source)
        alike = likeness(quote, source)
        if not quote or not source or alike < ALIKE:
            return _Gain(None, other, other)
        edits = round((1 - alike) * max(len(quote), len(source)))
        cost = edits * (LETTER if self._misspelt(answer) else REAL_LETTER)
        return _Gain(run, cost + (JOINED if len(answer.quote) != len(answer.source) else 0.0), other)


def lacks_a_word(answers: Sequence[Answer]) -> bool:
    """Whether all is equal but one word, changed, left out or added."""
    differing = [answer for answer in answers if not answer.equal]
    return len(differing) == 1 and max(len(differing[0].quote), len(differing[0].source)) == 1


def _lacks_one_within(parts: Sequence[Sequence[Answer]]) -> bool:
    """Whether a quotation that is no phrase lacks a word between others: so look the formulas in which a name was
    changed."""
    answers = [answer for part in parts for answer in part]
    equal = sum(len(answer.quote) for answer in answers if answer.equal)
    return equal >= LEAST_EQUAL and answers[0].equal and answers[-1].equal and lacks_a_word(answers)


def _is_unlike(answer: Answer) -> bool:
    """Whether a word answers another that no misread letters make of it; of one or two letters none can tell."""
    quote, source = "".join(answer.quote), "".join(answer.source)
    return min(len(quote), len(source)) >= LEAST_TELLING and likeness(quote, source) < ALIKE


def _is_word(folded: str) -> bool:
    """Whether a language has the word (without accents some are not known): then it is rare, and not misspelt."""
    return is_listed(folded, Language.SPANISH) or is_listed(folded, Language.ENGLISH)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words ``[first, last)`` of a quotation as it was meant."""

    words: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Gain:
    """What an answer adds: the surprise of its words without the ``cost`` of the difference, ``most`` of which counts
    against it. ``differs``: it may take off."""

    run: _Run | None
    cost: float
    most: float = 0.0

    @property
    def differs(self) -> bool:
        return self.cost > 0

    def bits(self, surprise: Surprise, at: Place) -> float:
        if self.run is None:
            return -self.most
        gained = sum(surprise.bits(self.run.words, place, at) for place in range(self.run.first, self.run.last))
        return max(gained - self.cost, -self.most)
