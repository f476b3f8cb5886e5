"""A list of terms, pasted or uploaded: how often the archive has each, as a page or as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, request, stream_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from indexer.search.service import SearchRequest
from indexer.search.terms import MAX_LINES, TERM_HEADER, TermCount, count_terms, read_terms
from indexer.text.spreadsheet import csv_line
from webapp.access import current_access, current_archive
from webapp.arguments import BadArgument
from webapp.long_answers import LISTS, take_place

blueprint = Blueprint("terms", __name__)

MAX_BODY = 2 * 1024 * 1024
"""Bytes: 10,000 terms of 200 characters."""


@dataclass(frozen=True, slots=True)
class TermsParams:
    """A list as it was sent; ``as_csv`` is how it is to be answered."""

    text: str
    as_csv: bool


@blueprint.get("/terms")
def ask() -> str:
    return render_template("terms.html", most=MAX_LINES, text="", counts=None)


@blueprint.post("/terms")
def answer() -> ResponseReturnValue:
    params = _params()
    terms = read_terms(params.text)
    if not terms:
        raise BadArgument(gettext("The list is empty: write or upload one term a line."))
    access = current_access()  # asked now: a stream outlives the request's own look-ups
    with take_place(LISTS) as place:
        archive = current_archive()
        counts = count_terms(archive, terms, SearchRequest(""), access)
        counts = _with_first(next(counts), counts)  # a missing index is an error of its own, not the middle of a page
        if not params.as_csv:
            page = stream_template("terms.html", most=MAX_LINES, text=params.text, counts=counts, total=len(terms))
            return place.stream(page, "text/html; charset=utf-8")
        response = place.stream(_csv(counts, archive.config.web.base_url.rstrip("/")), "text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="cotejo-terms.csv")
    return response


def _params() -> TermsParams:
    """The untrusted form. Raises BadArgument, and 413 for one that is too large."""
    request.max_content_length = request.max_form_memory_size = MAX_BODY
    untrusted_text = request.form.get("terms", "")
    if (upload := request.files.get("file")) is not None and upload.filename:
        try:
            untrusted_text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadArgument(
                gettext("The file is not a text in UTF-8. Save it as “CSV UTF-8” or plain text.")
            ) from error
    if "\0" in untrusted_text:
        raise BadArgument(gettext("The file is not a text in UTF-8. Save it as “CSV UTF-8” or plain text."))
    return TermsParams(untrusted_text, request.form.get("format") == "csv")


def _not_a_text() -> str:
    sentence: str = gettext("The file is not a text in UTF-8. Save it as “CSV UTF-8” or plain text.")
    return sentence


def _with_first(first: TermCount, rest: Iterator[TermCount]) -> Iterator[TermCount]:
    yield first
    yield from rest


def _csv(counts: Iterator[TermCount], base_url: str) -> Iterator[str]:
    yield "\ufeff" + csv_line(TERM_HEADER)
    for count in counts:
        row = dict(zip(TERM_HEADER, count.row(), strict=True))
        yield csv_line((row | {"url": base_url + str(row["url"]) if row["url"] else ""}).values())
