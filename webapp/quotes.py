"""The quote check: a quotation is pasted, and what the sources say of it is an answer that can be printed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext

from indexer.page_words import Box, place
from indexer.quotes.batch import BatchFormat, check_rows, parse_rows, written
from indexer.quotes.export import annotation, claim_review
from indexer.quotes.models import Change, Match, Stretch, Verification
from indexer.quotes.parse import read_quotation
from indexer.quotes.serialise import verification_json
from indexer.quotes.wording import as_text
from webapp.access import current_access, current_archive
from webapp.arguments import Arguments, BadArgument
from webapp.long_answers import CHECKS, LISTS, take_place
from webapp.params import QuoteParams, quote_params
from webapp.verdicts import phrases
from webapp.viewer import has_image

blueprint = Blueprint("quotes", __name__)

MOST_SHOWN = 10
"""Places shown with their passage; the JSON answer lists all."""

MAX_TABLE_BYTES = 2 * 1024 * 1024
MAX_TABLE_ROWS = 500
"""Each line may cost a scan of everything (1 to 3 s); `cotejo verify --file` takes any number."""

_TABLE_TYPES = {BatchFormat.CSV: "text/csv", BatchFormat.JSON: "application/json", BatchFormat.HTML: "text/html"}

MARGIN = 4.0
"""Percent of a page's height shown above and below a boxed passage: two or three lines."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a text, and the change it is part of, if any."""

    text: str
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """The strip of a page's image around a passage, in the page's own units, with the passage's boxes in percent."""

    image: str
    width: float
    height: float
    top: float
    bottom: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A place as the page shows it."""

    match: Match
    quote: tuple[Run, ...]
    source: tuple[Run, ...]
    clips: tuple[Clip, ...]


@blueprint.get("/verify")
def ask() -> str:
    """The form; with ``?quote=`` the answer, at an address that can be sent on."""
    params = quote_params(request)
    return (
        _answer(params)
        if params.quote.strip()
        else render_template(
            "verify.html", params=params, most_rows=MAX_TABLE_ROWS, kept=current_archive().config.quotes.log
        )
    )


@blueprint.post("/verify")
def answer() -> str:
    """The answer to the form: what is checked stands in no address and no log."""
    return _answer(quote_params(request, form=True))


@blueprint.post("/verify/table")
def table() -> Response:
    """A table of quotations (CSV with a column ``quote``), answered line by line as they are found."""
    request.max_content_length = MAX_TABLE_BYTES
    upload, wanted = request.files.get("file"), Arguments(request, form=True).choice("format", BatchFormat)
    if upload is None or not upload.filename:
        raise BadArgument(gettext("Choose a table to check: a CSV file with a column “quote”."))
    rows = parse_rows(upload.read())
    if len(rows) > MAX_TABLE_ROWS:
        raise BadArgument(
            gettext("The table has %(rows)s lines; %(most)s can be checked here.", rows=len(rows), most=MAX_TABLE_ROWS)
        )
    form, access = wanted or BatchFormat.HTML, current_access()
    with take_place(LISTS) as place_taken:
        current_archive().quotes.live()  # a missing structure is an error of its own, not the middle of a file
        answers = check_rows(rows, current_archive().quotes, access)
        response = place_taken.stream(written(answers, form), f"{_TABLE_TYPES[form]}; charset=utf-8")
    disposition = "inline" if form is BatchFormat.HTML else "attachment"
    response.headers.set("Content-Disposition", disposition, filename=f"cotejo-quotes.{form}")
    return response


def check(params: QuoteParams) -> Verification:
    """Raises UsageError for what is no quotation, ChecksBusy, IndexMissing, IndexUnreadable."""
    quotation = read_quotation(params.quote, speaker=params.speaker, date=params.date)
    with take_place(CHECKS):
        return current_archive().quotes.verify(quotation, current_access())


def _answer(params: QuoteParams) -> str:
    found = check(params)
    return render_template(
        "verify.html",
        params=params,
        found=found,
        best=next((match for match in found.matches if not match.specimen), None),
        shown=[_shown(match, found, with_image=number < 3) for number, match in enumerate(found.matches[:MOST_SHOWN])],
        permalink=_address(params),
        copies=_copies(found),
    )


def _copies(found: Verification) -> dict[str, str]:
    """The answer to be copied, by format."""
    base_url = current_archive().config.web.base_url.rstrip("/")
    copies = {
        "text": as_text(found, phrases()),
        "json": _indented(verification_json(found)),
        "jsonld": _indented(claim_review(found, base_url, dt.datetime.now(dt.UTC).date())),
    }
    if found.matches:
        copies["annotation"] = _indented(annotation(found.matches[0], base_url))
    return copies


def _address(params: QuoteParams) -> str:
    """The address of this check. The quotation stands in it, so that it is given, never gone to."""
    date = params.date.isoformat() if params.date else None
    return url_for("quotes.ask", quote=params.quote.strip(), speaker=params.speaker, date=date)


def _indented(shape: Any) -> str:
    return json.dumps(shape, ensure_ascii=False, indent=2)


def _shown(match: Match, found: Verification, *, with_image: bool) -> ShownMatch:
    return ShownMatch(
        match,
        tuple(runs(found.quotation.text, match.changes, lambda change: change.quote_span)),
        tuple(runs(match.source_text, match.changes, lambda change: change.source_span)),
        tuple(clip for stretch in match.stretches if (clip := _clip(match, stretch)) is not None) if with_image else (),
    )


def runs(text: str, changes: Iterable[Change], span: Callable[[Change], tuple[int, int] | None]) -> Iterable[Run]:
    """``text`` in order, cut at the changes' spans; where two overlap, the first that begins has the characters."""
    at = 0
    for (start, end), change in sorted(
        ((found, change) for change in changes if (found := span(change)) is not None), key=lambda pair: pair[0]
    ):
        if start < at or start == end:
            continue
        if start > at:
            yield Run(text[at:start])
        yield Run(text[start:end], change)
        at = end
    if at < len(text):
        yield Run(text[at:])


def _clip(match: Match, stretch: Stretch) -> Clip | None:
    """The passage on its page's image; None where there is no image or the words have no places."""
    documents = current_archive().catalog.documents
    page = documents.page(match.document.id, stretch.page, reading=stretch.reading)
    if not has_image(match.document, page) or not page.width or not page.height:
        return None
    boxes = place(page, documents.words(page.document, page.number, page.reading.reading)).boxes(
        stretch.start, stretch.end
    )
    if not boxes:
        return None
    top = max(0.0, min(box.y0 for box in boxes) - MARGIN)
    bottom = min(100.0, max(box.y1 for box in boxes) + MARGIN)
    reading = None if page.reading.current else page.reading.reading
    image = url_for("pages.image", id=match.document.id, number=stretch.page, size="screen", reading=reading)
    return Clip(image, page.width, page.height, top * page.height / 100, bottom * page.height / 100, tuple(boxes))
