"""Whether a figure that a claim states stands in the sources its note cites, however it is written there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from indexer.models import FigureStatus, Spot, StoredPage
from indexer.quotes.figures import FigureCheck, Written, check_figure, numbers_of
from indexer.quotes.sentences import sentence_ends

MOST_CONTEXT = 300
"""Characters of the sentence around a figure that are told."""


class PagesOfCatalog(Protocol):
    """What is asked of the catalog's documents."""

    def pages(self, id: str, first: int = 1, last: int | None = None) -> Sequence[StoredPage]: ...


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """Characters [start, end) of a page, in which a figure is written."""

    page: StoredPage
    start: int
    end: int

    def spot(self, revision: int) -> Spot:
        """The place as it is kept."""
        return Spot(self.page.document, revision, self.page.number, self.page.reading.reading, self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Source:
    pages: Sequence[StoredPage]
    numbers: Sequence[Written]


class FigureFinder:
    """Looks for figures in documents; each document's numbers are read once."""

    def __init__(self, catalog: PagesOfCatalog) -> None:
        self._catalog = catalog
        self._sources: dict[str, _Source] = {}

    def find(self, figure: str, documents: Sequence[str]) -> tuple[FigureStatus, FigurePlace | None]:
        """How ``figure`` stands in the documents, and where first: written alike before written otherwise."""
        if not documents:
            return FigureStatus.NO_SOURCE, None
        found: tuple[FigureStatus, FigurePlace | None] = FigureStatus.NOT_FOUND, None
        for document in documents:
            source = self._source(document)
            check = check_figure(figure, source.numbers, source.pages)
            if check.status is FigureStatus.FOUND:
                return check.status, _place(check, source)
            if found[1] is None and check.place is not None:
                found = check.status, _place(check, source)
        return found

    def _source(self, document: str) -> _Source:
        if document not in self._sources:
            pages = self._catalog.pages(document)
            self._sources[document] = _Source(pages, numbers_of(pages))
        return self._sources[document]


def _place(check: FigureCheck, source: _Source) -> FigurePlace | None:
    place = check.place
    if place is None:
        return None
    return FigurePlace(next(page for page in source.pages if page.number == place.page), place.start, place.end)


def figure_match(place: FigurePlace) -> Mapping[str, Any]:
    """The place in the shape that matches of quotations have."""
    page = place.page
    before, after = _context(page.text, place.start, place.end)
    return {
        "document": page.document,
        "page": page.number,
        "start": place.start,
        "end": place.end,
        "reading": page.reading.reading,
        "source_text": page.text[place.start : place.end],
        "before": before,
        "after": after,
        "language": page.language.value,
        "ocr": page.ocr,
        "changes": [],
        "critical": False,
        "url": f"/documents/{page.document}/pages/{page.number}"
        f"?start={place.start}&end={place.end}&reading={page.reading.reading}",
    }


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the sentence around [start, end)."""
    first, last = max(0, start - MOST_CONTEXT), min(len(text), end + MOST_CONTEXT)
    ends = [first + place for place in sentence_ends(text[first:last])]
    begins = max((place for place in ends if place <= start), default=first)
    finishes = min((place for place in ends if place >= end), default=last)
    return text[begins:start].lstrip(), text[end:finishes].rstrip()
