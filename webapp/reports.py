"""The reports: their list, and one of them with its notes and the documents that answer them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template
from markupsafe import Markup

from indexer.citations.audit_checks import Checks, Statement, figures_stated, quotes_stated
from indexer.citations.markup import render_body, render_note
from indexer.citations.view import NoteSource, NoteView
from indexer.models import Url
from webapp.access import current_access, current_archive

blueprint = Blueprint("reports", __name__)

_CALLOUT = re.compile(r"\[\^([^\s\]]{1,100})\]")


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note as the page shows it. ``callouts`` are its places in the text; ``disguised`` are links whose visible text
    names another address than the one they lead to; ``quotes`` and ``figures`` are what it states, checked."""

    view: NoteView
    html: Markup
    callouts: tuple[str, ...]
    disguised: tuple[Url, ...]
    quotes: tuple[Statement, ...]
    figures: tuple[Statement, ...]


@blueprint.get("/reports")
def index() -> str:
    return render_template("reports.html", reports=current_archive().catalog.reports.list())


@blueprint.get("/reports/<id>")
def read(id: str) -> str:
    view = current_archive().citations.report_view(id, current_access())
    checks = current_archive().claims.shown(id, current_access())
    marks = Counter(_CALLOUT.findall(view.report.body))
    return render_template(
        "report.html",
        report=view.report,
        # indexer.citations.markup renders no raw HTML and no link but http, https, mailto and places in the page.
        body=Markup(render_body(view.report)),  # noqa: S704
        notes=[_shown(note, marks, checks) for note in view.notes],
        answered=sum(1 for note in view.notes if note.documents),
        document=view.document,
        sources=NoteSource,
    )


def _shown(view: NoteView, marks: Counter[str], checks: Checks) -> ShownNote:
    note = view.note
    mark = note.note.removeprefix("fn-")
    in_body = max(marks[mark], marks[note.label])  # a note upon a note is called in another, not in the body
    callouts = tuple(f"ref-{mark}-{place}" for place in range(1, min(in_body, len(note.claims)) + 1))
    disguised = tuple(
        url for reference in note.references for url in reference.urls if _bare(url.text) != _bare(url.target)
    )
    html = Markup(render_note(note))  # noqa: S704 - as above
    return ShownNote(view, html, callouts, disguised, quotes_stated(view, checks), figures_stated(view, checks))


def _bare(address: str) -> str:
    """An address without what makes no difference to where it leads."""
    return re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", address.strip().casefold())
