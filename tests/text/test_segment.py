"""Passages are of readable length, hold everything, and are cut where a reader would pause."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.segment import MAX_PASSAGE, MIN_PASSAGE, Span, cut


def covered(text: str, spans: list[Span]) -> str:
    return "".join("".join(text[span.start : span.end].split()) for span in spans)


@given(
    st.lists(
        st.sampled_from(["palabra ", "Fin. ", "\n", "\n\n", "x" * 700, "á ", "\u00a0", "…", "¿Sí? ", "\r\n", " " * 50]),
        max_size=400,
    )
)
def test_every_character_but_white_space_is_in_one_passage(parts: list[str]) -> None:
    text = "".join(parts)
    spans = cut(text, 0, len(text))
    assert covered(text, spans) == "".join(text.split())
    for before, after in itertools.pairwise(spans):
        assert before.end <= after.start
    for span in spans:
        piece = text[span.start : span.end]
        assert piece == piece.strip()
        assert 0 < len(piece) <= MAX_PASSAGE


def test_what_fits_is_left_whole_and_trimmed() -> None:
    text = "  \n Uno.\n\nDos.  \n"
    assert [text[span.start : span.end] for span in cut(text, 0, len(text))] == ["Uno.\n\nDos."]


def test_nothing_comes_of_white_space() -> None:
    assert cut(" \n\u00a0\t ", 0, 5) == []
    assert cut("", 0, 0) == []


def test_a_long_stretch_is_cut_at_its_paragraphs() -> None:
    paragraph = "palabra " * 80
    text = "\n\n".join([paragraph.strip()] * 4)
    for span in cut(text, 0, len(text)):
        assert span.start == 0 or text[span.start - 2 : span.start] == "\n\n"


def test_a_long_paragraph_is_cut_at_its_sentences_and_not_at_initials() -> None:
    sentence = "El C. GRAL. Montealegre informó a esa superioridad de la novedad que se cita. "
    text = (sentence * 40).strip()
    for span in cut(text, 0, len(text)):
        assert text[span.start : span.end].startswith("El C. GRAL.")
        assert text[span.end - 5 : span.end] == "cita."


def test_a_text_without_any_border_is_cut_at_the_length() -> None:
    assert [span.end - span.start for span in cut("x" * 4000, 0, 4000)] == [MAX_PASSAGE, MAX_PASSAGE, 1000]


def test_no_crumb_is_left_at_the_end() -> None:
    text = "\n\n".join(["palabra " * 20] * 11).strip()
    assert min(span.end - span.start for span in cut(text, 0, len(text))) >= MIN_PASSAGE


@pytest.mark.parametrize("unit", ["\n", " ", ". ", "a\n", 'a."', "A. "])
def test_a_megabyte_of_anything_is_cut_in_one_walk(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    spans = cut(text, 0, len(text))
    assert covered(text, spans) == "".join(text.split())
