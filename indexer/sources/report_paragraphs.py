"""From printed lines to paragraphs: words cut at a line's end are joined, sentences cut by a page's end too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.models.draft import DraftBlock, DraftCallout
from indexer.models.printed import PrintedLine
from indexer.sources.report_lines import LineText

HEADING = 1.08
"""Of the body's size: larger lines are headings."""

STEP = 1.35
"""Of the usual step: a wider one begins a paragraph."""

INDENT = 0.9
"""Of the size: a line that begins so far right of the one before, after a full stop, begins a paragraph."""

_CLOSED = re.compile(r"[.!?:;…][\"”’»)\]]*\s*$")
_CUT_WORD = re.compile(r"[^\W\d_]-$")
_URL_TAIL = re.compile(r"(?:https?://|www\.)\S*[/\-_=&?.%]$")


def joined_text(lines: Sequence[str]) -> str:
    """Lines joined to running text: cut words and addresses without a space, and a cut word without its hyphen."""
    text = ""
    for line in lines:
        text = line if not text else _cut(text, line) + line
    return text.strip()


def _cut(text: str, following: str) -> str:
    """``text`` as it is joined to what follows."""
    if _URL_TAIL.search(text.rsplit(None, 1)[-1] if text.strip() else ""):
        return text
    if _CUT_WORD.search(text) and following[:1].isalpha():
        return text[:-1] if following[:1].islower() else text
    return text if text.endswith(" ") else f"{text} "


@dataclass(slots=True)
class _Open:
    """A paragraph as its lines come."""

    text: str
    callouts: list[DraftCallout]
    size: float
    last: PrintedLine
    step: float | None = None


@dataclass(slots=True)
class Paragraphs:
    """Collects body lines in reading order into blocks."""

    body_size: float = 0.0
    usual_step: float = 0.0
    _closed: list[_Open] = field(default_factory=list)

    def add(self, line: PrintedLine, text: LineText) -> None:
        """Add the next line of the body."""
        if not text.text.strip() and not text.callouts:
            return
        if self._closed and self._goes_on(self._closed[-1], line, text.text):
            self._join(self._closed[-1], line, text)
        else:
            self._closed.append(_Open(text.text.lstrip(), _shifted(text, 0), line.size, line))

    def blocks(self) -> tuple[DraftBlock, ...]:
        """The paragraphs so far; short ones in larger type are headings."""
        return tuple(
            DraftBlock(item.text.rstrip(), tuple(_within(item.callouts, item.text.rstrip())), self._level(item))
            for item in self._closed
        )

    def _level(self, item: _Open) -> int:
        return 2 if item.size > HEADING * self.body_size and len(item.text) < 200 else 0

    def _goes_on(self, paragraph: _Open, line: PrintedLine, text: str) -> bool:
        last = paragraph.last
        if max(line.size, paragraph.size) > HEADING * min(line.size, paragraph.size):
            return False
        closed = _CLOSED.search(paragraph.text) is not None
        step = line.baseline - last.baseline
        if step <= 0 or line.flow != last.flow:  # the head of the next column or page
            return not closed and len(paragraph.text) > 40
        if step > STEP * (paragraph.step or self.usual_step):
            return not closed and text[:1].islower() and len(paragraph.text) > 40
        return not (closed and line.x0 - last.x0 > INDENT * line.size)

    def _join(self, paragraph: _Open, line: PrintedLine, text: LineText) -> None:
        before = _cut(paragraph.text, text.text)
        if len(before) < len(paragraph.text):  # a hyphen is taken off: callouts after it stood at its place
            paragraph.callouts = [replace(item, offset=min(item.offset, len(before))) for item in paragraph.callouts]
        paragraph.callouts += _shifted(text, len(before))
        paragraph.text = before + text.text.lstrip()
        step = line.baseline - paragraph.last.baseline
        if step > 0 and line.flow == paragraph.last.flow:
            paragraph.step = min(paragraph.step or step, step)
        paragraph.last = line


def _shifted(text: LineText, before: int) -> list[DraftCallout]:
    leading = len(text.text) - len(text.text.lstrip())
    return [replace(item, offset=max(0, item.offset - leading) + before) for item in text.callouts]


def _within(callouts: Sequence[DraftCallout], text: str) -> list[DraftCallout]:
    return [replace(item, offset=min(item.offset, len(text))) for item in callouts]
