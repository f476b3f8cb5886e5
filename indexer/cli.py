"""The commands of `cotejo`. Only their arguments and the order of calls: the work is in the rooms, the words on the
terminal in :mod:`indexer.terminal`."""

from __future__ import annotations

import json
import os
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from indexer import __version__, terminal
from indexer.archive import Archive
from indexer.check import check as check_archive
from indexer.check import unreferenced
from indexer.citations.service import report_json
from indexer.cli_options import archive_options, date_option, language_option, open_archive
from indexer.config import Config
from indexer.discover import discover
from indexer.doctor import diagnose
from indexer.errors import CotejoError, UsageError
from indexer.indexing import rebuild_index, sync_index
from indexer.init import init_archive
from indexer.models import OWNER, Kind
from indexer.pipeline import AddOptions, Ingest
from indexer.search.results import to_json
from indexer.search.service import SearchRequest
from indexer.serialise import counts_json, document_json, failure_json, outcome_json

COMMAND_PLUGINS = "cotejo.commands"
"""Entry points that add commands: the web brings `serve`, so that nothing in indexer imports Flask."""

KINDS = click.Choice([kind.value for kind in Kind])


class _Group(click.Group):
    """Adds the commands that other packages bring."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *(entry.name for entry in entry_points(group=COMMAND_PLUGINS))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if command := super().get_command(ctx, cmd_name):
            return command
        found = [entry for entry in entry_points(group=COMMAND_PLUGINS) if entry.name == cmd_name]
        return found[0].load() if found else None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cotejo")
def cli() -> None:
    """A document archive whose every hit leads to the footnotes that cite it.

    Exit status: 0 done · 1 done, but something failed (listed) · 2 the call is wrong · 3 the archive cannot be opened.
    """


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new, empty archive: DIR/config.toml and its data folder."""
    config = init_archive(folder)
    terminal.say(f"An empty archive is ready. Add sources with: cotejo add PATH… --archive {config.root}")


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--collection", metavar="ID", help="File the documents under this collection.")
@click.option("--restricted", is_flag=True, help="If the collection is new, keep it from anonymous readers.")
@click.option("--kind", type=KINDS, help="What the documents are; detected unless given.")
@click.option("--jobs", type=click.IntRange(min=1, max=256), help="Worker processes; default: one a core.")
@archive_options
def add(config: Config, as_json: bool, paths: tuple[Path, ...], **chosen: Any) -> None:
    """Take in files and folders. Can be killed and repeated: what is done is `unchanged`."""
    options = AddOptions(
        collection=chosen["collection"],
        kind=Kind(chosen["kind"]) if chosen["kind"] else None,
        jobs=chosen["jobs"] or 0,
        restricted=chosen["restricted"],
    )
    if options.restricted and options.collection is None:
        raise UsageError("--restricted goes with --collection ID.")
    with Archive.open(config, create=True) as archive:
        if options.collection is not None:
            archive.ensure_collection(options.collection, restricted=options.restricted)
        candidates = list(discover(paths))
        with terminal.AddProgress(len(candidates), as_json=as_json) as progress:
            for outcome in Ingest(archive, options, progress.say).run(candidates):
                progress.ended(outcome, outcome_json(outcome))
    sys.exit(1 if progress.failed else 0)


@cli.command()
@click.argument("query")
@click.option("--lang", type=click.Choice(["es", "en", "both"]), default="both", help="Language of the passages.")
@click.option("--kind", "kinds", type=KINDS, multiple=True)
@click.option("--collection", "collections", metavar="ID", multiple=True)
@date_option("--from", "date_from")
@date_option("--to", "date_to")
@click.option("--cursor", metavar="C", help="`next` of the page before.")
@click.option("--size", type=click.IntRange(min=1, max=1000), default=20, show_default=True, help="Passages a page.")
@archive_options
def search(config: Config, as_json: bool, **chosen: Any) -> None:
    """Search the whole archive: words are AND, "a phrase" is exact, -word excludes."""
    request = SearchRequest(
        query=chosen["query"],
        kinds=tuple(Kind(kind) for kind in chosen["kinds"]),
        collections=chosen["collections"],
        languages=language_option(chosen["lang"]),
        date_from=chosen["date_from"],
        date_to=chosen["date_to"],
        size=chosen["size"],
        cursor=chosen["cursor"],
    )
    with open_archive(config) as archive:
        results = archive.search(request, OWNER)
    terminal.put_json(to_json(results)) if as_json else terminal.print_results(results)


