"""Documents: who they are, where they were found, how many there are, as far as a reader may see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.orm import Session

from indexer.catalog.access import Seen, occurrence_visible, seen_by, since, visible
from indexer.catalog.batches import BATCH, batches
from indexer.catalog.pages import Pages
from indexer.catalog.session import Database
from indexer.catalog.tables import DocumentRow, OccurrenceRow, ReadingRow
from indexer.errors import NotFound, UsageError
from indexer.models import (
    OWNER,
    Access,
    Counts,
    Document,
    EngineUse,
    Kind,
    Language,
    Metadata,
    Occurrence,
    Passage,
    ReadingInfo,
    StoredPage,
    StoredPassage,
    Word,
)
from indexer.text.fold import fold

WORD = re.compile(r"[^\W_]+")


_LOOKED_AT = 50
"""Titles that are looked at for those that hold the words: a title that SQLite lets through mostly does."""


class Documents:
    """Reads documents. What asks for ``access`` answers as if nothing else existed; what does not (pages, passages)
    is for callers that have got the document with its access first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pages = Pages(database)

    # --- documents --------------------------------------------------------------------------------

    def get(self, id: str, access: Access = OWNER) -> Document:
        """A document. Raises NotFound, alike for what is not there and what this reader may not see."""
        found = self.many([id], access)
        if id not in found:
            raise NotFound(f"There is no document {id}.")
        return found[id]

    def find(self, sha256: str) -> Document | None:
        """The document with these bytes, if the archive has it."""
        with self._database.read() as session:
            found = _read(session, [DocumentRow.sha256 == sha256], OWNER)
        return found[0] if found else None

    def many(self, ids: Iterable[str], access: Access = OWNER) -> dict[str, Document]:
        """Those of the documents that there are and this reader may see, by id."""
        with self._database.read() as session:
            return {
                document.id: document
                for batch in batches(ids)
                for document in _read(session, [DocumentRow.id.in_(batch), visible(access)], access)
            }

    def all(self) -> Iterator[Document]:
        """Every document in order of id, a batch at a time: an archive need not fit into memory."""
        last = ""
        while True:
            with self._database.read() as session:
                batch = _read(session, [DocumentRow.id > last], OWNER, order=[DocumentRow.id], limit=BATCH)
            if not batch:
                return
            yield from batch
            last = batch[-1].id

    def list(
        self,
        access: Access = OWNER,
        *,
        kind: Kind | None = None,
        collection: str | None = None,
        size: int = 50,
        after: str | None = None,
    ) -> Sequence[Document]:
        """At most ``size`` documents, newest date first (undated ones last, then by id), from behind the document
        ``after`` on. A collection this reader may not see is an empty one. Raises UsageError if ``after`` is not a
        document this reader may see."""
        conditions = [visible(access)]
        if kind is not None:
            conditions.append(_kind() == kind)
        if collection is not None:
            inside = select(OccurrenceRow.document).where(
                OccurrenceRow.collection == collection, occurrence_visible(access)
            )
            conditions.append(DocumentRow.id.in_(inside))
        with self._database.read() as session:
            if after is not None:
                conditions.append(_behind(session, after, access))
            order: list[SQLColumnExpression[Any]] = [
                DocumentRow.date.is_(None),
                DocumentRow.date.desc(),
                DocumentRow.id,
            ]
            return _read(session, conditions, access, order=order, limit=size)

    def titled(self, folded_words: Sequence[str], access: Access, *, limit: int) -> Mapping[str, str]:
        """Document id → title, of at most ``limit`` documents whose title holds words that begin with
        ``folded_words``, newest first. No more is read: somebody is typing."""
        # In LIKE a letter is itself and its other case, but an accented letter only itself: _ stands for any letter,
        # and what it lets through too much is sorted out by folding.
        patterns = ["%" + re.sub(r"[^bcdfghjklmpqrstvwxyz0-9]", "_", word) + "%" for word in folded_words]
        conditions = [visible(access), *(DocumentRow.title.like(pattern) for pattern in patterns)]
        order: list[SQLColumnExpression[Any]] = [DocumentRow.date.desc(), DocumentRow.id]
        statement = select(DocumentRow.id, DocumentRow.title).where(*conditions).order_by(*order).limit(_LOOKED_AT)
        found: dict[str, str] = {}
        with self._database.read() as session:
            for document, title in session.execute(statement):
                if len(found) < limit and title and _begin(title, folded_words):
                    found[document] = title
        return found

    def newest(self, access: Access, *, size: int, skip: int = 0) -> Sequence[Document]:
        """At most ``size`` documents behind the first ``skip``, the latest that came before this reader first."""
        order: list[SQLColumnExpression[Any]] = [since(access).desc(), DocumentRow.id]
        with self._database.read() as session:
            return _read(session, [visible(access)], access, order=order, limit=size, skip=skip)

    def children(self, id: str, access: Access = OWNER) -> Sequence[Document]:
        """The messages or attachments that came out of a document, in order of id."""
        with self._database.read() as session:
            return _read(session, [DocumentRow.parent == id, visible(access)], access, order=[DocumentRow.id])

    def occurrences(self, id: str, access: Access = OWNER) -> Sequence[Occurrence]:
        """Where the bytes were found, oldest first, as far as this reader may see."""
        with self._database.read() as session:
            rows = session.scalars(
                select(OccurrenceRow)
                .where(OccurrenceRow.document == id, occurrence_visible(access))
                .order_by(OccurrenceRow.added_at, OccurrenceRow.path, OccurrenceRow.collection)
            )
            return [Occurrence(row.path, row.collection, row.added_at) for row in rows]

    # --- the whole archive ------------------------------------------------------------------------

    def counts(self, access: Access = OWNER) -> Counts:
        """What the archive holds for this reader. The mappings count documents; one in two collections counts in
        both, an unknown kind or language as ``other``."""
        with self._database.read() as session:
            totals = session.execute(
                select(
                    func.count().label("documents"),
                    func.count().filter(DocumentRow.specimen).label("specimens"),
                    func.coalesce(func.sum(DocumentRow.pages), 0).label("pages"),
                    func.coalesce(func.sum(DocumentRow.pages_ocr), 0).label("pages_ocr"),
                    func.coalesce(func.sum(DocumentRow.pages_unreadable), 0).label("pages_unreadable"),
                    func.coalesce(func.sum(DocumentRow.passages), 0).label("passages"),
                ).where(visible(access))
            ).one()
            in_collection = session.execute(
                select(OccurrenceRow.collection, func.count(OccurrenceRow.document.distinct()))
                .where(occurrence_visible(access))
                .group_by(OccurrenceRow.collection)
            )
            return Counts(
                **totals._mapping,
                by_kind=_tally(session, _kind(), access),
                by_collection=dict(in_collection.all()),
                by_language=_tally(session, func.coalesce(DocumentRow.language, Language.OTHER), access),
            )

    def ids(self, access: Access) -> frozenset[str]:
        """The ids of the documents this reader may see."""
        with self._database.read() as session:
            return frozenset(session.scalars(select(DocumentRow.id).where(visible(access))))

    def revisions(self) -> dict[str, int]:
        """Document id → revision, of every document."""
        with self._database.read() as session:
            return dict(session.execute(select(DocumentRow.id, DocumentRow.revision)).all())

    def passage_counts(self) -> dict[str, int]:
        """Document id → number of passages, of every document."""
        with self._database.read() as session:
            return dict(session.execute(select(DocumentRow.id, DocumentRow.passages)).all())

    def images(self) -> set[str]:
        """SHA-256 of every page image that a reading refers to."""
        with self._database.read() as session:
            return set(session.scalars(select(ReadingRow.image).where(ReadingRow.image.is_not(None)).distinct()))

    # --- pages, readings and passages -------------------------------------------------------------

    def page(self, id: str, number: int, *, reading: str | None = None) -> StoredPage:
        """A page in its current reading, or in an older one. Raises NotFound."""
        return self._pages.page(id, number, reading)

    def pages(self, id: str, first: int = 1, last: int | None = None) -> Sequence[StoredPage]:
        """The pages of a document, or some of them, in their current readings, in order."""
        return self._pages.pages(id, first, last)

    def unreadable(self, id: str) -> Sequence[int]:
        """The numbers of the pages that could not be read, in order."""
        return self._pages.unreadable(id)

    def readings(self, id: str, page: int | None = None) -> Sequence[ReadingInfo]:
        """Every reading of every page, or of one: by page, the current one first, then the newest."""
        return self._pages.readings(id, page)

    def engines(self, id: str) -> Sequence[EngineUse]:
        """What read a document: those of current readings first."""
        return self._pages.engines(id)

    def words(self, id: str, page: int, reading: str) -> tuple[Word, ...]:
        """The word boxes of one reading of a page, in its unit. Raises NotFound."""
        return self._pages.words(id, page, reading)

    def passages(self, id: str, first: int = 1, last: int | None = None) -> Sequence[StoredPassage]:
        """The passages of a document, or of some of its pages, with their texts, in order."""
        return self._pages.passages(id, first, last)

    def turns(self, id: str, first: int = 1, last: int | None = None) -> Sequence[Passage]:
        """The passages without their texts: where they stand, and who speaks."""
        return self._pages.turns(id, first, last)

    def stretches(
        self, asked: Sequence[tuple[str, int, int]]
    ) -> Sequence[tuple[Sequence[StoredPage], Sequence[Passage]]]:
        """For each document, first and last page asked for: :meth:`pages` and :meth:`turns`, all of them at once."""
        return self._pages.stretches(asked)

    def passage_pages(self, id: str) -> Mapping[str, int]:
        """Passage → its page, of every passage of a document."""
        return self._pages.passage_pages(id)

    def passages_by_id(self, ids: Iterable[str]) -> dict[str, StoredPassage]:
        """Those of the passages (``DOCUMENT-ORDINAL``) that there are, by id."""
        return self._pages.passages_by_id(ids)

    def passages_outside_text(self) -> Iterator[str]:
        """The documents with a passage that does not lie within its reading's text (never, unless by damage)."""
        return self._pages.passages_outside_text()


