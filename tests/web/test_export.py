"""Citations taken away from the pages of reports and documents."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rispy
from flask import Flask
from flask.testing import FlaskClient

from indexer.citations.export import FILE_TYPES, Format
from indexer.models import OWNER, Document

REPORT = "/reports/warlike-approach"


@pytest.fixture(scope="session")
def documents(app: Flask) -> list[Document]:
    return app.extensions["cotejo"].catalog.documents.list(OWNER, size=500)


@pytest.fixture(scope="session")
def specimen(documents: list[Document]) -> Document:
    return next(document for document in documents if document.specimen)


@pytest.mark.parametrize("format", list(Format))
def test_a_report_s_notes_are_a_download(client: FlaskClient, format: Format) -> None:
    response = client.get(f"{REPORT}/export?format={format}&lang=en")
    assert response.status_code == 200
    assert response.mimetype == FILE_TYPES[format].media_type
    name = f"warlike-approach{FILE_TYPES[format].extension}"
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert "Specimen, not the original" in response.text


def test_the_download_is_whole(client: FlaskClient) -> None:
    assert len(rispy.loads(client.get(f"{REPORT}/export?format=ris").text)) == 72
    assert len(json.loads(client.get(f"{REPORT}/export?format=csl").text)) == 72


def test_one_note_is_a_download_of_its_own(client: FlaskClient) -> None:
    response = client.get(f"{REPORT}/export?format=apa&note=fn-7&lang=es")
    assert response.text.startswith("7. Meza, A. M. (2022, 6 de septiembre).")
    assert "warlike-approach-fn-7.apa.md" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("format", list(Format))
def test_a_document_is_cited_and_a_specimen_called_one(client: FlaskClient, specimen: Document, format: Format) -> None:
    response = client.get(f"/documents/{specimen.id}/cite?format={format}&page=1&lang=en")
    assert response.status_code == 200
    assert f"/documents/{specimen.id}/pages/1" in response.text
    assert specimen.sha256 in response.text
    assert "Specimen, not the original" in response.text


def test_a_forged_host_is_in_no_citation(client: FlaskClient, specimen: Document) -> None:
    response = client.get(f"/documents/{specimen.id}/cite?format=ris", headers={"Host": "evil.example"})
    assert "evil.example" not in response.text


def test_the_address_of_the_configuration_stands_before_permalinks(
    app: Flask, client: FlaskClient, specimen: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = app.extensions["cotejo"]
    web = replace(archive.config.web, base_url="https://archive.example/a/")
    monkeypatch.setattr(archive, "config", replace(archive.config, web=web))
    document = client.get(f"/documents/{specimen.id}/cite?format=ris").text
    assert f"https://archive.example/a/documents/{specimen.id}" in document
    note = client.get(f"{REPORT}/export?format=ris&note=fn-7").text
    assert "https://archive.example/a/reports/warlike-approach#fn-7" in note


def test_the_pages_link_to_every_format(client: FlaskClient, specimen: Document) -> None:
    for address, links in (
        (REPORT, f"{REPORT}/export?format="),
        (f"/documents/{specimen.id}", f"/documents/{specimen.id}/cite?format="),
        (f"/documents/{specimen.id}/pages/1", f"/documents/{specimen.id}/cite?format="),
    ):
        html = client.get(address).text
        for known in Format:
            assert links + known.value in html


def test_a_selected_passage_is_what_is_cited(client: FlaskClient, specimen: Document) -> None:
    html = client.get(f"/documents/{specimen.id}/pages/1?start=0&end=5").text
    assert "format=ris&amp;page=1&amp;start=0&amp;end=5&amp;reading=" in html


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/reports/nothing/export?format=ris", 404),
        (f"{REPORT}/export?format=ris&note=fn-99", 404),
        (f"{REPORT}/export?format=ris&note=..%2F..%2Fetc", 400),
        (f"{REPORT}/export?format=ris%0d%0aX-Evil:1", 400),
        (f"{REPORT}/export", 400),
        ("/documents/0000000000000000/cite?format=ris", 404),
        ("/documents/x%0d%0aX-Evil:1/cite?format=ris", 404),
        ("/documents/0000000000000000/cite?format=ris&start=1&end=2", 400),
        ("/documents/0000000000000000/cite?format=ris&page=1&start=2&end=1", 400),
    ],
)
def test_a_bad_address_is_a_sentence(client: FlaskClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert "X-Evil" not in response.headers


def test_a_restricted_document_is_as_if_it_were_not_there(client: FlaskClient, documents: list[Document]) -> None:
    secret = next(document for document in documents if document.collections == ("reservada",))
    absent = client.get("/documents/0000000000000000/cite?format=ris")
    hidden = client.get(f"/documents/{secret.id}/cite?format=ris")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace(secret.id, "0" * 16) == absent.text
