"""The printed labels of a Word file's notes, which it does not keep: they are counted as Word counts them.

Format, start and restart come from the section, else from the whole document's settings. Endnotes without a format are
lower roman in Word, whatever ECMA-376 says (MS-OI29500, 2.1.306).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.sources.docx_story import ENDNOTE, FOOTNOTE, Reference
from indexer.sources.report_tree import Node

_PROPERTIES = {FOOTNOTE: "w:footnotePr", ENDNOTE: "w:endnotePr"}
_DEFAULTS = {FOOTNOTE: "decimal", ENDNOTE: "lowerRoman"}
_CHICAGO = "*†‡§"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the notes of one kind are numbered in one section."""

    format: str
    start: int = 1
    restart: str = "continuous"


@dataclass(slots=True)
class NoteCounter:
    """Gives each callout of one kind its label. ``restarts`` counts how often the numbers began anew;
    ``by_page``: the file has them begin on each page."""

    kind: str
    settings: Node | None
    sections: Sequence[Node]
    restarts: int = 0
    by_page: bool = False
    _next: int | None = None
    _place: int | None = None

    def label(self, reference: Reference, section: int) -> str:
        """The label of the next note. A custom mark counts no number."""
        if reference.custom and reference.mark:
            return reference.mark
        numbering = self._numbering(section)
        place = {"eachSect": section, "eachPage": reference.page}.get(numbering.restart)
        self.by_page |= numbering.restart == "eachPage"
        if self._next is None or (place is not None and self._place is not None and place != self._place):
            self.restarts += self._next is not None
            self._next = numbering.start
        self._place = place
        number, self._next = self._next, self._next + 1
        return formatted(number, numbering.format)

    def _numbering(self, section: int) -> Numbering:
        own = self.sections[section].child(_PROPERTIES[self.kind]) if section < len(self.sections) else None
        whole = self.settings.child(_PROPERTIES[self.kind]) if self.settings else None

        def said(name: str) -> str | None:
            return (own.value(name) if own else None) or (whole.value(name) if whole else None)

        start = said("w:numStart") or "1"
        return Numbering(
            said("w:numFmt") or _DEFAULTS[self.kind],
            int(start) if re.fullmatch(r"\d{1,5}", start) else 1,
            said("w:numRestart") or "continuous",
        )


def formatted(number: int, format: str) -> str:
    """A number as Word prints it in a format of ST_NumberFormat; one not known here is printed in digits."""
    if number < 1:
        return str(number)
    if format in ("lowerRoman", "upperRoman") and number < 4000:
        return _roman(number) if format == "lowerRoman" else _roman(number).upper()
    if format in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter if format == "lowerLetter" else letter.upper()
    if format == "chicago":
        return _CHICAGO[(number - 1) % len(_CHICAGO)] * min((number - 1) // len(_CHICAGO) + 1, 9)
    return f"{number:02}" if format == "decimalZero" else str(number)


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)
