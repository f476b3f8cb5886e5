"""A person's correction of a page: another reading, with the words and passages where they now stand.

The reading before stays in the catalog as it is, so that what was cited from it can still be opened. Nothing but the
stretch that was corrected changes: passages keep their bounds around it, words their boxes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.errors import UsageError
from indexer.models import Passage, Word

MAX_CORRECTION = 2000
"""Characters: a line, or a paragraph of a few. More is another document, and belongs into a file of its own."""

MAX_AUTHOR = 100

_CORRECTION = "correction by "
ENGINE = _CORRECTION + "{author}"
"""What stands as the engine of a reading that a person made."""


def is_correction(engine: str) -> bool:
    """Whether a person made the reading with this engine."""
    return engine.startswith(_CORRECTION)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A page's text with one stretch replaced, [start, end) in the new text, and what moved with it."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    passages: tuple[Passage, ...]


def find_stretch(text: str, old: str, nth: int | None) -> tuple[int, int]:
    """Where ``old`` stands in ``text``; any white space of the one is any of the other. ``nth`` counts from 1.

    Raises UsageError if it is not there, or more than once and ``nth`` does not say which.
    """
    pieces = [re.escape(piece) for piece in old.split()]
    if not pieces:
        raise UsageError("There is no text to be corrected.")
    places = [match.span() for match in re.finditer(r"\s+".join(pieces), text)]
    if not places:
        raise UsageError(f"«{old}» is not on the page.", remedy="`cotejo show DOCUMENT --page N` shows its text.")
    if nth is None and len(places) > 1:
        raise UsageError(
            f"«{old}» is on the page {len(places)} times.", remedy="Say which with --nth, or name more of it."
        )
    if nth is not None and not 1 <= nth <= len(places):
        raise UsageError(f"«{old}» is on the page {len(places)} times, not {nth}.")
    return places[(nth or 1) - 1]


def checked_author(untrusted: str) -> str:
    """The author's name on one line. Raises UsageError."""
    name = " ".join(untrusted.split())
    if not name or len(name) > MAX_AUTHOR or not name.isprintable():
        raise UsageError(f"An author has a name of 1 to {MAX_AUTHOR} printable characters.")
    return name


def checked_text(untrusted: str) -> str:
    """What is to stand on the page, line breaks included. Raises UsageError."""
    if not untrusted.strip() or len(untrusted) > MAX_CORRECTION:
        raise UsageError(f"A correction has 1 to {MAX_CORRECTION:,} characters.")
    if any(unicodedata.category(character) in ("Cc", "Cs") and character != "\n" for character in untrusted):
        raise UsageError("A correction has no control characters but line breaks.")
    return untrusted


def corrected(
    text: str, words: Sequence[Word], passages: Sequence[Passage], stretch: tuple[int, int], new: str
) -> Corrected:
    """``text`` with ``new`` in place of ``stretch``; ``words`` and ``passages`` are those of its page."""
    start, end = stretch
    shift = len(new) - (end - start)

    def moved(place: int) -> int:
        if place <= start:
            return place
        return place + shift if place >= end else start + len(new)

    return Corrected(
        text[:start] + new + text[end:],
        start,
        start + len(new),
        tuple(_words(words, stretch, new, shift)),
        tuple(replace(passage, start=moved(passage.start), end=moved(passage.end)) for passage in passages),
    )


def _words(words: Sequence[Word], stretch: tuple[int, int], new: str, shift: int) -> list[Word]:
    start, end = stretch
    before = [word for word in words if word.end <= start]
    within = [word for word in words if word.end > start and word.start < end]
    behind = [replace(word, start=word.start + shift, end=word.end + shift) for word in words if word.start >= end]
    return before + (_rewritten(within, stretch, new, shift) if within else []) + behind


def _rewritten(within: Sequence[Word], stretch: tuple[int, int], new: str, shift: int) -> list[Word]:
    """The words of the stretch as they are now, sure because a person says so.

    As many words as before have the boxes of these; otherwise all of them have one box together: which of them stands
    where is not known.
    """
    start, end = stretch
    # What of the first and last word lies outside the stretch (punctuation, mostly) stays with them.
    first, last = min(start, within[0].start), max(end, within[-1].end) + shift
    spans = [(start + match.start(), start + match.end()) for match in re.finditer(r"\S+", new)]
    spans[0], spans[-1] = (first, spans[0][1]), (spans[-1][0], last)
    if len(spans) == 1:
        spans = [(first, last)]
    if len(spans) == len(within):
        return [
            replace(word, start=span[0], end=span[1], confidence=1.0) for word, span in zip(within, spans, strict=True)
        ]
    box = Word(
        first,
        last,
        min(word.x0 for word in within),
        min(word.y0 for word in within),
        max(word.x1 for word in within),
        max(word.y1 for word in within),
        1.0,
    )
    return [box]
