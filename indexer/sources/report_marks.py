"""What a callout may look like in running text, whatever the format: shared by the readers of reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SYMBOLS = "*†‡§¶"

_PLAIN = str.maketrans(SUPERSCRIPTS, "0123456789")
_RAISED = re.compile(rf"[ \t]?[{SUPERSCRIPTS}]{{1,4}}")
_BRACKETED = re.compile(r"[ \t]?\[(\d{1,4})\](?![(:])")
_GLUED = re.compile(r"(?<=[^\W\d_][^\W\d_])\d{1,3}(?![\w%°º/-]|[.,:]\d)|(?<=[a-zà-ÿ)”»\"][.,;:?!])\d{1,3}(?=\s|$)")
_EXPONENT_BASE = re.compile(
    r"(?:(?<![\w])(?:k|c|m|d|µ|h)?m|(?<![\w])(?:s|kg|ha|ft|in|yd|mi)|(?<!\w)[A-Za-z]|(?<![\d.,])10|[=+×·/^])$"
)
"""What stands before an exponent: a unit of length, a lone letter, a power of ten, a sign. "286,494⁹" is none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible callout in a text: its label, where it stands, and whether it may as well be something else."""

    label: str
    start: int
    end: int
    certain: bool


def plain_digits(superscripts: str) -> str:
    """``¹³`` → ``13``."""
    return superscripts.translate(_PLAIN)


def may_be_exponent(before: str) -> bool:
    """Whether a raised number after ``before`` may be an exponent (m², 10³, x²)."""
    return _EXPONENT_BASE.search(before[-8:]) is not None


def find_marks(text: str, *, bracketed: bool, glued: bool) -> Iterator[Mark]:
    """The raised numbers of a text, in order, and if wanted ``[13]`` and numbers glued to a word (uncertain)."""
    found = [
        Mark(plain_digits(match[0].strip()), match.start(), match.end(), not may_be_exponent(text[: match.start()]))
        for match in _RAISED.finditer(text)
        if match.start() > 0 and not text[match.start() - 1].isspace()
    ]
    if bracketed:
        found += [Mark(match[1], match.start(), match.end(), True) for match in _BRACKETED.finditer(text)]
    if glued:
        found += [Mark(match[0], match.start(), match.end(), False) for match in _GLUED.finditer(text)]
    end = 0
    for mark in sorted(found, key=lambda item: item.start):
        if mark.start >= end:
            yield mark
            end = mark.end