def _begin(title: str, folded_words: Sequence[str]) -> bool:
    said = WORD.findall(fold(title).text)
    return all(any(word.startswith(wanted) for word in said) for wanted in folded_words)


def _read(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    access: Access,
    *,
    order: Sequence[SQLColumnExpression[Any]] = (),
    limit: int | None = None,
    skip: int = 0,
) -> list[Document]:
    rows = session.scalars(select(DocumentRow).where(*conditions).order_by(*order).limit(limit).offset(skip)).all()
    seen = seen_by(session, [row.id for row in rows], access)
    return [_document(row, seen.get(row.id), access) for row in rows]


def _document(row: DocumentRow, seen: Seen | None, access: Access) -> Document:
    return Document(
        id=row.id,
        sha256=row.sha256,
        media_type=row.media_type,
        size=row.size,
        metadata=metadata_of(row),
        specimen=row.specimen,
        pages=row.pages,
        pages_ocr=row.pages_ocr,
        pages_unreadable=row.pages_unreadable,
        passages=row.passages,
        added_at=seen.since if seen and access.collections is not None else row.added_at,
        collections=seen.collections if seen else (),
        name=seen.path.rsplit("/", 1)[-1] if seen else None,
        parent=row.parent,
    )


def metadata_of(row: DocumentRow) -> Metadata:
    """The facts of a document's row."""
    return Metadata(**{name: getattr(row, name) for name in Metadata.__dataclass_fields__})


def _kind() -> ColumnElement[Any]:
    return func.coalesce(DocumentRow.kind, Kind.OTHER)


def _tally(session: Session, column: ColumnElement[Any], access: Access) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(visible(access)).group_by(column))
    return {str(value): count for value, count in rows}


def _behind(session: Session, after: str, access: Access) -> ColumnElement[bool]:
    """The documents that the order of ``list`` puts behind ``after``."""
    row = session.execute(select(DocumentRow.date).where(DocumentRow.id == after, visible(access))).one_or_none()
    if row is None:
        raise UsageError(f"«{after}» is not a place in this list.", remedy="Begin again without it.")
    same_date = and_(DocumentRow.date.is_not_distinct_from(row.date), DocumentRow.id > after)
    if row.date is None:
        return same_date
    return or_(same_date, DocumentRow.date < row.date, DocumentRow.date.is_(None))
