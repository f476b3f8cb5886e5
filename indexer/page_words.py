"""Where the words of a page stand on its image: boxes of any stretch of its text, line by line.

Works alike for OCR readings and text layers, whose word boxes the catalog keeps in pixels or points. What comes out is
in percent of the page's width and height, so that it holds for an image of any size.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from indexer.letter_height import inked, is_printed
from indexer.models import StoredPage, Word

UNSURE = 0.9
"""A word that OCR is less sure of is marked, and a hit on it says "check the image". Of 2,839 words that tesseract read
from 14 scans with ground truth (typewriting, 19th-century print), in every tenth below more than half were wrong; from
0.9 to 0.95 a sixth, above a twentieth. It marks one word in six on these hard pages."""

_NARROW = frozenset(".,;:'’‘!|¡ijlIft()[]\"“”·1-")
_WIDE = frozenset("mwMW@%—…")
NARROW, WIDE = 0.5, 1.5
"""Widths of letters in those of an average one, for the place of a part of a word. Measured on Times and Helvetica; in
typewriting all are alike and the error stays below half a letter at each end."""

UPRIGHT = 1.5
"""A word of three letters or more that is this much higher than wide runs up or down: it is not cut."""

SAME_LINE = 0.5
"""Words whose heights overlap by this much of the lower one stand on one line."""

MAX_GAP = 3.0
"""Words of a line further apart than this many line heights stand in two columns."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in percent of its width and height from the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of the page's text with its box. ``unsure``: OCR had its doubts."""

    start: int
    end: int
    box: Box
    confidence: float | None = None

    @property
    def unsure(self) -> bool:
        return self.confidence is not None and self.confidence < UNSURE


class PageWords:
    """The placed words of one reading of a page, in order of its text."""

    def __init__(self, text: str, words: Sequence[PlacedWord]) -> None:
        self._text = text
        self.words = tuple(sorted(words, key=lambda word: (word.start, word.end)))
        # Words may overlap in a damaged catalog, so the ends are made to grow.
        self._ends = list(accumulate((word.end for word in self.words), max))

    def within(self, start: int, end: int) -> list[PlacedWord]:
        """The words of which a part stands in [start, end)."""
        found = []
        for word in self.words[bisect_right(self._ends, start) :]:
            if word.start >= end:
                break
            if word.end > start:
                found.append(word)
        return found

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes that cover the text's [start, end): one for each line, or piece of a line in a column."""
        parts = (self._part(word, start, end) for word in self.within(start, end))
        return tuple(_by_line([box for box in parts if box.width > 0]))

    def unsure(self, start: int, end: int) -> bool:
        """Whether OCR doubts any word of the stretch."""
        return any(word.unsure for word in self.within(start, end))

    @property
    def any_unsure(self) -> bool:
        """Whether OCR doubts any word of the page."""
        return any(word.unsure for word in self.words)

    def _part(self, word: PlacedWord, start: int, end: int) -> Box:
        """The part of the word's box that the characters within [start, end) take."""
        box = word.box
        text = self._text[word.start : word.end]
        first, last = max(0, start - word.start), min(len(text), end - word.start)
        if (first <= 0 and last >= len(text)) or _runs_upright(box, text):
            return box
        widths = list(accumulate(map(_width, text), initial=0.0))
        scale = box.width / widths[-1] if widths[-1] else 0.0
        return Box(box.x0 + widths[first] * scale, box.y0, box.x0 + widths[last] * scale, box.y1)


def place(page: StoredPage, words: Iterable[Word]) -> PageWords:
    """The words of the page's reading as placed; none for a page without a size. Boxes are cut to the page."""
    if not page.width or not page.height:
        return PageWords(page.text, ())
    known = [word for word in words if 0 <= word.start < word.end <= len(page.text)]
    if not page.ocr and is_printed([word.y1 - word.y0 for word in known]):
        known = [_on_ink(word, page.text[word.start : word.end]) for word in known]
    across, down = 100 / page.width, 100 / page.height
    placed = (
        PlacedWord(
            word.start,
            word.end,
            Box(_cut(word.x0 * across), _cut(word.y0 * down), _cut(word.x1 * across), _cut(word.y1 * down)),
            word.confidence,
        )
        for word in known
    )
    return PageWords(page.text, [word for word in placed if word.box.width > 0 and word.box.height > 0])


def _on_ink(word: Word, text: str) -> Word:
    if _runs_upright(Box(word.x0, word.y0, word.x1, word.y1), text):
        return word
    top, bottom = inked(text, word.y0, word.y1)
    return replace(word, y0=top, y1=bottom)


def _cut(percent: float) -> float:
    # Not a number compares false with everything, and comes out as 0.
    return round(min(percent, 100.0), 4) if percent > 0 else 0.0


def _runs_upright(box: Box, text: str) -> bool:
    return len(text) > 2 and box.height > UPRIGHT * box.width


def _width(character: str) -> float:
    if character in _NARROW:
        return NARROW
    return WIDE if character in _WIDE else 1.0


def _by_line(boxes: Sequence[Box]) -> list[Box]:
    """The boxes, those that follow each other on a line made one."""
    lines: list[Box] = []
    for box in boxes:
        if lines and _goes_on(lines[-1], box):
            last = lines[-1]
            lines[-1] = Box(min(last.x0, box.x0), min(last.y0, box.y0), max(last.x1, box.x1), max(last.y1, box.y1))
        else:
            lines.append(box)
    return lines


def _goes_on(line: Box, box: Box) -> bool:
    overlap = min(line.y1, box.y1) - max(line.y0, box.y0)
    gap = box.x0 - line.x1
    height = min(line.height, box.height)
    return overlap >= SAME_LINE * height and -height <= gap <= MAX_GAP * max(line.height, box.height)
