"""What every command that searches takes: the query and what narrows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from indexer.commands.options import KINDS, date_option, language_option
from indexer.models import Kind
from indexer.search.service import SearchRequest


def narrowing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--lang``, ``--kind``, ``--collection``, ``--from``, ``--to``, ``--no-expand``,
    ``--not-expanded`` and ``--variants``."""
    for option in (
        click.option("--variants", is_flag=True, help="Search also how scans misread the words (fentani1o)."),
        click.option("--not-expanded", metavar="WORD", multiple=True, help="A word, typed or added, left unexpanded."),
        click.option("--no-expand", is_flag=True, help="Search the words as typed, not in the other language too."),
        date_option("--to", "date_to"),
        date_option("--from", "date_from"),
        click.option("--collection", "collections", metavar="ID", multiple=True),
        click.option("--kind", "kinds", type=KINDS, multiple=True),
        click.option(
            "--lang",
            "passage_language",
            type=click.Choice(["es", "en", "both"]),
            default="both",
            help="Language of the passages.",
        ),
    ):
        command = option(command)
    return command


def search_request(query: str, chosen: dict[str, Any]) -> SearchRequest:
    """The search that ``query`` and the options ask for, with the usual size, from its beginning."""
    return SearchRequest(
        query=query,
        kinds=tuple(Kind(kind) for kind in chosen["kinds"]),
        collections=chosen["collections"],
        languages=language_option(chosen["passage_language"]),
        date_from=chosen["date_from"],
        date_to=chosen["date_to"],
        expand=not chosen["no_expand"],
        without=chosen["not_expanded"],
        misreadings=chosen["variants"],
    )
