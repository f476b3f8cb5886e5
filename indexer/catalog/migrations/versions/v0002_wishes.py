"""What sidecars say of documents whose report may not have come yet.

Written against no code of ours: a migration must mean the same when the models have moved on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "citation_wishes",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document", "report", "note", name="pk_citation_wishes"),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name="fk_citation_wishes_document_documents", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_citation_wishes_report", "citation_wishes", ["report"])
    op.create_index("ix_reports_id_sha256", "reports", ["id", "sha256"])
