"""Reports in PDF: notes at the foot of pages or in a section of endnotes, told by size, height and order.

body lines                  size of most of the document's text; callouts are raised and smaller
─────────                   the foot: the page's last lines, all smaller than the text
rest of the last note       run over from the page before, if that note was not finished
¹ First note …              a label: raised, or of normal size if it is called or next in order
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.models.draft import DraftNote, DraftReport
from indexer.models.printed import PrintedLine, PrintedPage
from indexer.sources.report_lines import Label, LineText, label_of, letter_of, plain, read_line, without_furniture
from indexer.sources.report_paragraphs import Paragraphs, joined_text

SMALL = 0.95
"""Of the body's size: notes are set at 0.8 to 0.92 of it."""

SAME = 1.03
"""Of the body's size: notes set as large as the text are only known by a raised label."""

NOTE_LEADING = 1.8
"""Of the size: a wider step parts the foot's lines from a caption or small print above them."""

FOOT = 0.45
"""Share of the page's height above which nothing set as large as the text is taken for its foot."""

_ENDNOTES = re.compile(
    r"(?:\d{1,2}\.?\s+|[ivxlc]+\.\s+)?(?:notas(?: finales| al final| y referencias)?|"
    r"(?:end|foot)?notes(?: and references)?|"
    r"referencias y notas|notas al pie)\.?",
    re.IGNORECASE,
)
_AFTER_ENDNOTES = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:bibliograf[íi]a|bibliography|referencias.*|references|anexos?.*|ap[ée]ndices?.*|appendi.*|"
    r"[íi]ndice.*|index|acknowledge?ments|agradecimientos)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"(?:cap[íi]tulo|chapter)\s+(?P<chapter>\d{1,3}|[ivxlc]{1,7})\b", re.IGNORECASE)
_OPEN = re.compile(r"[.!?…][\"”’»)\]]*$|\.\w{2,4}/?$|https?://\S+$")


@dataclass(slots=True)
class _Note:
    """A note as its lines come."""

    label: str
    page: int
    at_end: bool
    chapter: str | None
    size: float
    lines: list[str]


@dataclass(slots=True)
class _State:
    """What has been read of a report so far. ``called`` and ``before``: the labels that certain callouts of this page
    and the one before have; ``glued``: those that any number of this page could call."""

    body_size: float
    notes: list[_Note] = field(default_factory=list)
    paragraphs: Paragraphs = field(default_factory=Paragraphs)
    at_end: bool = False
    chapter: str | None = None
    called: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    glued: set[str] = field(default_factory=set)


def read_printed_report(pages: Iterable[PrintedPage]) -> DraftReport:
    """Read printed pages into blocks and notes. Never fails: pages without notes have none."""
    sheets = tuple(pages)
    body_size = _body_size(sheets)
    state = _State(body_size, paragraphs=Paragraphs(body_size, _usual_step(sheets, body_size)))
    for sheet, lines in zip(sheets, without_furniture(sheets), strict=True):
        _read_page(state, sheet, lines)
    notes = tuple(
        DraftNote(note.label, joined_text(note.lines), note.page, note.page, note.at_end, chapter=note.chapter)
        for note in state.notes
    )
    empty = [sheet.number for sheet in sheets if not sheet.lines]
    warnings = (f"Pages without text, of which nothing was read: {len(empty)}.",) if empty else ()
    return DraftReport(state.paragraphs.blocks(), notes, _title(sheets, body_size), warnings=warnings)


