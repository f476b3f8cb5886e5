"""One attempt at reading a page: what tesseract found, and how much of it is to be believed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from indexer.ocr.coverage import Coverage
from indexer.ocr.repair import Plan
from indexer.ocr.tesseract import Layout, OcrWord

CHANCE = 0.4
"""Confidence from which on a word counts for a reading and not against it. Half of the words read at 0.6 have an error
(see indexer.page_words), yet most of their letters are right, as are three quarters below 0.3 (assemble.py). With 0.6 a
reading that skipped 344 letters won over one that was less sure of them (719 errors on that page, 276 the other), and
a repair that brought out the text under a stamp lost (170 errors, 42). Over the 28 pages of `bench.ocr` that are read
twice the kept readings have 1,553 errors, 2,124 with 0.6, and 1,540 if the better one were always known."""

GOOD_CONFIDENCE = 0.93
GOOD_COVERAGE = 0.92
MISSED = 12
"""A reading stands if it is so sure of its words, they cover so many of the letters, and no group of so many letters
was left out. Sound pages read at 0.94 to 0.97; typewriting of which tesseract missed more than half, at 0.93 and 0.95:
there only the others tell. 70 pages that were read well left out 6 letters together at most and had 0.98 covered (0.94
beside a photograph); under a stamp groups of 48 to 72 were left out, and 0.69 to 0.89 covered."""

COLUMN_WORDS, COLUMNS = 2, 0.3
"""Share of the lines, of so many words and more, that have a line of another block beside them, where there are
columns: all of them. A stamp beside a few lines makes no columns."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A reading of a page. ``words`` in order, their boxes in pixels of the page; ``language`` as tesseract writes it;
    ``plan``: what was done to the picture; ``coverage``: what it reached; ``layout``: what was taken for granted."""

    words: tuple[OcrWord, ...]
    language: str
    plan: Plan
    coverage: Coverage
    layout: Layout = Layout.ANY

    @property
    def confidence(self) -> float:
        """Mean confidence of its characters (0 to 1)."""
        characters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) * word.confidence for word in self.words) / characters if characters else 0.0

    @property
    def stands(self) -> bool:
        """Whether another attempt is not worth its time."""
        return self.confidence >= GOOD_CONFIDENCE and self.coverage.share >= GOOD_COVERAGE and not self.missed_lines

    @property
    def missed_lines(self) -> bool:
        """Whether part of the page's text was plainly left out."""
        return self.coverage.missed >= MISSED

    @property
    def side_by_side(self) -> bool:
        """Whether text stands in columns: many lines have one of another block beside them."""
        lines: dict[tuple[int, int, int], list[OcrWord]] = defaultdict(list)
        for word in self.words:
            lines[word.block, word.paragraph, word.line].append(word)
        spans = [
            (block, min(word.y0 for word in line), max(word.y1 for word in line))
            for (block, _, _), line in lines.items()
            if len(line) >= COLUMN_WORDS
        ]
        paired = sum(any(_level(one, other) for other in spans) for one in spans)
        return paired > COLUMNS * len(spans)

    @property
    def worth(self) -> float:
        """The characters won: each counts by how sure it is beyond CHANCE, so that noise words count against."""
        return sum(len(word.text) * (word.confidence - CHANCE) for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def _level(one: tuple[int, float, float], other: tuple[int, float, float]) -> bool:
    shared = min(one[2], other[2]) - max(one[1], other[1])
    return one[0] != other[0] and 2 * shared > min(one[2] - one[1], other[2] - other[1])


def moved(word: OcrWord, box: tuple[float, float, float, float], width: int, height: int) -> OcrWord:
    """The word with another box, kept on a page of this size."""
    x0, y0, x1, y1 = box
    return replace(
        word,
        x0=min(max(0.0, x0), width),
        y0=min(max(0.0, y0), height),
        x1=min(max(0.0, x1), width),
        y1=min(max(0.0, y1), height),
    )
