"""The shape of the catalog. A change here needs a migration beside it (a test compares the two).

    collections ◀── occurrences ──▶ documents ◀── pages ◀── readings ◀── {passages, former_passages}
                                        ▲ ▲
                                        │ └── readers
    reports ◀── footnotes ◀── {footnote_references, claims}
       ▲                                │
       ├──────── citation_links ────────┘                     failures (by path)
       └──────── claim_checks

A passage keeps offsets into its reading's text, never the text again. What belongs to one reading of a page (size,
boxes, image, language) stands with the reading, because an older reading keeps its own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Text,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON

from indexer.catalog.types import UtcDateTime, by_value
from indexer.models import Kind, Language, LinkBy, LinkStatus, PageStatus, PassageKind, Scope, Stated


class Base(DeclarativeBase):
    """Names every constraint, so that a later migration can address it, and maps the models' types to columns."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a plain class attribute
        dt.datetime: UtcDateTime,
        str: Text,
        float: Double,
        bytes: LargeBinary,
        list[str]: JSON,
        list[list[str]]: JSON,
        dict[str, Any]: JSON(none_as_null=True),
        Kind: by_value(Kind),
        Language: by_value(Language),
        LinkBy: by_value(LinkBy),
        LinkStatus: by_value(LinkStatus),
        PageStatus: by_value(PageStatus),
        PassageKind: by_value(PassageKind),
        Scope: by_value(Scope),
        Stated: by_value(Stated),
    }


class CollectionRow(Base):
    __tablename__ = "collections"

    id: Mapped[str] = mapped_column(primary_key=True)
    title_es: Mapped[str]
    title_en: Mapped[str]
    description_es: Mapped[str]
    description_en: Mapped[str]
    restricted: Mapped[bool]


class DocumentRow(Base):
    """``pages`` and the other counts are of the current readings; they change only with them, in one transaction."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    size: Mapped[int]
    title: Mapped[str | None]
    kind: Mapped[Kind | None]
    date: Mapped[dt.date | None] = mapped_column(index=True)
    language: Mapped[Language | None]
    official_url: Mapped[str | None]
    code: Mapped[str | None]
    issuer: Mapped[str | None]
    place: Mapped[str | None]
    addressee: Mapped[str | None]
    file_number: Mapped[str | None]
    specimen: Mapped[bool]
    parent: Mapped[str | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"), index=True)
    added_at: Mapped[dt.datetime]
    revision: Mapped[int]
    pages: Mapped[int]
    pages_ocr: Mapped[int]
    pages_unreadable: Mapped[int]
    passages: Mapped[int]


class OccurrenceRow(Base):
    """``raw_path`` is kept where the printable path does not spell the real one. ``sidecar_sha256`` belongs to the
    path: all occurrences of a document at one path agree on it."""

    __tablename__ = "occurrences"

    document: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    collection: Mapped[str] = mapped_column(ForeignKey("collections.id"), primary_key=True, index=True)
    raw_path: Mapped[bytes | None]
    sidecar_sha256: Mapped[str | None]
    added_at: Mapped[dt.datetime]


class PageRow(Base):
    __tablename__ = "pages"

    document: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str | None]
    status: Mapped[PageStatus]
    problem_code: Mapped[str | None]
    problem_message: Mapped[str | None]

    __table_args__ = (CheckConstraint("number >= 1", name="number"),)


class ReadingRow(Base):
    """One text of a page. At most one of a page is ``current``; a page that the newest reading of its document no
    longer has keeps its older readings without a current one. ``words`` is packed (see ``words.py``) and last, so
    that SQLite need not walk over it to reach the rest."""

    __tablename__ = "readings"

    document: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    reading: Mapped[str] = mapped_column(primary_key=True)
    current: Mapped[bool]
    engine: Mapped[str]
    at: Mapped[dt.datetime]
    ocr: Mapped[bool]
    confidence: Mapped[float | None]
    language: Mapped[Language]
    width: Mapped[float | None]
    height: Mapped[float | None]
    image: Mapped[str | None]
    text: Mapped[str]
    words: Mapped[bytes | None] = mapped_column(deferred=True)

    __table_args__ = (
        ForeignKeyConstraint(["document", "page"], ["pages.document", "pages.number"], ondelete="CASCADE"),
        Index("ix_readings_current", "document", "page", unique=True, sqlite_where=sql("current")),
    )


class PassageRow(Base):
    """Without a rowid the passages of a document lie side by side in the file: they are always read together."""

    __tablename__ = "passages"

    document: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[int]
    reading: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[PassageKind]
    label: Mapped[str | None]
    speaker: Mapped[str | None]
    language: Mapped[Language]

    __table_args__ = (
        CheckConstraint('0 <= start AND start <= "end"', name="offsets"),
        ForeignKeyConstraint(
            ["document", "page", "reading"],
            ["readings.document", "readings.page", "readings.reading"],
            ondelete="CASCADE",
        ),
        {"sqlite_with_rowid": False},
    )


class FormerPassageRow(Base):
    """Where a passage stood in a reading that is no longer current: links to it have been given out."""

    __tablename__ = "former_passages"

    document: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    reading: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    end: Mapped[int] = mapped_column(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["document", "page", "reading"],
            ["readings.document", "readings.page", "readings.reading"],
            ondelete="CASCADE",
        ),
        {"sqlite_with_rowid": False},
    )


class ReaderRow(Base):
    """By which programs and settings a document was read last: see ``indexer.reading.reader_of``."""

    __tablename__ = "readers"

    document: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    reader: Mapped[str]


class FailureRow(Base):
    __tablename__ = "failures"

    path: Mapped[str] = mapped_column(primary_key=True)
    raw_path: Mapped[bytes | None]
    sha256: Mapped[str | None]
    media_type: Mapped[str | None]
    code: Mapped[str]
    message: Mapped[str]
    at: Mapped[dt.datetime]
    attempts: Mapped[int]


class ReportRow(Base):
    __tablename__ = "reports"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    language: Mapped[Language]
    author: Mapped[str | None]
    full_text_url: Mapped[str | None]
    note: Mapped[str | None]
    document: Mapped[str | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"), index=True)
    sha256: Mapped[str | None]

    # Whether a report has changed is asked for every document taken in; without this the texts would be read over.
    __table_args__ = (Index("ix_reports_id_sha256", "id", "sha256"),)


class FootnoteRow(Base):
    """``ordinal`` is the note's place in the report, from 1."""

    __tablename__ = "footnotes"

    report: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    note: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int]
    label: Mapped[str]
    number: Mapped[int | None]
    chapter: Mapped[str | None]
    page: Mapped[int | None]
    kind: Mapped[str]
    text: Mapped[str]


