"""The documents: their list, one of them, and the original file."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, send_file

from indexer.errors import NotFound
from indexer.models import CitationLink, Document, Kind, Occurrence, StoredPage, StoredPassage
from indexer.page_words import place
from indexer.searchable_pdf import parts_of
from webapp.access import current_access, current_archive
from webapp.context import collections
from webapp.filters import file_name
from webapp.hits import Hits, hits_in
from webapp.i18n import current_language
from webapp.marking import TextMarks
from webapp.pagetext import Piece, pieces
from webapp.params import list_params, text_params

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
    """A page on the document page, its text cut at its passages; ``unsure`` if OCR doubts any of its words."""

    page: StoredPage
    pieces: tuple[Piece, ...]
    unsure: bool


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
    part_count = max(1, math.ceil(document.pages / PART_PAGES))
    if params.part > part_count:
        raise NotFound(f"The document {id} has {part_count} parts.")
    hits = hits_in(document, params.query, params.besides, access)
    return render_template(
        "document.html",
        params=params,
        document=document,
        links=links_of([id]).get(id, ()),
        occurrences=documents.occurrences(id, access),
        engines=documents.engines(id),
        unreadable=documents.unreadable(id),
        pages=_shown(id, params.part, hits),
        part_count=part_count,
        hits=hits,
        pdf_parts=parts_of(document),
    )


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


@blueprint.get("/documents/<id>/searchable.pdf")
def searchable(id: str) -> Response:
    """A scanned document as images with their words, ``?part=`` of it: a download too, like the original."""
    archive, access = current_archive(), current_access()
    part = text_params(request).part
    document = archive.catalog.documents.get(id, access)
    path = archive.searchable_pdf(document, part)
    name = download_name(document, archive.catalog.documents.occurrences(id, access)).rsplit(".", 1)[0]
    ending = f"-{part}" if parts_of(document) > 1 else ""
    response = send_file(
        path, mimetype="application/pdf", as_attachment=True, download_name=f"{name}-ocr{ending}.pdf", max_age=0
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


def _shown(id: str, part: int, hits: Hits) -> list[ShownPage]:
    """The pages of a part of the document, and nothing of the others."""
    documents = current_archive().catalog.documents
    first, last = (part - 1) * PART_PAGES + 1, part * PART_PAGES
    by_page: dict[int, list[StoredPassage]] = {}
    for passage in documents.passages(id, first, last):
        by_page.setdefault(passage.passage.page, []).append(passage)
    return [_shown_page(page, by_page.get(page.number, []), hits) for page in documents.pages(id, first, last)]


def _shown_page(page: StoredPage, passages: Sequence[StoredPassage], hits: Hits) -> ShownPage:
    """Only OCR has doubts, so that only its pages need their words."""
    words = (
        place(page, current_archive().catalog.documents.words(page.document, page.number, page.reading.reading))
        if page.ocr
        else None
    )
    marks = TextMarks(hits.spans(page), words)
    return ShownPage(page, pieces(page.text, passages, marks), words is not None and words.any_unsure)
