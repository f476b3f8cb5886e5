"""Is a figure of a claim in its source, and written how?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.models import FigureStatus, StoredPage
from indexer.quotes.models import Stretch
from indexer.text.dates import find_dates
from indexer.text.numbers import find_numbers, spoken_value

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """A figure, what became of it, and where: the first place that has it, those written alike first."""

    figure: str
    status: FigureStatus
    place: Stretch | None = None
    written: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A number of a source: its possible values, and how and where it is written."""

    forms: frozenset[str]
    text: str
    place: Stretch


def check_figures(figures: Sequence[str], pages: Sequence[StoredPage]) -> tuple[FigureCheck, ...]:
    """Each figure as a claim prints it ("286,494", "77.3 %") against the pages of its source.

    *Found* is the same spelling but for spaces; *found differently written* the same value: ``286 mil 494``,
    ``77,3 por ciento``, ``veintisiete`` for ``27``. A share is no plain number: ``77.3`` is not ``77.3 %``.
    """
    written = numbers_of(pages)
    return tuple(check_figure(figure, written, pages) for figure in figures)


def numbers_of(pages: Sequence[StoredPage]) -> list[Written]:
    """The numbers of a source, without the days and years of its dates: «el 15 de marzo» says nothing of 15 dead."""
    found = []
    for page in pages:
        dates = [(date.start, date.end) for date in find_dates(page.text)]
        for number in find_numbers(page.text):
            if any(start <= number.start < end for start, end in dates):
                continue
            place = Stretch(page.number, page.reading.reading, number.start, number.end)
            found.append(Written(frozenset(number.forms), page.text[number.start : number.end], place))
    return found


def check_figure(figure: str, written: Sequence[Written], pages: Sequence[StoredPage]) -> FigureCheck:
    """One figure against the pages of a source and the ``written`` numbers of these pages; as `check_figures`."""
    asked = find_numbers(figure)
    forms = {form for number in asked for form in number.forms}
    same = [one for one in written if forms & one.forms]
    alike = next((one for one in same if _bare(one.text) == _bare(figure)), None)
    if alike is not None:
        return FigureCheck(figure, FigureStatus.FOUND, alike.place, alike.text)
    other = same[0] if same else _spoken(forms, pages)
    if other is None:
        return FigureCheck(figure, FigureStatus.NOT_FOUND)
    return FigureCheck(figure, FigureStatus.FOUND_DIFFERENTLY, other.place, other.text)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _spoken(forms: set[str], pages: Sequence[StoredPage]) -> Written | None:
    """A small number written as one word."""
    for page in pages:
        for match in _WORD.finditer(page.text):
            value = spoken_value(match[0])
            if value is not None and f"{value:f}" in forms:
                place = Stretch(page.number, page.reading.reading, match.start(), match.end())
                return Written(frozenset(forms), match[0], place)
    return None
