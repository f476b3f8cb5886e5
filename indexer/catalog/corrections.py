"""Readings that persons made: stored beside those of the engines, the newest of them current."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from indexer.catalog.clock import now
from indexer.catalog.readings import reading_id, remember_passages
from indexer.catalog.session import Database
from indexer.catalog.tables import DocumentRow, PassageRow, ReadingRow
from indexer.catalog.words import pack
from indexer.errors import NotFound, UsageError
from indexer.models import Passage, StoredPage, Word

_KEPT = ("ocr", "language", "width", "height", "image")
"""What a corrected reading has of the one it corrects."""


class Corrections:
    """Writes corrected readings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def apply(
        self,
        page: StoredPage,
        text: str,
        words: Sequence[Word],
        passages: Sequence[Passage],
        *,
        engine: str,
        confidence: float | None,
    ) -> str:
        """Make ``text`` the current reading of ``page``, which must be in its current one; returns the new reading.

        ``passages`` are the page's own, as they stand in ``text``. A text that the page has had before is that same
        reading again, with the engine and time that it had. Raises UsageError if nothing changes or if the page was
        read anew meanwhile, NotFound.
        """
        reading = reading_id(text)
        with self._database.write() as session:
            base = _current(session, page)
            if reading == base.reading:
                raise UsageError("The page says so already.")
            remember_passages(session, page.document, page.number)
            base.current = False
            session.flush()  # at most one reading of a page is current, at every moment
            known = session.get(ReadingRow, (page.document, page.number, reading))
            if known is not None:
                known.current = True
            else:
                made = {
                    "document": page.document,
                    "page": page.number,
                    "reading": reading,
                    "current": True,
                    "engine": engine,
                    "at": now(),
                    "confidence": confidence,
                    "text": text,
                    "words": pack(words),
                }
                kept = {name: getattr(base, name) for name in _KEPT}
                session.execute(insert(ReadingRow).values(made | kept))
            session.flush()
            for passage in passages:
                session.execute(
                    update(PassageRow)
                    .where(PassageRow.document == page.document, PassageRow.ordinal == passage.ordinal)
                    .values(reading=reading, start=passage.start, end=passage.end)
                )
            session.execute(
                update(DocumentRow)
                .where(DocumentRow.id == page.document)
                .values(revision=DocumentRow.revision + 1)
                .execution_options(synchronize_session=False)
            )
        return reading


def _current(session: Session, page: StoredPage) -> ReadingRow:
    row = session.scalars(
        select(ReadingRow).where(
            ReadingRow.document == page.document, ReadingRow.page == page.number, ReadingRow.current
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"The document {page.document} has no page {page.number}.")
    if row.reading != page.reading.reading:
        raise UsageError("The page was read anew meanwhile.", remedy="Look at it again, then repeat the correction.")
    return row
