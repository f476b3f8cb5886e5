"""PDF: the text layer where it is good, OCR page by page where it is missing or garbage.

page ── text layer? ── none ──▶ ink? ── no ──▶ blank
            │                     └─ yes ──▶ OCR
            ├─ garbage, or a stamp over a scan ──▶ OCR, unless OCR does worse
            └─ good ──▶ kept (a scan with a good OCR layer is not read twice)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import repeat
from pathlib import Path

from indexer.config import IngestLimits
from indexer.errors import OcrNothingFound, PdfDamaged, PdfEncrypted, PdfWithoutPages, SourceError, TooManyPages
from indexer.extract.base import PageReader, undecoded
from indexer.extract.pdf_text import ENGINE, PdfText, TextLayer, open_text
from indexer.extract.raster import FAINT_INK
from indexer.extract.render import PdfPictures, open_pictures
from indexer.models import Extraction, Metadata, Page, PageStatus, Problem
from indexer.ocr.quality import prefer_ocr
from indexer.text.garbage import is_garbage

TAIL_BYTES = 4096
"""Where the end of a PDF is looked for: it must be within the last 1,024 bytes, and servers append some junk."""

SCAN_SHARE = 0.6
"""A page of which one image covers this much may be a scan. Scans with margins cut off cover 0.8, photographs 0.5."""

STAMP_CHARACTERS = 300
"""Fewer characters over a scan are a stamp, a folio or a page number; a page of prose has 1,500 and more."""

SCAN_DPI = (150, 400)
"""A scan is rendered at its own resolution if it lies here: enlarging it makes OCR worse (design/findings.md)."""

_END = re.compile(rb"startxref\s+\d+|%%EOF")
_NO_TITLE = re.compile(
    r"(untitled|sin t[ií]tulo|t[ií]tulo|title|scan(ned)?\b.*|document[o]?\s*\d*|microsoft \w+ - .*|adobe \w+.*|"
    r"presentaci[oó]n de powerpoint|powerpoint presentation|.*\.(docx?|pdf|indd|rtf|tiff?|tmp|qxd|xlsx?|pptx?|txt))",
    re.IGNORECASE,
)
MIN_TITLE_WORDS = 2
MAX_TITLE = 300


class PdfExtractor:
    """Reads application/pdf, one page at a time, so that memory does not grow with the document."""

    media_types = ("application/pdf",)

    def extract(self, path: Path, media_type: str, limits: IngestLimits, ocr: PageReader) -> Extraction:
        """All pages. Raises PdfDamaged (also for a truncated file, of which nothing is kept), PdfEncrypted,
        PdfWithoutPages, TooManyPages."""
        _check_end(path)
        with ExitStack() as stack:
            pictures = _pictures(stack, path)
            if len(pictures) > limits.max_pages:
                raise TooManyPages(f"The PDF has {len(pictures):,} pages; the limit is {limits.max_pages:,}.")
            text = _text(stack, path)
            layers = _aligned(text, len(pictures))
            pages = tuple(_page(number, layer, pictures, ocr) for number, layer in enumerate(layers, start=1))
            return Extraction(pages, Metadata(title=_real_title(text.title() if text else None)))


def _check_end(path: Path) -> None:
    """A PDF without its end was cut off. pdfium and pdfminer would both show what is there as if it were all."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        untrusted_tail = file.read()
    if not _END.search(untrusted_tail):
        raise PdfDamaged("The PDF is truncated: its end is missing.")


def _pictures(stack: ExitStack, path: Path) -> PdfPictures:
    try:
        pictures = stack.enter_context(open_pictures(path))
    except PdfDamaged as error:
        raise _reason(path) from error
    if len(pictures) == 0:
        raise PdfWithoutPages("The PDF has no pages.")
    return pictures


