"""An empty catalog, and one with a collection to add to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.catalog.repository import Catalog
from indexer.models import Collection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.sqlite"


@pytest.fixture
def catalog(path: Path) -> Iterator[Catalog]:
    catalog = Catalog.open(path, create=True)
    for id in ("dof", "inbox"):
        catalog.collections.ensure(Collection(id, id.upper(), id.upper()))
    catalog.collections.ensure(Collection("guacamaya", "Guacamaya", "Guacamaya", restricted=True))
    yield catalog
    catalog.close()
