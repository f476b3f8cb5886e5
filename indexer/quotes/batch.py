"""Many quotations: a CSV in, CSV, JSON or a page of HTML out. A bad line is told and passed over."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from indexer.errors import CotejoError, UsageError
from indexer.models import Access, Problem
from indexer.quotes.models import Verification
from indexer.quotes.parse import read_quotation
from indexer.quotes.serialise import verification_json
from indexer.quotes.service import QuoteService
from indexer.quotes.wording import VERDICTS, change_line
from indexer.text.dates import read_period
from indexer.text.spreadsheet import csv_line

MAX_BYTES = 16 << 20
MAX_ROWS = 20_000
"""A table larger than this is checked in parts: each row may cost a scan of everything."""

COLUMNS = ("id", "quote", "speaker", "date")


class BatchFormat(StrEnum):
    """How answers are written."""

    CSV = "csv"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table as it came."""

    line: int
    quote: str
    id: str = ""
    speaker: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """A line with its answer, or with what is wrong with it."""

    row: Row
    verification: Verification | None = None
    problem: Problem | None = None


def read_rows(path: Path) -> list[Row]:
    """The lines of a CSV file. Raises UsageError if it cannot be read or has no column ``quote``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{path} is larger than {MAX_BYTES >> 20} MB.", remedy="Check it in parts.")
        untrusted = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", remedy="Check its name.") from error
    return parse_rows(untrusted)


def parse_rows(untrusted: bytes) -> list[Row]:
    """The lines of a CSV table (comma, semicolon or tab; UTF-8 or Windows-1252). Raises UsageError."""
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = untrusted.decode("cp1252", errors="replace")
    text = text.replace("\0", "")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="more", restval="")
        names = {(name or "").strip().casefold(): name for name in reader.fieldnames or ()}
        if "quote" not in names:
            raise UsageError(
                "The table has no column «quote».", remedy="Its first line names the columns: id,quote,speaker,date."
            )
        rows = [_row(reader.line_num, record, names) for record in reader]
    except csv.Error as error:
        raise UsageError(f"The table is not CSV: {error}.", remedy="Save it as CSV with UTF-8.") from error
    if len(rows) > MAX_ROWS:
        raise UsageError(
            f"The table has {len(rows):,} lines; {MAX_ROWS:,} can be checked.", remedy="Check it in parts."
        )
    return rows


def _row(line: int, record: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    values = {column: str(record.get(names[column]) or "").strip() if column in names else "" for column in COLUMNS}
    return Row(line, **values)


def check_rows(rows: Iterable[Row], quotes: QuoteService, access: Access) -> Iterator[BatchAnswer]:
    """Each line's answer, as it is found."""
    for row in rows:
        period = read_period(row.date)
        if row.date and period is None:
            problem = Problem("usage", f"«{row.date[:40]}» is not a date; write it as 2023-03-09, 2023-03 or 2023.")
            yield BatchAnswer(row, problem=problem)
            continue
        try:
            quotation = read_quotation(row.quote, speaker=row.speaker or None, period=period)
        except UsageError as error:
            yield BatchAnswer(row, problem=Problem(error.code, str(error)))
            continue
        yield BatchAnswer(row, quotes.verify(quotation, access))


def written(answers: Iterable[BatchAnswer], format: BatchFormat) -> Iterator[str]:
    """The answers as one text, piece by piece as they are found."""
    if format is BatchFormat.JSON:
        return _json(answers)
    return _csv(answers) if format is BatchFormat.CSV else _html(answers)


def _json(answers: Iterable[BatchAnswer]) -> Iterator[str]:
    yield "["
    for number, answer in enumerate(answers):
        yield (", " if number else "") + json.dumps(answer_json(answer), ensure_ascii=True)
    yield "]\n"


def answer_json(answer: BatchAnswer) -> dict[str, Any]:
    """One element of the contract's array; a bad line has ``error`` instead of a verdict."""
    row = {"id": answer.row.id or None, "line": answer.row.line}
    if answer.verification is None:
        problem = answer.problem or CotejoError("")
        return row | {"quote": answer.row.quote, "verdict": None, "error": _problem_json(problem)}
    return row | verification_json(answer.verification) | {"error": None}


def _problem_json(problem: Problem | CotejoError) -> dict[str, str]:
    return {"code": problem.code, "message": problem.message}


_OUT = (
    "line", "id", "quote", "verdict", "critical", "similarity", "changes", "source_text", "speaker", "date", "document",
    "title", "page", "url", "sha256", "places", "error",
)  # fmt: skip


def _csv(answers: Iterable[BatchAnswer]) -> Iterator[str]:
    yield csv_line(_OUT)
    for answer in answers:
        flat = _flat(answer)
        yield csv_line(flat.get(name) for name in _OUT)


def _flat(answer: BatchAnswer) -> dict[str, object]:
    base: dict[str, object] = {"line": answer.row.line, "id": answer.row.id, "quote": answer.row.quote}
    if answer.verification is None:
        return base | {"error": answer.problem.message if answer.problem else ""}
    verification = answer.verification
    base |= {"verdict": verification.verdict.value, "places": verification.total}
    best = next((match for match in verification.matches if not match.specimen), None)
    if best is None:
        return base
    return base | {
        "critical": best.critical,
        "similarity": best.similarity,
        "changes": "; ".join(change_line(change) for change in best.changes),
        "source_text": best.source_text,
        "speaker": best.speaker,
        "date": best.document.metadata.date,
        "document": best.document.id,
        "title": best.document.title,
        "page": best.place.page,
        "url": best.url,
        "sha256": best.document.sha256,
    }


def _html(answers: Iterable[BatchAnswer]) -> Iterator[str]:
    """A page that stands by itself, to be printed or sent on."""
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Quotations checked</title></head><body>\n'
        "<h1>Quotations checked</h1>\n<table border=1>\n"
        "<tr><th>line<th>quotation<th>verdict<th>the source<th>where</tr>\n"
    )
    for answer in answers:
        yield _html_row(answer) + "\n"
    yield "</table>\n</body></html>\n"


def _html_row(answer: BatchAnswer) -> str:
    flat = {name: html.escape(str(value if value is not None else "")) for name, value in _flat(answer).items()}
    if answer.verification is None:
        verdict = flat["error"]
    else:
        verdict = f"<b>{flat['verdict']}</b><br>{html.escape(VERDICTS[answer.verification.verdict])}"
    changes = flat.get("changes", "").replace("; ", "<br>")
    where = "<br>".join(flat[name] for name in ("title", "speaker", "date", "url", "sha256") if flat.get(name))
    return (
        f"<tr><td>{flat['line']} {flat['id']}<td>{flat['quote']}<td>{verdict}"
        f"<td>{flat.get('source_text', '')}<br><small>{changes}</small><td>{where}</tr>"
    )
