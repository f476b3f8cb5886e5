"""A page's text as HTML: cut at its passages, with speakers as headings, hits marked, one passage pointed out.

All offsets are of the page's stored text. Nothing of the text is lost or changed: the pieces, joined, are the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from indexer.models import Language, StoredPassage
from webapp.marking import TextMarks, marked_up


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a page's text: a passage, or what stands between two. ``anchor`` is the passage's place in the page.

    ``heading`` is the speaker's name as the text itself has it; ``continued`` names a speaker whose turn began on an
    earlier page, where the text has no name to show.
    """

    html: Markup
    anchor: str | None = None
    heading: Markup | None = None
    continued: str | None = None
    language: Language | None = None


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


def whole(text: str, marks: TextMarks, selected: Selection | None) -> Markup:
    """A page's text in one run, the selected passage within an element of id ``marked``."""
    if selected is None or selected.start == selected.end:
        return marked_up(text, marks)
    start, end = selected.start, selected.end
    return (
        marked_up(text, marks, 0, start)
        + Markup('<span class="marked" id="marked">')
        + marked_up(text, marks, start, end)
        + Markup("</span>")
        + marked_up(text, marks, end, len(text))
    )


def pieces(text: str, passages: Sequence[StoredPassage], marks: TextMarks) -> tuple[Piece, ...]:
    """A page's text by its passages, in order. White space between passages is left to the style sheet."""
    found: list[Piece] = []
    at, speaker = 0, None
    for stored in sorted(passages, key=lambda stored: stored.passage.start):
        passage = stored.passage
        start, end = max(at, min(passage.start, len(text))), min(passage.end, len(text))
        if text[at:start].strip():
            found.append(Piece(marked_up(text, marks, at, start)))
        if start < end:
            name_end = _name_end(text, start, passage.speaker)
            heading = marked_up(text, marks, start, name_end) if name_end > start else None
            found.append(
                Piece(
                    marked_up(text, marks, name_end, end),
                    f"passage-{passage.ordinal}",
                    heading,
                    passage.speaker if heading is None and passage.speaker != speaker else None,
                    passage.language,
                )
            )
            speaker = passage.speaker
        at = max(at, end)
    if text[at:].strip():
        found.append(Piece(marked_up(text, marks, at, len(text))))
    return tuple(found)


def _name_end(text: str, start: int, speaker: str | None) -> int:
    """Where the speaker's name (and its colon) ends, if the text at ``start`` begins with it; else ``start``."""
    if not speaker or text[start : start + len(speaker)].casefold() != speaker.casefold():
        return start
    end = start + len(speaker)
    return end + 1 if text[end : end + 1] == ":" else end
