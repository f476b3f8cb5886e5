"""A report as one reader may see it: each note with its documents, and where its source stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from indexer.citations.cross_references import resolve
from indexer.citations.kinds import COMMENTARY, CROSS_REFERENCE
from indexer.models import CitationLink, Claim, CrossReference, Document, Footnote, LinkStatus, Reference, Report


class NoteSource(StrEnum):
    """Where the source of a note stands. A specimen never makes it archived (contract: Identity)."""

    ARCHIVED = "archived"
    SPECIMEN_ONLY = "specimen_only"
    PROPOSED = "proposed"
    MISSING = "missing"
    NOT_ARCHIVABLE = "not_archivable"


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A document that answers a note, and how surely. ``via`` is the note it was linked to, where this note only
    refers to that one."""

    link: CitationLink
    document: Document
    via: str | None = None


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note with the documents a reader may see: confirmed before proposed, originals before specimens, its own before
    those of the note it refers to (``target``)."""

    note: Footnote
    documents: tuple[LinkedDocument, ...]
    source: NoteSource
    cross_reference: CrossReference | None = None
    target: Footnote | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report and its notes, in order. ``document`` is the archived report itself, if the reader may see it."""

    report: Report
    notes: tuple[NoteView, ...]
    document: str | None = None


def report_view(report: Report, links: Sequence[CitationLink], visible: Mapping[str, Document]) -> ReportView:
    """Put a report, its links and the documents that the reader may see together; rejected links are left out."""
    by_note: dict[str, list[LinkedDocument]] = {}
    for link in links:
        if link.document in visible and link.status is not LinkStatus.REJECTED:
            by_note.setdefault(link.note, []).append(LinkedDocument(link, visible[link.document]))
    pointing = resolve(report.footnotes)
    views: dict[str, NoteView] = {}
    for note in report.footnotes:  # a target stands before the notes that refer to it
        documents = tuple(sorted(by_note.get(note.note, ()), key=_order))
        view = NoteView(note, documents, source_of(note, documents))
        pointer = pointing.get(note.note)
        views[note.note] = view if pointer is None else _referring(view, pointer, views)
    return ReportView(report, tuple(views.values()), report.document if report.document in visible else None)


def _referring(view: NoteView, pointer: CrossReference, before: Mapping[str, NoteView]) -> NoteView:
    """A cross-reference with what its target has: where the target is sure, its source is where the target's is; where
    it is ambiguous, the target's documents are only proposed."""
    target = before.get(pointer.target or "")
    if target is None:
        return replace(view, cross_reference=pointer)
    inherited = tuple(replace(linked, via=linked.via or target.note.note) for linked in target.documents)
    source = view.source
    if not view.documents:
        source = NoteSource.PROPOSED if pointer.ambiguous and inherited else target.source
    documents = (*view.documents, *inherited)
    return replace(view, cross_reference=pointer, target=target.note, documents=documents, source=source)


def _order(linked: LinkedDocument) -> tuple[bool, bool, float, str]:
    proposed = linked.link.status is not LinkStatus.CONFIRMED
    return proposed, linked.document.specimen, -(linked.link.score or 1.0), linked.document.id


def source_of(note: Footnote, documents: Sequence[LinkedDocument]) -> NoteSource:
    """Where the source of ``note`` stands, given the documents linked to it.

    Commentary cites nothing, and Ibid. nothing of its own: without a document they are not archivable (what Ibid.
    refers to is asked by :func:`report_view`).
    """
    confirmed = [linked.document for linked in documents if linked.link.status is LinkStatus.CONFIRMED]
    if any(not document.specimen for document in confirmed):
        return NoteSource.ARCHIVED
    if any(not linked.document.specimen for linked in documents):
        return NoteSource.PROPOSED
    if documents:
        return NoteSource.SPECIMEN_ONLY
    return NoteSource.NOT_ARCHIVABLE if note.kind in (COMMENTARY, CROSS_REFERENCE) else NoteSource.MISSING


# --- the contract's `report show --json` --------------------------------------------------------


def report_json(view: ReportView) -> dict[str, Any]:
    """A report in the contract's shape, with its language, author and note, and each note's ``source`` and ``url``."""
    report = view.report
    return {
        "id": report.id,
        "title": report.title,
        "document": view.document,
        "author": report.author,
        "language": report.language.value,
        "full_text_url": report.full_text_url,
        "note": report.note,
        "url": f"/reports/{report.id}",
        "footnotes": [note_json(report.id, note) for note in view.notes],
    }


def note_json(report: str, view: NoteView) -> dict[str, Any]:
    """A note in the contract's shape. A document linked to the note's target names that note in ``via``."""
    note = view.note
    return {
        "note": note.note,
        "number": note.number,
        "label": note.label,
        "chapter": note.chapter,
        "page": note.page,
        "text": note.text,
        "kind": note.kind,
        "references": [_reference_json(reference) for reference in note.references],
        "cross_reference": _cross_reference_json(view.cross_reference),
        "claims": [_claim_json(claim) for claim in note.claims],
        "documents": [_linked_json(linked) for linked in view.documents],
        "source": view.source.value,
        "url": f"/reports/{report}#{note.note}",
    }


def _cross_reference_json(pointer: CrossReference | None) -> dict[str, Any] | None:
    if pointer is None:
        return None
    return {
        "type": pointer.type.value,
        "target": pointer.target,
        "via": list(pointer.via),
        "candidates": list(pointer.candidates),
        "ambiguous": pointer.ambiguous,
    }


def _reference_json(reference: Reference) -> dict[str, Any]:
    return {
        "kind": reference.kind.value if reference.kind else None,
        "authors": list(reference.authors),
        "date": reference.date.isoformat() if reference.date else None,
        "year": reference.year,
        "month": reference.month,
        "title": reference.title,
        "publisher": reference.publisher,
        "urls": [{"text": url.text, "target": url.target} for url in reference.urls],
        "file_number": reference.file_number,
        "locator": reference.locator,
        "confidence": reference.confidence,
    }


def _claim_json(claim: Claim) -> dict[str, Any]:
    return {"page": claim.page, "sentence": claim.sentence, "quotes": list(claim.quotes)}


def _linked_json(linked: LinkedDocument) -> dict[str, Any]:
    document, link = linked.document, linked.link
    return {
        "document": document.id,
        "title": document.title,
        "kind": document.kind.value,
        "date": document.metadata.date.isoformat() if document.metadata.date else None,
        "specimen": document.specimen,
        "status": link.status.value,
        "by": link.by.value,
        "score": link.score,
        "via": linked.via,
        "url": f"/documents/{document.id}",
    }
