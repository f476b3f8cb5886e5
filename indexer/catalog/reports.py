"""Reports with their notes, and the citation links that tie notes to documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from indexer.catalog import links
from indexer.catalog.remembered import Remembered
from indexer.catalog.session import Database
from indexer.catalog.tables import ClaimRow, DocumentRow, FootnoteRow, ReferenceRow, ReportRow
from indexer.errors import NotFound, ReportError
from indexer.models import CitationLink, Claim, Footnote, Reference, Report, ReportSummary, Url


class Reports:
    """Reads and writes reports and citation links."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered = Remembered(database)

    # --- reports ----------------------------------------------------------------------------------

    def save(self, report: Report, moved: Mapping[str, str | None] | None = None) -> None:
        """Take in a report, or replace its text and notes. Links and decisions stay: those of a note that is no
        longer there are kept out of sight until it is back. ``moved`` tells (old place → new place, or None) which
        notes stand elsewhere now: their decisions go along, or are dropped.

        Raises NotFound if its document is not in the archive, ReportError if two notes have one place or a number
        is beyond all counting.
        """
        notes = [footnote.note for footnote in report.footnotes]
        if len(set(notes)) < len(notes):
            twice = next(note for note in notes if notes.count(note) > 1)
            raise ReportError(f"The report {report.id} has two notes {twice}.")
        try:
            with self._database.write() as session:
                if report.document is not None and session.get(DocumentRow, report.document) is None:
                    raise NotFound(f"There is no document {report.document}.")
                _upsert_report(session, report)
                session.execute(delete(FootnoteRow).where(FootnoteRow.report == report.id))
                _insert_footnotes(session, report)
                links.move(session, report.id, moved or {})
        except OverflowError as error:
            raise ReportError(f"A note of the report {report.id} holds a number beyond all counting.") from error

    def get(self, id: str) -> Report:
        """A report with its notes in order. Raises NotFound."""
        with self._database.read() as session:
            row = session.get(ReportRow, id)
            if row is None:
                raise NotFound(f"There is no report {id}.")
            return Report(
                id=row.id,
                title=row.title,
                body=row.body,
                footnotes=tuple(_footnotes(session, id)),
                language=row.language,
                author=row.author,
                full_text_url=row.full_text_url,
                note=row.note,
                document=row.document,
                sha256=row.sha256,
            )

    def list(self) -> Sequence[ReportSummary]:
        """Every report without its text, in order of id."""
        footnotes = select(func.count()).where(FootnoteRow.report == ReportRow.id).scalar_subquery()
        with self._database.read() as session:
            rows = session.execute(
                select(
                    ReportRow.id,
                    ReportRow.title,
                    ReportRow.language,
                    footnotes,
                    ReportRow.author,
                    ReportRow.full_text_url,
                    ReportRow.document,
                ).order_by(ReportRow.id)
            )
            return [ReportSummary(*row) for row in rows]

    # --- links ------------------------------------------------------------------------------------

    def link(self, link: CitationLink) -> bool:
        """Tie a note to a document, or change the tie; whether anything changed. A person's word is never
        overridden by the machine, nor an identifier by a match; ``label`` is ignored (it is the footnote's).

        Raises NotFound for a note or document that is not there.
        """
        with self._database.write() as session:
            return links.put(session, link)

    def unlink(self, report: str, note: str, document: str) -> bool:
        """Forget a tie altogether, decisions included; whether there was one. (To reject one for good, ``link`` it
        as rejected by a person.)"""
        with self._database.write() as session:
            return links.remove(session, report, note, document)

    def links_of_report(self, id: str, *, rejected: bool = True) -> Sequence[CitationLink]:
        """The links of a report's notes in order of note; the rejected ones too, unless told otherwise."""
        with self._database.read() as session:
            return links.of_report(session, id, rejected=rejected)

    def links_of_documents(self, ids: Iterable[str], *, rejected: bool = False) -> dict[str, tuple[CitationLink, ...]]:
        """Document id → the links that lead to it, by report and order of note; without the rejected ones, unless
        asked for. Documents without links are left out."""
        with self._database.read() as session:
            return links.of_documents(session, ids, rejected=rejected)

    def cited_documents(self, note: str | None = None) -> frozenset[str]:
        """The documents that notes lead to; with ``note``, those of the notes so called: a label (``52``), a note
        (``fn-52``) or one of a report (``warlike-approach#fn-52``). Rejected links do not count."""
        return self._remembered.get(note, lambda: self._cited(note))

    def _cited(self, note: str | None) -> frozenset[str]:
        with self._database.read() as session:
            return links.cited(session, note)


