"""An older reading of a page beside the current one: where a passage stands now, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from indexer.errors import NotFound
from indexer.models import Change, StoredPage
from indexer.text.collation import Collation
from webapp.access import current_archive
from webapp.pagetext import Selection


@dataclass(frozen=True, slots=True)
class Newer:
    """The current reading of a page that is shown in an older one. ``change`` is what became of the passage asked for,
    None if none was; ``start`` and ``end`` are where it stands now, unless it is gone."""

    reading: str
    change: Change | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Two readings as HTML, what differs marked in each, and the number of differences."""

    older: Markup
    newer: Markup
    differences: int


def newer_of(page: StoredPage, selected: Selection | None) -> Newer | None:
    """The current reading of ``page``, an older one; None if the page is no longer there."""
    try:
        current = current_archive().catalog.documents.page(page.document, page.number)
    except NotFound:
        return None
    reading = current.reading.reading
    if selected is None or selected.start == selected.end:
        return Newer(reading)
    place = Collation(page.text, current.text).found(selected.start, selected.end)
    if place is None:
        return Newer(reading, Change.GONE)
    return Newer(reading, Change.MOVED if place.same else Change.CHANGED, place.start, place.end)


def side_by_side(older: str, newer: str) -> Sides:
    """Both texts whole, as they are stored."""
    found = list(Collation(older, newer).differences())
    return Sides(
        _marked(older, [(item.old_start, item.old_end) for item in found], "del"),
        _marked(newer, [(item.new_start, item.new_end) for item in found], "ins"),
        len(found),
    )


def _marked(text: str, spans: Sequence[tuple[int, int]], element: str) -> Markup:
    parts, at = [], 0
    opening, closing = Markup(f"<{element}>"), Markup(f"</{element}>")  # noqa: S704 - our own two element names
    for start, end in spans:
        parts.append(escape(text[at:start]))
        if start < end:
            parts += [opening, escape(text[start:end]), closing]
        at = end
    return Markup("").join([*parts, escape(text[at:])])
