"""A search to take away: whole lists, citations, the feed, lists of terms."""

from __future__ import annotations

import csv
import io
import json
import threading

import bibtexparser
import pytest
import rispy
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from indexer.citations.export import Format
from indexer.models import OWNER
from indexer.result_list import COLUMNS, ListFormat
from indexer.search.service import SearchRequest
from indexer.text.spreadsheet import csv_line
from tests.web.archive import SECRET_TEXT
from webapp.long_answers import AT_ONCE

ATOM = "{http://www.w3.org/2005/Atom}"
EVERYTHING = "/search/export?q=Frase&format="
"""The long text of the test archive: more passages than a page of results may hold."""


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_a_csv_has_every_hit_once(client: FlaskClient) -> None:
    total = client.get("/api/v1/search?q=frase&size=1").json["total"]
    assert total > 100
    found = rows(client.get("/search/export?q=frase&format=csv").text)
    assert len(found) == total == len({row["passage"] for row in found})
    assert tuple(found[0]) == COLUMNS


def test_json_has_the_contract_s_shape_and_every_hit(client: FlaskClient) -> None:
    whole = json.loads(client.get("/search/export?q=frase&format=json").text)
    paged = client.get("/api/v1/search?q=frase&size=50").json
    assert len(whole["hits"]) == whole["total"] == paged["total"]
    assert whole["hits"][:50] == paged["hits"]
    assert set(whole) == set(paged)
    assert whole["next"] is None


def test_every_format_is_written_for_nothing_found_too(client: FlaskClient) -> None:
    for known in ListFormat:
        response = client.get(f"/search/export?q=xyzzy&format={known}", buffered=True)
        assert response.status_code == 200
        assert response.mimetype == known.file_type.media_type
        assert f"filename=cotejo-search{known.file_type.extension}" in response.headers["Content-Disposition"]
    assert json.loads(client.get("/search/export?q=xyzzy&format=json").text)["hits"] == []
    assert json.loads(client.get("/search/export?q=xyzzy&format=csl").text) == []
    assert rows(client.get("/search/export?q=xyzzy&format=csv").text) == []


def test_citations_are_one_a_document_at_its_best_passage(client: FlaskClient) -> None:
    documents = client.get("/api/v1/search?q=fentanilo&size=1").json["documents"]
    assert documents > 2
    ris = rispy.loads(client.get("/search/export?q=fentanilo&format=ris").text)
    bibtex = bibtexparser.parse_string(client.get("/search/export?q=fentanilo&format=bibtex").text)
    csl = json.loads(client.get("/search/export?q=fentanilo&format=csl").text)
    assert len(ris) == len(bibtex.entries) == len(csl) == documents
    assert all("start=" in item["archive_location"] for item in csl)
    for style in (Format.APA, Format.CHICAGO):
        assert client.get(f"/search/export?q=fentanilo&format={style}&lang=es").text.count("SHA-256") == documents


def test_a_list_honours_the_filters(client: FlaskClient) -> None:
    found = rows(client.get("/search/export?q=fentanilo&kind=memo&format=csv").text)
    assert found
    assert {row["kind"] for row in found} == {"memo"}


def test_no_list_has_what_the_reader_may_not_see(client: FlaskClient) -> None:
    assert "xilófono" in SECRET_TEXT
    assert rows(client.get("/search/export?q=xilófono&format=csv").text) == []
    assert "<entry>" not in client.get("/search.atom?q=xilófono").text
    (count,) = rows(client.post("/terms", data={"terms": "xilófono", "format": "csv"}).text)
    assert (count["passages"], count["documents"]) == ("0", "0")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0"])
def test_a_text_is_no_formula_for_a_spreadsheet(text: str) -> None:
    assert next(csv.reader([csv_line([text])])) == [f"'{text}"]


@pytest.mark.parametrize("query", ["format=pdf", "", "format=csv&cursor=nonsense", "format=csv&from=yesterday"])
def test_a_wrong_argument_of_a_list_is_a_sentence(client: FlaskClient, query: str) -> None:
    response = client.get(f"/search/export?q=fentanilo&{query}")
    assert response.status_code == 400
    assert "text/html" in response.content_type


def test_long_lists_leave_room_for_others(app: Flask, client: FlaskClient) -> None:
    places: threading.BoundedSemaphore = app.extensions["cotejo.lists"]
    for _ in range(AT_ONCE):
        assert places.acquire(blocking=False)
    try:
        refused = client.get("/search/export?q=fentanilo&format=csv")
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "30"
        assert client.get("/search?q=fentanilo").status_code == 200
    finally:
        for _ in range(AT_ONCE):
            places.release()


def test_a_place_is_given_back_after_every_list_good_or_bad(client: FlaskClient) -> None:
    for _ in range(3 * AT_ONCE):
        assert client.get("/search/export?q=fentanilo&format=csv", buffered=True).status_code == 200
        assert client.get("/search/export?q=fentanilo&format=csv&cursor=nonsense").status_code == 400
        assert client.post("/terms", data={"terms": "fentanilo"}, buffered=True).status_code == 200
        assert client.post("/terms", data={"terms": " \n"}).status_code == 400


