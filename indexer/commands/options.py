"""Options that many commands share, and how they become values."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from indexer.archive import Archive
from indexer.config import Config, find_config, load_config
from indexer.models import Kind, Language

KINDS = click.Choice([kind.value for kind in Kind])

json_option = click.option("--json", "as_json", is_flag=True, help="JSON on stdout, and nothing else there.")


def archive_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--archive`` and ``--json``; the command receives ``config`` and ``as_json``."""

    @click.option(
        "--archive",
        "archive_folder",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The archive; default: $COTEJO_ARCHIVE, else the config.toml of the working folder.",
    )
    @json_option
    @functools.wraps(command)
    def with_config(archive_folder: Path | None, as_json: bool, **arguments: Any) -> Any:
        before = click.get_current_context().obj  # `cotejo --archive DIR search …`
        config = load_config(find_config(archive_folder or (Path(before) if before else None)))
        return command(config=config, as_json=as_json, **arguments)

    return with_config


def open_archive(config: Config) -> Archive:
    """The archive as it is; commands that only read never make one. Raises ArchiveMissing."""
    return Archive.open(config)


def iso_date(text: str) -> dt.date:
    """A date as the command line takes it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not a date; write it as 2023-03-09.") from error


def date_option(flag: str, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(flag, name, type=iso_date, metavar="YYYY-MM-DD", help="Bounds the date, both ends included.")


def language_option(chosen: str) -> tuple[Language, ...]:
    """``both`` (the default) narrows nothing, so that passages in neither language are found too."""
    return () if chosen == "both" else (Language(chosen),)
