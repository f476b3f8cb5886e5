"""`cotejo reread` and `drift`: pages are read again, and what had been linked to is looked after."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import click

from indexer.archive import Archive
from indexer.commands import terminal
from indexer.commands.options import archive_options, open_archive
from indexer.commands.recheck import recheck
from indexer.config import Config
from indexer.drift import drifts
from indexer.errors import UsageError
from indexer.filing import WORTH_ANOTHER_TRY
from indexer.models import OWNER, Change, Drift, Reread
from indexer.ocr.quality import POOR_CONFIDENCE
from indexer.reading import reader_of
from indexer.rereading import RereadRun
from indexer.serialise import footnotes_json, plain


@click.command()
@click.argument("documents", nargs=-1)
@click.option("--poor", is_flag=True, help="Documents with a page that OCR was not sure of.")
@click.option("--unread", is_flag=True, help="Documents with a page that could not be read.")
@click.option("--all", "everything", is_flag=True, help="Every document.")
@click.option("--jobs", type=click.IntRange(min=1, max=256), help="Worker processes; default: one a core.")
@archive_options
def reread(config: Config, as_json: bool, documents: tuple[str, ...], **chosen: Any) -> None:
    """Read documents again with the present programs and settings; page by page the better reading stands.

    Older readings stay addressable, and a person's correction stands. DOCUMENTs that are named are read in any case;
    --poor, --unread and --all leave out what the present programs and settings have read already, so that a run that
    was killed goes on where it was.
    """
    selecting = chosen["poor"] or chosen["unread"] or chosen["everything"]
    if bool(documents) == bool(selecting):
        raise UsageError("Name documents, or choose some with --poor, --unread or --all.")
    failed = False
    with open_archive(config) as archive:
        for document in documents:
            archive.catalog.documents.get(document, OWNER)
        wanted = documents or _due(archive, config, **chosen)
        terminal.note(f"{len(wanted)} to be read again.")
        run = RereadRun(archive, chosen["jobs"] or config.ingest.jobs or os.cpu_count() or 1, terminal.note)
        for outcome in run.run(dict.fromkeys(wanted)):
            failed |= outcome.status == "failed"
            terminal.put_json(_shape(archive, outcome)) if as_json else _tell(outcome)
        recheck(archive)
    sys.exit(1 if failed else 0)


def _due(archive: Archive, config: Config, **chosen: Any) -> Sequence[str]:
    due = archive.catalog.rereadings.due
    reader = reader_of(config.ocr)
    if chosen["everything"]:
        return due(reader)
    return due(
        reader,
        poor=POOR_CONFIDENCE if chosen["poor"] else None,
        unread=chosen["unread"],
        again=WORTH_ANOTHER_TRY if chosen["unread"] else (),
    )


@click.command()
@click.argument("documents", nargs=-1)
@click.option("--everything", is_flag=True, help="Also the passages that are word for word what they were.")
@archive_options
def drift(config: Config, as_json: bool, documents: tuple[str, ...], everything: bool) -> None:
    """What has become of passages that were linked to before their page was read again or corrected."""
    with open_archive(config) as archive:
        for document in documents:
            archive.catalog.documents.get(document, OWNER)
        for document in documents or archive.catalog.rereadings.with_former():
            found = drifts(archive.catalog, document)
            moved = sum(item.change is Change.MOVED for item in found)
            shown = [item for item in found if everything or item.change is not Change.MOVED]
            if as_json:
                terminal.put_json(
                    {"document": document, "moved": moved, "footnotes": _footnotes(archive, document)}
                    | {"drifts": [drift_json(item) for item in shown]}
                )
            elif found:
                _tell_drifts(archive, document, moved, shown)


def _tell_drifts(archive: Archive, document: str, moved: int, shown: Iterable[Drift]) -> None:
    title = archive.catalog.documents.get(document, OWNER).title
    terminal.say(f"{document} {title}: {moved} linked passages stand word for word in the current reading.")
    for chip in _footnotes(archive, document):
        terminal.say(f"  cited by {chip['report']}#{chip['note']} ({chip['status']})")
    for item in shown:
        terminal.say(f"  page {item.page}, reading {item.reading}, {item.start}-{item.end}: {item.change.value}")
        terminal.say(f"    was: {item.text}")
        if item.newer_text:
            terminal.say(f"    is:  {item.newer_text}")


def _tell(outcome: Reread) -> None:
    if outcome.error is not None:
        terminal.say(f"failed    {outcome.document}: {outcome.error.message} [{outcome.error.code}]")
        return
    told = [
        f"{name} {', '.join(map(str, pages))}"
        for name, pages in (
            ("pages read better:", outcome.changed),
            ("as good as before:", outcome.kept),
            ("corrected by a person, left alone:", outcome.corrected),
            ("not read this time:", outcome.unread),
        )
        if pages
    ]
    terminal.say(f"{outcome.status:9} {outcome.document} {outcome.title or ''}" + "".join(f"; {part}" for part in told))
    if outcome.drifts:
        terminal.say(
            f"  {len(outcome.drifts)} passages that were linked to have changed: `cotejo drift {outcome.document}`"
        )


def _shape(archive: Archive, outcome: Reread) -> dict[str, Any]:
    lists = {"changed", "kept", "corrected", "unread"}
    shape = {
        f"pages_{field.name}" if field.name in lists else field.name: plain(getattr(outcome, field.name))
        for field in fields(outcome)
    }
    shape |= {f"pages_{name}": list(getattr(outcome, name)) for name in lists}
    shape["drifts"] = [drift_json(item) for item in outcome.drifts]
    return shape | {"footnotes": _footnotes(archive, outcome.document) if outcome.drifts else []}


def _footnotes(archive: Archive, document: str) -> list[dict[str, Any]]:
    """The notes that cite the document: their citations are to be looked at again."""
    return footnotes_json(archive.catalog.reports.links_of_documents([document]).get(document, ()))


def drift_json(drift: Drift) -> dict[str, Any]:
    """A drift with the address of either reading."""
    page = f"/documents/{drift.document}/pages/{drift.page}"
    shape = {field.name: plain(getattr(drift, field.name)) for field in fields(drift)}
    shape["url"] = f"{page}?start={drift.start}&end={drift.end}&reading={drift.reading}"
    place = f"?start={drift.newer_start}&end={drift.newer_end}&reading={drift.newer}"
    shape["newer_url"] = f"{page}{place}" if drift.newer_start is not None else None
    return shape
