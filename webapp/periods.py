"""Stretches of time that counts are drawn over: decades, years, months. Plain functions on the facet of months."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import format_date, gettext

YEARS_AT_ONCE = 30
"""Years drawn side by side: on a telephone a bar is then 10 pixels wide; beyond, decades are drawn."""


class Level(StrEnum):
    """How time is divided."""

    DECADE = "decade"
    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both days included."""

    level: Level
    first: dt.date
    last: dt.date

    @property
    def key(self) -> str:
        """How programs read it: ``1990s``, ``2023``, ``2023-03``."""
        if self.level is Level.MONTH:
            return f"{self.first:%Y-%m}"
        return f"{self.first.year:04}s" if self.level is Level.DECADE else f"{self.first.year:04}"

    @property
    def label(self) -> str:
        """How people read it."""
        if self.level is Level.MONTH:
            return str(format_date(self.first, "MMMM y"))
        if self.level is Level.DECADE:
            return str(gettext("%(first)s to %(last)s", first=self.first.year, last=self.last.year))
        return str(self.first.year)

    @property
    def short(self) -> str:
        """As it stands below a bar."""
        if self.level is Level.MONTH:
            return str(format_date(self.first, "MMM")).rstrip(".")
        return str(self.first.year)

    @property
    def brief(self) -> str:
        """Short, and still plain where several years stand side by side."""
        if self.level is Level.MONTH:
            return f"{self.short} {self.first:%Y}"
        return self.short

    @property
    def arguments(self) -> dict[str, str]:
        """What narrows a search to it."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


def month(year: int, number: int) -> Period:
    last = calendar.monthrange(year, number)[1]
    return Period(Level.MONTH, dt.date(year, number, 1), dt.date(year, number, last))


def year(number: int) -> Period:
    return Period(Level.YEAR, dt.date(number, 1, 1), dt.date(number, 12, 31))


def decade(first: int) -> Period:
    return Period(Level.DECADE, dt.date(max(first, 1), 1, 1), dt.date(first + 9, 12, 31))


def period_of(day: dt.date, level: Level) -> Period:
    if level is Level.MONTH:
        return month(day.year, day.month)
    return decade(day.year // 10 * 10) if level is Level.DECADE else year(day.year)


def months_of(facet: Mapping[str, int]) -> dict[dt.date, int]:
    """The facet of months (``2020-07``) by first day."""
    return {dt.date(int(key[:4]), int(key[5:7]), 1): count for key, count in facet.items()}


def all_between(first: dt.date, last: dt.date, level: Level) -> list[Period]:
    """Every period from the one of ``first`` to the one of ``last``, the empty ones too."""
    periods, at = [], period_of(first, level)
    while at.first <= last:
        periods.append(at)
        if at.last >= dt.date.max:
            break
        at = period_of(at.last + dt.timedelta(days=1), level)
    return periods


def tallied(months: Mapping[dt.date, int], periods: Iterable[Period]) -> list[int]:
    """How many fall into each of ``periods``, which are of one level and in order."""
    periods = list(periods)
    place = {period.first: number for number, period in enumerate(periods)}
    counts = [0] * len(periods)
    for day, count in months.items():
        if periods and (number := place.get(period_of(day, periods[0].level).first)) is not None:
            counts[number] += count
    return counts
