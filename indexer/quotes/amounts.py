"""Numbers in a quotation and its source: whole, however many words they are written in, and alike in value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.quotes.diff import Step
from indexer.text.numbers import find_numbers, numbers_in_words

Spans = Sequence[tuple[int, int]]
"""Where each word stands in its text."""

_PERCENT_SIGN = re.compile(r"\s?%")


def with_percent(text: str, end: int) -> int:
    """``end``, or behind the percent sign that follows it: a sign is no word."""
    match = _PERCENT_SIGN.match(text, end)
    return match.end() if match else end


def numbers_whole(quote: tuple[str, Spans], source: tuple[str, Spans], steps: Sequence[Step]) -> Sequence[Step]:
    """The steps, with every number that differs in one step: ``286,494`` answers ``286 mil 494`` as a whole, and
    *noventa y cinco* ``95``."""
    marks = [-1] * len(steps)
    ranges = [
        (side, *span) for side, (text, words) in enumerate((quote, source)) for span in _number_words(text, words)
    ]
    for number, (side, first, last) in enumerate(ranges):
        touched = [
            place
            for place, step in enumerate(steps)
            if max((step.quote, step.source)[side][0], first) < min((step.quote, step.source)[side][1], last)
        ]
        if touched and not all(steps[place].equal for place in range(touched[0], touched[-1] + 1)):
            group = next((marks[place] for place in touched if marks[place] >= 0), number)
            marks[touched[0] : touched[-1] + 1] = [group] * (touched[-1] + 1 - touched[0])
    whole: list[Step] = []
    for place, step in enumerate(steps):
        if place and marks[place] >= 0 and marks[place] == marks[place - 1]:
            last_step = whole.pop()
            whole.append(Step((last_step.quote[0], step.quote[1]), (last_step.source[0], step.source[1]), False))
        else:
            whole.append(step)
    return whole


def _number_words(text: str, words: Spans) -> list[tuple[int, int]]:
    """The numbers of several words, as ranges of indices into ``words`` (their places in ``text``)."""
    if not words:
        return []
    begin, end = words[0][0], words[-1][1]
    found = []
    for number in (*find_numbers(text[begin:end]), *numbers_in_words(text[begin:end])):
        first, last = begin + number.start, begin + number.end
        inside = [place for place, (start, finish) in enumerate(words) if start < last and finish > first]
        if len(inside) > 1:
            found.append((inside[0], inside[-1] + 1))
    return found


def same_number(quote: str, found: str) -> bool:
    """Whether both are one number, written differently (``27`` and *veintisiete*, ``40,000`` and *40 mil*, ``95 %`` and
    *noventa y cinco por ciento*)."""
    return bool(_values(quote) & _values(found))


def another_number(quote: str, found: str) -> bool:
    """Whether one of them is a single number written in digits and the other is not that number: ``351`` for *35.1*,
    ``41`` for *4, 1*. Two numbers side by side are no single one."""
    if not any(char.isdigit() for char in quote + found):
        return False
    one, other = _values(quote), _values(found)
    return bool(one or other) and not one & other


def _values(printed: str) -> set[str]:
    numbers = find_numbers(printed) or [
        number for number in numbers_in_words(printed) if printed[number.start : number.end] == printed.strip()
    ]
    return set(numbers[0].forms) if len(numbers) == 1 else set()
