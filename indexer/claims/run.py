"""One run over a report's checks for readers of one kind: what is due is checked and kept, one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from indexer.catalog.repository import Catalog
from indexer.citations.view import ReportView
from indexer.claims.figures import FigureFinder, figure_match
from indexer.claims.quotations import QuoteAnswer, check_quote, improves
from indexer.claims.tasks import Task, tasks_of
from indexer.models import Access, Check, Former, Scope, Spot, Stated
from indexer.quotes.models import Verdict
from indexer.quotes.service import QuoteService

MOST_NEWCOMERS = 1_000
"""Beyond so many new documents the whole archive is searched at once."""

SETTLED = frozenset({Verdict.VERBATIM.value, Verdict.NEAR_VERBATIM.value})
"""Verdicts that no new document can better."""


@dataclass(frozen=True, slots=True)
class Made:
    """A check that was made, and the one before it."""

    check: Check
    before: Check | None

    @property
    def changed(self) -> bool:
        """Whether it says something else than the one before, or of another place."""
        return self.before is not None and _says(self.check) != _says(self.before)


@dataclass(frozen=True, slots=True)
class Rooms:
    """What a run works with."""

    catalog: Catalog
    quotes: QuoteService
    figures: FigureFinder


class ReportRun:
    """Checks a report as ``view`` shows it to readers with ``access``, who are those of ``scopes``."""

    def __init__(self, rooms: Rooms, view: ReportView, access: Access, scopes: tuple[Scope, ...]) -> None:
        self._rooms = rooms
        self._view = view
        self._access = access
        self._scopes = scopes
        # All checks of a run bear the time before the archive was looked at: what comes meanwhile is newer.
        self._now = dt.datetime.now(dt.UTC)
        self._revisions = rooms.catalog.documents.revisions()
        self._visible = rooms.catalog.documents.ids(access)
        self._newcomers: dict[dt.datetime, frozenset[str]] = {}
        self._known = {
            scope: {check.key: check for check in rooms.catalog.checks.of_report(view.report.id, scope)}
            for scope in scopes
        }

    def due(self, *, anew: bool) -> list[Task]:
        """What has to be checked, in the order of the notes; everything if ``anew``."""
        return [
            task
            for task in tasks_of(self._view)
            if anew or any(self._is_due(task, known.get(task.key)) for known in self._known.values())
        ]

    def make(self, task: Task, *, anew: bool) -> Made:
        """Check it and keep the check. Raises IndexMissing, IndexUnreadable."""
        before = self._known[self._scopes[0]].get(task.key)
        if before is not None and not anew and self._only_newcomers(task, before):
            check = replace(before, at=self._now)
        elif task.stated is Stated.FIGURE:
            check = self._figure(task)
        else:
            check = self._quotation(task)
        self._rooms.catalog.checks.keep(
            replace(_after(check, self._known[scope].get(task.key)), scope=scope) for scope in self._scopes
        )
        return Made(_after(check, before), before)

    # --- what is due ------------------------------------------------------------------------------

    def _is_due(self, task: Task, check: Check | None) -> bool:
        if check is None or not self._rests(task, check):
            return True
        if task.stated is Stated.FIGURE:
            return bool(self._since(check) & set(task.cited))
        return check.problem is None and check.verdict not in SETTLED and bool(self._since(check))

    def _rests(self, task: Task, check: Check) -> bool:
        """Whether what a check rests on is as it was: the documents cited, and the one it was found in."""
        if check.cited != task.cited:
            return False
        spot = check.spot
        return spot is None or (spot.document in self._visible and self._revisions.get(spot.document) == spot.revision)

    def _since(self, check: Check) -> frozenset[str]:
        """What of the archive has come or changed since a check."""
        if check.at not in self._newcomers:
            changed = self._rooms.catalog.checks.changed_since(check.at)
            self._newcomers[check.at] = changed & self._visible
        return self._newcomers[check.at]

    def _only_newcomers(self, task: Task, check: Check) -> bool:
        """Whether only new documents had to be looked through, and they have nothing better."""
        came = self._since(check)
        if task.stated is Stated.FIGURE or check.verdict is None or not self._rests(task, check):
            return False
        if not came or len(came) > MOST_NEWCOMERS:
            return not came
        return not improves(self._rooms.quotes, task.text, self._access, Verdict(check.verdict), came)

    # --- checking ---------------------------------------------------------------------------------

    def _figure(self, task: Task) -> Check:
        status, place = self._rooms.figures.find(task.text, task.cited)
        check = self._check(task, status.value)
        if place is None:
            return check
        spot = place.spot(self._revisions.get(place.page.document, 0))
        return replace(check, spot=spot, match=figure_match(place))

    def _quotation(self, task: Task) -> Check:
        answer = check_quote(self._rooms.quotes, task.text, self._access, frozenset(task.cited))
        check = self._check(task, answer.verdict.value if answer.verdict else None)
        check = replace(check, index=answer.index, problem=answer.problem)
        if answer.match is None:
            return check
        return replace(check, spot=self._spot(answer), critical=answer.match.critical, match=answer.shape)

    def _spot(self, answer: QuoteAnswer) -> Spot | None:
        if answer.match is None:
            return None
        document, place = answer.match.document.id, answer.match.place
        return Spot(document, self._revisions.get(document, 0), place.page, place.reading, place.start, place.end)

    def _check(self, task: Task, verdict: str | None) -> Check:
        return Check(
            report=self._view.report.id,
            note=task.note,
            scope=self._scopes[0],
            stated=task.stated,
            text=task.text,
            verdict=verdict,
            at=self._now,
            index="",
            cited=task.cited,
        )


def _says(check: Check) -> tuple[object, ...]:
    """What a check tells. The characters of the page are no part of it: they move when anything before them does."""
    spot = check.spot
    return check.verdict, check.critical, spot.document if spot else None, spot.page if spot else None


def _after(check: Check, before: Check | None) -> Check:
    """The check with what the one before said, if that was something else; else with what that one knew of."""
    if before is None:
        return check
    if _says(check) == _says(before):
        return replace(check, former=before.former)
    if before.verdict is None:
        return check
    spot = before.spot
    return replace(
        check, former=Former(before.verdict, spot.document if spot else None, spot.page if spot else None, before.at)
    )
