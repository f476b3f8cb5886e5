"""Opening an archive: collections and their access, an index only beside an empty catalog."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.config import Config, load_config
from indexer.errors import ArchiveError, ConfigError, IndexMissing, IndexOutdated, UsageError
from indexer.index.schema import SCHEMA_VERSION
from indexer.indexing import sync_index
from indexer.models import OWNER
from indexer.search.service import SearchRequest
from tests.catalog.builders import add, page, read_document


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "config.toml"
    path.write_text('[archive]\ncollections = "collections.toml"\n')
    (tmp_path / "collections.toml").write_text("")
    return load_config(path)


def describe(config: Config, text: str) -> None:
    assert config.collections_file is not None
    config.collections_file.write_text(text)


def restricted(config: Config) -> dict[str, bool]:
    with Archive.open(config, create=True) as archive:
        return {collection.id: collection.restricted for collection in archive.catalog.collections.list()}


def test_a_title_does_not_open_a_restricted_collection(config: Config) -> None:
    with Archive.open(config, create=True) as archive:
        archive.ensure_collection("x", restricted=True)
    describe(config, '[collections.x]\ntitle_es = "Equis"\n')
    assert restricted(config)["x"] is True
    describe(config, '[collections.x]\ntitle_es = "Equis"\naccess = "public"\n')
    assert restricted(config)["x"] is False


def test_a_described_collection_is_public_unless_it_says_otherwise(config: Config) -> None:
    describe(config, '[collections.a]\n[collections.b]\naccess = "restricted"\n')
    assert restricted(config) == {"a": False, "b": True}


@pytest.mark.parametrize(
    "text", ['[collections.a]\ntitel = "x"\n', '[collections.a]\naccess = "secret"\n', '[collections."A b"]\n', "[["]
)
def test_a_wrong_collections_file_is_told_with_its_place(config: Config, text: str) -> None:
    describe(config, text)
    with pytest.raises(ConfigError, match=r"collections\.toml"):
        Archive.open(config, create=True)


def test_a_public_collection_is_not_made_restricted_in_passing(config: Config) -> None:
    with Archive.open(config, create=True) as archive:
        archive.ensure_collection("x")
        with pytest.raises(UsageError, match=r"collections\.toml"):
            archive.ensure_collection("x", restricted=True)


def test_a_lost_index_beside_documents_is_told_and_not_replaced_by_an_empty_one(config: Config) -> None:
    with Archive.open(config, create=True) as archive:
        archive.ensure_collection("x")
        archive.catalog.ingest.add(
            read_document(), path="/memo", raw_path=b"/memo", collection="x", sidecar_sha256=None, images={}
        )
        folder = archive.index_folder
    shutil.rmtree(folder)
    with pytest.raises(IndexMissing, match="reindex"):
        Archive.open(config, create=True)


def test_a_lost_index_of_an_empty_archive_is_made_again(config: Config) -> None:
    with Archive.open(config, create=True) as archive:
        folder = archive.index_folder
    shutil.rmtree(folder)
    with Archive.open(config, create=True) as archive:
        assert archive.engine.revisions() == {}


def test_a_damaged_index_is_told_with_the_remedy(config: Config) -> None:
    with Archive.open(config, create=True) as archive:
        pointer = archive.index_folder / "CURRENT"
    pointer.write_text("nonsense")
    with pytest.raises(ArchiveError, match="reindex"):
        Archive.open(config, create=True)
    assert pointer.read_text() == "nonsense"


def test_a_creation_that_was_killed_is_begun_again(config: Config) -> None:
    with Archive.open(config, create=True) as archive:
        folder = archive.index_folder
    (folder / "CURRENT").unlink()  # killed before the last step: the build is there, nothing points to it
    (folder / "building-0123456789ab").mkdir()  # killed in the middle
    with Archive.open(config, create=True) as archive:
        assert archive.engine.revisions() == {}
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_an_index_of_an_older_schema_is_told_and_the_next_add_builds_it_anew(config: Config) -> None:
    with Archive.open(config, create=True) as archive:
        archive.ensure_collection("x")
        add(archive.catalog, read_document("a", page(1, "fentanilo")), collection="x")
        sync_index(archive, processes=1, say=lambda _: None, wait_seconds=1)
    (stamp,) = config.data.glob("index/*/stamp.json")
    stamp.write_text(stamp.read_text().replace(f'"schema": {SCHEMA_VERSION}', '"schema": 1'))
    with Archive.open(config) as archive, pytest.raises(IndexOutdated, match="cotejo reindex"):
        archive.search(SearchRequest("fentanilo"), OWNER)
    said: list[str] = []
    with Archive.open(config, create=True) as archive:
        sync_index(archive, processes=1, say=said.append, wait_seconds=1)
        assert archive.search(SearchRequest("fentanilo"), OWNER).total == 1
    assert "older Cotejo" in said[0]
