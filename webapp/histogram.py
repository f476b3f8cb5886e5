"""The results over time: a bar for each decade, year or month, which narrows the search to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from webapp.context import counted, same_page
from webapp.params import SearchParams
from webapp.periods import YEARS_AT_ONCE, Level, Period, all_between, months_of, tallied, year

BAR_SHARE = 0.78
"""How much of its place a bar fills; the rest keeps it apart from the next."""

LEAST_HEIGHT = 2.5
"""Percent of the height that a single passage still gets, so that it can be seen and touched."""

MONTHS_AT_ONCE = 12
"""Months drawn side by side across the turn of a year."""

LABELS_WIDE, LABELS_NARROW = 16, 8
"""How many labels stand below the bars without touching, at 1,100 and at 320 pixels."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A period with its passages. ``x``, ``width`` and ``height`` are percent of the drawing. ``url`` narrows the
    search to it, None where nothing is to be found. ``labelled`` if there is room for its label, ``extra`` if only on
    a wide screen."""

    period: Period
    count: int
    url: str | None
    x: float
    width: float
    height: float
    labelled: bool
    extra: bool

    @property
    def words(self) -> str:
        """What the bar says to who cannot see it."""
        passages = counted("%(num)s passage", "%(num)s passages", self.count)
        return f"{self.period.label}: {passages}"


@dataclass(frozen=True, slots=True)
class Crumb:
    """A wider stretch of time than the one at hand, and the address that widens the search to it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """The passages found over time. ``undated`` passages are in no bar."""

    level: Level
    bars: tuple[Bar, ...]
    undated: int
    crumbs: tuple[Crumb, ...]

    @property
    def peak(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.count)


def histogram(facet: Mapping[str, int], total: int, params: SearchParams) -> Histogram | None:
    """The chart for results with this facet of months; None if there is no passage with a date."""
    months = months_of(facet)
    if not months:
        return None
    first, last = min(months), max(months)
    level = _level(first, last)
    if level is Level.MONTH and first.year == last.year:
        # The whole year, as far as the search reaches, so that months without a passage are seen as such.
        whole = year(first.year)
        first = max(whole.first, params.date_from or whole.first)
        last = min(whole.last, params.date_to or whole.last)
    periods = all_between(first, last, level)
    counts = tallied(months, periods)
    return Histogram(level, _bars(periods, counts, params), total - sum(months.values()), _crumbs(params))


def _level(first: dt.date, last: dt.date) -> Level:
    if first.year == last.year or (last.year - first.year) * 12 + last.month - first.month < MONTHS_AT_ONCE:
        return Level.MONTH
    return Level.YEAR if last.year - first.year < YEARS_AT_ONCE else Level.DECADE


def _bars(periods: list[Period], counts: list[int], params: SearchParams) -> tuple[Bar, ...]:
    most, place = max(counts), 100 / len(periods)
    wide, narrow = (-(-len(periods) // room) for room in (LABELS_WIDE, LABELS_NARROW))
    return tuple(
        Bar(
            period,
            count,
            same_page(drop=("cursor", "trail"), **_within(period, params)) if count else None,
            x=round(place * (number + (1 - BAR_SHARE) / 2), 3),
            width=round(place * BAR_SHARE, 3),
            height=round(max(LEAST_HEIGHT, 100 * count / most), 2) if count else 0,
            labelled=number % wide == 0,
            extra=number % narrow != 0,
        )
        for number, (period, count) in enumerate(zip(periods, counts, strict=True))
    )


def _within(period: Period, params: SearchParams) -> dict[str, str]:
    """The dates of ``period`` that the search at hand reaches: a bar never widens it."""
    first = max(period.first, params.date_from or period.first)
    last = min(period.last, params.date_to or period.last)
    return {"from": first.isoformat(), "to": last.isoformat()}


def _crumbs(params: SearchParams) -> tuple[Crumb, ...]:
    """The way back to wider stretches: all dates, and the year around a part of it."""
    first, last = params.date_from, params.date_to
    if not first and not last:
        return ()
    crumbs = [Crumb(gettext("All dates"), same_page(drop=("cursor", "trail", "from", "to")))]
    if first and last and first.year == last.year and (first, last) != (year(first.year).first, year(first.year).last):
        crumbs.append(Crumb(str(first.year), same_page(drop=("cursor", "trail"), **year(first.year).arguments)))
    return tuple(crumbs)
