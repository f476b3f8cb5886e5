"""A search to take away: all its hits, or citations of all its documents, in one file."""

from __future__ import annotations

from flask import Blueprint, Response, request

from indexer.models import Language
from indexer.result_list import ListStyle, write_list
from indexer.search.listing import list_all
from webapp.access import current_access, current_archive
from webapp.export import citing_today
from webapp.i18n import current_language
from webapp.long_answers import LISTS, take_place
from webapp.params import list_format, search_params
from webapp.requests import to_request

blueprint = Blueprint("lists", __name__)


@blueprint.get("/search/export")
def export() -> Response:
    """Everything that the search at the same arguments finds, from its beginning or its ``cursor`` on."""
    wanted, params = list_format(request), search_params(request)
    asked = to_request(params, current_archive().config.web.page_size, grouped=wanted.cites)
    with take_place(LISTS) as place:
        listing = list_all(current_archive(), asked, current_access())
        pieces = write_list(listing, wanted, ListStyle(citing_today(), Language(current_language())))
        response = place.stream(pieces, f"{wanted.file_type.media_type}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"cotejo-search{wanted.file_type.extension}")
    return response
