"""The start page and the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from indexer.errors import IndexMissing, IndexUnreadable
from indexer.models import Kind, Language
from indexer.search.results import SearchResults
from indexer.search.service import SearchRequest
from webapp.access import current_access, current_archive
from webapp.context import collection_title, collections, same_page
from webapp.errors import trouble
from webapp.filters import DOCUMENT_LANGUAGES, KINDS, date_words
from webapp.hits import marks_of
from webapp.params import SearchParams, search_params

blueprint = Blueprint("search", __name__)

MOST_ROWS = 12
"""Rows of a facet: what fits beside the results; the form has the rest."""


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A value that results can be narrowed to, with the number of its passages."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the results."""

    title: str
    rows: list[FacetRow]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in force and the address without it."""

    label: str
    url: str


@blueprint.get("/")
def start() -> str:
    archive = current_archive()
    counts = archive.catalog.documents.counts(current_access())
    return render_template(
        "start.html",
        counts=counts,
        collections=[collection for name, collection in collections().items() if counts.by_collection.get(name)],
        reports=archive.catalog.reports.list(),
    )


@blueprint.get("/search")
def results() -> ResponseReturnValue:
    params = search_params(request)
    archive, access = current_archive(), current_access()
    found, problem = None, None
    if params.query or params.narrowed:
        try:
            found = archive.search(to_request(params, archive.config.web.page_size, grouped=True), access)
        except (IndexMissing, IndexUnreadable) as error:
            problem = trouble(error)
    node = marks_of(params.query).node
    page = render_template(
        "results.html",
        params=params,
        results=found,
        trouble=problem,
        searchable=node is not None,
        facets=_facets(found, params) if found else [],
        active=_active(params),
        kinds=tuple(Kind),
        document_languages=tuple(Language),
        collections=collections().values(),
    )
    return page, problem.status if problem else 200


def to_request(params: SearchParams, size: int, *, grouped: bool) -> SearchRequest:
    """The search that the arguments ask for; ``size`` where they name none."""
    return SearchRequest(
        query=params.query,
        kinds=params.kinds,
        collections=params.collections,
        languages=params.languages,
        date_from=params.date_from,
        date_to=params.date_to,
        size=params.size or size,
        cursor=params.cursor,
        grouped=grouped,
    )


def _facets(found: SearchResults, params: SearchParams) -> list[Facet]:
    counts = found.facets
    facets = [
        Facet(gettext("Kind"), _rows("kind", counts, {kind.value: str(label) for kind, label in KINDS.items()})),
        Facet(
            gettext("Collection"), _rows("collection", counts, {name: collection_title(name) for name in collections()})
        ),
        Facet(gettext("Year"), _years(counts.get("year", {}))),
        Facet(
            gettext("Language"),
            _rows("language", counts, {key.value: str(label) for key, label in DOCUMENT_LANGUAGES.items()}),
        ),
    ]
    return [facet for facet in facets if len(facet.rows) > 1]


def _rows(name: str, facets: Mapping[str, Mapping[str, int]], labels: Mapping[str, str]) -> list[FacetRow]:
    """The most frequent values first. A value without a label is none that this reader may see."""
    counts = sorted(facets.get(name, {}).items(), key=lambda item: (-item[1], item[0]))
    return [
        FacetRow(labels[value], count, same_page(drop=("cursor",), **{name: value}))
        for value, count in counts[:MOST_ROWS]
        if value in labels
    ]


def _years(counts: Mapping[str, int]) -> list[FacetRow]:
    """The latest year first; passages of undated documents are in none."""
    years = sorted((year for year in counts if year.isdigit()), reverse=True)
    return [
        FacetRow(year, counts[year], same_page(drop=("cursor",), **{"from": f"{year}-01-01", "to": f"{year}-12-31"}))
        for year in years[:MOST_ROWS]
    ]


def _active(params: SearchParams) -> list[ActiveFilter]:
    chosen = [("kind", kind.value, str(KINDS[kind])) for kind in params.kinds]
    chosen += [("collection", name, collection_title(name)) for name in params.collections]
    chosen += [("language", item.value, str(DOCUMENT_LANGUAGES[item])) for item in params.languages]
    active = [
        ActiveFilter(label, same_page(drop=("cursor",), **{name: _others(name, value)}))
        for name, value, label in chosen
    ]
    if params.date_from:
        label = gettext("from %(date)s", date=date_words(params.date_from))
        active.append(ActiveFilter(label, same_page(drop=("cursor", "from"))))
    if params.date_to:
        label = gettext("until %(date)s", date=date_words(params.date_to))
        active.append(ActiveFilter(label, same_page(drop=("cursor", "to"))))
    return active


def _others(name: str, value: str) -> list[str]:
    return [other for other in request.args.getlist(name) if other.strip() != value]
