"""Up to five queries side by side over time: how many passages have them, and what share of all of that time."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.errors import IndexMissing, IndexUnreadable
from indexer.models import Kind, Language
from webapp.access import current_access, current_archive
from webapp.context import collections, same_search
from webapp.errors import trouble
from webapp.lines import LineChart, line_chart
from webapp.narrowing import filters_in_force
from webapp.params import MAX_COMPARED, CompareParams, Measure, Step, compare_params
from webapp.periods import Level, Period, all_between, months_of, tallied
from webapp.requests import to_request

blueprint = Blueprint("compare", __name__)

MONTHS_BY_THEMSELVES = 24
"""Up to two years are divided into months unless the reader asks otherwise: two points of years are no line."""

MOST_PERIODS = 240
"""Rows of a table: twenty years of months. Longer stretches are divided into years all the same."""


@dataclass(frozen=True, slots=True)
class Series:
    """One query over the periods. ``urls`` lead to its passages of each, None where there is none."""

    query: str
    read_as: str
    counts: list[int]
    urls: list[str | None]
    undated: int

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The queries over time. ``of_all`` counts all passages of each period within the same filters."""

    level: Level
    periods: list[Period]
    series: list[Series]
    of_all: list[int]

    def share(self, series: Series, number: int) -> float:
        """Passages with the query in a thousand passages of the period."""
        return 1000 * series.counts[number] / self.of_all[number] if self.of_all[number] else 0.0

    def values(self, series: Series, measure: Measure) -> list[float]:
        if measure is Measure.COUNT:
            return [float(count) for count in series.counts]
        return [self.share(series, number) for number in range(len(self.periods))]


@blueprint.get("/compare")
def page() -> ResponseReturnValue:
    params = compare_params(request)
    found, problem = None, None
    try:
        found = compared(params) if params.queries else None
    except (IndexMissing, IndexUnreadable) as error:
        problem = trouble(error)
    rendered = render_template(
        "over_time.html",
        compare=params,
        params=params.within,
        comparison=found,
        chart=_chart(found, params) if found else None,
        trouble=problem,
        active=filters_in_force(params.within),
        csv_url=same_search("compare.table"),
        most=MAX_COMPARED,
        kinds=tuple(Kind),
        document_languages=tuple(Language),
        collections=collections().values(),
    )
    return rendered, problem.status if problem else 200


@blueprint.get("/compare.csv")
def table() -> Response:
    """Raises IndexMissing, IndexUnreadable."""
    params = compare_params(request)
    found = compared(params)
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(["period", "from", "to", "query", "read_as", "passages", "all_passages", "per_thousand"])
    for number, period in enumerate(found.periods):
        for series in found.series:
            dates = [period.key, period.first.isoformat(), period.last.isoformat()]
            figures = [series.counts[number], found.of_all[number], f"{found.share(series, number):.4f}"]
            rows.writerow([*dates, _harmless(series.query), _harmless(series.read_as), *figures])
    response = make_response(written.getvalue())
    response.content_type = "text/csv; charset=utf-8"
    response.headers.set("Content-Disposition", "attachment", filename="cotejo-compare.csv")
    return response


def compared(params: CompareParams) -> Comparison:
    """Each query's passages over time. Raises UsageError, IndexMissing, IndexUnreadable."""
    months: list[dict[dt.date, int]] = []
    read, undated = [], []
    archive, access = current_archive(), current_access()
    for query in params.queries:
        found = archive.search(to_request(replace(params.within, query=query), 1, grouped=False), access)
        months.append(months_of(found.facets.get("month", {})))
        read.append(found.read_as)
        undated.append(found.total - sum(months[-1].values()))
    level, periods = _divided(months, params)
    everything = archive.search(to_request(params.within, 1, grouped=False), access)
    of_all = tallied(months_of(everything.facets.get("month", {})), periods)
    series = [
        Series(query, read[number], counts := tallied(months[number], periods), _urls(query, periods, counts), missing)
        for number, (query, missing) in enumerate(zip(params.queries, undated, strict=True))
    ]
    return Comparison(level, periods, series, of_all)


def _divided(months: Sequence[dict[dt.date, int]], params: CompareParams) -> tuple[Level, list[Period]]:
    days = sorted({day for found in months for day in found})
    if not days:
        return Level.YEAR, []
    first, last = days[0], days[-1]
    spread = (last.year - first.year) * 12 + last.month - first.month + 1
    by_month = params.step is Step.MONTH or (params.step is None and spread <= MONTHS_BY_THEMSELVES)
    level = Level.MONTH if by_month and spread <= MOST_PERIODS else Level.YEAR
    return level, all_between(first, last, level)


def _urls(query: str, periods: Sequence[Period], counts: Sequence[int]) -> list[str | None]:
    """The search for the passages of each period, with the filters in force."""
    kept = {name: request.args.getlist(name) for name in ("kind", "collection", "language", "speaker", "cited")}
    path = url_for("search.results")
    return [
        f"{path}?{urlencode({'q': query, **kept, **period.arguments}, doseq=True, errors='replace')}" if count else None
        for period, count in zip(periods, counts, strict=True)
    ]


def _chart(found: Comparison, params: CompareParams) -> LineChart | None:
    if not found.periods:
        return None
    return line_chart(found.periods, [found.values(series, params.measure) for series in found.series])


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: ``=año`` is a query, and somebody else may have written it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
