"""Tables are read row by row. Tesseract often takes the columns of a table for columns of text, and reads one after
another: a name then stands far from its figures, and no search or quotation finds them together.

Columns of running text are left in their order, and so is what might be: lists of names side by side, numbers in the
margin of a text. Only where short cells stand in rows across the page, and one column is of figures, is it a table.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.ocr.tesseract import OcrWord

CELL_WORDS = 4
"""Words of a cell, in the middle one of its column. Two columns of prose have 6 to 9 a line, three in a newspaper 5."""

FIGURES = 0.5
"""Share of digits among letters and digits in the middle cell of a column of figures. "12 de mayo" has 0.25."""

ALIGNED, ROWS = 0.8, 3
"""Of a table's cells so many stand in a row with another's, and it has so many such rows at least: the lines of two
columns with leading of their own seldom do, and cells of several lines are left as they were read."""

SAME_COLUMN = 0.5
"""Blocks that share so much of the narrower one's width stand in one column."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as tesseract found it: a cell, if it is a table's."""

    words: tuple[OcrWord, ...]

    @property
    def x0(self) -> float:
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def y0(self) -> float:
        return min(word.y0 for word in self.words)

    @property
    def y1(self) -> float:
        return max(word.y1 for word in self.words)

    @property
    def digits(self) -> float:
        signs = [sign for word in self.words for sign in word.text if sign.isalnum()]
        return sum(sign.isdigit() for sign in signs) / max(1, len(signs))


_Column = list[_Line]


def by_rows(found: Sequence[OcrWord]) -> tuple[OcrWord, ...]:
    """The words in order, those of a table row by row, each row a line. Their boxes are those of a straight page."""
    blocks = _blocks(found)
    done: list[OcrWord] = []
    placed: set[int] = set()
    for number in blocks:
        if number in placed:
            continue
        group = _side_by_side(number, blocks)
        rows = _rows(_columns([blocks[one] for one in sorted(group)])) if len(group) > 1 else ()
        if not rows:
            done += (word for line in blocks[number] for word in line.words)
            continue
        placed |= group
        for row, cells in enumerate(rows):
            done += (replace(word, block=number, paragraph=1, line=row) for cell in cells for word in cell.words)
    return tuple(done)


def _blocks(found: Sequence[OcrWord]) -> dict[int, _Column]:
    """The lines of each block, in tesseract's order."""
    lines: dict[tuple[int, int, int], list[OcrWord]] = defaultdict(list)
    for word in found:
        lines[word.block, word.paragraph, word.line].append(word)
    blocks: dict[int, _Column] = defaultdict(list)
    for (block, _, _), words in lines.items():
        blocks[block].append(_Line(tuple(words)))
    return blocks


def _side_by_side(number: int, blocks: dict[int, _Column]) -> set[int]:
    """The blocks that stand beside this one, beside those, and so on."""
    group, waiting = {number}, [number]
    while waiting:
        one = blocks[waiting.pop()]
        beside = {other for other, lines in blocks.items() if other not in group and _are_beside(one, lines)}
        group |= beside
        waiting += beside
    return group


def _are_beside(one: _Column, other: _Column) -> bool:
    (left, top, right, bottom), (other_left, other_top, other_right, other_bottom) = _box(one), _box(other)
    level = min(bottom, other_bottom) - max(top, other_top)
    return level > 0 and (right <= other_left or other_right <= left)


def _box(lines: Sequence[_Line]) -> tuple[float, float, float, float]:
    return (
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )


def _columns(blocks: Sequence[_Column]) -> list[_Column]:
    """The blocks joined to columns, from the left."""
    columns: list[_Column] = []
    for block in sorted(blocks, key=lambda lines: _box(lines)[0]):
        home = next((column for column in columns if _share_width(column, block)), None)
        if home is None:
            columns.append(list(block))
        else:
            home += block
    return columns


def _share_width(one: _Column, other: _Column) -> bool:
    (left, _, right, _), (other_left, _, other_right, _) = _box(one), _box(other)
    return min(right, other_right) - max(left, other_left) > SAME_COLUMN * min(right - left, other_right - other_left)


def _rows(columns: Sequence[_Column]) -> tuple[tuple[_Line, ...], ...]:
    """The rows of a table, each from the left; none if the columns are no table's."""
    if len(columns) < 2 or any(_middle(len(line.words) for line in column) > CELL_WORDS for column in columns):
        return ()
    if all(_middle(line.digits for line in column) < FIGURES for column in columns):
        return ()
    rows: list[dict[int, _Line]] = []
    cells = [(line.y0 + line.y1, number, line) for number, column in enumerate(columns) for line in column]
    for _, number, cell in sorted(cells, key=lambda entry: entry[:2]):
        if rows and number not in rows[-1] and all(_are_level(cell, other) for other in rows[-1].values()):
            rows[-1][number] = cell
        else:
            rows.append({number: cell})
    full = [row for row in rows if len(row) > 1]
    if len(full) < ROWS or sum(map(len, full)) < ALIGNED * len(cells):
        return ()
    return tuple(tuple(row[number] for number in sorted(row)) for row in rows)


def _are_level(one: _Line, other: _Line) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return 2 * shared > min(one.y1 - one.y0, other.y1 - other.y0)


def _middle(values: Iterator[float]) -> float:
    return statistics.median(values)
