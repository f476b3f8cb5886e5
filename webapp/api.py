"""``/api/v1``: the same answers as the commands give with ``--json``, by the same serialisers."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from indexer.citations.audit import audit_json
from indexer.citations.service import report_json
from indexer.models import ReportSummary
from indexer.quotes.serialise import verification_json
from indexer.search.completion import completion_json
from indexer.search.results import to_json
from indexer.serialise import document_json, document_summary
from webapp import openapi as description
from webapp.access import current_access, current_archive
from webapp.audit import audit_today
from webapp.params import list_params, page_number, posted_quote, query_param, quote_params, search_params, text_params
from webapp.quotes import check
from webapp.requests import to_request

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

DEFAULT_SIZE = 20
"""Passages, or documents, where ``size`` is not given: as `cotejo search`."""


@blueprint.get("/search")
def search() -> Response:
    """Raises IndexMissing or IndexUnreadable, which become a 503 with the remedy."""
    asked = to_request(search_params(request), DEFAULT_SIZE, grouped=False)
    return jsonify(to_json(current_archive().search(asked, current_access())))


@blueprint.get("/suggest")
def suggest() -> Response:
    """What somebody who is typing may mean. Never more than a few, and nothing where nothing is typed."""
    typed = query_param(request)
    found = current_archive().complete(typed, current_access()) if typed else ()
    return jsonify({"query": typed, "suggestions": [completion_json(completion) for completion in found]})


@blueprint.get("/documents")
def documents() -> Response:
    params = list_params(request)
    size = params.size or DEFAULT_SIZE
    found = current_archive().catalog.documents.list(
        current_access(), kind=params.kind, collection=params.collection, size=size + 1, after=params.after
    )
    shown = found[:size]
    return jsonify(
        {
            "documents": [document_summary(document) for document in shown],
            "next": shown[-1].id if len(found) > size else None,
        }
    )


@blueprint.get("/documents/<id>")
def document(id: str) -> Response:
    reading = text_params(request).reading
    return jsonify(document_json(current_archive(), id, current_access(), page=page_number(request), reading=reading))


@blueprint.get("/reports")
def reports() -> Response:
    return jsonify({"reports": [_summary(report) for report in current_archive().catalog.reports.list()]})


@blueprint.get("/reports/<id>")
def report(id: str) -> Response:
    return jsonify(report_json(current_archive().citations.report_view(id, current_access())))


@blueprint.get("/reports/<id>/audit")
def report_audit(id: str) -> Response:
    return jsonify(audit_json(audit_today(id)))


@blueprint.get("/verify")
def verify() -> Response:
    return jsonify(verification_json(check(quote_params(request))))


@blueprint.post("/verify")
def verify_posted() -> Response:
    """The same by a JSON body, so that the quotation stands in no address."""
    return jsonify(verification_json(check(posted_quote(request))))


@blueprint.get("/openapi.json")
def openapi() -> Response:
    return jsonify(description.description())


def _summary(report: ReportSummary) -> dict[str, str | int | None]:
    return {
        "id": report.id,
        "title": report.title,
        "author": report.author,
        "language": report.language.value,
        "footnotes": report.footnotes,
        "full_text_url": report.full_text_url,
        "url": f"/reports/{report.id}",
    }
