"""`cotejo add`: what becomes of files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.config import load_config
from tests.commands import cotejo
from tests.conftest import ROOT

SPECIMENS = ROOT / "corpus" / "documents"
TRANSCRIPT = """\
Versión estenográfica. Conferencia de prensa del presidente del {day} de marzo de 2021
Presidencia de la República
{day:02} de marzo de 2021
---
PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR
Buenos días. Hoy vamos a informar sobre la seguridad en el país, como cada quince días.
---
PREGUNTA
¿Cuántos elementos hay desplegados, presidente?
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    assert cotejo("init", folder).status == 0
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"{day:02}--conferencia.txt").write_text(TRANSCRIPT.format(day=day), encoding="utf-8")
    return folder


def test_added_then_unchanged(archive: Path, sources: Path) -> None:
    first = cotejo("add", sources, "--json", archive=archive)
    again = cotejo("add", sources, "--json", archive=archive)
    assert first.status == again.status == 0
    assert [row["status"] for row in first.rows] == ["added"] * 3
    assert [row["status"] for row in again.rows] == ["unchanged"] * 3
    assert {row["date"] for row in first.rows} == {"2021-03-01", "2021-03-02", "2021-03-03"}
    assert {row["kind"] for row in first.rows} == {"transcript"}
    assert {row["language"] for row in first.rows} == {"es"}


def test_what_was_added_is_found_and_leads_to_its_page(archive: Path, sources: Path) -> None:
    cotejo("add", sources, archive=archive)
    found = cotejo("search", "elementos desplegados", "--json", archive=archive).json
    assert (found["total"], found["documents"]) == (3, 3)
    hit = found["hits"][0]
    assert hit["speaker"] == "PREGUNTA"
    shown = cotejo("show", hit["document"], "--page", str(hit["page"]), "--json", archive=archive).json
    assert "desplegados" in shown["text"][hit["start"] : hit["end"]]


def test_the_same_bytes_at_a_second_path_are_one_document_with_two_occurrences(archive: Path, sources: Path) -> None:
    shutil.copy(sources / "01--conferencia.txt", sources / "copy.txt")
    rows = cotejo("add", sources, "--json", archive=archive).rows
    assert sorted(row["status"] for row in rows) == ["added", "added", "added", "unchanged"]
    copy = next(row for row in rows if row["path"].endswith("copy.txt"))
    shown = cotejo("show", copy["document"], "--json", archive=archive).json
    assert len(shown["provenance"]["occurrences"]) == 2


def test_a_sidecar_overrides_what_is_detected_and_is_followed_when_it_changes(archive: Path, sources: Path) -> None:
    sidecar = sources / "01--conferencia.txt.toml"
    sidecar.write_text('title = "Otro título"\nkind = "press"\ncollection = "prensa"\n')
    row = cotejo("add", sources / "01--conferencia.txt", "--json", archive=archive).json
    assert (row["title"], row["kind"], row["date"]) == ("Otro título", "press", "2021-03-01")
    sidecar.write_text('title = "Título corregido"\nkind = "press"\ncollection = "prensa"\n')
    row = cotejo("add", sources / "01--conferencia.txt", "--json", archive=archive).json
    assert (row["title"], row["status"]) == ("Título corregido", "unchanged")
    assert cotejo("search", "elementos", "--json", archive=archive).json["hits"][0]["title"] == "Título corregido"


@pytest.fixture
def informed(sources: Path) -> Path:
    """A folder with the conference and a sidecar that only insiders may read."""
    folder = sources / "caja"
    folder.mkdir()
    shutil.copy(sources / "01--conferencia.txt", folder / "x.txt")
    (folder / "x.txt.toml").write_text('title = "Fuente: informante Juan"\nissuer = "Juan"\nkind = "memo"\n')
    return folder


SECRET = ("--collection", "caja", "--restricted", "--json")


def test_what_a_restricted_sidecar_says_is_not_told_once_the_document_is_public(
    archive: Path, sources: Path, informed: Path
) -> None:
    document = cotejo("add", informed, *SECRET, archive=archive).json["document"]
    assert cotejo("show", document, "--json", archive=archive).json["issuer"] == "Juan"
    row = cotejo("add", sources / "01--conferencia.txt", "--json", archive=archive).json
    assert (row["document"], row["kind"]) == (document, "transcript")
    shown = cotejo("show", document, "--json", archive=archive).json
    assert (shown["issuer"], shown["kind"], shown["date"]) == (
        "Presidencia de la República",
        "transcript",
        "2021-03-01",
    )
    assert "Juan" not in shown["title"]
    assert cotejo("search", "Juan", "--json", archive=archive).json["total"] == 0


