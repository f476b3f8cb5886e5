"""A query within one document: which of its passages answer, and where its words stand on a page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.errors import IndexMissing, IndexUnreadable
from indexer.index.query import Node
from indexer.models import Access, Document, StoredPage
from indexer.search.line_ends import page_spans
from indexer.search.parser import parse
from indexer.search.results import Hit, Span
from indexer.search.service import SearchRequest
from webapp.access import current_access, current_archive
from webapp.besides import Besides
from webapp.errors import Trouble, trouble

MOST_LISTED = 50
"""Passages listed above a document's text; the words are marked on every page all the same."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What a query finds in a document. ``total`` counts passages with all its words, ``best`` are the first of them;
    ``trouble`` says why there are none to list, if the index is at fault."""

    node: Node | None = None
    total: int = 0
    best: tuple[Hit, ...] = ()
    trouble: Trouble | None = None

    @property
    def pages(self) -> list[int]:
        """The pages of the passages listed, in order."""
        return sorted({hit.page for hit in self.best})

    @property
    def in_order(self) -> list[Hit]:
        """The passages listed, as they follow each other in the document."""
        return sorted(self.best, key=lambda hit: (hit.page, hit.passage.passage.start))

    def spans(self, page: StoredPage) -> list[Span]:
        """Where the query's words stand on ``page``, broken ones included. Needs no index: marks are there even when
        it is damaged."""
        return page_spans(page.text, self.node, page.language)


def marks_of(query: str, besides: Besides) -> Hits:
    """The query's words, to be marked on a page, with what a search adds to them (nothing, if the index is damaged).
    Raises UsageError for a query beyond the limits."""
    if not query:
        return Hits()
    try:
        return Hits(current_archive().searched_for(_asked(query, besides), current_access()))
    except (IndexMissing, IndexUnreadable):
        return Hits(parse(query).node)


def hits_in(document: Document, query: str, besides: Besides, access: Access) -> Hits:
    """The passages of ``document`` that answer ``query``. Raises UsageError for a query beyond the limits."""
    words = marks_of(query, besides)
    if words.node is None:
        return words
    try:
        asked = replace(_asked(query, besides), documents=(document.id,), size=MOST_LISTED)
        found = current_archive().search(asked, access)
    except (IndexMissing, IndexUnreadable) as error:
        return Hits(words.node, trouble=trouble(error))
    return Hits(words.node, found.total, found.hits)


def _asked(query: str, besides: Besides) -> SearchRequest:
    return SearchRequest(query, expand=besides.expand, without=besides.not_expanded, misreadings=besides.variants)
