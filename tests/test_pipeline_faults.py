"""Crashes, limits, kills, two processes at once, a full disk: nothing is lost, doubled or half visible."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.commands import cotejo, start
from tests.conftest import ROOT

SPECIMENS = ROOT / "corpus" / "documents"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    assert cotejo("init", folder).status == 0
    return folder


def counts(archive: Path) -> dict[str, Any]:
    """What the archive holds; nothing in it depends on when or in what order it was taken in."""
    status = cotejo("status", "--json", archive=archive).json
    status["failures"] = sorted((item["path"], item["error"]["code"]) for item in status["failures"])
    found = cotejo("search", "de", "--json", "--size", "1", archive=archive).json
    return status | {"total": found["total"], "found": found["documents"]}


def configure(archive: Path, **settings: int) -> None:
    path = archive / "config.toml"
    lines = path.read_text().splitlines()
    for key, value in settings.items():
        (position,) = (number for number, line in enumerate(lines) if line.startswith(f"{key} ="))
        lines[position] = f"{key} = {value}"
    path.write_text("\n".join(lines))


def page_of_text(path: Path, size: tuple[int, int] = (2480, 3508)) -> Path:
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for row in range(60):
        draw.text((150, 150 + row * 50), f"Renglon {row} de una pagina con letra pequena " * 3, fill=0, font_size=28)
    image.save(path)
    return path


def test_a_file_that_takes_too_long_is_given_up_and_the_rest_is_read(archive: Path, tmp_path: Path) -> None:
    configure(archive, file_seconds=1)
    slow = tmp_path / "slow.tif"
    pages = [Image.open(page_of_text(tmp_path / f"{number}.png")) for number in range(2)]
    pages[0].save(slow, save_all=True, append_images=pages[1:])
    (tmp_path / "quick.txt").write_text("Un texto breve que se lee enseguida, sin más.")
    run = cotejo("add", slow, tmp_path / "quick.txt", "--json", archive=archive)
    statuses = {Path(row["path"]).name: (row["status"], row["error"] and row["error"]["code"]) for row in run.rows}
    assert statuses == {"slow.tif": ("failed", "file_timeout"), "quick.txt": ("added", None)}
    configure(archive, file_seconds=300)
    assert cotejo("add", slow, "--json", archive=archive).json["status"] == "added"


def test_a_page_that_takes_too_much_memory_to_decode_is_unread_and_the_others_are_read(
    archive: Path, tmp_path: Path
) -> None:
    configure(archive, file_memory_mb=256)
    file = tmp_path / "two.tif"
    small = Image.open(page_of_text(tmp_path / "small.png", (1200, 900))).convert("RGB")
    Image.new("RGB", (11000, 11000), "white").save(
        file, save_all=True, append_images=[small], compression="tiff_deflate"
    )
    run = cotejo("add", file, "--json", archive=archive)
    assert (run.json["status"], run.json["pages"], run.json["pages_unreadable"]) == ("added", 2, 1)
    assert run.json["error"]["code"] == "ocr_memory"
    assert "Renglon" in cotejo("show", run.json["document"], "--page", "2", archive=archive).out
    configure(archive, file_memory_mb=1400)
    again = cotejo("add", file, "--json", archive=archive)
    assert (again.json["pages"], again.json["pages_unreadable"]) == (2, 0)


def workers(pid: int) -> list[int]:
    """Pool workers of a running `cotejo add` (any thread may be their parent), found by their command line."""
    found = subprocess.run(["pgrep", "-f", "--", "multiprocessing.spawn"], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split() if _parent(int(line)) == pid]


def _parent(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError):
        return None


def test_a_worker_that_dies_fails_its_file_only(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(3):
        page_of_text(folder / f"{number}.png", (2480, 3000 + number))
    run = start("add", folder, "--jobs", "1", archive=archive)
    _kill_reading_worker(run.pid)
    assert run.wait(timeout=120) == 1
    status = cotejo("status", "--json", archive=archive).json
    assert [failure["error"]["code"] for failure in status["failures"]] == ["worker_crashed"]
    assert status["documents"] == 2
    assert cotejo("add", folder, archive=archive).status == 0
    assert cotejo("status", "--json", archive=archive).json["documents"] == 3


def _kill_reading_worker(pid: int) -> None:
    """Kill the worker of run ``pid`` while its tesseract reads a page (not while it asks for the version)."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for worker in workers(pid):
            if _has_tesseract(worker):
                os.kill(worker, signal.SIGKILL)
                return
        time.sleep(0.05)
    pytest.fail("no worker began to read")


