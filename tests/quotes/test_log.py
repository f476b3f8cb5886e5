"""Nothing is kept of what is checked, unless the archive's owner turns that on."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from indexer.config import load_config
from tests.commands import cotejo
from webapp import create_app

SECRET = "el convoy salió hacia Zacapoaxtla con once generales"


def archive(folder: Path, log: str) -> Path:
    (folder / "config.toml").write_text(f'[archive]\ndata = "var"\n{log}', encoding="utf-8")
    (folder / "doc.txt").write_text("Los generales salieron de Puebla el lunes por la mañana.\n", encoding="utf-8")
    assert cotejo("add", folder / "doc.txt", archive=folder).status == 0
    return folder


def check_everywhere(folder: Path) -> None:
    """By the command, the form, the address and the API."""
    assert cotejo("verify", SECRET, archive=folder).status == 0
    app = create_app(load_config(folder / "config.toml"))
    client = app.test_client()
    told = "keeps a record" if app.extensions["cotejo"].config.quotes.log else "neither stored nor logged"
    assert told in client.get("/verify?lang=en").text
    assert client.post("/verify", data={"quote": SECRET}).status_code == 200
    assert client.get("/verify", query_string={"quote": SECRET}).status_code == 200
    assert client.get("/api/v1/verify", query_string={"quote": SECRET}).status_code == 200
    app.extensions["cotejo"].close()


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and b"Zacapoaxtla" in path.read_bytes()]


def test_nothing_of_what_is_checked_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = archive(tmp_path, "")
    with caplog.at_level(logging.DEBUG):
        check_everywhere(folder)
    assert kept(folder) == []
    assert "Zacapoaxtla" not in caplog.text


def test_what_is_checked_is_kept_where_the_owner_wants_it(tmp_path: Path) -> None:
    folder = archive(tmp_path, "[quotes]\nlog = true\n")
    check_everywhere(folder)
    (path,) = kept(folder)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line["quote"], line["verdict"]) for line in lines] == [(SECRET, "not_found")] * 4
    assert path.stat().st_mode & 0o077 == 0
