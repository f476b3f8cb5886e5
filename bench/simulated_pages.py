"""Draws pages of known text: prose, two columns, tables, in the fonts of the machine. Damage is `simulated_scans`.

A page is drawn in black on white at any resolution, so that 150 and 600 dpi are real and not enlargements.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT_FOLDERS = (Path("/usr/share/fonts"),)
SIZE_INCHES = (8.5, 11.0)
MARGIN_INCHES = 0.9
LEADING = 1.25
_NOT_TEXT = re.compile(
    r"math|symbol|dingbat|emoji|extralight|keyboard|initials|bold|italic|oblique|light|thin|black|demi|medium|"
    r"lin.*_(?!r\b)|cmun(?!rm|ss|tt)|cmun..[^.]|d0500|-bd",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DrawnPage:
    """A clean page in gray, and the text on it in reading order."""

    picture: Image.Image
    text: str
    dpi: int


@cache
def fonts(folders: tuple[Path, ...] = FONT_FOLDERS) -> dict[str, tuple[Path, ...]]:
    """The upright text fonts found, parted into those one may tune on and those kept apart: Liberation and whatever
    else a folder brings are held out, DejaVu and FreeFont are for training."""
    found = sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in (".ttf", ".otf") and not _NOT_TEXT.search(path.name) and _has_spanish(path)
    )
    training = tuple(path for path in found if path.name.startswith(("DejaVu", "Free")))
    held_out = tuple(path for path in found if path not in training)
    return {"train": training, "held-out": held_out or training}


def _has_spanish(path: Path) -> bool:
    """Whether the font draws the letters of Spanish, and draws them apart from its sign for a missing one."""
    try:
        font = ImageFont.truetype(str(path), 40)
        missing = bytes(font.getmask("\uffff"))
        return all(bytes(font.getmask(sign)) != missing for sign in "aáéñÑ¿¡,.")
    except OSError:
        return False


def draw_prose(text: str, font: Path, dpi: int, points: float, columns: int = 1) -> DrawnPage:
    """As much of the text as fits, its paragraphs (lines of ``text``) in columns that are read one after another."""
    page, drawn = _Sheet(font, dpi, points), []
    gutter = round(0.3 * dpi)
    width = (page.width - 2 * page.margin - (columns - 1) * gutter) // columns
    lines = [line for paragraph in text.splitlines() if paragraph.strip() for line in page.wrapped(paragraph, width)]
    rows = min(-(-len(lines) // columns), (page.height - 2 * page.margin) // page.leading)
    for column in range(columns):
        x = page.margin + column * (width + gutter)
        for row, line in enumerate(lines[column * rows : (column + 1) * rows]):
            page.write(x, page.margin + row * page.leading, line)
            drawn.append(line)
    return page.done("\n".join(drawn))


def draw_table(words: Sequence[str], font: Path, dpi: int, points: float, *, ruled: bool, seed: int) -> DrawnPage:
    """A table of names and figures, read row by row; with or without ruled lines."""
    random_ = random.Random(seed)
    page, rows = _Sheet(font, dpi, points), []
    x = [page.margin + round(share * (page.width - 2 * page.margin)) for share in (0, 0.42, 0.72, 1)]
    height = round(page.leading * 1.6)
    for row in range(22):
        name = " ".join(random_.sample(list(words), 2)).capitalize()
        cells = (
            name,
            f"{random_.randrange(10, 999)},{random_.randrange(100, 999)}",
            f"{random_.randrange(1, 28)} de mayo",
        )
        top = page.margin + row * height
        for left, cell in zip(x, cells, strict=False):
            page.write(left + page.em // 2, top + (height - page.leading) // 2, cell)
        rows.append(" ".join(cells))
        if ruled:
            page.rule((x[0], top, x[-1], top))
    if ruled:
        for left in x:
            page.rule((left, page.margin, left, page.margin + 22 * height))
        page.rule((x[0], page.margin + 22 * height, x[-1], page.margin + 22 * height))
    return page.done("\n".join(rows))


class _Sheet:
    """A white page and a pen. Sizes in pixels."""

    def __init__(self, font: Path, dpi: int, points: float) -> None:
        self.dpi = dpi
        self.width, self.height = (round(inches * dpi) for inches in SIZE_INCHES)
        self.margin = round(MARGIN_INCHES * dpi)
        self.em = round(points / 72 * dpi)
        self.leading = round(self.em * LEADING)
        self._font = ImageFont.truetype(str(font), self.em)
        self._picture = Image.new("L", (self.width, self.height), 255)
        self._pen = ImageDraw.Draw(self._picture)

    def write(self, x: int, y: int, line: str) -> None:
        self._pen.text((x, y), line, fill=0, font=self._font)

    def rule(self, ends: tuple[int, int, int, int]) -> None:
        self._pen.line(ends, fill=0, width=max(1, self.dpi // 150))

    def wrapped(self, paragraph: str, width: int) -> list[str]:
        lines, line = [], ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and self._font.getlength(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        return [*lines, line] if line else lines

    def done(self, text: str) -> DrawnPage:
        return DrawnPage(self._picture, text, self.dpi)
