"""A scan as a searchable PDF: the image is the scan's, and every word is where OCR read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from indexer.archive import Archive
from indexer.config import load_config
from indexer.errors import DrawingBusy, NotFound, PageUndrawable
from indexer.extract.pdf_text import TextLayer, open_text
from indexer.models import Document
from indexer.page_words import Box, place
from indexer.pdf_sheets import PlacedText, Sheet, Title, write_sheets
from indexer.searchable_pdf import PART_PAGES, parts_of
from tests.web.archive import run
from tests.web.scans import FONTS, WORD, iou, printed, scan

pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="the fonts are not there (Debian: fonts-liberation)")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "config.toml").write_text("")
    files = folder / "files"
    files.mkdir()
    scan(files / "abejas.tif")
    printed(files / "decreto.pdf")
    run("add", files, archive=folder)
    with Archive.open(load_config(folder / "config.toml")) as opened:
        yield opened


def of_type(archive: Archive, media_type: str) -> Document:
    return next(item for item in archive.catalog.documents.list() if item.media_type == media_type)


def layers(path: Path) -> list[TextLayer]:
    with open_text(path) as text:
        return [layer for layer in text.layers() if layer is not None]


def test_the_words_are_where_ocr_read_them(archive: Archive) -> None:
    document = of_type(archive, "image/tiff")
    made = layers(archive.searchable_pdf(document))
    assert len(made) == document.pages == 3
    for number, layer in enumerate(made, start=1):
        page = archive.catalog.documents.page(document.id, number)
        read = place(page, archive.catalog.documents.words(document.id, number, page.reading.reading)).words
        assert layer.text.split() == page.text.split()
        assert layer.image_share > 0.99
        written = {layer.text[word.start : word.end]: word for word in layer.words}
        for word in read:
            there = (
                written[page.text[word.start : word.end]]
                if page.text.count(page.text[word.start : word.end]) == 1
                else None
            )
            if there is not None:
                box = tuple(
                    100 * value / (layer.width if at % 2 == 0 else layer.height)
                    for at, value in enumerate((there.x0, there.y0, there.x1, there.y1))
                )
                assert iou(box, (word.box.x0, word.box.y0, word.box.x1, word.box.y1)) > 0.6  # type: ignore[arg-type]


def test_the_file_is_kept_and_a_damaged_page_is_told(archive: Archive) -> None:
    document = of_type(archive, "image/tiff")
    first = archive.searchable_pdf(document)
    made = first.stat().st_mtime_ns, first.read_bytes()
    assert archive.searchable_pdf(document).read_bytes() == made[1]
    assert WORD in layers(first)[0].text
    first.unlink()
    stored = archive.store.path("images", archive.catalog.documents.page(document.id, 2).image or "")
    whole = stored.read_bytes()
    stored.chmod(0o600)
    stored.write_bytes(b"not an image")
    with pytest.raises(PageUndrawable, match="damaged"):
        archive.searchable_pdf(document)
    stored.write_bytes(whole)
    assert archive.searchable_pdf(document).read_bytes() == made[1]
    assert [path.suffix for path in first.parent.iterdir()] == [".pdf"]


def test_a_document_that_ocr_did_not_read_has_none(archive: Archive) -> None:
    document = of_type(archive, "application/pdf")
    assert parts_of(document) == 0
    with pytest.raises(NotFound):
        archive.searchable_pdf(document)


def test_parts_are_bounded(archive: Archive) -> None:
    document = of_type(archive, "image/tiff")
    assert parts_of(document) == 1
    assert PART_PAGES <= 100
    for part in (0, -1, 2, 10_000):
        with pytest.raises(NotFound):
            archive.searchable_pdf(document, part)


def test_one_file_is_made_at_a_time(archive: Archive) -> None:
    document = of_type(archive, "image/tiff")
    archive.searchable_pdf(document).unlink()
    with archive._pdfs._making, pytest.raises(DrawingBusy):
        archive.searchable_pdf(document)
    assert archive.searchable_pdf(document).is_file()


def test_a_page_that_was_turned_to_be_read_is_as_the_image_is(tmp_path: Path) -> None:
    Image.new("L", (1650, 1275), "white").save(tmp_path / "turned.png")
    lying = tmp_path / "lying.pdf"
    sheet = canvas.Canvas(str(lying), pagesize=(612, 792))
    sheet.showPage()
    sheet.save()
    write_sheets(tmp_path / "made.pdf", [Sheet(1, tmp_path / "turned.png", ())], lying, 300, Title("", ""))
    (layer,) = layers(tmp_path / "made.pdf")
    assert (layer.width, layer.height) == (792, 612)


def test_a_character_that_the_hidden_text_cannot_hold_does_no_harm(tmp_path: Path) -> None:
    words = (PlacedText("añ🙂o", Box(10, 10, 30, 12)), PlacedText("\u0301", Box(40, 10, 41, 12)))
    write_sheets(tmp_path / "made.pdf", [Sheet(1, None, words)], None, 300, Title("Título 🙂", "x"))
    (layer,) = layers(tmp_path / "made.pdf")
    assert layer.text.split()[0] == "añ?o"
