"""Images that were made of pages, kept as files: each behind the SHA-256 of its bytes, so that damage is seen.

A disk that refuses costs only time: nothing here raises.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SUFFIX = ".page"
PARTIAL = ".partial-"

MAX_BYTES = 2_000_000_000
"""Some 10,000 pages for the screen. Beyond it the images not asked for longest go."""

WRITES_BETWEEN_SWEEPS = 500
_DIGEST_BYTES = hashlib.sha256().digest_size


class PageCache:
    """Bytes by key. Keys are letters, digits and hyphens. Safe under many threads and processes."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._writes = 0
        self._sweeping = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """What was kept; None if nothing was, or if its file is damaged (it will be overwritten)."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        digest, data = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
        if hashlib.sha256(data).digest() != digest:
            return None
        with suppress(OSError):
            os.utime(path)  # what is read stays longest
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data``, whole or not at all."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=PARTIAL)
        except OSError:
            return
        partial = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(hashlib.sha256(data).digest())
                stream.write(data)
            partial.replace(self._path(key))
        except OSError:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        self._sweep_at_times()

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{SUFFIX}"

    def _sweep_at_times(self) -> None:
        self._writes += 1
        if self._writes % WRITES_BETWEEN_SWEEPS == 1 and self._sweeping.acquire(blocking=False):
            try:
                self.sweep()
            finally:
                self._sweeping.release()

    def sweep(self) -> None:
        """Remove the images not asked for longest until all others fit."""
        files = sorted(self._files(), reverse=True)
        kept = 0
        for _, size, path in files:
            kept += size
            if kept > self._max_bytes:
                with suppress(OSError):
                    path.unlink()

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        with suppress(OSError):
            for path in self._folder.iterdir():
                with suppress(OSError):
                    status = path.stat()
                    if path.suffix == SUFFIX:
                        yield status.st_mtime, status.st_size, path
