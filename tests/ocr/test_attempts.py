"""What is kept when a further attempt at a page fails."""

from __future__ import annotations

import pytest

from indexer.errors import OcrError, OcrFailed, OcrTimeout
from indexer.models import PageImage
from indexer.ocr import attempts
from indexer.ocr.attempts import PageAttempts
from indexer.ocr.tesseract import Layout, OcrWord
from tests.ocr.pages import encoded, page

IMAGE = encoded(page(size=(1100, 420)))


def word(text: str, confidence: float) -> OcrWord:
    return OcrWord(text, 1, 1, 1, 100, 90, 300, 120, confidence)


def attempt(monkeypatch: pytest.MonkeyPatch, *answers: tuple[OcrWord, ...] | OcrError) -> PageAttempts:
    """A page whose readings, one after another, are these; strips are read as if the page lay upside down."""
    left = iter(answers)
    strips = iter(((word("abajo", 0.2),), (word("arriba", 0.95),)))

    def run(picture: object, language: str, seconds: float, layout: Layout = Layout.ANY) -> tuple[OcrWord, ...]:
        answer = next(strips) if layout is Layout.ONE_BLOCK else next(left)
        if isinstance(answer, OcrError):
            raise answer
        return answer

    monkeypatch.setattr(attempts, "run_tesseract", run)
    return PageAttempts(IMAGE, ("spa",), "spa", 60)


@pytest.mark.parametrize("error", [OcrTimeout("slow"), OcrFailed("broken")])
def test_a_second_attempt_that_fails_costs_nothing_of_the_first(
    monkeypatch: pytest.MonkeyPatch, error: OcrError
) -> None:
    page = attempt(monkeypatch, (word("Guardia", 0.85),), error)
    assert page.best().text == "Guardia"


def test_a_page_that_cannot_be_read_the_other_way_up_stays_as_it_lay(monkeypatch: pytest.MonkeyPatch) -> None:
    page = attempt(monkeypatch, (word("eipJenD", 0.4),), OcrTimeout("slow"))
    assert page.best().text == "eipJenD"
    assert page.sheet.quarters == 0
    assert page.sheet.image == IMAGE


def test_a_page_turned_round_keeps_its_turned_reading_when_more_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    page = attempt(monkeypatch, (word("eipJenD", 0.4),), (word("Guardia", 0.8),), OcrFailed("broken"))
    assert page.best().text == "Guardia"
    assert page.sheet.quarters == 2


def test_a_first_attempt_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OcrTimeout):
        attempt(monkeypatch, OcrTimeout("slow")).best()


def test_what_is_no_picture_is_told() -> None:
    with pytest.raises(OcrFailed):
        PageAttempts(PageImage(b"no picture", "image/png", 9, 9, 300), ("spa",), "spa", 60).best()
