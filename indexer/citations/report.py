"""From a report's file to a Report with its notes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.citations.footnotes import read_footnotes
from indexer.models import Report
from indexer.sources.report import read_report_file


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report, and sentences about what its editor should look at."""

    report: Report
    warnings: tuple[str, ...]


def read_report(path: Path, *, id: str | None = None) -> ReadReport:
    """Read the report in ``path``. Raises ReportError if the file, its front matter or its notes are wrong."""
    file = read_report_file(path, id=id)
    notes = read_footnotes(file.body)
    report = Report(
        id=file.id,
        title=file.title or notes.title or path.stem,
        body=file.body,
        footnotes=notes.footnotes,
        language=file.language,
        author=file.author,
        full_text_url=file.full_text_url,
        note=file.note,
        sha256=file.sha256,
    )
    return ReadReport(report, notes.warnings)
