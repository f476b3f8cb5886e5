"""Where a query matches in a page's text, words that are broken at the end of a line included."""

from __future__ import annotations

from indexer.index.query import Node
from indexer.models import Language
from indexer.search.results import Span
from indexer.search.snippets import highlight_spans


def page_spans(text: str, node: Node | None, language: Language) -> list[Span]:
    """The matches of ``node`` in a page's ``text``, in order and apart from each other.

    A break between two whole words (``ex-`` / ``presidente``) matches either way: in pieces and whole.
    """
    return highlight_spans(text, node, language)
