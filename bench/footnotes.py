"""Footnotes of PDF reports: F1 on four checked reports, notes invented where there are none, and time beside pdfminer.

.venv/bin/python -m bench.footnotes [--pages 300]
"""

from __future__ import annotations

import argparse
import time
from functools import reduce
from operator import add
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams

from bench.measure import SHARED
from bench.note_truth import Score, read_truth, score
from indexer.citations.report import read_report

LATEX = ("lshort-es", "l2tabu-es")
OTHERS = ("hrdag-drug-killings-en", "venegas-violencia-es")
WITHOUT = ("dof/laws/LGN_static.pdf", "dof/laws/LNUF_static.pdf", "dof/laws/LSN_static.pdf")
LONG = "reports/pdf/lshort_es/lshort-a4.pdf"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300, help="of the PDF that is timed; 0: none")
    arguments = parser.parse_args()
    for names, title, target in ((LATEX, "made with LaTeX", 0.95), (OTHERS, "HRDAG and Venegas", 0.9)):
        pooled = reduce(add, [_score(name) for name in names])
        _print(f"pooled, {title}", pooled)
        print(f"  target {target}: {'met' if min(pooled.notes.f1, pooled.links.f1) >= target else 'MISSED'}\n")
    for name in WITHOUT:
        print(f"{name}: {len(read_report(SHARED / name, id='none').report.footnotes)} notes invented")
    if arguments.pages:
        _time(arguments.pages)


def _score(name: str) -> Score:
    truth = read_truth(name)
    found = score(truth, read_report(SHARED / "reports" / "pdf" / truth.pdf, id=name).report.footnotes)
    _print(name, found)
    return found


def _print(name: str, found: Score) -> None:
    for what, tally in (("notes", found.notes), ("links", found.links)):
        print(
            f"{name}: {what} F1 {tally.f1:.3f} (precision {tally.precision:.3f}, recall {tally.recall:.3f}; "
            f"{tally.right} right of {tally.wanted}, {tally.found} found)"
        )
    if found.missed:
        print(f"  not right: {', '.join(found.missed)}")


def _time(pages: int) -> None:
    """Our time for a long report, file to notes with claims, and pdfminer's for its layout of the same pages."""
    with TemporaryDirectory() as folder:
        path = _long(Path(folder) / "long.pdf", pages)
        started = time.perf_counter()
        notes = len(read_report(path, id="long").report.footnotes)
        ours = time.perf_counter() - started
        started = time.perf_counter()
        count = sum(1 for _ in extract_pages(path, laparams=LAParams()))
        peer = time.perf_counter() - started
    print(
        f"\n{count} pages, {notes} notes: ours {ours:.1f} s, pdfminer {peer:.1f} s, ratio {ours / peer:.2f} (target 2)"
    )


def _long(path: Path, pages: int) -> Path:
    """The longest real report, repeated to so many pages."""
    source, merged = pypdfium2.PdfDocument(SHARED / LONG), pypdfium2.PdfDocument.new()
    while len(merged) < pages:
        merged.import_pages(source, list(range(min(len(source), pages - len(merged)))))
    merged.save(path)
    return path


if __name__ == "__main__":
    main()