class ReferenceRow(Base):
    """``urls`` is a list of [printed text, target]."""

    __tablename__ = "footnote_references"

    report: Mapped[str] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind | None]
    authors: Mapped[list[str]]
    date: Mapped[dt.date | None]
    year: Mapped[int | None]
    month: Mapped[int | None]
    title: Mapped[str | None]
    publisher: Mapped[str | None]
    urls: Mapped[list[list[str]]]
    file_number: Mapped[str | None]
    locator: Mapped[str | None]
    confidence: Mapped[float]

    __table_args__ = (
        ForeignKeyConstraint(["report", "note"], ["footnotes.report", "footnotes.note"], ondelete="CASCADE"),
    )


class ClaimRow(Base):
    __tablename__ = "claims"

    report: Mapped[str] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[int | None]
    sentence: Mapped[str]
    quotes: Mapped[list[str]]

    __table_args__ = (
        ForeignKeyConstraint(["report", "note"], ["footnotes.report", "footnotes.note"], ondelete="CASCADE"),
    )


class LinkRow(Base):
    """Refers to the report but not to the footnote's row: when a report is read again its notes are replaced, and a
    person's decision must outlive that, even if the note is missing from one faulty reading."""

    __tablename__ = "citation_links"

    report: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    note: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True)
    status: Mapped[LinkStatus]
    by: Mapped[LinkBy]
    score: Mapped[float | None]
    at: Mapped[dt.datetime]


class WishRow(Base):
    """What a sidecar says of its document. Refers to no report: it may come later."""

    __tablename__ = "citation_wishes"

    document: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    report: Mapped[str] = mapped_column(primary_key=True, index=True)
    note: Mapped[str] = mapped_column(primary_key=True)


class CheckRow(Base):
    """The last check of what a note states, apart for each scope of readers: see ``indexer.models.checking``.

    Refers to the report alone: notes are replaced when it is read again, and a document that is gone must not take
    along that something was once confirmed by it. ``match`` holds documents' titles as they were; what a reader is
    shown is renewed from the catalog.
    """

    __tablename__ = "claim_checks"

    report: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    scope: Mapped[Scope] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(primary_key=True)
    stated: Mapped[Stated] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str | None]
    problem: Mapped[str | None]
    at: Mapped[dt.datetime]
    index: Mapped[str]
    cited: Mapped[list[str]]
    document: Mapped[str | None]
    revision: Mapped[int | None]
    page: Mapped[int | None]
    reading: Mapped[str | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    critical: Mapped[bool]
    match: Mapped[dict[str, Any] | None]
    former_verdict: Mapped[str | None]
    former_document: Mapped[str | None]
    former_page: Mapped[int | None]
    former_at: Mapped[dt.datetime | None]
