"""Pictures of pages for readers: the raster OCR saw, or a rendering of the PDF's page, drawn once and kept.

Drawing runs in a process of its own with limits: a hostile PDF must not take the web server with it.
"""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path

from indexer.catalog.repository import Catalog
from indexer.config import Config
from indexer.errors import ArchiveBusy, FileTimeout, NotFound, SourceError, StorageError
from indexer.extract.raster import stored_image
from indexer.extract.render import open_pictures
from indexer.models import PageImage
from indexer.store import Store
from indexer.workers import WorkerPool

SCREEN_DPI = 150
"""Legible at 100 % on a dense screen, and about 100 KB a page of text."""

DRAWING_SECONDS = 20
DRAWING_MEMORY_MB = 1024
MAX_DRAWN_PIXELS = 40_000_000
"""Forty megapixels are a poster at SCREEN_DPI; a page that claims more is drawn coarser."""

MAX_WAITERS = 3
"""Readers who may wait for a drawing at once, of the web server's eight threads."""

MAX_FAILURES = 1000


class PageImages:
    """Finds or draws the image of a page. Safe under many threads."""

    def __init__(self, catalog: Catalog, store: Store, config: Config) -> None:
        self._catalog = catalog
        self._store = store
        self._config = config
        self._cache = config.data / "cache" / "pages"
        self._opening = threading.Lock()
        self._pool: WorkerPool | None = None
        self._waiters = threading.BoundedSemaphore(MAX_WAITERS)
        self._failures: dict[tuple[str, int], SourceError] = {}

    def get(self, document: str, number: int) -> PageImage | None:
        """See :meth:`indexer.archive.Archive.page_image`."""
        page = self._catalog.documents.page(document, number)
        if page.image is not None:
            with self._store.open("images", page.image) as stream:
                return stored_image(stream.read(), self._config.ocr.dpi)
        known = self._catalog.documents.get(document)
        if known.media_type != "application/pdf":
            return None
        try:
            return stored_image(self._drawn(known.sha256, number), SCREEN_DPI)
        except SourceError as error:
            raise NotFound(
                f"Page {number} cannot be drawn: {error.message}", remedy="Its text is on the document's own page."
            ) from error

    def _drawn(self, sha256: str, number: int) -> bytes:
        path = self._cache / f"{sha256}-{number}-{SCREEN_DPI}.png"
        if not path.is_file():
            original = self._store.path("originals", sha256)
            if not original.is_file():
                raise StorageError(f"The original {sha256} is missing from the store.", remedy="Run `cotejo check`.")
            drawn = self._draw(original, sha256, number)
            _keep(path, drawn)
            return drawn
        return path.read_bytes()

    def _draw(self, original: Path, sha256: str, number: int) -> bytes:
        """Have the worker draw the page. A page that could not be drawn is not tried again while the program runs.

        Raises SourceError, ArchiveBusy when too many wait already: each of them holds a thread of the web server.
        """
        if (failure := self._failures.get((sha256, number))) is not None:
            raise failure
        if not self._waiters.acquire(blocking=False):
            raise ArchiveBusy("Too many pages are being drawn at this moment.", remedy="Try again in a few seconds.")
        try:
            pool = self._open_pool()
            return pool.result(pool.submit(draw_page, original, number))
        except FileTimeout:
            raise  # a busy machine, perhaps: the next reader may have better luck
        except SourceError as error:
            if len(self._failures) >= MAX_FAILURES:
                self._failures.clear()
            self._failures[sha256, number] = error
            raise
        finally:
            self._waiters.release()

    def _open_pool(self) -> WorkerPool:
        with self._opening:
            if self._pool is None:
                self._pool = WorkerPool(1, DRAWING_SECONDS, DRAWING_MEMORY_MB)
            return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()


def draw_page(original: Path, number: int) -> bytes:
    """The page as an encoded image. Runs in a worker. Raises SourceError."""
    with open_pictures(original) as pictures:
        return pictures.render(number, SCREEN_DPI, MAX_DRAWN_PIXELS).image.data


def _keep(path: Path, data: bytes) -> None:
    """Into the cache, whole or not at all; a disk that refuses costs only the next reader's time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    except OSError:
        return
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(partial).replace(path)
    except OSError:
        Path(partial).unlink(missing_ok=True)
