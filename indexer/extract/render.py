"""Pictures of PDF pages: the sole importer of pypdfium2."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from indexer.errors import PdfDamaged
from indexer.extract.raster import Ink, ink_on, page_image
from indexer.models import PageImage

POINTS_PER_INCH = 72
LEAST_DPI = 50
"""A sheet of more than 4 × 3 metres is rendered no coarser than this; beyond, it is refused as damaged."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page's picture and the ink on it."""

    image: PageImage
    ink: Ink


class PdfPictures:
    """An open PDF. Use :func:`open_pictures`. Pages count from 1."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points, as shown. Raises PdfDamaged."""
        page = self._page(number)
        try:
            width, height = page.get_size()
            return float(width), float(height)
        finally:
            page.close()

    def is_empty(self, number: int) -> bool:
        """Whether nothing is drawn on the page: no text, picture, line or annotation. Not so of one that is damaged."""
        try:
            page = self._page(number)
        except PdfDamaged:
            return False
        try:
            annotations = pypdfium2.raw.FPDFPage_GetAnnotCount(page.raw)
            return annotations == 0 and next(iter(page.get_objects(max_depth=1)), None) is None
        finally:
            page.close()

    def render(self, number: int, dpi: int, max_pixels: int) -> Rendering:
        """The page in gray at ``dpi``, or as near to it as ``max_pixels`` allows. Raises PdfDamaged."""
        page = self._page(number)
        try:
            width, height = page.get_size()
            dpi = _bounded_dpi(width, height, dpi, max_pixels)
            bitmap = page.render(scale=dpi / POINTS_PER_INCH, grayscale=True)
            picture = bitmap.to_pil()
            return Rendering(page_image(picture, dpi), ink_on(picture, dpi))
        except (pypdfium2.PdfiumError, ValueError, OSError) as error:
            raise PdfDamaged(f"Page {number} of the PDF cannot be drawn.") from error
        finally:
            page.close()

    def _page(self, number: int) -> pypdfium2.PdfPage:
        try:
            return self._document[number - 1]
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise PdfDamaged(f"Page {number} of the PDF cannot be opened.") from error


@contextmanager
def open_pictures(path: Path) -> Iterator[PdfPictures]:
    """Open a PDF for drawing; an empty password is tried. Raises PdfDamaged.

    pdfium's reason is not asked for: its last error may be that of an earlier file.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise PdfDamaged("The PDF's structure is broken, or asks for a password.") from error
    try:
        yield PdfPictures(document)
    finally:
        document.close()


def _bounded_dpi(width: float, height: float, dpi: int, max_pixels: int) -> int:
    inches = (width / POINTS_PER_INCH) * (height / POINTS_PER_INCH)
    if not inches > 0:
        raise ValueError("the page has no area")
    bounded = min(dpi, int(math.sqrt(max_pixels / inches)))
    if bounded < LEAST_DPI:
        raise ValueError("the page is larger than any sheet")
    return bounded
