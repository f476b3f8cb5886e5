"""What paragraphs of marked-up reports (DOCX, HTML) are made of, and how a note's or a block's text is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexer.models.draft import DraftBlock, DraftCallout
from indexer.sources.report_marks import SUPERSCRIPTS

_RAISED_NUMBER = re.compile(r"[-−–+]?\d{1,4}")
_RAISE = str.maketrans("0123456789-−–+", f"{SUPERSCRIPTS}⁻⁻⁻⁺")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/\S*)?", re.IGNORECASE)
_UNSAFE = {" ": "%20", "<": "%3C", ">": "%3E", '"': "%22", "\n": "", "\t": ""}
_SPACES = re.compile(r"[ \t\r\f\v]+")
_CLOSING = ".,;:)]»”"
LONGEST_LINK_TEXT = 400
"""Of a Markdown link, as the reader of addresses takes it (indexer.citations.urls)."""

_SHORT_CELL = 100
"""Characters: cells no longer make a row of one line, longer ones are paragraphs of their own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind, or the place of a callout (then ``text`` is what is put back if no note answers).

    ``href`` is the address it leads to; ``raised``: it is set as a superscript; ``key`` and ``page`` are a callout's.
    """

    text: str
    href: str | None = None
    raised: bool = False
    callout: str | None = None
    key: str | None = None
    page: int | None = None


@dataclass(slots=True)
class Paragraph:
    """A paragraph as its pieces come. ``number`` is its place in a numbered list, if it stands in one."""

    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    quoted: bool = False
    listed: bool = False
    number: int | None = None
    page: int | None = None
    section: int = 0

    @property
    def text(self) -> str:
        return plain_text(self.pieces)


def plain_text(pieces: Iterable[Piece]) -> str:
    """The pieces as a reader sees them, without callouts; raised numbers as such (m²)."""
    return "".join(_raised(piece) for piece in pieces if piece.callout is None)


def note_text(pieces: Sequence[Piece]) -> str:
    """A note's text: links whose visible text is not their target are ``[text](target)``; lines are kept."""
    parts: list[str] = []
    index = 0
    while index < len(pieces):
        href = pieces[index].href
        end = index + 1
        while href is not None and end < len(pieces) and pieces[end].href == href:
            end += 1
        text = "".join(_raised(piece) for piece in pieces[index:end])
        parts.append(text if href is None else _link(text, href))
        index = end
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def row_of(cells: list[Paragraph]) -> list[Paragraph]:
    """A table's row: short cells side by side in one line, others as paragraphs."""
    if len(cells) < 2 or any(len(cell.text) > _SHORT_CELL or cell.level for cell in cells):
        return cells
    pieces: list[Piece] = []
    for cell in cells:
        pieces += [*([Piece(" | ")] if pieces else []), *cell.pieces]
    return [Paragraph(pieces, page=cells[0].page, section=cells[0].section)]


def block_of(paragraph: Paragraph) -> DraftBlock:
    """The paragraph as a block of a draft; its callouts in order, each at its offset in the text."""
    parts: list[str] = []
    callouts: list[DraftCallout] = []
    length = 0
    for index, piece in enumerate(paragraph.pieces):
        if piece.callout is None:
            text = _raised(piece)
            if _parts_from_point(paragraph.pieces, index):
                text = text.rstrip()
            parts.append(text if length else text.lstrip())
            length += len(parts[-1])
        else:
            callouts.append(
                DraftCallout(piece.callout, length, piece.text, paragraph.section, piece.page, key=piece.key)
            )
    return DraftBlock("".join(parts), tuple(callouts), paragraph.level, paragraph.quoted, paragraph.listed)


def _parts_from_point(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a space only parts a word from its callout and the point after it: ``word ¹.``"""
    if index + 1 >= len(pieces) or pieces[index + 1].callout is None:
        return False
    after = next((piece.text for piece in pieces[index + 1 :] if piece.callout is None and piece.text), "")
    return not after or after[0] in ".,;:!?)»” \n"


def raised(label: str) -> str:
    """A label as it is printed in running text: ``12`` → ``¹²``."""
    return label.translate(_RAISE) if label.isdecimal() else label


def _raised(piece: Piece) -> str:
    if piece.raised and _RAISED_NUMBER.fullmatch(piece.text.strip()):
        return piece.text.translate(_RAISE)
    return piece.text


def _link(text: str, href: str) -> str:
    """Visible text and target, apart where they differ; the spaces and points around an address are not its own."""
    visible = " ".join(text.split())
    if not visible:
        return text
    target = "".join(_UNSAFE.get(character, character) for character in href.strip())
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    bare = visible.rstrip(_CLOSING)
    if visible == href.strip() or (bare == href.strip() and _ADDRESS.fullmatch(bare)):
        return f"{before}{visible}{after}"
    if not _leads_out(target):
        return text
    if "[" in visible or "]" in visible or len(visible) > LONGEST_LINK_TEXT:
        return f"{before}{visible} <{target}>{after}"
    if target.count("(") != target.count(")") or target.count("(") > 1:
        target = target.replace("(", "%28").replace(")", "%29")
    return f"{before}[{visible}]({target}){after}"


def _leads_out(target: str) -> bool:
    return re.match(r"https?://[^\s/]", target, re.IGNORECASE) is not None or target.lower().startswith("www.")
