"""What tying notes to documents asks of the catalog: sidecars' wishes, documents of a day, which reports there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert

from indexer.catalog.batches import batches
from indexer.catalog.session import Database
from indexer.catalog.tables import DocumentRow, ReportRow, WishRow
from indexer.errors import NotFound
from indexer.models import CitationWish


class Citing:
    """Remembers the notes that sidecars name, whether or not the report has come, and finds documents for matching."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def wish(self, wishes: Sequence[CitationWish]) -> None:
        """Remember that documents say of themselves that notes cite them. Raises NotFound for an unknown document."""
        rows = [{"document": wish.document, "report": wish.report, "note": wish.note} for wish in wishes]
        if not rows:
            return
        with self._database.write() as session:
            for document in {wish.document for wish in wishes}:
                if session.get(DocumentRow, document) is None:
                    raise NotFound(f"There is no document {document}.")
            session.execute(upsert(WishRow).values(rows).on_conflict_do_nothing())

    def wishes_for(self, report: str) -> list[CitationWish]:
        """What sidecars say of a report's notes, by note and document."""
        with self._database.read() as session:
            rows = session.scalars(
                select(WishRow).where(WishRow.report == report).order_by(WishRow.note, WishRow.document)
            )
            return [CitationWish(row.document, row.report, row.note) for row in rows]

    def documents_of_days(self, days: Iterable[dt.date]) -> set[str]:
        """The ids of the documents dated on these days."""
        with self._database.read() as session:
            return {
                document
                for batch in batches(days)
                for document in session.scalars(select(DocumentRow.id).where(DocumentRow.date.in_(batch)))
            }

    def reports(self) -> tuple[tuple[str, str | None], ...]:
        """Each report's id and the hash of the file it was read from, by id: tells cheaply whether any has changed."""
        with self._database.read() as session:
            rows = session.execute(select(ReportRow.id, ReportRow.sha256).order_by(ReportRow.id))
            return tuple((row.id, row.sha256) for row in rows)
