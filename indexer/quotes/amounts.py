"""Numbers and dates in a quotation and its source: whole, in however many words, and alike in value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.models import Language
from indexer.quotes.diff import Step
from indexer.text.dates import find_dates
from indexer.text.numbers import find_numbers, numbers_in_words

Spans = Sequence[tuple[int, int]]
"""Where each word stands in its text."""

_PERCENT_SIGN = re.compile(r"\s?%")


def with_percent(text: str, end: int) -> int:
    """``end``, or behind the percent sign that follows it: a sign is no word."""
    match = _PERCENT_SIGN.match(text, end)
    return match.end() if match else end


def numbers_whole(quote: tuple[str, Spans], source: tuple[str, Spans], steps: Sequence[Step]) -> Sequence[Step]:
    """The steps, with every number that differs in one step: ``286,494`` answers ``286 mil 494`` as a whole,
    *noventa y cinco* ``95``; and with every date that is written in other words: ``3/5/2024`` answers *3 de mayo de
    2024*."""
    marks = [-1] * len(steps)
    texts = list(enumerate((quote, source)))
    numbers = [(side, *span, False) for side, (text, words) in texts for span in _number_words(text, words)]
    dates = [(side, *span, True) for side, (text, words) in texts for span in _date_words(text, words)]
    for number, (side, first, last, of_date) in enumerate((*numbers, *dates)):
        touched = [
            place
            for place, step in enumerate(steps)
            if max((step.quote, step.source)[side][0], first) < min((step.quote, step.source)[side][1], last)
        ]
        within = steps[touched[0] : touched[-1] + 1] if touched else ()
        if all(map(_word_for_word, within) if of_date else (step.equal for step in within)):
            continue
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


def _word_for_word(step: Step) -> bool:
    return step.quote[1] - step.quote[0] == step.source[1] - step.source[0]


def _number_words(text: str, words: Spans) -> list[tuple[int, int]]:
    """The numbers of several words, as ranges of indices into ``words`` (their places in ``text``)."""
    if not words:
        return []
    printed = text[words[0][0] : words[-1][1]]
    return _within(words, [(one.start, one.end) for one in (*find_numbers(printed), *numbers_in_words(printed))])


def _date_words(text: str, words: Spans) -> list[tuple[int, int]]:
    """The same for complete dates."""
    return _within(
        words, [(one.start, one.end) for one in find_dates(text[words[0][0] : words[-1][1]])] if words else []
    )


def _within(words: Spans, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words that each of ``spans`` touches, if they are several; the spans are counted from the first word."""
    found = []
    for begin, finish in spans:
        first, last = words[0][0] + begin, words[0][0] + finish
        inside = [place for place, (start, end) in enumerate(words) if start < last and end > first]
        if len(inside) > 1:
            found.append((inside[0], inside[-1] + 1))
    return found


def same_date(quote: str, found: str, language: Language) -> bool | None:
    """Whether both are one complete date, written differently (``3/5/2024`` and *3 de mayo de 2024*: the day first, as
    Mexico writes); None if one of them is none."""
    one, other = find_dates(quote, language), find_dates(found, language)
    return one[0].date == other[0].date if len(one) == len(other) == 1 else None


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
