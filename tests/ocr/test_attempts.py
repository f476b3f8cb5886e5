"""What is kept when a further attempt at a page fails."""

from __future__ import annotations

import cv2
import pytest

from indexer.config import OcrSettings
from indexer.errors import OcrError, OcrFailed, OcrTimeout
from indexer.models import PageImage, PageStatus
from indexer.ocr import attempts, sheet
from indexer.ocr.attempts import PageAttempts
from indexer.ocr.reader import TesseractReader
from indexer.ocr.tesseract import Layout, OcrWord
from tests.ocr.pages import encoded, page

IMAGE = encoded(page(size=(1100, 420)))


def word(text: str, confidence: float) -> OcrWord:
    return OcrWord(text, 1, 1, 1, 100, 90, 300, 120, confidence)


def out_of_memory() -> cv2.error:
    error = cv2.error("Insufficient memory")
    error.code = cv2.Error.StsNoMem
    return error


def attempt(monkeypatch: pytest.MonkeyPatch, *answers: tuple[OcrWord, ...] | OcrError) -> PageAttempts:
    """A page whose readings, one after another, are these; strips are read as if the page lay upside down."""
    left = iter(answers)
    strips = iter(((word("abajo", 0.2),), (word("arriba", 0.95),)))

    def run(picture: object, language: str, seconds: float, layout: Layout = Layout.ANY) -> tuple[OcrWord, ...]:
        answer = next(left)
        if isinstance(answer, OcrError):
            raise answer
        return answer

    monkeypatch.setattr(attempts, "run_tesseract", run)
    monkeypatch.setattr(PageAttempts, "_strip_words", lambda self, strip: next(strips))
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


@pytest.mark.parametrize("work", ["decode", "examine", "turned_file"])
@pytest.mark.parametrize(
    ("error", "code"),
    [(MemoryError(), "ocr_memory"), (out_of_memory(), "ocr_memory"), (cv2.error("odd"), "ocr_failed")],
)
def test_a_picture_too_large_to_work_on_fails_its_page_alone(
    monkeypatch: pytest.MonkeyPatch, work: str, error: Exception, code: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(sheet, work, fail)
    found = TesseractReader(OcrSettings()).read(encoded(page().rotate(90, expand=True)), 1)
    assert found.status is PageStatus.UNREADABLE
    assert found.problem is not None
    assert found.problem.code == code
    assert "add the file again" in found.problem.message or "the next `add`" in found.problem.message


def test_a_repair_that_needs_too_much_memory_leaves_the_first_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(attempts, "repaired", fail)
    assert attempt(monkeypatch, (word("Guardia", 0.85),)).best().text == "Guardia"
