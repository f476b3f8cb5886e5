"""Periods, bars and lines: what is drawn is what was counted."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.histogram import histogram
from webapp.i18n import init_i18n
from webapp.lines import line_chart
from webapp.params import SearchParams
from webapp.periods import Level, all_between, month, months_of, period_of, tallied, year


@pytest.fixture(autouse=True)
def request_at_hand() -> Iterator[None]:
    app = Flask("webapp")
    init_i18n(app, "en")
    with app.test_request_context("/search?q=x&kind=memo&cursor=abc&trail=abc"):
        yield


def test_every_month_of_a_year_is_there_the_empty_ones_too() -> None:
    found = histogram({"2020-03": 2, "2020-07": 4}, 7, SearchParams())
    assert found is not None
    assert found.level is Level.MONTH
    assert [bar.count for bar in found.bars] == [0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 0, 0]
    assert found.undated == 1
    assert found.peak.period == month(2020, 7)


def test_several_years_are_years_and_very_many_are_decades() -> None:
    years = histogram({"2018-12": 1, "2024-02": 3}, 4, SearchParams())
    decades = histogram({"1917-02": 1, "2024-02": 3}, 4, SearchParams())
    assert years is not None
    assert decades is not None
    assert [bar.period.key for bar in years.bars] == ["2018", "2019", "2020", "2021", "2022", "2023", "2024"]
    assert [bar.period.key for bar in decades.bars][::5] == ["1910s", "1960s", "2010s"]


def test_the_turn_of_a_year_stays_in_months() -> None:
    found = histogram({"2022-11": 1, "2023-02": 3}, 4, SearchParams())
    assert found is not None
    assert [bar.period.key for bar in found.bars] == ["2022-11", "2022-12", "2023-01", "2023-02"]


def test_a_bar_narrows_to_its_time_keeps_the_filters_and_begins_anew() -> None:
    found = histogram({"2018-12": 1, "2024-02": 3}, 4, SearchParams(query="x"))
    assert found is not None
    assert found.bars[-1].url == "/search?q=x&kind=memo&from=2024-01-01&to=2024-12-31"
    assert found.bars[1].url is None, "nothing in 2019"


def test_a_bar_never_widens_the_search() -> None:
    within = SearchParams(date_from=dt.date(2018, 12, 24), date_to=dt.date(2024, 2, 3))
    found = histogram({"2018-12": 1, "2024-02": 3}, 4, within)
    assert found is not None
    assert "from=2018-12-24&to=2018-12-31" in (found.bars[0].url or "")
    assert "from=2024-01-01&to=2024-02-03" in (found.bars[-1].url or "")


def test_a_month_leads_back_to_its_year_and_to_all_dates() -> None:
    found = histogram({"2020-03": 2}, 2, SearchParams(date_from=dt.date(2020, 3, 1), date_to=dt.date(2020, 3, 31)))
    assert found is not None
    assert [crumb.label for crumb in found.crumbs] == ["All dates", "2020"]
    assert "from=2020-01-01" in found.crumbs[1].url
    assert "from" not in found.crumbs[0].url


def test_the_least_bar_can_still_be_touched() -> None:
    found = histogram({"2020-03": 1, "2020-07": 100_000}, 100_001, SearchParams())
    assert found is not None
    assert min(bar.height for bar in found.bars if bar.count) >= 2


def test_no_dates_no_chart() -> None:
    assert histogram({}, 5, SearchParams()) is None


days = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


@settings(max_examples=60, deadline=None)
@given(days, days, st.sampled_from(Level))
def test_periods_follow_each_other_without_gap_or_overlap(one: dt.date, other: dt.date, level: Level) -> None:
    first, last = sorted((one, other))
    if level is Level.MONTH and last.year - first.year > 20:
        last = first
    periods = all_between(first, last, level)
    assert periods[0].first <= first
    assert periods[-1].last >= last
    assert all(before.last + dt.timedelta(days=1) == after.first for before, after in itertools.pairwise(periods))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.integers(1, 99), min_size=1))
def test_nothing_counted_is_lost(counts: dict[dt.date, int]) -> None:
    facet: dict[str, int] = {}
    for day, count in counts.items():
        facet[f"{day:%Y-%m}"] = facet.get(f"{day:%Y-%m}", 0) + count
    months = months_of(facet)
    for level in Level:
        periods = all_between(min(months), max(months), level)
        assert sum(tallied(months, periods)) == sum(counts.values())


def test_lines_keep_within_the_drawing_and_the_highest_tick_is_round() -> None:
    chart = line_chart([year(2020), year(2021), year(2022)], [[0, 5, 53], [1, 2, 3]])
    assert chart.ticks[0].value == 60
    assert all(0 <= point.x <= 100 and 0 <= point.y <= 100 for line in chart.lines for point in line)
    assert [label.text for label in chart.labels] == ["2020", "2021", "2022"]


def test_a_line_of_nothing_or_of_one_point_can_be_drawn() -> None:
    assert line_chart([year(2020)], [[0]]).lines[0][0].x == 50
    assert period_of(dt.date(2020, 5, 4), Level.DECADE).first == dt.date(2020, 1, 1)
