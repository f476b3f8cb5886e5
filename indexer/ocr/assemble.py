"""From words as tesseract found them to a page's text: lines, paragraphs, and no noise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.models import Word
from indexer.ocr.tesseract import OcrWord

UNSURE_SIGN = 0.5
UNSURE_LETTER = 0.3
"""A sign without a letter or digit, and a lone letter, that were read at less than this are dust, rules, or strokes of
a pen. Of 10,940 words that tesseract read from 48 scans with ground truth (typewriting, 19th-century print), 113 were
such; none was a word of the text, and a quarter of their characters were right. Longer words are kept whatever their
confidence: below 0.3 three quarters of their characters were right."""

SURE = 0.8
"""Between two words of its line that were read as surely as this, a mark is part of the text: of those left out of 41
pages seven stood so, and five of them were right."""

SPACE, LETTER_SIZE = (-0.2, 1.0), (0.55, 2.0)
"""So is a mark beside one such word, with a space between, and as large as a letter (both in heights of that word):
what remains of a letter at the paper's edge. Of eight such marks, on 60 pages, four were partly right, three neither
right nor wrong, one wrong. Smaller and larger ones and those farther away (46) were dust, rules and stamps but for
three."""

STOPS = frozenset(".,:;'`´‘’")
"""Set apart from their word these are dust, of whatever size."""

UNSURE_BLOCK = 0.5
FRAGMENT = 2.5
"""A block, or a line, of fragments: every word read at less than the first, with fewer letters than the second in
the mean. That is what becomes of photographs, seals and handwriting; columns of initials or figures are read more
surely."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """Words of the text, and marks that were taken for words and are left out of it."""

    words: tuple[OcrWord, ...]
    left_out: tuple[OcrWord, ...]


def sift(found: Sequence[OcrWord]) -> Sifted:
    """Part words from noise."""
    groups: dict[tuple[int, ...], list[OcrWord]] = defaultdict(list)
    for word in found:
        groups[word.block,].append(word)
        groups[_line(word)].append(word)
    fragments = {key for key, words in groups.items() if _is_fragments(words)}
    noise = [
        (word.block,) in fragments or _line(word) in fragments or (_is_mark(word) and not _is_of_text(found, number))
        for number, word in enumerate(found)
    ]
    return Sifted(
        tuple(word for word, left in zip(found, noise, strict=True) if not left),
        tuple(word for word, left in zip(found, noise, strict=True) if left),
    )


def _line(word: OcrWord) -> tuple[int, ...]:
    return word.block, word.paragraph, word.line


def _is_of_text(found: Sequence[OcrWord], number: int) -> bool:
    """Whether the words beside this mark make it part of the text."""
    mark = found[number]
    before = [word for word in found[max(0, number - 1) : number] if _line(word) == _line(mark)]
    behind = [word for word in found[number + 1 : number + 2] if _line(word) == _line(mark)]
    sure = [word for word in before + behind if word.confidence >= SURE]
    return len(sure) == 2 or (not STOPS.issuperset(mark.text) and any(_is_beside(mark, word) for word in sure))


def _is_beside(mark: OcrWord, word: OcrWord) -> bool:
    high = word.y1 - word.y0
    gap = max(mark.x0 - word.x1, word.x0 - mark.x1)
    size = max(mark.x1 - mark.x0, mark.y1 - mark.y0)
    return SPACE[0] * high <= gap <= SPACE[1] * high and LETTER_SIZE[0] * high <= size <= LETTER_SIZE[1] * high


def _is_mark(word: OcrWord) -> bool:
    signs = sum(map(str.isalnum, word.text))
    if not signs:
        return word.confidence < UNSURE_SIGN
    return signs == 1 and not any(map(str.isdigit, word.text)) and word.confidence < UNSURE_LETTER


def _is_fragments(words: Sequence[OcrWord]) -> bool:
    letters = sum(sum(map(str.isalpha, word.text)) for word in words)
    return (
        all(word.confidence < UNSURE_BLOCK for word in words)
        and letters < FRAGMENT * len(words)
        and not any(char.isdigit() for word in words for char in word.text)
    )


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
