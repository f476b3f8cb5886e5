"""The checks of what reports state: kept, so that no page of the web has to search the archive for 72 notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from indexer.catalog.session import Database
from indexer.catalog.tables import CheckRow, DocumentRow, ReadingRow, ReportRow
from indexer.models import Check, Former, Scope, Spot, Stated

_ALIKE = ("report", "note", "scope", "stated", "text", "verdict", "at", "index", "critical", "match", "problem")


class Checks:
    """Keeps the last check of each quotation and figure."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_report(self, report: str, scope: Scope) -> Sequence[Check]:
        """The checks of a report in one scope, by note; those of notes that are no longer there too."""
        with self._database.read() as session:
            rows = session.scalars(
                select(CheckRow)
                .where(CheckRow.report == report, CheckRow.scope == scope)
                .order_by(CheckRow.note, CheckRow.stated, CheckRow.text)
            )
            return [_check(row) for row in rows]

    def keep(self, checks: Iterable[Check]) -> None:
        """Remember checks, each in place of the one before; those of a report that is gone are left out."""
        with self._database.write() as session:
            for check in checks:
                if session.get(ReportRow, check.report) is not None:
                    session.merge(_row(check))

    def drop(self, report: str, kept: frozenset[tuple[str, Stated, str]]) -> None:
        """Forget the checks of what the report no longer states."""
        with self._database.write() as session:
            for row in session.scalars(select(CheckRow).where(CheckRow.report == report)).all():
                if (row.note, row.stated, row.text) not in kept:
                    _delete(session, row)

    def changed_since(self, at: dt.datetime) -> frozenset[str]:
        """The documents that were added, read again or corrected after ``at``."""
        with self._database.read() as session:
            added = session.scalars(select(DocumentRow.id).where(DocumentRow.added_at > at))
            read = session.scalars(select(ReadingRow.document).where(ReadingRow.current, ReadingRow.at > at).distinct())
            return frozenset(added) | frozenset(read)


def _delete(session: Session, row: CheckRow) -> None:
    session.execute(
        delete(CheckRow).where(
            CheckRow.report == row.report,
            CheckRow.scope == row.scope,
            CheckRow.note == row.note,
            CheckRow.stated == row.stated,
            CheckRow.text == row.text,
        )
    )


def _row(check: Check) -> CheckRow:
    spot, former = check.spot, check.former
    return CheckRow(
        **{name: getattr(check, name) for name in _ALIKE},
        cited=list(check.cited),
        document=spot.document if spot else None,
        revision=spot.revision if spot else None,
        page=spot.page if spot else None,
        reading=spot.reading if spot else None,
        start=spot.start if spot else None,
        end=spot.end if spot else None,
        former_verdict=former.verdict if former else None,
        former_document=former.document if former else None,
        former_page=former.page if former else None,
        former_at=former.at if former else None,
    )


def _check(row: CheckRow) -> Check:
    spot = former = None
    if row.document and row.reading and None not in (row.revision, row.page, row.start, row.end):
        spot = Spot(row.document, row.revision or 0, row.page or 0, row.reading, row.start or 0, row.end or 0)
    if row.former_verdict and row.former_at:
        former = Former(row.former_verdict, row.former_document, row.former_page, row.former_at)
    alike = {name: getattr(row, name) for name in _ALIKE}
    return Check(**alike, cited=tuple(row.cited), spot=spot, former=former)
