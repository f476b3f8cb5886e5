"""What read a document last, and where the passages of replaced readings stood.

Written against no code of ours: a migration must mean the same when the models have moved on. Of documents that are
here already it is not known what read them, so that `cotejo reread` takes them for unread by the present engine.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "readers",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document", name="pk_readers"),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name="fk_readers_document_documents", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "former_passages",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document", "page", "reading", "start", "end", name="pk_former_passages"),
        sa.ForeignKeyConstraint(
            ["document", "page", "reading"],
            ["readings.document", "readings.page", "readings.reading"],
            name="fk_former_passages_document_page_reading_readings",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
