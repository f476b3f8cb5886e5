"""Making, opening and refusing catalogs."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import create_engine

from indexer.catalog import migrate
from indexer.catalog.repository import Catalog
from indexer.catalog.session import connect
from indexer.catalog.tables import Base
from indexer.errors import ArchiveBusy, ArchiveMissing, CatalogUnreadable, StorageError
from tests.catalog.builders import add, read_document
from tests.conftest import ROOT


def schema(connection: sqlite3.Connection) -> dict[str, str]:
    """What each table and index was made with; SQLite quotes the name of a table that was copied and renamed."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'")
    return {name: " ".join(sql.replace(f'TABLE "{name}"', f"TABLE {name}").split()) for name, sql in rows}


def test_migrations_and_tables_agree(prepared: Path) -> None:
    engine = connect(prepared)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrations_and_tables_agree_to_the_letter(prepared: Path) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, closing(sqlite3.connect(prepared)) as migrated:
        Base.metadata.create_all(connection)
        assert isinstance(connection.connection.dbapi_connection, sqlite3.Connection)
        assert schema(connection.connection.dbapi_connection) == schema(migrated)
    engine.dispose()


def test_the_program_knows_every_revision_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "indexer/catalog/migrations"))
    steps = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(steps)) == migrate.REVISIONS


def test_no_catalog_is_not_made_unasked(path: Path) -> None:
    with pytest.raises(ArchiveMissing):
        Catalog.open(path)
    assert list(path.parent.iterdir()) == []


def test_a_catalog_is_made_once_and_then_opened(path: Path) -> None:
    first = Catalog.open(path, create=True)
    first.failures.clear("x")
    second = Catalog.open(path, create=True)
    assert second.documents.revisions() == {}
    for catalog in (first, second):
        catalog.close()
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["catalog.sqlite", "catalog.sqlite.lock"]


def test_a_name_of_any_characters_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "años %20? #&=«x» \udcff" / "c;at%alog.sqlite"
    path.parent.mkdir()
    Catalog.open(path, create=True).close()
    Catalog.open(path).close()


def test_opening_does_not_load_alembic(prepared: Path) -> None:
    code = (
        "import sys, pathlib\nfrom indexer.catalog.repository import Catalog\n"
        "Catalog.open(pathlib.Path(sys.argv[1])).close()\nassert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, prepared], cwd=ROOT, check=True)


def test_it_is_a_write_ahead_log_with_foreign_keys_and_normal_sync(catalog: Catalog) -> None:
    with catalog._database.read() as session:
        settings = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 30_000}


# --- refusals: nothing is changed -----------------------------------------------------------------


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")


def without_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE failures")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE notes (text)")


def without_tables(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 1")


def spoilt_header(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[16:100] = b"\xff" * 84
    path.write_bytes(data)


SPOILERS = {
    "newer": newer,
    "without a table": without_a_table,
    "another program's": foreign,
    "without tables": without_tables,
    "spoilt header": spoilt_header,
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:10_000]),
    "cut in its header": lambda path: path.write_bytes(path.read_bytes()[:50]),
    "empty": lambda path: path.write_bytes(b""),
    "not SQLite": lambda path: path.write_bytes(b"%PDF-1.7\n" * 1000),
    "zeros": lambda path: path.write_bytes(b"\0" * 8192),
}


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("spoiler", SPOILERS)
def test_what_is_no_catalog_of_ours_is_refused_and_not_changed(
    path: Path, prepared: Path, spoiler: str, create: bool
) -> None:
    shutil.copyfile(prepared, path)
    SPOILERS[spoiler](path)
    before = path.read_bytes()
    with pytest.raises(CatalogUnreadable, match="Nothing was changed"):
        Catalog.open(path, create=create)
    assert path.read_bytes() == before
    # SQLite may leave its empty log and its index beside a file it could not read; nothing of ours is made.
    left = [entry for entry in path.parent.iterdir() if not entry.name.endswith("-shm") and entry.stat().st_size]
    assert [entry.name for entry in left] == (["catalog.sqlite"] if before else [])


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_in_place_of_a_catalog_is_refused(path: Path, create: bool) -> None:
    path.mkdir()
    with pytest.raises(StorageError):
        Catalog.open(path, create=create)


def test_a_catalog_where_no_folder_can_be_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError):
        Catalog.open(tmp_path / "file" / "catalog.sqlite", create=True)


