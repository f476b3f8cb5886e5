"""Runs `cotejo` as a user does: a process, its exit status, its lines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COTEJO = Path(sys.executable).with_name("cotejo")


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self) -> dict[str, Any]:
        (row,) = self.rows
        return row


def cotejo(*arguments: str | Path | bytes, archive: Path | None = None, env: dict[str, str] | None = None) -> Ran:
    """Run the command and wait for it."""
    run = subprocess.run(
        command(*arguments, archive=archive), capture_output=True, check=False, env={**os.environ, **(env or {})}
    )
    return Ran(run.returncode, run.stdout.decode(), run.stderr.decode())


def start(*arguments: str | Path, archive: Path, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the command in a process group of its own, to be killed at will."""
    return subprocess.Popen(
        command(*arguments, archive=archive),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, **(env or {})},
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - the tests start no threads
    )


def _heed_interrupts() -> None:
    """A suite that a script runs in the background hands on that SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def command(*arguments: str | Path | bytes, archive: Path | None) -> list[str | Path | bytes]:
    return [COTEJO, *arguments, *(["--archive", archive] if archive else [])]
