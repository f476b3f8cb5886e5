"""Writing a document's pages, readings and passages, in bulk."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from indexer.catalog.clock import now
from indexer.catalog.tables import Base, FormerPassageRow, PageRow, PassageRow, ReadingRow
from indexer.catalog.words import pack
from indexer.models import Language, Page, Passage, ReadDocument, Rereading

READING_DIGITS = 12


def reading_id(text: str) -> str:
    """The identifier of a reading with this text: see docs/decisions/0001-reading-ids.md."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:READING_DIGITS]


def insert_all(session: Session, read: ReadDocument, images: Mapping[int, str]) -> None:
    """The pages, readings and passages of a document that has none yet."""
    document = read.source.document
    pages, rows = _rows(read, images)
    # Core statements with lists, without an object a row: 60 passages take 0.4 ms instead of 2.8.
    connection = session.connection()
    if pages:
        connection.execute(insert(PageRow), pages)
        connection.execute(insert(ReadingRow), rows)
    _insert_passages(session, document, read.passages, {row["page"]: row["reading"] for row in rows})


def replace_all(session: Session, made: Rereading) -> None:
    """Make the pages' texts their current readings but for the pages that are kept, and replace the passages.

    A text that has been read before is the same reading: it gets the boxes and the image that belong together now. A
    page that is no longer there keeps its readings, none of them current. What is not to be current stands beside.
    """
    read, document = made.read, made.read.source.document
    pages, rows = _rows(read, made.images)
    fresh = [row for row in rows if row["page"] not in made.kept]
    remember_passages(session, document)
    session.execute(delete(PassageRow).where(PassageRow.document == document))
    session.execute(
        update(ReadingRow)
        .where(ReadingRow.document == document, ReadingRow.current, ReadingRow.page.not_in(made.kept))
        .values(current=False)
    )
    if pages:
        _upsert(session, PageRow, pages, ("document", "number"))
    if fresh:
        _upsert(session, ReadingRow, fresh, ("document", "page", "reading"))
    put_beside(session, made)
    _insert_passages(session, document, read.passages, {row["page"]: row["reading"] for row in rows})


def put_beside(session: Session, made: Rereading) -> None:
    """Keep the new readings that are not to be current; one that is there already stays as it is."""
    at = now()
    rows = [
        _reading_row(made.read.source.document, page, at, made.images.get(page.number)) | {"current": False}
        for page in made.beside
    ]
    if rows:
        session.connection().execute(upsert(ReadingRow).on_conflict_do_nothing(), rows)


def remember_passages(session: Session, document: str, page: int | None = None) -> None:
    """Note where the passages of a document, or of one page, stand now: links to them have been given out, and their
    readings are about to be older ones."""
    columns = ("document", "page", "reading", "start", "end")
    standing = select(*(getattr(PassageRow, name) for name in columns)).where(PassageRow.document == document)
    if page is not None:
        standing = standing.where(PassageRow.page == page)
    session.execute(upsert(FormerPassageRow).from_select(columns, standing).on_conflict_do_nothing())


def current_readings(session: Session, document: str) -> dict[int, str]:
    """Page → its current reading."""
    rows = session.execute(
        select(ReadingRow.page, ReadingRow.reading).where(ReadingRow.document == document, ReadingRow.current)
    )
    return dict(rows.all())


def _rows(read: ReadDocument, images: Mapping[int, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of the pages and of their readings."""
    document, at = read.source.document, now()
    pages = [_page_row(document, page) for page in read.pages]
    rows = [_reading_row(document, page, at, images.get(page.number)) for page in read.pages]
    return pages, rows


def _page_row(document: str, page: Page) -> dict[str, Any]:
    return {
        "document": document,
        "number": page.number,
        "label": page.label,
        "status": page.status,
        "problem_code": page.problem.code if page.problem else None,
        "problem_message": page.problem.message if page.problem else None,
    }


def _reading_row(document: str, page: Page, at: dt.datetime, image: str | None) -> dict[str, Any]:
    return {
        "document": document,
        "page": page.number,
        "reading": reading_id(page.text),
        "current": True,
        "engine": page.engine,
        "at": at,
        "ocr": page.ocr,
        "confidence": page.confidence,
        "language": page.language or Language.OTHER,
        "width": page.width,
        "height": page.height,
        "image": image,
        "text": page.text,
        "words": pack(page.words),
    }


def _upsert(session: Session, table: type[Base], rows: list[dict[str, Any]], key: tuple[str, ...]) -> None:
    """Insert the rows, or replace all but the key of those that are there."""
    statement = upsert(table)
    replaced = {name: statement.excluded[name] for name in rows[0] if name not in key}
    session.connection().execute(statement.on_conflict_do_update(index_elements=key, set_=replaced), rows)


def _insert_passages(session: Session, document: str, passages: Sequence[Passage], current: Mapping[int, str]) -> None:
    """``current`` maps page numbers to readings."""
    rows = [
        {
            "document": document,
            "ordinal": passage.ordinal,
            "page": passage.page,
            "reading": current[passage.page],
            "start": passage.start,
            "end": passage.end,
            "kind": passage.kind,
            "label": passage.label,
            "speaker": passage.speaker,
            "language": passage.language,
        }
        for passage in passages
    ]
    if rows:
        session.connection().execute(insert(PassageRow), rows)
