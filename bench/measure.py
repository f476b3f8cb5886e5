"""What the benchmarks share: timing a command and watching the memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
COTEJO = ROOT / ".venv" / "bin" / "cotejo"
SAMPLE_SECONDS = 0.25


@dataclass(frozen=True)
class Measured:
    """A finished command. ``peaks_mb``: the most memory (PSS of the whole process tree) in each tenth of the run."""

    seconds: float
    status: int
    peaks_mb: tuple[float, ...]

    @property
    def peak_mb(self) -> float:
        return max(self.peaks_mb, default=0.0)


def measure(
    command: Sequence[str | Path], *, env: dict[str, str] | None = None, until: Callable[[], bool] | None = None
) -> Measured:
    """Run the command to its end, sampling the memory of the tree it starts; ``until`` says when to kill it."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(env or {})}
    )
    samples: list[float] = []
    watcher = threading.Thread(target=_watch, args=(process, samples, until))
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - started
    watcher.join()
    size = max(1, len(samples) // 10)
    peaks = tuple(max(samples[at : at + size]) for at in range(0, len(samples), size))
    return Measured(seconds, status, peaks)


def _watch(process: subprocess.Popen[bytes], samples: list[float], until: Callable[[], bool] | None) -> None:
    while process.poll() is None:
        samples.append(sum(_pss_mb(pid) for pid in _tree(process.pid)))
        if until is not None and until():
            process.kill()
        time.sleep(SAMPLE_SECONDS)


def _tree(root: int) -> list[int]:
    """The process and its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def _pss_mb(pid: int) -> float:
    """Proportional set size: shared pages are counted once over all who share them."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0
