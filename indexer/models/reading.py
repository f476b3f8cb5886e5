"""Readings of one page side by side: which of them stands, and what has moved since an older one was cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from indexer.models.source import Page, Problem, ReadDocument


class Choice(StrEnum):
    """What became of a page that was read again."""

    SAME = "same"
    """The text is what it was."""

    NEWER = "newer"
    """The new reading is better, and current from now on."""

    KEPT = "kept"
    """The reading that was current is better; the new one is kept beside it."""

    CORRECTED = "corrected"
    """A person has corrected the page: that stands until a person says otherwise. The new reading is kept beside it."""

    UNREAD = "unread"
    """Nothing could be read this time: the reading that was current stands."""


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page as the catalog has it: its current reading, with the words; ``reading`` and ``image`` name both."""

    page: Page
    reading: str
    image: str | None


@dataclass(frozen=True, slots=True)
class Rereading:
    """A document that was read again, beside what was known of it.

    ``read`` has for each page the reading that is current from now on; ``kept`` are the pages on which that is the one
    that was, ``beside`` the new readings that are not current, ``base`` the readings that were, by page.
    """

    read: ReadDocument
    images: Mapping[int, str]
    choices: Mapping[int, Choice]
    kept: frozenset[int]
    beside: tuple[Page, ...]
    base: Mapping[int, str]

    def chosen(self, choice: Choice) -> tuple[int, ...]:
        """The numbers of the pages of which that became, in order."""
        return tuple(number for number, made in sorted(self.choices.items()) if made is choice)


class Change(StrEnum):
    """How a stretch of an older reading stands in the current one."""

    MOVED = "moved"
    """Word for word, though perhaps at other offsets."""

    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Drift:
    """A stretch [start, end) of an older reading that has been linked to, and what it is in the page's current one.

    ``what`` says what depends on it: ``passage`` (a permalink), or what :class:`Dependent` names. ``newer`` is None for
    a page that is no longer there, ``newer_start`` and ``newer_end`` for a stretch that is gone.
    """

    document: str
    page: int
    reading: str
    start: int
    end: int
    change: Change
    newer: str | None = None
    newer_start: int | None = None
    newer_end: int | None = None
    what: str = "passage"
    text: str = ""
    newer_text: str = ""


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of a document that was to be read again; one line each of ``reread --json``."""

    document: str
    status: str  # changed | unchanged | failed
    title: str | None = None
    pages: int = 0
    pages_unreadable: int = 0
    changed: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    corrected: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    drifts: tuple[Drift, ...] = ()
    seconds: float = 0.0
    error: Problem | None = None
