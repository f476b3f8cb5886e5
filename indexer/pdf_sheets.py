"""Writes PDFs of page images with unseen words over them: the sole importer of reportlab. Runs in a worker."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import ImageDamaged, PdfDamaged
from indexer.extract.render import POINTS_PER_INCH, PdfPictures, open_pictures
from indexer.page_words import Box

DRAWN_DPI = 200
"""Resolution of pages of which no scan is kept: those of the document that have a text layer."""

MAX_PIXELS = 40_000_000
LETTER = (612.0, 792.0)

FONT = "Helvetica"
"""One of the fonts that every viewer has, in the code page of Spanish and English: none need be embedded."""

CODE_PAGE = "cp1252"
INVISIBLE = 3
BASELINE = 0.2
"""Where the baseline of a word lies in its box, from below: letters with and without descenders between them."""

_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, AttributeError)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A word and its box on the page, in percent."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be written: the image kept of it, if any, and its words."""

    number: int
    image: Path | None
    words: tuple[PlacedText, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """What the file says of itself."""

    title: str
    subject: str


def write_sheets(target: Path, sheets: Sequence[Sheet], original: Path | None, dpi: int, title: Title) -> None:
    """Write the sheets to ``target``. Pages without a kept image are drawn from ``original``, if that is a PDF; else
    they are left white. ``dpi`` is that of images that tell none. Raises ImageDamaged, PdfDamaged."""
    canvas = Canvas(str(target), pageCompression=1, invariant=1)
    canvas.setTitle(title.title)
    canvas.setSubject(title.subject)
    canvas.setCreator("Cotejo")
    with ExitStack() as stack:
        pictures = stack.enter_context(open_pictures(original)) if original else None
        size = LETTER
        for sheet in sheets:
            size = _write(canvas, sheet, pictures, dpi, size)
    canvas.save()


def _write(
    canvas: Canvas, sheet: Sheet, pictures: PdfPictures | None, dpi: int, before: tuple[float, float]
) -> tuple[float, float]:
    """Write one page; returns its size in points. A page that shows nothing has the size of the one before."""
    data = _image(sheet, pictures)
    pixels = _pixels(data) if data is not None else None
    size = before
    if pictures is not None:
        size = _as_shown(pictures, sheet.number, pixels) or before
    elif pixels is not None:
        size = pixels[0] / dpi * POINTS_PER_INCH, pixels[1] / dpi * POINTS_PER_INCH
    canvas.setPageSize(size)
    if data is not None:
        canvas.drawImage(_reader(data), 0, 0, *size)
    _write_words(canvas, sheet.words, *size)
    canvas.showPage()
    return size


def _image(sheet: Sheet, pictures: PdfPictures | None) -> bytes | None:
    if sheet.image is not None:
        return sheet.image.read_bytes()
    if pictures is None:
        return None
    return pictures.render(sheet.number, DRAWN_DPI, MAX_PIXELS).image.data


def _as_shown(pictures: PdfPictures, number: int, pixels: tuple[int, int] | None) -> tuple[float, float] | None:
    """The size of the original's page, turned as the image was turned to be read; None if it has none."""
    try:
        width, height = pictures.size(number)
    except PdfDamaged:
        return None
    lies = pixels is not None and pixels[0] > pixels[1]
    return (height, width) if pixels is not None and lies != (width > height) else (width, height)


def _pixels(untrusted: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(untrusted), formats=("PNG", "JPEG")) as picture:
            return picture.size
    except _DAMAGE as error:
        raise ImageDamaged(f"The image is damaged ({type(error).__name__}).") from error


def _reader(untrusted: bytes) -> ImageReader:
    """A JPEG goes into the file as it is; reportlab would write a two-level PNG in colours, so it is made gray."""
    try:
        with Image.open(io.BytesIO(untrusted), formats=("PNG", "JPEG")) as picture:
            if picture.format == "JPEG":
                return ImageReader(io.BytesIO(untrusted))
            return ImageReader(picture.convert("L"))
    except _DAMAGE as error:
        raise ImageDamaged(f"The image is damaged ({type(error).__name__}).") from error


def _write_words(canvas: Canvas, words: Sequence[PlacedText], width: float, height: float) -> None:
    """Each word as wide and high as its box, with a space after it for programs that search."""
    text = canvas.beginText()
    text.setTextRenderMode(INVISIBLE)
    for word in words:
        written = word.text.encode(CODE_PAGE, errors="replace").decode(CODE_PAGE)
        box = word.box
        size = max(1.0, box.height / 100 * height)
        natural = stringWidth(written, FONT, size)
        if not natural:
            continue
        text.setFont(FONT, size)
        text.setHorizScale(100 * (box.width / 100 * width) / natural)
        text.setTextOrigin(box.x0 / 100 * width, height - (box.y1 - BASELINE * box.height) / 100 * height)
        text.textOut(written + " ")
    canvas.drawText(text)
