"""`cotejo report check`, and the same after whatever changes what the checks of reports rest on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import click

from indexer.archive import Archive
from indexer.claims.run import Made
from indexer.claims.service import in_time
from indexer.commands import terminal
from indexer.commands.options import archive_options, open_archive
from indexer.config import Config
from indexer.errors import ArchiveError
from indexer.models import OWNER, Check, Scope, Stated

ADD_SECONDS = 60.0
"""What an `add`, a `correct` or a `reread` may spend on checks, after which it names the command that makes the rest:
a report of 72 notes takes seconds in an archive of 160 MB, unless most of its quotations are in no source."""

TOLD_SECONDS = 5.0
"""A line of progress at this interval."""


def recheck(archive: Archive, *, anew: bool = False, seconds: float | None = ADD_SECONDS) -> list[Made]:
    """Make what checks are due in all reports, all of them if ``anew``, and tell on stderr what has changed.

    The command that calls this has done its work already: a structure that is damaged is told, and ends nothing.
    """
    try:
        return _recheck(archive, anew=anew, seconds=seconds)
    except ArchiveError as error:
        terminal.note(f"The quotations of reports were not checked: {error}")
        return []


def _recheck(archive: Archive, *, anew: bool, seconds: float | None) -> list[Made]:
    ends = None if seconds is None else time.monotonic() + seconds
    changed = []
    for report in archive.catalog.reports.list():
        left = None if ends is None else max(0.0, ends - time.monotonic())
        changed += [made for made in _run(archive, report.id, anew=anew, seconds=left) if made.changed]
    return changed


def _run(archive: Archive, report: str, *, anew: bool, seconds: float | None) -> Iterator[Made]:
    """The checks of a report that were made, with progress; what has changed is told as it comes."""
    made = archive.claims.check(report, anew=anew)
    told, left = time.monotonic(), 0
    for one, left in made if seconds is None else in_time(made, seconds):
        if one.changed and one.check.scope is Scope.OWNER:
            terminal.note(change_line(one))
        if time.monotonic() - told >= TOLD_SECONDS:
            terminal.note(f"{report}: {left} quotations and figures left to check")
            told = time.monotonic()
        yield one
    if left:
        terminal.note(f"{report}: {left} quotations and figures are still to be checked: cotejo report check {report}")


@click.command("check")
@click.argument("id_", metavar="ID")
@archive_options
def report_check(config: Config, as_json: bool, id_: str) -> None:
    """Look for every quotation and figure of a report in what its notes cite, and then in the whole archive."""
    with open_archive(config) as archive:
        made = [one for one in _run(archive, id_, anew=True, seconds=None) if one.check.scope is Scope.OWNER]
        checks = list(archive.claims.shown(id_, OWNER).values())
    changed = [one for one in made if one.changed]
    if as_json:
        terminal.put_json(
            {"id": id_, "checked": len(made), **_counts(checks), "changed": [_change_json(one) for one in changed]}
        )
        return
    terminal.say(f"{id_}: {len(made)} quotations and figures checked, {len(changed)} not as before.")
    for name, counts in _counts(checks).items():
        told = ", ".join(f"{verdict.replace('_', ' ')} {count}" for verdict, count in counts.items())
        if told:
            terminal.say(f"  {name}: {told}")
    terminal.say(f"Each of them: cotejo report audit {id_}")


def _counts(checks: list[Check]) -> dict[str, dict[str, int]]:
    """How many quotations and figures there are of each verdict and status."""
    counts: dict[str, dict[str, int]] = {"quotes": {}, "figures": {}}
    for check in checks:
        table = counts["quotes" if check.stated is Stated.QUOTE else "figures"]
        verdict = check.verdict or "not_checkable"
        table[verdict] = table.get(verdict, 0) + 1
    return counts


def change_line(made: Made) -> str:
    """What a check says now, and what it said before."""
    check, before = made.check, made.before
    was = (before.verdict if before else None) or "not checked"
    place = "" if check.spot is None else f" ({check.spot.document}, page {check.spot.page})"
    now = check.verdict or "not checked"
    return (
        f"{check.report}#{check.note}: “{check.text}” was {was.replace('_', ' ')}, is {now.replace('_', ' ')}{place}."
    )


def _change_json(made: Made) -> dict[str, Any]:
    check, before = made.check, made.before
    return {
        "note": check.note,
        check.stated.value: check.text,
        "verdict": check.verdict,
        "former": before.verdict if before else None,
        "document": check.spot.document if check.spot else None,
        "page": check.spot.page if check.spot else None,
        "critical": check.critical,
    }
