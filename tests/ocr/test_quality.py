"""Which of two readings of a page is the better."""

from __future__ import annotations

import pytest

from indexer.models import Page, PageStatus, Problem, Word
from indexer.ocr.quality import is_poor, mean_confidence, prefer_ocr

PROSE = "La Guardia Nacional se constituirá con los elementos de la Policía Federal que determine el Presidente."


def ocr(text: str, confidence: float) -> Page:
    return Page(1, text, "tesseract", confidence=confidence, ocr=True)


def test_confidence_is_weighted_by_characters() -> None:
    words = (Word(0, 9, 0, 0, 1, 1, 1.0), Word(10, 11, 0, 0, 1, 1, 0.0))
    assert mean_confidence(words) == pytest.approx(0.9)
    assert mean_confidence(()) is None
    assert mean_confidence((Word(0, 1, 0, 0, 1, 1),)) is None


def test_a_doubtful_reading_is_poor_and_so_is_none() -> None:
    assert is_poor(ocr(PROSE, 0.8))
    assert not is_poor(ocr(PROSE, 0.94))
    assert is_poor(Page(1, "", "tesseract", PageStatus.UNREADABLE, problem=Problem("ocr_failed", "x")))


def test_ocr_replaces_garbage_unless_it_is_hopeless() -> None:
    garbage = Page(1, " ".join(PROSE), "pdfminer")
    assert prefer_ocr(garbage, ocr(PROSE, 0.9))
    assert not prefer_ocr(garbage, ocr("l|J ;: ~", 0.2))
    assert not prefer_ocr(garbage, Page(1, "", "tesseract", PageStatus.UNREADABLE))


def test_ocr_that_found_much_less_than_the_layer_is_not_taken() -> None:
    layer = Page(1, PROSE, "pdfminer")
    assert not prefer_ocr(layer, ocr("La Guardia", 0.95))
    assert prefer_ocr(layer, ocr(PROSE * 3, 0.95))
