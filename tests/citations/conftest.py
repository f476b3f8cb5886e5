"""A catalog to tie notes in, and documents to put into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.catalog.repository import Catalog
from indexer.citations.service import CitationService
from indexer.models import Collection
from tests.conftest import ROOT

DIGEST = ROOT / "corpus" / "reports" / "warlike-approach" / "report.md"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.open(tmp_path / "catalog.sqlite", create=True)
    catalog.collections.ensure(Collection("inbox", "Inbox", "Inbox"))
    catalog.collections.ensure(Collection("secret", "Secret", "Secret", restricted=True))
    yield catalog
    catalog.close()


@pytest.fixture
def service(catalog: Catalog) -> CitationService:
    return CitationService(catalog)


@pytest.fixture(scope="session")
def printed_notes(shared_data: Path) -> dict[int, str]:
    """The 72 notes as the report itself prints them, taken from its text by their numbers in sequence."""
    notes: dict[int, str] = {}
    text = (shared_data / "reports" / "warlike-approach.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        match = re.match(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,2}) (\S.*)", line)
        if match and int(match[1].translate(_SUPERSCRIPTS)) == len(notes) + 1:
            notes[len(notes) + 1] = match[2]
    return notes
