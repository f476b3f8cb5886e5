"""Dates of references."""

from __future__ import annotations

import datetime as dt

import pytest

from indexer.citations.dates import PrintedDate, find_day, find_parenthesised_date, find_year, read_date


@pytest.mark.parametrize(
    "printed",
    [
        "2019, January 30",
        "2019, 30 de enero",
        "2019, Jan. 30",
        "2019, ene. 30",
        "January 30, 2019",
        "30 January 2019",
        "30 de enero de 2019",
        "30 de enero del 2019",
        "2019-01-30",
        "30/01/2019",
    ],
)
def test_a_day_is_read_in_spanish_and_english_forms(printed: str) -> None:
    when = read_date(printed)
    assert when is not None
    assert when.date == dt.date(2019, 1, 30)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2022, March", PrintedDate(2022, 3)),
        ("marzo de 2022", PrintedDate(2022, 3)),
        ("2022", PrintedDate(2022)),
        ("2022a", PrintedDate(2022)),
        ("n.d.", PrintedDate(undated=True)),
        ("s. f.", PrintedDate(undated=True)),
    ],
)
def test_what_is_less_than_a_day_stays_so(printed: str, expected: PrintedDate) -> None:
    assert read_date(printed) == expected
    assert expected.date is None


def test_a_day_that_does_not_exist_is_no_date_but_its_year_stands() -> None:
    when = read_date("2023, February 30")
    assert when is not None
    assert (when.date, when.year) == (None, 2023)


@pytest.mark.parametrize("printed", ["INEGI", "CNDH", "see 2019", "p. 2019", "", "12", "1234567"])
def test_other_parentheses_are_not_dates(printed: str) -> None:
    assert read_date(printed) is None


def test_the_first_parenthesis_that_is_a_date_counts() -> None:
    found = find_parenthesised_date("INEGI (National Institute). (2023). ENVIPE (2022).")
    assert found is not None
    assert found.when.year == 2023


def test_the_end_of_a_period_is_not_a_day() -> None:
    assert find_day("Summary of results from July 15 to July 21, 2022.") is None
    assert find_day("Resumen del 15 al 21 de julio de 2022.") is None
    assert find_year("Summary of results from July 15 to July 21, 2022.") == 2022
    assert find_year("Aggressions 2007 to 2023") is None


def test_a_day_in_running_text_is_found() -> None:
    found = find_day("Security Report December 13, 2023")
    assert found is not None
    assert found.when.date == dt.date(2023, 12, 13)
