"""A page's lines with the size and height of their characters, for those who look for raised numbers and notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.extract.layout import Line, lines_of
from indexer.extract.segments import Glyph
from indexer.models.printed import PrintedLine, PrintedPage, PrintedRule, PrintedRun

SAME_STYLE = 0.08
"""Of the size: characters whose size and height differ by less are one run (raised numbers: 0.3 in both)."""

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
"""One sign for several letters is the typesetter's doing: whoever quotes or looks up a note types the letters."""


def printed_page(
    number: int, width: float, height: float, glyphs: Iterable[Glyph], rules: Sequence[PrintedRule] = ()
) -> PrintedPage:
    """The upright lines of a page; what is turned (stamps, sideways tables) has neither callouts nor notes."""
    lines = lines_of([glyph for glyph in glyphs if glyph.turn == 0])
    return PrintedPage(number, width, height, tuple(_printed_line(line) for line in lines), tuple(rules))


def _printed_line(line: Line) -> PrintedLine:
    runs: list[PrintedRun] = []
    text: list[str] = []
    size, rise = line.size, 0.0
    for segment in line.segments:
        for word in segment.words:
            if text:
                text.append(" ")
            for glyph in word.glyphs:
                above = line.baseline - glyph.baseline
                if abs(glyph.size - size) > SAME_STYLE * line.size or abs(above - rise) > SAME_STYLE * line.size:
                    if text:
                        runs.append(PrintedRun("".join(text), size, rise))
                        text = []
                    size, rise = glyph.size, above
                text.append(_LIGATURES.get(glyph.text, glyph.text))
    if text:
        runs.append(PrintedRun("".join(text), size, rise))
    first, last = line.segments[0], line.segments[-1]
    return PrintedLine(
        tuple(runs), first.x0, max(last.x1, first.x1), line.baseline, line.size, line.flow, len(line.segments)
    )
