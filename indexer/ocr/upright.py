"""Which way is up? Asked of tesseract itself: the richest lines of a page, read both ways.

A strip of text is read at 0.9 and more the right way up, upside down at a half or less. Unlike tesseract's own
detection of orientation this knows the page's language, needs no further data file (osd), and works on half a dozen
lines.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from indexer.ocr.condition import PRINT_LETTER
from indexer.ocr.preprocess import Raster, turned
from indexer.ocr.repair import Plan, repaired
from indexer.ocr.sheet import Sheet
from indexer.ocr.tesseract import OcrWord

STRIP_LETTERS = 14
"""Height of the strip in those of a small letter: five lines or so."""

CLEARLY = 1.2
"""How much better the other way must be read to turn a page whose lines run across already."""

Read = Callable[[Raster], tuple[OcrWord, ...]]
"""Reads the words of a strip, taking it for one block of text."""


def right_way_up(sheet: Sheet, plan: Plan, read: Read) -> int:
    """How many quarters clockwise the sheet must be turned (0 to 3). ``plan``: what its picture needs to be read."""
    sideways = sheet.condition.lines.sideways
    strip = _strip(sheet.turned(1) if sideways else sheet, plan)
    if strip is None:
        return 0
    this, other = _sureness(read(strip)), _sureness(read(turned(strip, 2)))
    if sideways:
        return 1 if this >= other else 3
    return 2 if other > CLEARLY * this and other > 0 else 0


def _strip(sheet: Sheet, plan: Plan) -> Raster | None:
    """The richest lines of the sheet, repaired; None of a page without letters."""
    condition = sheet.condition
    height = round(STRIP_LETTERS * (condition.letter or PRINT_LETTER))
    rows = (condition.letters > 0).sum(axis=1)
    if not rows.any():
        return None
    window = max(1, round(height * condition.scale))
    sums = np.convolve(rows, np.ones(min(window, len(rows))), mode="valid")
    top = round(int(sums.argmax()) / condition.scale)
    # Askew, the lines of the strip leave it at its sides: it is cut higher by what they rise, then straightened.
    rise = round(abs(np.tan(np.radians(condition.lines.degrees))) * sheet.raster.shape[1] / 2)
    cut = sheet.raster[max(0, top - rise) : top + height + rise]
    return repaired(np.ascontiguousarray(cut), plan, condition).raster


def _sureness(words: tuple[OcrWord, ...]) -> float:
    """Letters and digits, each by the square of its word's confidence: much read badly is not much."""
    return sum(sum(map(str.isalnum, word.text)) * word.confidence**2 for word in words)