def test_nor_is_it_when_the_document_has_been_public_before(archive: Path, sources: Path, informed: Path) -> None:
    public = cotejo("add", sources / "01--conferencia.txt", "--json", archive=archive).json
    run = cotejo("add", informed, *SECRET, archive=archive)
    assert "the document is public; its restricted sidecar stays untold" in run.err
    shown = cotejo("show", public["document"], "--json", archive=archive).json
    assert (shown["issuer"], shown["title"], shown["kind"]) == (
        "Presidencia de la República",
        public["title"],
        "transcript",
    )
    assert shown["collections"] == ["caja", "inbox"]
    assert cotejo("check", archive=archive).status == 0


def test_nor_is_it_when_both_are_added_at_once(archive: Path, sources: Path, informed: Path) -> None:
    (informed / "x.txt.toml").write_text('title = "Fuente: informante Juan"\nissuer = "Juan"\ncollection = "caja"\n')
    with Archive.open(load_config(archive / "config.toml")) as opened:
        opened.ensure_collection("caja", restricted=True)
    rows = cotejo("add", sources, "--json", archive=archive).rows
    twice = next(row["document"] for row in rows if row["path"].endswith("x.txt"))
    shown = cotejo("show", twice, "--json", archive=archive).json
    assert (len(shown["provenance"]["occurrences"]), shown["issuer"]) == (2, "Presidencia de la República")
    assert "Juan" not in shown["title"]


def test_the_command_line_wins_over_the_sidecar(archive: Path, sources: Path) -> None:
    (sources / "01--conferencia.txt.toml").write_text('kind = "press"\ncollection = "prensa"\n')
    options = ("--kind", "memo", "--collection", "secreta", "--restricted")
    row = cotejo("add", sources / "01--conferencia.txt", *options, "--json", archive=archive).json
    assert row["kind"] == "memo"
    assert cotejo("show", row["document"], "--json", archive=archive).json["collections"] == ["secreta"]


def test_a_wrong_sidecar_fails_its_file_only_and_is_tried_again(archive: Path, sources: Path) -> None:
    sidecar = sources / "01--conferencia.txt.toml"
    sidecar.write_text('titel = "x"\n')
    run = cotejo("add", sources, "--json", archive=archive)
    assert run.status == 1
    failed = [row for row in run.rows if row["status"] == "failed"]
    assert [row["error"]["code"] for row in failed] == ["sidecar_invalid"]
    assert "titel" in failed[0]["error"]["message"]
    assert [item["error"]["code"] for item in cotejo("status", "--json", archive=archive).json["failures"]] == [
        "sidecar_invalid"
    ]
    sidecar.unlink()
    run = cotejo("add", sources, "--json", archive=archive)
    assert (run.status, sorted(row["status"] for row in run.rows)) == (0, ["added", "unchanged", "unchanged"])
    assert cotejo("status", "--json", archive=archive).json["failures"] == []


