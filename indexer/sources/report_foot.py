"""Notes at the foot of a printed page or column: below a short rule, or its last lines if they are smaller.

body lines
─────────                   a short rule, if there is one
rest of the last note       run over from the page before
¹ First note …              a label: raised, or of normal size if it is called or next in order
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.models.printed import PrintedLine, PrintedPage, PrintedRule
from indexer.sources.report_lines import SMALL, Label, label_of, letter_of, plain
from indexer.sources.report_state import ReadState

SAME = 1.03
"""Of the body's size: notes set as large as the text are known by a rule, a raised label, or by all being called."""

NOTE_LEADING = 1.8
"""Of the size: a wider step parts the foot's lines from a caption or small print above them."""

FOOT = 0.45
"""Share of the page's height above which nothing set as large as the text is taken for its foot, without a rule."""

RULE_SHARE = 0.8
"""Of the notes' width: rules above notes are a third of it (LaTeX 0.4, Word 0.3), those of tables the whole."""

NOTE_SIZES = 1.08
"""Of the first line's size below a rule: what is larger is text after a box's or table's notes."""

SHORT_RULE = 0.45
"""Of the page's width: so short rules may also stand above a single short note."""

RULE_NEAR = 3.5
"""Of the size: the first note stands 1.2 (LaTeX) to 2.6 (Word with double spacing) below the rule."""

ALIGNED = 0.7
"""Of the size: labels of normal size begin below one another, but ``9`` and ``10`` may be set to the right."""

MOST_SKIPPED = 5
"""Numbers that a called label may be ahead of the one before: of notes in between, the labels were not known."""

_FINISHED = re.compile(r"[.!?…][\"”’»)\]]*$|\.\w{2,4}/?$|https?://\S+$")


def read_foot(state: ReadState, lines: Sequence[PrintedLine], page: PrintedPage) -> int:
    """Take the notes at the foot of a column; returns where the foot begins (the number of lines if there is none)."""
    ruled = _read_ruled(state, lines, page)
    if ruled is not None:
        return ruled
    small = _suffix(lines, SMALL * state.body_size)
    start = _first_label(state, lines, small, raised_only=False)
    if start is None:
        low = _suffix(lines, SAME * state.body_size)
        low = next((at for at in range(low, len(lines)) if lines[at].baseline > FOOT * page.height), len(lines))
        start = _first_label(state, lines, low, raised_only=True)
        if start is None:
            start = _all_called(state, lines, low)
    if start is None:
        return _run_over(state, lines, small, len(lines), page)
    begin = _run_over(state, lines, max(small, _contiguous(lines, start)), start, page) if small <= start else start
    _read_notes(state, lines[start:], page)
    return begin


def _read_notes(state: ReadState, lines: Sequence[PrintedLine], page: PrintedPage) -> None:
    """Take notes, of which the first begins with the first line."""
    last: Label | None = None
    for line in lines:
        label = state.label_in_notes(line)
        if label is not None and (last is None or _begins_next(state, label, last, line, lines[0])):
            state.begin(label, line, page)
            last = label
        else:
            state.notes[-1].add(line)


def _begins_next(state: ReadState, label: Label, last: Label, line: PrintedLine, first: PrintedLine) -> bool:
    """Whether a label begins another note after the one labelled ``last``."""
    if label.text.isalpha():
        return True
    called = label.text in state.called or label.text in state.before
    if label.raised:
        return called or not label.text.isdecimal() or not last.text.isdecimal() or int(label.text) > int(last.text)
    if last.raised or abs(line.x0 - first.x0) > ALIGNED * line.size:
        return False
    if not label.text.isdecimal() or not last.text.isdecimal():
        return called or _goes_on(label, last.text)
    step = int(label.text) - int(last.text)
    return (called and 0 < step <= MOST_SKIPPED) or _goes_on(label, last.text)


def _goes_on(label: Label, before: str) -> bool:
    """Whether a plain number is the one after ``before``, with a text that can be a note's."""
    if label.text in ("**", "***") and before == label.text[1:]:
        return True
    if not label.text.isdecimal() or not before.isdecimal() or "...." in label.rest or ". . . ." in label.rest:
        return False
    return int(label.text) == int(before) + 1 and not label.rest[:1].islower()


def _suffix(lines: Sequence[PrintedLine], size: float) -> int:
    """Where the lines begin from which on none is larger."""
    start = len(lines)
    while start > 0 and lines[start - 1].size <= size:
        start -= 1
    return start


# --- below a rule -------------------------------------------------------------------------------


