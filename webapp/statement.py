"""The statement of a search: what was searched and found, fit for a footnote, as text and as JSON."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, make_response, request, url_for
from flask_babel import gettext

from indexer.search.results import SearchResults
from indexer.search.statement import Statement, index_state, statement_json
from webapp.access import current_access, current_archive
from webapp.context import counted
from webapp.filters import moment
from webapp.narrowing import filters_in_force
from webapp.params import SearchParams, search_params
from webapp.requests import to_request

blueprint = Blueprint("statement", __name__)

_NOT_OF_THE_SEARCH = ("lang", "cursor", "trail", "size", "sort")
"""Arguments that change how results are shown, not what was searched."""


@blueprint.get("/search/statement.txt")
def text() -> Response:
    params, made = _made()
    response = make_response(in_words(made, params) + "\n")
    response.content_type = "text/plain; charset=utf-8"
    return response


@blueprint.get("/search/statement.json")
def json() -> Response:
    return jsonify(statement_json(_made()[1]))


def _made() -> tuple[SearchParams, Statement]:
    params = search_params(request)
    asked = to_request(params, 1, grouped=False)
    return params, statement_of(current_archive().search(asked, current_access()))


def statement_of(results: SearchResults) -> Statement:
    """The statement of the search of the request at hand."""
    archive = current_archive()
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name not in _NOT_OF_THE_SEARCH]
    query = urlencode(arguments, errors="replace")
    # The Host header is not asked: anyone can forge it. Without a configured address the link is a path.
    base = archive.config.web.base_url.rstrip("/")
    return Statement(
        results,
        tuple((name, value.strip()) for name, value in arguments if name != "q" and value.strip()),
        index_state(archive.engine),
        dt.datetime.now(dt.UTC),
        f"{base}{url_for('search.results')}{f'?{query}' if query else ''}",
    )


def in_words(statement: Statement, params: SearchParams) -> str:
    """The statement as a footnote prints it, in the reader's language."""
    results = statement.results
    searched = results.searched
    sentences = [
        gettext("Search in the Cotejo archive: %(query)s.", query=results.read_as)
        if params.query
        else gettext("Search in the Cotejo archive, without words.")
    ]
    if added := [f"{item.term} → {', '.join(item.added)}" for item in results.expansions if item.added]:
        sentences.append(gettext("Also searched: %(added)s.", added="; ".join(added)))
    if narrowed := [item.label for item in filters_in_force(params)]:
        sentences.append(gettext("Filters: %(filters)s.", filters="; ".join(narrowed)))
    sentences.append(_outcome(results))
    sentences.append(
        gettext(
            "Searched: %(documents)s, %(pages)s.",
            documents=counted("%(num)s document", "%(num)s documents", searched.documents),
            pages=counted("%(num)s page", "%(num)s pages", searched.pages),
        )
    )
    if searched.unreadable_pages:
        sentences.append(
            counted(
                "%(num)s page could not be read, so the words may stand there all the same.",
                "%(num)s pages could not be read, so the words may stand there all the same.",
                searched.unreadable_pages,
            )
        )
    sentences.append(gettext("Index %(index)s, %(at)s.", index=statement.index, at=moment(statement.at)))
    return " ".join([*sentences, statement.link])


def _outcome(results: SearchResults) -> str:
    if not results.total:
        return str(gettext("Nothing was found."))
    return str(
        gettext(
            "Found: %(passages)s in %(documents)s.",
            passages=counted("%(num)s passage", "%(num)s passages", results.total),
            documents=counted("%(num)s document", "%(num)s documents", results.documents),
        )
    )
