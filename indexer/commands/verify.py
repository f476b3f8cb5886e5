"""`cotejo verify`: is this what the source says?"""

from __future__ import annotations

import sys
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
            answers = _with_progress(rows, archive.quotes, len(rows))
            sys.stdout.write(written(answers, form))
            if any(answer.problem for answer in answers):
                sys.exit(1)
            return
        quotation = read_quotation(quote or "", speaker=chosen["speaker"], date=chosen["date"])
        verification = archive.quotes.verify(quotation, OWNER)
    if as_json:
        terminal.put_json(verification_json(verification))
    else:
        for line in as_text(verification).splitlines():
            terminal.say(line)


def _with_progress(rows: Any, quotes: Any, total: int) -> list[BatchAnswer]:
    answers = []
    for number, answer in enumerate(check_rows(rows, quotes, OWNER), start=1):
        if answer.problem:
            terminal.note(f"line {answer.row.line}: {answer.problem.message} [{answer.problem.code}]")
        elif number % 25 == 0 or number == total:
            terminal.note(f"{number} of {total} checked")
        answers.append(answer)
    return answers
