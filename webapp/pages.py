"""A page: its image with the hits on it, its text beside, and the images themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from indexer.index.query import Node
from indexer.models import Access, Document, StoredPage
from indexer.page_words import Box, PageWords, place
from webapp.access import current_access, current_archive
from webapp.boxes import word_rects
from webapp.documents import links_of
from webapp.hits import marks_of
from webapp.marking import TextMarks
from webapp.olderreading import newer_of, side_by_side
from webapp.pagehits import PageHit, after, before, counts_of, hits_on, in_front, pages_with_hits
from webapp.pagetext import Selection, selection, whole
from webapp.params import image_params, page_number, text_params, view_params
from webapp.viewer import Strip, View, has_image, strip_of, strip_range

blueprint = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What lies over and beside the image. ``words`` are the boxes of the words tied to the text, by number;
    ``passage`` those of the selected passage. ``placed``: it is known where the words stand."""

    text: Markup
    words: Markup
    passage: tuple[Box, ...]
    hits: tuple[PageHit, ...]
    current: PageHit | None
    unsure: bool
    placed: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """The ways from hit to hit: to the one before and after that in front, and to the nearest pages with hits.
    ``pages`` counts those with hits, None if the index cannot say."""

    previous: View | None
    next: View | None
    page_before: View | None
    page_after: View | None
    pages: int | None


@blueprint.get("/documents/<id>/pages")
def go(id: str) -> BaseResponse:
    """Where a "go to page" form leads. The redirect is a path: it holds under any host name."""
    query, view = text_params(request).query, view_params(request)
    wanted = View(id, page_number(request) or 1, query, zoom=view.zoom, turn=view.turn)
    return redirect(wanted.url)


@blueprint.get("/documents/<id>/pages/<int:number>")
def read(id: str, number: int) -> str:
    params, asked, access = text_params(request), view_params(request), current_access()
    documents = current_archive().catalog.documents
    document = documents.get(id, access)
    page = documents.page(id, number, reading=params.reading)
    selected = selection(params.start, params.end, len(page.text))
    node = marks_of(params.query, params.besides).node
    sheet = _sheet(page, node, selected, asked.hit)
    view = View(
        id,
        number,
        params.query,
        params.start,
        params.end,
        params.reading or (page.reading.reading if params.start is not None else None),
        sheet.current.number if sheet.current else None,
        asked.zoom,
        asked.turn,
    )
    strip, walk = _around(document, view, sheet, node, access)
    return render_template(
        "page.html",
        params=params,
        document=document,
        page=page,
        view=view,
        # The number of a hit holds in its reading: a link to be kept names it.
        permalink=replace(view, reading=page.reading.reading).url,
        image_reading=None if page.reading.current else page.reading.reading,
        sheet=sheet,
        strip=strip,
        walk=walk,
        notice=_notice(selected, params.start, params.end, page),
        has_image=has_image(document, page),
        links=links_of([id]).get(id, ()),
        readings=documents.readings(id, number),
        newer=None if page.reading.current else newer_of(page, selected),
    )


@blueprint.get("/documents/<id>/pages/<int:number>/compare")
def compare(id: str, number: int) -> str:
    """An older reading of a page, named by ``reading``, beside the current one."""
    params = text_params(request)
    documents = current_archive().catalog.documents
    document = documents.get(id, current_access())
    older = documents.page(id, number, reading=params.reading)
    newer = documents.page(id, number)
    return render_template(
        "compare.html",
        document=document,
        older=older,
        newer=newer,
        sides=side_by_side(older.text, newer.text),
    )


@blueprint.get("/documents/<id>/pages/<int:number>.png")
def image(id: str, number: int) -> Response:
    """A page's image, ``?size=thumb|screen|full``: the full one unless asked otherwise. PNG or JPEG, as it is kept."""
    params, archive = image_params(request), current_archive()
    document = archive.catalog.documents.get(id, current_access())
    found = archive.page_image(document.id, number, params.size, reading=params.reading)
    response = make_response(found.data)
    response.content_type = found.media_type if found.media_type in ("image/png", "image/jpeg") else "image/png"
    response.add_etag()
    response.make_conditional(request)
    return response


def _sheet(page: StoredPage, node: Node | None, selected: Selection | None, asked: int | None) -> Sheet:
    words = _words(page)
    hits = hits_on(page, words, node)
    current = in_front(hits, asked, selected)
    marks = TextMarks([hit.span for hit in hits], words, tied=True, current=current.number - 1 if current else None)
    return Sheet(
        whole(page.text, marks, selected),
        word_rects([word.box for word in marks.tied_words]),
        words.boxes(selected.start, selected.end) if selected else (),
        hits,
        current,
        words.any_unsure,
        bool(words.words),
    )


def _words(page: StoredPage) -> PageWords:
    return place(page, current_archive().catalog.documents.words(page.document, page.number, page.reading.reading))


def _around(document: Document, view: View, sheet: Sheet, node: Node | None, access: Access) -> tuple[Strip, Walk]:
    """The pages around and the ways to other hits. Without an index, hits are known on the pages of the strip alone."""
    pages = current_archive().catalog.documents.pages(document.id, *strip_range(view.page, document.pages))
    counts = counts_of(pages, node)
    answering = pages_with_hits(document, node, access)
    with_hits: Sequence[int] = [number for number, count in counts.items() if count] if answering is None else answering
    places = (
        before(view.page, sheet.current, with_hits, node, document.id),
        after(view.page, sheet.current, len(sheet.hits), with_hits),
        before(view.page, None, with_hits, node, document.id),
        after(view.page, None, 0, with_hits),
    )
    previous, next_, page_before, page_after = (view.at(place) if place else None for place in places)
    walk = Walk(previous, next_, page_before, page_after, None if answering is None else len(answering))
    return strip_of(view, document, pages, counts, with_hits), walk


def _notice(selected: Selection | None, start: int | None, end: int | None, page: StoredPage) -> str | None:
    if selected is None or not selected.cut:
        return None
    sentence: str = gettext(
        "The address asks for characters %(start)s to %(end)s; the text of this page ends at %(length)s.",
        start=start,
        end=end,
        length=len(page.text),
    )
    return sentence
