"""Where the words of a page stand: boxes in percent, by line, of any stretch of the text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen import canvas

from indexer.extract.pdf_text import open_text
from indexer.extract.render import open_pictures
from indexer.letter_height import is_printed
from indexer.models import Language, PageStatus, ReadingInfo, StoredPage, Word
from indexer.page_words import UNSURE, Box, PageWords, place
from tests.web.scans import iou

TEXT = "Se dijo que no.\nOtra línea"


def stored(text: str, width: float | None = 200.0, height: float | None = 400.0) -> StoredPage:
    reading = ReadingInfo("r", 1, "tesseract", dt.datetime(2026, 1, 1), 0.9, True)
    return StoredPage("d", 1, None, PageStatus.READ, reading, text, Language.SPANISH, True, width, height)


def two_lines() -> PageWords:
    """``TEXT`` with its words 10 units apart, on lines 20 units high."""
    words = []
    for start, end, x, y in (
        (0, 2, 10, 40),
        (3, 7, 40, 40),
        (8, 11, 90, 40),
        (12, 15, 130, 40),
        (16, 20, 10, 70),
        (21, 26, 60, 70),
    ):
        words.append(Word(start, end, x, y, x + 9 * (end - start), y + 20, 0.5 if start == 3 else 0.95))
    return place(stored(TEXT), words)


def test_boxes_are_in_percent_of_the_page() -> None:
    assert two_lines().boxes(0, 2) == (Box(5.0, 10.0, 14.0, 15.0),)


def test_a_stretch_has_one_box_a_line() -> None:
    first, second = two_lines().boxes(8, 20)
    assert (first.x0, first.x1) == (45.0, 78.5)
    assert (second.x0, second.y0) == (5.0, 17.5)


def test_part_of_a_word_has_part_of_its_box() -> None:
    (dij,) = two_lines().boxes(4, 7)
    (whole,) = two_lines().boxes(3, 7)
    assert whole.x0 < dij.x0 < dij.x1 == whole.x1
    (no,) = two_lines().boxes(12, 14)
    (no_with_point,) = two_lines().boxes(12, 15)
    assert no.x1 < no_with_point.x1


def test_words_in_two_columns_are_not_made_one() -> None:
    words = [Word(0, 3, 10, 10, 30, 14), Word(4, 7, 150, 10, 170, 14)]
    assert len(place(stored("uno dos"), words).boxes(0, 7)) == 2


def test_a_word_that_runs_upwards_is_not_cut() -> None:
    words = place(stored("vertical"), [Word(0, 8, 10, 10, 20, 90)])
    assert words.boxes(0, 3) == words.boxes(0, 8)


def test_doubtful_words_are_known_and_so_are_hits_on_them() -> None:
    words = two_lines()
    assert words.unsure(0, 6)
    assert not words.unsure(8, 15)
    assert words.any_unsure
    assert [word.start for word in words.words if word.unsure] == [3]
    assert 0 < UNSURE < 1


def test_a_page_without_size_or_words_has_no_boxes() -> None:
    assert place(stored(TEXT, None, None), [Word(0, 2, 1, 1, 2, 2)]).boxes(0, 10) == ()
    assert place(stored(TEXT, 0.0, 0.0), [Word(0, 2, 1, 1, 2, 2)]).boxes(0, 10) == ()
    assert place(stored(TEXT), ()).boxes(0, 10) == ()


@pytest.mark.parametrize(
    "wild",
    [
        Word(0, 99, 1, 1, 2, 2),
        Word(-1, 2, 1, 1, 2, 2),
        Word(2, 2, 1, 1, 2, 2),
        Word(0, 2, 5, 5, 5, 9),
        Word(0, 2, float("nan"), 5, float("nan"), 9),
        Word(0, 2, 500, 500, 900, 900),
    ],
)
def test_a_word_that_cannot_be_is_left_out(wild: Word) -> None:
    assert place(stored(TEXT), [wild]).words == ()


places = st.integers(-20, 40)
numbers = st.floats(-50, 500)


@given(st.lists(st.builds(Word, places, places, numbers, numbers, numbers, numbers), max_size=8), places, places)
def test_boxes_never_leave_the_page(words: list[Word], start: int, end: int) -> None:
    for box in place(stored(TEXT), words).boxes(start, end):
        assert 0 <= box.x0 < box.x1 <= 100
        assert 0 <= box.y0 < box.y1 <= 100


SENTENCES = (
    "El acceso a una semana en casa no era cosa menor",
    "La página gris y amarga queda bajo el índice; pague",
    "Artículo 21 de la LEY, párrafo (noveno), según el Diario",
)


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Times-Italic", "Courier"])
def test_the_box_of_a_printed_word_is_as_high_as_its_ink(tmp_path: Path, font: str) -> None:
    sheet = canvas.Canvas(str(tmp_path / "x.pdf"), invariant=1)
    sheet.setFont(font, 14)
    for number, sentence in enumerate(SENTENCES):
        sheet.drawString(60, 700 - 30 * number, sentence)
    sheet.showPage()
    sheet.save()
    with open_text(tmp_path / "x.pdf") as text:
        layer = next(iter(text.layers()))
    assert layer is not None
    with open_pictures(tmp_path / "x.pdf") as pictures:
        drawn = pictures.render(1, 300, 100_000_000).image
    with Image.open(io.BytesIO(drawn.data)) as picture:
        ink = picture.convert("L").point(lambda level: 255 if level < 128 else 0)
    page = dataclasses.replace(stored(layer.text, layer.width, layer.height), ocr=False)
    for placed, word in zip(place(page, layer.words).words, layer.words, strict=True):
        x0, y0, x1, y1 = (
            value / side * pixels
            for value, side, pixels in zip(
                (word.x0, word.y0 - 2, word.x1, word.y1 + 2),
                (layer.width, layer.height) * 2,
                ink.size * 2,
                strict=True,
            )
        )
        left, top, right, bottom = ink.crop((int(x0), int(y0), int(x1) + 1, int(y1) + 1)).getbbox() or (0, 0, 0, 0)
        inked = (int(x0) + left, int(y0) + top, int(x0) + right, int(y0) + bottom)
        box = placed.box
        found = tuple(
            value / 100 * pixels for value, pixels in zip((box.x0, box.y0, box.x1, box.y1), ink.size * 2, strict=True)
        )
        if len(layer.text[word.start : word.end]) > 2:
            assert iou(found, inked) >= 0.6, layer.text[word.start : word.end]  # type: ignore[arg-type]


def test_boxes_that_ocr_drew_are_left_as_they_are() -> None:
    words = [Word(0, 3, 10, 10, 40, 20), Word(4, 7, 50, 10, 80, 20)]
    page = stored("ver uno")
    assert place(page, words).boxes(0, 3) == (Box(5.0, 2.5, 20.0, 5.0),)
    heights = [10.0 + number / 7 for number in range(40)]
    assert not is_printed(heights)
    assert is_printed([12.0] * 30 + heights[:8])
    assert is_printed([12.0])
