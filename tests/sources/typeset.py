"""Small reports set in type with reportlab: callouts, notes at the foot, columns, running heads, as programs set them.

In texts ``{12}`` is a callout, ``<sup>2</sup>`` and ``<sub>2</sub>`` are raised and lowered letters that call nothing,
and ``|`` ends a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_TOKEN = re.compile(r"\{[^}]+\}|<su[pb]>.*?</su[pb]>|\S+?(?=\{|<su|\s|$)|\s+")
_LIBERATION = Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf")


@dataclass(frozen=True)
class Style:
    """How a report is set. Sizes in points.

    ``callout`` and ``label``: raised, plain (of normal size), bracketed, unicode, pointed (``12.``), closed (``12)``).
    ``spaced``: characters for spaces are printed, as by Word; LaTeX only leaves gaps. ``rule``: above the foot.
    """

    size: float = 11
    note_size: float = 9
    leading: float = 1.25
    callout: str = "raised"
    label: str = "raised"
    gap: str = " "
    columns: int = 1
    rule: bool = True
    spaced: bool = True
    head: str | None = None
    numbered: bool = True
    rise: float = 0.35
    raised_size: float = 0.65
    margin: float = 72
    font: str = "Times-Roman"
    indent: float = 0


@dataclass(frozen=True)
class Foot:
    """What is printed at a page's foot: a note, or (no label) the rest of the one before."""

    text: str
    label: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A page: headings begin with ``# ``; ``feet`` stand at the foot (with columns: of the last column)."""

    paragraphs: Sequence[str]
    feet: Sequence[Foot] = ()
    table: Sequence[Sequence[str]] = ()


@dataclass
class _Piece:
    text: str
    size: float
    rise: float


@dataclass
class _Setter:
    canvas: Canvas
    style: Style
    y: float = 0.0
    x: float = 0.0
    width: float = 0.0
    column: int = 0
    bottom: float = 0.0
    words: list[list[_Piece]] = field(default_factory=list)

    def paragraph(self, text: str, size: float, *, label: str | None = None, indent: float = 0) -> None:
        if "|" in text:
            first, rest = text.split("|", 1)
            self.paragraph(first, size, label=label, indent=indent)
            self.paragraph(rest, size)
            return
        words = list(_words(text, size, self.style))
        if label is not None:
            first = _label(label, size, self.style)
            words = [[*first, *words[0]], *words[1:]] if self.style.gap == "" else [first, *words]
        line: list[list[_Piece]] = []
        for word in words:
            if line and self._width([*line, word], size) > self.width - indent:
                self._line(line, size, indent)
                line, indent = [], 0
            line.append(word)
        if line:
            self._line(line, size, indent)

    def _width(self, line: Sequence[Sequence[_Piece]], size: float) -> float:
        space = pdfmetrics.stringWidth(" ", self.style.font, size)
        return sum(self._word_width(word) for word in line) + space * (len(line) - 1)

    def _word_width(self, word: Sequence[_Piece]) -> float:
        return sum(pdfmetrics.stringWidth(piece.text, self.style.font, piece.size) for piece in word)

    def _line(self, line: Sequence[Sequence[_Piece]], size: float, indent: float = 0) -> None:
        if self.y - size < self.bottom and self.column + 1 < self.style.columns:
            self.next_column()
        self.y -= self.style.leading * size
        at = self.x + indent
        for text, piece_size, rise in self._strokes(line, size):
            if text.strip() or self.style.spaced:
                self.canvas.setFont(self.style.font, piece_size)
                self.canvas.drawString(at, self.y + rise, text)
            at += pdfmetrics.stringWidth(text, self.style.font, piece_size)

    def _strokes(self, line: Sequence[Sequence[_Piece]], size: float) -> list[tuple[str, float, float]]:
        """The line's stretches of one size and height; words apart where no characters for spaces are printed."""
        strokes: list[tuple[str, float, float]] = []
        for index, word in enumerate(line):
            for piece in (*word, *([_Piece(" ", size, 0)] if index + 1 < len(line) else [])):
                joins = strokes and strokes[-1][1:] == (piece.size, piece.rise) and self.style.spaced
                text = strokes.pop()[0] + piece.text if joins else piece.text
                strokes.append((text, piece.size, piece.rise))
        return strokes

    def next_column(self) -> None:
        self.column += 1
        self.x += self.width + 24
        self.y = A4[1] - self.style.margin


