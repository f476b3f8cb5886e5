"""What reading again asks of the catalog: which documents are due, what stands now, and what has been linked to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from indexer.catalog.pages import KNOWN_FIELDS, known_page
from indexer.catalog.session import Database
from indexer.catalog.tables import DocumentRow, FormerPassageRow, PageRow, ReaderRow, ReadingRow
from indexer.models import KnownPage, PageStatus


@dataclass(frozen=True, slots=True)
class FormerPassage:
    """A passage of an older reading, with that reading's text."""

    page: int
    reading: str
    start: int
    end: int


class Rereadings:
    """Reads what is due to be read again, and what older readings held."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(
        self,
        reader: str,
        *,
        poor: float | None = None,
        unread: bool = False,
        again: Collection[str] = (),
    ) -> Sequence[str]:
        """The documents that ``reader`` has not read yet and that have a page read by OCR with less confidence than
        ``poor``, or (``unread``) one that could not be read; without either, all of them. In order of id.

        Pages unread for a reason among the codes ``again`` are due whatever read them.
        """
        conditions: list[ColumnElement[bool]] = []
        if poor is not None:
            conditions.append(_page_with(ReadingRow.ocr.is_(True), ReadingRow.confidence < poor))
        if unread:
            conditions.append(_page_with(PageRow.status == PageStatus.UNREADABLE))
        wanted = or_(*conditions) if conditions else true()
        fresh = ~exists().where(ReaderRow.document == DocumentRow.id, ReaderRow.reader == reader)
        retry = _page_with(PageRow.status == PageStatus.UNREADABLE, PageRow.problem_code.in_(again))
        due = or_(and_(wanted, fresh), retry) if unread else and_(wanted, fresh)
        with self._database.read() as session:
            return list(session.scalars(select(DocumentRow.id).where(due).order_by(DocumentRow.id)))

    def known_pages(self, document: str) -> list[KnownPage]:
        """The pages of a document in their current readings, words and all, in order."""
        with self._database.read() as session:
            rows = session.execute(
                select(*KNOWN_FIELDS)
                .join(PageRow, (PageRow.document == ReadingRow.document) & (PageRow.number == ReadingRow.page))
                .where(ReadingRow.document == document, ReadingRow.current)
                .order_by(ReadingRow.page)
            )
            return [known_page(*row) for row in rows]

    def with_former(self) -> Sequence[str]:
        """The documents with a passage of an older reading, in order of id."""
        with self._database.read() as session:
            rows = session.scalars(select(FormerPassageRow.document).distinct().order_by(FormerPassageRow.document))
            return list(rows)

    def former(self, document: str) -> list[FormerPassage]:
        """The passages of the readings of a document that are not current, by page, reading and place."""
        with self._database.read() as session:
            rows = session.execute(
                select(FormerPassageRow.page, FormerPassageRow.reading, FormerPassageRow.start, FormerPassageRow.end)
                .join(
                    ReadingRow,
                    (ReadingRow.document == FormerPassageRow.document)
                    & (ReadingRow.page == FormerPassageRow.page)
                    & (ReadingRow.reading == FormerPassageRow.reading),
                )
                .where(FormerPassageRow.document == document, ~ReadingRow.current)
                .order_by(FormerPassageRow.page, FormerPassageRow.reading, FormerPassageRow.start, FormerPassageRow.end)
            )
            return [FormerPassage(*row) for row in rows]


def _page_with(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a document has a page whose current reading fulfils the conditions."""
    return (
        exists()
        .where(
            ReadingRow.document == DocumentRow.id,
            ReadingRow.current,
            PageRow.document == ReadingRow.document,
            PageRow.number == ReadingRow.page,
            *conditions,
        )
        .correlate(DocumentRow)
    )
