"""Reading what people paste as a quotation."""

from __future__ import annotations

import datetime as dt

import pytest

from indexer.errors import UsageError
from indexer.index.analysis import words as folded
from indexer.quotes.parse import read_quotation


def words(text: str) -> list[str]:
    return [" ".join(word.word for word in part.words) for part in read_quotation(text).parts]


@pytest.mark.parametrize(
    ("untrusted", "code"),
    [
        ("", "quote_empty"),
        ("   \n", "quote_empty"),
        ("¿…? «», —", "quote_empty"),
        ("\u202e\u200b\x00", "quote_empty"),
        ("<p></p><script>alert(1)</script>", "quote_empty"),
        ("hola", "quote_too_short"),
        ("palabra " * 6250, "quote_too_long"),
        ("<" * 50_000, "quote_too_long"),
    ],
)
def test_what_is_no_quotation_gets_a_sentence_with_a_code(untrusted: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_quotation(untrusted)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def test_the_longest_that_is_taken_is_read_quickly() -> None:
    assert len(read_quotation("<b " * 1_200 + "uno dos").words) > 1
    assert len(read_quotation("[ ( “ " * 600 + "uno dos").words) > 1


@pytest.mark.parametrize(
    "dots", ["…", "...", "[...]", "[…]", "(…)", "(...)", "[ … ]", ". . .", "..", "[..]", "[. . .]"]
)
def test_ellipses_part_a_quotation(dots: str) -> None:
    assert words(f"uno dos {dots} tres cuatro") == ["uno dos", "tres cuatro"]


def test_insertions_and_sic_are_no_words_of_the_source() -> None:
    assert words("el [ex] presidente dijio [sic] que no") == ["el presidente dijio que no"]
    assert words("[A]quí no") == ["aqui no"]


@pytest.mark.parametrize(
    "struck",
    ["<s>no</s>", "<del class='x'>no</del>", "<strike>no</strike>", "~~no~~", "n\u0336o\u0336",
     "<span style='text-decoration: line-through'>no</span>"],
)  # fmt: skip
def test_what_is_struck_out_is_not_said_and_that_is_told(struck: str) -> None:
    read = read_quotation(f"aquí {struck} producimos fentanilo")
    assert [word.word for word in read.words] == ["aqui", "producimos", "fentanilo"]
    assert read.notes[0] == "Struck out, so not read as quoted: «no»."


def test_marks_of_every_kind_are_stripped() -> None:
    for quote in ("“uno dos”", "«uno dos»", '"uno dos"', "‘uno dos’", "„uno dos“"):
        assert words(quote) == ["uno dos"]


def test_what_stands_beside_is_a_hint() -> None:
    read = read_quotation("“No producimos fentanilo”, dijo López Obrador el 9 de marzo de 2023")
    assert [word.word for word in read.words] == ["no", "producimos", "fentanilo"]
    assert read.hints.speaker == "López Obrador"
    assert read.hints.dates == (dt.date(2023, 3, 9),)


def test_nothing_is_cut_off_an_unmarked_quotation_that_has_saying_in_it() -> None:
    assert words("iremos el lunes, ya lo dijo Marcelo Ebrard") == ["iremos el lunes ya lo dijo marcelo ebrard"]


@pytest.mark.parametrize(
    "quote",
    [
        "Ya termino, porque es muy largo, dice:\n\n‘El 14 de febrero de 1914, Madero entra",
        "nos vamos a reunir — y el 9 de marzo de 2023 firmamos con López Obrador",
        "eso ya se sabe (y lo vamos a decir el 9 de marzo de 2023)",
    ],
)
def test_a_last_sentence_with_a_date_is_no_attribution(quote: str) -> None:
    assert words(quote) == [" ".join(folded(quote))]


def test_html_and_direction_characters_are_left_out() -> None:
    assert words("<p>uno&nbsp;<b>dos</b></p>") == ["uno dos"]
    assert words("u\u202eno d\u200bos") == ["uno dos"]
