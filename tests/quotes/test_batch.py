"""Tables of quotations."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.models import OWNER
from indexer.quotes.batch import check_rows, parse_rows
from indexer.quotes.models import Verdict

SAID = "Vamos a seguir apoyando a los pobres"


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-03", "2023-03-01", "2023-03-31"),
        ("marzo de 2023", "2023-03-01", "2023-03-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_year_or_a_month_is_a_hint(archive: Archive, date: str, first: str, last: str) -> None:
    rows = parse_rows(f"quote,date\n{SAID},{date}\n".encode())
    (answer,) = check_rows(rows, archive.quotes, OWNER)
    assert answer.problem is None
    assert answer.verification is not None
    assert answer.verification.verdict is Verdict.VERBATIM
    period = answer.verification.quotation.hints.period
    assert period is not None
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("date", ["2023-03-10", "10 de marzo de 2023", "10/03/2023"])
def test_a_day_in_any_writing_is_a_hint(archive: Archive, date: str) -> None:
    (answer,) = check_rows(parse_rows(f"quote,date\n{SAID},{date}\n".encode()), archive.quotes, OWNER)
    assert answer.verification is not None
    assert [day.isoformat() for day in answer.verification.quotation.hints.dates] == ["2023-03-10"]


@pytest.mark.parametrize("date", ["ayer", "2023-13", "9999-99", "0999", "marzo"])
def test_what_is_no_date_is_told_and_passed_over(archive: Archive, date: str) -> None:
    answers = list(check_rows(parse_rows(f"quote,date\n{SAID},{date}\n{SAID},\n".encode()), archive.quotes, OWNER))
    assert [answer.problem is None for answer in answers] == [False, True]
    assert answers[0].problem is not None
    assert "is not a date" in answers[0].problem.message
