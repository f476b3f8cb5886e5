"""Where a query matches in a text, and the stretch of a passage that shows it best.

Uses the index's own analysis, so what is marked is what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.index.query import And, Expanded, Leaf, Node, Or
from indexer.models import Language
from indexer.search.marking import Text, is_leaf, marks
from indexer.search.results import Snippet, Span
from indexer.text.breaks import Whole, made_whole

SNIPPET_CHARACTERS = 280
"""About three lines of a result: enough to see who says what of whom."""

_ELLIPSIS = "…"
_SPACE = re.compile(r"\s")
_LEAD = 60  # characters of context before the first match


def highlight_spans(text: str, node: Node | None, language: Language) -> list[Span]:
    """The matches of ``node`` in ``text``, in order and apart from each other; of an excluded word, nothing.

    ``language`` decides which inflections are a match, as it does in the index.
    """
    return [match.span for match in _matches(text, node, language)] if node is not None else []


def make_snippet(text: str, node: Node | None, language: Language, size: int = SNIPPET_CHARACTERS) -> Snippet:
    """About ``size`` characters of ``text`` with as many different matches as possible; whole words, on one line."""
    found = _matches(text, node, language) if node is not None else []
    start, end = _window(text, found, size)
    inside = [match.span for match in found if start <= match.span.start and match.span.end <= end]
    before, after = _ELLIPSIS if start > 0 else "", _ELLIPSIS if end < len(text) else ""
    shift = len(before) - start
    # White space becomes spaces one by one, so that offsets stay.
    line = _SPACE.sub(" ", text[start:end])
    return Snippet(before + line + after, tuple(Span(span.start + shift, span.end + shift) for span in inside))


class _Match(NamedTuple):
    """A match of the query's part number ``part``."""

    span: Span
    part: int


def _matches(text: str, node: Node, language: Language) -> list[_Match]:
    parts = list(dict.fromkeys(_positive(node)))
    if not parts:
        return []
    read = Text.of(text, language)
    found = [_Match(span, number) for number, part in enumerate(parts) for span in marks(part, read)]
    if (whole := made_whole(text)) is not None:
        found += _broken(parts, whole, language)
    return _apart(found)


def _broken(parts: Sequence[Leaf], whole: Whole, language: Language) -> Iterator[_Match]:
    """The matches with a word that is broken at the end of a line: whole, as the index holds it too."""
    read = Text.of(whole.text, language)
    for number, part in enumerate(parts):
        for span in marks(part, read):
            if (place := whole.broken(span.start, span.end)) is not None:
                yield _Match(Span(*place), number)


def _positive(node: Node) -> Iterator[Leaf]:
    """The parts of the query that a match must show, and what was added to them."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _positive(child)
        case Expanded(literal, added):
            for child in (literal, *(each.node for each in added)):
                yield from _positive(child)
        case _ if is_leaf(node):
            yield node


def _apart(marked: list[_Match]) -> list[_Match]:
    """Matches in order; of those that overlap, one with the extent of both."""
    apart: list[_Match] = []
    for match in sorted(marked, key=lambda match: (match.span.start, -match.span.end)):
        if apart and match.span.start < apart[-1].span.end:
            last = apart[-1]
            apart[-1] = _Match(Span(last.span.start, max(last.span.end, match.span.end)), last.part)
        else:
            apart.append(match)
    return apart


def _window(text: str, found: list[_Match], size: int) -> tuple[int, int]:
    """The stretch with the most different parts of the query, then the most matches, then the earliest."""
    if len(text) <= size:
        return 0, len(text)
    if not found:
        return 0, _word_end(text, size)
    best = max(range(len(found)), key=lambda first: (_worth(found, first, size), -first))
    start = max(0, min(found[best].span.start - _LEAD, len(text) - size))
    start = _word_start(text, start, found[best].span.start)
    return start, max(found[best].span.end, _word_end(text, min(len(text), start + size)))


def _worth(found: list[_Match], first: int, size: int) -> tuple[int, int]:
    limit = found[first].span.start - _LEAD + size
    inside = [match.part for match in found[first:] if match.span.end <= limit]
    return len(set(inside)), len(inside)


def _word_start(text: str, position: int, limit: int) -> int:
    """The first start of a word from ``position`` on, not beyond ``limit``."""
    if position == 0 or text[position - 1].isspace():
        return position
    while position < limit and not text[position].isspace():
        position += 1
    while position < limit and text[position].isspace():
        position += 1
    return position


def _word_end(text: str, position: int) -> int:
    """The last end of a word up to ``position``; ``position`` itself in a text without spaces."""
    if position >= len(text) or text[position].isspace():
        return min(position, len(text))
    space = position
    while space > 0 and not text[space - 1].isspace():
        space -= 1
    trimmed = len(text[:space].rstrip())
    return trimmed or position
