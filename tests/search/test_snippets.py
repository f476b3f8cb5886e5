"""Marking matches, and cutting the stretch that shows them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.index.query import And, Node, Not, Or, Phrase, Term
from indexer.models import Language
from indexer.search.parser import parse
from indexer.search.snippets import SNIPPET_CHARACTERS, highlight_spans, make_snippet

ES, EN = Language.SPANISH, Language.ENGLISH


def marked(text: str, node: Node, language: Language = ES) -> list[str]:
    return [text[span.start : span.end] for span in highlight_spans(text, node, language)]


def test_inflections_are_marked_in_their_language() -> None:
    text = "Los militares y la Guardia Militar; the military."
    assert marked(text, Term("militar")) == ["militares", "Militar"]
    assert marked("Killings and a killing", Term("killing"), EN) == ["Killings", "killing"]


def test_a_phrase_is_marked_whole_and_only_where_it_stands() -> None:
    text = "La guardia de la Guardia\nNacional, “guardia nacional”."
    assert marked(text, Phrase(("guardia", "nacional"))) == ["Guardia\nNacional", "guardia nacional"]


def test_an_excluded_word_is_not_marked() -> None:
    assert marked("uno dos", And((Term("uno"), Not(Term("dos"))))) == ["uno"]


def test_overlapping_matches_are_marked_once() -> None:
    assert marked("guardia nacional", Or((Term("nacional"), Phrase(("guardia", "nacional"))))) == ["guardia nacional"]


def test_marks_are_in_the_text_as_stored() -> None:
    assert marked("El nin\u0303o de Culiaca\u0301n", And((Term("niño"), Term("culiacan")))) == [
        "nin\u0303o",
        "Culiaca\u0301n",
    ]


def test_a_snippet_shows_where_the_different_words_stand_together() -> None:
    text = "fentanilo. " + "relleno " * 80 + "La guardia halló fentanilo en Sinaloa. " + "relleno " * 80
    node = And((Term("guardia"), Term("fentanilo"), Term("sinaloa")))
    snippet = make_snippet(text, node, ES)
    assert "La guardia halló fentanilo en Sinaloa." in snippet.text
    assert [snippet.text[span.start : span.end] for span in snippet.spans] == ["guardia", "fentanilo", "Sinaloa"]
    assert snippet.text.startswith("…relleno") and snippet.text.endswith("relleno…")
    assert len(snippet.text) <= SNIPPET_CHARACTERS + 2


def test_a_short_passage_is_shown_whole_on_one_line() -> None:
    assert make_snippet("uno\n\ndos", None, ES).text == "uno  dos"


@given(st.text(max_size=900), st.text(max_size=20))
def test_a_snippet_of_anything_has_its_marks_inside(text: str, typed: str) -> None:
    node = parse(typed).node
    snippet = make_snippet(text, node, ES)
    assert len(snippet.text) <= SNIPPET_CHARACTERS + 2 + (max((s.end - s.start for s in snippet.spans), default=0))
    for span in snippet.spans:
        assert 0 <= span.start < span.end <= len(snippet.text)
