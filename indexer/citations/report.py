"""From a report's file, in any of its formats, to a Report with its notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.citations.assemble import assemble
from indexer.citations.footnotes import ReadNotes, read_footnotes
from indexer.citations.reading import USUAL, Reading
from indexer.errors import FileUnreadable, PdfDamaged, PdfEncrypted, ReportError, SourceError
from indexer.extract.identify import identify
from indexer.extract.page_nodes import page_nodes
from indexer.extract.pdf_text import open_text
from indexer.extract.registry import extractor_for
from indexer.models import Language, PageStatus, Report
from indexer.models.draft import DraftBlock, DraftReport
from indexer.ocr.reader import TesseractReader
from indexer.sources.report import ReportFile, read_binary_report, read_report_file
from indexer.sources.report_docx import read_docx_report
from indexer.sources.report_html import read_html_report
from indexer.sources.report_pdf import read_printed_report
from indexer.sources.report_plain import read_plain_report
from indexer.sources.report_scan import read_scanned_report
from indexer.text.language import detect_language

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"

_MARKDOWN_NOTE = re.compile(r"^ {0,3}\[\^[^\s\]]{1,100}\]:", re.MULTILINE)
_UNREAD = {
    "application/msword": ("an old Word document (.doc)", "Save it as .docx."),
    "application/rtf": ("an RTF document", "Save it as .docx."),
    "application/vnd.oasis.opendocument.text": ("an OpenDocument text (.odt)", "Save it as .docx."),
    "application/x-ole-storage": ("an encrypted or old Office document", "Save it as .docx without a password."),
}
SCAN_REMEDY = "Run `cotejo doctor` to see whether OCR is in place; else scan it again, at 300 dots per inch."

_WORD_SUFFIXES = (".docx", ".docm", ".dotx")
"""Of files whose first bytes only tell a zip: their text stands behind pictures, or its list of parts at the end."""
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report, and sentences about what its editor should look at."""

    report: Report
    warnings: tuple[str, ...]


def read_report(path: Path, *, id: str | None = None, reading: Reading = USUAL) -> ReadReport:
    """Read the report in ``path``: Markdown, plain text, PDF, DOCX or HTML, told from the bytes.

    Raises ReportError if the file, its front matter or its notes are wrong, or its format is not read.
    """
    try:
        media_type = identify(path)
    except FileUnreadable as error:
        raise ReportError(f"{path}: {error.message}", remedy=error.advice) from error
    except OSError as error:
        raise ReportError(f"{path} cannot be read: {error.strerror}.") from error
    if media_type in _UNREAD:
        what, remedy = _UNREAD[media_type]
        raise ReportError(f"{path.name} is {what}, which is not read as a report.", remedy=remedy)
    if media_type == PDF:
        return _read_pdf(path, id, reading)
    if media_type == DOCX or (media_type == "application/zip" and path.suffix.lower() in _WORD_SUFFIXES):
        file, data = read_binary_report(path, id=id)
        return _from_draft(path, file, read_docx_report(data))
    if media_type == HTML or (
        media_type in ("text/plain", "application/xml") and path.suffix.lower() in _PAGE_SUFFIXES
    ):
        return _read_page(path, id)
    return _read_text(path, id)


def _read_page(path: Path, id: str | None) -> ReadReport:
    file, data = read_binary_report(path, id=id)
    try:
        page = page_nodes(data)
    except SourceError as error:
        raise ReportError(f"{path.name} cannot be read: {error.message}", remedy=error.advice) from error
    return _from_draft(path, file, read_html_report(page))


def _read_pdf(path: Path, id: str | None, reading: Reading) -> ReadReport:
    file, _ = read_binary_report(path, id=id)
    try:
        with open_text(path) as pdf:
            pages = tuple(pdf.printed_pages())
    except (PdfDamaged, PdfEncrypted) as error:
        raise ReportError(f"{path.name} cannot be read: {error}", remedy=error.remedy) from error
    if not any(page.lines for page in pages):
        return _read_scan(path, file, reading)
    return _from_draft(path, file, read_printed_report(pages))


def _read_scan(path: Path, file: ReportFile, reading: Reading) -> ReadReport:
    """A PDF without text, read by OCR: how sure it was, and how many pages it could not read, is told."""
    try:
        pages = extractor_for(PDF).extract(path, PDF, reading.limits, TesseractReader(reading.ocr)).pages
    except SourceError as error:
        raise ReportError(f"{path.name} cannot be read: {error.message}", remedy=error.advice) from error
    read = [page for page in pages if page.text.strip()]
    if not read:
        problem = next((page.problem.message for page in pages if page.problem), "OCR found no text.")
        raise ReportError(f"{path.name} is a scan without text that OCR can read: {problem}", remedy=SCAN_REMEDY)
    unread = sum(page.status is PageStatus.UNREADABLE for page in pages)
    sure = sum(page.confidence or 0.0 for page in read) / len(read)
    told = (
        f"The report is a scan and was read by OCR, which was {sure:.0%} sure of its words: check notes and callouts."
    )
    missing = (f"Pages that OCR could not read: {unread}.",) if unread else ()
    return _from_draft(path, file, replace(read_scanned_report(pages), warnings=(told, *missing)))


def _read_text(path: Path, id: str | None) -> ReadReport:
    file = read_report_file(path, id=id)
    if path.suffix.lower() in (".md", ".markdown") or _MARKDOWN_NOTE.search(file.body):
        return _report(path, file, file.body, read_footnotes(file.body))
    return _from_draft(path, file, read_plain_report(file.body))


def _from_draft(path: Path, file: ReportFile, draft: DraftReport) -> ReadReport:
    if not any(block.text.strip() or block.callouts for block in draft.blocks):
        draft = replace(draft, blocks=(DraftBlock("…"),))  # of a damaged file only the notes may be left
    assembled = assemble(draft)
    return _report(path, file, assembled.body, assembled.notes)


def _report(path: Path, file: ReportFile, body: str, notes: ReadNotes) -> ReadReport:
    language = file.language
    if language is Language.OTHER:
        language = detect_language(body) or Language.OTHER
    report = Report(
        id=file.id,
        title=file.title or notes.title or path.stem,
        body=body,
        footnotes=notes.footnotes,
        language=language,
        author=file.author,
        full_text_url=file.full_text_url,
        note=file.note,
        sha256=file.sha256,
    )
    return ReadReport(report, notes.warnings)
