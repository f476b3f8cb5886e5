"""Words of a quotation that nothing in the source holds: they may stand elsewhere, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from indexer.quotes.diff import likeness
from indexer.quotes.evidence import ALIKE
from indexer.quotes.models import NEAR, Change, Match, Quotation, QuoteWord
from indexer.quotes.pieces import PIECE_WORDS
from indexer.quotes.sentences import STOP
from indexer.quotes.vocabulary import FUNCTION, NEGATIONS, is_number
from indexer.text.fold import fold

LOOSE_WORDS = 3
"""So many words in a row that the source lacks are looked for elsewhere before the quotation is called altered."""

LOOSE_AT_END = 2
"""The same at the beginning and the end of a quotation, also of little words in place of which others stand."""


def is_loose(quotation: Quotation, match: Match) -> bool:
    """Whether words are not at the place that were looked for as a change of what is: many in a row, or at an end."""
    if any(not change.source and len(change.quote.split()) >= LOOSE_WORDS for change in match.changes):
        return True
    return any(_loose_at_ends(quotation, match))


def scrap_of(quotation: Quotation, match: Match) -> list[str]:
    """The folded words that remain without those at the ends which are not there, if they are too few for a part."""
    before, behind = _loose_at_ends(quotation, match)
    rest = [word.word for word in quotation.words[before : len(quotation.words) - behind]]
    return rest if before + behind and len(rest) < PIECE_WORDS else []


def _loose_at_ends(quotation: Quotation, match: Match) -> tuple[int, int]:
    """How many words at the beginning and at the end are not at the place, and not changed either: two and more; or one
    that says nothing by itself, or belongs to another sentence than the rest."""
    words = quotation.words
    return _loose(quotation, match, words), _loose(quotation, match, words[::-1])


def _loose(quotation: Quotation, match: Match, words: Sequence[QuoteWord]) -> int:
    count = _lacking(match, words)
    return count if count >= LOOSE_AT_END or (count and _is_apart(quotation, *words[:2])) else 0


def _is_apart(quotation: Quotation, word: QuoteWord, beside: QuoteWord) -> bool:
    if is_number(word.word) or word.word in NEGATIONS:
        return False
    between = quotation.text[min(word.end, beside.end) : max(word.start, beside.start)]
    return word.word in FUNCTION or STOP.search(between) is not None


def _lacking(match: Match, words: Sequence[QuoteWord]) -> int:
    """How many words, from the first, lie in changes in which nothing resembles them. What stands in place of a
    negation, a number, a name or another word was changed, and does not lack."""
    spans = [change.quote_span for change in match.changes if change.quote_span and _lacks(change)]
    lacking = takewhile(lambda word: any(start <= word.start and word.end <= end for start, end in spans), words)
    return sum(1 for _ in lacking)


def _lacks(change: Change) -> bool:
    if change.type in NEAR or (change.critical and change.source):
        return False
    return likeness(fold(change.quote).text, fold(change.source).text) < ALIKE
