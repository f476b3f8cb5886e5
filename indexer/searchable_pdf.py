"""A scanned document as a PDF that can be searched: each page's image, and over it the words as OCR read them, unseen.

See docs/decisions/0013-searchable-pdf.md. Built in a process of its own, a part of PART_PAGES pages at a time.
"""

from __future__ import annotations

import hashlib
import math
import os
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from indexer.catalog.repository import Catalog
from indexer.config import Config
from indexer.errors import DrawingBusy, FileTimeout, NotFound, PageUndrawable, SourceError, storage_error
from indexer.models import Document, StoredPage
from indexer.page_words import place
from indexer.pdf_sheets import PlacedText, Sheet, Title, write_sheets
from indexer.store import Store
from indexer.workers import WorkerPool

PART_PAGES = 100
"""Pages of one file: about 60 MB of typewritten scans at 300 dpi, and half a minute of work at the worst."""

SECONDS = 180
MEMORY_MB = 1536
MAKER = 1
"""Changes when the files are made differently, so that kept ones are not mistaken for new."""

MAX_KEPT = 50
"""Files kept for the next reader."""


class SearchablePdfs:
    """Makes and keeps searchable PDFs. Safe under many threads."""

    def __init__(self, catalog: Catalog, store: Store, config: Config) -> None:
        self._catalog = catalog
        self._store = store
        self._dpi = config.ocr.dpi
        self._folder = config.data / "cache" / "pdf"
        self._making = threading.Lock()
        self._pool: WorkerPool | None = None

    def get(self, document: Document, part: int = 1) -> Path:
        """The file of the document's ``part``, counted from 1. See :meth:`indexer.archive.Archive.searchable_pdf`."""
        first, last = (part - 1) * PART_PAGES + 1, part * PART_PAGES
        if not document.pages_ocr or not 1 <= first <= document.pages:
            raise NotFound(f"There is no searchable PDF of part {part} of {document.id}.")
        pages = self._catalog.documents.pages(document.id, first, last)
        path = self._folder / f"{_key(document, pages)}.pdf"
        if not path.is_file():
            self._make(document, pages, path)
        with suppress(OSError):
            os.utime(path)
        return path

    def _make(self, document: Document, pages: Sequence[StoredPage], path: Path) -> None:
        """One file at a time: each needs a core and some memory for a while."""
        if not self._making.acquire(blocking=False):
            raise DrawingBusy("Another PDF is being made at this moment.")
        try:
            if self._pool is None:
                self._pool = WorkerPool(1, SECONDS, MEMORY_MB)
            original = self._store.path("originals", document.sha256)
            drawn = original if document.media_type == "application/pdf" else None
            sheets = tuple(self._sheet(page) for page in pages)
            partial = self._partial()
            try:
                self._pool.result(self._pool.submit(write_sheets, partial, sheets, drawn, self._dpi, _title(document)))
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
            self._sweep()
        except FileTimeout as error:
            raise DrawingBusy(f"The PDF took longer than {SECONDS} s to make.") from error
        except SourceError as error:
            raise PageUndrawable(f"No PDF could be made of {document.id}: {error.message}") from error
        except OSError as error:
            raise storage_error(error, "The PDF") from error
        finally:
            self._making.release()

    def _sheet(self, page: StoredPage) -> Sheet:
        words = place(page, self._catalog.documents.words(page.document, page.number, page.reading.reading)).words
        image = self._store.path("images", page.image) if page.image else None
        return Sheet(
            page.number, image, tuple(PlacedText(page.text[word.start : word.end], word.box) for word in words)
        )

    def _partial(self) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=".partial-")
        os.close(descriptor)
        return Path(name)

    def _sweep(self) -> None:
        """Files not asked for longest go; what a killed run left half-written goes with them."""
        files = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[MAX_KEPT:]:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()


def parts_of(document: Document) -> int:
    """How many files a document makes; 0 for one that OCR did not read."""
    return math.ceil(document.pages / PART_PAGES) if document.pages_ocr else 0


def _key(document: Document, pages: Sequence[StoredPage]) -> str:
    """Names the file by all that goes into it, so that a page that is read anew makes another."""
    read = " ".join(f"{page.number}:{page.reading.reading}:{page.image}" for page in pages)
    return hashlib.sha256(f"{MAKER} {document.sha256} {document.title} {read}".encode()).hexdigest()


def _title(document: Document) -> Title:
    return Title(
        document.title,
        f"Images of the pages, with the words as OCR read them. Made by Cotejo from the file with SHA-256 "
        f"{document.sha256}; it is not the original.",
    )
