"""What a quotation is, what became of it in a source, and what is answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from indexer.models import CitationLink, Document, Language, Searched
from indexer.text.dates import Period


class Verdict(StrEnum):
    """What the contract's "What a verdict means" says, from best to worst."""

    VERBATIM = "verbatim"
    NEAR_VERBATIM = "near_verbatim"
    ALTERED = "altered"
    PARTIAL = "partial"
    TRANSLATED = "translated"
    NOT_FOUND = "not_found"


class ChangeType(StrEnum):
    """How quotation and source differ at a place."""

    CASE = "case"
    ACCENT = "accent"
    PUNCTUATION = "punctuation"
    OCR = "ocr"
    WORD = "word"
    OMISSION = "omission"
    INSERTION = "insertion"
    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"
    ORDER = "order"


NEAR = frozenset({ChangeType.CASE, ChangeType.ACCENT, ChangeType.PUNCTUATION, ChangeType.OCR})
"""Changes that leave a quotation near verbatim."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference. ``quote`` and ``source`` are as printed, one of them may be empty; ``critical`` as the contract
    has it, and then ``why`` names the reason. ``quote_span`` lies in the quotation's text, ``source_span`` in the
    match's ``source_text``."""

    type: ChangeType
    quote: str
    source: str
    critical: bool = False
    why: str | None = None
    quote_span: tuple[int, int] | None = None
    source_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class QuoteWord:
    """A word of a quotation: folded, and where it is printed in the quotation's text.

    ``gap`` tells that an [insertion] stands before it; ``edited`` that brackets within it tell of a changed letter.
    """

    word: str
    start: int
    end: int
    gap: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a quotation between two marked ellipses."""

    words: tuple[QuoteWord, ...]
    gap_after: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """What stands beside a quotation, or was given with it. Hints order what was found; they never narrow it.

    ``period`` is a month or a year, where no day is known."""

    speaker: str | None = None
    dates: tuple[dt.date, ...] = ()
    period: Period | None = None

    def said_on(self, date: dt.date | None) -> bool:
        """Whether ``date`` is the one hinted at."""
        return date in self.dates or (self.period is not None and date in self.period)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The days, and the month or year, likeliest first."""
        days = tuple(Period(date, date) for date in self.dates)
        return (*days, self.period) if self.period else days


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as read: ``text`` is what was given, cleaned; the words' places are in it."""

    text: str
    parts: tuple[Part, ...]
    hints: Hints = field(default_factory=Hints)
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[QuoteWord, ...]:
        return tuple(word for part in self.parts for word in part.words)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of one page in one reading: ``[start, end)``."""

    page: int
    reading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Context:
    """About two sentences of the source on either side of what was matched."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A place of the archive that says what was quoted, or nearly, or in part.

    ``stretches`` are its pages in order; ``source_text`` their texts, one line each. ``similarity`` is the share of
    the characters that are the same, from 0 to 1, with all that is left out without a mark; of a piece, the share of
    the quotation's words that stand in it. ``notes`` are codes of what a reader should look at although it
    changes no word: ``negation_before`` (the source negates what the quotation begins with). ``only_spelling``: all
    words that differ are misspelt, so a place further away by letters may be the nearer one.
    """

    document: Document
    stretches: tuple[Stretch, ...]
    source_text: str
    verdict: Verdict
    similarity: float
    changes: tuple[Change, ...] = ()
    speaker: str | None = None
    language: Language = Language.OTHER
    ocr: bool = False
    confidence: float | None = None
    context: Context = field(default_factory=Context)
    footnotes: tuple[CitationLink, ...] = ()
    notes: tuple[str, ...] = ()
    only_spelling: bool = False

    @property
    def critical(self) -> bool:
        return any(change.critical for change in self.changes)

    @property
    def place(self) -> Stretch:
        return self.stretches[0]

    @property
    def specimen(self) -> bool:
        return self.document.specimen

    @property
    def url(self) -> str:
        """The address of exactly this passage."""
        place = self.place
        return (
            f"/documents/{self.document.id}/pages/{place.page}"
            f"?start={place.start}&end={place.end}&reading={place.reading}"
        )


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer to a quotation. ``total`` counts the places, of which ``matches`` lists the first, best first.

    ``index`` names the build of the structure that was searched; ``scanned``: every document was aligned whole, because
    nothing was found sooner.
    """

    quotation: Quotation
    verdict: Verdict
    searched: Searched
    index: str
    scanned: bool
    matches: tuple[Match, ...] = ()
    total: int = 0
    took_ms: float = 0.0
