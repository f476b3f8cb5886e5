"""Who may see what, as conditions on queries."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from indexer.catalog.batches import batches
from indexer.catalog.tables import DocumentRow, OccurrenceRow
from indexer.models import Access


def visible(access: Access) -> ColumnElement[bool]:
    """The documents that at least one occurrence shows to this reader; the owner sees even those with none."""
    if access.collections is None:
        return true()
    # A look at each document's own occurrences: a list of all that the reader may see would be made for every query
    # (3.4 ms instead of 0.1 for ten of 2,974 documents).
    own = select(OccurrenceRow.document).where(OccurrenceRow.document == DocumentRow.id, occurrence_visible(access))
    return own.correlate(DocumentRow).exists()


def occurrence_visible(access: Access) -> ColumnElement[bool]:
    """The occurrences this reader may see."""
    if access.collections is None:
        return true()
    return OccurrenceRow.collection.in_(sorted(access.collections))


def collections_of(session: Session, documents: Sequence[str], access: Access) -> dict[str, tuple[str, ...]]:
    """Document id → ids of the collections in which this reader sees it, in order."""
    found: dict[str, list[str]] = {}
    for batch in batches(documents):
        rows = session.execute(
            select(OccurrenceRow.document, OccurrenceRow.collection)
            .where(OccurrenceRow.document.in_(batch), occurrence_visible(access))
            .distinct()
            .order_by(OccurrenceRow.document, OccurrenceRow.collection)
        )
        for document, collection in rows:
            found.setdefault(document, []).append(collection)
    return {document: tuple(collections) for document, collections in found.items()}
