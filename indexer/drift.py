"""What has become of the passages of older readings: links to them have been given out, and are checked here.

An older reading stays addressable for ever, so that no link breaks. But whoever follows one, and whoever cites it,
should know whether the page's current reading says the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.catalog.repository import Catalog
from indexer.catalog.rereadings import FormerPassage
from indexer.errors import NotFound
from indexer.models import Change, Drift, StoredPage
from indexer.text.collation import Collation


def drifts(catalog: Catalog, document: str, pages: Sequence[int] | None = None) -> list[Drift]:
    """Every passage of the document's older readings, beside the current reading of its page; those of some ``pages``
    only, if they are named."""
    found: list[Drift] = []
    collation: Collation | None = None
    current: StoredPage | None = None
    at: tuple[int, str] | None = None
    for former in catalog.rereadings.former(document):
        if pages is not None and former.page not in pages:
            continue
        if at != (former.page, former.reading):
            at = (former.page, former.reading)
            older = catalog.documents.page(document, former.page, reading=former.reading)
            current = _current(catalog, document, former.page)
            collation = Collation(older.text, current.text if current else "")
        assert collation is not None  # noqa: S101 - made with the first passage of a reading
        found.append(_drift(document, former, collation, current))
    return found


def _current(catalog: Catalog, document: str, page: int) -> StoredPage | None:
    try:
        return catalog.documents.page(document, page)
    except NotFound:
        return None


def _drift(document: str, former: FormerPassage, collation: Collation, current: StoredPage | None) -> Drift:
    place = collation.found(former.start, former.end)
    start, end = (None, None) if place is None else (place.start, place.end)
    return Drift(
        document,
        former.page,
        former.reading,
        former.start,
        former.end,
        Change.GONE if place is None else Change.MOVED if place.same else Change.CHANGED,
        None if current is None else current.reading.reading,
        start,
        end,
        text=collation.older[former.start : former.end],
        newer_text="" if place is None else collation.newer[place.start : place.end],
    )