def _read_ruled(state: ReadState, lines: Sequence[PrintedLine], page: PrintedPage) -> int | None:
    """Take the lines below the rule that parts notes from the text of a column; returns where the foot begins, None
    without such a rule."""
    for rule in sorted(page.rules, key=lambda rule: -rule.y):
        start = next((at for at, line in enumerate(lines) if line.baseline - 0.5 * line.size > rule.y), len(lines))
        foot = lines[start:]
        if not foot or any(line.size > SAME * state.body_size for line in foot) or not _parts(rule, foot, page):
            continue
        if max(line.size for line in foot) > NOTE_SIZES * foot[0].size:
            continue
        first = next((at for at, line in enumerate(foot) if _may_be_first(state, line)), None)
        runs_over = first != 0 and _runs_over_below(state, rule, foot, page)
        if first is None and not runs_over:
            continue
        if first is not None and first > 0 and not runs_over and not all(map(state.is_small, foot)):
            continue
        for line in foot[:first] if runs_over else ():
            state.notes[-1].add(line)
        if first is not None:
            _read_notes(state, foot[first:], page)
            state.rules.add(round(rule.width))
        return start if runs_over or first is None else start + first
    return None


def _parts(rule: PrintedRule, foot: Sequence[PrintedLine], page: PrintedPage) -> bool:
    """Whether a rule stands right above the foot, alone at its height, and is shorter than a table's."""
    left, right, size = min(line.x0 for line in foot), max(line.x1 for line in foot), foot[0].size
    alone = sum(abs(other.y - rule.y) < 1 for other in page.rules) == 1
    return (
        alone
        and foot[0].baseline - rule.y <= RULE_NEAR * size
        and -3 * size <= rule.x0 - left <= size
        and (rule.width <= RULE_SHARE * (right - left) or rule.width < SHORT_RULE * page.width)
    )


def _runs_over_below(state: ReadState, rule: PrintedRule, foot: Sequence[PrintedLine], page: PrintedPage) -> bool:
    """Whether the lines below a rule go on with the last note of the page before: set like it, below a rule like those
    that notes have here (boxes and tables have others)."""
    if not state.notes or state.notes[-1].at_end or state.notes[-1].page != page.number - 1:
        return False
    alike = abs(foot[0].size - state.notes[-1].size) <= 0.04 * foot[0].size
    known = any(abs(rule.width - width) <= 2 for width in state.rules)
    return alike and (known or (not state.rules and state.is_small(foot[0])))


def _may_be_first(state: ReadState, line: PrintedLine) -> bool:
    """Whether a line below a rule begins a note: its label is raised, called, a sign, 1 or the next number."""
    label = state.label_in_notes(line)
    if label is None or "...." in label.rest:
        return False
    noted = state.notes[-1].label if state.notes else "0"
    known = label.text in state.called or label.text in state.before or label.text in state.glued
    in_order = _goes_on(label, noted) or _goes_on(label, "0")
    return label.raised or known or not label.text.isdecimal() or in_order


# --- without a rule -----------------------------------------------------------------------------


def _first_label(state: ReadState, lines: Sequence[PrintedLine], start: int, *, raised_only: bool) -> int | None:
    for index in range(start, len(lines)):
        label = label_of(lines[index])
        if label is not None and _begins_first(state, label, raised_only=raised_only):
            return index
    return None


def _begins_first(state: ReadState, label: Label, *, raised_only: bool) -> bool:
    """Whether a label at a line's head is a note's: raised and called, or in order where others are notes."""
    called = label.text in state.called or label.text in state.before
    if label.raised:
        return called or not raised_only
    if raised_only:
        return False
    noted = state.notes[-1].label if state.notes else "0"
    return called or (label.text in state.glued and (label.text in ("1", "*", "†") or _goes_on(label, noted)))


def _all_called(state: ReadState, lines: Sequence[PrintedLine], low: int) -> int | None:
    """Where notes begin that are set like the text: all numbers that this page calls head a line, in order."""
    wanted = [label for label in dict.fromkeys(state.called) if label.isdecimal()]
    found: list[int] = []
    for index in range(low, len(lines)):
        label = label_of(lines[index])
        if label is not None and len(found) < len(wanted) and label.text == wanted[len(found)]:
            found.append(index)
    return found[0] if wanted and len(found) == len(wanted) else None


def _contiguous(lines: Sequence[PrintedLine], start: int) -> int:
    """Where the lines begin that stand right above ``start`` without a wide step."""
    while start > 0 and 0 < lines[start].baseline - lines[start - 1].baseline <= NOTE_LEADING * lines[start].size:
        start -= 1
    return start


def _run_over(state: ReadState, lines: Sequence[PrintedLine], begin: int, end: int, page: PrintedPage) -> int:
    """Give ``lines[begin:end]`` to the last note of the page before, if it is not finished; returns where the foot
    begins."""
    if begin >= end or not state.notes:
        return end
    note, text = state.notes[-1], plain(lines[begin].runs, lines[begin]).strip()
    unfinished = not _FINISHED.search(note.lines[-1]) or text[:1].islower()
    letter = letter_of(lines[begin])
    if letter is not None and (letter.raised or letter.text in state.called):
        return end
    if note.page != page.number - 1 or not unfinished or lines[end - 1].baseline < FOOT * page.height:
        return end
    if _contiguous(lines, end - 1) > begin or abs(lines[begin].size - note.size) > 0.04 * note.size:
        return end
    for line in lines[begin:end]:
        note.add(line)
    return begin
