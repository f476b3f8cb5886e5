"""How well was a page read? Confidence of a reading, and which of two readings of the same page is the better."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.models import Page, PageStatus, Word
from indexer.text.garbage import is_garbage

POOR_CONFIDENCE = 0.88
"""Typewritten scans with under 9 % wrong characters read at 0.93 to 0.96, those with 46 to 49 % at 0.77 to 0.83; print
in a language that was not asked for at 0.86."""

HOPELESS_CONFIDENCE = 0.5
"""Below it OCR's text is mostly invented: worse than any text layer that is not garbage itself."""

MUCH_SHORTER = 0.5
"""A reading with less than half the letters of the other has missed part of the page."""


def mean_confidence(words: Sequence[Word]) -> float | None:
    """The words' mean confidence, weighted by their characters (0 to 1); None without words that have one."""
    rated = [(word.confidence, word.end - word.start) for word in words if word.confidence is not None]
    characters = sum(length for _, length in rated)
    return sum(confidence * length for confidence, length in rated) / characters if characters else None


def is_poor(page: Page) -> bool:
    """Whether an OCR reading is doubtful enough to be worth another attempt."""
    return page.status is PageStatus.UNREADABLE or (page.confidence is not None and page.confidence < POOR_CONFIDENCE)


def prefer_ocr(layer: Page, ocr: Page) -> bool:
    """Whether the OCR of a page is to be kept instead of its doubtful text layer."""
    if ocr.status is not PageStatus.READ or (ocr.confidence or 0.0) < HOPELESS_CONFIDENCE:
        return False
    return is_garbage(layer.text) or _letters(ocr) >= MUCH_SHORTER * _letters(layer)


def _letters(page: Page) -> int:
    return sum(char.isalnum() for char in page.text)