@cli.command()
@click.argument("document")
@click.option("--page", type=click.IntRange(min=1))
@click.option("--reading", metavar="R", help="An older reading of the page.")
@archive_options
def show(config: Config, as_json: bool, document: str, page: int | None, reading: str | None) -> None:
    """A document's metadata, provenance and readings; with --page, its text."""
    if reading is not None and page is None:
        raise UsageError("--reading goes with --page N.")
    with open_archive(config) as archive:
        shown = document_json(archive, document, OWNER, page=page, reading=reading)
    terminal.put_json(shown) if as_json else terminal.print_document(shown)


@cli.group()
def report() -> None:
    """Reports and their footnotes."""


@report.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "id_", metavar="ID", help="The report's id; default: from the file.")
@archive_options
def report_add(config: Config, as_json: bool, file: Path, id_: str | None) -> None:
    """Read a report's text and notes, and tie the notes to the documents they cite."""
    with Archive.open(config, create=True) as archive:
        added = archive.citations.add_report(file, id_)
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


@cli.command()
@click.argument("note", metavar="REPORT#fn-N")
@click.argument("document")
@archive_options
def link(config: Config, as_json: bool, note: str, document: str) -> None:
    """Confirm by hand that a note cites a document."""
    with open_archive(config) as archive:
        archive.citations.confirm(note, document)
    terminal.done(f"{note} cites {document}: confirmed.", as_json)


@cli.command()
@click.argument("note", metavar="REPORT#fn-N")
@click.argument("document")
@archive_options
def unlink(config: Config, as_json: bool, note: str, document: str) -> None:
    """Reject by hand that a note cites a document; it will not be proposed again."""
    with open_archive(config) as archive:
        archive.citations.reject(note, document)
    terminal.done(f"{note} does not cite {document}: rejected.", as_json)


@cli.command()
@click.option("--jobs", type=click.IntRange(min=1, max=256), help="Processes; default: one a core.")
@archive_options
def reindex(config: Config, as_json: bool, jobs: int | None) -> None:
    """Build a new index beside the live one, verify it, swap it in."""
    processes = jobs or config.ingest.jobs or os.cpu_count() or 1
    with open_archive(config) as archive:
        terminal.note("Building a new index from the catalog; searches go on with the old one …")
        uid = rebuild_index(archive, processes=processes)
        sync_index(archive, processes=processes, say=terminal.note)
    terminal.done(f"The new index {uid} is live.", as_json)


@cli.command()
@archive_options
def check(config: Config, as_json: bool) -> None:
    """Every original against its hash, catalog against index; exit 1 and a list if anything is off."""
    with open_archive(config) as archive:
        findings = list(check_archive(archive))
        counts = archive.catalog.documents.counts(OWNER)
        spare = unreferenced(archive)
    if as_json:
        rows = [{"code": item.code.value, "document": item.document, "message": item.message} for item in findings]
        terminal.put_json({"ok": not findings, "findings": rows, "counts": counts_json(counts), "unreferenced": spare})
    else:
        terminal.print_findings(findings, counts, spare)
    sys.exit(1 if findings else 0)


@cli.command()
@archive_options
def status(config: Config, as_json: bool) -> None:
    """What the archive holds, and what could not be taken in."""
    with open_archive(config) as archive:
        counts = archive.catalog.documents.counts(OWNER)
        failures = archive.catalog.failures.list()
    if as_json:
        terminal.put_json(counts_json(counts) | {"failures": [failure_json(item) for item in failures]})
    else:
        terminal.print_status(counts, failures)


@cli.command()
@archive_options
def doctor(config: Config, as_json: bool) -> None:
    """Which outside programs, languages and limits are in place."""
    diagnosis = diagnose(config)
    terminal.put_json(diagnosis.json()) if as_json else terminal.print_diagnosis(diagnosis)
    sys.exit(0 if diagnosis.sound else 1)


def main() -> None:
    """Run the command line and leave with the contract's exit status."""
    as_json = "--json" in sys.argv
    try:
        status = cli(standalone_mode=False)
    except click.exceptions.Exit as leave:
        status = leave.exit_code
    except click.Abort:
        status = 130
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except CotejoError as error:
        terminal.fail(error)
        if as_json:
            sys.stdout.write(json.dumps({"error": {"code": error.code, "message": str(error)}}) + "\n")
        status = error.exit_status
    except BrokenPipeError:
        # The reader of our output has gone (`cotejo search … | head`): not an error, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except KeyboardInterrupt:
        terminal.note("Stopped. What was finished is kept; repeat the command to go on.")
        status = 130
    sys.exit(status if isinstance(status, int) else 0)
