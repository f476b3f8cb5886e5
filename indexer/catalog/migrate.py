"""Making a catalog, and bringing an older one up to date. Alembic is loaded only when there is something to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, inspect, text

from indexer.catalog.session import BUSY_SECONDS, connect, for_writing, translated
from indexer.catalog.tables import Base
from indexer.errors import ArchiveBusy, ArchiveMissing, CatalogUnreadable, storage_error
from indexer.store import sync_folder

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every schema there has been, oldest first; the last is the one this program works with. Held to ``migrations/`` by a
test, so that opening a catalog need not load Alembic (0.14 s) only to learn that nothing is to be done."""

MAGIC = b"SQLite format 3\0"


def prepare(path: Path, *, create: bool) -> None:
    """See to it that a catalog of this program's schema is at ``path``.

    Raises ArchiveMissing if there is none and ``create`` is not asked, CatalogUnreadable (nothing changed) if it is
    damaged, of another program or of a newer schema, ArchiveBusy if another process migrates it for too long.
    """
    if not _is_there(path):
        if not create:
            raise ArchiveMissing(f"There is no catalog at {path}.")
        with _alone(path):
            if not _is_there(path):
                _create(path)
    if _schema(path) != REVISIONS[-1]:
        with _alone(path):
            if _schema(path) != REVISIONS[-1]:
                _upgrade(path)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise storage_error(error, f"The catalog {path}") from error


def _schema(path: Path) -> str:
    """The schema revision of a catalog that this program can work with or bring up to date."""
    _check_magic(path)
    engine = connect(path)
    try:
        with translated(path), engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            revision = connection.scalar(text("SELECT version_num FROM alembic_version")) if tables else None
    finally:
        engine.dispose()
    if revision not in REVISIONS:
        raise CatalogUnreadable(f"The catalog {path} has the schema «{revision}», which this Cotejo does not know.")
    missing = set(Base.metadata.tables) - tables
    if revision == REVISIONS[-1] and missing:
        raise CatalogUnreadable(f"The catalog {path} lacks the tables {', '.join(sorted(missing))}.")
    return str(revision)


def _check_magic(path: Path) -> None:
    """SQLite takes an empty file for an empty database and would write to it; a catalog never is one (``_create``)."""
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise storage_error(error, f"The catalog {path}") from error
    if start != MAGIC:
        raise CatalogUnreadable(f"{path} is not a catalog" + (": it is empty." if not start else "."))


def _create(path: Path) -> None:
    """Make a whole catalog under another name and rename it: killed in between, there is none, never half of one."""
    partial = path.with_name(f".partial-{path.name}")
    try:
        for left in partial.parent.glob(f"{partial.name}*"):
            left.unlink()
        partial.touch()
        _upgrade(partial, wal=True)
        partial.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise storage_error(error, f"The catalog {path}") from error


def _upgrade(path: Path, *, wal: bool = False) -> None:
    """Run the migrations in one transaction. Foreign keys rest meanwhile, because SQLite changes a table by copying
    it; they are checked as a whole before the commit."""
    engine = connect(path, foreign_keys=False)
    try:
        with translated(path):
            if wal:
                with closing(engine.raw_connection()) as connection:
                    connection.execute("PRAGMA journal_mode=WAL")  # the file remembers it
            _migrate(engine, path)
    finally:
        engine.dispose()


def _migrate(engine: Engine, path: Path) -> None:
    from alembic import command  # noqa: PLC0415 - see REVISIONS
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    with for_writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, REVISIONS[-1])
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            raise CatalogUnreadable(f"The catalog {path} has {len(broken)} rows that refer to nothing.")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from creating or migrating the same catalog meanwhile."""
    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=BUSY_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise ArchiveBusy(f"Another process has been migrating {path} for over {BUSY_SECONDS:.0f} s.") from error
    except OSError as error:
        raise storage_error(error, f"The lock of {path}") from error
    try:
        yield
    finally:
        lock.release()
