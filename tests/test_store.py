"""The file store: nothing half-written ever has a name, and nothing that has one ever changes."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.errors import DiskFull, FileUnreadable, NotFound, StorageError
from indexer.store import STALE_SECONDS, Mismatch, Store
from tests.conftest import ROOT

CONTENT = b"Oficio 4102\n" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if mount.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mount.stderr.strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)


def files(store: Store) -> list[Path]:
    return sorted(path for path in store.root.rglob("*") if path.is_file())


def test_a_file_is_found_under_its_hash(store: Store, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_bytes(CONTENT)
    assert store.put_file("originals", tmp_path / "memo.txt") == SHA256
    assert store.exists("originals", SHA256)
    assert store.path("originals", SHA256) == store.root / "originals" / SHA256[:2] / SHA256
    with store.open("originals", SHA256) as blob:
        assert blob.read() == CONTENT
    assert store.hash("originals", SHA256) == SHA256
    assert files(store) == [store.path("originals", SHA256)]


def test_the_areas_are_apart(store: Store) -> None:
    store.put_bytes("images", CONTENT)
    assert list(store.blobs("images")) == [SHA256]
    assert list(store.blobs("originals")) == []
    assert not store.exists("originals", SHA256)


def test_a_blob_is_read_only(store: Store) -> None:
    path = store.path("images", store.put_bytes("images", CONTENT))
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_an_existing_blob_is_kept(store: Store, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_bytes(CONTENT)
    before = store.path("originals", store.put_bytes("originals", CONTENT)).stat()
    store.put_bytes("originals", CONTENT)
    store.put_file("originals", tmp_path / "memo.txt")
    after = store.path("originals", SHA256).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert len(files(store)) == 1


def test_many_writers_of_the_same_bytes_meet_in_one_blob(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        names = set(threads.map(lambda _: store.put_bytes("images", CONTENT), range(64)))
    assert names == {SHA256}
    assert files(store) == [store.path("images", SHA256)]


def test_an_empty_blob_is_a_blob(store: Store) -> None:
    assert store.hash("images", store.put_bytes("images", b"")) == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize("name", ["../../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n", "0" * 62 + "/."])
def test_only_a_hash_is_a_name(store: Store, name: str) -> None:
    with pytest.raises(NotFound):
        store.open("originals", name)


def test_a_blob_that_is_gone_is_said_to_be(store: Store) -> None:
    with pytest.raises(StorageError, match="No such file"):
        store.open("originals", SHA256)


def test_a_changed_blob_is_found_out(store: Store) -> None:
    damaged, sound = store.put_bytes("originals", CONTENT), store.put_bytes("originals", b"sound")
    path = store.path("originals", damaged)
    path.chmod(0o644)
    path.write_bytes(CONTENT[:-1])
    assert list(store.verify("originals")) == [Mismatch("originals", damaged, hashlib.sha256(CONTENT[:-1]).hexdigest())]
    assert sound in store.blobs("originals")


def test_a_blob_that_cannot_be_read_is_found_out(store: Store) -> None:
    (store.path("images", SHA256)).mkdir(parents=True)
    assert list(store.verify("images")) == [Mismatch("images", SHA256, None)]


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), os.mkfifo], ids=["none", "dir", "fifo"])
def test_what_is_not_a_file_is_refused_and_leaves_nothing(
    store: Store, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    make(tmp_path / "source")
    with pytest.raises(FileUnreadable):
        store.put_file("originals", tmp_path / "source")
    assert files(store) == []


def test_a_full_disk_is_said_to_be_full_and_nothing_half_is_left(tiny_disk: Path, tmp_path: Path) -> None:
    store = Store(tiny_disk / "store")
    store.put_bytes("images", CONTENT)
    (tmp_path / "large").write_bytes(os.urandom(3 << 20))
    with pytest.raises(DiskFull):
        store.put_file("originals", tmp_path / "large")
    with pytest.raises(DiskFull):
        store.put_bytes("originals", os.urandom(3 << 20))
    assert files(store) == [store.path("images", SHA256)]
    store.put_bytes("originals", b"there is room for this")


def test_a_store_in_place_of_which_a_file_lies_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")
    with pytest.raises(StorageError, match="Not a directory"):
        Store(tmp_path / "store").put_bytes("images", CONTENT)


LIMITED = """
import resource, sys
from pathlib import Path
from indexer.errors import DiskFull, StorageError
from indexer.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
try:
    Store(Path(sys.argv[1])).put_bytes("originals", b"x" * (3 << 20))
except StorageError as error:
    print(error.code)
"""


def test_a_file_size_limit_is_a_storage_error_and_nothing_half_is_left(store: Store) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, store.root], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "storage\n"
    assert files(store) == []


COPYING = """
import sys
from pathlib import Path
from indexer.store import Store
print("go", flush=True)
while True:
    Store(Path(sys.argv[1])).put_file("originals", Path(sys.argv[2]))
    for blob in Path(sys.argv[1]).rglob("*"):
        if blob.is_file() and not blob.name.startswith(".partial-"):
            blob.unlink()
"""


def _partials(store: Store) -> list[Path]:
    return [path for path in files(store) if path.name.startswith(".partial-")]


def _wait_for_another_partial(store: Store) -> None:
    known, deadline = set(_partials(store)), time.monotonic() + 10
    while set(_partials(store)) <= known and time.monotonic() < deadline:
        time.sleep(0.001)


def test_a_killed_copy_never_has_a_name_and_is_swept_later(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(os.urandom(64 << 20))
    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    for _ in range(3):
        copying = subprocess.Popen(
            [sys.executable, "-c", COPYING, store.root, source], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        with copying:
            assert copying.stdout is not None
            copying.stdout.readline()
            _wait_for_another_partial(store)
            copying.send_signal(signal.SIGKILL)
        assert list(store.verify("originals")) == []

    partials = _partials(store)
    assert partials, "none of the kills fell into a copy"
    assert store.sweep() == 0, "a copy may still be going on"
    long_ago = time.time() - STALE_SECONDS - 60
    os.utime(partials[0], (long_ago, long_ago))
    assert store.sweep() == 1
    assert store.put_file("originals", source) == sha256
    assert store.hash("originals", sha256) == sha256
