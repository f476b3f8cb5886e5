"""Bad scans are read as good ones, and every word's box stays on its ink of the page as it is shown."""

from __future__ import annotations

import io
import unicodedata

import edlib
import numpy as np
import pytest
from PIL import Image

from indexer.config import OcrSettings
from indexer.models import Page, PageImage, PageStatus
from indexer.ocr.reader import TesseractReader
from tests.ocr.pages import ENGLISH, LINES, TEXT, askew, encoded, grainy, page, shadowed


def read(image: PageImage, **settings: object) -> Page:
    return TesseractReader(OcrSettings(**settings)).read(image, 1)  # type: ignore[arg-type]


def errors(found: Page, text: str = TEXT) -> float:
    """Share of wrong characters."""
    hypothesis = unicodedata.normalize("NFC", " ".join(found.text.split()))
    return edlib.align(hypothesis, text)["editDistance"] / len(text)


def ink_in_boxes(found: Page) -> float:
    """The share of the stored image's ink that lies in the boxes of words."""
    assert found.image is not None
    ink = np.asarray(Image.open(io.BytesIO(found.image.data)).convert("L")) < 60
    boxed = np.zeros_like(ink)
    for word in found.words:
        boxed[int(word.y0) - 1 : int(word.y1) + 2, int(word.x0) - 1 : int(word.x1) + 2] = True
    return float((ink & boxed).sum() / ink.sum())


def test_a_sound_page_is_read_as_it_is() -> None:
    found = read(encoded(page()))
    assert errors(found) < 0.005
    assert ";" not in found.engine


@pytest.mark.parametrize("degrees", [-8, -2.5, 5])
def test_a_page_askew_is_read_and_its_boxes_lie_on_the_page_as_shown(degrees: float) -> None:
    image = encoded(askew(page(), degrees))
    found = read(image)
    assert errors(found) < 0.01
    assert f"deskewed {degrees:.1f}" in found.engine
    assert found.image == image
    assert ink_in_boxes(found) > 0.99
    assert all(word.y1 - word.y0 < 100 for word in found.words)


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_turned_page_is_stored_upright_with_boxes_that_match(quarters: int, form: str) -> None:
    image = encoded(page().rotate(90 * quarters, expand=True), form)
    found = read(image)
    assert errors(found) < 0.01
    assert found.image is not None
    assert (found.width, found.height) == (found.image.width, found.image.height) == (1100, 480)
    assert found.image.media_type == image.media_type
    assert f"turned {90 * quarters}°" in found.engine
    assert ink_in_boxes(found) > 0.99


def test_a_turned_page_keeps_its_colours() -> None:
    red = Image.merge("RGB", (Image.new("L", (1100, 480), 255), page(), page())).rotate(90, expand=True)
    found = read(encoded(red))
    assert found.image is not None
    assert np.ptp(np.asarray(Image.open(io.BytesIO(found.image.data))), axis=2).max() > 100


def test_grain_and_shadow_are_read_through() -> None:
    assert errors(read(encoded(grainy(page())))) < 0.02
    found = read(encoded(grainy(shadowed(askew(page(), 3)))))
    assert errors(found) < 0.03
    assert "levelled" in found.engine
    assert ink_in_boxes(found) > 0


def test_a_two_level_page_with_specks_is_read() -> None:
    two = grainy(page(), grain=0, salt=0.03).point(lambda value: 255 if value > 128 else 0).convert("1")
    assert errors(read(encoded(two))) < 0.03


def test_the_same_page_is_read_the_same_again() -> None:
    image = encoded(grainy(askew(page(), 2)))
    assert read(image) == read(image)


def test_an_english_page_is_read_in_english_and_the_next_one_at_once() -> None:
    reader = TesseractReader(OcrSettings())
    first = reader.read(encoded(page(ENGLISH)), 1)
    assert " eng" in first.engine
    assert errors(first, " ".join(ENGLISH)) < 0.01
    assert " eng" in reader.read(encoded(page(ENGLISH)), 2).engine


def test_a_page_in_two_languages_is_read_in_both() -> None:
    found = read(encoded(page((*LINES, "", *ENGLISH), (1100, 640))))
    assert "spa+eng" in found.engine


def test_one_pixel_and_a_line_of_pixels_are_no_text() -> None:
    for size in ((1, 1), (3000, 1), (1, 3000)):
        found = read(encoded(Image.new("L", size, 0)))
        assert found.status is PageStatus.UNREADABLE


def test_a_page_wider_than_tesseract_takes_is_read_smaller() -> None:
    wide = Image.new("L", (33_000, 300), 255)
    wide.paste(page(LINES[:2], (1100, 300)), (0, 0))
    assert "Guardia Nacional" in read(encoded(wide)).text
