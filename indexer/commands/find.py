"""`cotejo search` and `show`: what finds and tells."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from typing import Any, BinaryIO

import click

from indexer.citations.items import Citing
from indexer.commands import terminal
from indexer.commands.options import archive_options, open_archive
from indexer.commands.searching import narrowing_options, search_request
from indexer.config import Config
from indexer.errors import UsageError
from indexer.index.base import MAX_SIZE, Sort
from indexer.models import OWNER, Language
from indexer.result_list import ListFormat, ListStyle, write_list
from indexer.search.listing import list_all
from indexer.search.results import to_json
from indexer.search.service import SearchRequest
from indexer.search.terms import TERM_HEADER, count_terms, read_terms
from indexer.serialise import document_json
from indexer.text.spreadsheet import csv_line


@click.command()
@click.argument("query")
@narrowing_options
@click.option("--cursor", metavar="C", help="`next` of the page before.")
@click.option(
    "--size", type=click.IntRange(min=1, max=MAX_SIZE), default=20, show_default=True, help="Passages a page."
)
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Sort]),
    default=Sort.RELEVANCE.value,
    help="The best first, or by date: the oldest first, or with - the newest.",
)
@click.option(
    "--format",
    "list_format",
    type=click.Choice([known.value for known in ListFormat]),
    help="Write everything that is found, not a page of it: csv and json have every passage, the others cite every "
    "document.",
)
@archive_options
def search(config: Config, as_json: bool, **chosen: Any) -> None:
    """Search the whole archive: words are AND, "a phrase" is exact, -word excludes; OR, ( ), "a b"~5, word~1, fentan*.

    Fields: kind: collection: speaker: date:2020-01..2020-12 cited:yes note:52 lang: (or their Spanish names).

    Words find what the other language calls the same, too; `--no-expand` keeps to the words as typed.
    """
    if chosen["list_format"] is not None:
        _put_list(config, ListFormat(chosen["list_format"]), search_request(chosen["query"], chosen))
        return
    request = replace(
        search_request(chosen["query"], chosen),
        size=chosen["size"],
        cursor=chosen["cursor"],
        sort=Sort(chosen["sort"]),
    )
    with open_archive(config) as archive:
        results = archive.search(request, OWNER)
    terminal.put_json(to_json(results)) if as_json else terminal.print_results(results)


def _put_list(config: Config, wanted: ListFormat, asked: SearchRequest) -> None:
    citing = Citing(dt.datetime.now(dt.UTC).date(), config.web.base_url.rstrip("/"))
    with open_archive(config) as archive:
        listing = list_all(archive, replace(asked, grouped=wanted.cites), OWNER)
        for piece in write_list(listing, wanted, ListStyle(citing, Language(config.web.language))):
            sys.stdout.write(piece)


@click.command()
@click.argument("file", type=click.File("rb"))
@narrowing_options
@archive_options
def terms(config: Config, as_json: bool, file: BinaryIO, **chosen: Any) -> None:
    """Count every term of a list, one a line (- reads standard input): CSV, or with --json a line of JSON a term.

    A line that cannot be searched is told in its place, and the exit status is 1.
    """
    try:
        untrusted_text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("The list is not a text in UTF-8.", remedy="Save it as plain text in UTF-8.") from error
    failed = False
    with open_archive(config) as archive:
        counts = count_terms(archive, read_terms(untrusted_text), search_request("", chosen), OWNER)
        if not as_json:
            sys.stdout.write(csv_line(TERM_HEADER))
        for count in counts:
            failed = failed or count.problem is not None
            row = count.row()
            if as_json:
                terminal.put_json(dict(zip(TERM_HEADER, row, strict=True)))
            else:
                sys.stdout.write(csv_line(row))
    if failed:
        sys.exit(1)


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
