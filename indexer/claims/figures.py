"""Whether a figure that a claim states stands in the sources its note cites, however it is written there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from indexer.models import FigureStatus, Spot, StoredPage
from indexer.quotes.sentences import sentence_ends
from indexer.text.dates import find_dates
from indexer.text.numbers import FoundNumber, find_numbers

MOST_CONTEXT = 300
"""Characters of the sentence around a figure that are told."""


class PagesOfCatalog(Protocol):
    """What is asked of the catalog's documents."""

    def pages(self, id: str, first: int = 1, last: int | None = None) -> Sequence[StoredPage]: ...


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """Where an amount is written in a document."""

    document: str
    page: StoredPage
    number: FoundNumber

    @property
    def printed(self) -> str:
        return self.page.text[self.number.start : self.number.end]


class FigureFinder:
    """Looks for figures in documents; each document's numbers are read once."""

    def __init__(self, pages: PagesOfCatalog) -> None:
        self._pages = pages
        self._known: dict[str, Mapping[str, Sequence[FigurePlace]]] = {}

    def find(self, figure: str, documents: Sequence[str]) -> tuple[FigureStatus, FigurePlace | None]:
        """How ``figure`` stands in the documents, and the first place: written alike before written otherwise."""
        if not documents:
            return FigureStatus.NO_SOURCE, None
        sought = find_numbers(figure)
        if not sought:
            return FigureStatus.NOT_FOUND, None
        places = [
            place for document in documents for form in sought[0].forms for place in self._in(document).get(form, ())
        ]
        for place in places:
            if _plain(place.printed) == _plain(figure):
                return FigureStatus.FOUND, place
        if places:
            return FigureStatus.FOUND_DIFFERENTLY, places[0]
        return FigureStatus.NOT_FOUND, None

    def _in(self, document: str) -> Mapping[str, Sequence[FigurePlace]]:
        if document not in self._known:
            self._known[document] = _numbers(document, self._pages.pages(document))
        return self._known[document]


def _numbers(document: str, pages: Sequence[StoredPage]) -> Mapping[str, Sequence[FigurePlace]]:
    """The numbers of a document by their forms; days and years of dates are none."""
    found: dict[str, list[FigurePlace]] = {}
    for page in pages:
        dates = [(date.start, date.end) for date in find_dates(page.text)]
        for number in find_numbers(page.text):
            if not any(start <= number.start < end for start, end in dates):
                for form in number.forms:
                    found.setdefault(form, []).append(FigurePlace(document, page, number))
    return found


def _plain(printed: str) -> str:
    """A figure as printed, without what type setting adds: the kind of a space, and one before the per cent."""
    return " ".join(printed.split()).replace(" %", "%").casefold()


def figure_match(place: FigurePlace) -> Mapping[str, Any]:
    """The place in the shape that matches of quotations have."""
    page, number = place.page, place.number
    before, after = _context(page.text, number.start, number.end)
    return {
        "document": place.document,
        "page": page.number,
        "start": number.start,
        "end": number.end,
        "reading": page.reading.reading,
        "source_text": place.printed,
        "before": before,
        "after": after,
        "ocr": page.ocr,
        "changes": [],
        "critical": False,
        "url": f"/documents/{place.document}/pages/{page.number}"
        f"?start={number.start}&end={number.end}&reading={page.reading.reading}",
    }


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the sentence around [start, end)."""
    first, last = max(0, start - MOST_CONTEXT), min(len(text), end + MOST_CONTEXT)
    ends = [first + place for place in sentence_ends(text[first:last])]
    begins = max((place for place in ends if place <= start), default=first)
    finishes = min((place for place in ends if place >= end), default=last)
    return text[begins:start].lstrip(), text[end:finishes].rstrip()


def spot_of(place: FigurePlace, revision: int) -> Spot:
    """Where a figure stands, as it is kept."""
    page, number = place.page, place.number
    return Spot(place.document, revision, page.number, page.reading.reading, number.start, number.end)
