"""The start page and the search."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from indexer.errors import IndexMissing, IndexUnreadable
from indexer.models import Kind, Language
from webapp.access import current_access, current_archive
from webapp.beside import beside
from webapp.context import collections, same_page
from webapp.errors import trouble
from webapp.histogram import histogram
from webapp.hits import marks_of
from webapp.narrowing import facets_of, filters_in_force
from webapp.params import MAX_TRAIL, SearchParams, search_params
from webapp.requests import to_request
from webapp.statement import in_words, statement_of

blueprint = Blueprint("search", __name__)


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
            asked = to_request(params, archive.config.web.page_size, grouped=True, fold=True)
            found = archive.search(asked, access)
        except (IndexMissing, IndexUnreadable) as error:
            problem = trouble(error)
    node = marks_of(params.query, params.besides).node
    page = render_template(
        "results.html",
        params=params,
        results=found,
        trouble=problem,
        searchable=node is not None,
        facets=facets_of(found, params) if found else [],
        active=filters_in_force(params),
        statement=in_words(statement_of(found), params) if found and not found.total else None,
        histogram=histogram(found.facets.get("month", {}), found.total, params) if found else None,
        previous=previous_page(params),
        next=next_page(params, found.next) if found else None,
        beside=beside(found, params) if found else None,
        kinds=tuple(Kind),
        document_languages=tuple(Language),
        collections=collections().values(),
    )
    return page, problem.status if problem else 200


def previous_page(params: SearchParams) -> str | None:
    """The address of the page of results before; None on the first one, and where the way back is too long to know."""
    if not params.cursor:
        return None
    if not params.trail:
        return same_page(drop=("cursor", "trail"))
    return same_page(cursor=params.trail[-1], trail=list(params.trail[:-1]))


def next_page(params: SearchParams, cursor: str | None) -> str | None:
    """The address of the page of results after, which remembers the way back."""
    if cursor is None:
        return None
    before = [*params.trail, params.cursor] if params.cursor else []
    return same_page(cursor=cursor, trail=before[-MAX_TRAIL:])