def _body_size(pages: Sequence[PrintedPage]) -> float:
    """The size of most characters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += sum(len(run.text) for run in line.runs)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _usual_step(pages: Sequence[PrintedPage], body_size: float) -> float:
    """The median distance between two lines of the text."""
    steps = [
        below.baseline - above.baseline
        for page in pages
        for above, below in pairwise(page.lines)
        if above.flow == below.flow and abs(above.size - body_size) < 0.3 and abs(below.size - body_size) < 0.3
    ]
    near = [step for step in steps if 0 < step < 3 * body_size]
    return statistics.median(near) if near else 1.25 * body_size


def _read_page(state: _State, page: PrintedPage, lines: Sequence[PrintedLine]) -> None:
    texts = {id(line): read_line(line, page.number) for line in lines}
    callouts = [callout for text in texts.values() for callout in text.callouts]
    state.before, state.called = state.called, {callout.label for callout in callouts if callout.certain}
    state.glued = {callout.label for callout in callouts}
    flows: dict[int, list[PrintedLine]] = {}
    for line in lines:
        flows.setdefault(line.flow, []).append(line)
    for flow in flows.values():
        body = _read_endnotes(state, flow, page) if state.at_end else list(flow)
        if not state.at_end and (heading := _endnotes_heading(state, body)) is not None:
            _read_body(state, body[:heading], texts, page)
            state.at_end = True
            body = _read_endnotes(state, body[heading + 1 :], page)
        start = len(body) if state.at_end else _read_foot(state, body, page)
        _read_body(state, body[:start], texts, page)


def _read_body(state: _State, lines: Sequence[PrintedLine], texts: dict[int, LineText], page: PrintedPage) -> None:
    below_table: PrintedLine | None = None
    for line in lines:
        letter = letter_of(line) if line.size <= SMALL * state.body_size else None
        if letter is not None and letter.text in state.called:
            state.notes.append(_Note(letter.text, page.number, False, state.chapter, line.size, [letter.rest]))
            below_table = line
        elif below_table is not None and _goes_on_below(below_table, line):
            state.notes[-1].lines.append(plain(line.runs, line).strip())
            below_table = line
        else:
            below_table = None
            _read_body_line(state, line, texts[id(line)])


def _read_body_line(state: _State, line: PrintedLine, text: LineText) -> None:
    if line.size > SAME * state.body_size and (match := _CHAPTER.match(line.text)):
        state.chapter = match["chapter"]
    state.paragraphs.add(line, text)


def _goes_on_below(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line below a table goes on with the note that ``last`` belongs to."""
    step = line.baseline - last.baseline
    return line.flow == last.flow and 0 < step <= NOTE_LEADING * last.size and abs(line.size - last.size) < 0.3


# --- notes at the foot --------------------------------------------------------------------------


def _read_foot(state: _State, lines: Sequence[PrintedLine], page: PrintedPage) -> int:
    """Take the notes at the foot of a column; returns where the foot begins (the number of lines if there is none)."""
    small = _small_suffix(lines, SMALL * state.body_size)
    start = _first_label(state, lines, small, page, raised_only=False)
    if start is None:
        low = _small_suffix(lines, SAME * state.body_size)
        low = next((at for at in range(low, len(lines)) if lines[at].baseline > FOOT * page.height), len(lines))
        start = _first_label(state, lines, low, page, raised_only=True)
    if start is None:
        return _run_over(state, lines, small, len(lines), page)
    begin = _run_over(state, lines, max(small, _contiguous(lines, start)), start, page) if small <= start else start
    last: Label | None = None
    for line in lines[start:]:
        label = _label_in_foot(state, line)
        if label is not None and (label.text.isalpha() or _begins_note(state, label, last, raised_only=False)):
            state.notes.append(_Note(label.text, page.number, False, state.chapter, line.size, [label.rest]))
            last = label
        else:
            state.notes[-1].lines.append(plain(line.runs, line).strip())
    return begin


def _label_in_foot(state: _State, line: PrintedLine) -> Label | None:
    letter = letter_of(line)
    return letter if letter is not None and letter.text in state.called else label_of(line)


def _small_suffix(lines: Sequence[PrintedLine], size: float) -> int:
    start = len(lines)
    while start > 0 and lines[start - 1].size <= size:
        start -= 1
    return start


def _first_label(
    state: _State, lines: Sequence[PrintedLine], start: int, page: PrintedPage, *, raised_only: bool
) -> int | None:
    for index in range(start, len(lines)):
        label = label_of(lines[index])
        if label is not None and _begins_note(state, label, None, raised_only=raised_only):
            return index
    return None


