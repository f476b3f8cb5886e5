"""What the page view shows around a page's image: addresses that reopen a view, tools, and the strip of small images.

Every tool is a link whose address holds the whole view, so that it works without the script, which only saves the way
to the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for

from indexer.models import Document, StoredPage
from webapp.pagehits import Place
from webapp.params import ZOOMS

STRIP = 12
"""Small images shown at once, whatever the length of the document."""

QUARTER = 90


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is looked at: what an address can ask for. ``reading`` is named where offsets need it."""

    document: str
    page: int
    query: str = ""
    start: int | None = None
    end: int | None = None
    reading: str | None = None
    hit: int | None = None
    zoom: int = 100
    turn: int = 0

    @property
    def url(self) -> str:
        """The path that reopens this view."""
        return url_for(
            "pages.read",
            id=self.document,
            number=self.page,
            q=self.query or None,
            start=self.start,
            end=self.end,
            reading=self.reading,
            hit=self.hit,
            zoom=self.zoom if self.zoom != 100 else None,
            turn=self.turn or None,
        )

    def at(self, place: Place) -> View:
        """The same view with another hit in front; what was selected belongs to its page alone."""
        if place.page == self.page:
            return replace(self, hit=place.hit)
        return replace(self.on(place.page), hit=place.hit)

    def on(self, page: int) -> View:
        """Another page, looked at in the same way."""
        return replace(self, page=page, start=None, end=None, reading=None, hit=None)

    def turned(self, quarters: int) -> View:
        return replace(self, turn=(self.turn + quarters * QUARTER) % 360)

    def zoomed(self, steps: int) -> View | None:
        """The next zoom up or down; None at the end of the scale."""
        at = ZOOMS.index(self.zoom) + steps
        return replace(self, zoom=ZOOMS[at]) if 0 <= at < len(ZOOMS) else None


@dataclass(frozen=True, slots=True)
class Small:
    """A page in the strip: its view, whether it has an image, how many hits."""

    view: View
    has_image: bool
    hits: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The small images around a page; ``before`` and ``after`` lead to the strips on either side, and say how many
    pages with hits there are beyond."""

    small: tuple[Small, ...]
    before: View | None
    after: View | None
    hits_before: int
    hits_after: int


def strip_range(page: int, count: int) -> tuple[int, int]:
    """The first and last page of the strip in which ``page`` is."""
    first = (page - 1) // STRIP * STRIP + 1
    return first, min(first + STRIP - 1, count)


def strip_of(
    view: View, document: Document, pages: Sequence[StoredPage], counts: dict[int, int], with_hits: Sequence[int]
) -> Strip:
    """The strip of ``pages``, those of :func:`strip_range`."""
    first, last = strip_range(view.page, document.pages)
    return Strip(
        tuple(Small(view.on(page.number), has_image(document, page), counts.get(page.number, 0)) for page in pages),
        view.on(first - 1) if first > 1 else None,
        view.on(last + 1) if last < document.pages else None,
        sum(number < first for number in with_hits),
        sum(number > last for number in with_hits),
    )


def has_image(document: Document, page: StoredPage) -> bool:
    """Whether there is an image to ask for. Pages of text and HTML have no size, and so none."""
    return page.image is not None or (document.media_type == "application/pdf" and page.width is not None)
