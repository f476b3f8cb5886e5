"""Dates of references in Spanish and English, as exact as they are printed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from indexer.text.dates import MONTHS, find_dates

_Y = r"(?P<y>1[5-9]\d\d|20\d\d)"
_M = rf"(?P<m>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_D = r"(?P<d>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|º|°)?"
_OF = r"(?:,\s*|\s+(?:(?:de|del|of)\s+)?)"

# What only bibliographies write, year first and with less than a day; whole days are read by indexer.text.dates.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_Y},\s*{_M}\s+{_D}",
        rf"{_Y},\s*{_D}{_OF}{_M}",
        rf"{_Y},?\s+{_M}",
        rf"{_M}{_OF}{_Y}",
        rf"{_Y},\s*\d{{1,2}}\s?[-–]\s?\d{{1,2}}{_OF}{_M}",  # the days of a congress: a month, no day
        rf"{_Y},\s*{_M}\s+\d{{1,2}}\s?[-–]\s?\d{{1,2}}",
        rf"{_Y}[a-z]?",
        rf"(?:c(?:a|irca)?\.?|ca\.)\s*{_Y}",
    )
)
_MONTHS_ONLY = tuple(
    re.compile(rf"(?<![\w/-]){form}(?!\w)", re.IGNORECASE) for form in (rf"{_Y},?\s+{_M}", rf"{_M}{_OF}{_Y}")
)
_LONGEST_SEARCHED = 20_000
_UNDATED = re.compile(r"n\.?\s?d\.?(?:-?[a-z])?|s\.?\s?/?f\.?|sin fecha|undated", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\(([^()]{2,40})\)")
_PERIOD = re.compile(r"\d.*?(?:\b(?:to|and|through|until|al?|y|hasta)|[–—-])\s*$", re.IGNORECASE | re.DOTALL)
_PERIOD_REACH = 40  # "from July 15 to July 21, 2022": the first day stands within so many characters
_YEAR = re.compile(r"(?<![\w/.-])(?:1[5-9]\d\d|20\d\d)(?![\w/-])")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed: a day, a month, a year, or the statement that there is none (``undated``)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    undated: bool = False

    @property
    def date(self) -> dt.date | None:
        """The day, if a day is printed and exists."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return dt.date(self.year, self.month, self.day)
        except ValueError:  # 30 February
            return None


@dataclass(frozen=True, slots=True)
class DatedPlace:
    """A date and where it stands in a text (with its parentheses)."""

    when: PrintedDate
    start: int
    end: int


def read_date(text: str) -> PrintedDate | None:
    """Read a text that is a date and nothing else: ``2019, January 30``, ``30 de enero de 2019``, ``2022``, ``n.d.``"""
    stripped = text.strip()
    if _UNDATED.fullmatch(stripped):
        return PrintedDate(undated=True)
    for found in find_dates(stripped):
        if (found.start, found.end) == (0, len(stripped)):
            return _day(found.date)
    for form in _FORMS:
        if match := form.fullmatch(stripped):
            fields = match.groupdict()
            month = MONTHS[fields["m"].lower()] if fields.get("m") else None
            return PrintedDate(int(fields["y"]), month, int(fields["d"]) if fields.get("d") else None)
    return None


def find_parenthesised_date(text: str) -> DatedPlace | None:
    """The first parenthesis that is a date, as in ``Author. (2019, January 30). Title``."""
    for match in _PARENTHESIS.finditer(text):
        if (when := read_date(match[1])) is not None:
            return DatedPlace(when, match.start(), match.end())
    return None


def find_day(text: str) -> DatedPlace | None:
    """The first whole day named in running text; the end of a period ("July 15 to July 21, 2022") is not one."""
    for found in find_dates(text):
        if not _PERIOD.search(text[max(0, found.start - _PERIOD_REACH) : found.start]):
            return DatedPlace(_day(found.date), found.start, found.end)
    return None


def find_month(text: str) -> PrintedDate | None:
    """The only month and year named in a text that names no day: ``marzo de 2022``, ``March 2022``, ``2022, March``."""
    found = {
        (int(match["y"]), MONTHS[match["m"].lower()])
        for form in _MONTHS_ONLY
        for match in form.finditer(text[:_LONGEST_SEARCHED])
    }
    return PrintedDate(*found.pop()) if len(found) == 1 and find_day(text) is None else None


def month_of(text: str, year: int) -> int | None:
    """The month that a note prints with ``year`` where it prints no day ("2022, March"), if it prints only one."""
    printed = [read_date(match[1]) for match in _PARENTHESIS.finditer(text[:_LONGEST_SEARCHED])]
    months = {when.month for when in printed if when and when.year == year and when.day is None} - {None}
    if not months and (alone := find_month(text)) is not None and alone.year == year:
        months = {alone.month}
    return months.pop() if len(months) == 1 else None


def find_year(text: str) -> int | None:
    """The only year named in a text, None if it names none or several."""
    years = {int(match[0]) for match in _YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else None


def _day(date: dt.date) -> PrintedDate:
    return PrintedDate(date.year, date.month, date.day)
