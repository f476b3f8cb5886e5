"""A page's text as HTML: cut at its passages, with speakers as headings, hits marked, one passage pointed out.

All offsets are of the page's stored text. Nothing of the text is lost or changed: the pieces, joined, are the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from indexer.models import Language, PassageKind, StoredPassage
from webapp.filters import marks

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a page's text: a passage, or what stands between two. ``heading`` is the speaker, where the speaker
    changes; ``anchor`` is the passage's place in the page."""

    html: Markup
    anchor: str | None = None
    heading: str | None = None
    language: Language | None = None
    kind: PassageKind | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The passage that an address asks for, as far as the page has it; ``cut`` if it reached out of the text."""

    start: int
    end: int
    cut: bool


def selection(start: int | None, end: int | None, length: int) -> Selection | None:
    """The part of a text of ``length`` that ``start`` and ``end`` name; None if they name nothing of it."""
    if start is None or end is None:
        return None
    first, last = min(start, length), min(end, length)
    return Selection(first, last, cut=(first, last) != (start, end))


def whole(text: str, hits: Spans, selected: Selection | None) -> Markup:
    """A page's text in one run, the selected passage within an element of id ``marked``."""
    if selected is None or selected.start == selected.end:
        return marks(text, hits)
    start, end = selected.start, selected.end
    return (
        _part(text, hits, 0, start)
        + Markup('<span class="marked" id="marked">')
        + _part(text, hits, start, end)
        + Markup("</span>")
        + _part(text, hits, end, len(text))
    )


def pieces(text: str, passages: Sequence[StoredPassage], hits: Spans) -> tuple[Piece, ...]:
    """A page's text by its passages, in order. White space between passages is left to the style sheet."""
    found: list[Piece] = []
    at, speaker = 0, None
    for stored in sorted(passages, key=lambda stored: stored.passage.start):
        passage = stored.passage
        start, end = max(at, min(passage.start, len(text))), min(passage.end, len(text))
        if text[at:start].strip():
            found.append(Piece(_part(text, hits, at, start)))
        if start < end:
            heading = passage.speaker if passage.speaker != speaker else None
            found.append(
                Piece(_part(text, hits, start, end), f"passage-{passage.ordinal}", heading, passage.language, passage.kind)
            )
            speaker = passage.speaker
        at = max(at, end)
    if text[at:].strip():
        found.append(Piece(_part(text, hits, at, len(text))))
    return tuple(found)


def _part(text: str, hits: Spans, start: int, end: int) -> Markup:
    return marks(text[start:end], [(first - start, last - start) for first, last in hits])
