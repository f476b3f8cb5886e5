"""Is tesseract there, which version, and which languages? Running it on pages is :mod:`indexer.ocr.tesseract`."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from dataclasses import dataclass

PROBE_SECONDS = 20
"""Both questions take some milliseconds; a program that hangs here is as good as absent."""

_VERSION = re.compile(r"tesseract\s+v?(\S+)")


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The installed program: its path, its version ("5.3.0") and the languages it can read ("spa", "eng")."""

    path: str
    version: str
    languages: frozenset[str]


def probe_tesseract() -> Tesseract | None:
    """What is installed, or None. Asked once per process and path of the program."""
    path = shutil.which("tesseract")
    return _ask(path) if path else None


@functools.lru_cache(maxsize=4)
def _ask(path: str) -> Tesseract | None:
    version = _VERSION.search(_output(path, "--version"))
    if version is None:
        return None
    languages = _output(path, "--list-langs").splitlines()[1:]
    return Tesseract(path, version[1], frozenset(name.strip() for name in languages if name.strip()))


def _output(path: str, argument: str) -> str:
    """What the program says; empty when it cannot be run."""
    try:
        done = subprocess.run(
            [path, argument], capture_output=True, text=True, errors="replace", timeout=PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout or done.stderr
