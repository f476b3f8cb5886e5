"""Where a claim begins and ends."""

from __future__ import annotations

import pytest

from indexer.citations.sentences import quotations, sentence_at, sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "See Op. Cit. p. 3 for more.",
        "The U.S. Department of Defense paid.",
        "The U.S. Congress had no say.",
        "El Gral. Cienfuegos fue detenido.",
        "El oficio núm. 5 de la Sra. Buenrostro.",
        "Meza, A. M. wrote it.",
        "It rose by 77.3% in 2019, i.e. Mexico's record.",
        "Según el art. 21 de la Constitución, párr. Segundo.",
        "In No. 5 of the Gazette.",
        "Los EE. UU. aceptaron.",
        "El C. Gral. Brig. D.E.M., Jefe.",
        "Culiacán, Sin., a 17 de marzo.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("¿Uno? ¡Dos! Tres.", ["¿Uno?", "¡Dos!", "Tres."]),
        ("It was for the U.S. The army left.", ["It was for the U.S.", "The army left."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("Fue en 2019. 33 casos siguieron.", ["Fue en 2019.", "33 casos siguieron."]),
        ("He waited … and left. “Why?” Nobody knew.", ["He waited … and left.", "“Why?”", "Nobody knew."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_quotation_is_not_cut() -> None:
    text = "He said: “In the past. Now it is not! Never.” Then he left."
    assert split(text) == ["He said: “In the past. Now it is not! Never.”", "Then he left."]


def test_every_kind_of_marks_is_a_quotation_and_of_nested_ones_the_outermost() -> None:
    text = 'A “one «two» one” and «three “four” three» and "five six".'
    assert [span.of(text) for span in quotations(text)] == ["one «two» one", "three “four” three", "five six"]


def test_a_mark_without_its_partner_opens_nothing() -> None:
    for text in ("He said “nothing. Then left.", 'An inch is 1". Then more.', "Closed” before. Then open.", '"'):
        assert quotations(text) == ()
    assert split("He said “nothing. Then left.") == ["He said “nothing.", "Then left."]


def test_an_unclosed_mark_does_not_hide_a_closed_one() -> None:
    text = "“Open, and “closed” here."
    assert [span.of(text) for span in quotations(text)] == ["closed"]


def test_a_callout_after_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    text = "First. Second. Third."
    spans = sentences(text)
    for offset, expected in (
        (0, "First."),
        (5, "First."),
        (6, "First."),
        (7, "First."),
        (8, "Second."),
        (21, "Third."),
    ):
        span = sentence_at(spans, offset)
        assert span is not None
        assert span.of(text) == expected


def test_no_text_has_no_sentences() -> None:
    assert sentences("  ") == ()
    assert sentence_at((), 0) is None


@pytest.mark.parametrize("unit", ["“", "”", '"', "“”", ". ", ".", "A. ", "“a. ", '" ', "«“", "!?"])
def test_a_wall_of_marks_is_read_in_linear_time(unit: str) -> None:
    assert sentences(unit * 100_000) is not None