def _reason(path: Path) -> SourceError:
    """Why pdfium could not open the file, as far as pdfminer can tell."""
    try:
        with open_text(path) as text:
            empty = text.count_pages() == 0
    except (PdfDamaged, PdfEncrypted) as error:
        return error
    return PdfWithoutPages("The PDF has no pages.") if empty else PdfDamaged("The PDF's structure is broken.")


def _text(stack: ExitStack, path: Path) -> PdfText | None:
    """The text layer; None where pdfminer cannot open what pdfium can, so that every page is read from its picture."""
    try:
        return stack.enter_context(open_text(path))
    except PdfDamaged:
        return None


def _aligned(text: PdfText | None, count: int) -> Iterator[TextLayer | None]:
    """A layer (or None) for each of the pages that pdfium counts.

    Where pdfminer lists another number of pages their texts could be those of others, so that none is believed.
    """
    if text is None or text.count_pages() != count:
        return repeat(None, count)
    return text.layers()


def _page(number: int, layer: TextLayer | None, pictures: PdfPictures, ocr: PageReader) -> Page:
    if layer is not None and (known := _without_ocr(number, layer, pictures)):
        return known
    label = layer.label if layer else None
    try:
        rendering = pictures.render(number, _dpi(layer, ocr), ocr.max_pixels)
    except PdfDamaged as error:
        return _undrawn(number, layer, error)
    except MemoryError:
        return replace(undecoded(number, "pypdfium2"), label=label)
    if layer is not None and not layer.text and rendering.ink.none:
        return replace(_from_layer(number, layer), status=PageStatus.BLANK)
    page = replace(ocr.read(rendering.image, number), label=label)
    if page.problem and page.problem.code == OcrNothingFound.code and rendering.ink.share <= FAINT_INK:
        page = replace(page, status=PageStatus.BLANK, problem=None)
    if layer is not None and layer.text and _was_read(page):
        kept = _from_layer(number, layer)
        return page if prefer_ocr(kept, page) else kept
    return page


def _undrawn(number: int, layer: TextLayer | None, error: PdfDamaged) -> Page:
    if layer is not None and layer.text and not is_garbage(layer.text):
        return _from_layer(number, layer)
    problem = Problem(error.code, str(error))
    label = layer.label if layer else None
    return Page(number, "", "pypdfium2", PageStatus.UNREADABLE, label=label, problem=problem)


def _without_ocr(number: int, layer: TextLayer, pictures: PdfPictures) -> Page | None:
    """The page, if its text layer is good or there is nothing on it: a picture of it would take a tenth of a second."""
    if _is_good(layer):
        return _from_layer(number, layer)
    if not layer.text and pictures.is_empty(number):
        return replace(_from_layer(number, layer), status=PageStatus.BLANK)
    return None


def _was_read(page: Page) -> bool:
    """Whether OCR really looked and may be compared; if it could not run, the page must be tried again later."""
    return page.status is not PageStatus.UNREADABLE or (
        page.problem is not None and page.problem.code == OcrNothingFound.code
    )


def _is_good(layer: TextLayer) -> bool:
    if not layer.text or is_garbage(layer.text):
        return False
    return layer.image_share < SCAN_SHARE or len(layer.text) >= STAMP_CHARACTERS


def _from_layer(number: int, layer: TextLayer) -> Page:
    return Page(
        number,
        layer.text,
        ENGINE,
        words=layer.words,
        width=layer.width,
        height=layer.height,
        label=layer.label,
    )


def _dpi(layer: TextLayer | None, ocr: PageReader) -> int:
    low, high = SCAN_DPI
    if layer is not None and layer.image_share >= SCAN_SHARE and low <= layer.image_dpi <= high:
        return min(round(layer.image_dpi), ocr.dpi)
    return ocr.dpi


def _real_title(declared: str | None) -> str | None:
    """The declared title unless it is a program's or a file's name."""
    if declared is None or len(declared) > MAX_TITLE or _NO_TITLE.fullmatch(declared) or is_garbage(declared):
        return None
    return declared if len(declared.split()) >= MIN_TITLE_WORDS else None
