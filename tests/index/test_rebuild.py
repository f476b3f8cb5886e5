"""Building beside, verifying, swapping; and being killed."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from indexer.errors import ArchiveBusy, DiskFull, StorageError
from indexer.index import whoosh_writer
from indexer.index.base import Filters, IndexDocument
from indexer.index.builds import write_lock
from indexer.index.query import Everything, Term
from indexer.index.rebuild import rebuild
from indexer.index.whoosh_engine import WhooshEngine, create_index, open_engine
from tests.contract.documents import document
from tests.contract.engine_contract import found, put

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    """An index with three documents."""
    create_index(tmp_path)
    engine = open_engine(tmp_path)
    put(engine, *(document(name, f"viejo {name}") for name in "abc"))
    yield engine
    engine.close()


@pytest.mark.parametrize("processes", [1, 2])
def test_an_open_engine_follows_the_swap(tmp_path: Path, engine: WhooshEngine, processes: int) -> None:
    before = engine.uid
    cursor = engine.search(Everything(), Filters(), size=1).next
    uid = rebuild(tmp_path, [document("a", "nuevo"), document("b", "nuevo", "x")], {"a": 1, "b": 2}, processes)
    assert engine.uid == uid != before
    assert found(engine, Term("nuevo")) == {"a-1", "b-1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["CURRENT", "write.lock", uid])
    with pytest.raises(Exception, match="rebuilt since"):
        engine.search(Everything(), Filters(), size=1, after=cursor)


def test_a_first_index_can_be_rebuilt_from_nothing(tmp_path: Path) -> None:
    uid = rebuild(tmp_path / "index", [document("a", "uno")], {"a": 1})
    engine = open_engine(tmp_path / "index")
    assert engine.uid == uid
    assert found(engine, Term("uno")) == {"a-1"}
    engine.close()


@pytest.mark.parametrize("expected", [{"a": 2}, {"a": 1, "b": 1}, {}])
def test_a_build_that_differs_from_the_catalog_is_not_put_in_use(
    tmp_path: Path, engine: WhooshEngine, expected: dict[str, int]
) -> None:
    before = engine.uid
    with pytest.raises(StorageError, match="differs from the catalog"):
        rebuild(tmp_path, [document("a", "nuevo")], expected)
    assert engine.uid == before
    assert found(engine, Term("viejo")) == {"a-1", "b-1", "c-1"}
    assert not list(tmp_path.glob("building-*"))


def test_a_damaged_index_is_rebuilt(tmp_path: Path, engine: WhooshEngine) -> None:
    for path in (tmp_path / engine.uid).iterdir():
        path.write_bytes(b"")
    rebuild(tmp_path, [document("a", "nuevo")], {"a": 1})
    assert found(engine, Everything()) == {"a-1"}


def test_a_rebuild_waits_for_the_writer(tmp_path: Path, engine: WhooshEngine) -> None:
    with engine.writer(), pytest.raises(ArchiveBusy):
        rebuild(tmp_path, [], {}, wait_seconds=0.1)


def _slow(documents: list[IndexDocument]) -> Iterator[IndexDocument]:
    yield from documents
    time.sleep(60)


def _rebuild_slowly(folder: Path) -> None:
    whoosh_writer.BATCH_CHARACTERS = 1
    rebuild(folder, _slow([document("a", "nuevo")]), {"a": 1})


def _write_slowly(folder: Path) -> None:
    whoosh_writer.BATCH_CHARACTERS = 1
    with open_engine(folder).writer() as writer:
        writer.put(document("a", "nuevo"))
        writer.put(document("d", "nuevo"))
        time.sleep(60)


def _kill_when(process: SpawnProcess, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not ready() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.join()
    assert time.monotonic() < deadline


def test_a_rebuild_killed_half_way_leaves_the_live_index_and_the_next_one_clears(
    tmp_path: Path, engine: WhooshEngine
) -> None:
    process = SPAWN.Process(target=_rebuild_slowly, args=(tmp_path,))
    process.start()
    _kill_when(process, lambda: any(tmp_path.glob("building-*/*.pst")))
    assert list(tmp_path.glob("building-*"))
    assert found(engine, Term("viejo")) == {"a-1", "b-1", "c-1"}
    uid = rebuild(tmp_path, [document("a", "nuevo")], {"a": 1}, wait_seconds=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["CURRENT", "write.lock", uid])


def test_a_writer_killed_leaves_the_last_commit_and_frees_the_lock(tmp_path: Path, engine: WhooshEngine) -> None:
    build = tmp_path / engine.uid
    process = SPAWN.Process(target=_write_slowly, args=(tmp_path,))
    process.start()
    _kill_when(process, lambda: len(list(build.glob("*.pst"))) == 3)
    (build / "scratch-left").mkdir()
    assert found(engine, Everything()) == {"a-1", "b-1", "c-1"}
    with engine.writer(wait_seconds=1) as writer:
        writer.put(document("e", "nuevo"))
        writer.commit()
    assert found(engine, Everything()) == {"a-1", "b-1", "c-1", "e-1"}
    assert not list(build.glob("scratch-*"))
    assert len(list(build.glob("*.pst"))) == 2, "the dead writer's segments are gone"


def _index_in_parallel(folder: Path) -> None:
    whoosh_writer.BATCH_CHARACTERS = 1
    with open_engine(folder).writer(processes=2) as writer:
        for number in range(4):
            writer.put(document(f"d{number}", "nuevo"))
        time.sleep(60)


def _children(pid: int) -> set[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in listed}


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_killed_writer_takes_its_workers_along(tmp_path: Path, engine: WhooshEngine) -> None:
    build = tmp_path / engine.uid
    process = SPAWN.Process(target=_index_in_parallel, args=(tmp_path,))
    process.start()
    children: set[int] = set()

    def working() -> bool:
        children.update(_children(process.pid or 0))
        return len(list(build.glob("*.pst"))) >= 3

    _kill_when(process, working)
    assert len(children) >= 2
    deadline = time.monotonic() + 3
    while any(map(_runs, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [child for child in children if _runs(child)] == []


def test_a_lock_file_left_behind_does_not_lock(tmp_path: Path) -> None:
    (tmp_path / "write.lock").touch()
    with write_lock(tmp_path, 0.1):
        pass


def test_a_worker_that_dies_fails_the_commit_and_nothing_changes(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_writer, "build_segment", _die)
    with pytest.raises(StorageError, match="died"), engine.writer(processes=2) as writer:
        writer.put(document("a", "nuevo"))
        writer.commit()
    assert found(engine, Term("viejo")) == {"a-1", "b-1", "c-1"}


def _die(folder: Path, documents: object) -> None:
    os._exit(9)


def test_a_full_disk_is_said_and_nothing_changes(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whoosh_writer, "write_contents", full)
    with pytest.raises(DiskFull), engine.writer() as writer:
        writer.put(document("a", "nuevo"))
        writer.commit()
    assert found(engine, Term("viejo")) == {"a-1", "b-1", "c-1"}


def test_batches_of_any_size_give_the_same_index(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_writer, "BATCH_CHARACTERS", 1)
    with engine.writer() as writer:
        for name in "abab":
            writer.put(document(name, f"nuevo {name}", revision=2))
        writer.put(document("d", "nuevo"))
        writer.remove("d")
        writer.commit()
    assert found(engine, Term("nuevo")) == {"a-1", "b-1"}
    assert found(engine, Everything()) == {"a-1", "b-1", "c-1"}
