"""Ties notes to documents in the catalog: when a report comes, when a document comes, and when a person decides.

Whoever comes second finds the other: a report is saved before documents are looked through, a document before notes
are, so nothing is missed when both come at once. A person's decision is never undone here; links that were made by
identifier or match are made anew whenever their note is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.catalog.citing import ReportsKnown
from indexer.catalog.repository import Catalog
from indexer.citations.following import moved
from indexer.citations.identity import DocumentFacts, facts_of, keys_of_note
from indexer.citations.match import links_of_note, propose_links
from indexer.citations.open_notes import NoteAt, NoteTable
from indexer.citations.reading import USUAL, Reading
from indexer.citations.view import NoteSource, NoteView, ReportView, note_json, report_json, report_view
from indexer.errors import NotFound, ReportError, UsageError
from indexer.models import (
    NOTE_REFERENCE,
    Access,
    CitationLink,
    CitationWish,
    Document,
    Footnote,
    LinkBy,
    LinkStatus,
    Report,
)

_DECIDED = {LinkStatus.CONFIRMED: "cites", LinkStatus.REJECTED: "does not cite", LinkStatus.PROPOSED: "may cite"}


@dataclass(frozen=True, slots=True)
class AddedReport:
    """A report taken in, the links its notes have now, and what an editor should look at."""

    report: Report
    links: tuple[CitationLink, ...]
    warnings: tuple[str, ...]


class CitationService:
    """Notes and documents of one catalog. Threads may share it."""

    def __init__(self, catalog: Catalog, reading: Reading = USUAL) -> None:
        self._catalog = catalog
        self._reading = reading
        self._known: ReportsKnown = ()
        self._table = NoteTable(())

    # --- what comes into the archive --------------------------------------------------------------

    def add_report(self, path: Path, id: str | None = None) -> AddedReport:
        """Read a report, keep it (replacing the one of its id) and tie its notes to the documents of the archive.

        Raises ReportError if the file or its front matter is wrong, or if it has no notes while the report here has
        some (a wrong file, or a worse copy); nothing is changed then.
        """
        from indexer.citations.report import read_report  # noqa: PLC0415 - all formats' readers: 0.7 s to load

        read = read_report(path, id=id, reading=self._reading)
        before = self._notes_before(read.report.id)
        if not read.report.footnotes and before:
            raise ReportError(
                f"The report {read.report.id} has {len(before)} notes here and none were found in the file; "
                "nothing was changed.",
                remedy="Check that the file is the right one; under another --id it is added beside.",
            )
        archived = self._catalog.documents.find(read.report.sha256 or "")
        report = replace(read.report, document=archived.id if archived else None)
        went = moved(before, report.footnotes)
        dropped = self._decisions_without_note(report.id, went)
        self._catalog.reports.save(report, went)
        self._known = ()
        facts = (_facts(document) for document in self._catalog.documents.all())
        self._settle(report.id, {note.note for note in report.footnotes}, propose_links(report, facts))
        unknown = self._grant(report.id, self._catalog.citing.wishes_for(report.id))
        warnings = (
            *read.warnings,
            *dropped,
            *(f"A sidecar names the note {note}, which the report lacks." for note in unknown),
        )
        return AddedReport(report, tuple(self._catalog.reports.links_of_report(report.id, rejected=False)), warnings)

    def _notes_before(self, report: str) -> tuple[Footnote, ...]:
        try:
            return self._catalog.reports.get(report).footnotes
        except NotFound:
            return ()

    def _decisions_without_note(self, report: str, went: Mapping[str, str | None]) -> list[str]:
        """What to tell of decisions on notes that are no longer in the report, while another has their number."""
        gone = {note for note, place in went.items() if place is None}
        return [
            f"Note {link.note} is another one now: the decision that it {_DECIDED[link.status]} {link.document} is "
            "dropped; link and unlink decide anew."
            for link in (self._catalog.reports.links_of_report(report) if gone else ())
            if link.note in gone and link.by is LinkBy.PERSON
        ]

    def document_added(self, document: str) -> list[CitationLink]:
        """Tie a new or changed document to the notes it answers; returns all its links that stand.

        Costs one short transaction where no note names the document. Raises NotFound for an unknown document.
        """
        came = self._catalog.citing.newcomer(document)
        table = self._notes(came.reports)
        touched = table.naming(facts_of(came.id, came.sha256, came.metadata, specimen=came.specimen))
        tied = (table.at(report, note) for report, note in came.tied)  # a changed document may have lost what tied it
        places = {(place.report, place.footnote.note): place for place in (*touched, *tied) if place is not None}
        if not places:
            return []
        by_report: dict[str, list[NoteAt]] = {}
        for place in places.values():
            by_report.setdefault(place.report, []).append(place)
        for report, of_report in by_report.items():
            self._rematch(report, of_report, document)
        return list(self._catalog.reports.links_of_documents([document]).get(document, ()))

    def apply_sidecar(self, document: str, cited_in: Sequence[str], *, instead: bool = False) -> list[CitationLink]:
        """Tie a document to the notes that its sidecar names (``REPORT#fn-N``), in a person's name.

        A note that is not there yet is remembered and tied when its report is added. A note that a person has parted
        from the document since stays parted. ``instead`` of what was wished before: notes no longer named are let go
        (a sidecar beside another copy of the file only adds). Raises UsageError for what is no note, NotFound for an
        unknown document.
        """
        wishes = [CitationWish(document, *_place(note)) for note in cited_in]
        self._catalog.citing.wish(document, wishes, instead=instead)
        for report in sorted({wish.report for wish in wishes}):
            self._grant(report, [wish for wish in wishes if wish.report == report])
        wanted = {(wish.report, wish.note) for wish in wishes}
        links = self._catalog.reports.links_of_documents([document]).get(document, ())
        return [link for link in links if (link.report, link.note) in wanted]

    # --- what a person decides --------------------------------------------------------------------

    def confirm(self, note: str, document: str) -> CitationLink:
        """A person says that ``note`` (``REPORT#fn-N``) cites ``document``. Raises UsageError, NotFound."""
        return self._decide(note, document, LinkStatus.CONFIRMED)

    def reject(self, note: str, document: str) -> CitationLink:
        """A person says that ``note`` does not cite ``document``: it is never proposed again. Raises as confirm."""
        return self._decide(note, document, LinkStatus.REJECTED)

    def _decide(self, note_reference: str, document: str, status: LinkStatus) -> CitationLink:
        report, note = _place(note_reference)
        decision = CitationLink(report, note, note.removeprefix("fn-"), document, status, LinkBy.PERSON)
        self._catalog.reports.link(decision)
        kept = self._catalog.reports.links_of_documents([document], rejected=True)[document]
        return next(link for link in kept if (link.report, link.note) == (report, note))

    # --- what a reader sees -----------------------------------------------------------------------

    def notes_of(self, documents: Iterable[str], access: Access) -> Mapping[str, tuple[CitationLink, ...]]:
        """Document id → the notes that cite it, for the documents this reader may see; rejected links left out."""
        visible = self._catalog.documents.many(documents, access)
        return self._catalog.reports.links_of_documents(visible)

    def report_view(self, id: str, access: Access) -> ReportView:
        """A report with, for each note, the documents this reader may see. Raises NotFound."""
        report = self._catalog.reports.get(id)
        links = self._catalog.reports.links_of_report(id, rejected=False)
        wanted = {link.document for link in links} | ({report.document} if report.document else set())
        return report_view(report, links, self._catalog.documents.many(sorted(wanted), access))

    # --- how links are kept -----------------------------------------------------------------------

    def _notes(self, known: ReportsKnown) -> NoteTable:
        """The notes of all reports; read again when a report was added, by this process or another."""
        if known != self._known:
            self._table = NoteTable(self._catalog.reports.get(report) for report, _ in known)
            self._known = known
        return self._table

    def _rematch(self, report: str, places: Sequence[NoteAt], document: str) -> None:
        """Make the links of some notes anew.

        Every document that bears a note's identifier has been tied to it when it came, so beside those only the
        documents of the note's days can be candidates.
        """
        days = {day for place in places for day in keys_of_note(place.footnote).days}
        notes = {place.footnote.note for place in places}
        tied = {link.document for link in self._catalog.reports.links_of_report(report) if link.note in notes}
        ids = tied | self._catalog.citing.documents_of_days(days) | {document}
        candidates = [_facts(known) for known in self._catalog.documents.many(sorted(ids)).values()]
        shared = self._table.shared_addresses(report)
        links = [link for place in places for link in links_of_note(report, place.footnote, candidates, shared)]
        self._settle(report, notes, links)

    def _settle(self, report: str, notes: set[str], wanted: Sequence[CitationLink]) -> None:
        """Make ``wanted`` the links of these notes, beside those that a person decided."""
        made_by = {(link.note, link.document): link.by for link in wanted}
        for link in self._catalog.reports.links_of_report(report):
            stale = made_by.get((link.note, link.document)) is not link.by
            if link.note in notes and stale and link.by is not LinkBy.PERSON:
                self._catalog.reports.unlink(report, link.note, link.document)
        for link in wanted:
            self._catalog.reports.link(link)

    def _grant(self, report: str, wishes: Sequence[CitationWish]) -> list[str]:
        """Fulfil what sidecars wish of a report, where no person has decided; returns the notes it does not have."""
        known = self._catalog.citing.reports()
        if not wishes or report not in dict(known):
            return []
        table = self._notes(known)
        decided = {
            (link.note, link.document)
            for link in self._catalog.reports.links_of_report(report)
            if link.by is LinkBy.PERSON
        }
        unknown = []
        for wish in wishes:
            place = table.at(report, wish.note)
            if place is None:
                unknown.append(wish.note)
            elif (wish.note, wish.document) not in decided:
                label = place.footnote.label
                self._catalog.reports.link(
                    CitationLink(report, wish.note, label, wish.document, LinkStatus.CONFIRMED, LinkBy.PERSON)
                )
        return unknown


def _facts(document: Document) -> DocumentFacts:
    return facts_of(document.id, document.sha256, document.metadata, specimen=document.specimen)


def _place(note_reference: str) -> tuple[str, str]:
    """Report and note of ``REPORT#fn-N``. Raises UsageError."""
    match = NOTE_REFERENCE.fullmatch(note_reference)
    if match is None:
        raise UsageError(
            f"«{note_reference[:120]}» is not a note.",
            remedy="Notes are written REPORT#fn-N, for example report#fn-12.",
        )
    return match["report"], match["note"]


__all__ = [
    "AddedReport",
    "CitationService",
    "NoteSource",
    "NoteView",
    "ReportView",
    "note_json",
    "report_json",
]
