"""Pictures of pages: is there ink on them, and in which form are they kept for OCR and for the reader."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from indexer.models import PageImage

JPEG_QUALITY = 80
PNG_LEVEL = 3
"""Level 6 makes a letter page at 300 dpi 10 % smaller and takes twice the time (0.4 s, a fifth of tesseract's)."""

MUCH_SMALLER = 0.6
"""JPEG is taken where it needs less than this share of PNG: noisy gray scans (0.38 MB instead of 1.15). Two-level
scans are smaller as PNG. Only what is shown is re-encoded: read from it, pages of a faint ribbon had a letter or two
more wrong than bare tesseract's (decision 0043)."""

EXACT_PIXELS = 40_000_000
"""A larger picture is read as it is kept: uncompressed beside its encoded form it would take its worker's memory, and
letters of that size lose nothing as a JPEG."""

STRIP = 8
"""The choice is made on the middle eighth of the page, so that only one form is encoded whole."""

INK_CONTRAST = 56
"""How much darker than the paper around it ink is, of 255. Shadows of the gutter and creases change more slowly."""

PALE_CONTRAST = 40
"""The same for the palest ink that OCR is asked about: a worn ribbon on gray paper had nothing darker by 56, and its
page passed for blank. Noisy blank pages (12 of 255, shadowed) have nothing darker by this."""

INK_DPI = 100
PAPER_CELL = 16
"""Pixels (at INK_DPI) of a cell whose brighter part is taken for the paper: wider than any stroke."""

PAPER_QUANTILE = 0.8
"""Above the ink of any line of text, below the grain: with the brightest pixel, grain of 12 of 255 looked like ink."""

MARGIN = 0.03
"""Share of each side not looked at: scanners leave dark edges."""

FAINT_INK = 0.0005
"""Share of inked pixels below which a page in which OCR finds nothing is blank: dust, a fold, show-through."""

NO_INK = 0.000004
"""Share below which OCR need not be asked: three dots of a hundredth of an inch on a letter page. A lone faint digit
measured 0.000017, a two-digit page number 0.00007, a noisy blank page with shadows 0."""


Brightness = npt.NDArray[np.int16]


def page_image(picture: Image.Image, dpi: int) -> PageImage:
    """The picture as kept, in gray: two-level and clean pages as PNG, noisy gray ones as JPEG. OCR is given it as it
    is, in its colours, of which tesseract makes its own grays."""
    gray = picture if picture.mode in ("1", "L") else picture.convert("L")
    form = "JPEG" if gray.mode == "L" and _is_noisy(gray) else "PNG"
    return PageImage(_encoded(gray, form), f"image/{form.lower()}", gray.width, gray.height, dpi, exactly(picture))


def exactly(picture: Image.Image) -> bytes | None:
    """The pixels of a picture in two levels, gray or colours, for OCR; None of one that is too large."""
    return _encoded(picture, "PPM") if picture.width * picture.height <= EXACT_PIXELS else None


@dataclass(frozen=True, slots=True)
class Ink:
    """``share``: of the page's pixels that are markedly darker than the paper around them (0 to 1). ``none``: not even
    pale ink is there, so that OCR need not be asked."""

    share: float
    none: bool


def ink_on(picture: Image.Image, dpi: int) -> Ink:
    """How much ink there is on the page."""
    # Whole pixels are averaged: at an odd scale some of the grain would be averaged less than the rest.
    reduced = picture.convert("L").reduce(max(1, round(dpi / INK_DPI)))
    small = np.asarray(reduced, dtype=np.int16)
    rows, columns = int(small.shape[0] * MARGIN), int(small.shape[1] * MARGIN)
    small = small[rows : small.shape[0] - rows, columns : small.shape[1] - columns]
    darker = _paper(small) - small
    return Ink(float((darker > INK_CONTRAST).mean()), float((darker > PALE_CONTRAST).mean()) <= NO_INK)


def _paper(small: Brightness) -> Brightness:
    """The brightness of the paper at each pixel, from the cell it lies in."""
    rows, columns = (-small.shape[0] % PAPER_CELL, -small.shape[1] % PAPER_CELL)
    padded = np.pad(small, ((0, rows), (0, columns)), mode="edge")
    height, width = padded.shape
    cells = padded.reshape(height // PAPER_CELL, PAPER_CELL, width // PAPER_CELL, PAPER_CELL).swapaxes(1, 2)
    kth = int(PAPER_QUANTILE * PAPER_CELL**2)
    cells = np.partition(cells.reshape(*cells.shape[:2], -1), kth, axis=2)[:, :, kth]
    spread = cells.repeat(PAPER_CELL, axis=0).repeat(PAPER_CELL, axis=1)
    paper: Brightness = spread[: small.shape[0], : small.shape[1]]
    return paper


def _is_noisy(gray: Image.Image) -> bool:
    """Whether the page is much smaller as a JPEG."""
    strip = gray.crop(
        (0, gray.height * (STRIP - 1) // (2 * STRIP), gray.width, gray.height * (STRIP + 1) // (2 * STRIP))
    )
    if not strip.width or not strip.height:
        return False
    return len(_encoded(strip, "JPEG")) < MUCH_SMALLER * len(_encoded(strip, "PNG"))


def _encoded(picture: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    options = {"PNG": {"compress_level": PNG_LEVEL}, "JPEG": {"quality": JPEG_QUALITY}}
    picture.save(buffer, form, **options.get(form, {}))
    return buffer.getvalue()


def stored_image(data: bytes, dpi: int) -> PageImage:
    """An image that :func:`page_image` encoded, with its size in pixels, read from its head."""
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        return PageImage(data, f"image/{str(picture.format).lower()}", picture.width, picture.height, dpi)
