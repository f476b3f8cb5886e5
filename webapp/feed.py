"""An Atom feed of a search (RFC 4287): the documents that match, the latest addition first."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext

from indexer.models import Access
from indexer.search.results import DocumentHits
from indexer.search.service import SearchRequest
from webapp.access import current_access, current_archive
from webapp.params import search_params
from webapp.requests import to_request

blueprint = Blueprint("feed", __name__)

ENTRIES = 30
"""A reader asks again within days; more would be the search itself."""

BATCH = 100
"""Documents looked through at a time: as many as a page of results may hold."""

LOOKED_THROUGH = 5_000
"""The latest additions that are looked through for entries. What was added before them is no news."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@blueprint.get("/search.atom")
def search() -> Response:
    params = search_params(request)
    asked = to_request(params, BATCH, grouped=True)
    groups = _latest(replace(asked, size=BATCH, cursor=None), current_access())
    latest = current_archive().catalog.documents.newest(current_access(), size=1)
    response = make_response(
        render_template(
            "search.atom.xml",
            params=params,
            title=gettext("“%(query)s”: new documents", query=params.query)
            if params.query
            else gettext("New documents"),
            # The same search has the same id, wherever the archive is published.
            id=uuid.uuid5(uuid.NAMESPACE_URL, f"cotejo:{sorted(request.args.items(multi=True))}").urn,
            base_url=current_archive().config.web.base_url.rstrip("/"),
            query_string=request.query_string.decode("ascii", errors="replace"),
            updated=groups[0].document.added_at if groups else latest[0].added_at if latest else _NEVER,
            groups=groups,
            plain=_plain,
            stamp=_stamp,
        )
    )
    response.content_type = "application/atom+xml; charset=utf-8"
    return response


_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _latest(asked: SearchRequest, access: Access) -> list[DocumentHits]:
    """The matching documents among the latest additions, latest first."""
    archive = current_archive()
    found: list[DocumentHits] = []
    for skip in range(0, LOOKED_THROUGH, BATCH):
        batch = archive.catalog.documents.newest(access, size=BATCH, skip=skip)
        if not batch:
            break
        ids = [document.id for document in batch]
        groups = archive.search(replace(asked, documents=tuple(ids)), access).groups
        found += sorted(groups, key=lambda group: ids.index(group.document.id))
        if len(found) >= ENTRIES:
            break
    return found[:ENTRIES]


def _plain(text: object) -> str:
    """The text without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", str(text))


def _stamp(moment: dt.datetime) -> str:
    """RFC 3339, in UTC."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
