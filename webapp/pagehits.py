"""The hits of a query on a page and on the pages around it: which is in front, what comes before and after."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.errors import IndexMissing, IndexUnreadable, UsageError
from indexer.index.base import Filters
from indexer.index.query import Node
from indexer.models import Access, Document, StoredPage
from indexer.page_words import Box, PageWords
from indexer.search.line_ends import page_spans
from indexer.search.results import Span
from webapp.access import current_archive
from webapp.pagetext import Selection

MOST_PASSAGES = 10_000
"""Passages of one document that are asked of the index to know on which pages its hits are; ids only."""


@dataclass(frozen=True, slots=True)
class PageHit:
    """A hit on a page. ``number`` counts from 1; it has no boxes where the page has no geometry."""

    number: int
    span: Span
    boxes: tuple[Box, ...]
    unsure: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A hit somewhere in the document: its page and its number there (None: the page without one in front)."""

    page: int
    hit: int | None


def hits_on(page: StoredPage, words: PageWords, node: Node | None) -> tuple[PageHit, ...]:
    """The hits of a query on a page, in order."""
    spans = page_spans(page.text, node, page.language)
    return tuple(
        PageHit(number, span, words.boxes(span.start, span.end), words.unsure(span.start, span.end))
        for number, span in enumerate(spans, start=1)
    )


def in_front(hits: Sequence[PageHit], asked: int | None, selected: Selection | None) -> PageHit | None:
    """The hit that is shown first: the one asked for (the last, if there are not as many), else the first within the
    selected passage, else the first."""
    if not hits:
        return None
    if asked is not None:
        return hits[min(asked, len(hits)) - 1]
    if selected is not None:
        for hit in hits:
            if hit.span.start < selected.end and hit.span.end > selected.start:
                return hit
    return hits[0]


def pages_with_hits(document: Document, node: Node | None, access: Access) -> tuple[int, ...] | None:
    """The pages of ``document`` that have a passage answering the query, in order. None if the index cannot say."""
    if node is None:
        return ()
    archive = current_archive()
    filters = Filters(collections=access.collections, documents=(document.id,))
    try:
        found = archive.engine.search(node, filters, size=MOST_PASSAGES)
    except (IndexMissing, IndexUnreadable, UsageError):
        return None
    pages = archive.catalog.documents.passage_pages(document.id)
    answering = sorted({pages[hit.passage] for hit in found.hits if hit.passage in pages})
    # A document's first passage answers for its title too: its page has a hit only if a word of the query stands on it.
    if answering and answering[0] == min(pages.values()):
        first = archive.catalog.documents.page(document.id, answering[0])
        if not page_spans(first.text, node, first.language):
            del answering[0]
    return tuple(answering)


def counts_of(pages: Sequence[StoredPage], node: Node | None) -> dict[int, int]:
    """How many hits each of the pages has."""
    if node is None:
        return {}
    return {page.number: len(page_spans(page.text, node, page.language)) for page in pages}


def before(page: int, hit: PageHit | None, with_hits: Sequence[int], node: Node | None, document: str) -> Place | None:
    """The hit before ``hit``: on the same page, or the last one of an earlier page with hits."""
    if hit is not None and hit.number > 1:
        return Place(page, hit.number - 1)
    at = bisect_left(with_hits, page)
    if at == 0:
        return None
    earlier = with_hits[at - 1]
    stored = current_archive().catalog.documents.page(document, earlier)
    return Place(earlier, counts_of([stored], node)[earlier] or None)


def after(page: int, hit: PageHit | None, count: int, with_hits: Sequence[int]) -> Place | None:
    """The hit after ``hit``, one of ``count``: on the same page, or the first one of a later page with hits."""
    if hit is not None and hit.number < count:
        return Place(page, hit.number + 1)
    at = bisect_right(with_hits, page)
    return Place(with_hits[at], 1) if at < len(with_hits) else None
