"""The audit and the table of notes on the web."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from indexer.citations.audit_remarks import ENGLISH
from indexer.citations.export import Format
from indexer.config import load_config
from indexer.models import LinkBy
from tests.web.archive import run
from webapp import create_app
from webapp.remarks import SENTENCES

AUDIT, TABLE = "/reports/warlike-approach/audit", "/reports/warlike-approach/notes"


def tree(client: FlaskClient, path: str, language: str = "en") -> html.HtmlElement:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return html.fromstring(answer.get_data(as_text=True))


def test_the_web_says_what_the_command_says(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert {code: str(sentence) for code, sentence in SENTENCES.items()} == dict(ENGLISH)


@pytest.mark.parametrize("path", [AUDIT, TABLE])
def test_no_inline_style_or_script(client: FlaskClient, path: str) -> None:
    page = tree(client, path)
    assert not page.xpath("//@style | //script[not(@src)] | //@onclick")


def test_the_audit_counts_every_note_once(client: FlaskClient) -> None:
    page = tree(client, AUDIT)
    figures = [int(figure) for figure in page.xpath("//ul[@class='legend']//span[@class='number']/text()")]
    assert sum(figures) == 72
    assert sum(int(width) for width in page.xpath("//*[@class='coverage']/*/@width")) == 72
    assert len(page.xpath("//li[@class='note']")) == 72


def test_reasons_and_warnings_are_told_in_the_readers_language(client: FlaskClient) -> None:
    (note,) = tree(client, AUDIT, "es").xpath("//li[@id='fn-16']")
    text = re.sub(r"\s+", " ", note.text_content())
    assert "dudosa" in text
    assert "La fecha 2018-05-08 es anterior al comienzo" in text
    (note,) = tree(client, AUDIT).xpath("//li[@id='fn-29']")
    assert "has no word in common" in note.text_content()


@pytest.mark.parametrize("path", [AUDIT, TABLE])
def test_the_notes_can_be_narrowed(client: FlaskClient, path: str) -> None:
    rows = "//li[@class='note'] | //table//tbody/tr"
    assert len(tree(client, f"{path}?kind=cross_reference").xpath(rows)) == 5
    assert len(tree(client, f"{path}?source=not_archivable").xpath(rows)) == 5  # three remarks have specimens
    assert tree(client, f"{path}?source=not_archivable&kind=press").xpath(rows) == []


@pytest.mark.parametrize("path", [AUDIT, TABLE])
def test_bad_arguments_are_refused(client: FlaskClient, path: str) -> None:
    for query in ("source=nowhere", "kind=novel", "kind=press&kind=memo"):
        assert client.get(f"{path}?{query}").status_code == 400
    assert client.get(path.replace("warlike-approach", "none")).status_code == 404


def test_a_cross_reference_leads_to_the_note_it_means(client: FlaskClient) -> None:
    page = tree(client, "/reports/warlike-approach")
    assert page.xpath("//li[@id='fn-49']//p[@class='pointer']/a/@href") == ["#fn-47"]
    assert "ambiguous" in page.xpath("string(//li[@id='fn-63']//p[@class='pointer'])")


def test_the_api_tells_the_audit_of_the_command(client: FlaskClient) -> None:
    shown = client.get("/api/v1/reports/warlike-approach/audit").json
    assert shown["id"] == "warlike-approach"
    assert shown["coverage"]["notes"] == len(shown["footnotes"]) == 72
    assert client.get("/api/v1/reports/none/audit").status_code == 404


# --- what a reader may not see --------------------------------------------------------------------


def test_a_restricted_document_is_in_no_page_of_a_report(tmp_path: Path) -> None:
    report, source = tmp_path / "r.md", tmp_path / "f" / "secreto.txt"
    report.write_text(
        "It said “we know”.[^1]\n\n[^1]: Information request, X. File number 330026424000557.\n", encoding="utf-8"
    )
    source.parent.mkdir()
    source.write_text("Respuesta reservada a la solicitud.\n", encoding="utf-8")
    (tmp_path / "f" / "secreto.txt.toml").write_text(
        'title = "Respuesta reservada"\nfile_number = "330026424000557"\n', encoding="utf-8"
    )
    (tmp_path / "config.toml").write_text('[archive]\ndata = "var"\n', encoding="utf-8")
    run("report", "add", report, archive=tmp_path)
    run("add", source, "--collection", "reservada", "--restricted", archive=tmp_path)
    app = create_app(load_config(tmp_path / "config.toml"))
    try:
        (link,) = app.extensions["cotejo"].catalog.reports.links_of_report("r")
        assert link.by is LinkBy.IDENTIFIER
        client = app.test_client()
        paths = ["", "/audit", "/notes", *(f"/export?format={name}" for name in Format)]
        addresses = [*(f"/reports/r{path}" for path in paths), "/api/v1/reports/r", "/api/v1/reports/r/audit"]
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        for address, answer in zip(addresses, answers, strict=True):
            assert [told for told in (link.document, "reservada") if told in answer.text] == [], address
    finally:
        app.extensions["cotejo"].close()
