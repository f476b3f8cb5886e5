"""Fields and characters of symbol fonts of a Word file: what they say, and what they show."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.sources.report_tree import Node

_HYPERLINK = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*(?:"([^"]*)"|([^\s"\\]\S*))?', re.IGNORECASE)
_LOCAL = re.compile(r'\\l\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_NOTEREF = re.compile(r"(?:NOTEREF|FTNREF)\s+(\S+)", re.IGNORECASE)
_SYMBOL_FONT = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
)


@dataclass(slots=True)
class Field:
    """A field that is open: its instruction, and from its separator on what that means for its result."""

    instruction: str = ""
    result: bool = False
    href: str | None = None
    bookmark: str | None = None
    raised: bool = False

    def separate(self) -> None:
        """The instruction is complete: what it means for the result."""
        self.result = True
        instruction = self.instruction.strip()
        if match := _HYPERLINK.match(instruction):
            href, local = match[1] or match[2], _LOCAL.search(instruction)
            if href and local and "#" not in href:
                href = f"{href}#{local[1] or local[2]}"
            self.href = href
        elif match := _NOTEREF.match(instruction):
            self.bookmark = match[1].strip('"')
            self.raised = "\\f" in instruction


def symbol(node: Node) -> str:
    """A character of a symbol font: they lie at F000 to F0FF, or at their plain places."""
    code = node.attributes.get("w:char", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
        return ""
    place = int(code, 16)
    character = chr(place - 0xF000 if 0xF020 <= place <= 0xF0FF else place)
    if node.attributes.get("w:font", "").lower() == "symbol":
        return character.translate(_SYMBOL_FONT)
    return character if character in "*†‡§¶#" or not 0xF020 <= place <= 0xF0FF else "•"
