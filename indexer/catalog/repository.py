"""The door to the catalog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.catalog.checks import Checks
from indexer.catalog.citing import Citing
from indexer.catalog.collections import Collections
from indexer.catalog.corrections import Corrections
from indexer.catalog.documents import Documents
from indexer.catalog.failures import Failures
from indexer.catalog.ingest import Ingest
from indexer.catalog.migrate import prepare
from indexer.catalog.reports import Reports
from indexer.catalog.rereadings import Rereadings
from indexer.catalog.searched import Reach
from indexer.catalog.session import Database
from indexer.errors import CatalogUnreadable


class Catalog:
    """An open catalog. Threads may share one; any number of processes may have the same file open.

    Every call is one transaction. Any call may raise CatalogUnreadable (damage that opening did not meet) or
    StorageError, and one that writes DiskFull or ArchiveBusy.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.documents = Documents(database)
        self.ingest = Ingest(database)
        self.corrections = Corrections(database)
        self.failures = Failures(database)
        self.collections = Collections(database)
        self.reports = Reports(database)
        self.citing = Citing(database)
        self.checks = Checks(database)
        self.reach = Reach(database)
        self.rereadings = Rereadings(database)

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Catalog:
        """Open the catalog at ``path``; an older schema is brought up to date, ``create`` makes an empty catalog
        where there is none.

        Raises ArchiveMissing, CatalogUnreadable (damaged, or of a newer Cotejo: nothing changed), ArchiveBusy.
        """
        prepare(path, create=create)
        return cls(Database(path))

    def integrity(self) -> Iterator[str]:
        """What is wrong with the file by SQLite's own account, a sentence each; nothing if it is sound."""
        try:
            with self._database.read() as session:
                connection = session.connection()
                for (sentence,) in connection.exec_driver_sql("PRAGMA integrity_check"):
                    if sentence != "ok":
                        yield str(sentence)
                for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
                    yield f"row {row} of {table} refers to nothing in {parent}"
        except CatalogUnreadable as error:
            yield error.message

    def close(self) -> None:
        """Let go of the file. The catalog must not be used any more."""
        self._database.close()