def _words(text: str, size: float, style: Style) -> Iterator[list[_Piece]]:
    word: list[_Piece] = []
    for token in _TOKEN.findall(text):
        if token.isspace():
            if word:
                yield word
            word = []
        elif token.startswith("{"):
            word += _called(token[1:-1], size, style)
        elif token.startswith("<"):
            rise = style.rise if token.startswith("<sup") else -0.15
            word.append(_Piece(token[5:-6], style.raised_size * size, rise * size))
        else:
            word.append(_Piece(token, size, 0))
    if word:
        yield word


def _called(label: str, size: float, style: Style) -> list[_Piece]:
    if style.callout == "raised":
        return [_Piece(label, style.raised_size * size, style.rise * size)]
    return [_Piece(_printed(label, style.callout), size, 0)]


def _label(label: str, size: float, style: Style) -> list[_Piece]:
    if style.label == "raised":
        return [_Piece(label, style.raised_size * size, style.rise * size)]
    return [_Piece(_printed(label, style.label), size, 0)]


def _printed(label: str, form: str) -> str:
    if form == "unicode":
        return label.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return {"bracketed": f"[{label}]", "pointed": f"{label}.", "closed": f"{label})"}.get(form, label)


def set_report(path: Path, sheets: Sequence[Sheet], style: Style | None = None) -> Path:
    """Write the report to ``path``."""
    style = style or Style()
    if style.font == "Liberation":
        pdfmetrics.registerFont(TTFont("Liberation", str(_LIBERATION)))
    canvas = Canvas(str(path), pagesize=A4)
    for number, sheet in enumerate(sheets, start=1):
        _page(canvas, sheet, number, style)
        canvas.showPage()
    canvas.save()
    return path


def _page(canvas: Canvas, sheet: Sheet, number: int, style: Style) -> None:
    width = (A4[0] - 2 * style.margin - 24 * (style.columns - 1)) / style.columns
    top = A4[1] - style.margin
    if style.head:
        canvas.setFont(style.font, 9)
        canvas.drawString(style.margin, A4[1] - 40, style.head)
    if style.numbered:
        canvas.setFont(style.font, 10)
        canvas.drawCentredString(A4[0] / 2, 36, str(number))
    lines = (
        1.25 * style.note_size * sum(1 + len(foot.text) // int(width / style.note_size * 1.9) for foot in sheet.feet)
    )
    bottom = style.margin + lines + (12 if sheet.feet else 0)
    setter = _Setter(canvas, style, y=top, x=style.margin, width=width, bottom=bottom)
    for text in sheet.paragraphs:
        if text.startswith("# "):
            setter.y -= 8
            setter.paragraph(text[2:], style.size * 1.3)
        else:
            setter.paragraph(text, style.size, indent=style.indent)
        setter.y -= 4
    for row in sheet.table:
        setter.y -= style.leading * style.size
        for cell, text in enumerate(row):
            _cell(setter, text, setter.x + cell * width / len(row))
    if sheet.feet:
        setter.y = bottom - 6
        if style.rule:
            canvas.line(setter.x, setter.y, setter.x + 0.3 * width, setter.y)
        setter.bottom = 0
        for foot in sheet.feet:
            setter.paragraph(foot.text, style.note_size, label=foot.label)


def _cell(setter: _Setter, text: str, x: float) -> None:
    for word in _words(text, setter.style.size, setter.style):
        for piece in word:
            setter.canvas.setFont(setter.style.font, piece.size)
            setter.canvas.drawString(x, setter.y + piece.rise, piece.text)
            x += pdfmetrics.stringWidth(piece.text, setter.style.font, piece.size)
        x += pdfmetrics.stringWidth(" ", setter.style.font, setter.style.size)
