"""From words as tesseract found them to a page's text: lines, paragraphs, and no noise."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.models import Word
from indexer.ocr.tesseract import OcrWord


def assemble(found: Sequence[OcrWord]) -> tuple[str, tuple[Word, ...]]:
    """Text as laid out (a line a line, a blank line between paragraphs) and the words with their places in it."""
    parts: list[str] = []
    words: list[Word] = []
    length = 0
    previous: OcrWord | None = None
    for word in found:
        separator = _separator(previous, word)
        start = length + len(separator)
        length = start + len(word.text)
        parts += (separator, word.text)
        words.append(Word(start, length, word.x0, word.y0, word.x1, word.y1, word.confidence))
        previous = word
    return "".join(parts), tuple(words)


def _separator(previous: OcrWord | None, word: OcrWord) -> str:
    if previous is None:
        return ""
    if (previous.block, previous.paragraph) != (word.block, word.paragraph):
        return "\n\n"
    return "\n" if previous.line != word.line else " "
