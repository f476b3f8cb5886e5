"""The audit of a report: for each note, whether its source is archived, what it claims, and what to look at again.

Computed from what a reader may see (:class:`ReportView`), so an audit never tells of a document kept from its reader.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indexer.citations.audit_checks import (
    Checks,
    Statement,
    figure_json,
    figures_stated,
    quote_json,
    quotes_stated,
    warnings_of_checks,
)
from indexer.citations.audit_remarks import ReasonCode, Remark, WarningCode, remark
from indexer.citations.audit_warnings import listed, warnings_of, warnings_of_text
from indexer.citations.view import NoteSource, NoteView, ReportView
from indexer.models import Report


class AuditSource(StrEnum):
    """Where a note's source stands. ``doubtful``: a document is only proposed, or the note itself cannot be trusted."""

    ARCHIVED = "archived"
    SPECIMEN_ONLY = "specimen_only"
    MISSING = "missing"
    DOUBTFUL = "doubtful"
    NOT_ARCHIVABLE = "not_archivable"


@dataclass(frozen=True, slots=True)
class NoteAudit:
    """What an audit says of a note. ``quotes`` and ``figures`` are what its sentences state, with their checks;
    ``addresses`` are where a source that is not archived can be had."""

    view: NoteView
    source: AuditSource
    reason: Remark
    quotes: tuple[Statement, ...]
    figures: tuple[Statement, ...]
    addresses: tuple[str, ...]
    warnings: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of a report, its notes in order. ``warnings`` are on the text itself."""

    report: Report
    notes: tuple[NoteAudit, ...]
    warnings: tuple[Remark, ...]

    @property
    def coverage(self) -> Mapping[AuditSource, int]:
        """How many notes stand where; every standing is named."""
        return {source: sum(note.source is source for note in self.notes) for source in AuditSource}


_IMPOSSIBLE = frozenset({WarningCode.DATE_IN_FUTURE, WarningCode.BEFORE_INSTITUTION})


_NOTHING_CHECKED: Checks = {}


def audit(view: ReportView, today: dt.date, checks: Checks = _NOTHING_CHECKED) -> Audit:
    """Audit a report as its reader sees it; ``today`` decides what is in the future, ``checks`` are those of what it
    states that this reader may see."""
    warnings = warnings_of(view.notes, today)
    labels = {note.note.note: note.note.label for note in view.notes}
    audited: dict[str, NoteAudit] = {}
    for note in view.notes:  # a target stands before the notes that refer to it
        quotes, figures = quotes_stated(note, checks), figures_stated(note, checks)
        raised = (*warnings.get(note.note.note, ()), *warnings_of_checks(note, quotes, figures))
        source, reason = _standing(note, raised, audited, labels)
        audited[note.note.note] = NoteAudit(
            view=note,
            source=source,
            reason=reason,
            quotes=quotes,
            figures=figures,
            addresses=_addresses(note) if source is not AuditSource.ARCHIVED else (),
            warnings=raised,
        )
    return Audit(view.report, tuple(audited.values()), tuple(warnings_of_text(view.report.body, today)))


def _standing(
    view: NoteView, warnings: Sequence[Remark], audited: Mapping[str, NoteAudit], labels: Mapping[str, str]
) -> tuple[AuditSource, Remark]:
    own = [linked for linked in view.documents if linked.via is None]
    if view.cross_reference is not None and not own:
        return _standing_of_cross_reference(view, audited, labels)
    originals = [linked.document.title for linked in own if not linked.document.specimen]
    match view.source:
        case NoteSource.ARCHIVED:
            standing = AuditSource.ARCHIVED, remark(ReasonCode.ARCHIVED, title=originals[0])
        case NoteSource.PROPOSED:
            standing = AuditSource.DOUBTFUL, remark(ReasonCode.PROPOSED, title=originals[0])
        case NoteSource.SPECIMEN_ONLY:
            standing = AuditSource.SPECIMEN_ONLY, remark(ReasonCode.SPECIMEN)
        case NoteSource.NOT_ARCHIVABLE:
            standing = AuditSource.NOT_ARCHIVABLE, remark(ReasonCode.REMARK)
        case NoteSource.MISSING if any(warning.code in _IMPOSSIBLE for warning in warnings):
            standing = AuditSource.DOUBTFUL, remark(ReasonCode.DOUBTFUL_DATE)
        case NoteSource.MISSING:
            standing = AuditSource.MISSING, _why_missing(view)
    return standing


def _standing_of_cross_reference(
    view: NoteView, audited: Mapping[str, NoteAudit], labels: Mapping[str, str]
) -> tuple[AuditSource, Remark]:
    pointer, target = view.cross_reference, view.target
    if pointer is None or target is None:
        return AuditSource.DOUBTFUL, remark(ReasonCode.UNRESOLVED)
    if pointer.ambiguous:
        candidates = listed(labels[candidate] for candidate in pointer.candidates)
        return AuditSource.DOUBTFUL, remark(ReasonCode.AMBIGUOUS, labels=candidates, label=target.label)
    return audited[target.note].source, remark(ReasonCode.AS_TARGET, label=target.label)


def _why_missing(view: NoteView) -> Remark:
    if addresses := _addresses(view):
        return remark(ReasonCode.MISSING_AT_ADDRESS, address=addresses[0])
    numbers = [reference.file_number for reference in view.note.references if reference.file_number]
    return remark(ReasonCode.MISSING_WITH_NUMBER, number=numbers[0]) if numbers else remark(ReasonCode.MISSING)


def _addresses(view: NoteView) -> tuple[str, ...]:
    note = view.target or view.note
    return tuple(dict.fromkeys(url.target for reference in note.references for url in reference.urls))


# --- the contract's `report audit --json` -------------------------------------------------------


def audit_json(audited: Audit) -> dict[str, Any]:
    """An audit in the contract's shape, its notes under ``footnotes``, with the counts and the text's own warnings."""
    report = audited.report
    return {
        "id": report.id,
        "title": report.title,
        "url": f"/reports/{report.id}/audit",
        "coverage": {"notes": len(audited.notes)} | {s.value: count for s, count in audited.coverage.items()},
        "warnings": [_remark_json(warning) for warning in audited.warnings],
        "footnotes": [_note_json(report.id, note) for note in audited.notes],
    }


def _note_json(report: str, note: NoteAudit) -> dict[str, Any]:
    return {
        "note": note.view.note.note,
        "label": note.view.note.label,
        "kind": note.view.note.kind,
        "source": note.source.value,
        "reason": note.reason.message,
        "addresses": list(note.addresses),
        "documents": [linked.document.id for linked in note.view.documents],
        "quotes": [quote_json(quote) for quote in note.quotes],
        "figures": [figure_json(figure) for figure in note.figures],
        "warnings": [_remark_json(warning) for warning in note.warnings],
        "url": f"/reports/{report}#{note.view.note.note}",
    }


def _remark_json(remark: Remark) -> dict[str, str]:
    return {"code": remark.code.value, "message": remark.message}
