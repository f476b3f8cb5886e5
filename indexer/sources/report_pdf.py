"""Reports in PDF: notes at the foot of pages or in a section of endnotes, told by size, height, rules and order.

Reports differ in habits that only show in the whole: are ``[12]`` callouts, are ``Referencias`` notes? So a report is
read with the usual habits first, and with others only if that finds no notes that are called.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from indexer.models.draft import DraftNote, DraftReport
from indexer.models.printed import PrintedLine, PrintedPage
from indexer.sources.report_endnotes import CHAPTER, endnotes_begin, read_endnotes
from indexer.sources.report_foot import NOTE_LEADING, RULE_NEAR, SAME, read_foot
from indexer.sources.report_lines import LineText, letter_of, plain, read_line, without_furniture
from indexer.sources.report_paragraphs import Paragraphs, Words, joined_text, known_words
from indexer.sources.report_state import Habits, Headings, ReadState

HABITS = tuple(Habits(headings, bracketed) for headings in Headings for bracketed in (False, True))
"""In the order they are tried."""

CALLED = 0.4
"""Share of the notes whose label occurs as a callout, below which other habits are tried: real notes have 0.9 and more,
items of a list that were taken for notes hardly any."""


def read_printed_report(pages: Iterable[PrintedPage]) -> DraftReport:
    """Read printed pages into blocks and notes. Never fails: pages without notes have none."""
    sheets = tuple(pages)
    lines = without_furniture(sheets)
    words = known_words(sheets)
    body_size = _body_size(sheets)
    step = _usual_step(sheets, body_size)
    drafts: list[DraftReport] = []
    for habits in HABITS:
        state = ReadState(body_size, habits, Paragraphs(body_size, step, words))
        for sheet, of_sheet in zip(sheets, lines, strict=True):
            _read_page(state, sheet, of_sheet)
        drafts.append(_draft(state, words))
        if _called_share(drafts[-1]) >= CALLED:
            break
    called = _called_share(drafts[-1]) >= CALLED
    best = drafts[-1] if called else drafts[0]
    empty = [sheet.number for sheet in sheets if not sheet.lines]
    warnings = (f"Pages without text, of which nothing was read: {len(empty)}.",) if empty else ()
    return DraftReport(best.blocks, best.notes, _title(sheets, body_size), warnings=warnings)


def _draft(state: ReadState, words: Words) -> DraftReport:
    notes = tuple(
        DraftNote(note.label, joined_text(note.lines, words), note.page, note.page, note.at_end, chapter=note.chapter)
        for note in state.notes
    )
    return DraftReport(state.paragraphs.blocks(), notes)


def _called_share(draft: DraftReport) -> float:
    """The share of the notes whose label occurs as a callout (0 to 1)."""
    labels = {callout.label for block in draft.blocks for callout in block.callouts}
    return sum(note.label in labels for note in draft.notes) / len(draft.notes) if draft.notes else 0.0


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


def _read_page(state: ReadState, page: PrintedPage, lines: Sequence[PrintedLine]) -> None:
    texts = {id(line): read_line(line, page.number, bracketed=state.habits.bracketed) for line in lines}
    callouts = [callout for text in texts.values() for callout in text.callouts]
    state.before, state.called = state.called, tuple(callout.label for callout in callouts if callout.certain)
    state.glued = tuple(callout.label for callout in callouts)
    flows: dict[int, list[PrintedLine]] = {}
    for line in lines:
        flows.setdefault(line.flow, []).append(line)
    for flow in flows.values():
        _read_flow(state, page, flow, texts)


def _read_flow(state: ReadState, page: PrintedPage, flow: list[PrintedLine], texts: dict[int, LineText]) -> None:
    """Read a column to its end, which may hold the end of one section of endnotes and the begin of another."""
    body = flow
    while body:
        if state.at_end:
            body = read_endnotes(state, body, page)
            if state.at_end:
                return
        begin = endnotes_begin(state, body)
        if begin is None:
            start = read_foot(state, body, page)
            _read_body(state, body[:start], texts, page)
            return
        _read_body(state, body[:begin], texts, page)
        state.at_end = True
        body = body[begin:]


def _read_body(state: ReadState, lines: Sequence[PrintedLine], texts: dict[int, LineText], page: PrintedPage) -> None:
    """Read lines of the text. Letters at the head of small lines below a rule label notes of tables and boxes."""
    state.paragraphs.set_edge(lines)
    below_table: PrintedLine | None = None
    for line in lines:
        letter = letter_of(line) if state.is_small(line) else None
        follows = below_table is not None and _goes_on_below(below_table, line)
        if letter is not None and letter.text in state.called and (follows or _is_below_rule(page, line)):
            state.begin(letter, line, page)
            below_table = line
        elif follows:
            state.notes[-1].add(line)
            below_table = line
        else:
            below_table = None
            _read_body_line(state, line, texts[id(line)])


def _read_body_line(state: ReadState, line: PrintedLine, text: LineText) -> None:
    if line.size > SAME * state.body_size and (match := CHAPTER.match(line.text)):
        state.chapter = match["chapter"]
    state.paragraphs.add(line, text)


def _is_below_rule(page: PrintedPage, line: PrintedLine) -> bool:
    """Whether a rule stands right above a line."""
    return any(
        0 < line.baseline - rule.y < RULE_NEAR * line.size and line.x0 < rule.x1 and rule.x0 < line.x1
        for rule in page.rules
    )


def _goes_on_below(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line below a table goes on with the note that ``last`` belongs to."""
    step = line.baseline - last.baseline
    return line.flow == last.flow and 0 < step <= NOTE_LEADING * last.size and abs(line.size - last.size) < 0.3


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