def test_damage_that_opening_does_not_meet_is_told_when_it_is_met(path: Path, prepared: Path) -> None:
    shutil.copyfile(prepared, path)
    catalog = Catalog.open(path)
    for n in range(200):
        add(catalog, read_document(f"memo {n}"))
    catalog.close()
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : -4096] = b"\xff" * (len(data) - 4096 - len(data) // 2)
    path.write_bytes(data)
    catalog = Catalog.open(path)
    assert list(catalog.integrity())
    with pytest.raises(CatalogUnreadable):
        for document in catalog.documents.all():
            catalog.documents.passages(document.id)
            catalog.documents.occurrences(document.id)
    catalog.close()


def test_a_sound_catalog_has_nothing_to_tell(catalog: Catalog) -> None:
    add(catalog, read_document())
    assert list(catalog.integrity()) == []


# --- migrating ------------------------------------------------------------------------------------


@pytest.fixture
def oldest(path: Path) -> Path:
    """A catalog of the first schema, with a document."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "REVISIONS", migrate.REVISIONS[:1])
        migrate._create(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO documents (id, sha256, media_type, size, specimen, added_at, revision,"
            " pages, pages_ocr, pages_unreadable, passages)"
            " VALUES ('0123456789abcdef', 'x', 'text/plain', 1, 0, '2024-01-01 00:00:00', 7, 0, 0, 0, 0)"
        )
    return path


def test_an_older_catalog_is_brought_up_to_date_with_what_it_holds(oldest: Path, prepared: Path) -> None:
    for _ in range(2):
        catalog = Catalog.open(oldest)
        assert catalog.documents.revisions() == {"0123456789abcdef": 7}
        catalog.close()
    with closing(sqlite3.connect(oldest)) as migrated, closing(sqlite3.connect(prepared)) as made:
        assert schema(migrated) == schema(made)


def test_the_references_of_an_older_catalog_are_kept(oldest: Path) -> None:
    with closing(sqlite3.connect(oldest, isolation_level=None)) as connection:
        connection.execute("INSERT INTO reports (id, title, body, language) VALUES ('r', 'R', '', 'en')")
        connection.execute(
            "INSERT INTO footnotes (report, note, ordinal, label, kind, text)"
            " VALUES ('r', 'fn-1', 0, '1', 'reference', 'Meza 2022')"
        )
        connection.execute(
            "INSERT INTO footnote_references (report, note, ordinal, authors, year, urls, confidence)"
            " VALUES ('r', 'fn-1', 0, '[\"Meza\"]', 2022, '[[\"a.mx\", \"https://a.mx\"]]', 0.5)"
        )
    catalog = Catalog.open(oldest)
    (note,) = catalog.reports.get("r").footnotes
    (reference,) = note.references
    assert (reference.authors, reference.year, reference.month, reference.confidence) == (("Meza",), 2022, None, 0.5)
    catalog.close()


def test_an_older_catalog_is_migrated_once_by_many_at_a_time(oldest: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        for catalog in threads.map(lambda _: Catalog.open(oldest), range(8)):
            assert catalog.documents.revisions() == {"0123456789abcdef": 7}
            catalog.close()


def test_rows_that_refer_to_nothing_stop_a_migration_which_then_has_not_happened(oldest: Path) -> None:
    with closing(sqlite3.connect(oldest, isolation_level=None)) as connection:
        connection.execute("INSERT INTO pages (document, number, status) VALUES ('nothing', 1, 'read')")
    before = oldest.read_bytes()
    with pytest.raises(CatalogUnreadable, match="refer to nothing"):
        Catalog.open(oldest)
    assert oldest.read_bytes() == before


def test_a_catalog_that_another_process_is_making_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "BUSY_SECONDS", 0.1)
    with FileLock(f"{path}.lock"), pytest.raises(ArchiveBusy):
        Catalog.open(path, create=True)
    Catalog.open(path, create=True).close()


def test_what_a_killed_creation_left_is_taken_away(path: Path) -> None:
    for name in (".partial-catalog.sqlite", ".partial-catalog.sqlite-wal", ".partial-catalog.sqlite-shm"):
        path.with_name(name).write_bytes(b"half of it")
    Catalog.open(path, create=True).close()
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["catalog.sqlite", "catalog.sqlite.lock"]
