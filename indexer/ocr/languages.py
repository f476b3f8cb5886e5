"""In which language is a page to be read? Found out from its first reading."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

from indexer.models import Language
from indexer.ocr.tesseract import OcrWord
from indexer.text.language import detect_language

TESSERACT_CODES = {Language.SPANISH: "spa", Language.ENGLISH: "eng"}

MIXED_SHARE = 0.2
"""A page of which each of two languages has this share of the letters is read in both. Less is a quotation or a title,
which is read well enough: `spa+eng` costs 15 % time (design/findings.md)."""

LINES, QUESTIONS = 3, 8
"""At least so many lines are asked at once for their language: enough words to tell, and seldom two paragraphs. And at
most so many questions: each takes some 4 ms, and two of eight are more than MIXED_SHARE."""


def better_language(words: Sequence[OcrWord], read_in: str, languages: Sequence[str]) -> str | None:
    """Another language, or two ("spa+eng"), that the page is really in; None if it was read in the right one."""
    shares: dict[str, int] = {}
    lines = [" ".join(word.text for word in line) for _, line in groupby(words, key=_line)]
    at_once = max(LINES, math.ceil(len(lines) / QUESTIONS))
    for start in range(0, len(lines), at_once):
        text = " ".join(lines[start : start + at_once])
        code = TESSERACT_CODES.get(detect_language(text) or Language.OTHER)
        if code is not None and code in languages:
            shares[code] = shares.get(code, 0) + len(text)
    total = sum(shares.values())
    found = [code for code in languages if shares.get(code, 0) >= MIXED_SHARE * total > 0]
    right = "+".join(found)
    return right if found and right != read_in else None


def _line(word: OcrWord) -> tuple[int, int, int]:
    return word.block, word.paragraph, word.line
