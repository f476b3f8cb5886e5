"""Answers are kept until somebody writes, and never longer."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from indexer.catalog.remembered import MOST, Remembered
from indexer.catalog.repository import Catalog
from indexer.catalog.session import Database
from indexer.models import Access, Collection
from tests.catalog.builders import add, page, read_document


def test_a_question_is_answered_once_until_the_file_changes(catalog: Catalog, path: Path) -> None:
    database = Database(path)
    remembered, asked = Remembered(database), list[str]()

    def answer() -> int:
        asked.append("asked")
        return len(asked)

    assert [remembered.get("q", answer) for _ in range(3)] == [1, 1, 1]
    assert remembered.get("another", answer) == 2
    catalog.collections.ensure(Collection("x", "X", "X"))
    assert remembered.get("q", answer) == 3
    database.close()


def test_no_more_than_so_many_answers_are_kept(catalog: Catalog, path: Path) -> None:
    database = Database(path)
    remembered = Remembered(database)
    for number in range(MOST + 1):
        remembered.get(number, lambda number=number: number)  # type: ignore[misc]
    assert remembered.get(0, lambda: -1) == -1
    assert remembered.get(MOST, lambda: -1) == MOST
    database.close()


def test_a_collection_that_another_process_restricts_is_restricted_at_once(catalog: Catalog, path: Path) -> None:
    assert catalog.collections.public() == Access(frozenset({"dof", "inbox"}))
    other = sqlite3.connect(path)
    with other:
        other.execute("UPDATE collections SET restricted = 1 WHERE id = 'dof'")
    other.close()
    assert catalog.collections.public() == Access(frozenset({"inbox"}))
    assert {known.id for known in catalog.collections.list() if known.restricted} == {"dof", "guacamaya"}


def test_what_a_search_looked_through_follows_every_document(catalog: Catalog) -> None:
    public = catalog.collections.public()
    before = catalog.reach.searched(public).documents
    add(catalog, read_document("memo", page(1, "uno")))
    assert catalog.reach.searched(public).documents == before + 1
