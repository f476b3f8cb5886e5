"""Where a query matches in a page's text, words that are broken at the end of a line included.

The stored text keeps the hyphen and the line break; for the match the two pieces are joined, and what matches is told
in the stored text's own offsets, from the first piece to the end of the second.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from indexer.index.query import Node
from indexer.models import Language
from indexer.search.results import Span
from indexer.search.snippets import highlight_spans
from indexer.text.breaks import BREAK


def page_spans(text: str, node: Node | None, language: Language) -> list[Span]:
    """The matches of ``node`` in a page's ``text``, in order and apart from each other.

    A break between two whole words (``ex-`` / ``presidente``) matches either way: in pieces and joined.
    """
    found = highlight_spans(text, node, language)
    breaks = list(BREAK.finditer(text)) if node is not None else []
    if not breaks:
        return found
    joined = BREAK.sub("", text)
    # In the joined text, break number i came before the character at places[i].
    removed = list(accumulate((match.end() - match.start() for match in breaks), initial=0))
    places = [match.start() - removed[number] for number, match in enumerate(breaks)]
    for span in highlight_spans(joined, node, language):
        before = bisect_right(places, span.start)
        within = bisect_right(places, span.end - 1)
        if before != within:
            found.append(Span(span.start + removed[before], span.end + removed[within]))
    return _apart(found)


def _apart(spans: list[Span]) -> list[Span]:
    apart: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return apart
