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
_RAISED = re.compile(r"\s*[\[(]?\d{1,4}(?:\s*[,;]\s*\d{1,4})*[\])]?\s*", re.ASCII)
_STARS = re.compile(r"\s*\*{1,3}\s*")
_RAISED_STAR, _STAND_IN = "\ue02a", "¶"
_LONG = 200
"""Characters of a paragraph that is prose of the body, so that a list before it is none of notes."""


def read_typed_report(paragraphs: Sequence[Paragraph], *, title: str | None = None) -> DraftReport:
    """Read paragraphs without notes of the format's own. Never fails: without typed notes there are none."""
    headings = [index for index in range(len(paragraphs)) if _heads_notes(paragraphs, index)]
    inside = _within_lists(paragraphs, headings)
    lifted = any(_is_raised_number(piece) for item in paragraphs for piece in item.pieces)
    sheets: list[list[str]] = [[]]
    page = 1
    for index, paragraph in enumerate(paragraphs):
        while paragraph.page is not None and page < paragraph.page:
            sheets.append([])
            page += 1
        text = _written(paragraph, is_note=index in inside, lifted=lifted)
        if text and sheets[-1] and index in inside and index - 1 in inside and _goes_on(paragraph):
            sheets[-1][-1] += f"\n{text}"
        elif text:
            sheets[-1].append(text)
    draft = _read(["\n\n".join(sheet) for sheet in sheets], paragraphs)
    return replace(draft, notes=draft.notes if headings or _is_called(draft) else (), title=title or draft.title)


def _read(sheets: Sequence[str], paragraphs: Sequence[Paragraph]) -> DraftReport:
    """The pages as the reader of plain text finds them. It takes no asterisk for a callout, so that a raised one goes
    to it as a sign that the text does not have."""
    text = "\f".join(sheets)
    starred = any(piece.raised and _STARS.fullmatch(piece.text) for item in paragraphs for piece in item.pieces)
    if not starred or _STAND_IN in text:
        return read_plain_report(text.replace(_RAISED_STAR, "*"))
    text = re.sub(r"(?m)^\*+(?=[ \t]*[^\s*])(?![^\n*]+\*)", lambda stars: _STAND_IN * len(stars[0]), text)
    draft = read_plain_report(text.replace(_RAISED_STAR, _STAND_IN))
    blocks = tuple(
        replace(
            block,
            text=block.text.replace(_STAND_IN, "*"),
            callouts=tuple(
                replace(item, label=_starred(item.label), printed=_starred(item.printed)) for item in block.callouts
            ),
        )
        for block in draft.blocks
    )
    notes = tuple(replace(note, label=_starred(note.label), text=_starred(note.text)) for note in draft.notes)
    return replace(draft, blocks=blocks, notes=notes)


def _starred(text: str) -> str:
    return text.replace(_STAND_IN, "*")


def _goes_on(paragraph: Paragraph) -> bool:
    """Whether a paragraph is not the first of its item."""
    return paragraph.listed and paragraph.number is None


def _is_called(draft: DraftReport) -> bool:
    """Whether any callout is certain: the 2 of «10 m²» and a list of two items are no notes."""
    labels = {note.label for note in draft.notes}
    return any(callout.certain and callout.label in labels for block in draft.blocks for callout in block.callouts)


def _heads_notes(paragraphs: Sequence[Paragraph], index: int) -> bool:
    return bool(_HEADING.fullmatch(paragraphs[index].text.strip())) and _is_entry(paragraphs[index + 1 : index + 2])


def _within_lists(paragraphs: Sequence[Paragraph], headings: Sequence[int]) -> set[int]:
    """The paragraphs where numbered items are notes: below headings of such lists, else in the list that ends the
    text."""
    if headings:
        inside: set[int] = set()
        for heading in headings:
            end = heading + 1
            while end < len(paragraphs) and not paragraphs[end].level:
                end += 1
            inside |= set(range(heading, end))
        return inside
    for index in reversed(range(len(paragraphs))):
        if not _is_entry([paragraphs[index]]) and len(paragraphs[index].text) > _LONG:
            return set(range(index + 1, len(paragraphs)))
    return set(range(len(paragraphs)))


def _is_entry(paragraphs: Sequence[Paragraph]) -> bool:
    return any(item.number is not None or _ENTRY.match(item.text) is not None for item in paragraphs)


def _written(paragraph: Paragraph, *, is_note: bool, lifted: bool) -> str:
    """A paragraph as plain text has it; items of the list of notes are numbered as callouts are written."""
    pieces = paragraph.pieces
    if not is_note:
        pieces = [replace(piece, href=None) for piece in pieces]
    text = note_text([_plain_sign(piece) for piece in pieces])
    if not text:
        return ""
    text = re.sub(r"\n{2,}", "\n", text)
    if paragraph.level:
        return f"{'#' * paragraph.level} {' '.join(text.split())}"
    if is_note and paragraph.number is not None:
        return f"{paragraph.number}. {text}" if lifted else f"[{paragraph.number}] {text}"
    if is_note or not (paragraph.quoted or paragraph.listed):
        return text
    return f"{'>' if paragraph.quoted else '-'} {' '.join(text.split())}"


def _is_raised_number(piece: Piece) -> bool:
    return piece.raised and _RAISED.fullmatch(piece.text) is not None


def _plain_sign(piece: Piece) -> Piece:
    """A raised ``[1]`` or ``1,2`` as plain text has them; raised asterisks are marked."""
    if piece.raised and _STARS.fullmatch(piece.text):
        return replace(piece, text=piece.text.replace("*", _RAISED_STAR))
    if not _is_raised_number(piece):
        return piece
    numbers = ("".join(SUPERSCRIPTS[int(digit)] for digit in number) for number in re.findall(r"\d+", piece.text))
    space = " " if piece.text[-1:].isspace() else ""
    return replace(piece, text=" ".join(numbers) + space)
