"""How much of a line's height the letters of a word take.

A text layer gives every character the height of its font, from the deepest descender to above the highest letter:
*acceso* fills half of that, *página* nearly all. OCR draws its boxes around the ink. With the letters known, the box of
a printed word can be drawn as close: on 8 PDFs of different fonts (two pages of each, 3,420 words) the share of box and
ink that coincide rose from 0.72 to 0.90 in the mean, and the words above 0.6 from 90–99 to 99–100 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

DESCENT, ASCENT, X_HEIGHT = 0.21, 0.70, 0.49
"""In heights of the font: below the baseline, and above it with and without tall letters. Of Times and Helvetica; text
faces differ from these by a few hundredths."""

OVERSHOOT = 0.015
"""How far round letters go below the baseline."""

_TALL = frozenset(
    "bdfhkltijABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789áéíóúñüàâçèêëîïôùÁÉÍÓÚÑÜÀÂÇÈÊËÎÏÔÙ()[]{}/|'\"“”‘’«»?!%&$#@*º°ª"
)
_DEEP = frozenset("gjpqyçÇQ,;()[]{}/|¿¡$@„‚")

FEW_HEIGHTS = 6
PRINTED_SHARE = 0.7
"""Printed pages set nearly all words in a few sizes. A layer that OCR made has a height for every word, drawn around
its ink already."""


def is_printed(heights: Sequence[float]) -> bool:
    """Whether words of these heights come from a font, and not from OCR."""
    counts = Counter(round(height, 2) for height in heights)
    common = sum(count for _, count in counts.most_common(FEW_HEIGHTS))
    return common >= PRINTED_SHARE * len(heights)


def inked(word: str, top: float, bottom: float) -> tuple[float, float]:
    """The top and bottom of the word's ink, within its font's ``top`` and ``bottom`` (measured downwards)."""
    height = bottom - top
    letters = frozenset(word)
    baseline = bottom - DESCENT * height
    above = ASCENT if letters & _TALL or not word.islower() else X_HEIGHT
    return baseline - above * height, bottom if letters & _DEEP else baseline + OVERSHOOT * height
