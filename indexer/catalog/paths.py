"""Paths as the catalog keeps them."""

from __future__ import annotations


def unspelt(path: str, raw_path: bytes) -> bytes | None:
    """The real path, where the printable one does not spell it (bytes that are not UTF-8, a newline); else None."""
    return None if path.encode("utf-8") == raw_path else raw_path
