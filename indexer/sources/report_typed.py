"""Notes typed by hand in a marked-up report: raised numbers in the text, and a list that begins with them at the end.

The paragraphs are written as plain text, raised numbers as ¹ and the items of the list of notes with their numbers, and
the reader of plain text finds what there is (report_plain).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.models.draft import DraftReport
from indexer.sources.report_marks import SUPERSCRIPTS, SYMBOLS
from indexer.sources.report_pieces import Paragraph, Piece, note_text
from indexer.sources.report_plain import read_plain_report

_HEADING = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:notas(?: finales| al final| al pie(?: de p[áa]gina)?| y referencias)?|(?:end|foot)?notes"
    r"(?: and references)?|referenc(?:ias|es)|fuentes|sources|citas)\s*[:.]?",
    re.IGNORECASE,
)
_ENTRY = re.compile(rf"\s*(?:[{SUPERSCRIPTS}]{{1,4}}|\[\d{{1,4}}\]|\d{{1,4}}[.)]?\s|[{re.escape(SYMBOLS)}])")
_LONG = 200
"""Characters of a paragraph that is prose of the body, so that a list before it is none of notes."""


def read_typed_report(paragraphs: Sequence[Paragraph], *, title: str | None = None) -> DraftReport:
    """Read paragraphs without notes of the format's own. Never fails: without typed notes there are none."""
    notes_from = _list_of_notes(paragraphs)
    sheets: list[list[str]] = [[]]
    page = 1
    for index, paragraph in enumerate(paragraphs):
        while paragraph.page is not None and page < paragraph.page:
            sheets.append([])
            page += 1
        if text := _written(paragraph, is_note=index >= notes_from):
            sheets[-1].append(text)
    draft = read_plain_report("\f".join("\n\n".join(sheet) for sheet in sheets))
    notes = draft.notes if _is_called(draft) or _headed(paragraphs, notes_from) else ()
    return replace(draft, notes=notes, title=title or draft.title)


def _is_called(draft: DraftReport) -> bool:
    """Whether any callout is certain: the 2 of «10 m²» and a list of two items are no notes."""
    labels = {note.label for note in draft.notes}
    return any(callout.certain and callout.label in labels for block in draft.blocks for callout in block.callouts)


def _headed(paragraphs: Sequence[Paragraph], notes_from: int) -> bool:
    return any(_HEADING.fullmatch(item.text.strip()) for item in paragraphs[notes_from : notes_from + 1])


def _list_of_notes(paragraphs: Sequence[Paragraph]) -> int:
    """From where on numbered items are notes: the last heading of such a list, else the list that ends the text."""
    for index in reversed(range(len(paragraphs))):
        paragraph = paragraphs[index]
        if _HEADING.fullmatch(paragraph.text.strip()) and _is_entry(paragraphs[index + 1 : index + 2]):
            return index
    for index in reversed(range(len(paragraphs))):
        if not _is_entry([paragraphs[index]]) and len(paragraphs[index].text) > _LONG:
            return index + 1
    return 0


def _is_entry(paragraphs: Sequence[Paragraph]) -> bool:
    return any(item.number is not None or _ENTRY.match(item.text) is not None for item in paragraphs)


def _written(paragraph: Paragraph, *, is_note: bool) -> str:
    """A paragraph as plain text has it."""
    pieces = paragraph.pieces
    if not is_note:
        pieces = [replace(piece, href=None) for piece in pieces]
    text = note_text([_sign(piece) for piece in pieces])
    if not text:
        return ""
    text = re.sub(r"\n{2,}", "\n", text)
    if paragraph.level:
        return f"{'#' * paragraph.level} {' '.join(text.split())}"
    if is_note and paragraph.number is not None:
        return f"{paragraph.number}. {text}"
    if is_note or not (paragraph.quoted or paragraph.listed):
        return text
    return f"{'>' if paragraph.quoted else '-'} {' '.join(text.split())}"


def _sign(piece: Piece) -> Piece:
    """A raised asterisk as †'s like in plain text stays itself; several raised numbers are parted by no comma."""
    if piece.raised and re.fullmatch(r"\s*\d{1,4}(?:\s*[,;]\s*\d{1,4})+\s*", piece.text):
        numbers = re.findall(r"\d+", piece.text)
        return replace(piece, text=" ".join("".join(SUPERSCRIPTS[int(digit)] for digit in item) for item in numbers))
    return piece
