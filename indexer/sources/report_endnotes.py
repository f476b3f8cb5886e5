"""Sections of endnotes in printed reports: their heading, their notes, and where they end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.models.printed import PrintedLine, PrintedPage
from indexer.sources.report_foot import SAME
from indexer.sources.report_lines import Label, label_of
from indexer.sources.report_state import Headings, ReadState

CHAPTER = re.compile(r"(?:cap[íi]tulo|chapter|cap\.|parte|part)\s+(?P<chapter>\d{1,3}|[ivxlc]{1,7})\b", re.IGNORECASE)

_NUMBERED = r"(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivxlc]{1,6})\.?\s+)?"
_NOTES = re.compile(
    rf"{_NUMBERED}(?:(?:citas|fuentes|referencias|bibliograf[íi]a|references|sources) (?:y|and) )?"
    r"(?:notas|notes|end ?notes|foot ?notes)"
    r"(?: (?:finales|al final(?: del? \w+)?|bibliogr[áa]ficas|(?:a|al) pie(?: de p[áa]gina)?|de referencia|explicativas"
    r"|(?:y|and) \w+|(?:to|al?|del?) (?:the |la |el )?\w+(?: \w+)?))?\s*[:.]?",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    rf"{_NUMBERED}(?:referencias(?: bibliogr[áa]ficas| y \w+)?|references(?: cited)?|fuentes(?: citadas| consultadas)?"
    r"|sources|citas|citations|works cited|bibliograf[íi]a(?: citada)?|bibliography)\s*[:.]?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"{_NUMBERED}(?:bibliograf[íi]a|bibliography|referencias.*|references|anexos?.*|ap[ée]ndices?.*|appendi.*|"
    r"[íi]ndice.*|index|acknowledge?ments|agradecimientos|glosario|glossary)",
    re.IGNORECASE,
)
_SHORT = 60
"""Characters of a heading."""

_LARGER = 1.1
"""Of the notes' size: larger lines among them are headings."""


def endnotes_begin(state: ReadState, lines: Sequence[PrintedLine]) -> int | None:
    """The line from which on there are endnotes: after a heading of such a section with a first note within the next
    lines; if no heading is asked for, the raised 1 that a raised 2 follows."""
    for index, line in enumerate(lines):
        if state.habits.headings is Headings.NONE:
            if _begins_list(state, lines[index:]):
                return index
        elif _heads(state, line.text) and any(_is_first(following) for following in lines[index + 1 : index + 4]):
            return index + 1
    return None


def _heads(state: ReadState, text: str) -> bool:
    wide = state.habits.headings is Headings.WIDE and _SOURCES.fullmatch(text) is not None
    return len(text) < _SHORT and (wide or _NOTES.fullmatch(text) is not None)


def _is_first(line: PrintedLine) -> bool:
    label = label_of(line)
    return label is not None and label.text in ("1", "*")


def _begins_list(state: ReadState, lines: Sequence[PrintedLine]) -> bool:
    labels = [label for line in lines if (label := label_of(line)) is not None and label.raised]
    first = label_of(lines[0])
    return first is not None and first.raised and [label.text for label in labels[:2]] == ["1", "2"]


def read_endnotes(state: ReadState, lines: Sequence[PrintedLine], page: PrintedPage) -> list[PrintedLine]:
    """Take endnotes; returns the lines from the heading on that ends them."""
    for index, line in enumerate(lines):
        if match := CHAPTER.match(line.text):
            if not _goes_on_after(state, lines[index + 1 : index + 4]):
                return _ended(state, lines[index:])
            state.chapter = match["chapter"]
            continue
        if len(line.text) < _SHORT and _AFTER.fullmatch(line.text):
            return _ended(state, lines[index:])
        label = label_of(line)
        if label is not None and _is_next(state, label):
            state.begin(label, line, page, at_end=True)
        elif _is_heading(state, line):
            if not _goes_on_after(state, lines[index + 1 : index + 4]) and not _heads(state, line.text):
                return _ended(state, lines[index:])
        elif state.notes and state.notes[-1].at_end and line.size <= SAME * state.body_size:
            state.notes[-1].add(line)
    return []


def _ended(state: ReadState, lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    state.at_end = False
    return list(lines)


def _is_heading(state: ReadState, line: PrintedLine) -> bool:
    return bool(state.notes) and state.notes[-1].at_end and line.size > _LARGER * state.notes[-1].size


def _goes_on_after(state: ReadState, following: Sequence[PrintedLine]) -> bool:
    """Whether a heading within the section is followed by a note."""
    labels = [label_of(line) for line in following]
    return any(label is not None and _is_next(state, label) for label in labels)


def _is_next(state: ReadState, label: Label) -> bool:
    if not state.notes or not state.notes[-1].at_end:
        return label.raised or label.text in ("1", "*")
    before = state.notes[-1].label
    if not label.text.isdecimal() or not before.isdecimal():
        return label.raised
    step = int(label.text) - int(before)
    return 0 < step <= (5 if label.raised else 2) or label.text == "1"
