"""Is a place that stands near a quotation evidence for it, or another sentence built alike?

Spelling errors and OCR make words that nobody uses; another sentence has other words. So a changed word counts against
a place if it is a word of the archive, or nothing like the source's; few may count in a short quotation, for of the
five-word quotations from documents left out a third stand within a fifth of their letters from some phrase.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.index.analysis import words
from indexer.quotes.diff import likeness
from indexer.quotes.models import NEAR, Change, ChangeType, Match, Quotation, QuoteWord
from indexer.quotes.vocabulary import FUNCTION

ALIKE = 0.5
"""A misspelt word keeps this share of its letters."""

TURNED = (ChangeType.NEGATION, ChangeType.NUMBER)
SHORT, MIDDLE, LONG = 7, 10, 12
ALLOWED_SHARE = 0.25
"""Other words a quotation may have: none under 7 words (but a negation or a number), one under 10, two under 12, then a
quarter. One to three words dropped or changed are so found from 8 words on (bench/quotes.py)."""

EVERYDAY_WORDS = 8
LEAST_CONTENT = 4
"""A run of under eight words needs four that are no articles, pronouns or prepositions: of forty 12-word quotations
from documents left out, four had such a half («en la transformación del país y», «a las 4:00 de la tarde»)."""


def is_convincing(quotation: Quotation, match: Match, known: Callable[[str], bool]) -> bool:
    """Whether ``match`` is a changed form of the quotation; ``known`` tells whether a folded word is in the archive."""
    counting = [change for change in match.changes if change.type not in NEAR]
    length = len(quotation.words)
    if length < SHORT and len(counting) == 1 and counting[0].type in TURNED:
        return True
    most = allowed(length)
    against = 0
    for change in counting:
        against += _against(change, known)
        if against > most:
            return False
    return True


def allowed(length: int) -> int:
    """How many other words a quotation of ``length`` words may have."""
    if length < SHORT:
        return 0
    if length < MIDDLE:
        return 1
    return 2 if length < LONG else max(3, int(length * ALLOWED_SHARE))


def _against(change: Change, known: Callable[[str], bool]) -> int:
    if change.type in (ChangeType.ORDER, ChangeType.NUMBER):
        return 0 if change.why == "same_number" else 1
    quoted, found = words(change.quote), words(change.source)
    if change.why in ("hidden", "speakers") and change.quote == "…":
        return 0
    if quoted and found and likeness("".join(quoted), "".join(found)) >= ALIKE and not all(map(known, quoted)):
        return 0
    return max(len(quoted), len(found))


def is_everyday(run: Sequence[QuoteWord]) -> bool:
    """Whether a run of words says too little to be a part of anything."""
    return len(run) < EVERYDAY_WORDS and sum(word.word not in FUNCTION for word in run) < LEAST_CONTENT
