"""Reads the raster of a page with tesseract: what extractors see of OCR."""

from __future__ import annotations

from dataclasses import replace

from indexer.config import OcrSettings
from indexer.errors import OcrError, OcrLanguageMissing, OcrNothingFound, OcrUnavailable
from indexer.models import Page, PageImage, PageStatus, Problem
from indexer.ocr.assemble import Sifted, assemble, sift
from indexer.ocr.attempt import Attempt
from indexer.ocr.attempts import PageAttempts
from indexer.ocr.probe import Tesseract, probe_tesseract
from indexer.ocr.quality import mean_confidence
from indexer.ocr.sheet import Sheet


class TesseractReader:
    """A :class:`~indexer.extract.base.PageReader` on tesseract, for the pages of one document in order.

    A page is tried first in the language of the page before it, the first page in the first configured language:
    reading all pages in ``spa+eng`` costs 15 % and gains nothing on Spanish ones (design/findings.md).
    """

    def __init__(self, settings: OcrSettings) -> None:
        self.settings = settings
        self._language = settings.languages[0]

    @property
    def dpi(self) -> int:
        return self.settings.dpi

    @property
    def max_pixels(self) -> int:
        return self.settings.max_megapixels * 1_000_000

    def read(self, image: PageImage, number: int) -> Page:
        """One reading of the page, with its image: turned upright by quarters where it was not, else as it came. Word
        boxes, width and height are those of that image. A failure comes back as an UNREADABLE page that says why."""
        attempts = PageAttempts(image, self.settings.languages, self._language, self.settings.page_seconds)
        try:
            tesseract = self._ready()
            best = attempts.best()
            sifted = sift(best.words)
            if not sifted.words:
                raise OcrNothingFound("Tesseract found no text on a page that is not blank.")
        except OcrError as error:
            return _unreadable(image, number, error)
        self._language = best.language
        engine = engine_name(tesseract.version, best, attempts.sheet, sifted)
        return _page(number, sifted, engine, attempts.sheet.image)

    def _ready(self) -> Tesseract:
        tesseract = probe_tesseract()
        if tesseract is None:
            raise OcrUnavailable("Tesseract is not installed, so scans cannot be read.")
        if missing := [name for name in self.settings.languages if name not in tesseract.languages]:
            raise OcrLanguageMissing(f"Tesseract lacks the language {', '.join(missing)}.")
        return tesseract


def _page(number: int, sifted: Sifted, engine: str, image: PageImage) -> Page:
    text, words = assemble(sifted.words)
    return Page(
        number,
        text,
        engine=engine,
        words=words,
        width=image.width,
        height=image.height,
        confidence=mean_confidence(words),
        ocr=True,
        image=image,
    )


def engine_name(version: str, attempt: Attempt, sheet: Sheet, sifted: Sifted) -> str:
    """What read the page, how, and how much of it is not in the text: "tesseract 5.3.0 spa; turned 90°, deskewed 2.4°,
    levelled; 3 marks left out"."""
    done = ((f"turned {90 * sheet.quarters}°",) if sheet.quarters else ()) + attempt.plan.says
    marks = len(sifted.left_out)
    left_out = f"{marks} {'mark' if marks == 1 else 'marks'} left out" if marks else ""
    return "; ".join(part for part in (f"tesseract {version} {attempt.language}", ", ".join(done), left_out) if part)


def _unreadable(image: PageImage, number: int, error: OcrError) -> Page:
    blank = Page(number, "", engine="tesseract", status=PageStatus.UNREADABLE, ocr=True, image=image)
    return replace(blank, width=image.width, height=image.height, problem=Problem(error.code, str(error)))
