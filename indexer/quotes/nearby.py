"""What the structure alone says of a near place: its words beside the quotation's, before any page is read.

Most near places are sentences built alike and convince nobody; to read their pages takes ten times as long as to weigh
them. What is weighed here is what the page would give (judge.py): the same words, but for letters of other scripts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from indexer.quotes.evidence import Answer
from indexer.quotes.form import decode, encode
from indexer.quotes.judge import Diff, extra_words
from indexer.quotes.locate import Place
from indexer.quotes.models import Part

_WORD_BYTES = 40
"""Room for a word around a place: those of ten times the mean length are seldom."""


def answers_at(parts: Sequence[Part], places: Sequence[Place], diff: Diff) -> tuple[tuple[Answer, ...], ...]:
    """For each part of a quotation, which words at its place answer which of it."""
    return tuple(_answers(part, place, diff) for part, place in zip(parts, places, strict=True))


def _answers(part: Part, place: Place, diff: Diff) -> tuple[Answer, ...]:
    quote = [decode(encode((word.word,))) for word in part.words]
    found = _words_at(place)
    return tuple(
        Answer(tuple(quote[slice(*step.quote)]), tuple(found[slice(*step.source)])) for step in diff(quote, found)
    )


def _words_at(place: Place) -> list[str]:
    """The words that the place touches, and as many beside them as are judged with it."""
    extra = extra_words(place)
    low, high = place.segment.bounds(place.ordinal)
    start = max(low, place.start - (extra + 1) * _WORD_BYTES)
    text = place.segment.mapped[start : min(high, place.end + (extra + 1) * _WORD_BYTES)]
    words = text.split(b" ")
    starts = list(accumulate((len(word) + 1 for word in words), initial=start))[:-1]
    first = bisect_right(range(len(words)), place.start, key=lambda at: starts[at] + len(words[at]))
    last = max(first, bisect_left(starts, place.end))
    return [decode(word) for word in words[max(0, first - extra) : last + extra]]
