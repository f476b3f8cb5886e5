"""What every extractor offers."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from indexer.config import IngestLimits
from indexer.errors import OcrMemory
from indexer.models import Extraction, Page, PageImage, PageStatus, Problem


class PageReader(Protocol):
    """Reads the raster of one page: what an extractor needs of OCR."""

    @property
    def dpi(self) -> int:
        """The resolution to render at."""

    @property
    def max_pixels(self) -> int:
        """A raster with more pixels than this must not be decoded."""

    def read(self, image: PageImage, number: int) -> Page:
        """The page's text, words and confidence. Never raises for a page that cannot be read: the page comes back
        ``UNREADABLE`` with its problem."""


def undecoded(number: int, engine: str, width: float | None = None, height: float | None = None) -> Page:
    """The page whose picture takes more memory to decode than a file may have: that page alone stays unread."""
    error = OcrMemory("The page's picture is too large for the memory that a file may take.")
    problem = Problem(error.code, str(error))
    return Page(number, "", engine, PageStatus.UNREADABLE, width=width, height=height, ocr=True, problem=problem)


class Extractor(Protocol):
    """Reads one family of formats."""

    @property
    def media_types(self) -> tuple[str, ...]:
        """The media types it reads."""

    def extract(self, path: Path, media_type: str, limits: IngestLimits, ocr: PageReader) -> Extraction:
        """Read all pages of the file.

        Raises a :class:`~indexer.errors.SourceError` when the file as a whole cannot be read.
        """
