"""Read documents for tests, with as little said as the test needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer.catalog.repository import Catalog
from indexer.choice import weigh
from indexer.models import (
    Kind,
    Language,
    Metadata,
    Page,
    PageStatus,
    Passage,
    Problem,
    ReadDocument,
    SourceFile,
)

UNREAD = Problem("ocr_unavailable", "Tesseract is not installed.")


def page(number: int, text: str, engine: str = "text 1") -> Page:
    return Page(number, text, engine, language=Language.SPANISH)


def unread_page(number: int) -> Page:
    return Page(number, "", "tesseract", status=PageStatus.UNREADABLE, ocr=True, problem=UNREAD)


def paragraphs(pages: Sequence[Page]) -> tuple[Passage, ...]:
    """A passage for every page that has a text."""
    with_text = [page for page in pages if page.text]
    return tuple(
        Passage(ordinal, page.number, 0, len(page.text), language=Language.SPANISH)
        for ordinal, page in enumerate(with_text, start=1)
    )


def read_document(
    name: str = "memo",
    *pages: Page,
    metadata: Metadata | None = None,
    passages: tuple[Passage, ...] | None = None,
    specimen: bool = False,
) -> ReadDocument:
    """A document whose bytes are ``name``."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    pages = pages or (page(1, f"El texto de {name}."),)
    return ReadDocument(
        SourceFile(Path(f"/sources/{name}"), sha256, len(name), "text/plain"),
        metadata or Metadata(title=name.title(), kind=Kind.MEMO, language=Language.SPANISH),
        pages,
        paragraphs(pages) if passages is None else passages,
        specimen,
    )


def add(
    catalog: Catalog,
    read: ReadDocument,
    *,
    path: str | None = None,
    collection: str = "inbox",
    sidecar: str | None = None,
    images: dict[int, str] | None = None,
) -> str:
    """Add a read document (or another occurrence of it); returns its id."""
    path = path or str(read.source.path)
    catalog.ingest.add(
        read,
        path=path,
        raw_path=path.encode(),
        collection=collection,
        sidecar_sha256=sidecar,
        images=images or {},
    )
    return read.source.document


def reread(catalog: Catalog, read: ReadDocument, images: Mapping[int, str]) -> None:
    """File a document that was read again, page by page the better reading."""
    catalog.ingest.reread(weigh(catalog.rereadings.known_pages(read.source.document), read, images))
