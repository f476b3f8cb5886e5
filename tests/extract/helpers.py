"""A reader that stands for OCR where a test is about the extractor, and small PDFs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from indexer.config import IngestLimits, OcrSettings
from indexer.extract.identify import identify
from indexer.extract.registry import extractor_for
from indexer.models import Extraction, Page, PageImage, PageStatus, Problem
from indexer.ocr.reader import TesseractReader

LIMITS = IngestLimits()
PROSE = (
    "La Guardia Nacional se constituirá con los elementos de la Policía Federal que determine el Presidente "
    "de la República mediante acuerdos de carácter general. "
)


class ScriptedReader:
    """Answers every page with the same text (or none), and remembers what it was shown."""

    def __init__(self, text: str | None = "Leído por OCR", confidence: float = 0.95) -> None:
        self.text = text
        self.confidence = confidence
        self.seen: list[PageImage] = []
        self.dpi = 150
        self.max_pixels = 50_000_000

    def read(self, image: PageImage, number: int) -> Page:
        self.seen.append(image)
        if self.text is None:
            problem = Problem("ocr_nothing_found", "nothing")
            return Page(number, "", "script", PageStatus.UNREADABLE, ocr=True, problem=problem)
        return Page(number, self.text, "script", confidence=self.confidence, ocr=True)


def tesseract() -> TesseractReader:
    return TesseractReader(OcrSettings())


def read(
    path: Path, reader: ScriptedReader | TesseractReader | None = None, limits: IngestLimits = LIMITS
) -> Extraction:
    media_type = identify(path)
    return extractor_for(media_type).extract(path, media_type, limits, reader or ScriptedReader())


def make_pdf(path: Path, *draw: Callable[[Canvas], object], size: tuple[float, float] = letter) -> Path:
    """A PDF with one page for each of ``draw``."""
    canvas = Canvas(str(path), pagesize=size)
    for page in draw:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def paragraph(x: float, y: float, lines: list[str], leading: float = 12, size: float = 10) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for index, line in enumerate(lines):
            canvas.drawString(x, y - index * leading, line)

    return draw
