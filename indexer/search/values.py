"""Numbers and dates among the words of a query, so that they are found in all their ways of writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.index.query import And, Day, Figure, Node, Not, Or, Term
from indexer.text.dates import find_dates
from indexer.text.numbers import find_numbers

LEAST_DIGITS = 4
"""Bare digits from which on there is another way of writing them: ``2020`` may be ``2,020``, ``500`` is ``500``."""


@dataclass(frozen=True, slots=True)
class _Value:
    node: Figure | Day
    start: int
    end: int


def with_values(node: Node) -> Node:
    """``node`` with the words that are a number or a date made into one."""
    match node:
        case And(children):
            found = list(_joined(children))
            return found[0] if len(found) == 1 else And(tuple(found))
        case Or(children):
            return Or(tuple(with_values(child) for child in children))
        case Not(child):
            return Not(with_values(child))
        case Term():
            return next(_joined((node,)))
        case _:
            return node


def _joined(children: Sequence[Node]) -> Iterator[Node]:
    """The children in order, runs of words read together."""
    run: list[Term] = []
    for child in children:
        if isinstance(child, Term):
            run.append(child)
            continue
        yield from _run(run)
        run = []
        yield with_values(child)
    yield from _run(run)


def _run(run: Sequence[Term]) -> Iterator[Node]:
    text = " ".join(term.text for term in run)
    ends: list[int] = []
    for term in run:
        ends.append((ends[-1] + 1 if ends else 0) + len(term.text))
    starts = [end - len(term.text) for end, term in zip(ends, run, strict=True)]
    values = {value.start: value for value in _values(text) if value.start in starts and value.end in ends}
    place = 0
    for term, start in zip(run, starts, strict=True):
        if start < place:
            continue
        value = values.get(start)
        yield value.node if value else term
        place = value.end if value else place


def _values(text: str) -> Iterator[_Value]:
    dates = find_dates(text)
    for date in dates:
        yield _Value(Day(text[date.start : date.end], date.date), date.start, date.end)
    for number in find_numbers(text):
        written = text[number.start : number.end]
        within_date = any(date.start < number.end and number.start < date.end for date in dates)
        if not within_date and (not number.plain or len(written) >= LEAST_DIGITS):
            yield _Value(Figure(written), number.start, number.end)
