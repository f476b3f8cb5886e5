"""Files that could not be taken in, kept until an `add` succeeds with them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from indexer.catalog.clock import now
from indexer.catalog.paths import unspelt
from indexer.catalog.session import Database
from indexer.catalog.tables import FailureRow
from indexer.models import Failure, Problem


class Failures:
    """Reads and writes failures, one a path."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self, path: str, raw_path: bytes, problem: Problem, sha256: str | None = None, media_type: str | None = None
    ) -> None:
        """Keep why the file failed this time; counts the attempts."""
        values = {
            "raw_path": unspelt(path, raw_path),
            "sha256": sha256,
            "media_type": media_type,
            "code": problem.code,
            "message": problem.message,
            "at": now(),
        }
        with self._database.write() as session:
            session.execute(
                insert(FailureRow)
                .values(path=path, attempts=1, **values)
                .on_conflict_do_update(index_elements=["path"], set_=values | {"attempts": FailureRow.attempts + 1})
            )

    def clear(self, path: str) -> None:
        """Forget the failure of a path, if there is one."""
        with self._database.read() as session:
            if session.get(FailureRow, path) is None:  # nearly always: spare the write lock
                return
        with self._database.write() as session:
            session.execute(delete(FailureRow).where(FailureRow.path == path))

    def list(self) -> Sequence[Failure]:
        """Every failure, in order of path."""
        with self._database.read() as session:
            rows = session.scalars(select(FailureRow).order_by(FailureRow.path))
            return [
                Failure(row.path, Problem(row.code, row.message), row.sha256, row.media_type, row.at, row.attempts)
                for row in rows
            ]
