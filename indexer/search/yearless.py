"""A day without its year among the words of a query: *30 de julio*, *July 30*, *30/07*. Any year's will do.

A date with a year is a value (:mod:`indexer.search.values`); without one it is words, so that no number that happens to
stand before another (a telephone's, a time's) is taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.index.analysis import words
from indexer.index.query import Added, Or, Phrase, Reason
from indexer.models import Language
from indexer.text.dates import MONTHS

WEIGHT = 0.9
"""Nearly a literal match: it is the same day, but for the year, which nobody named."""

_NUMERIC = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})")
_NAMES = {
    # Of each month the Spanish name comes first, then the English one.
    language: [[name for name, number in MONTHS.items() if number == month][place] for month in range(1, 13)]
    for place, language in enumerate((Language.SPANISH, Language.ENGLISH))
}
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_LONGEST = 3  # 30 de julio, 30th of July


class _Day(NamedTuple):
    day: int
    month: int


def day_without_year(typed: Sequence[str]) -> tuple[int, tuple[Added, ...]] | None:
    """How many of the words typed are a day of the calendar, and in which other ways it is written."""
    for count in range(min(_LONGEST, len(typed)), 0, -1):
        if (found := _read(typed[:count])) is not None:
            said = " ".join(word for text in typed[:count] for word in words(text))
            forms = {language: [form for form in _forms(found, language) if form != said] for language in _NAMES}
            return count, tuple(
                Added(Or(tuple(Phrase(tuple(form.split())) for form in listed)), WEIGHT, Reason.GLOSSARY, listed[0])
                for listed in forms.values()
            )
    return None


def _read(typed: Sequence[str]) -> _Day | None:
    if len(typed) == 1:
        match = _NUMERIC.fullmatch(typed[0])
        return _checked(int(match["day"]), int(match["month"])) if match else None
    said = [word for text in typed for word in words(text) if word not in ("de", "of")]
    if len(said) != 2:
        return None
    first, second = said
    day, month = (second, first) if first in MONTHS else (first, second)
    number = "1" if day == "primero" else re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", day)
    return _checked(int(number), MONTHS[month]) if number.isdecimal() and month in MONTHS else None


def _checked(day: int, month: int) -> _Day | None:
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return _Day(day, month) if 1 <= month <= len(longest) and 1 <= day <= longest[month - 1] else None


def _forms(found: _Day, language: Language) -> list[str]:
    day, name = found.day, _NAMES[language][found.month - 1]
    if language is Language.SPANISH:
        first = [f"primero de {name}"] if day == 1 else []
        return [f"{day} de {name}", f"{day} {name}", f"{name} {day}", *first]
    ordinal = f"{day}{_ORDINALS.get(day, 'th')}"
    return [f"{name} {day}", f"{name} {ordinal}", f"{day} {name}", f"{ordinal} of {name}", f"{ordinal} {name}"]
