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

FREQUENT = 4
"""A word that stands fewer times in the archive may be a misspelling of a source's own."""

SURELY_LONG = 25
"""So many words are near another sentence by formulas only; then how near decides."""

MISSPELT_SHARE = 0.15
NOISY_SHARE, NOISY_SHORT_SHARE = 0.34, 0.3
"""Where so many words are misspelt, in the quotation or in the source, letters are compared and not words: up to this
share of them may differ (under 10 words, the smaller one)."""

EVERYDAY_WORDS = 8
LEAST_CONTENT = 4
"""A run of under eight words needs four that are no articles, pronouns or prepositions: of forty 12-word quotations
from documents left out, four had such a half («en la transformación del país y», «a las 4:00 de la tarde»)."""


def is_convincing(quotation: Quotation, match: Match, frequent: Callable[[str], bool]) -> bool:
    """Whether ``match`` is a changed form of the quotation; ``frequent`` tells whether a folded word is one that the
    archive uses, and not one that somebody misspelt."""
    counting = [change for change in match.changes if change.type not in NEAR]
    length = max(len(quotation.words), len(match.source_text.split()))
    if length >= SURELY_LONG or match.ocr:
        return match.similarity >= 1 - NOISY_SHARE
    if length < SHORT and len(counting) == 1 and counting[0].type in TURNED:
        return True
    against = sum(_against(change, frequent) for change in counting)
    if against <= allowed(length):
        return True
    misspelt = sum(_is_misspelt(change, frequent) for change in counting)
    noisy = misspelt >= max(2, length * MISSPELT_SHARE)
    return noisy and match.similarity >= 1 - (NOISY_SHORT_SHARE if length < MIDDLE else NOISY_SHARE)


def allowed(length: int) -> int:
    """How many other words a quotation of ``length`` words may have."""
    if length < SHORT:
        return 0
    if length < MIDDLE:
        return 1
    return 2 if length < LONG else max(3, int(length * ALLOWED_SHARE))


def _is_misspelt(change: Change, frequent: Callable[[str], bool]) -> bool:
    """Whether quotation or source has a word there that nobody uses."""
    quoted, found = words(change.quote), words(change.source)
    return bool(quoted or found) and not (all(map(frequent, quoted)) and all(map(frequent, found)))


def _against(change: Change, frequent: Callable[[str], bool]) -> int:
    if change.type in (ChangeType.ORDER, ChangeType.NUMBER):
        return 0 if change.why == "same_number" else 1
    quoted, found = words(change.quote), words(change.source)
    if change.why in ("hidden", "speakers") and change.quote == "…":
        return 0
    alike = bool(quoted and found) and likeness("".join(quoted), "".join(found)) >= ALIKE
    if alike and _is_misspelt(change, frequent):
        return 0
    return max(len(quoted), len(found))


def is_everyday(run: Sequence[QuoteWord]) -> bool:
    """Whether a run of words says too little to be a part of anything."""
    return len(run) < EVERYDAY_WORDS and sum(word.word not in FUNCTION for word in run) < LEAST_CONTENT
