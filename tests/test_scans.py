"""Many one-page scans: killed in the middle, the next run reads what is left and nothing twice."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from bench.scans import counting, filed, starts, write_scans
from tests.commands import cotejo, start

SCANS = 30
JOBS = 2


@pytest.fixture(scope="module")
def per_page(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How often tesseract is started for one of these pages."""
    folder = tmp_path_factory.mktemp("one")
    (page,) = write_scans(folder / "scans", 1)
    env, log = counting(folder)
    assert cotejo("init", folder / "archive").status == 0
    assert cotejo("add", page, archive=folder / "archive", env=env).status == 0
    return starts(log)


def test_killed_half_way_no_page_that_was_filed_is_read_again(tmp_path: Path, per_page: int) -> None:
    scans = write_scans(tmp_path / "scans", SCANS)
    env, log = counting(tmp_path)
    archive = tmp_path / "archive"
    assert cotejo("init", archive).status == 0
    run = start("add", scans[0].parent, "--jobs", str(JOBS), archive=archive, env=env)
    while filed(archive) < SCANS // 2 and run.poll() is None:
        time.sleep(0.05)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    wait_for_workers(log)
    kept, before = filed(archive), starts(log)
    assert kept >= SCANS // 2
    # What was read and not filed when the run was killed: no more than was under way.
    assert before <= (kept + 2 * JOBS) * per_page
    rows = cotejo("add", scans[0].parent, "--jobs", str(JOBS), "--json", archive=archive, env=env).rows
    assert [row["status"] for row in rows].count("unchanged") == kept
    assert starts(log) - before == (SCANS - kept) * per_page
    assert filed(archive) == SCANS
    assert cotejo("check", archive=archive).status == 0


def wait_for_workers(log: Path) -> None:
    """The workers of a killed run notice by themselves within a second; one may be starting tesseract just now."""
    known = -1
    while known != (known := starts(log)):
        time.sleep(1.5)
