"""What every search engine offers; Whoosh is the embedded default.

The engine answers with passages' identifiers, scores and counts. It stores no text: text, snippets, titles and
footnotes come from the catalog, so an index holds nothing that cannot be rebuilt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol

from indexer.index.query import Node
from indexer.models import Kind, Language


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


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A passage that matched."""

    passage: str
    document: str
    score: float


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
    ``next`` is an opaque cursor for the following page, None at the end.
    """

    total: int
    documents: int
    hits: tuple[EngineHit, ...] = ()
    groups: tuple[EngineGroup, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # kind, collection, year, language
    next: str | None = None


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
    ) -> EngineResult:
        """Passages matching ``query`` by score; with ``grouped``, documents with their ``per_document`` best passages.

        Sees every commit made before the call, by any process. Raises UsageError for a cursor that is not its own,
        IndexUnreadable if the files under it are damaged.
        """

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
    "EngineGroup",
    "EngineHit",
    "EngineResult",
    "Filters",
    "IndexDocument",
    "IndexPassage",
    "IndexWriter",
    "SearchEngine",
    "documents_to_index",
]
