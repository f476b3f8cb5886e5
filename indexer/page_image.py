"""Pictures of pages for readers: the raster OCR saw, or a rendering of the PDF's page, drawn once and kept.

Drawing runs in a process of its own with limits: a hostile PDF must not take the web server with it.
"""

from __future__ import annotations

import os
import tempfile
from functools import cached_property
from pathlib import Path

from indexer.catalog.repository import Catalog
from indexer.config import Config
from indexer.errors import StorageError
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


class PageImages:
    """Finds or draws the image of a page. Safe under many threads."""

    def __init__(self, catalog: Catalog, store: Store, config: Config) -> None:
        self._catalog = catalog
        self._store = store
        self._config = config
        self._cache = config.data / "cache" / "pages"

    def get(self, document: str, number: int) -> PageImage | None:
        """See :meth:`indexer.archive.Archive.page_image`."""
        page = self._catalog.documents.page(document, number)
        if page.image is not None:
            with self._store.open("images", page.image) as stream:
                return stored_image(stream.read(), self._config.ocr.dpi)
        known = self._catalog.documents.get(document)
        if known.media_type != "application/pdf":
            return None
        return stored_image(self._drawn(known.sha256, number), SCREEN_DPI)

    def _drawn(self, sha256: str, number: int) -> bytes:
        path = self._cache / f"{sha256}-{number}-{SCREEN_DPI}.png"
        if not path.is_file():
            original = self._store.path("originals", sha256)
            if not original.is_file():
                raise StorageError(f"The original {sha256} is missing from the store.", remedy="Run `cotejo check`.")
            drawn = self._pool.result(self._pool.submit(draw_page, original, number))
            _keep(path, drawn)
            return drawn
        return path.read_bytes()

    @cached_property
    def _pool(self) -> WorkerPool:
        return WorkerPool(1, DRAWING_SECONDS, DRAWING_MEMORY_MB)

    def close(self) -> None:
        if "_pool" in self.__dict__:
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
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(partial).replace(path)
    except OSError:
        return
