"""What stands on a page of a PDF, line by line, with the sizes and heights that tell raised numbers and notes.

In points, y downwards from the page's upper edge.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """Characters of one size and height. ``rise`` is how far above the line's baseline they stand (below: negative).

    The space before the next word of the line is the run's last character.
    """

    text: str
    size: float
    rise: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line. ``size`` and ``baseline`` are those of most of its text; ``flow`` counts the page's columns, ``cells``
    the stretches of the line that wide gaps part."""

    runs: tuple[PrintedRun, ...]
    x0: float
    x1: float
    baseline: float
    size: float
    flow: int
    cells: int = 1

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()


@dataclass(frozen=True, slots=True)
class PrintedRule:
    """A level stroke on the page, such as parts notes from text."""

    x0: float
    x1: float
    y: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page's lines in reading order, and its rules. ``number`` counts from 1; no lines if the page has no text that
    can be read."""

    number: int
    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    rules: tuple[PrintedRule, ...] = ()
