"""What counts as a word, and which words are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.analysis import stem, stems, tokens, words
from indexer.models import Language

ES, EN = Language.SPANISH, Language.ENGLISH


def test_one_character_words_and_digits_are_kept() -> None:
    assert words("8 kilos y 286,494 a la C.N.I.") == ["8", "kilos", "y", "286.494", "a", "la", "cni"]


def test_a_figure_with_separators_is_one_word() -> None:
    assert words("77.3 por ciento") == words("77,3 por ciento") == ["77.3", "por", "ciento"]
    assert words("$1,234,567.80, 5.") == ["1.234.567.80", "5"]
    assert words("30.07.2020; 1,2,3") == ["30", "07", "2020", "1", "2", "3"]
    assert words("a.5 y 3.5kg") == ["a", "5", "y", "3", "5kg"]


def test_apostrophes_and_hyphens_end_a_word_whatever_their_shape() -> None:
    assert words("O'Brien") == words("O’Brien") == ["o", "brien"]
    assert words("ex-presidente") == words("ex–presidente") == ["ex", "presidente"]


def test_a_callout_does_not_stick_to_its_word() -> None:
    assert words("fentanilo¹³ y") == ["fentanilo", "y"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("investigacion", "investigaciones"),
        ("militar", "militares"),
        ("ciudad", "ciudades"),
        ("opioide", "opioides"),
        ("crimen", "crímenes"),
        ("arma", "armas"),
        ("gobierno", "gobiernos"),
        ("juez", "jueces"),
        ("Culiacán", "CULIACAN"),
    ],
)
def test_inflections_have_one_stem(one: str, other: str) -> None:
    assert stems(words(one), ES) == stems(words(other), ES)


@pytest.mark.parametrize(("one", "other"), [("año", "ano"), ("mañana", "manana"), ("pena", "peña")])
def test_words_that_differ_in_their_enye_do_not(one: str, other: str) -> None:
    assert stems(words(one), ES) != stems(words(other), ES)


def test_english_is_stemmed_as_english() -> None:
    assert stem("killings", EN) == stem("killing", EN) == "kill"
    assert stems(["killings"], Language.OTHER) == []
    assert stem("killings", Language.OTHER) is None


@given(st.text())
def test_tokens_are_the_words_with_their_places(text: str) -> None:
    found = list(tokens(text))
    assert [token.word for token in found] == words(text)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert token.word in "".join(words(text[token.start : token.end]))


@given(st.lists(st.text(alphabet="abcñdeosrnz", min_size=1, max_size=12)))
def test_stemming_keeps_the_number_of_words(typed: list[str]) -> None:
    assert len(stems(typed, ES)) == len(stems(typed, EN)) == len(typed)
