"""Reads the raster of a page with tesseract: what extractors see of OCR."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from indexer.config import OcrSettings
from indexer.errors import OcrError, OcrLanguageMissing, OcrNothingFound, OcrUnavailable
from indexer.models import Language, Page, PageImage, PageStatus, Problem, Word
from indexer.ocr.probe import Tesseract, probe_tesseract
from indexer.ocr.quality import is_poor, mean_confidence
from indexer.ocr.tesseract import OcrWord, run_tesseract
from indexer.text.language import detect_language

TESSERACT_CODES = {Language.SPANISH: "spa", Language.ENGLISH: "eng"}


class TesseractReader:
    """A :class:`~indexer.extract.base.PageReader` on tesseract.

    The page is read in the first configured language and once more only if it is doubtful and turns out to be in
    another: reading all pages in ``spa+eng`` costs 15 % and gains nothing on Spanish ones (design/findings.md).
    """

    def __init__(self, settings: OcrSettings) -> None:
        self.settings = settings

    @property
    def dpi(self) -> int:
        return self.settings.dpi

    @property
    def max_pixels(self) -> int:
        return self.settings.max_megapixels * 1_000_000

    def read(self, image: PageImage, number: int) -> Page:
        """One reading of the page, with its image. A failure comes back as an UNREADABLE page that says why."""
        try:
            tesseract = self._ready()
            page = self._read_in(image, number, self.settings.languages[0], tesseract)
            other = self._other_language(page)
            if other is not None:
                with contextlib.suppress(OcrError):  # a second attempt that fails costs nothing of the first
                    again = self._read_in(image, number, other, tesseract)
                    page = max(page, again, key=lambda one: one.confidence or 0.0)
            return page
        except OcrError as error:
            return _unreadable(image, number, error)

    def _ready(self) -> Tesseract:
        tesseract = probe_tesseract()
        if tesseract is None:
            raise OcrUnavailable("Tesseract is not installed, so scans cannot be read.")
        if missing := [name for name in self.settings.languages if name not in tesseract.languages]:
            raise OcrLanguageMissing(f"Tesseract lacks the language {', '.join(missing)}.")
        return tesseract

    def _read_in(self, image: PageImage, number: int, language: str, tesseract: Tesseract) -> Page:
        found = run_tesseract(image, language, self.settings.page_seconds)
        if not found:
            raise OcrNothingFound("Tesseract found no text on a page that is not blank.")
        text, words = _assemble(found)
        return Page(
            number,
            text,
            engine=f"tesseract {tesseract.version} {language}",
            words=words,
            width=image.width,
            height=image.height,
            confidence=mean_confidence(words),
            ocr=True,
            image=image,
        )

    def _other_language(self, page: Page) -> str | None:
        """Another configured language that a doubtful page is really in."""
        if not is_poor(page) or (detected := detect_language(page.text)) is None:
            return None
        code = TESSERACT_CODES.get(detected)
        return code if code in self.settings.languages[1:] else None


def _assemble(found: tuple[OcrWord, ...]) -> tuple[str, tuple[Word, ...]]:
    """Text as laid out (a line a line, a blank line between paragraphs) and the words with their places in it."""
    parts: list[str] = []
    words: list[Word] = []
    length = 0
    previous: OcrWord | None = None
    for word in found:
        separator = _separator(previous, word)
        start = length + len(separator)
        length = start + len(word.text)
        parts += (separator, word.text)
        words.append(Word(start, length, word.x0, word.y0, word.x1, word.y1, word.confidence))
        previous = word
    return "".join(parts), tuple(words)


def _separator(previous: OcrWord | None, word: OcrWord) -> str:
    if previous is None:
        return ""
    if (previous.block, previous.paragraph) != (word.block, word.paragraph):
        return "\n\n"
    return "\n" if previous.line != word.line else " "


def _unreadable(image: PageImage, number: int, error: OcrError) -> Page:
    blank = Page(number, "", engine="tesseract", status=PageStatus.UNREADABLE, ocr=True, image=image)
    return replace(blank, width=image.width, height=image.height, problem=Problem(error.code, str(error)))
