"""Transactions on the catalog's file, and the translation of what SQLite refuses. The sole place that connects.

Readers see one snapshot and never wait. Writers take the write lock at their first word (BEGIN IMMEDIATE): a deferred
one would have to upgrade later, and SQLite refuses that at once, without waiting, when another has written meanwhile.
See docs/decisions/0002-sqlite-catalog.md.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, PoolProxiedConnection, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from indexer.errors import (
    ArchiveBusy,
    CatalogUnreadable,
    CotejoError,
    DiskFull,
    EncodingUnknown,
    NotFound,
    StorageError,
)

BUSY_SECONDS = 30.0
"""How long a writer waits for another: a document is written in milliseconds, one of 5,000 pages in seconds."""

_CATALOG_ERRORS: dict[int, type[CotejoError]] = {
    sqlite3.SQLITE_BUSY: ArchiveBusy,
    sqlite3.SQLITE_LOCKED: ArchiveBusy,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_CORRUPT: CatalogUnreadable,
    sqlite3.SQLITE_NOTADB: CatalogUnreadable,
    sqlite3.SQLITE_ERROR: CatalogUnreadable,  # a table or column that should be there is not
    sqlite3.SQLITE_FORMAT: CatalogUnreadable,
}
"""By SQLite's primary result code; every other one is a StorageError."""


def connect(path: Path, *, foreign_keys: bool = True) -> Engine:
    """An engine on an existing file, which it never creates."""
    uri = f"file:{quote(os.fsencode(path))}?mode=rw"

    def open_file() -> sqlite3.Connection:
        # isolation_level None keeps Python's driver from beginning transactions by itself (and too late); ours begin
        # in the event below, as SQLAlchemy's documentation of the SQLite dialect advises.
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    # No upper bound: a connection belongs to one running call, so threads bound their number.
    engine = create_engine("sqlite://", creator=open_file, poolclass=QueuePool, max_overflow=-1)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")


def for_writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock when they begin."""
    return engine.execution_options(begin="IMMEDIATE")


class Database:
    """An open catalog file. Threads may share it; every call to ``read`` or ``write`` is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = connect(path)
        self._reading = sessionmaker(self._engine)
        self._writing = sessionmaker(for_writing(self._engine))
        self._watching = threading.Lock()
        self._watcher: PoolProxiedConnection | None = None

    def version(self) -> int:
        """A number that changes with every commit to the file, by any process. Raises as :meth:`read`."""
        # SQLite tells a connection of the commits of all others: one that never writes is told of every commit.
        with self._watching, translated(self.path):
            if self._watcher is None:
                self._watcher = self._engine.raw_connection()
            cursor = self._watcher.cursor()
            cursor.execute("PRAGMA data_version")
            (found,) = cursor.fetchone() or (0,)
            return int(found)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One snapshot. Raises CatalogUnreadable, StorageError, and NotFound for an identifier or a number so odd
        that SQLite cannot hold it: nothing in the catalog has it."""
        try:
            with translated(self.path), self._reading() as session:
                yield session
        except (UnicodeEncodeError, OverflowError) as error:
            raise NotFound(f"Nothing in the catalog is called that: {error}.") from error

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it is in the catalog when the block ends, or nothing.

        Raises ArchiveBusy, DiskFull, StorageError, CatalogUnreadable, and EncodingUnknown for a text that UTF-8
        cannot hold (a lone surrogate out of a broken font or a character reference).
        """
        try:
            with translated(self.path), self._writing.begin() as session:
                yield session
        except UnicodeEncodeError as error:
            raise EncodingUnknown(f"A text holds a character that does not exist: {error.reason}.") from error

    def close(self) -> None:
        """Let go of the file; the last one to do so folds the write-ahead log into it."""
        if self._watcher is not None:
            self._watcher.close()
        self._engine.dispose()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's refusals into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(path, error) from error
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise _translation(path, error.orig) from error


def _translation(path: Path, error: sqlite3.Error) -> CotejoError:
    # Errors that Python's driver finds by itself, such as a closed connection, carry no code.
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
    if primary == sqlite3.SQLITE_BUSY:
        return ArchiveBusy(f"Another process has been writing to {path} for over {BUSY_SECONDS:.0f} s.")
    return _CATALOG_ERRORS.get(primary, StorageError)(f"The catalog {path}: {error}.")