def test_the_results_link_to_their_lists_and_feed(client: FlaskClient) -> None:
    page = client.get("/search?q=fentanilo&kind=memo&lang=en").text
    assert "/search/export?q=fentanilo&amp;kind=memo&amp;format=csv" in page
    assert 'rel="alternate" type="application/atom+xml" href="/search.atom?q=fentanilo&amp;kind=memo"' in page


# --- the feed -----------------------------------------------------------------------------------


def feed(client: FlaskClient, query: str) -> etree._Element:
    response = client.get(f"/search.atom?{query}")
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    return etree.fromstring(response.data)


def test_the_feed_has_each_matching_document_once_latest_addition_first(app: Flask, client: FlaskClient) -> None:
    found = feed(client, "q=fentanilo")
    matching = app.extensions["cotejo"].search(SearchRequest("fentanilo", size=100, grouped=True), _public(app)).groups
    newest = sorted(matching, key=lambda group: group.document.added_at, reverse=True)
    ids = [entry.findtext(f"{ATOM}id") for entry in found.iter(f"{ATOM}entry")]
    assert set(ids) == {f"urn:sha256:{group.document.sha256}" for group in newest}
    stamps = [entry.findtext(f"{ATOM}updated") for entry in found.iter(f"{ATOM}entry")]
    assert stamps == sorted(stamps, reverse=True)
    assert found.findtext(f"{ATOM}updated") == stamps[0]


def _public(app: Flask) -> object:
    return app.extensions["cotejo"].catalog.collections.public()


def test_a_feed_is_valid_whatever_is_asked_and_found(client: FlaskClient) -> None:
    empty = feed(client, "q=xyzzy")
    assert empty.findtext(f"{ATOM}updated")
    assert empty.find(f"{ATOM}entry") is None
    hostile = feed(client, "q=%3Cscript%3E%26%22'&kind=memo")
    assert "<script>&\"'" in hostile.findtext(f"{ATOM}title")
    assert len(list(feed(client, "").iter(f"{ATOM}entry"))) > 5


def test_the_same_search_is_the_same_feed(client: FlaskClient) -> None:
    assert feed(client, "q=a&kind=memo").findtext(f"{ATOM}id") == feed(client, "kind=memo&q=a").findtext(f"{ATOM}id")
    assert feed(client, "q=a").findtext(f"{ATOM}id") != feed(client, "q=b").findtext(f"{ATOM}id")


# --- lists of terms -----------------------------------------------------------------------------


def test_each_term_is_counted_as_its_search_counts(client: FlaskClient) -> None:
    found = rows(client.post("/terms", data={"terms": 'fentanilo\n\n"no producimos"', "format": "csv"}).text)
    assert [(row["line"], row["term"]) for row in found] == [("1", "fentanilo"), ("3", '"no producimos"')]
    for row in found:
        answer = client.get(row["url"].replace("/search", "/api/v1/search")).json
        assert (row["passages"], row["documents"]) == (str(answer["total"]), str(answer["documents"]))


def test_a_bad_line_is_told_and_the_rest_runs(client: FlaskClient) -> None:
    text = "fentanilo\n!!!\n" + "x" * 3000 + "\nmemo"
    found = rows(client.post("/terms", data={"terms": text, "format": "csv"}).text)
    assert [row["error"].split(":")[0] for row in found] == ["", "nothing_to_search", "usage", ""]
    page = client.post("/terms?lang=es", data={"terms": text}).text
    assert "No hay en ella ninguna letra ni cifra que buscar." in page


def test_a_list_can_be_uploaded(client: FlaskClient) -> None:
    upload = {"file": (io.BytesIO("\ufefffentanilo\r\nmemo\r\n".encode()), "terms.txt"), "format": "csv"}
    assert [row["term"] for row in rows(client.post("/terms", data=upload).text)] == ["fentanilo", "memo"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a\x00b"])
def test_a_file_that_is_no_text_is_a_sentence(client: FlaskClient, content: bytes) -> None:
    response = client.post("/terms?lang=en", data={"file": (io.BytesIO(content), "terms.txt")})
    assert response.status_code == 400
    assert "not a text in UTF-8" in response.text


def test_a_list_beyond_the_limits_is_refused_whole(client: FlaskClient) -> None:
    assert client.post("/terms", data={"terms": "a\n" * 10_001}).status_code == 400
    assert client.post("/terms", data={"terms": "a" * 3_000_000}).status_code == 413


def test_a_list_is_never_markup(client: FlaskClient) -> None:
    page = client.post("/terms", data={"terms": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page


def test_the_owner_s_newest_documents_come_first(app: Flask) -> None:
    newest = app.extensions["cotejo"].catalog.documents.newest(OWNER, size=3, skip=1)
    assert [document.added_at for document in newest] == sorted(
        (document.added_at for document in newest), reverse=True
    )
