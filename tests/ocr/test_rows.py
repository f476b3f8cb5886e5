"""Tables are read row by row, and nothing else is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.ocr.assemble import assemble
from indexer.ocr.rows import by_rows
from indexer.ocr.tesseract import OcrWord
from tests.ocr.pages import FONT, LINES, askew, encoded
from tests.ocr.test_repair import read

NAMES = ("Juárez Comonfort", "Arista", "Lerdo de Tejada", "Guerrero Saldaña", "Vicario", "Ocampo")
FIGURES = ("1,204,310", "98,112", "455,000", "12", "7,001", "310,220")
DATES = ("12 de mayo", "3 de abril", "1 de junio", "30 de julio", "8 de mayo", "9 de enero")


def column(block: int, x: int, lines: tuple[str, ...], leading: int = 40) -> list[OcrWord]:
    """Lines of one block, each word as wide as its letters."""
    found = []
    for row, line in enumerate(lines):
        left = x
        for word in line.split():
            found.append(
                OcrWord(word, block, 1, row, left, leading * row, left + 10 * len(word), leading * row + 20, 0.9)
            )
            left += 10 * len(word) + 8
    return found


def text(words: tuple[OcrWord, ...] | list[OcrWord]) -> str:
    return assemble(words)[0]


def test_columns_of_a_table_are_read_row_by_row() -> None:
    found = by_rows([*column(1, 0, NAMES), *column(2, 300, FIGURES), *column(3, 500, DATES)])
    assert text(found).splitlines() == [" ".join(row) for row in zip(NAMES, FIGURES, DATES, strict=True)]


def test_a_column_that_was_found_in_two_pieces_is_one() -> None:
    broken = [
        word if word.y0 < 120 else OcrWord(word.text, 4, 1, word.line, word.x0, word.y0, word.x1, word.y1, 0.9)
        for word in column(2, 300, FIGURES)
    ]
    found = by_rows([*column(1, 0, NAMES), *broken])
    assert text(found).splitlines() == [" ".join(row) for row in zip(NAMES, FIGURES, strict=True)]


def test_a_cell_that_was_found_in_pieces_is_whole() -> None:
    dates = column(3, 500, DATES)
    pieces = [replace(word, block=3 + number % 3, line=number // 3) for number, word in enumerate(dates)]
    found = by_rows([*column(1, 0, NAMES), *column(2, 300, FIGURES), *sorted(pieces, key=lambda word: word.block)])
    assert text(found).splitlines() == [" ".join(row) for row in zip(NAMES, FIGURES, DATES, strict=True)]


def test_an_empty_cell_leaves_the_others_in_their_rows() -> None:
    some = [word for word in column(2, 300, FIGURES) if word.line != 2]
    assert text(by_rows([*column(1, 0, NAMES), *some])).splitlines()[2:4] == ["Lerdo de Tejada", "Guerrero Saldaña 12"]


def test_text_above_and_below_a_table_keeps_its_place() -> None:
    above = [OcrWord("Anexo", 1, 1, 0, 0, -90, 50, -70, 0.9)]
    below = [OcrWord("Fuente", 4, 1, 0, 0, 400, 60, 420, 0.9)]
    found = text(by_rows([*above, *column(2, 0, NAMES), *column(3, 300, FIGURES), *below]))
    assert found.startswith(f"Anexo\n\n{NAMES[0]} {FIGURES[0]}\n{NAMES[1]}")
    assert found.endswith(f"{FIGURES[-1]}\n\nFuente")


PROSE = ("la Guardia Nacional es una institución", "de seguridad pública de carácter civil", *LINES[:4])


@pytest.mark.parametrize(
    "columns",
    [
        (PROSE, PROSE),  # prose, its lines level with one another's
        (NAMES, NAMES),  # a list of names in two columns
        (("1", "2", "3", "4", "5", "6"), PROSE),  # numbers of lines in the margin
        (("12 Arista", "13 Vicario", "14 Lerdo"), ("15 Ocampo", "16 Juárez", "17 Prieto")),  # a list with numbers
    ],
)
def test_columns_that_are_no_table_stay_columns(columns: tuple[tuple[str, ...], ...]) -> None:
    found = [word for number, lines in enumerate(columns) for word in column(number, 600 * number, lines)]
    assert by_rows(found) == tuple(found)


def test_cells_that_stand_in_no_rows_stay_as_they_were_read() -> None:
    found = [*column(1, 0, NAMES), *column(2, 300, FIGURES[:4], leading=61)]
    assert by_rows(found) == tuple(found)


def sheet(columns: tuple[tuple[str, ...], ...], size: tuple[int, int], *, ruled: bool) -> Image.Image:
    done = Image.new("L", size, 255)
    pen, font = ImageDraw.Draw(done), ImageFont.truetype(FONT, 26)
    for number, lines in enumerate(columns):
        left = 80 + number * (size[0] - 160) // len(columns)
        for row, line in enumerate(lines):
            pen.text((left, 90 + row * 60), line, fill=0, font=font)
            if ruled:
                pen.line((60, 78 + row * 60, size[0] - 60, 78 + row * 60), fill=0, width=2)
    return done


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("degrees", [0, 3])
def test_a_table_on_a_page_is_read_by_rows(degrees: float, *, ruled: bool) -> None:
    many = random.Random(3)
    names = tuple(many.choice(NAMES) for _ in range(16))
    figures = tuple(f"{many.randrange(10, 999)},{many.randrange(100, 999)}" for _ in names)
    table = askew(sheet((names, figures, figures[::-1]), (1500, 1150), ruled=ruled), degrees)
    lines = read(encoded(table)).text.splitlines()
    wanted = [" ".join(row) for row in zip(names, figures, figures[::-1], strict=True)]
    assert sum(row in lines for row in wanted) >= 14


def test_two_columns_of_prose_on_a_page_are_read_one_after_the_other() -> None:
    found = read(encoded(sheet((LINES * 3, LINES * 3), (1900, 1300), ruled=False))).text
    assert found.index(LINES[5]) < found.rindex(LINES[0])
    assert LINES[0] in found.splitlines()
