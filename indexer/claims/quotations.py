"""A quotation of a report looked for in what its note cites first, then in the whole archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.errors import UsageError
from indexer.models import Access
from indexer.quotes.models import Match, Verdict, Verification
from indexer.quotes.parse import read_quotation
from indexer.quotes.serialise import match_json
from indexer.quotes.service import QuoteService

SAID = frozenset({Verdict.VERBATIM, Verdict.NEAR_VERBATIM})
"""What settles a quotation in a cited source: whether another document says the same is no longer asked."""

_TIER = {verdict: max(1, rank) for rank, verdict in enumerate(Verdict)}
"""Verbatim and nearly verbatim are one: the cited source that lacks a capital is meant before another that has it."""


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    """What became of a quotation. ``problem`` is the code of why it cannot be checked."""

    verdict: Verdict | None
    match: Match | None = None
    index: str = ""
    problem: str | None = None

    @property
    def shape(self) -> Mapping[str, Any] | None:
        """The match as it is kept: what belongs to the document, and may change, is put in when it is shown."""
        return match_json(self.match) if self.match else None


def check_quote(quotes: QuoteService, quote: str, access: Access, cited: frozenset[str]) -> QuoteAnswer:
    """Check a quotation for a reader; of places alike one in a ``cited`` document is told.

    Raises IndexMissing, IndexUnreadable.
    """
    try:
        quotation = read_quotation(quote)
    except UsageError as error:
        return QuoteAnswer(None, problem=error.code)
    if not cited:
        return _best(quotes.verify(quotation, access), cited)
    found = _best(quotes.verify(quotation, access, within=cited), cited)
    if found.verdict in SAID:
        return found
    anywhere = _best(quotes.verify(quotation, access), cited)
    # Of verdicts alike the cited source's counts: among all documents a translation may be below those that are told.
    return anywhere if _tier(anywhere) < _tier(found) else found


def _tier(answer: QuoteAnswer) -> int:
    return _TIER[answer.verdict] if answer.verdict else len(_TIER)


def improves(quotes: QuoteService, quote: str, access: Access, verdict: Verdict, among: frozenset[str]) -> bool:
    """Whether one of the documents ``among`` has more of the quotation than ``verdict`` says of the rest."""
    found = quotes.verify(read_quotation(quote), access, within=among)
    return _TIER[found.verdict] < _TIER[verdict]


def _best(verification: Verification, cited: frozenset[str]) -> QuoteAnswer:
    matches = [match for match in verification.matches if not match.specimen]
    # sorted() is stable: within a tier, and among the cited, the order of the quote check stands.
    ranked = sorted(matches, key=lambda match: (_TIER[match.verdict], match.document.id not in cited))
    if not ranked:
        return QuoteAnswer(Verdict.NOT_FOUND, None, verification.index)
    return QuoteAnswer(ranked[0].verdict, ranked[0], verification.index)
