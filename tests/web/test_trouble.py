"""What readers are told when the index is gone or damaged, or the store has lost a file: never "no results"."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from jinja2.ext import Extension

from indexer.config import load_config
from indexer.errors import ArchiveMissing
from tests.commands import cotejo, start
from webapp import create_app


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two short texts."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "config.toml").write_text('[archive]\ndata = "var"\n', encoding="utf-8")
    (folder / "uno.txt").write_text("El decreto de la Guardia Nacional.\n", encoding="utf-8")
    (folder / "dos.txt").write_text("La conferencia sobre el fentanilo.\n", encoding="utf-8")
    assert cotejo("add", folder / "uno.txt", folder / "dos.txt", archive=folder).status == 0
    return folder


@pytest.fixture
def app(small: Path, tmp_path: Path) -> Iterator[Flask]:
    """The app on a copy of the small archive, to be damaged at will."""
    copy = tmp_path / "archive"
    shutil.copytree(small, copy)
    made = create_app(load_config(copy / "config.toml"))
    yield made
    made.extensions["cotejo"].close()


def data_of(app: Flask) -> Path:
    folder: Path = app.extensions["cotejo"].config.data
    return folder


def damage(index: Path) -> None:
    """Cut every file of the live build in half."""
    build = index / (index / "CURRENT").read_text(encoding="utf-8").strip()
    for file in build.iterdir():
        content = file.read_bytes()
        file.chmod(0o644)
        file.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize("loss", [shutil.rmtree, damage], ids=["missing", "damaged"])
def test_without_an_index_the_search_says_so_and_all_else_works(app: Flask, loss: object) -> None:
    loss(data_of(app) / "index")  # type: ignore[operator]
    client = app.test_client()
    for address in ("/search?q=decreto", "/search?kind=other"):
        response = client.get(address)
        assert response.status_code == 503
        assert "cotejo reindex" in response.text
        assert "No se encontró nada" not in response.text
        assert 'value="decreto"' in response.text or "kind" in address
    answer = client.get("/api/v1/search?q=decreto")
    assert answer.status_code == 503
    assert answer.get_json()["error"]["code"] in ("index_missing", "index_unreadable")
    assert "cotejo reindex" in answer.get_json()["error"]["remedy"]
    health = client.get("/healthz")
    assert health.status_code == 503
    assert health.get_json()["documents"] == 2
    for address in ("/", "/documents", "/reports", "/about", "/search"):
        assert client.get(address).status_code == 200, address


def test_words_are_marked_in_a_document_even_without_an_index(app: Flask) -> None:
    shutil.rmtree(data_of(app) / "index")
    client = app.test_client()
    (found,) = [item for item in client.get("/api/v1/documents").get_json()["documents"] if "Guardia" in item["title"]]
    shown = client.get(f"{found['url']}?q=guardia")
    assert shown.status_code == 200
    assert "<mark>Guardia</mark>" in shown.text
    assert "índice" in shown.text
    assert re.search(r"<mark[^>]*>Guardia</mark>", client.get(f"{found['url']}/pages/1?q=guardia").text)


def test_the_running_app_follows_a_reindex(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/api/v1/search?q=decreto").get_json()["total"] == 1
    folder = data_of(app).parent
    shutil.rmtree(data_of(app) / "index")
    assert client.get("/search?q=decreto").status_code == 503
    assert cotejo("reindex", archive=folder).status == 0
    assert client.get("/api/v1/search?q=decreto").get_json()["total"] == 1
    (folder / "tres.txt").write_text("Otro decreto.\n", encoding="utf-8")
    assert cotejo("add", folder / "tres.txt", archive=folder).status == 0
    assert client.get("/api/v1/search?q=decreto").get_json()["total"] == 2


def test_a_lost_original_is_told_and_its_text_stays(app: Flask) -> None:
    shutil.rmtree(data_of(app) / "store")
    client = app.test_client()
    document = client.get("/api/v1/documents").get_json()["documents"][0]["url"]
    response = client.get(f"{document}/original")
    assert response.status_code == 503
    assert "cotejo check" in response.text
    assert client.get(document).status_code == 200


def test_a_fault_of_the_program_is_a_page_without_its_innards(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(app.extensions["cotejo"].catalog.documents, "counts", fail)
    client = app.test_client()
    page = client.get("/about")
    assert page.status_code == 500
    assert "falla de este programa" in page.text
    assert "secret detail" not in page.text
    assert client.get("/api/v1/nothing").status_code == 404
    assert "secret detail" in caplog.text


def test_there_is_no_app_without_an_archive(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    with pytest.raises(ArchiveMissing):
        create_app(load_config(tmp_path / "config.toml"))
    ran = cotejo("serve", "--port", "1", archive=tmp_path)
    assert ran.status == 3
    assert "Traceback" not in ran.err


def test_many_readers_at_once_all_get_their_answer(app: Flask) -> None:
    addresses = ["/search?q=decreto", "/documents", "/about?lang=en", "/api/v1/search?q=fentanilo", "/healthz"] * 12
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda address: app.test_client().get(address).status_code, addresses))
    assert set(answers) == {200}


class Compiling(Extension):
    """Counts the threads that are compiling a template while it dawdles in the midst of one."""

    inside: ClassVar[list[str]] = []
    most = 0

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        self.inside.append(source)
        time.sleep(0.02)
        Compiling.most = max(Compiling.most, len(self.inside))
        self.inside.remove(source)
        return source


def test_pages_first_asked_for_at_once_are_compiled_one_at_a_time(app: Flask) -> None:
    # CPython 3.11 keeps the depth of the trees of all threads in one variable: the second page was a SystemError.
    app.jinja_env.add_extension(Compiling)
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(app.test_client().get, ["/about", "/documents", "/search"] * 4)
        assert {answer.status_code for answer in answers} == {200}
    assert Compiling.most == 1


def test_serve_serves_and_stops(small: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = start("serve", "--port", str(port), archive=small)
    try:
        health = wait_for(f"http://127.0.0.1:{port}/healthz", process)
        assert b'"ok":true' in health.replace(b" ", b"")
        taken = cotejo("serve", "--port", str(port), archive=small)
        assert taken.status == 2
        assert "--port" in taken.err
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=90)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> bytes:
    for _ in range(200):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                content: bytes = answer.read()
                return content
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer in 20 seconds")


def test_a_link_that_leads_elsewhere_than_it_says_is_told(app: Flask) -> None:
    folder = data_of(app).parent
    (folder / "informe.md").write_text(
        '+++\nid = "informe"\ntitle = "Informe"\nlanguage = "es"\n+++\n\n# Informe\n\nAfirmación.[^1] Otra.[^2]\n\n'
        "[^1]: Fuente. [www.ejemplo.org/a](https://otro.example/b)\n"
        "[^2]: Fuente. [https://ejemplo.org/c](https://ejemplo.org/c) y [mala](javascript:alert(1))\n",
        encoding="utf-8",
    )
    assert cotejo("report", "add", folder / "informe.md", archive=folder).status == 0
    page = app.test_client().get("/reports/informe").text
    first, second = page.split('id="fn-1"')[1].split('id="fn-2"')
    assert "«www.ejemplo.org/a» lleva a" in first
    assert "<code>https://otro.example/b</code>" in first
    assert "lleva a" not in second
    assert 'href="javascript' not in page
