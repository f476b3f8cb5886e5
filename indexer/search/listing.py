"""A search to its last hit: page after page by cursor, never the whole list in memory."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Protocol

from indexer.index.base import MAX_SIZE
from indexer.models import Access
from indexer.search.results import DocumentHits, Hit, SearchResults
from indexer.search.service import SearchRequest


class Searcher(Protocol):
    """What answers one page of a search: an open archive."""

    def search(self, request: SearchRequest, access: Access) -> SearchResults: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """All that a search finds. ``first`` is its first page, which has the counts and how the query was read; iterate
    over ``pages`` once."""

    first: SearchResults
    pages: Iterator[SearchResults]

    def hits(self) -> Iterator[Hit]:
        """Every passage, in order."""
        return (hit for page in self.pages for hit in page.hits)

    def documents(self) -> Iterator[DocumentHits]:
        """Every document with its best passages, in order; empty for a flat search."""
        return (group for page in self.pages for group in page.groups)


def list_all(searcher: Searcher, request: SearchRequest, access: Access) -> Listing:
    """Everything that ``request`` finds, from its cursor on (from the beginning if it has none).

    The first page is asked for at once, so that a query, cursor or index that is wrong raises here (see
    :meth:`SearchService.search`). An index that is rebuilt in the middle raises UsageError from the iterator: a list
    is whole or it ends with an error, never silently short.
    """
    request = dataclasses.replace(request, size=MAX_SIZE)
    first = searcher.search(request, access)
    return Listing(first, _onward(searcher, request, access, first))


def _onward(searcher: Searcher, request: SearchRequest, access: Access, page: SearchResults) -> Iterator[SearchResults]:
    yield page
    while page.next is not None:
        page = searcher.search(dataclasses.replace(request, cursor=page.next), access)
        yield page
