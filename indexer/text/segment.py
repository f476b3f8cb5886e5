"""Cuts a stretch of a page into passages of readable length.

Borders are sought where a reader would pause: at blank lines, then line ends, then sentences, then words. Offsets
are those of the text given; nothing is rewritten.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_PASSAGE = 1500
"""Characters a passage may have. 184 MB of transcripts cut at this length gave 138,423 passages, small enough to show
whole beside a hit and few enough for the index (design/findings.md, corpus P)."""

MIN_PASSAGE = 400
"""A remainder shorter than this is joined to what stands before it, if the two fit into one passage."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: code points from ``start`` to ``end``, end exclusive."""

    start: int
    end: int


_BORDERS = (
    re.compile(r"\n[^\S\n]*\n\s*"),
    re.compile(r"\n\s*"),
    # What stands before the stop spares initials, «Dr.» and «C. GRAL. BRIG.»; a small letter behind it, abbreviations.
    re.compile(
        r"(?:(?<=[a-záéíóúñü]{2})|(?<=[A-ZÁÉÍÓÚÑÜ]{5})|(?<=[\d%)\]»”’\"]))[.!?…]+[\"'”’»)\]]*"
        r"(?P<gap>\s+)(?=[^\s\da-záéíóúñü])"
    ),
    re.compile(r"\s+"),
)
"""Where to cut, from the best place to the last resort; a text without any of these is cut at the length itself."""


def trim(text: str, start: int, end: int) -> Span:
    """The stretch without white space at its ends (empty, at ``start``, if there is nothing else)."""
    piece = text[start:end]
    bare = piece.lstrip()
    if not bare:
        return Span(start, start)
    first = start + len(piece) - len(bare)
    return Span(first, first + len(bare.rstrip()))


def cut(text: str, start: int, end: int) -> list[Span]:
    """Passages that together hold every character but white space of ``text[start:end]``.

    None is longer than ``MAX_PASSAGE``, none begins or ends in white space, none overlaps another. A stretch that fits
    is left whole; a longer one is cut into parts of about equal length, so that no crumb is left at its end.
    """
    whole = trim(text, start, end)
    if whole.start == whole.end:
        return []
    if whole.end - whole.start <= MAX_PASSAGE:
        return [whole]
    return _packed(list(_pieces(text, whole, 0)))


def _pieces(text: str, span: Span, level: int) -> Iterator[Span]:
    """The span divided at the borders of ``level``, and what is still too long at those of the next."""
    if level == len(_BORDERS):
        for start in range(span.start, span.end, MAX_PASSAGE):
            yield Span(start, min(start + MAX_PASSAGE, span.end))
        return
    border = _BORDERS[level]
    group = "gap" if "gap" in border.groupindex else 0
    start = span.start
    for match in border.finditer(text, span.start, span.end):
        yield from _fitting(text, trim(text, start, match.start(group)), level)
        start = match.end(group)
    yield from _fitting(text, trim(text, start, span.end), level)


def _fitting(text: str, piece: Span, level: int) -> Iterator[Span]:
    if piece.end - piece.start > MAX_PASSAGE:
        yield from _pieces(text, piece, level + 1)
    elif piece.end > piece.start:
        yield piece


def _packed(pieces: list[Span]) -> list[Span]:
    """Neighbouring pieces joined to passages, each as near as may be to an equal share."""
    total = pieces[-1].end - pieces[0].start
    share = total / math.ceil(total / MAX_PASSAGE)
    packed: list[Span] = []
    start, end = pieces[0].start, pieces[0].end
    for piece in pieces[1:]:
        joined = piece.end - start
        if joined > MAX_PASSAGE or joined - share > share - (end - start):
            packed.append(Span(start, end))
            start = piece.start
        end = piece.end
    if packed and end - start < MIN_PASSAGE and end - packed[-1].start <= MAX_PASSAGE:
        start = packed.pop().start
    packed.append(Span(start, end))
    return packed
