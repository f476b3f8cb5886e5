"""`cotejo export …`: citations of notes and documents, for reference managers and for print."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from indexer.citations.csl import Item
from indexer.citations.export import Format
from indexer.citations.export import export as write
from indexer.citations.items import Citing, Spot, cite_document, items_of_report
from indexer.commands import terminal
from indexer.commands.options import archive_options, open_archive
from indexer.config import BASE_URL, Config
from indexer.errors import UsageError
from indexer.models import OWNER, Language


def _citation_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--base-url",
            default="",
            callback=_base_url,
            metavar="URL",
            help="Where the archive is published; permalinks then are whole addresses; default: [web].",
        ),
        click.option("--lang", type=click.Choice(["es", "en"]), help="Language of dates and terms; default: [web]."),
        click.option("--format", "format_name", type=click.Choice([known.value for known in Format]), required=True),
    ):
        command = option(command)
    return archive_options(command)


def _base_url(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value and not BASE_URL.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not an address; write it as https://archive.example.")
    return value


@click.group()
def export() -> None:
    """Citations as CSL-JSON, RIS, BibTeX, or printed in APA or Chicago style."""


@export.command("report")
@click.argument("id_", metavar="ID")
@click.option("--note", metavar="fn-N", help="This note only.")
@_citation_options
def export_report(config: Config, as_json: bool, id_: str, note: str | None, **chosen: Any) -> None:
    """The notes of a report, in order; commentary as it is written."""
    with open_archive(config) as archive:
        view = archive.citations.report_view(id_, OWNER)
    _put(items_of_report(view, _citing(config, chosen), note), config, as_json, chosen)


@export.command("document")
@click.argument("id_", metavar="ID")
@click.option("--page", type=click.IntRange(min=1))
@click.option("--start", type=click.IntRange(min=0), help="With --end: a passage of the page, by its characters.")
@click.option("--end", type=click.IntRange(min=0))
@click.option("--reading", metavar="R", help="The reading of the page that the characters are counted in.")
@_citation_options
def export_document(config: Config, as_json: bool, id_: str, **chosen: Any) -> None:
    """A document, one of its pages, or a passage of a page."""
    spot = _spot(chosen["page"], chosen["start"], chosen["end"], chosen["reading"])
    with open_archive(config) as archive:
        item = cite_document(archive.catalog, id_, OWNER, _citing(config, chosen), spot)
    _put([item], config, as_json, chosen)


def _spot(page: int | None, start: int | None, end: int | None, reading: str | None) -> Spot | None:
    """The place to cite. Raises UsageError if what belongs together is not given together."""
    if page is None and (start, end, reading) != (None, None, None):
        raise UsageError("--start, --end and --reading go with --page N.")
    if (start is None) != (end is None):
        raise UsageError("--start and --end go together.")
    return None if page is None else Spot(page, start, end, reading)


def _citing(config: Config, chosen: dict[str, Any]) -> Citing:
    base_url = chosen["base_url"] or config.web.base_url
    return Citing(dt.datetime.now(dt.UTC).date(), base_url.rstrip("/"))


def _put(items: Sequence[Item], config: Config, as_json: bool, chosen: dict[str, Any]) -> None:
    """The text as it is: its control characters were taken out when the items were made."""
    language = Language(chosen["lang"] or config.web.language)
    text = write(items, Format(chosen["format_name"]), language)
    if as_json:
        terminal.put_json({"format": chosen["format_name"], "items": len(items), "text": text})
    else:
        sys.stdout.write(text)
