"""Notes of reports never seen before are read as a careful person reads them (citations/unseen-notes.toml)."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from indexer.citations.references import note_kind, read_references
from indexer.models import Reference
from tests.conftest import ROOT

NOTES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests/files/citations/unseen-notes.toml").read_text(encoding="utf-8")
)["note"]


def as_written(reference: Reference) -> dict[str, Any]:
    """A reference in the shape of the file: empty fields left out."""
    fields = {
        "authors": list(reference.authors),
        "date": reference.date,
        "year": None if reference.date else reference.year,
        "title": reference.title,
        "publisher": reference.publisher,
        "locator": reference.locator,
        "file_number": reference.file_number,
        "urls": [url.target for url in reference.urls],
    }
    return {name: value for name, value in fields.items() if value}


def test_there_are_enough_notes_in_both_languages() -> None:
    assert len(NOTES) >= 60


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note["text"][:40])
def test_every_field_of_the_note_is_read(note: dict[str, Any]) -> None:
    assert note_kind(note["text"]) == note["kind"]
    assert [as_written(reference) for reference in read_references(note["text"])] == note.get("reference", [])


def test_what_is_hardly_told_has_little_confidence() -> None:
    """A full reference is surer than a law by its name, and that surer than a bare address."""
    full = "Ferri, P. (2023, 1 de noviembre). Título. *El País*. https://elpais.com/x"
    law, address = "Código Penal Federal, artículo 194.", "https://www.gob.mx/x"
    confidence = [read_references(text)[0].confidence for text in (full, law, address)]
    assert confidence == sorted(confidence, reverse=True)
    assert confidence[0] == 1.0
    assert confidence[-1] < 0.5
