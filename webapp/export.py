"""Citations to take away: the notes of a report, a document, one of its pages or a passage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import Blueprint, Response, make_response, request

from indexer.citations.csl import Item
from indexer.citations.export import FILE_TYPES, Format, export
from indexer.citations.items import Citing, cite_document, items_of_report
from indexer.models import Language
from webapp.access import current_access, current_archive
from webapp.i18n import current_language
from webapp.params import export_params

blueprint = Blueprint("export", __name__)


@blueprint.get("/reports/<id>/export")
def report(id: str) -> Response:
    params = export_params(request)
    view = current_archive().citations.report_view(id, current_access())
    items = items_of_report(view, citing_today(), params.note)
    return _file(items, params.format, f"{view.report.id}-{params.note}" if params.note else view.report.id)


@blueprint.get("/documents/<id>/cite")
def document(id: str) -> Response:
    params = export_params(request)
    item = cite_document(current_archive().catalog, id, current_access(), citing_today(), params.spot)
    return _file([item], params.format, item.key)


def citing_today() -> Citing:
    """Today, and the address in config.toml or paths alone: the Host header is not asked, anyone can forge it."""
    return Citing(dt.datetime.now(dt.UTC).date(), current_archive().config.web.base_url.rstrip("/"))


def _file(items: Sequence[Item], format: Format, name: str) -> Response:
    """A download. ``name`` is made of ids that the catalog knows: letters, digits and hyphens."""
    kind = FILE_TYPES[format]
    response = make_response(export(items, format, Language(current_language())))
    response.content_type = f"{kind.media_type}; charset=utf-8"
    response.headers.set("Content-Disposition", "attachment", filename=name + kind.extension)
    return response
