"""What is said of how a query was read is said in the reader's language."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from flask_babel import force_locale

from indexer.index.notes import Sentence
from indexer.quotes import notes as quotes
from webapp.notes import SENTENCES


def test_every_sentence_is_the_same_in_english(client: FlaskClient) -> None:
    with client.application.test_request_context("/"), force_locale("en"):
        assert {code: str(text) for code, text in SENTENCES.items()} == {
            code: code.value for code in (*Sentence, *quotes.Sentence)
        }


def test_a_repaired_query_is_told_in_the_language_of_the_page(client: FlaskClient) -> None:
    spanish = client.get('/search?q="fentanilo&lang=es').text
    assert "Una comilla quedó sin cerrar" in spanish
    assert "A quotation mark was not closed" in client.get('/search?q="fentanilo&lang=en').text
    assert not re.search(r'class="repairs[^>]*lang="en"', spanish)


def test_what_was_typed_is_no_template(client: FlaskClient) -> None:
    shown = client.get("/search?q=%25(x)s~ fecha:%25(most)s fentanilo&lang=es")
    assert shown.status_code == 200
    assert "una fecha se escribe" in shown.text


def test_programs_are_told_in_english(client: FlaskClient) -> None:
    assert client.get('/api/v1/search?q="fentanilo&lang=es').get_json()["notes"] == [Sentence.QUOTE_NOT_CLOSED.value]


def test_how_a_quotation_was_read_is_told_in_the_language_of_the_page(client: FlaskClient) -> None:
    quote = "<b>No producimos</b> fentanilo, dijo el presidente"
    for language, sentence in (("es", "Se quitaron las etiquetas HTML."), ("en", quotes.Sentence.TAGS.value)):
        shown = client.post("/verify", data={"quote": quote, "lang": language}, query_string={"lang": language})
        assert shown.status_code == 200
        assert sentence in shown.text
