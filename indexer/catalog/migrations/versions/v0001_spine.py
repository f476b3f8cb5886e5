"""The first catalog: documents with pages, readings and passages; failures; reports with notes and links.

Written against no code of ours: a migration must mean the same when the models have moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _documents()
    _pages()
    _failures()
    _reports()
    _footnotes()
    _links()


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _code(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(32), nullable=nullable)


def _documents() -> None:
    op.create_table(
        "collections",
        _text("id"),
        _text("title_es"),
        _text("title_en"),
        _text("description_es"),
        _text("description_en"),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_collections"),
    )
    op.create_table(
        "documents",
        _text("id"),
        _text("sha256"),
        _text("media_type"),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("title", nullable=True),
        _code("kind", nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        _code("language", nullable=True),
        _text("official_url", nullable=True),
        _text("code", nullable=True),
        _text("issuer", nullable=True),
        _text("place", nullable=True),
        _text("addressee", nullable=True),
        _text("file_number", nullable=True),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        _text("parent", nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pages_ocr", sa.Integer(), nullable=False),
        sa.Column("pages_unreadable", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("sha256", name="uq_documents_sha256"),
        sa.ForeignKeyConstraint(
            ["parent"], ["documents.id"], name="fk_documents_parent_documents", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_documents_date", "documents", ["date"])
    op.create_index("ix_documents_parent", "documents", ["parent"])
    op.create_table(
        "occurrences",
        _text("document"),
        _text("path"),
        _text("collection"),
        sa.Column("raw_path", sa.LargeBinary(), nullable=True),
        _text("sidecar_sha256", nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("document", "path", "collection", name="pk_occurrences"),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name="fk_occurrences_document_documents", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["collection"], ["collections.id"], name="fk_occurrences_collection_collections"),
    )
    op.create_index("ix_occurrences_collection", "occurrences", ["collection"])


def _pages() -> None:
    op.create_table(
        "pages",
        _text("document"),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("label", nullable=True),
        _code("status"),
        _text("problem_code", nullable=True),
        _text("problem_message", nullable=True),
        sa.PrimaryKeyConstraint("document", "number", name="pk_pages"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_pages_number")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_pages_document_documents", ondelete="CASCADE"),
    )
    op.create_table(
        "readings",
        _text("document"),
        sa.Column("page", sa.Integer(), nullable=False),
        _text("reading"),
        sa.Column("current", sa.Boolean(), nullable=False),
        _text("engine"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ocr", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        _code("language"),
        sa.Column("width", sa.Double(), nullable=True),
        sa.Column("height", sa.Double(), nullable=True),
        _text("image", nullable=True),
        _text("text"),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("document", "page", "reading", name="pk_readings"),
        sa.ForeignKeyConstraint(
            ["document", "page"],
            ["pages.document", "pages.number"],
            name="fk_readings_document_page_pages",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_readings_current", "readings", ["document", "page"], unique=True, sqlite_where=sa.text("current")
    )
    op.create_table(
        "passages",
        _text("document"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        _text("reading"),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        _code("kind"),
        _text("label", nullable=True),
        _text("speaker", nullable=True),
        _code("language"),
        sa.PrimaryKeyConstraint("document", "ordinal", name="pk_passages"),
        sa.CheckConstraint('0 <= start AND start <= "end"', name=op.f("ck_passages_offsets")),
        sa.ForeignKeyConstraint(
            ["document", "page", "reading"],
            ["readings.document", "readings.page", "readings.reading"],
            name="fk_passages_document_page_reading_readings",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )


def _failures() -> None:
    op.create_table(
        "failures",
        _text("path"),
        sa.Column("raw_path", sa.LargeBinary(), nullable=True),
        _text("sha256", nullable=True),
        _text("media_type", nullable=True),
        _text("code"),
        _text("message"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_failures"),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        _text("id"),
        _text("title"),
        _text("body"),
        _code("language"),
        _text("author", nullable=True),
        _text("full_text_url", nullable=True),
        _text("note", nullable=True),
        _text("document", nullable=True),
        _text("sha256", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name="fk_reports_document_documents", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_reports_document", "reports", ["document"])


def _footnotes() -> None:
    op.create_table(
        "footnotes",
        _text("report"),
        _text("note"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        _text("label"),
        sa.Column("number", sa.Integer(), nullable=True),
        _text("chapter", nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        _text("kind"),
        _text("text"),
        sa.PrimaryKeyConstraint("report", "note", name="pk_footnotes"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_footnotes_report_reports", ondelete="CASCADE"),
    )
    op.create_table(
        "footnote_references",
        _text("report"),
        _text("note"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        _code("kind", nullable=True),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        _text("title", nullable=True),
        _text("publisher", nullable=True),
        sa.Column("urls", sa.JSON(), nullable=False),
        _text("file_number", nullable=True),
        _text("locator", nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("report", "note", "ordinal", name="pk_footnote_references"),
        _of_a_footnote("footnote_references"),
    )
    op.create_table(
        "claims",
        _text("report"),
        _text("note"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        _text("sentence"),
        sa.Column("quotes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("report", "note", "ordinal", name="pk_claims"),
        _of_a_footnote("claims"),
    )


def _of_a_footnote(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["report", "note"],
        ["footnotes.report", "footnotes.note"],
        name=f"fk_{table}_report_note_footnotes",
        ondelete="CASCADE",
    )


def _links() -> None:
    op.create_table(
        "citation_links",
        _text("report"),
        _text("note"),
        _text("document"),
        _code("status"),
        _code("by"),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("report", "note", "document", name="pk_citation_links"),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.id"], name="fk_citation_links_report_reports", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name="fk_citation_links_document_documents", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_citation_links_document", "citation_links", ["document"])