def _upsert_report(session: Session, report: Report) -> None:
    values = {name: getattr(report, name) for name in Report.__dataclass_fields__ if name != "footnotes"}
    changed = {name: value for name, value in values.items() if name != "id"}
    session.execute(upsert(ReportRow).values(values).on_conflict_do_update(index_elements=["id"], set_=changed))


def _insert_footnotes(session: Session, report: Report) -> None:
    footnotes: list[dict[str, Any]] = []
    references: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    for place, footnote in enumerate(report.footnotes, start=1):
        key = {"report": report.id, "note": footnote.note}
        footnotes.append(
            key
            | {
                "ordinal": place,
                "label": footnote.label,
                "number": footnote.number,
                "chapter": footnote.chapter,
                "page": footnote.page,
                "kind": footnote.kind,
                "text": footnote.text,
            }
        )
        references += [key | _reference_row(n, item) for n, item in enumerate(footnote.references, start=1)]
        claims += [key | _claim_row(n, item) for n, item in enumerate(footnote.claims, start=1)]
    for table, rows in ((FootnoteRow, footnotes), (ReferenceRow, references), (ClaimRow, claims)):
        if rows:
            session.connection().execute(insert(table), rows)


def _reference_row(ordinal: int, reference: Reference) -> dict[str, Any]:
    return {
        "ordinal": ordinal,
        "kind": reference.kind,
        "authors": list(reference.authors),
        "date": reference.date,
        "year": reference.year,
        "month": reference.month,
        "title": reference.title,
        "publisher": reference.publisher,
        "urls": [[url.text, url.target] for url in reference.urls],
        "file_number": reference.file_number,
        "locator": reference.locator,
        "confidence": reference.confidence,
    }


def _claim_row(ordinal: int, claim: Claim) -> dict[str, Any]:
    return {"ordinal": ordinal, "page": claim.page, "sentence": claim.sentence, "quotes": list(claim.quotes)}


def _footnotes(session: Session, report: str) -> list[Footnote]:
    references = {
        note: tuple(_reference(row) for row in rows)
        for note, rows in groupby(
            session.scalars(
                select(ReferenceRow)
                .where(ReferenceRow.report == report)
                .order_by(ReferenceRow.note, ReferenceRow.ordinal)
            ),
            key=lambda row: row.note,
        )
    }
    claims = {
        note: tuple(Claim(row.page, row.sentence, tuple(row.quotes)) for row in rows)
        for note, rows in groupby(
            session.scalars(
                select(ClaimRow).where(ClaimRow.report == report).order_by(ClaimRow.note, ClaimRow.ordinal)
            ),
            key=lambda row: row.note,
        )
    }
    rows = session.scalars(select(FootnoteRow).where(FootnoteRow.report == report).order_by(FootnoteRow.ordinal))
    return [
        Footnote(
            note=row.note,
            label=row.label,
            number=row.number,
            text=row.text,
            kind=row.kind,
            references=references.get(row.note, ()),
            claims=claims.get(row.note, ()),
            chapter=row.chapter,
            page=row.page,
        )
        for row in rows
    ]


def _reference(row: ReferenceRow) -> Reference:
    return Reference(
        kind=row.kind,
        authors=tuple(row.authors),
        date=row.date,
        year=row.year,
        month=row.month,
        title=row.title,
        publisher=row.publisher,
        urls=tuple(Url(text, target) for text, target in row.urls),
        file_number=row.file_number,
        locator=row.locator,
        confidence=row.confidence,
    )
