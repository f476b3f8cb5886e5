"""The quote check on the web and over the API: the verdict, its places, and what is no quotation."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.errors import ChecksBusy
from indexer.quotes.models import Change, ChangeType, Verdict
from tests.web.archive import SECRET_TEXT
from webapp.long_answers import CHECKS
from webapp.quotes import runs
from webapp.verdicts import CHANGES, MEANINGS, REASONS, VERDICTS

SAID = "Una frase que se repite para llenar la sección"
"""Stands in a document of the test archive that is no specimen."""

SPECIMEN = "Aquí nosotros no producimos fentanilo y nosotros no tenemos consumo de fentanilo"


def page(client: FlaskClient, quote: str, **given: str) -> str:
    response = client.post("/verify?lang=en", data={"quote": quote} | given)
    assert response.status_code == 200
    return response.text


def test_a_quotation_gets_its_verdict_and_a_way_to_its_page(client: FlaskClient) -> None:
    text = page(client, f"«{SAID}»")
    assert 'class="verdict verdict-verbatim' in text
    link = re.search(r'href="(/documents/[0-9a-f]{16}/pages/\d+\?start=[^"]+)"', text)
    assert link
    opened = client.get(link[1].replace("&amp;", "&"))
    assert opened.status_code == 200
    assert 'id="marked"' in opened.text


def test_a_changed_word_is_marked_on_both_sides_and_critical(client: FlaskClient) -> None:
    text = page(client, SAID.replace("se repite", "no se repite"))
    assert 'class="verdict verdict-altered critical"' in text
    assert 'class="change change-negation critical"' in text
    assert "A change may turn the meaning." in text


def test_what_nobody_said_is_not_found_and_the_search_is_told(client: FlaskClient) -> None:
    text = page(client, "los delfines azules votaron ayer contra la siesta obligatoria")
    assert 'class="verdict verdict-not_found' in text
    assert "Every document was compared from beginning to end." in text
    assert "could not be read" in text  # the archive has a page without letters


def test_specimens_prove_nothing(client: FlaskClient) -> None:
    text = page(client, SPECIMEN)
    assert 'class="verdict verdict-not_found' in text
    assert "They prove nothing." in text
    answer = client.get("/api/v1/verify", query_string={"quote": SPECIMEN}).json
    assert answer["verdict"] == "not_found"
    assert all(match["specimen"] for match in answer["matches"])


def test_the_api_answers_alike_to_get_and_post(client: FlaskClient) -> None:
    got = client.get("/api/v1/verify", query_string={"quote": SAID, "speaker": "Nadie", "date": "2023-03-09"}).json
    posted = client.post("/api/v1/verify", json={"quote": SAID, "speaker": "Nadie", "date": "2023-03-09"}).json
    del got["took_ms"], posted["took_ms"]
    assert got == posted
    assert got["verdict"] == "verbatim"
    assert client.get(got["matches"][0]["url"]).status_code == 200


def test_the_address_of_a_check_answers_the_same(client: FlaskClient) -> None:
    text = page(client, SAID)
    address = re.search(r'href="(/verify\?quote=[^"]+)"', text)
    assert address
    again = client.get(address[1].replace("&amp;", "&"))
    assert 'class="verdict verdict-verbatim' in again.text


def test_a_check_is_in_no_address_and_leads_to_no_redirect(client: FlaskClient) -> None:
    response = client.post("/verify", data={"quote": SAID})
    assert response.status_code == 200
    assert "Location" not in response.headers
    assert "no-cache" in response.headers["Cache-Control"]


def test_what_a_reader_may_not_see_is_not_found(client: FlaskClient) -> None:
    answer = client.post("/api/v1/verify", json={"quote": SECRET_TEXT}).json
    assert answer["verdict"] == "not_found"
    assert answer["matches"] == []


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        ("", "quote_empty"),
        ("  \n ", "quote_empty"),
        ("¡!… «»", "quote_empty"),
        ("\u202e\u0000\u0007", "quote_empty"),
        ("<p></p>", "quote_empty"),
        ("fentanilo", "quote_too_short"),
        ("palabra " * 6250, "quote_too_long"),
    ],
)
def test_what_is_no_quotation_gets_a_sentence(client: FlaskClient, quote: str, code: str) -> None:
    answer = client.post("/api/v1/verify", json={"quote": quote})
    assert (answer.status_code, answer.json["error"]["code"]) == (400, code)
    assert answer.json["error"]["remedy"]
    shown = client.post("/verify?lang=es", data={"quote": quote})
    assert shown.status_code == 400
    assert "La cita no se cotejó" in shown.text
    assert "quotation" not in shown.text


@pytest.mark.parametrize("body", ["", "[]", '"x"', "{", '{"quote": 1}', '{"quote": "a b", "date": "ayer"}', "\xff"])
def test_a_body_that_is_none_is_a_sentence(client: FlaskClient, body: str) -> None:
    answer = client.post("/api/v1/verify", data=body.encode("latin-1"), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["error"]["message"]


def test_markup_in_a_quotation_is_text(client: FlaskClient) -> None:
    assert "<script>alert" not in page(client, f'<script>alert(1)</script> "><img src=x> {SAID}')


def upload(client: FlaskClient, table: bytes, form: str) -> TestResponse:
    data = {"file": (io.BytesIO(table), "quotes.csv"), "format": form}
    return client.post("/verify/table?lang=en", data=data, buffered=True)


def test_a_table_is_answered_line_by_line_and_a_bad_line_is_told(client: FlaskClient) -> None:
    table = f"id,quote,date\na,{SAID},\nb,sola,\nc,=SUM(A1) nadie dijo jamás esto,\nd,{SAID},ayer\n".encode()
    rows = list(csv.DictReader(io.StringIO(upload(client, table, "csv").text)))
    assert [row["verdict"] for row in rows] == ["verbatim", "", "not_found", ""]
    assert [bool(row["error"]) for row in rows] == [False, True, False, True]
    assert rows[2]["quote"].startswith("'=")
    answers = json.loads(upload(client, table, "json").text)
    assert [answer["verdict"] for answer in answers] == ["verbatim", None, "not_found", None]
    page = upload(client, table, "html")
    assert page.mimetype == "text/html"
    assert "verbatim" in page.text


@pytest.mark.parametrize("table", [b"", b"nothing\nof,use\n", b"quote\n" + b"dos palabras\n" * 501])
def test_a_table_that_cannot_be_checked_is_a_sentence(client: FlaskClient, table: bytes) -> None:
    assert upload(client, table, "csv").status_code == 400
    assert client.post("/verify/table", data={}).status_code == 400


def test_the_answer_can_be_copied_in_every_form(client: FlaskClient) -> None:
    text = page(client, SAID)
    copies = dict(re.findall(r'<textarea id="copy-(\w+)"[^>]*>(.*?)</textarea>', text, re.DOTALL))
    assert set(copies) == {"text", "json", "jsonld", "annotation"}
    for name in ("json", "jsonld", "annotation"):
        assert json.loads(html.unescape(copies[name]))
    assert "ratingValue" not in copies["jsonld"]


def test_the_empty_form_is_a_page(client: FlaskClient) -> None:
    for address in ("/verify", "/verify?quote="):
        assert client.get(address).status_code == 200


def test_too_many_checks_are_told_to_come_back(client: FlaskClient) -> None:
    places = client.application.extensions[CHECKS.name]
    for _ in range(CHECKS.places):
        assert places.acquire(blocking=False)
    try:
        answer = client.get("/api/v1/verify", query_string={"quote": SAID})
        assert (answer.status_code, answer.json["error"]["code"]) == (503, ChecksBusy.code)
        assert answer.headers["Retry-After"]
    finally:
        for _ in range(CHECKS.places):
            places.release()
    assert client.get("/api/v1/verify", query_string={"quote": SAID}).status_code == 200


def test_the_places_of_an_answer_are_paths_of_this_archive(client: FlaskClient) -> None:
    answer = client.get("/api/v1/verify", query_string={"quote": SAID}).json
    assert {urlsplit(match["url"]).netloc for match in answer["matches"]} == {""}


def test_every_verdict_and_change_has_words() -> None:
    assert set(VERDICTS) == set(MEANINGS) == set(Verdict)
    assert set(CHANGES) == set(ChangeType)
    from indexer.quotes.wording import WHY

    assert set(REASONS) == set(WHY)


def test_a_text_cut_at_its_changes_is_the_text() -> None:
    first = Change(ChangeType.WORD, "b", "x", quote_span=(2, 5))
    second = Change(ChangeType.WORD, "c", "y", quote_span=(4, 7))
    nothing = Change(ChangeType.OMISSION, "", "z", quote_span=(8, 8))
    cut = list(runs("0123456789", [second, nothing, first], lambda change: change.quote_span))
    assert "".join(run.text for run in cut) == "0123456789"
    assert [run.change for run in cut] == [None, first, None]
