"""Which way is up? Seen in the shapes of the letters (:mod:`indexer.ocr.ascenders`), which costs next to nothing; where
these do not tell, asked of tesseract itself: the richest lines of the page, read both ways.

A strip of text is read at 0.9 and more the right way up, upside down at a half or less. Unlike tesseract's own
detection of orientation neither needs a further data file (osd), and the reading knows the page's language.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from indexer.ocr.condition import PRINT_LETTER, Condition
from indexer.ocr.preprocess import Raster, turned
from indexer.ocr.repair import Plan, repaired
from indexer.ocr.sheet import Sheet
from indexer.ocr.tesseract import OcrWord

STRIP_LETTERS = 14
"""Height of the strip in those of a small letter: five lines or so."""

SURE = 4.0
"""So many standard deviations more letters rise than hang, or hang than rise, are sure; most pages have 5 to 14."""

CLEARLY = 1.2
"""How much better the other way must be read to turn a page whose lines run across already."""

Read = Callable[[Raster], tuple[OcrWord, ...]]
"""Reads the words of a strip, taking it for one block of text."""


def seen_way_up(condition: Condition) -> int | None:
    """How many quarters clockwise the page must be turned (0 to 3) by the shapes of its letters; 0 too if its lines run
    across and its letters do not tell, None if they run sideways and do not."""
    sure = abs(condition.rising) >= SURE
    if condition.lines.sideways:
        return None if not sure else 1 if condition.rising > 0 else 3
    return 2 if sure and condition.rising < 0 else 0


def right_way_up(sheet: Sheet, plan: Plan, read: Read) -> int:
    """The same, by reading. ``plan``: what the sheet's picture needs to be read."""
    sideways = sheet.condition.lines.sideways
    if sideways:
        strip = _strip(turned(sheet.raster, 1), sheet.condition.turned(1), plan)
    else:
        strip = _strip(sheet.raster, sheet.condition, plan)
    if strip is None:
        return 0
    this, other = _sureness(read(strip)), _sureness(read(turned(strip, 2)))
    if sideways:
        return 1 if this >= other else 3
    return 2 if other > CLEARLY * this and other > 0 else 0


def _strip(raster: Raster, condition: Condition, plan: Plan) -> Raster | None:
    """The richest lines of the page, repaired; None of a page without letters."""
    height = round(STRIP_LETTERS * (condition.letter or PRINT_LETTER))
    rows = (condition.letters > 0).sum(axis=1)
    if not rows.any():
        return None
    window = max(1, round(height * condition.scale))
    sums = np.convolve(rows, np.ones(min(window, len(rows))), mode="valid")
    top = round(int(sums.argmax()) / condition.scale)
    # Askew, the lines of the strip leave it at its sides: it is cut higher by what they rise, then straightened.
    rise = round(abs(np.tan(np.radians(condition.lines.degrees))) * raster.shape[1] / 2)
    cut = raster[max(0, top - rise) : top + height + rise]
    return repaired(np.ascontiguousarray(cut), plan, condition).raster


def _sureness(words: tuple[OcrWord, ...]) -> float:
    """Letters and digits, each by the square of its word's confidence: much read badly is not much."""
    return sum(sum(map(str.isalnum, word.text)) * word.confidence**2 for word in words)
