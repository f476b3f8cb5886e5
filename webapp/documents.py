"""The documents: their list, one of them, one of its pages, its images and the original file."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from indexer.errors import NotFound
from indexer.models import CitationLink, Document, Kind, Occurrence, PageStatus, ReadingInfo, StoredPage, StoredPassage
from webapp.access import current_access, current_archive
from webapp.context import collections
from webapp.filters import file_name
from webapp.hits import Hits, hits_in, marks_of
from webapp.i18n import current_language
from webapp.pagetext import Piece, pieces, selection, whole
from webapp.params import list_params, page_number, text_params

blueprint = Blueprint("documents", __name__)

LIST_SIZE = 50
"""Documents in a part of the list: a few screens, one catalog query."""

PART_PAGES = 40
"""Pages of a document shown at once: about 100 kB of text, which an old telephone still renders at once."""

_EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page on the document page, its text cut at its passages."""

    page: StoredPage
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class EngineUse:
    """What an engine read of a document: how many pages, between which confidences (None for a text layer)."""

    name: str
    current: bool
    pages: int
    lowest: float | None
    highest: float | None


@blueprint.get("/documents")
def browse() -> str:
    params, access = list_params(request), current_access()
    archive = current_archive()
    size = params.size or LIST_SIZE
    # One more than is shown tells whether there is more.
    found = archive.catalog.documents.list(
        access, kind=params.kind, collection=params.collection, size=size + 1, after=params.after
    )
    shown = found[:size]
    return render_template(
        "documents.html",
        params=params,
        documents=shown,
        next=shown[-1].id if len(found) > size else None,
        links=links_of([document.id for document in shown]),
        kinds=tuple(Kind),
        collections=collections().values(),
        description=_description(params.collection),
    )


@blueprint.get("/documents/<id>")
def read(id: str) -> str:
    params, access = text_params(request), current_access()
    documents = current_archive().catalog.documents
    document = documents.get(id, access)
    pages = documents.pages(id)
    part_count = max(1, math.ceil(len(pages) / PART_PAGES))
    if params.part > part_count:
        raise NotFound(f"The document {id} has {part_count} parts.")
    hits = hits_in(document, params.query, access)
    return render_template(
        "document.html",
        params=params,
        document=document,
        links=links_of([id]).get(id, ()),
        occurrences=documents.occurrences(id, access),
        engines=_engines(documents.readings(id)),
        unreadable=[page.number for page in pages if page.status == PageStatus.UNREADABLE],
        pages=_shown(document, pages[(params.part - 1) * PART_PAGES : params.part * PART_PAGES], hits),
        part_count=part_count,
        hits=hits,
    )


@blueprint.get("/documents/<id>/pages")
def go_to_page(id: str) -> BaseResponse:
    """Where a "go to page" form leads. The redirect is a path: it holds under any host name."""
    query = text_params(request).query
    return redirect(url_for("documents.page", id=id, number=page_number(request) or 1, q=query or None))


@blueprint.get("/documents/<id>/pages/<int:number>")
def page(id: str, number: int) -> str:
    params = text_params(request)
    documents = current_archive().catalog.documents
    document = documents.get(id, current_access())
    shown = documents.page(id, number, reading=params.reading)
    selected = selection(params.start, params.end, len(shown.text))
    notice = None
    if selected is not None and selected.cut:
        notice = gettext(
            "The address asks for characters %(start)s to %(end)s; the text of this page ends at %(length)s.",
            start=params.start,
            end=params.end,
            length=len(shown.text),
        )
    return render_template(
        "page.html",
        params=params,
        document=document,
        page=shown,
        text=whole(shown.text, marks_of(params.query).spans(shown), selected),
        notice=notice,
        # Pages of text and HTML have no size, and so no image.
        has_image=shown.width is not None,
        links=links_of([id]).get(id, ()),
        readings=[reading for reading in documents.readings(id) if reading.page == number],
    )


@blueprint.get("/documents/<id>/pages/<int:number>.png")
def page_image(id: str, number: int) -> Response:
    archive = current_archive()
    document = archive.catalog.documents.get(id, current_access())
    image = archive.page_image(document.id, number)
    if image is None:
        raise NotFound(f"Page {number} of {id} has no image.")
    response = make_response(image.data)
    response.content_type = image.media_type if image.media_type in ("image/png", "image/jpeg") else "image/png"
    response.add_etag()
    response.make_conditional(request)
    return response


@blueprint.get("/documents/<id>/original")
def original(id: str) -> Response:
    """The file as it came, always a download of no particular type: whatever it holds, no browser opens it here."""
    archive, access = current_archive(), current_access()
    document = archive.catalog.documents.get(id, access)
    name = download_name(document, archive.catalog.documents.occurrences(id, access))
    response = send_file(
        archive.original(document.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
        etag=document.sha256,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def download_name(document: Document, occurrences: Sequence[Occurrence]) -> str:
    """The name to save the original under: its own, without what a file system or a header could trip over."""
    untrusted = file_name(occurrences[0].path) if occurrences else ""
    name = re.sub(r"[^\w.,() -]|[\x00-\x1f]", "_", untrusted).strip(" .")[-120:]
    return name or document.id + _EXTENSIONS.get(document.media_type, ".bin")


def links_of(ids: Sequence[str]) -> dict[str, Sequence[CitationLink]]:
    """The citation links of documents, by document."""
    return dict(current_archive().catalog.reports.links_of_documents(ids))


def _description(id: str | None) -> str:
    collection = collections().get(id or "")
    if collection is None:
        return ""
    return collection.description_es if current_language() == "es" else collection.description_en


def _shown(document: Document, pages: Sequence[StoredPage], hits: Hits) -> list[ShownPage]:
    by_page: dict[int, list[StoredPassage]] = {}
    for passage in current_archive().catalog.documents.passages(document.id):
        by_page.setdefault(passage.passage.page, []).append(passage)
    return [ShownPage(page, pieces(page.text, by_page.get(page.number, []), hits.spans(page))) for page in pages]


def _engines(readings: Sequence[ReadingInfo]) -> list[EngineUse]:
    groups: dict[tuple[bool, str], list[ReadingInfo]] = {}
    for reading in readings:
        groups.setdefault((not reading.current, reading.engine), []).append(reading)
    used = []
    for (older, name), group in sorted(groups.items()):
        confidences = [reading.confidence for reading in group if reading.confidence is not None]
        used.append(
            EngineUse(name, not older, len(group), min(confidences, default=None), max(confidences, default=None))
        )
    return used
