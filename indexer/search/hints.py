"""What a search may offer besides its results: how scans misread the words, and what was perhaps meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from indexer.index.base import Filters, SearchEngine
from indexer.index.query import Node
from indexer.models import Access, StoredPassage
from indexer.search.misreadings import Misreadings, Scanned, misreadings
from indexer.search.suggestion import FEW, suggestion

_LOOKED_AT = 10
"""Passages of a form that are looked at for whether OCR read them."""


class Found(NamedTuple):
    """What a query has found: passages, and misreadings of its words."""

    total: int
    misread: tuple[Misreadings, ...]


class Passages(Protocol):
    """What hints ask of the catalog."""

    def passages_by_id(self, ids: Iterable[str]) -> Mapping[str, StoredPassage]: ...


@dataclass(frozen=True, slots=True)
class Hints:
    """The hints for one reader: they come from passages that this reader may find, and from no others."""

    engine: SearchEngine
    passages: Passages
    access: Access

    def misreadings(self, node: Node, *, all_words: bool) -> tuple[Misreadings, ...]:
        """How scans misread the words of ``node``: the rare ones, or all."""
        vocabulary = self.engine.vocabulary(self.access.collections)
        return misreadings(node, vocabulary, self._scanned, all_words=all_words)

    def suggestion(self, query: str, node: Node, found: Found, count: Callable[[str], int]) -> str | None:
        """A query that finds more than this one, if that is little; ``count`` tries it."""
        total, misread = found
        if total > FEW:
            return None
        forms = frozenset(form.text for each in misread for form in each.forms)
        suggested = suggestion(query, node, self.engine.vocabulary(self.access.collections), forms)
        return suggested if suggested is not None and count(suggested) > total else None

    def _scanned(self, node: Node) -> Scanned:
        found = self.engine.search(node, Filters(collections=self.access.collections), size=_LOOKED_AT)
        stored = self.passages.passages_by_id([hit.passage for hit in found.hits]).values()
        read_by_ocr = sum(passage.confidence is not None for passage in stored)
        return Scanned(found.total, 2 * read_by_ocr > len(stored))
