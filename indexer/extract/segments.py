"""From positioned characters to segments: stretches of a line without a wide gap, with their words.

pdfminer's own grouping was tried and given up: it reads the numerals of a law's list apart from their texts, a table
by columns, puts superscripts on lines of their own, and takes minutes for a page of 3,000 scattered words.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

WORD_GAP = 0.16
"""Of the size: a wider gap parts two words. Kerning stays below 0.06, the narrowest justified space is about 0.2."""

SEGMENT_GAP = 1.0
"""Of the size: a wider gap parts two segments. Stretched spaces reach 0.8, tabs and gutters begin at about 1.0."""

BACK_STEP = 0.6
"""Of the size: how far left the next character of a run may begin (kerning, overprinted accents)."""

BASELINE_STEP = 0.5
"""Of the size: how far off the line a character may stand and still belong to it (a superscript is 0.33 to 0.45 up)."""

SAME_LINE_OVERLAP = 0.5
"""Share of the lower of two heights that must overlap for two segments to stand on one line."""

OVERPRINT = 0.12
"""Of the size: the same character this close to itself is one character printed twice to look bold."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the frame of its writing direction: box in points, y downwards, baseline and font size.

    ``turn`` counts the quarter turns (anticlockwise, as seen) of its direction; upright text has 0.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word with its box and its characters."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand side by side on one line without a wide gap. ``size`` is the median of its characters."""

    words: tuple[PlacedWord, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def shares_line_with(self, other: Segment) -> bool:
        overlap = min(self.y1, other.y1) - max(self.y0, other.y0)
        return overlap > SAME_LINE_OVERLAP * min(self.y1 - self.y0, other.y1 - other.y0)


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """The point in a frame turned so that text of that ``turn`` runs rightwards; ``-turn`` leads back."""
    for _ in range(turn % 4):
        x, y = -y, x
    return x, y


def segments_of(glyphs: Iterable[Glyph]) -> list[Segment]:
    """The page's segments, in no particular order; characters of white space only part words."""
    runs = [run for run in _runs(glyphs) if any(not glyph.text.isspace() for glyph in run)]
    return [segment for run in _joined(runs) if (segment := _segment(run)) is not None]


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters that follow one another both in the file and on the page. A superscript stays where it was set."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _continues(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _continues(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    return (
        abs(glyph.baseline - last.baseline) < BASELINE_STEP * size
        and -BACK_STEP * size < glyph.x0 - last.x1 < SEGMENT_GAP * size
    )


def _joined(runs: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Runs joined that the file gives apart (or out of order) but that touch on the page."""
    boxes = [_Box(run) for run in runs]
    parent = list(range(len(runs)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(len(runs)), key=lambda index: boxes[index].y0)
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if boxes[other].y0 >= boxes[one].y1:
                break
            if boxes[one].touches(boxes[other]):
                parent[root(one)] = root(other)
    joined: dict[int, list[list[Glyph]]] = {}
    for index, run in enumerate(runs):
        joined.setdefault(root(index), []).append(run)
    return [
        group[0] if len(group) == 1 else sorted((glyph for run in group for glyph in run), key=attrgetter("x0"))
        for group in joined.values()
    ]


class _Box:
    """A run's extent on the page, without the white space at its ends."""

    def __init__(self, run: Sequence[Glyph]) -> None:
        inked = [glyph for glyph in run if not glyph.text.isspace()]
        self.x0, self.x1 = min(glyph.x0 for glyph in inked), max(glyph.x1 for glyph in inked)
        self.y0, self.y1 = min(glyph.y0 for glyph in inked), max(glyph.y1 for glyph in inked)
        self.size = max(glyph.size for glyph in inked)

    def touches(self, other: _Box) -> bool:
        overlap = min(self.y1, other.y1) - max(self.y0, other.y0)
        if overlap < SAME_LINE_OVERLAP * min(self.y1 - self.y0, other.y1 - other.y0):
            return False
        return max(self.x0, other.x0) - min(self.x1, other.x1) < SEGMENT_GAP * min(self.size, other.size)


def _segment(run: Sequence[Glyph]) -> Segment | None:
    words = tuple(_words(run))
    if not words:
        return None
    inked = [glyph for glyph in run if not glyph.text.isspace()]
    return Segment(
        words,
        min(word.x0 for word in words),
        min(word.y0 for word in words),
        max(word.x1 for word in words),
        max(word.y1 for word in words),
        statistics.median(glyph.baseline for glyph in inked),
        statistics.median(glyph.size for glyph in inked),
    )


def _words(run: Sequence[Glyph]) -> Iterable[PlacedWord]:
    word: list[Glyph] = []
    for glyph in run:
        if glyph.text.isspace():
            if word:
                yield _placed(word)
            word = []
            continue
        if word and _overprinted(word[-1], glyph):
            continue
        if word and glyph.x0 - word[-1].x1 > WORD_GAP * max(word[-1].size, glyph.size):
            yield _placed(word)
            word = []
        word.append(glyph)
    if word:
        yield _placed(word)


def _overprinted(last: Glyph, glyph: Glyph) -> bool:
    near = OVERPRINT * glyph.size
    return glyph.text == last.text and abs(glyph.x0 - last.x0) < near and abs(glyph.baseline - last.baseline) < near


def _placed(word: Sequence[Glyph]) -> PlacedWord:
    return PlacedWord(
        "".join(glyph.text for glyph in word),
        min(glyph.x0 for glyph in word),
        min(glyph.y0 for glyph in word),
        max(glyph.x1 for glyph in word),
        max(glyph.y1 for glyph in word),
        tuple(word),
    )
