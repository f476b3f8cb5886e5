"""What tying notes to documents asks of the catalog: sidecars' wishes, documents of a day, which reports there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from indexer.catalog.batches import batches
from indexer.catalog.session import Database
from indexer.catalog.tables import DocumentRow, LinkRow, ReportRow, WishRow
from indexer.errors import NotFound
from indexer.models import CitationWish, LinkBy, LinkStatus, Metadata


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What matching asks of a document that has come or changed. ``tied`` are the places (report, note) it is tied to,
    rejected ties too; ``reports`` as in :meth:`Citing.reports`."""

    id: str
    sha256: str
    specimen: bool
    metadata: Metadata
    tied: tuple[tuple[str, str], ...]
    reports: ReportsKnown


ReportsKnown = tuple[tuple[str, str | None], ...]

_FACTS = tuple(getattr(DocumentRow, name) for name in Metadata.__dataclass_fields__)
_REPORTS = select(ReportRow.id, ReportRow.sha256).order_by(ReportRow.id)


class Citing:
    """Remembers the notes that sidecars name, whether or not the report has come, and finds documents for matching."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def wish(self, document: str, wishes: Sequence[CitationWish], *, instead: bool = False) -> None:
        """Remember which notes a document's sidecar says cite it; ``instead``: what was said before and is not said now
        is forgotten, with the ties made for it, unless a person has rejected them. Raises NotFound for an unknown
        document.
        """
        wanted = {(wish.report, wish.note) for wish in wishes}
        with self._database.write() as session:
            if session.get(DocumentRow, document) is None:
                raise NotFound(f"There is no document {document}.")
            before = session.scalars(select(WishRow).where(WishRow.document == document)).all()
            for row in before:
                if instead and (row.report, row.note) not in wanted:
                    tie = session.get(LinkRow, (row.report, row.note, document))
                    if tie is not None and tie.by is LinkBy.PERSON and tie.status is LinkStatus.CONFIRMED:
                        session.delete(tie)
                    session.delete(row)
            rows = [{"document": document, "report": report, "note": note} for report, note in sorted(wanted)]
            if rows:
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

    def reports(self) -> ReportsKnown:
        """Each report's id and the hash of the file it was read from, by id: tells cheaply whether any has changed."""
        with self._database.read() as session:
            return _reports(session)

    def newcomer(self, document: str) -> Newcomer:
        """Look at a document in one transaction: this is asked for every file of an ingest, and few are cited.

        Raises NotFound.
        """
        with self._database.read() as session:
            connection = session.connection()  # rows, not objects: a third of the time
            row = connection.execute(
                select(DocumentRow.sha256, DocumentRow.specimen, *_FACTS).where(DocumentRow.id == document)
            ).one_or_none()
            if row is None:
                raise NotFound(f"There is no document {document}.")
            tied = connection.execute(select(LinkRow.report, LinkRow.note).where(LinkRow.document == document))
            return Newcomer(
                id=document,
                sha256=row[0],
                specimen=row[1],
                metadata=Metadata(*row[2:]),
                tied=tuple((report, note) for report, note in tied),
                reports=_reports(session),
            )


def _reports(session: Session) -> ReportsKnown:
    return tuple((row[0], row[1]) for row in session.connection().execute(_REPORTS))
