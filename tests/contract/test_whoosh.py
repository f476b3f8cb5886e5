"""The embedded engine keeps the contract."""

from __future__ import annotations

from pathlib import Path

from indexer.index.base import SearchEngine
from indexer.index.whoosh_engine import create_index, open_engine
from tests.contract.engine_contract import EngineContract


class TestWhoosh(EngineContract):
    """Whoosh, with postings of our own."""

    def create(self, folder: Path) -> None:
        create_index(folder)

    def open(self, folder: Path) -> SearchEngine:
        return open_engine(folder)
