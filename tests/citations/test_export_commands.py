"""`cotejo export`, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rispy

from tests.citations.conftest import DIGEST
from tests.commands import cotejo


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "config.toml").write_text('[archive]\ndata = "var"\n', encoding="utf-8")
    (folder / "oficio.txt").write_text("El oficio dice lo que dice.\n", encoding="utf-8")
    assert cotejo("report", "add", DIGEST, archive=folder).status == 0
    assert cotejo("add", folder / "oficio.txt", archive=folder).status == 0
    return folder


@pytest.fixture(scope="module")
def document(archive: Path) -> str:
    hits = cotejo("search", "oficio", "--json", archive=archive).json["hits"]
    return str(hits[0]["document"])


def test_all_notes_of_a_report_come_out(archive: Path) -> None:
    ran = cotejo("export", "report", "warlike-approach", "--format", "ris", "--lang", "en", archive=archive)
    assert ran.status == 0
    assert len(rispy.loads(ran.out)) == 72


def test_one_note_in_spanish(archive: Path) -> None:
    ran = cotejo(
        "export", "report", "warlike-approach", "--note", "fn-7", "--format", "apa", "--lang", "es", archive=archive
    )
    assert ran.out.startswith("7. Meza, A. M. (2022, 6 de septiembre). Why does")


def test_a_passage_of_a_document_in_both_forms_of_chicago(archive: Path, document: str) -> None:
    place = ("--page", "1", "--start", "0", "--end", "9", "--base-url", "https://a.example/")
    ran = cotejo("export", "document", document, *place, "--format", "chicago", "--lang", "en", archive=archive)
    note, bibliography, remarks, *_ = ran.out.splitlines()
    assert note != bibliography
    assert f"https://a.example/documents/{document}/pages/1?start=0&end=9" in remarks


def test_json_holds_the_text_of_any_format(archive: Path, document: str) -> None:
    ran = cotejo("export", "document", document, "--format", "csl", "--json", archive=archive)
    assert ran.json["items"] == 1
    assert json.loads(ran.json["text"])[0]["custom"]["copies"][0]["sha256"].startswith(document)


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "nothing", "--format", "ris"),
        ("report", "warlike-approach", "--format", "ris", "--note", "fn-99"),
        ("report", "warlike-approach", "--format", "word"),
        ("report", "warlike-approach"),
        ("document", "0" * 16, "--format", "ris"),
        ("document", "0" * 16, "--format", "ris", "--start", "1", "--end", "2"),
        ("document", "0" * 16, "--format", "ris", "--page", "1", "--start", "1"),
        ("document", "0" * 16, "--format", "ris", "--base-url", "javascript:alert(1)"),
    ],
)
def test_a_wrong_call_is_a_sentence_and_status_2(archive: Path, arguments: tuple[str, ...]) -> None:
    ran = cotejo("export", *arguments, archive=archive)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.strip()
    assert "Traceback" not in ran.err