def _begins_note(state: _State, label: Label, last: Label | None, *, raised_only: bool) -> bool:
    """Whether a label at a line's head is a note's: raised and called, or in order where others are notes."""
    called = label.text in state.called or label.text in state.before
    if label.raised:
        return called or not raised_only
    if raised_only:
        return False
    if called:
        return last is None or not last.raised
    noted = state.notes[-1].label if state.notes else "0"
    if last is not None:
        return not last.raised and _goes_on(label, last.text)
    return label.text in state.glued and (label.text == "1" or _goes_on(label, noted))


def _goes_on(label: Label, before: str) -> bool:
    """Whether a plain number is the one after ``before``, with a text that can be a note's."""
    if label.text in ("**", "***") and before == label.text[1:]:
        return True
    if not label.text.isdecimal() or not before.isdecimal() or "...." in label.rest or ". . . ." in label.rest:
        return False
    return int(label.text) == int(before) + 1 and not label.rest[:1].islower()


def _contiguous(lines: Sequence[PrintedLine], start: int) -> int:
    """Where the lines begin that stand right above ``start`` without a wide step."""
    while start > 0 and 0 < lines[start].baseline - lines[start - 1].baseline <= NOTE_LEADING * lines[start].size:
        start -= 1
    return start


def _run_over(state: _State, lines: Sequence[PrintedLine], begin: int, end: int, page: PrintedPage) -> int:
    """Give ``lines[begin:end]`` to the last note of the page before, if it is not finished; returns where the foot
    begins."""
    if begin >= end or not state.notes:
        return end
    note, text = state.notes[-1], plain(lines[begin].runs, lines[begin]).strip()
    unfinished = not _OPEN.search(note.lines[-1]) or text[:1].islower()
    letter = letter_of(lines[begin])
    if letter is not None and (letter.raised or letter.text in state.called):
        return end
    if note.page != page.number - 1 or not unfinished or lines[end - 1].baseline < FOOT * page.height:
        return end
    if _contiguous(lines, end - 1) > begin or abs(lines[begin].size - note.size) > 0.04 * note.size:
        return end
    note.lines += [plain(line.runs, line).strip() for line in lines[begin:end]]
    return begin


# --- endnotes -----------------------------------------------------------------------------------


def _endnotes_heading(state: _State, lines: Sequence[PrintedLine]) -> int | None:
    """The line that heads a section of endnotes: its own words, and a first note within the next lines."""
    for index, line in enumerate(lines):
        if not _ENDNOTES.fullmatch(line.text):
            continue
        for following in lines[index + 1 : index + 4]:
            label = label_of(following)
            if label is not None and label.text in ("1", "*"):
                return index
    return None


def _read_endnotes(state: _State, lines: Sequence[PrintedLine], page: PrintedPage) -> list[PrintedLine]:
    """Take endnotes; returns the lines from the heading on that ends them."""
    for index, line in enumerate(lines):
        if match := _CHAPTER.match(line.text):
            state.chapter = match["chapter"]
            continue
        if _AFTER_ENDNOTES.fullmatch(line.text) and len(line.text) < 60:
            state.at_end = False
            return list(lines[index:])
        label = label_of(line)
        if label is not None and _is_next_endnote(state, label):
            state.notes.append(_Note(label.text, page.number, True, state.chapter, line.size, [label.rest]))
        elif state.notes and state.notes[-1].at_end and line.size <= SAME * state.body_size:
            state.notes[-1].lines.append(plain(line.runs, line).strip())
    return []


def _is_next_endnote(state: _State, label: Label) -> bool:
    if not state.notes or not state.notes[-1].at_end:
        return label.raised or label.text in ("1", "*")
    before = state.notes[-1].label
    if not label.text.isdecimal() or not before.isdecimal():
        return label.raised
    step = int(label.text) - int(before)
    return 0 < step <= (5 if label.raised else 2) or label.text == "1"


# --- title --------------------------------------------------------------------------------------


def _title(pages: Sequence[PrintedPage], body_size: float) -> str | None:
    """The largest lines of the first page that has any larger than the text."""
    for page in pages[:2]:
        large = [line for line in page.lines if line.size > 1.15 * body_size and len(line.text) > 3]
        if not large:
            continue
        most = max(line.size for line in large)
        lines = [plain(line.runs, line).strip() for line in large if line.size > 0.97 * most]
        return " ".join(" ".join(lines[:4]).split())[:300] or None
    return None