def _has_tesseract(worker: int) -> bool:
    found = subprocess.run(["pgrep", "-P", str(worker), "-f", "tesseract .* -l spa"], capture_output=True, check=False)
    return found.returncode == 0


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], dict[str, Any]]:
    """Folders of specimens (scans, transcripts, decrees) and their counts after a run that nobody disturbed."""
    archive = tmp_path_factory.mktemp("undisturbed") / "archive"
    cotejo("init", archive)
    sources = [SPECIMENS / name for name in ("guacamaya-sedena", "presidencia", "dof")]
    assert cotejo("add", *sources, archive=archive).status == 0
    return sources, counts(archive)


def kill_at_random(archive: Path, sources: list[Path], kills: int, within: float, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(kills):
        run = start("add", *sources, archive=archive)
        time.sleep(chance.uniform(0.3, within))
        # Only the main process is killed, as a user's `kill -9` does; its workers must notice by themselves.
        run.send_signal(signal.SIGKILL)
        run.wait()


@pytest.mark.long
def test_killed_at_random_moments_the_next_run_finishes_the_rest(
    archive: Path, undisturbed: tuple[list[Path], dict[str, Any]]
) -> None:
    sources, expected = undisturbed
    kill_at_random(archive, sources, kills=4, within=6.0, seed=7)
    assert cotejo("add", *sources, archive=archive).status == 0
    assert cotejo("check", archive=archive).status == 0
    assert counts(archive) == expected


def test_no_worker_outlives_a_killed_run(archive: Path, undisturbed: tuple[list[Path], dict[str, Any]]) -> None:
    run = start("add", *undisturbed[0], archive=archive)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (orphans := workers(run.pid)):
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    time.sleep(3)
    assert not [pid for pid in orphans if Path(f"/proc/{pid}").exists() and _alive(pid)]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_two_processes_adding_at_once_queue_up(archive: Path, undisturbed: tuple[list[Path], dict[str, Any]]) -> None:
    sources, expected = undisturbed
    runs = [start("add", *order, archive=archive) for order in (sources, sources[::-1])]
    assert [run.wait(timeout=300) for run in runs] == [0, 0]
    assert cotejo("check", archive=archive).status == 0
    assert counts(archive) == expected


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_is_told_and_nothing_is_lost(
    tmp_path: Path, undisturbed: tuple[list[Path], dict[str, Any]]
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=False, capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        sources, expected = undisturbed
        archive = disk / "archive"
        assert cotejo("init", archive).status == 0
        run = cotejo("add", *sources, "--json", archive=archive)
        assert run.status == 1
        assert "disk_full" in run.out
        assert "Traceback" not in run.err
        subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
        assert cotejo("add", *sources, archive=archive).status == 0
        assert cotejo("check", archive=archive).status == 0
        assert counts(archive)["documents"] == expected["documents"]
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


@pytest.mark.long
@pytest.mark.shared_data
def test_ten_kills_over_the_real_material(archive: Path, tmp_path: Path, shared_data: Path) -> None:
    names = ("presidencia/cited", "presidencia/html", "dof/html", "dof/laws", "scans/mixed", "scans/ocrmypdf", "mail")
    sources = [shared_data / name for name in names]
    calm = tmp_path / "calm"
    cotejo("init", calm)
    assert cotejo("add", *sources, archive=calm).status in (0, 1)
    kill_at_random(archive, sources, kills=10, within=45.0, seed=11)
    assert cotejo("add", *sources, archive=archive).status in (0, 1)
    assert cotejo("check", archive=archive).status == 0
    assert counts(archive) == counts(calm)
