"""Numbers however they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.numbers import find_numbers


def forms(text: str) -> list[tuple[str, ...]]:
    return [number.forms for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("value", "ways"),
    [
        (
            "286494",
            ["286,494", "286.494", "286 494", "286\u00a0494", "286 mil 494", "286'494", "286494", "$286,494.00"],
        ),
        (
            "5000000",
            ["5 millones", "cinco millones", "5,000,000", "5.000.000", "5 million", "five million", "5'000,000"],
        ),
        ("77.3%", ["77.3 %", "77,3%", "77.3 por ciento", "77,3 porciento", "77.3 percent", "77.30 per cent"]),
        ("1500", ["1,500", "1500", "mil 500", "1 500", "un mil 500"]),
        ("1234567.89", ["1,234,567.89", "1.234.567,89", "1'234,567.89", "1 234 567,89"]),
        ("1200000", ["un millón 200 mil", "1.2 millones", "1,2 millones", "1.2 million", "1 millón 200 mil"]),
        ("3500000000", ["3 mil 500 millones", "3.5 billion", "tres mil quinientos millones", "3,500 millones"]),
        ("32000", ["treinta y dos mil", "32 mil", "32,000", "thirty-two thousand"]),
        ("500000", ["five hundred thousand", "500 mil", "quinientos mil", "500 thousand"]),
    ],
)
def test_ways_of_writing_have_one_form(value: str, ways: list[str]) -> None:
    for way in ways:
        found = find_numbers(f"son {way}, dijo")
        assert len(found) == 1, way
        assert value in found[0].forms, way


@pytest.mark.parametrize(
    "text",
    ["30.07.2020", "1,2,3,4", "2020-07-30", "SEMAR/12/2020", "millones de mexicanos", "dos o tres", "a1,234", "1" * 31],
)
def test_what_is_no_amount_has_none(text: str) -> None:
    assert not [number for number in find_numbers(text) if not number.plain]


def test_neighbours_are_not_joined() -> None:
    assert forms("diez mil, veinte mil") == [("10000",), ("20000",)]
    assert forms("diez mil veinte mil") == [("10000",), ("20000",)]
    assert forms("en 2020 300 personas") == [("2020",), ("300",)]
    assert forms("8 y 9") == [("8",), ("9",)]


def test_a_point_before_three_digits_may_part_thousands_or_decimals() -> None:
    assert forms("1.234") == [("1234", "1.234")]
    assert forms("0.123") == [("0.123",)]
    assert forms("1,234") == [("1234",)]


def test_offsets_are_of_the_text_as_it_is() -> None:
    text = "İ: eran 286 mil 494 İ y 5 %"
    assert [text[number.start : number.end] for number in find_numbers(text)] == ["286 mil 494", "5 %"]


@given(st.text(alphabet="0123456789.,' mil%on  y-/veintcr", max_size=40))
def test_numbers_stand_apart_in_order_and_are_finite(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert number.values
        assert all(isinstance(value, Decimal) and value.is_finite() for value in number.values)
        end = number.end
