"""Keeps the checks of reports: makes them, makes them again when what they rest on has changed, and shows them.

A check of a quotation may take seconds (nothing is "not found" before all has been scanned), and a report has dozens.
So checks are made by commands, one by one into the catalog, and pages show what is kept there. A run that is killed or
has used up its time is taken up by the next, which finds the same checks still due.

The owner's checks and the public's are apart. A check that rests on a document which its reader may not see (any
more) is not shown to him: then it counts as not made.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping

from indexer.catalog.repository import Catalog
from indexer.citations.audit import Audit, audit
from indexer.citations.service import CitationService
from indexer.claims.figures import FigureFinder
from indexer.claims.run import Made, ReportRun, Rooms
from indexer.claims.shown import shown_checks
from indexer.claims.tasks import tasks_of
from indexer.models import OWNER, Access, Check, Scope, Stated
from indexer.quotes.service import QuoteService


class ClaimChecks:
    """The checks of one archive's reports. Threads may share it."""

    def __init__(self, catalog: Catalog, citations: CitationService, quotes: Callable[[], QuoteService]) -> None:
        self._catalog = catalog
        self._citations = citations
        self._quotes = quotes

    def shown(self, report: str, access: Access) -> Mapping[tuple[str, Stated, str], Check]:
        """The checks of a report that this reader may see, with their documents as they are called now."""
        scope = Scope.OWNER if access.collections is None else Scope.PUBLIC
        return shown_checks(self._catalog, self._catalog.checks.of_report(report, scope), access)

    def audit(self, report: str, access: Access, today: dt.date) -> Audit:
        """The audit of a report as its reader sees it, with the checks that are kept. Raises NotFound."""
        view = self._citations.report_view(report, access)
        return audit(view, today, self.shown(report, access))

    def check(self, report: str, *, anew: bool = False) -> Iterator[tuple[Made, int]]:
        """Check what of a report is due, or all of it ``anew``; yields each check when it has been kept, and how many
        are left. Whoever stops asking leaves the rest due.

        Raises NotFound, IndexMissing, IndexUnreadable.
        """
        runs = self._runs(report)
        due = [(run, task) for run in runs for task in run.due(anew=anew)]
        for number, (run, task) in enumerate(due, start=1):
            yield run.make(task, anew=anew), len(due) - number

    def _runs(self, report: str) -> list[ReportRun]:
        """A run for each scope; one for both where everything is public."""
        documents, public = self._catalog.documents, self._catalog.collections.public()
        view = self._citations.report_view(report, OWNER)
        self._catalog.checks.drop(report, frozenset(task.key for task in tasks_of(view)))
        rooms = Rooms(self._catalog, self._quotes(), FigureFinder(documents))
        if documents.ids(OWNER) == documents.ids(public):
            return [ReportRun(rooms, view, OWNER, (Scope.OWNER, Scope.PUBLIC))]
        return [
            ReportRun(rooms, view, OWNER, (Scope.OWNER,)),
            ReportRun(rooms, self._citations.report_view(report, public), public, (Scope.PUBLIC,)),
        ]


def in_time(made: Iterator[tuple[Made, int]], seconds: float) -> Iterator[tuple[Made, int]]:
    """What can be made in ``seconds``, and one more; what is left stays due."""
    ends = time.monotonic() + seconds
    for one in made:
        yield one
        if time.monotonic() > ends:
            return
