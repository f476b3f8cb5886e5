"""An empty catalog, and one with collections to add to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.catalog.repository import Catalog
from indexer.models import Collection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a catalog may be made."""
    return tmp_path / "catalog.sqlite"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed catalog with collections, to be copied: the migrations need not run before every test."""
    path = tmp_path_factory.mktemp("prepared") / "catalog.sqlite"
    catalog = Catalog.open(path, create=True)
    for name in ("dof", "inbox"):
        catalog.collections.ensure(Collection(name, name.upper(), name.upper()))
    catalog.collections.ensure(Collection("guacamaya", "Guacamaya", "Guacamaya", restricted=True))
    catalog.close()
    return path


@pytest.fixture
def catalog(path: Path, prepared: Path) -> Iterator[Catalog]:
    shutil.copyfile(prepared, path)
    catalog = Catalog.open(path)
    yield catalog
    catalog.close()
