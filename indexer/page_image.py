"""Pictures of pages for readers: the raster OCR saw, or a rendering of the PDF's page, in a size for its use.

Drawing and scaling run in a process of their own with limits: a hostile file must not take the web server with it.
What was made is kept (:mod:`indexer.page_cache`).
"""

from __future__ import annotations

import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.catalog.repository import Catalog
from indexer.config import Config
from indexer.errors import DrawingBusy, FileTimeout, PageUndrawable, PageWithoutImage, SourceError, StorageError
from indexer.extract.raster import stored_image
from indexer.extract.render import LEAST_DPI, open_pictures
from indexer.models import ImageSize, PageImage, StoredPage
from indexer.page_cache import PageCache
from indexer.page_scale import fitted
from indexer.store import Store
from indexer.workers import WorkerPool

LONGEST = {ImageSize.THUMB: 240, ImageSize.SCREEN: 1650}
"""Pixels of the longer side. 1,650 is a letter page at 150 dpi: legible, and about 100 KB; 240 shows a page's layout
on a dense screen and weighs 5 KB. A full image is the stored raster itself, or a rendering at FULL_DPI."""

RENDER_DPI = {ImageSize.THUMB: LEAST_DPI, ImageSize.SCREEN: 150, ImageSize.FULL: 300}

DRAWING_SECONDS = 20
DRAWING_MEMORY_MB = 1024
MAX_DRAWN_PIXELS = 40_000_000
"""Forty megapixels are a poster at 150 dpi; a page that claims more is drawn coarser."""

MAX_WAITERS = 3
"""Readers whose drawings may be under way at once, of the web server's eight threads."""

MAX_QUEUED = 3
"""Readers who may wait for one of these to end: a browser asks for six images at once, a strip of small ones."""

QUEUE_SECONDS = 3.0

MAX_FAILURES = 1000
FAILURE_SECONDS = 600.0
"""How long a page that could not be drawn is not tried again: hostile pages cost nothing for the while, and one whose
file was restored or whose machine was short of memory comes back without a restart."""

_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, AttributeError, struct.error)
"""What Pillow raises over the head of a broken image."""


@dataclass(frozen=True, slots=True)
class _Failure:
    error: SourceError
    until: float


class PageImages:
    """Finds or makes the image of a page. Safe under many threads."""

    def __init__(
        self, catalog: Catalog, store: Store, config: Config, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._dpi = config.ocr.dpi
        self._cache = PageCache(config.data / "cache" / "pages")
        self._clock = clock
        self._opening = threading.Lock()
        self._pool: WorkerPool | None = None
        self._waiters = threading.BoundedSemaphore(MAX_WAITERS)
        self._queue = threading.BoundedSemaphore(MAX_QUEUED)
        self._failures: dict[str, _Failure] = {}

    def get(
        self, document: str, number: int, size: ImageSize = ImageSize.FULL, reading: str | None = None
    ) -> PageImage:
        """See :meth:`indexer.archive.Archive.page_image`."""
        page = self._catalog.documents.page(document, number, reading=reading)
        try:
            return self._of_scan(page, size) if page.image is not None else self._of_pdf(page, size)
        except FileTimeout as error:
            raise DrawingBusy(f"Page {number} took longer than {DRAWING_SECONDS} s to draw.") from error
        except SourceError as error:
            raise PageUndrawable(f"Page {number} cannot be drawn: {error.message}") from error

    def _of_scan(self, page: StoredPage, size: ImageSize) -> PageImage:
        stored = self._store.path("images", page.image or "")
        if size is ImageSize.FULL:
            with self._store.open("images", page.image or "") as stream:
                return _image(stream.read(), self._dpi)
        return self._made(f"{page.image}-{size}", stored, self._dpi, lambda pool: pool.submit(scale_file, stored, size))

    def _of_pdf(self, page: StoredPage, size: ImageSize) -> PageImage:
        known = self._catalog.documents.get(page.document)
        if known.media_type != "application/pdf":
            raise PageWithoutImage(f"Page {page.number} of {page.document} has no image.")
        original = self._store.path("originals", known.sha256)
        key = f"{known.sha256}-{page.number}-{size}"
        return self._made(
            key, original, RENDER_DPI[size], lambda pool: pool.submit(draw_page, original, page.number, size)
        )

    def _made(self, key: str, source: Path, dpi: int, task: Callable[[WorkerPool], Future[bytes]]) -> PageImage:
        """The image ``key`` from the cache, or made of ``source`` by ``task`` and kept."""
        if (kept := self._cache.get(key)) is not None:
            return _image(kept, dpi)
        if not source.is_file():
            raise StorageError(f"{source.name} is missing from the store.", remedy="Run `cotejo check`.")
        made = self._draw(key, task)
        self._cache.put(key, made)
        return _image(made, dpi)

    def _draw(self, key: str, task: Callable[[WorkerPool], Future[bytes]]) -> bytes:
        """Have the worker do the task. One that failed is not tried again for FAILURE_SECONDS.

        Raises SourceError, DrawingBusy when too many wait already: each of them holds a thread of the web server.
        """
        failure = self._failures.get(key)
        if failure is not None and self._clock() < failure.until:
            raise failure.error
        with self._turn():
            pool = self._open_pool()
            try:
                made = pool.result(task(pool))
            except FileTimeout:
                raise  # a busy machine, perhaps: the next reader may have better luck
            except SourceError as error:
                self._remember(key, error)
                raise
        self._failures.pop(key, None)
        return made

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """A place among those whose drawings are under way; a short wait for one, if not too many wait already."""
        if not self._waiters.acquire(blocking=False):
            if not self._queue.acquire(blocking=False):
                raise DrawingBusy("Too many pages are being drawn at this moment.")
            try:
                waited = self._waiters.acquire(timeout=QUEUE_SECONDS)
            finally:
                self._queue.release()
            if not waited:
                raise DrawingBusy("Too many pages are being drawn at this moment.")
        try:
            yield
        finally:
            self._waiters.release()

    def _remember(self, key: str, error: SourceError) -> None:
        self._failures.pop(key, None)
        while len(self._failures) >= MAX_FAILURES:
            # The oldest goes. Another thread may have taken it already.
            self._failures.pop(next(iter(self._failures), ""), None)
        self._failures[key] = _Failure(error, self._clock() + FAILURE_SECONDS)

    def _open_pool(self) -> WorkerPool:
        with self._opening:
            if self._pool is None:
                self._pool = WorkerPool(1, DRAWING_SECONDS, DRAWING_MEMORY_MB)
            return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()


def draw_page(original: Path, number: int, size: ImageSize) -> bytes:
    """The page as an encoded image. Runs in a worker. Raises SourceError."""
    with open_pictures(original) as pictures:
        drawn = pictures.render(number, RENDER_DPI[size], MAX_DRAWN_PIXELS).image.data
    return fitted(drawn, LONGEST[size]) if size in LONGEST else drawn


def scale_file(stored: Path, size: ImageSize) -> bytes:
    """A stored image no larger than ``size``. Runs in a worker. Raises SourceError."""
    return fitted(stored.read_bytes(), LONGEST[size])


def _image(data: bytes, dpi: int) -> PageImage:
    """The image with its size. Raises StorageError for one that was damaged since it was stored."""
    try:
        return stored_image(data, dpi)
    except _DAMAGE as error:
        raise StorageError(
            f"A stored page image is damaged ({type(error).__name__}).", remedy="Run `cotejo check`."
        ) from error
