"""Citation links: a note, a document, who says so, and whose word counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from indexer.catalog.batches import batches
from indexer.catalog.clock import now
from indexer.catalog.tables import DocumentRow, FootnoteRow, LinkRow
from indexer.errors import NotFound
from indexer.models import CitationLink, LinkBy, LinkStatus

WEIGHT = {LinkBy.MATCH: 1, LinkBy.IDENTIFIER: 2, LinkBy.PERSON: 3}
"""A lighter word never overrides a heavier one."""


def put(session: Session, link: CitationLink) -> bool:
    """Make or change a link; whether anything changed. Raises NotFound for an unknown note or document."""
    if session.get(FootnoteRow, (link.report, link.note)) is None:
        raise NotFound(f"There is no note {link.report}#{link.note}.")
    if session.get(DocumentRow, link.document) is None:
        raise NotFound(f"There is no document {link.document}.")
    row = session.get(LinkRow, (link.report, link.note, link.document))
    if row is None:
        row = LinkRow(report=link.report, note=link.note, document=link.document)
        session.add(row)
    elif WEIGHT[link.by] < WEIGHT[row.by] or (row.status, row.by, row.score) == (link.status, link.by, link.score):
        return False
    row.status, row.by, row.score, row.at = link.status, link.by, link.score, now()
    return True


def remove(session: Session, report: str, note: str, document: str) -> bool:
    """Forget a link; whether there was one."""
    removed = session.execute(
        delete(LinkRow)
        .where(LinkRow.report == report, LinkRow.note == note, LinkRow.document == document)
        .returning(LinkRow.note)
    )
    return removed.first() is not None


def move(session: Session, report: str, moved: Mapping[str, str | None]) -> None:
    """Let a person's decisions follow their notes to other places; drop those whose note is gone."""
    rows = session.scalars(select(LinkRow).where(LinkRow.report == report, LinkRow.by == LinkBy.PERSON)).all()
    going = [(row, moved[row.note]) for row in rows if row.note in moved]
    for row, _ in going:
        session.delete(row)
    session.flush()
    for row, note in going:
        if note is not None:
            remove(session, report, note, row.document)  # what the machine said of the new place gives way
            values = {"report": report, "note": note, "document": row.document, "at": row.at}
            values |= {"status": row.status, "by": row.by, "score": row.score}
            session.connection().execute(insert(LinkRow), values)


def of_report(session: Session, report: str, *, rejected: bool) -> list[CitationLink]:
    """The links of a report's notes, in order of note, then by document."""
    statement = _links(rejected).where(LinkRow.report == report).order_by(FootnoteRow.ordinal, LinkRow.document)
    return [_link(row, label) for row, label in session.execute(statement)]


def of_documents(session: Session, documents: Iterable[str], *, rejected: bool) -> dict[str, tuple[CitationLink, ...]]:
    """Document id → its links, by report and order of note."""
    found: dict[str, list[CitationLink]] = {}
    for batch in batches(documents):
        statement = _links(rejected).where(LinkRow.document.in_(batch)).order_by(LinkRow.report, FootnoteRow.ordinal)
        for row, label in session.execute(statement):
            found.setdefault(row.document, []).append(_link(row, label))
    return {document: tuple(links) for document, links in found.items()}


def cited(session: Session, note: str | None) -> frozenset[str]:
    """The documents of links that are not rejected, perhaps of one note (``52``, ``fn-52``, ``REPORT#fn-52``) only."""
    statement = (
        select(LinkRow.document)
        .join(FootnoteRow, (FootnoteRow.report == LinkRow.report) & (FootnoteRow.note == LinkRow.note))
        .where(LinkRow.status != LinkStatus.REJECTED)
    )
    if note is not None:
        report, hash_, name = note.rpartition("#")
        statement = statement.where((FootnoteRow.note == name) | (FootnoteRow.label == name))
        if hash_:
            statement = statement.where(FootnoteRow.report == report)
    return frozenset(session.scalars(statement))


def _links(rejected: bool) -> Select[LinkRow, str]:
    # An inner join: a link whose note is missing from the report's latest reading is remembered, not shown.
    statement = select(LinkRow, FootnoteRow.label).join(
        FootnoteRow, (FootnoteRow.report == LinkRow.report) & (FootnoteRow.note == LinkRow.note)
    )
    return statement if rejected else statement.where(LinkRow.status != LinkStatus.REJECTED)


def _link(row: LinkRow, label: str) -> CitationLink:
    return CitationLink(row.report, row.note, label, row.document, row.status, row.by, row.score)
