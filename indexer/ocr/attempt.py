"""One attempt at reading a page: what tesseract found, and how much of it is to be believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.ocr.condition import Condition
from indexer.ocr.repair import Plan
from indexer.ocr.tesseract import OcrWord

CHANCE = 0.6
"""Confidence of a word that is as likely wrong as right: of 2,839 words with ground truth more than half were wrong
below 0.9 (see indexer.page_words), nearly all below 0.6."""

GOOD_CONFIDENCE = 0.93
GOOD_COVERAGE = 0.85
"""A reading stands if it is so sure of its words and they cover so much of what looks like letters. Sound pages read at
0.94 to 0.97; typewriting of which tesseract missed more than half, at 0.93 and 0.95: there only the second tells."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A reading of a page. ``words`` in order, their boxes in pixels of the page; ``language`` as tesseract writes it;
    ``plan``: what was done to the picture; ``coverage``: the share of the page's letters that lie in the
    words' boxes (0 to 1)."""

    words: tuple[OcrWord, ...]
    language: str
    plan: Plan
    coverage: float

    @property
    def confidence(self) -> float:
        """Mean confidence of its characters (0 to 1)."""
        characters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) * word.confidence for word in self.words) / characters if characters else 0.0

    @property
    def stands(self) -> bool:
        """Whether another attempt is not worth its time."""
        return self.confidence >= GOOD_CONFIDENCE and self.coverage >= GOOD_COVERAGE

    @property
    def worth(self) -> float:
        """The characters won: each counts by how much surer than chance it is, so that noise words count against."""
        return sum(len(word.text) * (word.confidence - CHANCE) for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def covered(words: Sequence[OcrWord], condition: Condition) -> float:
    """The share of the letters' ink that lies in boxes of words; 1 for a page without letters. Boxes as on the page
    that was measured."""
    ink = condition.letters > 0
    total = int(ink.sum())
    if not total:
        return 1.0
    boxed = np.zeros_like(ink)
    for word in words:
        x0, y0, x1, y1 = (max(0, round(value * condition.scale)) for value in (word.x0, word.y0, word.x1, word.y1))
        boxed[y0 : y1 + 1, x0 : x1 + 1] = True
    return float((ink & boxed).sum() / total)


def moved(word: OcrWord, box: tuple[float, float, float, float], width: int, height: int) -> OcrWord:
    """The word with another box, kept on a page of this size."""
    x0, y0, x1, y1 = box
    return replace(
        word,
        x0=min(max(0.0, x0), width),
        y0=min(max(0.0, y0), height),
        x1=min(max(0.0, x1), width),
        y1=min(max(0.0, y1), height),
    )