def test_each_bad_file_gives_one_line_with_a_code_and_the_rest_is_taken_in(archive: Path, sources: Path) -> None:
    specimen = next((SPECIMENS / "bilateral").glob("*.pdf")).read_bytes()
    bad = {
        "empty.pdf": (b"", "file_empty"),
        "truncated.pdf": (specimen[: len(specimen) // 2], "pdf_damaged"),
        "letter.eml": (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nhello\r\n", "unsupported_type"),
        "archive.pdf": (b"PK\x03\x04" + bytes(200), "unsupported_type"),
        "broken.tif": (b"II*\x00" + b"\xff" * 64, "image_damaged"),
    }
    for name, (data, _) in bad.items():
        (sources / name).write_bytes(data)
    (sources / "out.txt").symlink_to("/etc/hostname")
    run = cotejo("add", sources, "--json", archive=archive)
    codes = {Path(row["path"]).name: row["error"]["code"] for row in run.rows if row["status"] == "failed"}
    assert codes == {name: code for name, (_, code) in bad.items()} | {"out.txt": "outside_folder"}
    assert sum(row["status"] == "added" for row in run.rows) == 3
    assert run.status == 1
    assert cotejo("check", archive=archive).status == 0


def test_any_file_name_is_taken_in_and_told_on_one_line(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    names = [b"two\nlines.txt", b"latin-\xf1.txt", b"-rf.txt", "niño 🙂.txt".encode()]
    for day, name in enumerate(names, start=4):
        (folder / os.fsdecode(name)).write_text(TRANSCRIPT.format(day=day), encoding="utf-8")
    run = cotejo("add", folder, "--json", archive=archive)
    assert run.status == 0
    assert [row["status"] for row in run.rows] == ["added"] * len(names)
    assert cotejo("add", folder, archive=archive).out.count("\n") == len(names)


def test_an_unknown_path_is_told_and_the_others_are_taken_in(archive: Path, sources: Path) -> None:
    run = cotejo("add", sources / "no-such-file", sources, "--json", archive=archive)
    assert run.status == 1
    assert [row["status"] for row in run.rows] == ["failed", "added", "added", "added"]


def test_without_tesseract_a_scan_is_kept_as_unread_and_read_later(archive: Path, tmp_path: Path) -> None:
    scan = next((SPECIMENS / "guacamaya-sedena").glob("*fentanilo.pdf"))
    run = cotejo("add", scan, "--json", archive=archive, env={"PATH": str(tmp_path)})
    assert run.status == 1
    assert (run.json["status"], run.json["error"]["code"]) == ("added", "ocr_unavailable")
    assert run.json["pages_unreadable"] == run.json["pages"] > 0
    run = cotejo("add", scan, "--json", archive=archive, env={"TESSDATA_PREFIX": str(tmp_path)})
    assert (run.json["status"], run.json["error"]["code"]) == ("unchanged", "ocr_language_missing")
    run = cotejo("add", scan, "--json", archive=archive)
    assert (run.status, run.json["pages_unreadable"]) == (0, 0)
    assert cotejo("search", "fentanilo", "--json", archive=archive).json["total"] > 0
    assert cotejo("check", archive=archive).status == 0


CITING = """He spoke of it.[^31] And showed the figures.[^40]

[^31]: Presidency. (2021, March 1). Presidential morning press conference.
[^40]: Government of Mexico. (2021, March 1). Security Report March 1, 2021.
"""


def test_the_archivist_is_told_which_notes_an_upload_answers(archive: Path, sources: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.md"
    report.write_text(CITING, encoding="utf-8")
    assert cotejo("report", "add", report, archive=archive).status == 0
    ran = cotejo("add", sources, "--json", archive=archive)
    answers = {Path(line["path"]).name[:2]: line["answers"] for line in ran.rows}
    assert answers == {
        "01": [
            {"report": "r", "note": "fn-31", "label": "31", "status": "confirmed"},
            {"report": "r", "note": "fn-40", "label": "40", "status": "proposed"},
        ],
        "02": [],
        "03": [],
    }
    assert "answers note 31 of r, note 40 of r (proposed)" in ran.err
    assert all(line["answers"] == [] for line in cotejo("add", sources, "--json", archive=archive).rows)


def test_decisions_survive_a_reindex(archive: Path, sources: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.md"
    report.write_text(CITING, encoding="utf-8")
    cotejo("report", "add", report, archive=archive)
    document = cotejo("add", sources / "01--conferencia.txt", "--json", archive=archive).rows[0]["document"]
    assert cotejo("unlink", "r#fn-31", document, archive=archive).status == 0
    assert cotejo("link", "r#fn-40", document, archive=archive).status == 0
    assert cotejo("reindex", archive=archive).status == 0
    assert cotejo("report", "add", report, archive=archive).status == 0
    first, second = cotejo("report", "show", "r", "--json", archive=archive).rows[0]["footnotes"]
    assert first["documents"] == []
    assert [(linked["document"], linked["status"], linked["by"]) for linked in second["documents"]] == [
        (document, "confirmed", "person")
    ]


def test_a_corrected_kind_reads_the_file_again_as_what_it_is(archive: Path, sources: Path) -> None:
    path = sources / "01--conferencia.txt"
    row = cotejo("add", path, "--kind", "press", "--json", archive=archive).json
    assert cotejo("search", "desplegados", "--json", archive=archive).json["hits"][0]["speaker"] is None
    (sources / "01--conferencia.txt.toml").write_text('kind = "transcript"\n')
    again = cotejo("add", path, "--json", archive=archive).json
    assert (again["document"], again["kind"]) == (row["document"], "transcript")
    assert cotejo("search", "desplegados", "--json", archive=archive).json["hits"][0]["speaker"] == "PREGUNTA"
    assert cotejo("add", path, "--kind", "press", "--json", archive=archive).json["kind"] == "press"
    assert cotejo("check", archive=archive).status == 0


def test_a_reading_that_loses_pages_does_not_replace_a_better_one(archive: Path, tmp_path: Path) -> None:
    scan = next((SPECIMENS / "guacamaya-sedena").glob("*fentanilo.pdf"))
    assert cotejo("add", scan, archive=archive).status == 0
    row = cotejo("add", scan, "--kind", "press", "--json", archive=archive, env={"PATH": str(tmp_path)}).json
    assert (row["pages_unreadable"], row["kind"]) == (0, "press")
    assert cotejo("search", "fentanilo", "--json", archive=archive).json["total"] > 0
