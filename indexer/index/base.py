"""What every search engine offers; Whoosh is the embedded default.

The engine answers with passages' identifiers, scores and counts. It stores no text: text, snippets, titles and
footnotes come from the catalog, so an index holds nothing that cannot be rebuilt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Protocol

from indexer.index.query import Added, Node
from indexer.index.vocabulary import Vocabulary
from indexer.models import Kind, Language
from indexer.text.notes import Note

MAX_SIZE = 100
"""Results a page, whoever asks: each costs a snippet (0.7 ms), and there is a cursor for the next page."""

MAX_CURSOR_CHARACTERS = 300
"""A cursor has about 110; anything longer is none and need not be decoded."""


@dataclass(frozen=True, slots=True)
class IndexPassage:
    """One passage on its way into an index. ``id`` is ``DOCUMENT-ORDINAL``."""

    id: str
    text: str
    language: Language
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A document on its way into an index, with its passages.

    ``revision`` grows with every change in the catalog that the index must follow.
    """

    document: str
    revision: int
    title: str
    kind: Kind
    collections: tuple[str, ...]
    date: dt.date | None
    specimen: bool
    passages: tuple[IndexPassage, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; an empty tuple or None narrows nothing. ``collections`` also carries access:
    None means all, an empty frozenset means none."""

    kinds: tuple[Kind, ...] = ()
    collections: frozenset[str] | None = None
    languages: tuple[Language, ...] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    documents: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


class Sort(StrEnum):
    """The order of results. Undated documents come last in either order of dates."""

    RELEVANCE = "relevance"
    OLDEST = "date"
    NEWEST = "-date"


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A passage that matched. ``added`` says by what: empty if by the words typed, else the additions that it
    matches in their place. ``identical`` counts the matching passages with the same words that are folded into it."""

    passage: str
    document: str
    score: float
    added: tuple[Added, ...] = ()
    identical: int = 0


@dataclass(frozen=True, slots=True)
class EngineGroup:
    """A document's best passages; ``total`` counts all its matching passages. Groups are ordered by their best hit."""

    document: str
    total: int
    hits: tuple[EngineHit, ...]


@dataclass(frozen=True, slots=True)
class EngineResult:
    """The answer of an engine. ``total`` and facet counts are passages, ``documents`` counts documents.

    Exactly one of ``hits`` (flat, by score) and ``groups`` (by document) is filled, as was asked.
    ``next`` is an opaque cursor for the following page, None at the end. ``added`` counts the passages that each
    addition matches (not: adds). ``notes`` say where the answer is less than was asked for.

    Facets: kind, collection, year, month (``2020-07``), language, speaker, cited (``yes``, ``no``).
    """

    total: int
    documents: int
    hits: tuple[EngineHit, ...] = ()
    groups: tuple[EngineGroup, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    next: str | None = None
    added: Mapping[Added, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


class IndexWriter(Protocol):
    """Writes documents; nothing is visible to readers before ``commit``; leaving the context without it discards."""

    def put(self, document: IndexDocument) -> None:
        """Add a document, replacing whatever the index holds of it."""

    def remove(self, document: str) -> None:
        """Take a document out; unknown ones are ignored."""

    def commit(self) -> None:
        """Make all since the last commit visible at once, durably."""

    def __enter__(self) -> IndexWriter: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class SearchEngine(Protocol):
    """An open index. Reads may come from several threads and processes; writers queue for one lock."""

    @property
    def uid(self) -> str:
        """Identifies this build of the index (changes with every rebuild)."""

    def search(
        self,
        query: Node,
        filters: Filters,
        *,
        size: int,
        after: str | None = None,
        grouped: bool = False,
        per_document: int = 3,
        sort: Sort = Sort.RELEVANCE,
        fold: bool = False,
        cited: frozenset[str] = frozenset(),
    ) -> EngineResult:
        """Passages matching ``query`` in the order of ``sort``; with ``grouped``, documents with their ``per_document``
        best passages. With ``fold``, passages with the same words (of some length) are listed once; totals and facets
        count them all. ``cited`` are the documents that the facet of that name counts as such.

        Sees every commit made before the call, by any process. Raises UsageError for a cursor that is not its own (or
        of another order), or a node that only the catalog can answer; IndexUnreadable if its files are damaged.
        """

    def vocabulary(self, collections: frozenset[str] | None) -> Vocabulary:
        """The words that a reader of ``collections`` (None: all) may know of. Raises IndexUnreadable."""

    def writer(self, *, processes: int = 1, wait_seconds: float = 600.0) -> IndexWriter:
        """Wait for the write lock and open a writer. Raises ArchiveBusy after ``wait_seconds``."""

    def revisions(self) -> Mapping[str, int]:
        """Document id → revision, of every document the index holds."""

    def passage_counts(self) -> Mapping[str, int]:
        """Document id → number of passages the index holds of it (for `cotejo check`)."""

    def close(self) -> None: ...


def documents_to_index(catalog: Mapping[str, int], index: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """What a writer must put and what it must remove so that the index follows the catalog.

    Both mappings are document id → revision.
    """
    put = [document for document, revision in catalog.items() if index.get(document) != revision]
    remove = [document for document in index if document not in catalog]
    return put, remove


__all__ = [
    "MAX_CURSOR_CHARACTERS",
    "MAX_SIZE",
    "EngineGroup",
    "EngineHit",
    "EngineResult",
    "Filters",
    "IndexDocument",
    "IndexPassage",
    "IndexWriter",
    "SearchEngine",
    "Sort",
    "documents_to_index",
]
