"""Approximate alignment of bytes. The sole importer of edlib."""

from __future__ import annotations

from dataclasses import dataclass

import edlib


@dataclass(frozen=True, slots=True)
class Alignment:
    """The best place of a text within another: ``[start, end)``, at ``distance`` insertions, deletions and changes."""

    distance: int
    start: int
    end: int


def best_place(sought: bytes, text: bytes, most: int) -> Alignment | None:
    """Where in ``text`` all of ``sought`` stands with the fewest edits; None if that takes more than ``most``.

    Of several places alike, the first.
    """
    found = edlib.align(sought, text, mode="HW", task="locations", k=most)
    if found["editDistance"] < 0 or not found["locations"]:
        return None
    start, end = found["locations"][0]
    return Alignment(found["editDistance"], start or 0, end + 1)


def distance_within(sought: bytes, text: bytes, most: int) -> int | None:
    """The fewest edits that turn some stretch of ``text`` into ``sought``; None if more than ``most``. Twice as fast as
    `best_place`."""
    found: int = edlib.align(sought, text, mode="HW", task="distance", k=most)["editDistance"]
    return None if found < 0 else found
