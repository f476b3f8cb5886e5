"""The month of a reference whose note prints no day ("2022, March").

Written against no code of ours: a migration must mean the same when the models have moved on. Reports that are here
already tell their months when they are read again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("footnote_references", recreate="always") as table:
        table.add_column(sa.Column("month", sa.Integer(), nullable=True), insert_after="year")
