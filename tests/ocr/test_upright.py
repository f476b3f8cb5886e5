"""The right way up is seen in the shapes of letters, and only asked of tesseract where these do not tell."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from indexer.config import OcrSettings
from indexer.models import PageImage
from indexer.ocr import attempts
from indexer.ocr.condition import Condition, examine
from indexer.ocr.reader import TesseractReader
from indexer.ocr.tesseract import Layout, OcrWord, Picture, run_tesseract
from indexer.ocr.upright import seen_way_up
from tests.ocr.pages import LINES, askew, encoded, page

CAPITALS = tuple(line.upper() for line in LINES)


def examined(sheet: Image.Image) -> Condition:
    return examine(np.asarray(sheet))


@pytest.mark.parametrize("degrees", [0, -7, 4])
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_small_letters_tell_which_way_is_up(quarters: int, degrees: float) -> None:
    lying = askew(page(), degrees).rotate(90 * quarters, expand=True)
    assert seen_way_up(examined(lying)) == quarters


@pytest.mark.parametrize("quarters", [0, 2])
def test_capitals_alone_do_not_tell(quarters: int) -> None:
    assert seen_way_up(examined(page(CAPITALS, (1300, 480)).rotate(90 * quarters))) == 0


def test_capitals_with_tails_do_not_turn_a_page_over() -> None:
    """Typewriting of which every tall spot was a Q, or a letter with its comma, was taken for upside down. Here Ç."""
    tailed = ["LA NOMBRARON PARA LAS CORTES DE FRANÇA Y BRAGANÇA"] * 9
    measured = examined(page(tailed, (1400, 600)))
    assert seen_way_up(measured) == 0
    assert measured.rising == 0


def test_capitals_that_lie_sideways_must_be_read() -> None:
    assert seen_way_up(examined(page(CAPITALS, (1300, 480)).rotate(90, expand=True))) is None


@pytest.mark.parametrize("size", [(1, 1), (300, 1), (300, 300)])
def test_a_page_without_letters_tells_nothing(size: tuple[int, int]) -> None:
    assert seen_way_up(examined(Image.new("L", size, 255))) == 0


def test_the_letters_of_a_very_wide_sheet_are_large_enough_to_be_measured() -> None:
    sheet = Image.new("L", (12_000, 1_500), 255)
    for left in range(0, 10_000, 1_300):
        sheet.paste(page(), (left, 200))
    measured = examined(sheet)
    assert not measured.lines.sideways
    assert measured.letter > 10


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("lying", [0, 1, 2, 3])
def test_what_was_measured_turns_with_the_page(lying: int, quarters: int) -> None:
    sheet = askew(page(), 3).rotate(90 * lying, expand=True)
    turned, measured = examined(sheet).turned(quarters), examined(sheet.rotate(-90 * quarters, expand=True))
    assert turned.lines.sideways == measured.lines.sideways
    assert turned.lines.degrees == pytest.approx(measured.lines.degrees, abs=0.1)
    assert np.sign(turned.rising) == np.sign(measured.rising)
    assert turned.letters.shape == measured.letters.shape


@pytest.mark.parametrize(("lines", "strips"), [(LINES, 0), (CAPITALS, 2)])
def test_a_page_upside_down_is_read_once(monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], strips: int) -> None:
    """Its capitals are read once more as they lay, before the question is asked."""
    asked: list[Layout] = []

    def run(picture: Picture, language: str, seconds: float, layout: Layout = Layout.ANY) -> tuple[OcrWord, ...]:
        asked.append(layout)
        return run_tesseract(picture, language, seconds, layout)

    monkeypatch.setattr(attempts, "run_tesseract", run)
    image: PageImage = encoded(page(lines, (1300, 480)).rotate(180))
    found = TesseractReader(OcrSettings()).read(image, 1)
    assert lines[0] in found.text
    assert "turned 180°" in found.engine
    assert asked.count(Layout.ONE_BLOCK) == strips
    assert asked.count(Layout.ANY) == (2 if strips else 1)
