"""What a quotation cuts off at its ends: the rest of a number (*3 por ciento* of *77.3 por ciento*), and what stands
before it where the quotation says that it left something out, put something else, or begins a sentence there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.quotes import vocabulary
from indexer.quotes.models import Change, ChangeType, QuoteWord
from indexer.quotes.parse import ELLIPSIS
from indexer.quotes.source import Source
from indexer.quotes.vocabulary import is_number
from indexer.text.numbers import PERCENT, find_numbers

_PERCENT_BEHIND = re.compile(f"{PERCENT}$", re.IGNORECASE)

_AROUND = 80
"""Characters on either side of an edge in which the whole of its number stands."""

_WORDS_AROUND = 12
"""Words that a number may have: «ochocientos treinta y cinco mil seiscientos veintiuno» has eight."""


@dataclass(frozen=True, slots=True)
class Ends:
    """A part with what it cuts off at its ends: the words [first, last) of the source, widened by what a change names,
    the changes, and remarks that change no verdict."""

    first: int
    last: int
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


def ends_of(source: Source, first: int, last: int, quoted: Sequence[QuoteWord], text: str, *, opens: bool) -> Ends:
    """What a part of a quotation (``quoted``, words of ``text``) cuts off of the source, of which it answers the words
    [first, last); ``opens`` if the quotation begins with it."""
    numbers = [*_cut_numbers(source, first, last, quoted)]
    changes = [number.change(source, text) for number in numbers if number.within]
    if opens:
        changes += _cut_before(source, first, quoted[0], text)
    for start, end in (change.source_span for change in changes if change.source_span):
        while first and start <= source.words[first - 1].start:
            first -= 1
        while last < len(source.words) and source.words[last].end <= end:
            last += 1
    return Ends(first, last, tuple(changes), ("number_cut",) if numbers else ())


@dataclass(frozen=True, slots=True)
class _CutNumber:
    """A number of which the quotation takes a piece: its place in the source, the quoted ``word`` at that end, and
    whether the cut goes ``within`` a figure (*5* of *79.5*) or between its words (*286 mil* of *286 mil 494*)."""

    span: tuple[int, int]
    word: QuoteWord
    within: bool

    def change(self, source: Source, text: str) -> Change:
        printed = (self.word.start, self.word.end)
        found = source.text[slice(*self.span)]
        return Change(ChangeType.NUMBER, text[slice(*printed)], found, True, "number", printed, self.span)


def _cut_numbers(source: Source, first: int, last: int, quoted: Sequence[QuoteWord]) -> Iterator[_CutNumber]:
    """The numbers of the source of which the quotation (``quoted``, its words) takes a piece: it answers the words
    [first, last) of the source, and the number goes on before or behind them."""
    words, text = source.words, source.text
    before = words[max(0, first - _WORDS_AROUND) : first]
    behind = words[last : last + _WORDS_AROUND]
    start, end = words[first].start, words[last - 1].end
    edges = ((quoted[0], start, before, text[start - 1 : start]), (quoted[-1], end, behind, text[end : end + 1]))
    for word, edge, outside, beside in edges:
        span = _number_over(text, edge)
        if span and any(is_number(other.word) and span[0] <= other.start < span[1] for other in outside):
            yield _CutNumber(span, word, within=not beside.isspace())


def _number_over(text: str, edge: int) -> tuple[int, int] | None:
    """The number that reaches over the place where the quotation begins or ends, apart from its percent sign."""
    begin = max(0, edge - _AROUND)
    for number in find_numbers(text[begin : edge + _AROUND]):
        start, end = begin + number.start, begin + number.end
        end -= len(text[start:end]) - len(_PERCENT_BEHIND.sub("", text[start:end]))
        if start <= edge <= end:
            return start, end
    return None


_CLAUSE_END = re.compile(r"[.,;:!?¿¡…]|\n\s*\n")
_BEFORE = 3
"""Words before a quotation that belong to it closely: «no se puede», «ninguno de esos»."""


def _cut_before(source: Source, first: int, word: QuoteWord, text: str) -> Iterator[Change]:
    """What stands right before ``word``, the quotation's first, in the same clause of the source, and must not be left
    out by an ellipsis, replaced by an [insertion], or hidden by a capital as if a sentence began there: a negation;
    in place of an insertion also a number or quantifier."""
    inserted, elided = word.gap, bool(ELLIPSIS.search(text[: word.start]))
    begins = _poses_as_beginning(source, first, word, text)
    if not (inserted or elided or begins):
        return
    for place in range(first - 1, max(-1, first - 1 - (_BEFORE if inserted or elided else 1)), -1):
        before = source.words[place]
        if _CLAUSE_END.search(source.text[before.end : source.words[place + 1].start]):
            return
        negates = vocabulary.negates(source.text[before.start : before.end].lower())
        if negates or (inserted and (is_number(before.word) or before.word in vocabulary.QUANTIFIERS)):
            why = "hidden" if elided and negates else "negation" if negates else "quantifier"
            kind = ChangeType.NEGATION if negates else ChangeType.WORD
            span = (before.start, before.end)
            yield Change(kind, "", source.text[slice(*span)], critical=True, why=why, source_span=span)
            return


def _poses_as_beginning(source: Source, first: int, word: QuoteWord, text: str) -> bool:
    """Whether the quotation has a capital, not in brackets, where the source is within a sentence."""
    quoted, found = text[word.start : word.end], source.text[source.words[first].start : source.words[first].end]
    return not word.edited and not text.isupper() and quoted[:1].isupper() and found[:1].islower()
