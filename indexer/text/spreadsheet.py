"""CSV that spreadsheets read as text, whatever stands in the documents it tells of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Iterable[object]) -> str:
    """One line of CSV (RFC 4180) with harmless cells."""
    line = io.StringIO(newline="")
    csv.writer(line).writerow([harmless(cell) for cell in cells])
    return line.getvalue()


def harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it: what stands in a leaked document
    must not run in the reader's spreadsheet (OWASP, "CSV injection"). Other values stay; None is an empty cell."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
