"""Pictures of pages for readers: bounded in number, and a page that cannot be drawn is told as such."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from indexer.archive import Archive
from indexer.config import load_config
from indexer.errors import (
    DrawingBusy,
    FileTimeout,
    NotFound,
    PageUndrawable,
    PageWithoutImage,
    PdfDamaged,
    StorageError,
)
from indexer.models import ImageSize, SourceFile
from indexer.page_image import FAILURE_SECONDS, LONGEST, MAX_FAILURES, MAX_QUEUED, MAX_WAITERS
from indexer.workers import WorkerPool
from tests.catalog.builders import read_document
from tests.web.archive import run
from tests.web.scans import printed

BROKEN = b"%PDF-1.4\nnothing of a PDF follows\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive whose one document is a PDF that no program can draw."""
    (tmp_path / "config.toml").write_text("")
    with Archive.open(load_config(tmp_path / "config.toml"), create=True) as opened:
        source = SourceFile(Path("/x.pdf"), hashlib.sha256(BROKEN).hexdigest(), len(BROKEN), "application/pdf")
        opened.store.put_bytes("originals", BROKEN)
        opened.ensure_collection("x")
        opened.catalog.ingest.add(
            dataclasses.replace(read_document(), source=source),
            path="/x.pdf",
            raw_path=b"/x.pdf",
            collection="x",
            sidecar_sha256=None,
            images={},
        )
        yield opened


def the_document(archive: Archive) -> str:
    (document,) = archive.catalog.documents.revisions()
    return document


def test_a_page_that_cannot_be_drawn_is_told_and_not_tried_again_for_a_while(archive: Archive) -> None:
    document, images = the_document(archive), archive._images
    now = 0.0
    images._clock = lambda: now
    with pytest.raises(PageUndrawable, match="cannot be drawn"):
        archive.page_image(document, 1)
    images.close()  # a second attempt would need the pool
    images._pool = None
    pool = images._open_pool
    images._open_pool = forbidden  # type: ignore[method-assign]
    with pytest.raises(PageUndrawable, match="cannot be drawn"):
        archive.page_image(document, 1)
    images._open_pool = pool  # type: ignore[method-assign]
    now = FAILURE_SECONDS + 1
    archive.store.path("originals", archive.catalog.documents.get(document).sha256).unlink()
    with pytest.raises(StorageError):  # it was looked at again
        archive.page_image(document, 1)


def forbidden() -> WorkerPool:
    raise AssertionError("the page is tried again")


def test_the_oldest_failures_are_forgotten_first(archive: Archive) -> None:
    images = archive._images
    for number in range(MAX_FAILURES + 5):
        images._remember(f"key-{number}", PdfDamaged("Broken."))
    assert len(images._failures) == MAX_FAILURES
    assert "key-4" not in images._failures
    assert "key-5" in images._failures


def test_only_some_readers_may_wait_for_a_drawing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.page_image.QUEUE_SECONDS", 0.05)
    for _ in range(MAX_WAITERS):
        archive._images._waiters.acquire()
    with pytest.raises(DrawingBusy, match="Try again"):  # after a short wait
        archive.page_image(the_document(archive), 1)
    monkeypatch.setattr("indexer.page_image.QUEUE_SECONDS", 60.0)
    for _ in range(MAX_QUEUED):
        archive._images._queue.acquire()
    with pytest.raises(DrawingBusy, match="Try again"):  # at once
        archive.page_image(the_document(archive), 1)


def test_a_drawing_that_takes_too_long_may_be_asked_for_again(archive: Archive) -> None:
    def slow(key: str, task: object) -> bytes:
        raise FileTimeout("Reading took longer than 20 s.")

    archive._images._draw = slow  # type: ignore[method-assign,assignment]
    with pytest.raises(DrawingBusy):
        archive.page_image(the_document(archive), 1)
    assert archive._images._failures == {}


@pytest.fixture
def drawable(tmp_path: Path) -> Iterator[tuple[Archive, str, str]]:
    """An archive with a printed PDF and a scan, and their ids."""
    (tmp_path / "config.toml").write_text("")
    files = tmp_path / "files"
    files.mkdir()
    printed(files / "printed.pdf")
    draft = Image.effect_noise((1700, 2200), 40)
    draft.save(files / "scan.jpg", dpi=(200, 200))
    run("add", files, archive=tmp_path)
    with Archive.open(load_config(tmp_path / "config.toml")) as opened:
        documents = {item.media_type: item.id for item in opened.catalog.documents.list()}
        yield opened, documents["application/pdf"], documents["image/jpeg"]


def test_an_image_comes_in_a_size_for_its_use(drawable: tuple[Archive, str, str]) -> None:
    archive, pdf, scan = drawable
    longest = {
        (document, size): max(image.width, image.height)
        for document in (pdf, scan)
        for size in ImageSize
        if (image := archive.page_image(document, 1, size))
    }
    assert longest[pdf, ImageSize.THUMB] == longest[scan, ImageSize.THUMB] == LONGEST[ImageSize.THUMB]
    assert longest[pdf, ImageSize.SCREEN] == longest[scan, ImageSize.SCREEN] == LONGEST[ImageSize.SCREEN]
    assert longest[pdf, ImageSize.FULL] in (3300, 3301)  # pdfium rounds up
    assert longest[scan, ImageSize.FULL] == 2200


def test_a_damaged_image_in_the_cache_is_drawn_again(drawable: tuple[Archive, str, str]) -> None:
    archive, pdf, _ = drawable
    first = archive.page_image(pdf, 1, ImageSize.SCREEN)
    (kept,) = (archive.config.data / "cache" / "pages").iterdir()
    kept.write_bytes(kept.read_bytes()[:500])
    assert archive.page_image(pdf, 1, ImageSize.SCREEN) == first


def test_a_damaged_image_in_the_store_is_told_as_such(drawable: tuple[Archive, str, str]) -> None:
    archive, _, scan = drawable
    stored = archive.store.path("images", archive.catalog.documents.page(scan, 1).image or "")
    whole = stored.read_bytes()
    stored.chmod(0o600)
    stored.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PageUndrawable, match="damaged"):
        archive.page_image(scan, 1, ImageSize.SCREEN)
    stored.write_bytes(b"not an image")
    with pytest.raises(StorageError, match="damaged"):
        archive.page_image(scan, 1)


def test_a_text_has_no_image(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("")
    (tmp_path / "note.txt").write_text("Una nota.")
    run("add", tmp_path / "note.txt", archive=tmp_path)
    with Archive.open(load_config(tmp_path / "config.toml")) as archive, pytest.raises(PageWithoutImage):
        archive.page_image(the_document(archive), 1)


def test_an_unknown_page_is_not_found(archive: Archive) -> None:
    with pytest.raises(NotFound):
        archive.page_image(the_document(archive), 99)
