"""What became of the quotations and figures of reports when they were checked.

Written against no code of ours. Of reports that are here already nothing has been checked: `cotejo report check`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_checks",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("stated", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("index", sa.Text(), nullable=False),
        sa.Column("cited", sa.JSON(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("reading", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("match", sa.JSON(), nullable=True),
        sa.Column("former_verdict", sa.Text(), nullable=True),
        sa.Column("former_document", sa.Text(), nullable=True),
        sa.Column("former_page", sa.Integer(), nullable=True),
        sa.Column("former_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("report", "scope", "note", "stated", "text", name="pk_claim_checks"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_claim_checks_report_reports", ondelete="CASCADE"),
    )
