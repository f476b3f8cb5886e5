"""How much of what looks like letters did a reading reach? Tesseract does not tell what it left out: of a page with a
stamp over its text it skipped a fifth, and was 95 % sure of the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.ocr.condition import TEXT_LETTER, Condition
from indexer.ocr.preprocess import Boxes, Raster, grown, spots_of
from indexer.ocr.tesseract import OcrWord

RUN_TOGETHER = 12.0
"""Width of letters run together, in heights of a small one."""

APART, LEADING = 2.0, 0.3
"""Letters of one group stand this near to each other, across and down, in heights of a small one."""

LEAST_GROUP = 6
"""Fewer letters than this left out of a whole page are no group worth looking for."""

SMALL, SMALL_ONES = 0.2, 0.5
"""Of a group of text so many are small letters, their heights alike to so much."""

BESIDE, LEVEL, LEVEL_ONES = 3.0, 0.12, 0.65
"""Of a group of text so many letters stand level with another that is so near, in heights of a small letter. In groups
of 14 to 59 letters that were left out it was 0.80 to 1, in the grain of photographs 0.46 to 0.54: these pages were read
a second time for nothing."""

ASKED = 200
"""Letters of a group that are asked."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """``share``: of the letters, how many lie in boxes of words (0 to 1; 1 of a page without letters). ``missed``:
    letters of the largest group side by side of which nothing was read, 0 if few were left out at all."""

    share: float
    missed: int


def covered(words: Sequence[OcrWord], condition: Condition) -> Coverage:
    """What the words reach, their boxes as on the page that was measured."""
    letter = condition.letter * condition.scale
    if not letter or not len(condition.boxes):
        return Coverage(1.0, 0)
    boxed = np.zeros(condition.letters.shape, dtype=np.bool_)
    for word in words:
        x0, y0, x1, y1 = (max(0, round(value * condition.scale)) for value in (word.x0, word.y0, word.x1, word.y1))
        boxed[y0 : y1 + 1, x0 : x1 + 1] = True
    across, down = condition.boxes[:, 2], condition.boxes[:, 3]
    like = condition.boxes[
        (down >= TEXT_LETTER[0] * letter) & (down <= TEXT_LETTER[1] * letter) & (across <= RUN_TOGETHER * letter)
    ]
    missed = like[~boxed[like[:, 1] + like[:, 3] // 2, like[:, 0] + like[:, 2] // 2]]
    return Coverage(1 - len(missed) / max(1, len(like)), _largest_group(missed, condition, letter))


def _largest_group(missed: Boxes, condition: Condition, letter: float) -> int:
    left, top, width, height, _ = missed.T
    letters = np.maximum(1, np.rint(width / letter))  # several, where they run together
    if letters.sum() < LEAST_GROUP:
        return 0
    mask: Raster = np.zeros(condition.letters.shape, np.uint8)
    for x, y, wide, high, _ in missed.tolist():
        place = slice(y, y + high), slice(x, x + wide)
        mask[place] = condition.letters[place]
    groups = spots_of(grown(mask, round(APART * letter), max(1, round(LEADING * letter)))).labels
    group = groups[top + height // 2, left + width // 2]
    small = np.abs(height - letter) <= SMALL * letter + 1
    sizes = np.bincount(group, weights=letters)
    for one in np.argsort(-sizes):
        if sizes[one] < LEAST_GROUP:
            break
        members = group == one
        if one and small[members].mean() >= SMALL_ONES and _stand_in_lines(missed[members], condition, letter):
            return int(sizes[one])
    return 0


def _stand_in_lines(boxes: Boxes, condition: Condition, letter: float) -> bool:
    """Whether most of the letters stand level with one beside them."""
    left, top, width, height, _ = boxes[boxes[:, 0].argsort()[:ASKED]].T
    middle = left + width / 2
    foot = top + height - middle * math.tan(math.radians(condition.lines.degrees))
    beside = np.abs(middle[:, None] - middle) <= BESIDE * letter
    level = beside & (np.abs(foot[:, None] - foot) <= LEVEL * letter + 0.5)
    return float((level.sum(axis=1) > 1).mean()) >= LEVEL_ONES
