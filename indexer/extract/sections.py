"""Cuts page-less text (plain text, HTML) into sections of about a page, which stand for its pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from indexer.errors import FileEmpty
from indexer.models import Page, PageStatus

SECTION = 3000
"""Characters of a section: a page of the gazette has 3,000 to 4,000, a typewritten one 2,000."""

SHORTEST = SECTION // 2
"""No border is sought before this, so that sections do not become crumbs."""

MAX_BLANK_TAIL = 1000
"""White space after a border stays with the section before it, up to this much."""

_BORDERS = (
    re.compile(r"\r?\n[ \t]*\r?\n"),
    re.compile(r"\n|\r(?!\n)|[\u2028\u2029\f]"),
    re.compile(r"[.!?…][)\]»”’\"']*\s"),
    re.compile(r"\s"),
)
"""Where a reader would pause, best first: paragraph, line, sentence, word."""


def cut_sections(text: str) -> Iterator[str]:
    """Consecutive pieces of ``text``; joined they are the text again. Only a word that fills a section is cut."""
    start = 0
    while len(text) - start > SECTION:
        end = _border(text, start)
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def pages_of(text: str, engine: str) -> tuple[Page, ...]:
    """The sections as pages without size. Raises FileEmpty when there is nothing but white space."""
    if not text or text.isspace():
        raise FileEmpty("The file holds no text.")
    return tuple(
        Page(number, section, engine, PageStatus.BLANK if section.isspace() else PageStatus.READ)
        for number, section in enumerate(cut_sections(text), start=1)
    )


def _border(text: str, start: int) -> int:
    for pattern in _BORDERS:
        borders = [found.end() for found in pattern.finditer(text, start + SHORTEST, start + SECTION)]
        if borders:
            return _after_blanks(text, borders[-1])
    end = start + SECTION
    while end > start + SHORTEST and (unicodedata.combining(text[end]) or text[end] == "\u200d"):
        end -= 1
    return end


def _after_blanks(text: str, end: int) -> int:
    last = min(len(text), end + MAX_BLANK_TAIL)
    while end < last and text[end].isspace():
        end += 1
    return end
