"""The figures a claim states: counts, sums and shares, without years, days, notes and file numbers."""

from __future__ import annotations

import re

from indexer.text.dates import MONTHS, find_dates

MOST_FIGURES = 40
"""Figures of one claim; a sentence with more is a table run together."""

_UNIT = (
    r"\s?%|\s(?:per\s?cent|percent|por\s?ciento|puntos|millones|mill[óo]n|mil(?:\s+millones)?|thousand|millions?|"
    r"billions?|trillions?)\b"
)
_SPOKEN = (
    r"\d{1,3}\s+mill[óo]n(?:es)?\s+\d{1,3}\s+mil(?:\s+\d{1,3})?|\d{1,3}\s+mil\s+\d{1,3}"  # as transcripts write them
)
_NUMBER = _SPOKEN + r"|\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?![\d])|\d+(?:[.,]\d+)?"
_FIGURE = re.compile(rf"(?<![\w.,/#^-])(?P<number>{_NUMBER})(?P<unit>(?:{_UNIT})*)(?![\w/]|-\d|[.,]\d)", re.IGNORECASE)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(rf"\b(?:{_MONTH})\.?\s+\d{{1,2}}\b|\b\d{{1,2}}\s+(?:de\s+|of\s+)?(?:{_MONTH})\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:art[íi]culos?|articles?|not[ea]s?|p[áa]ginas?|pages?|pp?\.|sections?|secci[óo]n|chapters?|cap[íi]tulos?|figures?|"
    r"figuras?|gr[áa]ficas?|tablas?|tables?|folio|n[úu]m\.|no\.)\s+$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


def figures(claim: str) -> tuple[str, ...]:
    """The figures of a sentence as printed, with their unit ("286,494", "77.3%", "50 million"), each once."""
    taken = [(found.start, found.end) for found in find_dates(claim)]
    taken += [match.span() for match in _DAY.finditer(claim)]
    found = [
        match[0].strip()
        for match in _FIGURE.finditer(claim)
        if _states_something(match, claim) and not any(start <= match.start() < end for start, end in taken)
    ]
    return tuple(dict.fromkeys(found))[:MOST_FIGURES]


def _states_something(match: re.Match[str], claim: str) -> bool:
    """A lone digit and a year are no figures unless they have a unit; nor is the number of an article or a page."""
    if _NAMED.search(claim[max(0, match.start() - 12) : match.start()]):
        return False
    if match["unit"]:
        return True
    return len(match["number"]) > 1 and not _YEAR.fullmatch(match["number"])
