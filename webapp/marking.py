"""A text as HTML with what is pointed out in it: hits, words with a place on the image, words that OCR doubts.

The text itself is never changed: what a mark says besides ("check the image") is in an attribute, which the style
sheet shows and no copy takes along.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup, escape

from indexer.page_words import PageWords, PlacedWord
from indexer.search.results import Span

MOST_WORDS = 4000
"""Words of a page that are tied to their boxes one by one: a full newspaper page. On a page with more only the hits and
the doubtful words are, or the answer would weigh megabytes."""


@dataclass(frozen=True, slots=True)
class TextMarks:
    """What is pointed out in a page's text. ``words`` have their box on the image; ``tied`` gives each of them, and
    each hit, its number, by which the script finds the box; without it only doubtful words are marked. ``current`` is
    the index of the hit in front."""

    hits: Sequence[Span] = ()
    words: PageWords | None = None
    tied: bool = False
    current: int | None = None

    @property
    def numbers(self) -> dict[int, int]:
        """Start of a word → its number, of the words that are tied."""
        return {word.start: number for number, word in enumerate(self.tied_words)}

    @property
    def tied_words(self) -> tuple[PlacedWord, ...]:
        """The words that have a box of their own."""
        if not self.tied or self.words is None:
            return ()
        if len(self.words.words) <= MOST_WORDS:
            return self.words.words
        return tuple(word for word in self.words.words if word.unsure)[:MOST_WORDS]

    def doubtful(self, hit: Span) -> bool:
        """Whether OCR doubts a word of the hit."""
        return self.words is not None and self.words.unsure(hit.start, hit.end)


def marked_up(text: str, marks: TextMarks, start: int = 0, end: int | None = None) -> Markup:
    """The stretch of ``text`` with everything in it that is pointed out. A stretch may begin or end within a hit."""
    return _Marker(text, marks).stretch(start, len(text) if end is None else end)


class _Marker:
    def __init__(self, text: str, marks: TextMarks) -> None:
        self._text = text
        self._marks = marks
        self._numbers = marks.numbers
        self._check = gettext("check the image")

    def stretch(self, start: int, end: int) -> Markup:
        hits, parts, at = self._marks.hits, [], start
        # Hits are in order: a long page has many of them and many stretches, and each has only its own to mark.
        for number in range(bisect_left(hits, start + 1, key=lambda hit: hit.end), len(hits)):
            hit = hits[number]
            first, last = max(hit.start, at), min(hit.end, end)
            if first >= end:
                break
            parts += [self._words(at, first), self._hit(number, first, last)]
            at = last
        parts.append(self._words(at, end))
        return Markup("").join(parts)

    def _hit(self, number: int, start: int, end: int) -> Markup:
        hit = self._marks.hits[number]
        name, current = Markup(""), Markup("")
        if self._marks.tied:
            # A hit that was cut in two has its name once.
            name = Markup(' id="m-{0}"').format(number + 1) if start == hit.start else name
            name += Markup(' data-hit="{0}"').format(number + 1)
            current = Markup(' class="current"') if number == self._marks.current else current
        check = Markup(' data-check="{0}"').format(self._check) if self._marks.doubtful(hit) else Markup("")
        if end < hit.end:
            check = Markup("")
        return Markup("<mark{0}{1}{2}>{3}</mark>").format(name, current, check, self._words(start, end))

    def _words(self, start: int, end: int) -> Markup:
        if start >= end:
            return Markup("")
        words = self._marks.words.within(start, end) if self._marks.words else []
        parts: list[Markup | str] = []
        at = start
        for word in words:
            number = self._numbers.get(word.start)
            first, last = max(word.start, at), min(word.end, end)
            if first >= last or (number is None and not word.unsure):
                continue
            parts += [escape(self._text[at:first]), _word(self._text[first:last], number, word)]
            at = last
        parts.append(escape(self._text[at:end]))
        return Markup("").join(parts)


def _word(text: str, number: int | None, word: PlacedWord) -> Markup:
    kind = "w unsure" if word.unsure else "w"
    if number is None:
        return Markup('<span class="{0}">{1}</span>').format(kind, text)
    return Markup('<span class="{0}" data-w="{1}">{2}</span>').format(kind, number, text)
