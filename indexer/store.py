"""The file store: originals and page images under the SHA-256 of their bytes, written once, never changed.

ROOT/originals/.partial-x1y2z3     on its way in (an interrupted run may leave it; `sweep` takes it away)
ROOT/originals/3f/3f9a…            a whole blob: it gets this name by one atomic rename, after it is on the disk
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from indexer.errors import FileUnreadable, NotFound, StorageError, storage_error

AREAS = ("originals", "images")
SHA256 = re.compile(r"[0-9a-f]{64}")
PARTIAL = ".partial-"

CHUNK_BYTES = 1 << 20
"""What is held of a file while it is copied: large enough for the disk, nothing beside the memory limit."""

STALE_SECONDS = 3600
"""A partial file that nobody has written to for this long was left by a process that was killed. A live copy writes
at least every few seconds, even from a slow network disk."""

READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A blob that is not what its name says; ``found`` is the hash it has now, None if it cannot be read."""

    area: str
    sha256: str
    found: str | None


class Store:
    """Content-addressed blobs. Any number of processes may write and read at once: equal bytes meet in one name."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put_file(self, area: str, path: Path) -> str:
        """Copy a file in and return its SHA-256 (of the bytes copied, whatever happens to the file meanwhile).

        Raises FileUnreadable if the file cannot be read, DiskFull or StorageError if the store cannot be written.
        """
        return self._put(area, _chunks(path))

    def put_bytes(self, area: str, data: bytes) -> str:
        """Keep ``data`` and return its SHA-256. Raises DiskFull or StorageError."""
        sha256 = hashlib.sha256(data).hexdigest()
        return sha256 if self.exists(area, sha256) else self._put(area, (data,))

    def path(self, area: str, sha256: str) -> Path:
        """Where a blob is, or would be. Raises NotFound for what is not a SHA-256: it never leaves the store."""
        if not SHA256.fullmatch(sha256):
            raise NotFound(f"«{sha256}» is not a SHA-256.")
        return self._area(area) / sha256[:2] / sha256

    def exists(self, area: str, sha256: str) -> bool:
        """Whether the blob is there. Raises StorageError if the store cannot be looked into."""
        path = self.path(area, sha256)
        with _refusals(f"The stored file {path}"):
            return path.is_file()

    def open(self, area: str, sha256: str) -> BufferedReader:
        """The blob for reading. Raises StorageError if it is gone or cannot be read."""
        path = self.path(area, sha256)
        with _refusals(f"The stored file {path}"):
            return path.open("rb")

    def hash(self, area: str, sha256: str) -> str:
        """The SHA-256 that the blob's bytes have now. Raises StorageError if it is gone or cannot be read."""
        with self.open(area, sha256) as blob, _refusals(f"The stored file {blob.name}"):
            return hashlib.file_digest(blob, "sha256").hexdigest()

    def blobs(self, area: str) -> Iterator[str]:
        """The SHA-256 of every blob of the area, in order. Raises StorageError."""
        for folder in _entries(self._area(area)):
            if len(folder.name) == 2 and folder.is_dir():
                yield from (blob.name for blob in _entries(folder) if SHA256.fullmatch(blob.name))

    def verify(self, area: str) -> Iterator[Mismatch]:
        """Every blob whose bytes are no longer those of its name. Reads the whole area."""
        for sha256 in self.blobs(area):
            try:
                found = self.hash(area, sha256)
            except StorageError:
                yield Mismatch(area, sha256, None)
            else:
                if found != sha256:
                    yield Mismatch(area, sha256, found)

    def sweep(self) -> int:
        """Remove what killed runs left half-written; returns how many. What may still be written is left alone."""
        stale = [
            entry
            for area in AREAS
            for entry in _entries(self._area(area))
            if entry.name.startswith(PARTIAL) and _age(entry) > STALE_SECONDS
        ]
        for entry in stale:
            with _refusals(f"The left-over file {entry}"):
                entry.unlink(missing_ok=True)
        return len(stale)

    def _area(self, area: str) -> Path:
        if area not in AREAS:
            raise ValueError(f"The store has no area {area!r}.")
        return self.root / area

    def _put(self, area: str, chunks: Iterable[bytes]) -> str:
        folder = self._area(area)
        with _refusals(f"The store {folder}"):
            folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=PARTIAL, dir=folder)
        partial = Path(name)
        try:
            sha256 = self._write(descriptor, chunks)
            self._name(area, partial, sha256)
        finally:
            # After the rename there is nothing of this name; after a failure the half must not stay.
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        return sha256

    def _write(self, descriptor: int, chunks: Iterable[bytes]) -> str:
        """Write the chunks through to the disk and close the file; returns their SHA-256."""
        digest = hashlib.sha256()
        # Closing may be what tells of a full disk, so it stands inside the translation too.
        with _refusals(f"The store {self.root}"), os.fdopen(descriptor, "wb") as blob:
            for chunk in chunks:
                digest.update(chunk)
                blob.write(chunk)
            blob.flush()
            os.fchmod(descriptor, READ_ONLY)
            os.fsync(descriptor)
        return digest.hexdigest()

    def _name(self, area: str, partial: Path, sha256: str) -> None:
        """Give a finished file its name, unless a blob of that name is there already."""
        path = self.path(area, sha256)
        with _refusals(f"The store {path.parent}"):
            if path.exists():
                return
            path.parent.mkdir(exist_ok=True)
            partial.replace(path)
            sync_folder(path.parent)
            sync_folder(path.parent.parent)


def sync_folder(folder: Path) -> None:
    """Make names given in ``folder`` outlast a power cut, as fsync does for a file's bytes. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _chunks(path: Path) -> Iterator[bytes]:
    """The file's bytes. Its own errors become FileUnreadable here, so that they are not taken for the store's."""
    try:
        if not path.is_file():  # a pipe or a device would be read for ever
            raise FileUnreadable(f"{path} is not a file.")
        with path.open("rb") as source:
            while chunk := source.read(CHUNK_BYTES):
                yield chunk
    except OSError as error:
        raise FileUnreadable(f"{path} cannot be read: {error.strerror}.") from error


def _entries(folder: Path) -> list[Path]:
    """What is in ``folder``, in order of name; nothing if it has not been made yet."""
    with _refusals(f"The store {folder}"):
        return sorted(folder.iterdir()) if folder.exists() else []


def _age(path: Path) -> float:
    """Seconds since the file was last written to; 0 if another process has just taken it away."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


@contextmanager
def _refusals(what: str) -> Iterator[None]:
    """Translate what the operating system refuses."""
    try:
        yield
    except OSError as error:
        raise storage_error(error, what) from error
