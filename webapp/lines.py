"""The geometry of a chart of lines, in percent of its drawing; the template writes it as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.periods import Period

LABELS_WIDE, LABELS_NARROW = 14, 5
"""How many labels stand below the lines without touching, at 1,100 and at 320 pixels."""

STEPS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
"""Heights that people read easily, times a power of ten."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value's place; ``y`` counts from the top."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across at ``y`` (from the top) and the value it stands for."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a period below its place; ``extra`` if there is room for it only on a wide screen."""

    x: float
    text: str
    extra: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over periods."""

    lines: tuple[tuple[Point, ...], ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]


def line_chart(periods: Sequence[Period], values: Sequence[Sequence[float]]) -> LineChart:
    """``values`` holds for each line one value a period."""
    top = _round_up(max((value for line in values for value in line), default=0.0))
    places = [100 * number / (len(periods) - 1) if len(periods) > 1 else 50.0 for number in range(len(periods))]
    lines = tuple(
        tuple(Point(round(x, 3), round(100 - 100 * value / top, 3)) for x, value in zip(places, line, strict=True))
        for line in values
    )
    ticks = tuple(Tick(100 - 100 * part, top * part) for part in (1.0, 0.5, 0.0))
    return LineChart(lines, ticks, _labels(periods, places))


def _labels(periods: Sequence[Period], places: Sequence[float]) -> tuple[Label, ...]:
    wide, narrow = (-(-len(periods) // room) for room in (LABELS_WIDE, LABELS_NARROW))
    last = len(periods) - 1
    return tuple(
        Label(
            round(places[number], 3),
            period.brief,
            extra=number % narrow != 0,
            anchor="start" if number == 0 and last else "end" if number == last and last else "middle",
        )
        for number, period in enumerate(periods)
        if number % wide == 0
    )


def _round_up(most: float) -> float:
    """The least round number that is not below ``most``; 1 for nothing at all."""
    if most <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in STEPS if step * power >= most * (1 - 1e-9))
