"""A word broken at the end of a line is found, and told where the stored text has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.models import Language
from indexer.search.line_ends import page_spans
from indexer.search.parser import parse

TEXT = (
    "La expor-\ntación de fen-\n\n  tanilo y fentanilo, ex-\npresidente; co\u00ad\nmún\n"
    "sub-\n\n\n\n\n\n\n\n\n\nmundo 5-\n6"
)


def found(text: str, query: str) -> list[str]:
    spans = page_spans(text, parse(query).node, Language.SPANISH)
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("query", "pieces"),
    [
        ("exportación", ["expor-\ntación"]),
        ("exportaciones", ["expor-\ntación"]),
        ("fentanilo", ["fen-\n\n  tanilo", "fentanilo"]),
        ("presidente", ["presidente"]),
        ("expresidente", ["ex-\npresidente"]),
        ("común", ["co\u00ad\nmún"]),
        ('"la exportación de fentanilo"', ["La expor-\ntación de fen-\n\n  tanilo"]),
        ("submundo", []),
        ("56", []),
        ("nada", []),
    ],
)
def test_the_pieces_of_a_broken_word_are_one_hit(query: str, pieces: list[str]) -> None:
    assert found(TEXT, query) == pieces


def test_no_query_has_no_hits() -> None:
    assert page_spans(TEXT, None, Language.SPANISH) == []


@given(st.text(alphabet="ab -\n\u00ad", max_size=60), st.sampled_from(["ab", "a", "abba", '"a b"']))
def test_hits_lie_in_the_text_in_order_and_apart(text: str, query: str) -> None:
    spans = page_spans(text, parse(query).node, Language.SPANISH)
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        at = span.end
