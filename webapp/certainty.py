"""Which hits of a search stand on words that OCR doubts, so that the reader is told to check the image."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.index.query import Node
from indexer.models import Word
from indexer.page_words import UNSURE
from indexer.search.line_ends import page_spans
from indexer.search.results import Hit
from webapp.access import current_archive


def doubtful_hits(hits: Sequence[Hit], node: Node | None) -> frozenset[str]:
    """The ids of the passages in which OCR doubts a word that matched."""
    if node is None:
        return frozenset()
    words: dict[tuple[str, int, str], tuple[Word, ...]] = {}
    return frozenset(hit.passage.id for hit in hits if hit.ocr and _doubtful(hit, node, words))


def _doubtful(hit: Hit, node: Node, known: dict[tuple[str, int, str], tuple[Word, ...]]) -> bool:
    """``known`` holds the words of pages that were looked at before: a page often has several hits."""
    stored, passage = hit.passage, hit.passage.passage
    page = (stored.document, passage.page, stored.reading)
    if page not in known:
        known[page] = current_archive().catalog.documents.words(*page)
    doubted = [word for word in known[page] if word.confidence is not None and word.confidence < UNSURE]
    return any(
        word.start < passage.start + span.end and word.end > passage.start + span.start
        for span in page_spans(stored.text, node, passage.language)
        for word in doubted
    )
