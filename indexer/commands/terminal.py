"""What the commands say on the terminal: results on stdout, messages and progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from indexer.check import Finding
from indexer.doctor import Diagnosis
from indexer.index.query import Reason
from indexer.models import CitationLink, Counts, Failure, LinkStatus, Outcome, Searched
from indexer.search.results import Hit, SearchResults

_CONTROL = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " ")
"""Text of hostile documents must not steer the terminal (escape sequences in a title, say)."""


def clean(text: str) -> str:
    """The text on one line, without control characters."""
    return text.translate(_CONTROL)


def say(line: str) -> None:
    sys.stdout.write(clean(line) + "\n")


def note(line: str) -> None:
    sys.stderr.write(clean(line) + "\n")


def warn(line: str) -> None:
    note(f"warning: {line}")


def put_json(value: object) -> None:
    """One line of JSON. Surrogates and control characters are escaped, so that the line stays a line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=not _stdout_is_utf8()) + "\n")
    sys.stdout.flush()


def _stdout_is_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def done(line: str, as_json: bool) -> None:
    """The end of a command that only does something."""
    put_json({"done": line}) if as_json else say(line)


class AddProgress:
    """A line a file on stdout; on a terminal, a bar on stderr."""

    def __init__(self, total: int, *, as_json: bool) -> None:
        self.as_json = as_json
        self.counts = {"added": 0, "unchanged": 0, "failed": 0}
        self.unread = 0
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._bar.add_task("Reading", total=total)

    @property
    def failed(self) -> bool:
        """Whether this run has anything to list: a file not taken in, or a page of a new document not read."""
        return bool(self.counts["failed"] or self.unread)

    def say(self, message: str) -> None:
        if self._bar.disable:
            note(message)
        else:
            self._bar.update(self._task, description=clean(message))

    def ended(self, outcome: Outcome, shape: Mapping[str, Any]) -> None:
        self.counts[outcome.status] += 1
        self.unread += outcome.status == "added" and outcome.error is not None
        self._bar.update(self._task, advance=1, description="Reading")
        if self.as_json:
            put_json(shape)
        elif outcome.error is not None:
            say(f"{outcome.status:9} {outcome.path}: {outcome.error.message} [{outcome.error.code}]")
        else:
            kind = outcome.kind.value if outcome.kind else ""
            say(f"{outcome.status:9} {outcome.document} {kind:11} {outcome.date or ''!s:10} {outcome.path}")
        if outcome.answers:
            self._tell(f"{outcome.path} answers {_answered(outcome.answers)}")

    def _tell(self, line: str) -> None:
        """A line on stderr that stays, above the bar where there is one."""
        if self._bar.disable:
            note(line)
        else:
            self._bar.console.print(clean(line), markup=False, highlight=False, soft_wrap=True)

    def __enter__(self) -> AddProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
        note(", ".join(f"{number} {status}" for status, number in self.counts.items()) + ".")
        if self.unread:
            note(f"Pages of {_counted(self.unread, 'document')} could not be read; they are marked in the archive.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _answered(links: Sequence[CitationLink]) -> str:
    """``note 9 of report (proposed), note 52 of report``."""
    return ", ".join(
        f"note {link.label} of {link.report}"
        + ("" if link.status is LinkStatus.CONFIRMED else f" ({link.status.value})")
        for link in links
    )


_REASONS = {Reason.GLOSSARY: "glossary", Reason.TRANSLATION: "translated", Reason.OCR: "misread by OCR?"}


def print_results(results: SearchResults) -> None:
    found = f"{_counted(results.total, 'passage')} in {_counted(results.documents, 'document')}"
    say(f"{found} · read as: {results.read_as}")
    for remark in results.notes:
        say(remark)
    for expansion in results.expansions:
        if expansion.shown:
            say(f"also searched for {expansion.term}: {', '.join(added.text for added in expansion.shown)}")
    for misread in results.misreadings:
        forms = ", ".join(form.text for form in misread.forms)
        say(f"{misread.term} also in scans as: {forms}" + ("" if misread.searched else " (--variants searches these)"))
    if results.suggestion:
        say(f"did you mean: {results.suggestion}")
    for hit in results.hits:
        specimen = " · SPECIMEN" if hit.specimen else ""
        say("")
        say(f"{hit.title}{specimen}")
        say(
            f"  {hit.kind.value} · {hit.date or 'no date'} · page {hit.page}"
            + (f" · {hit.speaker}" if hit.speaker else "")
            + (_read_by_ocr(hit) if hit.ocr else "")
        )
        say(f"  {hit.snippet}")
        if hit.added:
            say("  found by " + ", ".join(f"{added.text} ({_REASONS[added.reason]})" for added in hit.added))
        cited = ", ".join(f"{chip.report}#{chip.note} ({chip.status.value})" for chip in hit.footnotes)
        say(f"  {hit.url}" + (f" · cited in {cited}" if cited else ""))
    if not results.total:
        say(_worth(results.searched))
    if results.next:
        note(f"More: repeat with --cursor {results.next}")


def _read_by_ocr(hit: Hit) -> str:
    sure = f" · read by OCR, {hit.passage.confidence or 0:.0%} sure"
    return f"{sure} · check the image" if hit.check_image else sure


def _worth(searched: Searched) -> str:
    """What it is worth that nothing was found."""
    unread = searched.unreadable_pages
    looked = f"Nothing was found in {_counted(searched.documents, 'document')}, {_counted(searched.pages, 'page')}."
    if not unread:
        return looked
    return f"{looked} {_counted(unread, 'page')} could not be read: the words may stand there all the same."


def print_document(shown: Mapping[str, Any]) -> None:
    if shown["text"] is not None:
        # The stored text as it is, line by line; only what could steer the terminal is left out.
        for line in shown["text"].splitlines():
            sys.stdout.write(line.translate(_CONTROL) + "\n")
        return
    for key in (
        "title",
        "document",
        "kind",
        "date",
        "language",
        "collections",
        "pages",
        "pages_ocr",
        "pages_unreadable",
    ):
        say(f"{key:17} {_joined(shown[key])}")
    for key in ("issuer", "code", "place", "addressee", "file_number", "official_url"):
        if shown[key]:
            say(f"{key:17} {shown[key]}")
    if shown["specimen"]:
        say("SPECIMEN: written for demonstration, not the original document")
    provenance = shown["provenance"]
    say(f"sha256            {provenance['sha256']}")
    say(f"added             {provenance['added_at']}")
    for occurrence in provenance["occurrences"]:
        say(f"found at          {occurrence['path']} ({occurrence['collection']})")
    for reading in provenance["readings"]:
        sure = "" if reading["confidence"] is None else f", {reading['confidence']:.0%} sure"
        say(f"page {reading['page']:<12} reading {reading['reading']} by {reading['engine']}{sure}")
    for chip in shown["footnotes"]:
        say(f"cited in          {chip['report']}#{chip['note']} ({chip['status']})")


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "unknown")


