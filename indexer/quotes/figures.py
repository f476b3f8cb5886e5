"""Is a figure of a claim in its source, and written how?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.models import StoredPage
from indexer.quotes.models import Stretch
from indexer.text.numbers import find_numbers, spoken_value

_WORD = re.compile(r"[^\W\d_]+")


class FigureStatus(StrEnum):
    """What became of a figure."""

    FOUND = "found"
    FOUND_DIFFERENTLY_WRITTEN = "found_differently_written"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """A figure, what became of it, and where: the first place that has it, those written alike first."""

    figure: str
    status: FigureStatus
    place: Stretch | None = None
    written: str = ""


@dataclass(frozen=True, slots=True)
class _Written:
    forms: frozenset[str]
    text: str
    place: Stretch


def check_figures(figures: Sequence[str], pages: Sequence[StoredPage]) -> tuple[FigureCheck, ...]:
    """Each figure as a claim prints it ("286,494", "77.3 %") against the pages of its source.

    *Found* is the same spelling but for spaces; *found differently written* the same value: ``286 mil 494``,
    ``77,3 por ciento``, ``veintisiete`` for ``27``. A share is no plain number: ``77.3`` is not ``77.3 %``.
    """
    written = [one for page in pages for one in _numbers_of(page)]
    return tuple(_check(figure, written, pages) for figure in figures)


def _numbers_of(page: StoredPage) -> list[_Written]:
    return [
        _Written(
            frozenset(number.forms),
            page.text[number.start : number.end],
            Stretch(page.number, page.reading.reading, number.start, number.end),
        )
        for number in find_numbers(page.text)
    ]


def _check(figure: str, written: Sequence[_Written], pages: Sequence[StoredPage]) -> FigureCheck:
    asked = find_numbers(figure)
    forms = {form for number in asked for form in number.forms}
    same = [one for one in written if forms & one.forms]
    alike = next((one for one in same if _bare(one.text) == _bare(figure)), None)
    if alike is not None:
        return FigureCheck(figure, FigureStatus.FOUND, alike.place, alike.text)
    other = same[0] if same else _spoken(figure, forms, pages)
    if other is None:
        return FigureCheck(figure, FigureStatus.NOT_FOUND)
    return FigureCheck(figure, FigureStatus.FOUND_DIFFERENTLY_WRITTEN, other.place, other.text)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _spoken(figure: str, forms: set[str], pages: Sequence[StoredPage]) -> _Written | None:
    """A small number written as one word."""
    for page in pages:
        for match in _WORD.finditer(page.text):
            value = spoken_value(match[0])
            if value is not None and f"{value:f}" in forms:
                place = Stretch(page.number, page.reading.reading, match.start(), match.end())
                return _Written(frozenset(forms), match[0], place)
    return None
