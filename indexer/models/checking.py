"""What became of the quotations and figures of a report when they were looked for in the sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Scope(StrEnum):
    """Whose archive a check has searched: nobody learns from a check of what is kept from him."""

    OWNER = "owner"
    PUBLIC = "public"


class Stated(StrEnum):
    """What of a claim can be checked."""

    QUOTE = "quote"
    FIGURE = "figure"


class FigureStatus(StrEnum):
    """How a figure stands in the archived sources that its note cites. A specimen never makes it found."""

    FOUND = "found"
    FOUND_DIFFERENTLY = "found_differently"
    """The same amount, otherwise written: 286,494 is *286 mil 494* in a transcript."""
    NOT_FOUND = "not_found"
    NO_SOURCE = "no_source"
    """The archive does not hold what the note cites."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters ``[start, end)`` of a page in one reading, in a document of a revision."""

    document: str
    revision: int
    page: int
    reading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Former:
    """What a check said before it said otherwise, and when."""

    verdict: str
    document: str | None
    page: int | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Check:
    """The last check of something stated in a note.

    ``verdict`` is that of a quotation or the status of a figure; None if it cannot be checked (``problem`` says why).
    ``match`` is the place in the shape of `verify --json`, as it was when it was checked. ``cited`` are the documents
    that were looked through first, ``index`` the build of the quotation structure that was searched.
    """

    report: str
    note: str
    scope: Scope
    stated: Stated
    text: str
    verdict: str | None
    at: dt.datetime
    index: str
    cited: tuple[str, ...] = ()
    spot: Spot | None = None
    critical: bool = False
    match: Mapping[str, Any] | None = None
    problem: str | None = None
    former: Former | None = None

    @property
    def key(self) -> tuple[str, Stated, str]:
        """What tells it from the other checks of its report and scope."""
        return self.note, self.stated, self.text
