"""How much a search has looked through, and how many pages it could not: what "nothing found" is worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from indexer.catalog.access import occurrence_visible, visible
from indexer.catalog.remembered import Remembered
from indexer.catalog.session import Database
from indexer.catalog.tables import DocumentRow, OccurrenceRow, PassageRow
from indexer.models import Access, Kind, Language, Searched


class _Chosen(NamedTuple):
    """What narrows a search; nothing that is empty or None does."""

    kinds: tuple[Kind, ...]
    collections: tuple[str, ...]
    languages: tuple[Language, ...]
    date_from: dt.date | None
    date_to: dt.date | None
    documents: tuple[str, ...]


class Reach:
    """Counts what a reader's search with certain filters has looked through."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered = Remembered(database)

    def searched(
        self,
        access: Access,
        *,
        kinds: Sequence[Kind] = (),
        collections: Sequence[str] = (),
        languages: Sequence[Language] = (),
        date_from: dt.date | None = None,
        date_to: dt.date | None = None,
        documents: Sequence[str] = (),
    ) -> Searched:
        """An empty sequence or None narrows nothing.

        The language is a passage's, so that ``languages`` leave the documents and pages with a passage in one of them.
        A page that could not be read may be in any language: all of them count.
        """
        chosen = _Chosen(tuple(kinds), tuple(collections), tuple(languages), date_from, date_to, tuple(documents))
        return self._remembered.get((access, chosen), lambda: self._counted(access, chosen))

    def _counted(self, access: Access, chosen: _Chosen) -> Searched:
        within = [visible(access), *_dated(chosen.date_from, chosen.date_to)]
        if chosen.kinds:
            within.append(func.coalesce(DocumentRow.kind, Kind.OTHER).in_(chosen.kinds))
        if chosen.documents:
            within.append(DocumentRow.id.in_(chosen.documents))
        if chosen.collections:
            inside = select(OccurrenceRow.document).where(
                OccurrenceRow.collection.in_(chosen.collections), occurrence_visible(access)
            )
            within.append(DocumentRow.id.in_(inside))
        with self._database.read() as session:
            found, pages, unreadable, by_ocr = session.execute(_totals().where(*within)).one()
            if chosen.languages:
                found, pages = _in_languages(session, within, chosen.languages)
            return Searched(found, pages, unreadable, by_ocr)


def _totals() -> Select[int, int, int, int]:
    return select(
        func.count(),
        func.coalesce(func.sum(DocumentRow.pages), 0),
        func.coalesce(func.sum(DocumentRow.pages_unreadable), 0),
        func.coalesce(func.sum(DocumentRow.pages_ocr), 0),
    ).select_from(DocumentRow)


def _in_languages(
    session: Session, within: Sequence[ColumnElement[bool]], languages: Sequence[Language]
) -> tuple[int, int]:
    """The documents and pages with a passage in one of the languages."""
    per_document = (
        select(func.count(PassageRow.page.distinct()).label("pages"))
        .join(DocumentRow, DocumentRow.id == PassageRow.document)
        .where(PassageRow.language.in_(languages), *within)
        .group_by(PassageRow.document)
        .subquery()
    )
    row = session.execute(select(func.count(), func.coalesce(func.sum(per_document.c.pages), 0))).one()
    return row[0], row[1]


def _dated(date_from: dt.date | None, date_to: dt.date | None) -> list[ColumnElement[bool]]:
    """Bounds of the date, both ends included; an undated document is within none."""
    bounds = []
    if date_from is not None:
        bounds.append(DocumentRow.date >= date_from)
    if date_to is not None:
        bounds.append(DocumentRow.date <= date_to)
    return bounds
