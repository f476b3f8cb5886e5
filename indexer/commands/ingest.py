"""`cotejo init`, `add`, `reindex`: what writes an archive."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from indexer.archive import Archive
from indexer.commands import terminal
from indexer.commands.options import KINDS, archive_options, json_option, open_archive
from indexer.commands.recheck import recheck
from indexer.config import Config
from indexer.discover import discover
from indexer.errors import UsageError
from indexer.filing import AddOptions
from indexer.indexing import rebuild_index, sync_index
from indexer.init import init_archive
from indexer.models import Kind
from indexer.pipeline import Ingest
from indexer.serialise import outcome_json


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@json_option
def init(folder: Path, as_json: bool) -> None:
    """Make a new, empty archive: DIR/config.toml and its data folder."""
    config = init_archive(folder)
    terminal.done(f"An empty archive is ready. Add sources with: cotejo add PATH… --archive {config.root}", as_json)


@click.command()
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
        recheck(archive)
    sys.exit(1 if progress.failed else 0)


@click.command()
@click.option("--jobs", type=click.IntRange(min=1, max=256), help="Processes; default: one a core.")
@archive_options
def reindex(config: Config, as_json: bool, jobs: int | None) -> None:
    """Build a new index beside the live one, verify it, swap it in."""
    processes = jobs or config.ingest.jobs or os.cpu_count() or 1
    with open_archive(config) as archive:
        terminal.note("Building a new index from the catalog; searches go on with the old one …")
        uid = rebuild_index(archive, processes=processes)
        sync_index(archive, processes=processes, say=terminal.note, wait_seconds=config.index.wait_seconds)
        recheck(archive, anew=True, seconds=None)
    terminal.done(f"The new index {uid} is live.", as_json)
