"""The search form of a text and the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.fold import fold

SPANISH = st.text(alphabet="aáeéñÑn\u0301\u0303 \u00adﬁ“”…1º¹ßİ\u200b…ǅẞ가", max_size=40)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("CULIACÁN Culiacán culiacan", "culiacan culiacan culiacan"),
        ("¿Por qué no?", "¿por que no?"),
        ("“comillas” «angulares» ‘simples’", '"comillas" "angulares" \'simples\''),
        ("uno—dos–tres", "uno-dos-tres"),
        ("ﬁnanzas oﬀset Œuvre straße", "finanzas offset oeuvre strasse"),
        ("co\u00adche", "coche"),
        ("fentanilo¹³", "fentanilo  "),
        ("Artículo 1º", "articulo 1 "),
        ("8\u00a0kilos", "8 kilos"),
    ],
)
def test_what_readers_take_for_equal_is_equal(typed: str, folded: str) -> None:
    assert fold(typed).text == folded


def test_enye_is_not_n() -> None:
    assert fold("AÑO").text == fold("an\u0303o").text == "año"
    assert fold("ano").text == "ano"
    assert fold("n\u0323\u0303").text == "ñ", "a tilde after another mark is still on the n"


@given(st.text() | SPANISH)
def test_composed_and_decomposed_texts_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)).text == fold(unicodedata.normalize("NFD", text)).text


@given(st.text() | SPANISH)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(), st.data())
def test_any_stretch_of_the_folded_text_leads_back_into_the_original(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in fold(text[first:last]).text


@given(SPANISH, SPANISH, SPANISH)
def test_a_word_is_found_at_its_own_place(before: str, word: str, after: str) -> None:
    text = f"{before} kilo{word}gramo {after}"
    folded = fold(text)
    start = folded.text.index("kilo")
    end = folded.text.index("gramo") + len("gramo")
    first, last = folded.original(start, end)
    assert text[first:last] == f"kilo{word}gramo"


def test_accents_and_expansions_bring_their_whole_original() -> None:
    text = "e\u0301xito ﬁn co\u00adche"
    folded = fold(text)
    assert folded.original(0, 1) == (0, 2)
    assert text[slice(*folded.original(folded.text.index("fin"), folded.text.index("fin") + 1))] == "ﬁ"
    at = folded.text.index("coche")
    assert text[slice(*folded.original(at, at + 5))] == "co\u00adche"
    assert text[slice(*folded.original(at, at + 2))] == "co"
