"""Reading what somebody typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UsageError
from indexer.index.query import And, Node, Not, Phrase, Term
from indexer.search.parser import MAX_QUERY_CHARACTERS, MAX_TERMS, parse
from indexer.search.printing import to_text

TYPED = st.text() | st.text(alphabet='ab "“”«»-−„\n\x00é8*()~:', max_size=60)


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("fentanilo", Term("fentanilo")),
        ("Guardia Nacional", And((Term("Guardia"), Term("Nacional")))),
        ('"Guardia Nacional"', Phrase(("Guardia", "Nacional"))),
        ("“Guardia Nacional”", Phrase(("Guardia", "Nacional"))),
        ("«Guardia Nacional»", Phrase(("Guardia", "Nacional"))),
        ("presidente -corrupción", And((Term("presidente"), Not(Term("corrupción"))))),
        ('-"fuero militar"', Not(Phrase(("fuero", "militar")))),
        ("−corrupción", Not(Term("corrupción"))),
        ('"no - matar" x', And((Phrase(("no", "matar")), Term("x")))),
        ("¿fentanilo?", Term("fentanilo")),
        ("C.N.I.", Term("C.N.I")),
        ("ex-presidente", Term("ex-presidente")),
        ('"8 kilos"', Phrase(("8", "kilos"))),
        ("cafe\u0301", Term("cafe\u0301")),
        ("a\x00b\ud800c", And((Term("a"), Term("b"), Term("c")))),
    ],
)
def test_a_query_is_read_as(typed: str, node: Node) -> None:
    assert parse(typed).node == node


@pytest.mark.parametrize("typed", ["", "   ", "-", '""', '"', "--- - -", "...", "“”", "\x00\x07", "¹²"])
def test_nothing_to_search_is_said(typed: str) -> None:
    parsed = parse(typed)
    assert parsed.node is None
    assert "There is no word to search for." in parsed.notes


def test_an_unclosed_quotation_mark_is_closed_and_said() -> None:
    parsed = parse('fuero "guardia nacional')
    assert parsed.node == And((Term("fuero"), Phrase(("guardia", "nacional"))))
    assert parsed.read_as == 'fuero "guardia nacional"'
    assert any("not closed" in note for note in parsed.notes)


def test_a_query_beyond_the_limits_is_refused_with_a_sentence() -> None:
    with pytest.raises(UsageError, match="10,000 characters"):
        parse("x" * 10_000)
    assert parse("x" * MAX_QUERY_CHARACTERS).node is not None
    parse(" ".join("x" * MAX_TERMS))
    with pytest.raises(UsageError, match="64 words"):
        parse(" ".join("x" * (MAX_TERMS + 1)))
    with pytest.raises(UsageError, match="64 words"):
        parse(".".join("x" * (MAX_TERMS + 1)))


@given(TYPED)
def test_no_text_of_any_kind_raises_anything_but_a_sentence(text: str) -> None:
    try:
        parse(text)
    except UsageError as error:
        assert error.message


@given(TYPED)
def test_a_query_is_read_as_it_reads(text: str) -> None:
    try:
        parsed = parse(text)
    except UsageError:
        return
    if parsed.node is not None:
        again = parse(to_text(parsed.node))
        assert again.node == parsed.node
        assert again.read_as == parsed.read_as
        assert not again.notes
