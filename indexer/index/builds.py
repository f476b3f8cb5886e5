"""Where an index lives: numbered builds beside each other, one pointer to the live one, one lock for writers.

    index/CURRENT          the uid of the live build; replaced atomically
    index/<uid>/           a build: the engine's files and stamp.json
    index/building-<uid>/  a build under way, or what a killed one left behind
    index/write.lock       held by the one writer

Opening never creates or replaces anything here: an index that does not open is evidence, not litter.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.errors import ArchiveBusy, DiskFull, IndexMissing, IndexOutdated, IndexUnreadable, StorageError

_POINTER = "CURRENT"
_STAMP = "stamp.json"
_LOCK = "write.lock"
_BUILDING = "building-"
_UID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made a build: another engine or schema must not read it."""

    engine: str
    schema: int
    version: str


@dataclass(frozen=True, slots=True)
class FileSize:
    """A file that does not change while it is listed, and its size."""

    path: Path
    size: int

    @classmethod
    def of(cls, path: Path) -> FileSize:
        return cls(path, path.stat().st_size)

    def check(self) -> None:
        """Raises OSError or ValueError if the file was lost or has changed its size."""
        if self.path.stat().st_size != self.size:
            raise ValueError(f"{self.path.name} has changed its size")


def current(folder: Path) -> str:
    """The uid of the live build. Raises IndexMissing if there is none, IndexUnreadable if the pointer is damaged."""
    try:
        uid = (folder / _POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        if any(_builds(folder)):
            raise IndexUnreadable(f"{folder / _POINTER} is gone, but there are builds beside it.") from error
        raise IndexMissing(f"There is no index in {folder}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnreadable(f"{folder / _POINTER} cannot be read: {error}.") from error
    if not _UID.fullmatch(uid):
        raise IndexUnreadable(f"{folder / _POINTER} does not name a build.")
    return uid


def has_pointer(folder: Path) -> bool:
    """Whether an index has ever been published here, sound or not."""
    return (folder / _POINTER).exists()


def has_index(folder: Path) -> bool:
    """Whether there is an index or a finished build of one. An unfinished build (``building-…``) is none."""
    return has_pointer(folder) or any(_builds(folder))


def check_stamp(build: Path, reader: Stamp) -> None:
    """Raises IndexUnreadable unless ``build`` has the engine and the schema of ``reader``, IndexOutdated if its schema
    is an older one."""
    path = build / _STAMP
    try:
        stamp = Stamp(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise IndexUnreadable(f"{path} cannot be read: {error}.") from error
    if stamp.engine == reader.engine and isinstance(stamp.schema, int) and stamp.schema < reader.schema:
        raise IndexOutdated(
            f"The index was made by an older Cotejo (schema {stamp.schema}; this one reads schema {reader.schema})."
        )
    if (stamp.engine, stamp.schema) != (reader.engine, reader.schema):
        raise IndexUnreadable(
            f"The index was made by {stamp.engine} with schema {stamp.schema}; "
            f"this program reads {reader.engine} with schema {reader.schema}."
        )


@contextmanager
def write_lock(folder: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the writer's lock. The operating system frees it when its holder dies, also by ``kill -9``.

    Raises ArchiveBusy after ``wait_seconds``.
    """
    with disk_errors():
        folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK, thread_local=False)
    with disk_errors():
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout as error:
            raise ArchiveBusy(f"Another process has been writing the index for {wait_seconds:.0f} seconds.") from error
    try:
        yield
    finally:
        lock.release()


def new_build(folder: Path) -> tuple[str, Path]:
    """A uid and the empty folder of a build under way, after clearing what killed builds left. Needs the lock."""
    clear_leftovers(folder)
    uid = uuid.uuid4().hex[:12]
    build = folder / f"{_BUILDING}{uid}"
    build.mkdir()
    return uid, build


def publish(folder: Path, uid: str, stamp: Stamp) -> None:
    """Make the build ``uid`` the live one, then remove the others. Needs the lock; the build must be complete.

    A reader that has an old build open keeps its open files; one that is just opening it finds the new pointer.
    """
    building, build = folder / f"{_BUILDING}{uid}", folder / uid
    write_durably(building / _STAMP, json.dumps(asdict(stamp), indent=1) + "\n")
    building.rename(build)
    sync_folder(folder)
    write_durably(folder / _POINTER, uid + "\n")
    for other in list(_builds(folder)):
        if other.name != uid:
            shutil.rmtree(other, ignore_errors=True)


def clear_leftovers(folder: Path) -> None:
    """Remove builds that were killed before they were published. Needs the lock."""
    for leftover in folder.glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def clear_unpublished(folder: Path) -> None:
    """Remove builds that a killed creation finished but did not point to. Needs the lock, and a caller who knows that
    no document is indexed here: beside documents such a build is evidence."""
    for build in list(_builds(folder)):
        shutil.rmtree(build, ignore_errors=True)


def write_durably(path: Path, text: str) -> None:
    """Replace a small file so that a crash leaves the old text or the new, never a part."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` survive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def disk_errors() -> Iterator[None]:
    """Translate what the disk says while the index is written: DiskFull or StorageError."""
    try:
        yield
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT):
            raise DiskFull("The disk is full: the index was not changed.") from error
        raise StorageError(f"The index could not be written: {error}.") from error


def _builds(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if _UID.fullmatch(path.name) and path.is_dir())
