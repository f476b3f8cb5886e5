"""Real scans of others, rotated and skewed: read upright."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.config import OcrSettings
from indexer.extract.render import open_pictures
from indexer.models import Page
from indexer.ocr.reader import TesseractReader


def page_of(path: Path, number: int) -> Page:
    with open_pictures(path) as pictures:
        image = pictures.render(number, 150, 40_000_000).image
    return TesseractReader(OcrSettings(languages=("eng",), page_seconds=600)).read(image, number)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "number", "done"),
    [("rotated_skew.pdf", 1, "deskewed"), ("cardinal.pdf", 2, "turned")],
)
def test_rotated_and_skewed_pages_are_read_upright(shared_data: Path, name: str, number: int, done: str) -> None:
    page = page_of(shared_data / "scans" / "ocrmypdf" / name, number)
    assert done in page.engine
    assert "The LinnSequencer is a state-of-the-art" in " ".join(page.text.split())
    assert page.height is not None
    assert page.width is not None
    assert page.height > page.width
