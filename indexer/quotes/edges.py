"""A quotation must not begin or end within a number: *3 por ciento* is not what *77.3 por ciento* says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.quotes.amounts import is_number
from indexer.quotes.models import Change, ChangeType, QuoteWord
from indexer.quotes.source import Source
from indexer.text.numbers import find_numbers

_AROUND = 80
"""Characters on either side of an edge in which the whole of its number stands."""

_WORDS_AROUND = 12
"""Words that a number may have: «ochocientos treinta y cinco mil seiscientos veintiuno» has eight."""


def cut_numbers(source: Source, first: int, last: int, quoted: Sequence[QuoteWord], text: str) -> Iterator[Change]:
    """The numbers of the source of which the quotation (``quoted``, words of ``text``) takes a piece: it answers the
    words [first, last) of the source, and the number goes on before or behind them."""
    words = source.words
    before = words[max(0, first - _WORDS_AROUND) : first]
    behind = words[last : last + _WORDS_AROUND]
    edges = ((quoted[0], words[first].start, before), (quoted[-1], words[last - 1].end, behind))
    for word, edge, outside in edges:
        span = _number_over(source.text, edge)
        if span and any(is_number(other.word) and span[0] <= other.start < span[1] for other in outside):
            yield Change(
                ChangeType.NUMBER,
                text[word.start : word.end],
                source.text[slice(*span)],
                critical=True,
                why="number",
                quote_span=(word.start, word.end),
                source_span=span,
            )


def _number_over(text: str, edge: int) -> tuple[int, int] | None:
    """The number that reaches over the place where the quotation begins or ends."""
    begin = max(0, edge - _AROUND)
    for number in find_numbers(text[begin : edge + _AROUND]):
        start, end = begin + number.start, begin + number.end
        if start <= edge <= end:
            return start, end
    return None
