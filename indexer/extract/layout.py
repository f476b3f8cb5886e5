"""In which order a page is read, and where its paragraphs part.

Lines are read across the page, so that a numeral stays with its text and a table keeps its rows; only where a clear
gutter parts stretches of prose on both sides are the columns read one after the other.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from indexer.extract.segments import Glyph, PlacedWord, Segment, segments_of, turned
from indexer.models import Word

MIN_GUTTER = 0.7
"""Of the text's size: a gap must be this wide on every line to part columns (gazettes have 12 pt for text of 9)."""

MIN_COLUMN_LINES = 3
MIN_COLUMN_WIDTH = 12.0
"""Of the text's size: a narrower stretch is a column of numerals or figures, which belong to the line beside them."""

PROSE_FILL = 0.6
"""Median line width, as a share of its column's. Prose fills its column (0.95), names and headings in tables do not."""

PARAGRAPH_LEADING = 1.25
"""Times the page's usual line distance: a wider step begins a paragraph (laws step 1.5, prose within one 1.0)."""

SIZE_STEP = 1.18
"""A line so much larger or smaller than the one before is another paragraph: a heading, or a note."""

_USUAL = 0.3
"""Which quantile of the line distances is the usual one: pages of one-line paragraphs have few true line steps."""

_SENTENCE_ENDS = (".", ":", ";", "!", "?", "»", "”", '"', ")")


@dataclass(frozen=True, slots=True)
class Line:
    """Segments side by side, from left to right."""

    segments: tuple[Segment, ...]
    baseline: float
    size: float
    flow: int


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A page's text and its words with their places in it."""

    text: str
    words: tuple[Word, ...]


def lay_out(glyphs: Iterable[Glyph]) -> LaidOut:
    """Text with a line for a line and a blank line between paragraphs; ``text[word.start:word.end]`` is each word.

    Text that is turned (a table laid sideways, a stamp up the margin) follows the direction that most text has.
    """
    by_turn: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_turn.setdefault(glyph.turn, []).append(glyph)
    builder = _Builder()
    for turn, turned_glyphs in sorted(by_turn.items(), key=lambda item: (-len(item[1]), item[0])):
        builder.add(lines_of(turned_glyphs), turn)
    return LaidOut("".join(builder.parts), tuple(builder.words))


class _Builder:
    """Joins lines to a text, noting each word's place in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.words: list[Word] = []
        self.length = 0

    def add(self, lines: Sequence[Line], turn: int) -> None:
        leading = _usual_leading(lines)
        for index, line in enumerate(lines):
            separator = _separator(lines[index - 1], line, leading) if index else "\n\n" if self.parts else ""
            for word in (word for segment in line.segments for word in segment.words):
                self._word(separator, word, turn)
                separator = " "

    def _word(self, separator: str, word: PlacedWord, turn: int) -> None:
        start = self.length + len(separator)
        self.length = start + len(word.text)
        self.parts += (separator, word.text)
        corners = (turned(word.x0, word.y0, -turn), turned(word.x1, word.y1, -turn))
        (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
        self.words.append(Word(start, self.length, x0, y0, x1, y1))


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of text that runs in one direction, in reading order."""
    flows = enumerate(_flows(segments_of(glyphs)))
    return [_line(row, number) for number, flow in flows for row in _rows(flow)]


def _line(row: Sequence[Segment], flow: int) -> Line:
    longest = max(row, key=attrgetter("width"))
    return Line(tuple(sorted(row, key=attrgetter("x0"))), longest.baseline, longest.size, flow)


def _rows(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments grouped into lines, from top to bottom."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=attrgetter("baseline", "x0")):
        if rows and rows[-1][0].shares_line_with(segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


# --- columns ------------------------------------------------------------------------------------


def _flows(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Groups of segments to be read one after the other: columns, and what stands between them across the page."""
    flows: list[list[Segment]] = []
    for group in _groups(segments):
        gutter = _prose_gutter(group)
        if gutter is None:
            if flows and not _prose_gutter(flows[-1] + group) and flows[-1][0].y0 <= group[0].y0:
                flows[-1] = flows[-1] + group
            else:
                flows.append(group)
        else:
            flows += _flows([segment for segment in group if segment.x1 <= gutter])
            flows += _flows([segment for segment in group if segment.x1 > gutter])
    return flows


def _groups(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Consecutive rows that share a gutter; a row that spans all gutters of those before it begins a new group."""
    groups: list[list[Segment]] = []
    covered: list[tuple[float, float]] = []
    for row in _bands(segments):
        spans = _merged(covered + [(segment.x0, segment.x1) for segment in row])
        least = MIN_GUTTER * statistics.median(segment.size for segment in row)
        if groups and _gaps(spans, least):
            groups[-1] += row
            covered = spans
        else:
            groups.append(list(row))
            covered = _merged([(segment.x0, segment.x1) for segment in row])
    return groups


def _bands(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments grouped into bands that no segment crosses, from top to bottom."""
    bands: list[list[Segment]] = []
    bottom = float("-inf")
    for segment in sorted(segments, key=attrgetter("y0", "x0")):
        if bands and segment.y0 < bottom - 0.25 * segment.size:
            bands[-1].append(segment)
        else:
            bands.append([segment])
        bottom = max(bottom, segment.y1)
    return bands


def _prose_gutter(group: Sequence[Segment]) -> float | None:
    """The middle of the widest gutter with prose on both sides."""
    size = statistics.median(segment.size for segment in group)
    gaps = _gaps(_merged([(segment.x0, segment.x1) for segment in group]), MIN_GUTTER * size)
    for left_end, right_start in sorted(gaps, key=lambda gap: gap[0] - gap[1]):
        left = [segment for segment in group if segment.x1 <= left_end]
        right = [segment for segment in group if segment.x0 >= right_start]
        if _is_prose(left) and _is_prose(right):
            return (left_end + right_start) / 2
    return None


def _is_prose(column: Sequence[Segment]) -> bool:
    rows = _rows(column)
    if len(rows) < MIN_COLUMN_LINES:
        return False
    width = max(segment.x1 for segment in column) - min(segment.x0 for segment in column)
    if width < MIN_COLUMN_WIDTH * statistics.median(segment.size for segment in column):
        return False
    filled = [max(segment.x1 for segment in row) - min(segment.x0 for segment in row) for row in rows]
    return statistics.median(filled) >= PROSE_FILL * width


def _merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _gaps(spans: Sequence[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    return [(end, start) for (_, end), (start, _) in pairwise(spans) if start - end >= least]


# --- paragraphs ---------------------------------------------------------------------------------


def _usual_leading(lines: Sequence[Line]) -> float:
    steps = sorted(
        below.baseline - above.baseline
        for above, below in pairwise(lines)
        if above.flow == below.flow and below.baseline > above.baseline
    )
    return steps[int(len(steps) * _USUAL)] if steps else 0.0


def _separator(above: Line, below: Line, leading: float) -> str:
    if above.flow != below.flow:
        # A sentence may run on from the foot of one column to the head of the next.
        ended = above.segments[-1].text.endswith(_SENTENCE_ENDS)
        return "\n\n" if ended or _size_differs(above, below) else "\n"
    step = below.baseline - above.baseline
    return "\n\n" if step > PARAGRAPH_LEADING * leading or _size_differs(above, below) else "\n"


def _size_differs(one: Line, other: Line) -> bool:
    return max(one.size, other.size) > SIZE_STEP * min(one.size, other.size)
