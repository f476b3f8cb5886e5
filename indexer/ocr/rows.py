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


MOST_BLOCKS = 100
"""A page of more blocks is noise or a drawing; tables are found in 2 to 10."""


@dataclass(frozen=True, slots=True)
class _Box:
    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def around(cls, boxes: Sequence[OcrWord | _Box]) -> _Box:
        return cls(
            min(box.x0 for box in boxes),
            min(box.y0 for box in boxes),
            max(box.x1 for box in boxes),
            max(box.y1 for box in boxes),
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as tesseract found it: a cell, if it is a table's."""

    words: tuple[OcrWord, ...]
    box: _Box

    @property
    def digits(self) -> float:
        signs = [sign for word in self.words for sign in word.text if sign.isalnum()]
        return sum(sign.isdigit() for sign in signs) / max(1, len(signs))


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines one below the other."""

    lines: tuple[_Line, ...]
    box: _Box

    @classmethod
    def of(cls, lines: Sequence[_Line]) -> _Block:
        return cls(tuple(lines), _Box.around([line.box for line in lines]))

    @property
    def words(self) -> tuple[OcrWord, ...]:
        return tuple(word for line in self.lines for word in line.words)


def by_rows(found: Sequence[OcrWord]) -> tuple[OcrWord, ...]:
    """The words in order, those of a table row by row, each row a line. Their boxes are those of a straight page."""
    blocks = _blocks(found)
    if len(blocks) > MOST_BLOCKS:
        return tuple(found)
    read: dict[int, tuple[OcrWord, ...]] = {}
    for number in blocks:
        if number not in read:
            read |= _read(number, _side_by_side(number, blocks), blocks)
    return tuple(word for number in blocks for word in read[number])


def _read(first: int, group: set[int], blocks: dict[int, _Block]) -> dict[int, tuple[OcrWord, ...]]:
    """The words of these blocks, which stand side by side: all in the first one if they are a table."""
    rows = _rows(_columns([blocks[number] for number in sorted(group)]))
    if not rows:
        return {number: blocks[number].words for number in group}
    cells = ((row, cell) for row, cells in enumerate(rows) for cell in cells)
    words = (replace(word, block=first, paragraph=1, line=row) for row, cell in cells for word in cell.words)
    return dict.fromkeys(group, ()) | {first: tuple(words)}


def _blocks(found: Sequence[OcrWord]) -> dict[int, _Block]:
    """The blocks by their numbers, in tesseract's order."""
    lines: dict[tuple[int, int, int], list[OcrWord]] = defaultdict(list)
    for word in found:
        lines[word.block, word.paragraph, word.line].append(word)
    blocks: dict[int, list[_Line]] = defaultdict(list)
    for (block, _, _), words in lines.items():
        blocks[block].append(_Line(tuple(words), _Box.around(words)))
    return {block: _Block.of(of_block) for block, of_block in blocks.items()}


def _side_by_side(number: int, blocks: dict[int, _Block]) -> set[int]:
    """This block, those that stand beside it, beside those, and so on."""
    group, waiting = {number}, [number]
    while waiting:
        one = blocks[waiting.pop()].box
        beside = {other for other, block in blocks.items() if other not in group and _are_beside(one, block.box)}
        group |= beside
        waiting += beside
    return group


def _are_beside(one: _Box, other: _Box) -> bool:
    return min(one.y1, other.y1) > max(one.y0, other.y0) and _are_apart(one, other)


def _columns(blocks: Sequence[_Block]) -> list[_Block]:
    """The blocks joined to columns, from the left."""
    columns: list[_Block] = []
    for block in sorted(blocks, key=lambda block: block.box.x0):
        home = next((place for place, column in enumerate(columns) if _share_width(column.box, block.box)), None)
        if home is None:
            columns.append(block)
        else:
            columns[home] = _Block.of([*columns[home].lines, *block.lines])
    return columns


def _share_width(one: _Box, other: _Box) -> bool:
    return min(one.x1, other.x1) - max(one.x0, other.x0) > SAME_COLUMN * min(one.x1 - one.x0, other.x1 - other.x0)


def _rows(columns: Sequence[_Block]) -> tuple[tuple[_Line, ...], ...]:
    """The rows of a table, each from the left; none if the columns are no table's."""
    if len(columns) < 2 or any(_middle(len(line.words) for line in column.lines) > CELL_WORDS for column in columns):
        return ()
    if all(_middle(line.digits for line in column.lines) < FIGURES for column in columns):
        return ()
    cells = [
        (line.box.y0 + line.box.y1, number, line) for number, column in enumerate(columns) for line in column.lines
    ]
    rows: list[list[tuple[int, _Line]]] = []
    for _, number, cell in sorted(cells, key=lambda entry: entry[:2]):
        # A cell may be in pieces: they are level, and beside one another.
        if rows and all(_are_level(cell.box, other.box) and _are_apart(cell.box, other.box) for _, other in rows[-1]):
            rows[-1].append((number, cell))
        else:
            rows.append([(number, cell)])
    full = [row for row in rows if len({number for number, _ in row}) > 1]
    if len(full) < ROWS or sum(map(len, full)) < ALIGNED * len(cells):
        return ()
    return tuple(tuple(sorted((cell for _, cell in row), key=lambda cell: cell.box.x0)) for row in rows)


def _are_apart(one: _Box, other: _Box) -> bool:
    return one.x1 <= other.x0 or other.x1 <= one.x0


def _are_level(one: _Box, other: _Box) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return 2 * shared > min(one.y1 - one.y0, other.y1 - other.y0)


def _middle(values: Iterator[float]) -> float:
    return statistics.median(values)
