"""Pictures of pages for readers: bounded in number, and a page that cannot be drawn is told as such."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.config import load_config
from indexer.errors import ArchiveBusy, NotFound
from indexer.models import SourceFile
from indexer.page_image import MAX_WAITERS
from tests.catalog.builders import read_document

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


def test_a_page_that_cannot_be_drawn_is_told_and_not_tried_again(archive: Archive) -> None:
    document = the_document(archive)
    with pytest.raises(NotFound, match="cannot be drawn"):
        archive.page_image(document, 1)
    archive._images.close()  # a second attempt would need the pool
    with pytest.raises(NotFound, match="cannot be drawn"):
        archive.page_image(document, 1)


def test_only_some_readers_may_wait_for_a_drawing(archive: Archive) -> None:
    for _ in range(MAX_WAITERS):
        archive._images._waiters.acquire()
    with pytest.raises(ArchiveBusy, match="Try again"):
        archive.page_image(the_document(archive), 1)


def test_an_unknown_page_is_not_found(archive: Archive) -> None:
    with pytest.raises(NotFound):
        archive.page_image(the_document(archive), 99)
