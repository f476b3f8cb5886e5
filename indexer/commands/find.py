"""`cotejo search` and `show`: what finds and tells."""

from __future__ import annotations

from typing import Any

import click

from indexer.commands import terminal
from indexer.commands.options import KINDS, archive_options, date_option, language_option, open_archive
from indexer.config import Config
from indexer.errors import UsageError
from indexer.index.base import MAX_SIZE
from indexer.models import OWNER, Kind
from indexer.search.results import to_json
from indexer.search.service import SearchRequest
from indexer.serialise import document_json


@click.command()
@click.argument("query")
@click.option("--lang", type=click.Choice(["es", "en", "both"]), default="both", help="Language of the passages.")
@click.option("--kind", "kinds", type=KINDS, multiple=True)
@click.option("--collection", "collections", metavar="ID", multiple=True)
@date_option("--from", "date_from")
@date_option("--to", "date_to")
@click.option("--cursor", metavar="C", help="`next` of the page before.")
@click.option(
    "--size", type=click.IntRange(min=1, max=MAX_SIZE), default=20, show_default=True, help="Passages a page."
)
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


@click.command()
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
