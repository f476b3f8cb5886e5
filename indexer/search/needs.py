"""What a search needs of the rest of the house: the catalog's facts, and an expander for its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from indexer.index.query import Node
from indexer.index.vocabulary import Vocabulary
from indexer.models import Access, CitationLink, Document, Kind, Language, Searched, StoredPassage, Word


class DocumentsOfCatalog(Protocol):
    """What a search asks of the catalog's documents."""

    def many(self, ids: Iterable[str], access: Access) -> Mapping[str, Document]: ...

    def passages_by_id(self, ids: Iterable[str]) -> Mapping[str, StoredPassage]: ...

    def words(self, id: str, page: int, reading: str) -> Sequence[Word]: ...


class ReportsOfCatalog(Protocol):
    """What a search asks of the catalog's reports: links that a person rejected are not among them."""

    def links_of_documents(self, ids: Iterable[str]) -> Mapping[str, Sequence[CitationLink]]: ...

    def cited_documents(self, note: str | None = None) -> frozenset[str]: ...


class ReachOfCatalog(Protocol):
    """What a search asks of the catalog to say how much it has looked through."""

    def searched(
        self,
        access: Access,
        *,
        kinds: Sequence[Kind] = (),
        collections: Sequence[str] = (),
        languages: Sequence[Language] = (),
        date_from: dt.date | None = None,
        date_to: dt.date | None = None,
        documents: Sequence[str] = (),
    ) -> Searched: ...


class SearchableCatalog(Protocol):
    """The part of the catalog that results are made of."""

    @property
    def documents(self) -> DocumentsOfCatalog: ...

    @property
    def reports(self) -> ReportsOfCatalog: ...

    @property
    def reach(self) -> ReachOfCatalog: ...


class Expander(Protocol):
    """Adds to what was typed what means the same: turns words of a tree into :class:`Expanded` nodes."""

    def expand(self, node: Node, vocabulary: Vocabulary, without: frozenset[str]) -> Node:
        """``node`` with its additions, but for those whose text is in ``without``."""

    def remarks(self) -> tuple[str, ...]:
        """What keeps it from expanding as it should: sentences for the notes of a search."""
