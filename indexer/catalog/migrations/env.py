"""Where Alembic starts: the connection and its transaction are the caller's (``migrate.py``)."""

from __future__ import annotations

from alembic import context

from indexer.catalog.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
