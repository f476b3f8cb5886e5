"""What every command has in common: its errors, its streams, how the archive is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from indexer.config import load_config
from tests.commands import cotejo
from webapp import create_app


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("line") / "archive"
    made = cotejo("init", folder, "--json")
    assert made.status == 0
    assert str(folder) in made.json["done"]
    return folder


def test_a_wrong_call_is_told_to_programs_too(archive: Path) -> None:
    ran = cotejo("search", "--size", "0", "agua", "--json", archive=archive)
    assert ran.status == 2
    assert ran.json["error"]["code"] == "usage"
    assert "--size" in ran.json["error"]["message"]
    assert "See `cotejo search --help`." in ran.err
    assert "[usage]" in ran.err


def test_an_error_neither_steers_the_terminal_nor_fills_it(archive: Path) -> None:
    ran = cotejo("show", "\x1b[31mrojo" + "x" * 100_000, archive=archive)
    assert ran.status == 2
    assert "\x1b" not in ran.err
    assert len(ran.err) < 2000
    assert ran.err.rstrip().endswith("[not_found]")


def test_a_terminal_without_accents_is_no_reason_to_fail(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "nota.txt").write_text("El fentanilo llegó a Culiacán «ayer».", encoding="utf-8")
    added = cotejo("add", tmp_path, archive=archive, env={"PYTHONIOENCODING": "ascii"})
    assert added.status == 0
    found = cotejo("search", "Culiacán", archive=archive, env={"PYTHONIOENCODING": "ascii"})
    assert found.status == 0
    assert r"Culiac\xe1n" in found.out


def test_a_wrong_report_id_is_a_wrong_call(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text("# R\n\nA.[^1]\n\n[^1]: B.\n", encoding="utf-8")
    ran = cotejo("report", "add", tmp_path / "r.md", "--id", "../x", "--json", archive=archive)
    assert ran.status == 2
    assert ran.json["error"]["code"] == "usage"


def test_doctor_tells_a_wrong_collections_file(archive: Path) -> None:
    (archive / "collections.toml").write_text('[collections.caja]\naccess = "secret"\n', encoding="utf-8")
    config = archive / "config.toml"
    before = config.read_text(encoding="utf-8")
    config.write_text(before.replace('collections = ""', 'collections = "collections.toml"'), encoding="utf-8")
    try:
        ran = cotejo("doctor", "--json", archive=archive)
    finally:
        config.write_text(before, encoding="utf-8")
    assert ran.status == 1
    (item,) = [item for item in ran.json["items"] if item["name"] == "collections"]
    assert not item["ok"]
    assert "access" in item["found"]


def test_what_collections_toml_closes_is_closed_in_a_running_server_and_in_the_next(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "archive"
    (tmp_path / "nota.txt").write_text("Un xilófono enterrado en el patio.", encoding="utf-8")
    cotejo("init", folder)
    document = cotejo("add", tmp_path / "nota.txt", "--collection", "caja", "--json", archive=folder).json["document"]
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8").replace('collections = ""', 'collections = "collections.toml"')
    config.write_text(text, encoding="utf-8")
    described = folder / "collections.toml"
    described.write_text('[collections.caja]\naccess = "public"\n', encoding="utf-8")
    running = create_app(load_config(config))

    def status(app: Flask) -> int:
        return app.test_client().get(f"/documents/{document}").status_code

    assert status(running) == 200
    described.write_text('[collections.caja]\naccess = "restricted"\n', encoding="utf-8")
    assert status(running) == 404
    with closing(sqlite3.connect(folder / "var" / "catalog.sqlite")) as busy:
        busy.execute("BEGIN IMMEDIATE")
        described.write_text('[collections.caja]\naccess = "public"\n', encoding="utf-8")
        assert status(running) == 200
        described.write_text('[collections.caja]\naccess = "restricted"\n\n', encoding="utf-8")
        assert status(running) == 404
    described.write_text("collections = 3\n", encoding="utf-8")
    assert status(running) == 404
    described.write_text("[collections.caja]\naccess = 7\n", encoding="utf-8")
    assert [status(running), status(running)] == [404, 404]
    first, told = [record.message for record in caplog.records if "could not be followed" in record.message]
    assert "«collections» must be tables" in first
    assert "[collections.caja]: «access» must be text in quotes. Correct collections.toml" in told
    described.write_text('[collections.caja]\naccess = "restricted"\n', encoding="utf-8")
    started = create_app(load_config(config))
    assert status(started) == 404
    for app in (running, started):
        app.extensions["cotejo"].close()
