"""What tesseract leaves out is noticed, and text under a stamp is read all the same."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.config import OcrSettings
from indexer.ocr.attempt import Attempt
from indexer.ocr.condition import examine
from indexer.ocr.coverage import Coverage, covered
from indexer.ocr.reader import TesseractReader
from indexer.ocr.repair import Plan, plan_for
from indexer.ocr.tesseract import OcrWord
from tests.ocr.pages import FONT, LINES, TEXT, encoded, page, shadowed
from tests.ocr.test_repair import errors, read


def boxed(*rows: int, until: int = 1000) -> list[OcrWord]:
    """The lines of the page with these numbers as words of one box each."""
    return [
        OcrWord(LINES[row], 1, 1, row, 90, 85 + 37 * row, until, 122 + 37 * row, 0.95)  # lines are 37 pixels apart
        for row in rows
    ]


def words(blocks: int, lines: int = 6) -> tuple[OcrWord, ...]:
    return tuple(
        OcrWord(
            "Guardia",
            block,
            1,
            line,
            300 * block + 120 * half,
            40 * line,
            300 * block + 100 + 120 * half,
            40 * line + 30,
            0.9,
        )
        for block in range(blocks)
        for line in range(lines)
        for half in (0, 1)
    )


def test_a_page_read_whole_is_covered() -> None:
    found = covered(boxed(*range(6)), examine(np.asarray(page())))
    assert found.share > 0.98
    assert found.missed < 3


def test_a_line_or_its_end_that_was_left_out_is_noticed() -> None:
    condition = examine(np.asarray(page()))
    assert covered(boxed(0, 1, 2, 4, 5), condition).missed > 30
    assert 8 <= covered([*boxed(0, 1, 2, 4, 5), *boxed(3, until=650)], condition).missed < 30


@pytest.mark.parametrize("size", [(1, 1), (300, 300)])
def test_of_a_page_without_letters_nothing_is_missed(size: tuple[int, int]) -> None:
    assert covered((), examine(np.full(size, 255, np.uint8))) == Coverage(1.0, 0)


def test_columns_are_told_from_a_broken_line() -> None:
    def side_by_side(found: tuple[OcrWord, ...]) -> bool:
        return Attempt(found, "spa", Plan(), Coverage(1.0, 0)).side_by_side

    assert side_by_side(words(2))
    assert not side_by_side(words(1))
    tail = tuple(word for word in words(2) if word.block == 0 or word.line == 3)
    assert not side_by_side(tail)


def stamped(sheet: Image.Image, ink: int) -> Image.Image:
    """With a ring and a word across the middle of its lines."""
    done = sheet.copy()
    stamp = Image.new("L", (260, 260), 255)
    pen = ImageDraw.Draw(stamp)
    pen.ellipse((5, 5, 255, 255), outline=ink, width=7)
    pen.text((130, 130), "RECIBIDO", fill=ink, font=ImageFont.truetype(FONT, 34), anchor="mm")
    turned = np.asarray(stamp.rotate(25, fillcolor=255, resample=Image.Resampling.BICUBIC))
    gray = np.asarray(done).copy()
    place = gray[80:340, 420:680]
    np.minimum(place, turned, out=place)
    return Image.fromarray(gray)


def test_text_under_a_pale_stamp_is_read() -> None:
    assert errors(read(encoded(stamped(page(), 150)))) < 0.05


def test_a_dark_stamp_spoils_no_more_than_what_it_covers() -> None:
    found = read(encoded(stamped(page(), 0)))
    assert errors(found) < 0.3
    sure = [found.text[word.start : word.end] for word in found.words if (word.confidence or 0) >= 0.8]
    assert sum(word in TEXT for word in sure) > 0.95 * len(sure)


def photographed(sheet: Image.Image) -> Image.Image:
    """With a gray picture below the text."""
    random = np.random.default_rng(4)
    coarse = Image.fromarray(random.integers(0, 255, (9, 16), dtype=np.uint8))
    tall = Image.new("L", (sheet.width, sheet.height + 420), 255)
    tall.paste(sheet)
    tall.paste(coarse.resize((700, 400), Image.Resampling.BICUBIC), (150, sheet.height))
    return tall


def test_a_photograph_is_no_shadow_and_makes_no_words() -> None:
    picture = photographed(page())
    found = read(encoded(picture))
    assert not plan_for(examine(np.asarray(picture)), (picture.height, picture.width)).level
    assert plan_for(examine(np.asarray(shadowed(page()))), (480, 1100)).level
    assert errors(found) < 0.01


def test_a_scribble_makes_no_words() -> None:
    sheet = page(LINES, (1100, 800))
    x = np.linspace(200, 700, 300)
    y = 600 + 60 * np.sin(x / 13) * np.sin(x / 90)
    ImageDraw.Draw(sheet).line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=10, width=5, joint="curve")
    found = TesseractReader(OcrSettings()).read(encoded(sheet), 1)
    assert errors(found) < 0.02


def test_grain_that_looks_like_letters_is_not_text_that_was_left_out() -> None:
    """A photograph below the text: spots of a letter's size, close together, in no lines."""
    sheet = page(size=(1100, 900))
    random = np.random.default_rng(5)
    pen = ImageDraw.Draw(sheet)
    for x, y in zip(random.integers(200, 900, 260), random.integers(450, 800, 260), strict=True):
        pen.ellipse((x, y, x + 13, y + 15), outline=0, width=3)
    assert covered(boxed(*range(6)), examine(np.asarray(sheet))).missed == 0
