"""Which notes of a scan have which numbers: OCR misreads a third of small raised digits, but notes are numbered on.

    * Human …   ' Columbia …   | This …   2 Here …      heads of notes, as tesseract reads them
    *           †              1          2             what they say: the cheapest numbering of the whole report

A digit that is what it says costs nothing, a sign or another digit in its stead a little, a number left out more. So
one misread label among good ones is put right, and one that was missed leaves a gap instead of moving all that follow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

SYMBOLS = "*†‡§"
"""In the order in which they follow each other, before the numbers. Tesseract reads the first only."""

UNREAD_LABEL, UNREAD = "", 0.5
"""A paragraph of small print whose label was not read at all: a note only where a number is missing."""
SIGN = 0.3
"""A sign read for a raised digit: tesseract's usual reading, so nearly free."""
FIRST_SYMBOL, NEXT_SYMBOL = 0.6, 0.65
"""Another sign read for the first symbol, and for the next: dearer than for a digit, since numbers are commoner."""
MISREAD, MISREAD_LENGTH = 1.0, 1.6
"""Another number, of as many digits or not. The second also for one whose callout says the same."""
MISSED, MOST_MISSED, MOST_GAP = 0.8, 4, 2
"""Each number that no note has, how many of them count, and how many a sign may follow."""
RESTART = 1.2
"""Numbering from 1 again at the head of a page's notes. Dearer than a 7 read as 1, unless others go on from it."""
LATE_START = 2.4
"""Numbering that begins with another number than 1: two notes have to agree on it."""
MOST_PATHS = 40
"""Numberings followed at once: costs bound how far they can part."""
NO_NOTE, NO_NOTE_CALLED, NO_NOTE_SIGN = 1.5, 3.0, 1.2
"""A head that is none: digits, digits that the page's text calls, a sign."""
LOWER, NO_NOTE_LOWER = 0.8, 0.5
"""Digits before a small letter (``3 of 18``) are a note, and are none: a note only where its number is missing."""


@dataclass(frozen=True, slots=True)
class Head:
    """A line that may begin a note. ``number`` is what its digits say, None for a ``sign``; ``first`` of its page's;
    ``called`` if the text of the page has that number as a callout; ``sure`` if a note ends before it and the next
    word begins as a sentence does: only then another number may stand in its stead;
    ``lower`` if that word begins with a small letter."""

    number: int | None
    sign: str = ""
    first: bool = False
    called: bool = False
    sure: bool = True
    lower: bool = False


@dataclass(frozen=True, slots=True)
class _Path:
    """A numbering of the heads so far: that of the heads ``before``, and the label of the last."""

    cost: float
    label: int | None = None
    before: _Path | None = None


def labels_of(heads: Sequence[Head]) -> list[str | None]:
    """The labels of the heads of a report's notes in order, None for those that begin no note."""
    paths = _starts(heads)  # by the last number; symbols are -4 to -1, nothing yet is 0
    for head in heads:
        after: dict[int, _Path] = {}
        for last, path in paths.items():
            for label, cost in _choices(head, last):
                state = last if label is None else label
                if state not in after or path.cost + cost < after[state].cost:
                    after[state] = _Path(path.cost + cost, label, path)
        paths = dict(sorted(after.items(), key=lambda item: item[1].cost)[:MOST_PATHS])
    best = min(paths.values(), key=lambda path: path.cost)
    return [None if label is None else SYMBOLS[label] if label < 0 else str(label) for label in _followed(best)]


def _starts(heads: Sequence[Head]) -> dict[int, _Path]:
    """Numbering begins with 1, or where the first number read would have it begin."""
    paths = {0: _Path(0.0)}
    index = next((index for index, head in enumerate(heads) if head.number is not None), None)
    if index is not None and (number := heads[index].number) is not None and number - index > 1:
        paths[number - index - 1] = _Path(LATE_START)
    return paths


def _followed(path: _Path) -> list[int | None]:
    labels: list[int | None] = []
    while path.before is not None:
        labels.append(path.label)
        path = path.before
    return labels[::-1]


def _choices(head: Head, last: int) -> Iterator[tuple[int | None, float]]:
    """What a head may be after ``last``, and what that costs."""
    if head.number is None:
        yield None, 0.0 if head.sign == UNREAD_LABEL else NO_NOTE_SIGN
        if head.sign == UNREAD_LABEL:
            pass
        elif last == 0:
            yield -len(SYMBOLS), 0.0 if head.sign == "*" else FIRST_SYMBOL
        elif -len(SYMBOLS) <= last < -1:
            yield last + 1, 0.0 if head.sign == SYMBOLS[last + 1] else NEXT_SYMBOL
    else:
        yield None, NO_NOTE_CALLED if head.called else NO_NOTE_LOWER if head.lower else NO_NOTE
    base = max(last, 0)
    for number in _numbers(head, base):
        missed = min(number - base - 1, MOST_MISSED)
        yield number, missed * MISSED + _reading(head, number)
    if head.number == 1 and head.first and base > 0:
        yield 1, RESTART


def _numbers(head: Head, base: int) -> Collection[int]:
    near = set(range(base + 1, base + 2 + MOST_GAP)) if head.number is None or head.sure else set()
    return near | {head.number} if head.number is not None and head.number > base else near


def _reading(head: Head, number: int) -> float:
    """What it costs that a head which was read so is this number."""
    if head.number is None:
        return UNREAD if head.sign == UNREAD_LABEL else SIGN
    if head.number == number:
        return LOWER if head.lower else 0.0
    return MISREAD if not head.called and len(str(head.number)) == len(str(number)) else MISREAD_LENGTH
