"""Words broken at the end of a line: the text with them made whole, and the way back."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

BREAK = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\u00ac][^\S\n]*\n\s{0,8}(?=[^\W\d_])")
"""A hyphen (or soft hyphen, or the angled sign of old PDFs) at the end of a line, between letters. Eight characters of
white space hold the blank line that OCR sets between blocks, and an indentation, but not the gap to another page."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A text whose broken words were made whole. Break ``i`` came before the character at ``places[i]``; ``removed[i]``
    characters were taken out before it."""

    text: str
    places: tuple[int, ...]
    removed: tuple[int, ...]

    def broken(self, start: int, end: int) -> tuple[int, int] | None:
        """The original's offsets of [start, end) in this text; None if no word is broken within it."""
        before, within = bisect_right(self.places, start), bisect_right(self.places, end - 1)
        return None if before == within else (start + self.removed[before], end + self.removed[within])


_LINE_END = re.compile(r"[-\u00ad\u2010\u00ac][^\S\n]*\n")


def breaks_of(text: str) -> list[re.Match[str]]:
    """Where words of ``text`` are broken."""
    # BREAK looks behind at every character; most texts have no hyphen at the end of a line and are done with sooner.
    return list(BREAK.finditer(text)) if _LINE_END.search(text) else []


def made_whole(text: str) -> Whole | None:
    """``text`` with its broken words made whole; None if none is broken."""
    breaks = breaks_of(text)
    if not breaks:
        return None
    removed = tuple(accumulate((match.end() - match.start() for match in breaks), initial=0))
    places = tuple(match.start() - removed[number] for number, match in enumerate(breaks))
    return Whole(BREAK.sub("", text), places, removed)
