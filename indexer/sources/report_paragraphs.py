"""From printed lines to paragraphs: words cut at a line's end are joined, sentences cut by a page's end too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from indexer.models.draft import DraftBlock, DraftCallout
from indexer.models.printed import PrintedLine, PrintedPage
from indexer.sources.report_lines import LineText

HEADING = 1.08
"""Of the body's size: larger lines are headings."""

OTHER_FACE = 1.15
"""A line mostly in another face (a sans serif is set at 0.9 beside Times) may differ so much within a sentence."""

STEP = 1.35
"""Of the usual step: a wider one begins a paragraph."""

INDENT = 0.9
"""Of the size: a line that begins so far right of the one before, after a full stop, begins a paragraph."""

PROSE, MOST_FLOATED = 150, 80
"""Characters of a paragraph of prose, and the most lines and rows of a float looked back over for one."""

WOULD_FIT, ENDED = 1.3, 4.0
"""Widths of the next word, and sizes beside, that a line must leave free to be an early end: ragged lines leave up to
one long word, and a word that may not be cut."""

_CLOSED = re.compile(r"[.!?:;…][\"”’»)\]]*\s*$")
_URL_TAIL = re.compile(r"(?:https?://|www\.)\S*[/\-_=&?.%]$")


Words = frozenset[str]
"""The words of a report, casefolded, some with hyphens within."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def known_words(pages: Iterable[PrintedPage]) -> Words:
    """The words that stand whole within lines."""
    return frozenset(
        word.casefold() for page in pages for line in page.lines for word in _WORD.findall(line.text.rstrip("-"))
    )


def joined_text(lines: Sequence[str], words: Words = frozenset()) -> str:
    """Lines joined to running text: cut words and addresses without a space. A cut word loses its hyphen unless the
    report has the word with one, and keeps it before a capital unless the report has the word without."""
    text = ""
    for line in lines:
        text = line if not text else _cut(text, line, words) + line
    return text.strip()


def _cut(text: str, following: str, words: Words) -> str:
    """``text`` as it is joined to what follows."""
    if _URL_TAIL.search(text.rsplit(None, 1)[-1] if text.strip() else ""):
        return text
    last, first = _LAST_WORD.search(text), _FIRST_WORD.match(following)
    if last is not None and first is not None:
        return text[:-1] if _loses_hyphen(last[1], first[0], words) else text
    return text if text.endswith(" ") else f"{text} "


def _loses_hyphen(last: str, first: str, words: Words) -> bool:
    if (last + first).casefold() in words:
        return True
    return first[:1].islower() and f"{last}-{first}".casefold() not in words


@dataclass(slots=True)
class _Open:
    """A paragraph as its lines come."""

    text: str
    callouts: list[DraftCallout]
    size: float
    last: PrintedLine
    step: float | None = None
    slack: float = 0.0


@dataclass(slots=True)
class Paragraphs:
    """Collects body lines in reading order into blocks."""

    body_size: float = 0.0
    usual_step: float = 0.0
    words: Words = frozenset()
    _edge: float = 0.0
    _closed: list[_Open] = field(default_factory=list)

    def set_edge(self, lines: Sequence[PrintedLine]) -> None:
        """Say which lines come next: how far right they reach tells those that end early."""
        self._edge = max((line.x1 for line in lines), default=0.0)

    def add(self, line: PrintedLine, text: LineText) -> None:
        """Add the next line of the body."""
        if not text.text.strip() and not text.callouts:
            return
        if self._closed and self._goes_on(self._closed[-1], line, text.text):
            self._join(self._closed[-1], line, text)
        elif (cut := self._cut_by_float(line, text.text)) is not None:
            self._join(cut, line, text)
            self._closed.remove(cut)
            self._closed.append(cut)
        else:
            self._closed.append(_Open(text.text.lstrip(), _shifted(text, 0), line.size, line))
        self._closed[-1].slack = self._edge - line.x1

    def _cut_by_float(self, line: PrintedLine, text: str) -> _Open | None:
        """The paragraph that a line goes on with beyond a figure or table printed in its midst: the last prose of the
        text's size, if it broke off at the end of a full line."""
        if not text[:1].islower() or not self._is_body(line):
            return None
        for item in self._closed[:-MOST_FLOATED:-1]:
            if self._is_body(item.last) and len(item.text) > PROSE:
                broke_off = not _ends_early(item.last, item.slack, text) and _CLOSED.search(item.text) is None
                return item if broke_off and item is not self._closed[-1] else None
        return None

    def _is_body(self, line: PrintedLine) -> bool:
        return line.cells == 1 and abs(line.size - self.body_size) < 0.03 * self.body_size

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
        closed = _CLOSED.search(paragraph.text) is not None
        runs_on = not closed and text[:1].islower() and self._edge - last.x1 < last.size
        if max(line.size, paragraph.size) > (OTHER_FACE if runs_on else HEADING) * min(line.size, paragraph.size):
            return False
        step = line.baseline - last.baseline
        if step <= 0 or line.flow != last.flow:  # the head of the next column or page
            return not closed and len(paragraph.text) > 40
        if _ends_early(last, self._edge - last.x1, text) or (line.cells > 1 and last.cells > 1 and not runs_on):
            return False
        if line.cells > 2 and last.cells == 1:  # a table begins
            return False
        if step > STEP * (paragraph.step or self.usual_step):
            return not closed and text[:1].islower() and len(paragraph.text) > 40
        return not (closed and line.x0 - last.x0 > INDENT * line.size)

    def _join(self, paragraph: _Open, line: PrintedLine, text: LineText) -> None:
        before = _cut(paragraph.text, text.text, self.words)
        if len(before) < len(paragraph.text):  # a hyphen is taken off: callouts after it stood at its place
            paragraph.callouts = [replace(item, offset=min(item.offset, len(before))) for item in paragraph.callouts]
        paragraph.callouts += _shifted(text, len(before))
        paragraph.text = before + text.text.lstrip()
        step = line.baseline - paragraph.last.baseline
        if step > 0 and line.flow == paragraph.last.flow:
            paragraph.step = min(paragraph.step or step, step)
        paragraph.last = line


def _ends_early(last: PrintedLine, slack: float, following: str) -> bool:
    """Whether the next word would have had its place in the line before, which left ``slack`` points free: so that one
    was the last of a paragraph, a line of verse or code, or a table's."""
    letter = (last.x1 - last.x0) / max(1, len(last.text))
    word = following.split(None, 1)[0] if following.strip() else ""
    return slack > WOULD_FIT * letter * (len(word) + 1) + ENDED * last.size


def _shifted(text: LineText, before: int) -> list[DraftCallout]:
    leading = len(text.text) - len(text.text.lstrip())
    return [replace(item, offset=max(0, item.offset - leading) + before) for item in text.callouts]


def _within(callouts: Sequence[DraftCallout], text: str) -> list[DraftCallout]:
    return [replace(item, offset=min(item.offset, len(text))) for item in callouts]
