"""A record of what was checked, for owners who want one: off unless config.toml turns it on ([quotes] log).

What a journalist checks tells what she is working on. So nothing is kept by default; a record that is turned on is a
file of the archive that only its owner can read, one JSON object a line.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import storage_error
from indexer.quotes.models import Verification

OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class CheckLog:
    """Appends to ``path``; does nothing without one. Threads and processes may share it: a line is one write."""

    path: Path | None = None

    def record(self, verification: Verification) -> None:
        """Keep the quotation, its hints and its verdict. Raises DiskFull or StorageError: a record that is wanted and
        cannot be kept is told."""
        if self.path is None:
            return
        quotation = verification.quotation
        line = json.dumps(
            {
                "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                "quote": quotation.text,
                "speaker": quotation.hints.speaker,
                "dates": [date.isoformat() for date in quotation.hints.dates],
                "verdict": verification.verdict.value,
                "documents": list(dict.fromkeys(match.document.id for match in verification.matches[:10])),
                "index": verification.index,
            },
            ensure_ascii=False,
        )
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
            with os.fdopen(descriptor, "ab", buffering=0) as stream:
                stream.write(line.encode() + b"\n")
        except OSError as error:
            raise storage_error(error, "The record of checks") from error


NO_LOG = CheckLog()
