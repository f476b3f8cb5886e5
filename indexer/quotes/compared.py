"""A part of a quotation beside the words of its source, and how surely OCR read these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from indexer.models import Language, Word
from indexer.quotes.diff import Step
from indexer.quotes.models import Change, ChangeType, QuoteWord
from indexer.quotes.source import PagesOfCatalog, Source, SourceWord
from indexer.text.breaks import BREAK

_BRACKETS = re.compile(r"[\[\]]")

SURE_CONFIDENCE = 0.85
"""A word that tesseract is surer of than this counts as read right. Chosen below the mean of good pages (0.93 to 0.96,
ocr/quality.py); not measured word by word."""

EDGE_SHARE, MARGIN_SHARE = 0.98, 0.05
"""A line that ends further to the right than this share of the page's width runs out of the picture, if the page's
lines begin with a margin: a picture that was cropped to its text has none on either side."""


@dataclass(frozen=True, slots=True)
class OcrWords:
    """What OCR says of the words of a source: how sure it was, and where on the page they stand."""

    catalog: PagesOfCatalog
    source: Source
    _read: dict[int, tuple[Word, ...]] = field(default_factory=dict)

    def is_sure(self, word: SourceWord) -> bool:
        """Whether OCR read ``word`` surely, from the confidence of the words it overlaps."""
        sureness = [read.confidence for read in self._over(word) if read.confidence is not None]
        return bool(sureness) and min(sureness) >= SURE_CONFIDENCE

    def runs_out(self, word: SourceWord) -> bool:
        """Whether ``word`` ends where the picture of its page does and what followed on its line is cut off."""
        index = self.source.page_at(word.start)
        page = self.source.pages[index]
        if page.width is None or not any(read.x1 >= EDGE_SHARE * page.width for read in self._over(word)):
            return False
        read = self._of_page(index)
        begins = [after.x0 for before, after in pairwise(read) if "\n" in page.text[before.end : after.start]]
        return median([read[0].x0, *begins]) >= MARGIN_SHARE * page.width

    def _over(self, word: SourceWord) -> list[Word]:
        index = self.source.page_at(word.start)
        start, end = word.start - self.source.starts[index], word.end - self.source.starts[index]
        return [read for read in self._of_page(index) if read.start < end and read.end > start]

    def _of_page(self, index: int) -> tuple[Word, ...]:
        if index not in self._read:
            page = self.source.pages[index]
            self._read[index] = self.catalog.words(self.source.document.id, page.number, page.reading.reading)
        return self._read[index]


@dataclass(frozen=True, slots=True)
class Compared:
    """A part of a quotation beside the words of its source; ``ocr`` is None where the page was not read by OCR."""

    text: str
    words: Sequence[QuoteWord]
    source: Source
    found: Sequence[SourceWord]
    language: Language
    ocr: OcrWords | None = None

    def printed(self, quote: tuple[int, int]) -> str:
        first, last = quote
        return self.text[self.words[first].start : self.words[last - 1].end] if last > first else ""

    def printed_source(self, found: tuple[int, int]) -> str:
        first, last = found
        return self.source.text[self.found[first].start : self.found[last - 1].end] if last > first else ""

    def quoted_words(self, step: Step) -> list[str]:
        """The words of a step as the quotation prints them, without brackets around letters."""
        return [_BRACKETS.sub("", self.text[word.start : word.end]) for word in self.words[slice(*step.quote)]]

    def source_words(self, step: Step) -> list[str]:
        """The words of a step as the source prints them, whole where a line's end breaks them."""
        return [BREAK.sub("", self.source.text[word.start : word.end]) for word in self.found[slice(*step.source)]]

    def change(self, type: ChangeType, step: Step, *, critical: bool = False, why: str | None = None) -> Change:
        """The change that a step tells."""
        quote_span = source_span = None
        if step.quote[0] < step.quote[1]:
            quote_span = (self.words[step.quote[0]].start, self.words[step.quote[1] - 1].end)
        if step.source[0] < step.source[1]:
            source_span = (self.found[step.source[0]].start, self.found[step.source[1] - 1].end)
        return Change(
            type,
            self.printed(step.quote),
            self.printed_source(step.source),
            critical=critical,
            why=why,
            quote_span=quote_span,
            source_span=source_span,
        )
