"""Whether a hit stands on words that OCR doubts, so that the reader is told to check the image."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.index.query import Node
from indexer.models import StoredPassage, Word
from indexer.page_words import UNSURE
from indexer.search.line_ends import page_spans

WordsOf = Callable[[str, int, str], Sequence[Word]]
"""The words of a document's page in one reading."""


def is_doubtful(passage: StoredPassage, node: Node | None, words_of: WordsOf) -> bool:
    """Whether OCR doubts a word of ``passage`` that answers the query. A text layer has no doubts."""
    if node is None or passage.confidence is None:
        return False
    place = passage.passage
    spans = page_spans(passage.text, node, place.language)
    if not spans:
        return False
    return any(
        word.start < place.start + span.end and word.end > place.start + span.start
        for word in words_of(passage.document, place.page, passage.reading)
        if word.confidence is not None and word.confidence < UNSURE
        for span in spans
    )
