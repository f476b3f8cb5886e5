"""The audit of a report and the table of its notes, both narrowed by kind and by where a source stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from markupsafe import Markup

from indexer.citations.audit import Audit, AuditSource, NoteAudit
from indexer.citations.markup import plain_text, render_note
from indexer.models import Report
from webapp.access import current_access, current_archive
from webapp.params import NoteKind, NoteParams, note_params
from webapp.remarks import SOURCES

blueprint = Blueprint("audit", __name__)


@dataclass(frozen=True, slots=True)
class AuditedNote:
    """A note of the audit as the pages show it: its text as safe HTML and as plain words."""

    audit: NoteAudit
    html: Markup
    words: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the coverage bar, in notes from its beginning."""

    source: AuditSource
    start: int
    count: int


@blueprint.get("/reports/<id>/audit")
def page(id: str) -> str:
    audited = audit_today(id)
    return render_template(
        "audit.html",
        stretches=_stretches(audited),
        warned=sum(1 for note in audited.notes if note.warnings),
        text_warnings=audited.warnings,
        **_narrowed(audited, note_params(request)),
    )


@blueprint.get("/reports/<id>/notes")
def notes(id: str) -> str:
    return render_template("report_notes.html", **_narrowed(audit_today(id), note_params(request)))


def audit_today(id: str) -> Audit:
    """The audit of a report as this reader sees it. Raises NotFound."""
    return current_archive().claims.audit(id, current_access(), dt.datetime.now(dt.UTC).date())


def _narrowed(audited: Audit, params: NoteParams) -> dict[str, object]:
    """What both pages show: the notes asked for, and what can be asked for in this report."""
    report: Report = audited.report
    kinds = {note.view.note.kind for note in audited.notes}
    return {
        "report": report,
        "total": len(audited.notes),
        "notes": [_shown(note) for note in audited.notes if _wanted(note, params)],
        "params": params,
        "kinds": [kind for kind in NoteKind if kind.value in kinds],
        "sources": list(SOURCES),
    }


def _wanted(note: NoteAudit, params: NoteParams) -> bool:
    kind, source = params.kind, params.source
    return (kind is None or note.view.note.kind == kind.value) and (source is None or note.source is source)


def _shown(note: NoteAudit) -> AuditedNote:
    # indexer.citations.markup renders no raw HTML and no link but http, https, mailto and places in the page.
    return AuditedNote(note, Markup(render_note(note.view.note)), plain_text(note.view.note.text))  # noqa: S704


def _stretches(audited: Audit) -> list[Stretch]:
    """The parts of the bar, in the order of SOURCES, the empty ones too: their figure is part of the answer."""
    stretches, start = [], 0
    for source in SOURCES:
        count = audited.coverage[source]
        stretches.append(Stretch(source, start, count))
        start += count
    return stretches
