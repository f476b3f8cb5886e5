"""Several processes and threads at one catalog, and what is left when they are killed."""

from __future__ import annotations

import dataclasses
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from indexer.catalog import session
from indexer.catalog.repository import Catalog
from indexer.errors import ArchiveBusy, DiskFull, NotFound
from indexer.models import CitationLink, Collection, Footnote, LinkBy, LinkStatus, Report
from tests.catalog.builders import add, page, read_document
from tests.conftest import ROOT

PAGES = 20
KILLS = 5

ADDING = f"""
import sys
from pathlib import Path
from indexer.catalog.repository import Catalog
from indexer.models import Collection
from tests.catalog.builders import add, page, read_document

path, first, last, step = Path(sys.argv[1]), *map(int, sys.argv[2:5])
catalog = Catalog.open(path, create=True)
catalog.collections.ensure(Collection("inbox", "Entrada", "Inbox"))
print("open", flush=True)
for n in range(first, last, step):
    read = read_document(f"memo {{n}}", *(page(p, f"Página {{p}} de {{n}}. " * 200) for p in range(1, {PAGES + 1})))
    add(catalog, read, path=f"/{{first}}/{{n}}")
    print(n, flush=True)
"""


def adding(path: Path, first: int, last: int, step: int = 1) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", ADDING, path, str(first), str(last), str(step)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended_well(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors


def assert_whole(catalog: Catalog) -> int:
    """Every document in the catalog is there with all its pages and passages; returns how many there are."""
    assert list(catalog.integrity()) == []
    documents = list(catalog.documents.all())
    for document in documents:
        assert document.pages == document.passages == PAGES
        assert len(catalog.documents.pages(document.id)) == PAGES
        assert len(catalog.documents.passages(document.id)) == PAGES
        assert catalog.documents.occurrences(document.id)
    return len(documents)


def test_four_processes_make_and_fill_one_catalog_at_once(path: Path) -> None:
    ended_well(*[adding(path, first, 24, 4) for first in range(4)])
    catalog = Catalog.open(path)
    assert assert_whole(catalog) == 24
    catalog.close()


def test_two_processes_adding_the_same_documents_add_each_once(path: Path) -> None:
    ended_well(adding(path, 0, 12), adding(path, 0, 12))
    catalog = Catalog.open(path)
    assert assert_whole(catalog) == 12
    catalog.close()


def test_readers_in_threads_always_see_whole_documents_while_two_processes_write(path: Path) -> None:
    Catalog.open(path, create=True).close()
    catalog = Catalog.open(path)
    writers = [adding(path, 0, 30, 2), adding(path, 1, 30, 2)]

    def look() -> int:
        rounds = 0
        while any(writer.poll() is None for writer in writers):
            for document in catalog.documents.list(size=20):
                assert document.pages == len(catalog.documents.pages(document.id)) == PAGES
                assert document.passages == len(catalog.documents.passages(document.id)) == PAGES
                assert document.collections == ("inbox",)
            rounds += 1
        return rounds

    with ThreadPoolExecutor(4) as threads:
        looks = [threads.submit(look) for _ in range(4)]
        ended_well(*writers)
        assert all(done.result() > 0 for done in looks)
    assert assert_whole(catalog) == 30
    catalog.close()


def test_threads_write_through_one_catalog(catalog: Catalog) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: add(catalog, read_document(f"memo {n % 25}"), path=f"/{n}"), range(100)))
    assert len(catalog.documents.revisions()) == 25
    assert sum(len(catalog.documents.occurrences(document)) for document in catalog.documents.revisions()) == 100


def test_what_was_said_to_be_added_outlives_kill_9(path: Path) -> None:
    chance, said = random.Random(2), set()
    for turn in range(KILLS):
        with adding(path, turn * 1000, turn * 1000 + 1000) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            time.sleep(chance.uniform(0.0, 0.15))
            process.send_signal(signal.SIGKILL)
            # A line cut off by the kill names a document of which nothing was promised yet.
            said |= {int(line) for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")}
    catalog = Catalog.open(path)
    kept = {
        int(catalog.documents.occurrences(document)[0].path.split("/")[2]) for document in catalog.documents.revisions()
    }
    assert said <= kept
    assert len(kept - said) <= KILLS, "at most the document at hand of each killed process"
    assert assert_whole(catalog) == len(kept) > 0
    catalog.close()


def test_a_creation_that_is_killed_leaves_no_catalog_or_a_whole_one(path: Path) -> None:
    for delay in (0.3, 0.4, 0.5, 0.6, 0.7):
        with adding(path, 0, 0) as process:
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
        if path.exists():
            Catalog.open(path).close()
            path.unlink()
    catalog = Catalog.open(path, create=True)
    assert catalog.documents.revisions() == {}
    catalog.close()


def test_a_writer_that_waits_too_long_says_so_and_readers_never_wait(
    catalog: Catalog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = add(catalog, read_document())
    monkeypatch.setattr(session, "BUSY_SECONDS", 0.2)
    impatient = Catalog.open(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveBusy):
            add(impatient, read_document("other"))
        assert impatient.documents.get(document).passages == 1
        other.execute("ROLLBACK")
    add(impatient, read_document("other"))
    impatient.close()


def test_a_link_is_not_lost_between_two_writers(catalog: Catalog) -> None:
    """Forty threads weigh their word against the same row; the person's must win whatever the order."""
    document = add(catalog, read_document())
    catalog.reports.save(Report("r", "R", "", (Footnote("fn-1", "1", 1, "x", "source"),)))
    proposed = CitationLink("r", "fn-1", "1", document, LinkStatus.PROPOSED, LinkBy.MATCH, 0.5)
    decided = dataclasses.replace(proposed, status=LinkStatus.REJECTED, by=LinkBy.PERSON, score=None)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(catalog.reports.link, [decided if n == 7 else proposed for n in range(40)]))
    assert list(catalog.reports.links_of_report("r")) == [decided]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if mount.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mount.stderr.strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_on_a_full_disk_nothing_is_half_added_and_room_is_all_it_takes(tiny_disk: Path) -> None:
    catalog = Catalog.open(tiny_disk / "catalog.sqlite", create=True)
    catalog.collections.ensure(Collection("inbox", "Entrada", "Inbox"))
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(b"\0" * 1_000_000)
    large = read_document("large", *(page(n, f"{n} " * 20_000) for n in range(1, PAGES + 1)))
    small = [read_document(f"memo {n}", *(page(p, f"{p}") for p in range(1, PAGES + 1))) for n in range(3)]
    add(catalog, small[0])
    with pytest.raises(DiskFull):
        add(catalog, large)
    with pytest.raises(NotFound):
        catalog.documents.get(large.source.document)
    assert assert_whole(catalog) == 1
    ballast.unlink()
    for read in small:
        add(catalog, read)
    assert assert_whole(catalog) == 3
    catalog.close()


def test_a_catalog_cannot_be_made_on_a_full_disk_and_can_when_there_is_room(tiny_disk: Path) -> None:
    ballast, path = tiny_disk / "ballast", tiny_disk / "catalog.sqlite"
    with pytest.raises(OSError, match="No space"), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)
    with pytest.raises(DiskFull):
        Catalog.open(path, create=True)
    assert not path.exists()
    ballast.unlink()
    Catalog.open(path, create=True).close()
