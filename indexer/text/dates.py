"""Finds complete dates in Spanish and English text by patterns of our own.

dateparser's ``search_dates`` invents dates (design/findings.md), so a date is found here only where day, month and
year all stand written and make a day of the calendar. OCR's missing spaces and O for 0 are borne; nothing is guessed.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.models import Language

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Years outside are numbers of something else: laws and sums are written like years, too."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it is written: ``text[start:end]``."""

    date: dt.date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``: a year, a month, or one day."""

    first: dt.date
    last: dt.date

    def __contains__(self, date: dt.date | None) -> bool:
        return date is not None and self.first <= date <= self.last


_MONTH_NAMES = (
    ("enero", "january", "ene", "jan"),
    ("febrero", "february", "feb"),
    ("marzo", "march", "mar"),
    ("abril", "april", "abr", "apr"),
    ("mayo", "may"),
    ("junio", "june", "jun"),
    ("julio", "july", "jul"),
    ("agosto", "august", "ago", "aug"),
    ("septiembre", "september", "setiembre", "sept", "sep", "set"),
    ("octubre", "october", "oct"),
    ("noviembre", "november", "nov"),
    ("diciembre", "december", "dic", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
"""Spanish and English month names and their usual abbreviations → month from 1 to 12."""

_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_GLUED_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
# The capital O that OCR reads for 0 stays a capital: «1o de junio» is the first of June, «3O JULIO» the thirtieth.
_ZERO = r"(?:\d|(?-i:O))"
_YEAR = rf"(?P<year>[12]{_ZERO}{{3}}|[12](?:[ ]{_ZERO}){{3}})(?!{_ZERO})"
_DAY = r"(?<![\w/.,-])(?P<day>(?-i:[23]O|[lI]\d)|[0-3]?\d)"
_ORDINAL = r"(?:\s?(?:[°ºª]|(?:st|nd|rd|th|er|ro|(?-i:o))\b\.?|O\.))?"  # «1O DE JUNIO» may be the first or the tenth

_DAY_FIRST = re.compile(
    r"(?:\b(?P<first>primero)|" + _DAY + _ORDINAL + r")"
    r"\s*(?:[-/.]\s*|(?:d[ei]l?|of|day of)\s*)?(?:mes\s+de\s+)?" + _GLUED_MONTH + r"\s*(?:[-/,.]\s*)?"
    r"(?:(?:d[ei]l?)\s*(?:a[ñn]o\s*(?:d[ei]\s*)?)?)?" + _YEAR,
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"\b" + _MONTH + r"\s*" + r"(?P<day>(?-i:[23]O)|[0-3]?\d)(?:\s?(?:st|nd|rd|th))?(?:\s*,\s*|\s+)" + _YEAR,
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?<![\w/.-])(?P<year>[12]\d{3})(?P<separator>[-/])(?P<month>\d{2})(?P=separator)(?P<day>\d{2})(?![\w/-])"
)
_NUMERIC = re.compile(
    r"(?<![\w/.-])(?P<a>\d{1,2})(?P<separator>\s?[/.-]\s?)(?P<b>\d{1,2})(?P=separator)(?P<year>[12]\d{3})(?![\d/-])"
)

_YEARLIKE = re.compile(r"[12](?:[\dO]{3}|(?: [\dO]){3})")
_BEFORE_YEAR, _AFTER_YEAR = 80, 12
"""Characters around a year in which the rest of a date stands (``primero del mes de septiembre del año de 2020``)."""


def find_dates(text: str, language: Language | None = None) -> list[FoundDate]:
    """Every complete date in ``text``, in reading order, none overlapping another.

    Numbers are read day first, as in Mexico (``17/03/2020``); month first only where no other reading is possible.
    With ``language=ENGLISH`` a numeric date that could be read both ways is left out.
    """
    found = sorted(_candidates(text, language), key=lambda item: (item.start, -item.end))
    apart: list[FoundDate] = []
    for item in found:
        if not apart or item.start >= apart[-1].end:
            apart.append(item)
    return apart


_YEAR_ALONE = re.compile(r"[12]\d{3}")
_MONTH_ALONE = re.compile(
    rf"(?P<year>[12]\d{{3}})[-/](?P<number>\d{{1,2}})|(?P<n>\d{{1,2}})[-/](?P<y>[12]\d{{3}})"
    rf"|{_MONTH}\s*(?:d[ei]l?|of|[-/,])?\s*(?P<behind>[12]\d{{3}})",
    re.IGNORECASE,
)


def read_period(text: str) -> Period | None:
    """What a field for a date says: a day in any writing that `find_dates` knows, a month (``2023-03``, *marzo de
    2023*) or a year; None if it says something else."""
    text = text.strip()
    for day in find_dates(text):
        if (day.start, day.end) == (0, len(text)):
            return Period(day.date, day.date)
    if _YEAR_ALONE.fullmatch(text):
        first, last = _date(int(text), 1, 1), _date(int(text), 12, 31)
        return Period(first, last) if first and last else None
    if not (match := _MONTH_ALONE.fullmatch(text)):
        return None
    month = MONTHS[match["month"].lower()] if match["month"] else int(match["number"] or match["n"])
    year = int(match["year"] or match["y"] or match["behind"])
    first = _date(year, month, 1)
    return Period(first, dt.date(year, month, calendar.monthrange(year, month)[1])) if first else None


def _candidates(text: str, language: Language | None) -> Iterator[FoundDate]:
    for start, end in _windows(text):
        yield from _candidates_within(text, start, end, language)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Where a date may stand: around what may be a year. Most passages have none and are done with sooner."""
    start = end = -1
    for match in _YEARLIKE.finditer(text):
        if match.start() - _BEFORE_YEAR > end:
            if end >= 0:
                yield start, end
            start = max(0, match.start() - _BEFORE_YEAR)
        end = match.end() + _AFTER_YEAR
    if end >= 0:
        yield start, end


def _candidates_within(text: str, start: int, end: int, language: Language | None) -> Iterator[FoundDate]:
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text, start, end):
            day = "1" if match.groupdict().get("first") else match["day"]
            date = _date(_number(match["year"]), MONTHS[match["month"].lower()], _number(day))
            if date is not None:
                yield FoundDate(date, match.start(), match.end())
    for match in _ISO.finditer(text, start, end):
        date = _date(int(match["year"]), int(match["month"]), int(match["day"]))
        if date is not None:
            yield FoundDate(date, match.start(), match.end())
    for match in _NUMERIC.finditer(text, start, end):
        date = _numeric(int(match["a"]), int(match["b"]), int(match["year"]), language)
        if date is not None:
            yield FoundDate(date, match.start(), match.end())


def _numeric(first: int, second: int, year: int, language: Language | None) -> dt.date | None:
    day_first = _date(year, second, first)
    month_first = _date(year, first, second)
    if language is Language.ENGLISH and day_first and month_first and day_first != month_first:
        return None
    return day_first or month_first


def _number(untrusted_digits: str) -> int:
    """The number OCR read, with its O for 0 and l or I for 1, and spaces between digits."""
    return int(untrusted_digits.replace(" ", "").translate(str.maketrans("OlI", "011")))


def _date(year: int, month: int, day: int) -> dt.date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
