"""OCR by the real tesseract: what is read, and what is said when nothing can be."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.config import OcrSettings
from indexer.models import PageImage, PageStatus
from indexer.ocr.probe import probe_tesseract
from indexer.ocr.reader import TesseractReader

FONT = ImageFont.load_default(36)


def picture(*paragraphs: list[str], blank: bool = False) -> PageImage:
    sheet = Image.new("L", (1400, 1000), 255)
    draw, y = ImageDraw.Draw(sheet), 100
    for lines in paragraphs:
        for line in lines:
            draw.text((120, y), line, fill=0, font=FONT)
            y += 50
        y += 70
    if blank:
        draw.ellipse((500, 300, 900, 700), fill=0)
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return PageImage(buffer.getvalue(), "image/png", sheet.width, sheet.height, 200)


def reader(**settings: object) -> TesseractReader:
    return TesseractReader(OcrSettings(**settings))  # type: ignore[arg-type]


TWO = picture(
    ["El convoy fue emboscado por personal", "armado en la carretera federal."],
    ["Se solicita el apoyo de la Guardia Nacional."],
)


def fake_tesseract(folder: Path, script: str) -> None:
    """A program of that name, for the ways in which the real one fails."""
    program = folder / "tesseract"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_lines_and_paragraphs_are_kept_and_each_word_has_its_box() -> None:
    page = reader().read(TWO, 3)
    assert page.text == (
        "El convoy fue emboscado por personal\narmado en la carretera federal.\n\n"
        "Se solicita el apoyo de la Guardia Nacional."
    )
    assert [page.text[word.start : word.end] for word in page.words] == page.text.split()
    assert (page.number, page.status, page.ocr) == (3, PageStatus.READ, True)
    assert (page.width, page.height) == (1400, 1000)
    convoy = page.words[1]
    assert 150 < convoy.x0 < convoy.x1 < 320
    assert 95 < convoy.y0 < convoy.y1 < 150
    assert page.image == TWO


def test_confidence_runs_from_0_to_1_and_the_engine_is_named_with_its_version() -> None:
    page = reader().read(TWO, 1)
    assert page.confidence is not None
    assert 0.85 < page.confidence <= 1
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in page.words)
    tesseract = probe_tesseract()
    assert tesseract is not None
    assert page.engine == f"tesseract {tesseract.version} spa"


def test_one_language_alone_reads_a_good_page_and_it_is_the_page_s_own() -> None:
    assert reader(languages=("eng", "spa")).read(TWO, 1).engine.endswith(" spa")
    assert reader(languages=("eng",)).read(TWO, 1).engine.endswith(" eng")


def test_a_page_with_ink_but_no_text_is_unreadable_never_an_empty_text() -> None:
    page = reader().read(picture(blank=True), 1)
    assert (page.status, page.text) == (PageStatus.UNREADABLE, "")
    assert page.problem is not None
    assert page.problem.code == "ocr_nothing_found"
    assert page.image is not None


def test_without_tesseract_the_page_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    page = reader().read(TWO, 1)
    assert probe_tesseract() is None
    assert page.status is PageStatus.UNREADABLE
    assert page.problem is not None
    assert page.problem.code == "ocr_unavailable"
    assert "apt-get install tesseract-ocr" in page.problem.message


def test_a_language_that_is_not_installed_is_named() -> None:
    page = reader(languages=("spa", "nah")).read(TWO, 1)
    assert page.problem is not None
    assert page.problem.code == "ocr_language_missing"
    assert "nah" in page.problem.message


INSTALLED = 'case "$1" in --version) echo tesseract 9.9;; --list-langs) printf "List:\\nspa\\neng\\n";; *) %s;; esac\n'


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("/bin/sleep 30", "ocr_timeout"),
        ("echo 'Error: out of luck' >&2; exit 1", "ocr_failed"),
        ("kill -9 $$", "ocr_failed"),
        ("exit 0", "ocr_failed"),
    ],
)
def test_a_tesseract_that_fails_leaves_the_page_unreadable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, code: str
) -> None:
    fake_tesseract(tmp_path, INSTALLED % script)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    page = reader(page_seconds=1).read(TWO, 1)
    assert page.status is PageStatus.UNREADABLE
    assert page.problem is not None
    assert page.problem.code == code


def test_a_picture_that_tesseract_cannot_open_leaves_the_page_unreadable() -> None:
    page = reader().read(PageImage(b"\x89PNG\r\n\x1a\n not", "image/png", 10, 10, 300), 1)
    assert page.problem is not None
    assert page.problem.code in ("ocr_failed", "ocr_nothing_found")


def test_the_probe_tells_version_and_languages() -> None:
    tesseract = probe_tesseract()
    assert tesseract is not None
    assert tesseract.version[0].isdigit()
    assert {"spa", "eng"} <= tesseract.languages


@pytest.mark.parametrize("script", ["exit 1", "echo something else", "kill -9 $$"])
def test_a_program_of_that_name_that_is_not_tesseract_counts_as_absent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    fake_tesseract(tmp_path, script)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert probe_tesseract() is None