def print_reports(rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        say(f"{row['id']:32} {row['footnotes']:4} notes  {row['title']}")
    if not rows:
        note("There is no report yet; add one with `cotejo report add FILE`.")


def print_report(shown: Mapping[str, Any]) -> None:
    say(shown["title"])
    for row in shown["footnotes"]:
        documents = ", ".join(f"{item['document']} ({item['status']})" for item in row["documents"])
        say(f"{row['label']:>4}  {row['text']}")
        if (pointer := row["cross_reference"]) is not None:
            sure = " (ambiguous)" if pointer["ambiguous"] else ""
            say(f"      = {pointer['target'] or 'no earlier note fits'}{sure}")
        say(f"      → {documents or 'not in the archive yet'}")


def print_audit(shown: Mapping[str, Any]) -> None:
    say(shown["title"])
    for name, number in shown["coverage"].items():
        say(f"  {name.replace('_', ' '):16} {number}")
    for warning in shown["warnings"]:
        say(f"  ! {warning['message']} [{warning['code']}]")
    for row in shown["footnotes"]:
        say("")
        say(f"{row['label']:>4}  {row['source'].replace('_', ' ')}: {row['reason']}")
        for item in row["quotes"]:
            say(f"      “{item['quote']}”: {_checked(item, item['verdict'])}")
        for item in row["figures"]:
            say(f"      {item['figure']}: {_checked(item, item['status'])}")
        for warning in row["warnings"]:
            say(f"      ! {warning['message']} [{warning['code']}]")


def _checked(item: Mapping[str, Any], verdict: str | None) -> str:
    """What became of a quotation or figure, and where it stands."""
    if verdict is None:
        return f"cannot be checked [{item['problem']}]" if item["problem"] else "not checked yet"
    told = verdict.replace("_", " ") + (", critical" if item.get("critical") else "")
    match = item["match"]
    return told if match is None else f"{told} · {match['title']}, page {match['page']} · {match['url']}"


def print_findings(findings: Sequence[Finding], counts: Counts, spare: int) -> None:
    for finding in findings:
        say(f"{finding.code.value:22} {finding.message}")
    if not findings:
        say(f"Sound: {counts.documents} documents, {counts.pages} pages, {counts.passages} passages.")
    if spare:
        note(
            f"{spare} files in the store belong to no document (a run was killed or a file failed); they are harmless."
        )


def print_status(counts: Counts, failures: Sequence[Failure]) -> None:
    say(f"documents         {counts.documents} ({counts.specimens} specimens)")
    say(f"pages             {counts.pages} ({counts.pages_ocr} by OCR, {counts.pages_unreadable} unreadable)")
    say(f"passages          {counts.passages}")
    for title, table in (
        ("kind", counts.by_kind),
        ("collection", counts.by_collection),
        ("language", counts.by_language),
    ):
        for name, number in table.items():
            say(f"{title:10} {name:24} {number}")
    for failure in failures:
        say(f"failed {failure.attempts}×  {failure.path}: {failure.problem.message} [{failure.problem.code}]")


def print_diagnosis(diagnosis: Diagnosis) -> None:
    for item in diagnosis.items:
        say(f"{'ok' if item.ok else 'MISSING' if item.needed else 'absent':8} {item.name:22} {item.found}")
        if not item.ok:
            say(f"         {'':22} {item.remedy}")
