"""Who may see what, as conditions on queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
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


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a reader sees a document, and since when: that it lay elsewhere before is no news for him."""

    collections: tuple[str, ...]
    since: dt.datetime


def seen_by(session: Session, documents: Sequence[str], access: Access) -> dict[str, Seen]:
    """Document id → the collections in which this reader sees it, in order, and its first occurrence in them."""
    found: dict[str, Seen] = {}
    for batch in batches(documents):
        rows = session.execute(
            select(OccurrenceRow.document, OccurrenceRow.collection, func.min(OccurrenceRow.added_at))
            .where(OccurrenceRow.document.in_(batch), occurrence_visible(access))
            .group_by(OccurrenceRow.document, OccurrenceRow.collection)
            .order_by(OccurrenceRow.document, OccurrenceRow.collection)
        )
        for document, collection, since in rows:
            known = found.get(document)
            found[document] = (
                Seen((*known.collections, collection), min(known.since, since)) if known else Seen((collection,), since)
            )
    return found


def since(access: Access) -> ColumnElement[Any]:
    """When this reader first saw each document."""
    if access.collections is None:
        return DocumentRow.added_at.expression
    own = select(func.min(OccurrenceRow.added_at)).where(
        OccurrenceRow.document == DocumentRow.id, occurrence_visible(access)
    )
    return own.correlate(DocumentRow).scalar_subquery()
