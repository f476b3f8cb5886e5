"""`cotejo report …`, `link`, `unlink`: reports, their notes, and what the notes cite."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from indexer.archive import Archive
from indexer.citations.audit import audit_json
from indexer.citations.service import report_json
from indexer.commands import terminal
from indexer.commands.options import archive_options, open_archive
from indexer.commands.recheck import recheck, report_check
from indexer.config import Config
from indexer.errors import UsageError
from indexer.models import OWNER
from indexer.sources.report import REPORT_ID


@click.group()
def report() -> None:
    """Reports and their footnotes."""


report.add_command(report_check)


@report.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "id_", metavar="ID", help="The report's id; default: from the file.")
@archive_options
def report_add(config: Config, as_json: bool, file: Path, id_: str | None) -> None:
    """Read a report's text and notes, and tie the notes to the documents they cite."""
    if id_ is not None and not REPORT_ID.fullmatch(id_):
        raise UsageError(f"«{id_}» is not a report id.", remedy="Use small letters, digits and hyphens, 64 at most.")
    with Archive.open(config, create=True) as archive:
        added = archive.citations.add_report(file, id_)
        recheck(archive)
    if as_json:
        terminal.put_json(
            {"id": added.report.id, "footnotes": len(added.report.footnotes), "warnings": list(added.warnings)}
        )
    else:
        terminal.say(f"{added.report.id}: {len(added.report.footnotes)} notes, {len(added.links)} linked to documents.")
    for warning in added.warnings:
        terminal.warn(warning)


@report.command("list")
@archive_options
def report_list(config: Config, as_json: bool) -> None:
    """The reports of the archive."""
    with open_archive(config) as archive:
        reports = archive.catalog.reports.list()
    rows = [{"id": item.id, "title": item.title, "footnotes": item.footnotes} for item in reports]
    terminal.put_json(rows) if as_json else terminal.print_reports(rows)


@report.command("show")
@click.argument("id_", metavar="ID")
@archive_options
def report_show(config: Config, as_json: bool, id_: str) -> None:
    """A report's notes, their references and documents."""
    with open_archive(config) as archive:
        shown = report_json(archive.citations.report_view(id_, OWNER))
    terminal.put_json(shown) if as_json else terminal.print_report(shown)


@report.command("audit")
@click.argument("id_", metavar="ID")
@archive_options
def report_audit(config: Config, as_json: bool, id_: str) -> None:
    """For each note: is its source archived, missing or doubtful, why, and what an editor should look at again."""
    with open_archive(config) as archive:
        shown = audit_json(archive.claims.audit(id_, OWNER, dt.datetime.now(dt.UTC).date()))
    terminal.put_json(shown) if as_json else terminal.print_audit(shown)


@click.command()
@click.argument("note", metavar="REPORT#fn-N")
@click.argument("document")
@archive_options
def link(config: Config, as_json: bool, note: str, document: str) -> None:
    """Confirm by hand that a note cites a document."""
    with open_archive(config) as archive:
        archive.citations.confirm(note, document)
        recheck(archive)
    terminal.done(f"{note} cites {document}: confirmed.", as_json)


@click.command()
@click.argument("note", metavar="REPORT#fn-N")
@click.argument("document")
@archive_options
def unlink(config: Config, as_json: bool, note: str, document: str) -> None:
    """Reject by hand that a note cites a document; it will not be proposed again."""
    with open_archive(config) as archive:
        archive.citations.reject(note, document)
        recheck(archive)
    terminal.done(f"{note} does not cite {document}: rejected.", as_json)
