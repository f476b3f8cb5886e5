"""`cotejo verify`: is this what the source says?"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from indexer.commands import terminal
from indexer.commands.options import archive_options, date_option, open_archive
from indexer.config import Config
from indexer.errors import UsageError
from indexer.models import OWNER
from indexer.quotes.batch import BatchAnswer, BatchFormat, check_rows, read_rows, written
from indexer.quotes.parse import read_quotation
from indexer.quotes.serialise import verification_json
from indexer.quotes.wording import as_text


@click.command()
@click.argument("quote", required=False)
@click.option("--file", "path", type=click.Path(path_type=Path, dir_okay=False), help="CSV: quote[,id,speaker,date].")
@click.option("--speaker", metavar="NAME", help="Who is said to have said it: a hint, never a filter.")
@date_option("--date", "date")
@click.option("--format", "format_name", type=click.Choice([known.value for known in BatchFormat]), help="With --file.")
@archive_options
def verify(config: Config, as_json: bool, quote: str | None, path: Path | None, **chosen: Any) -> None:
    """Check a quotation, or with --file a table of them, against the whole archive."""
    if (quote is None) == (path is None):
        raise UsageError("Give a quotation or --file quotes.csv, one of the two.")
    with open_archive(config) as archive:
        if path is not None:
            rows = read_rows(path)
            form = BatchFormat(chosen["format_name"] or ("json" if as_json else "csv"))
            told = _Told(len(rows))
            for piece in written(told.each(check_rows(rows, archive.quotes, OWNER)), form):
                sys.stdout.write(piece)
            if told.bad:
                sys.exit(1)
            return
        quotation = read_quotation(quote or "", speaker=chosen["speaker"], date=chosen["date"])
        verification = archive.quotes.verify(quotation, OWNER)
    if as_json:
        terminal.put_json(verification_json(verification))
    else:
        for line in as_text(verification).splitlines():
            terminal.say(line)


@dataclass
class _Told:
    """Says on stderr how far a table is, and counts its bad lines."""

    total: int
    bad: int = 0

    def each(self, answers: Iterable[BatchAnswer]) -> Iterator[BatchAnswer]:
        for number, answer in enumerate(answers, start=1):
            if answer.problem:
                self.bad += 1
                terminal.note(f"line {answer.row.line}: {answer.problem.message} [{answer.problem.code}]")
            elif number % 25 == 0 or number == self.total:
                terminal.note(f"{number} of {self.total} checked")
            yield answer
