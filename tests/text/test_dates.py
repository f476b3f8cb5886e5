"""Dates are found where day, month and year are written, and nowhere else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.models import Language
from indexer.text.dates import Period, find_dates, read_period


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("9 de marzo de 2023", "2023-03-09"),
        ("1° de junio de 2023", "2023-06-01"),
        ("1º de agosto de 2021", "2021-08-01"),
        ("1o. de junio del 2023", "2023-06-01"),
        ("primero de enero de 2021", "2021-01-01"),
        ("30 JULIO 2020", "2020-07-30"),
        ("30 JUL. 2020", "2020-07-30"),
        ("17-MAR-2020", "2020-03-17"),
        ("25 de octubre, 2019", "2019-10-25"),
        ("26 de marzo\nde 2019", "2019-03-26"),
        ("9 de marzo del año 2023", "2023-03-09"),
        ("17/03/2020", "2020-03-17"),
        ("03/17/2020", "2020-03-17"),
        ("16-07-2025", "2025-07-16"),
        ("1.2.2020", "2020-02-01"),
        ("2023-03-09", "2023-03-09"),
        ("March 9, 2023", "2023-03-09"),
        ("MARCH 9th, 2023", "2023-03-09"),
        ("8 October 2021", "2021-10-08"),
        ("8th day of October, 2021", "2021-10-08"),
        ("Oct. 8, 2021", "2021-10-08"),
    ],
)
def test_a_date_is_found_however_it_is_written(written: str, day: str) -> None:
    text = f"(DOF: {written}) y lo demás"
    (found,) = find_dates(text)
    assert found.date == dt.date.fromisoformat(day)
    assert text[found.start : found.end] == written


@pytest.mark.parametrize(
    ("misread", "day"),
    [
        ("17 demarzo de2020", "2020-03-17"),
        ("17demarzode2020", "2020-03-17"),
        ("3O JULIO 2O20", "2020-07-30"),
        ("l2 de mayo de 2020", "2020-05-12"),
        ("30  de   julio  de 2 0 2 0", "2020-07-30"),
    ],
)
def test_what_ocr_does_to_a_date_is_borne(misread: str, day: str) -> None:
    assert [found.date.isoformat() for found in find_dates(misread)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "31 de febrero de 2020",
        "1 de enero 2 000 personas",
        "no 10 de mayo de 2,020",
        "lo de mayo de 2020",
        "300 de marzo de 2020",
        "marzo de 2020",
        "oct 2020",
        "version 10.2.1.2020",
        "Tel. 55-12-2020",
        "3 may 20210",
        "solo 5 mayores 2020",
        "artículo 21 de la ley 2019",
        "5 de mayo de 1500",
        "",
    ],
)
def test_no_date_is_invented(text: str) -> None:
    assert find_dates(text) == []


def test_an_ambiguous_capital_o_is_no_date() -> None:
    assert [found.date.day for found in find_dates("1O DE JUNIO DE 2023")] == []
    assert [found.date.day for found in find_dates("1O. DE JUNIO DE 2023")] == [1]


def test_numbers_are_read_day_first_but_not_in_english_where_both_readings_are_possible() -> None:
    assert find_dates("03/04/2020")[0].date == dt.date(2020, 4, 3)
    assert find_dates("03/04/2020", Language.ENGLISH) == []
    assert find_dates("03/17/2020", Language.ENGLISH)[0].date == dt.date(2020, 3, 17)


def test_several_dates_come_in_reading_order() -> None:
    text = "del 15 al 21 de julio de 2022, publicado el 18/11/2022 y el March 9, 2023"
    assert [found.date.isoformat() for found in find_dates(text)] == ["2022-07-21", "2022-11-18", "2023-03-09"]


@given(st.text(alphabet="0123456789OlI/.-, demarzojulioMARCH°º\n", max_size=60))
def test_any_text_gives_dates_that_stand_in_it(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-2", "2023-02-01", "2023-02-28"),
        ("12/2019", "2019-12-01", "2019-12-31"),
        ("diciembre del 2019", "2019-12-01", "2019-12-31"),
        ("Dec. 2019", "2019-12-01", "2019-12-31"),
        (" 9 de marzo de 2023 ", "2023-03-09", "2023-03-09"),
    ],
)
def test_a_year_or_a_month_is_a_period(written: str, first: str, last: str) -> None:
    assert read_period(written) == Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("written", ["", "23", "2023-00", "2023-13", "0012", "en 2023", "marzo", "9999-99-99"])
def test_what_is_no_period_is_none(written: str) -> None:
    assert read_period(written) is None
