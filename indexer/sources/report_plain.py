"""Reports in plain text: notes are paragraphs that begin with their number, callouts are raised or bracketed numbers.

    … the Armed Forces¹ continued …          callouts ¹ and [1]; a number glued to a word if nothing else is there
    ¹ The armed forces are …                 notes ¹, 1, [1], 1. or 1), after the page they belong to or at the end
    17                                       a number alone on its line is a page number

A number at the head of a line is only a note if it is called, or stands between two notes that are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.models.draft import DraftBlock, DraftCallout, DraftNote, DraftReport
from indexer.sources.report_marks import SUPERSCRIPTS, SYMBOLS, find_marks, plain_digits

_HEAD = re.compile(
    rf"(?:(?P<raised>[{SUPERSCRIPTS}]{{1,4}})[ \t]*|\[(?P<bracketed>\d{{1,4}})\][ \t]*|(?P<plain>\d{{1,4}})[ \t]+"
    rf"|(?P<pointed>\d{{1,4}})[.)][ \t]+|(?P<symbol>(?P<sign>[{re.escape(SYMBOLS)}])(?P=sign){{0,2}})[ \t]+)(?=\S)"
)
_STYLES = ("raised", "bracketed", "plain", "pointed", "symbol")
_PAGE_NUMBER = re.compile(r"[-–—\s]*\d{1,4}[-–—\s]*")
_SYMBOL_CALLOUT = re.compile(r"(?<=[\w.,;:)”»\"])[†‡§¶]{1,3}(?!\w)")
_LINK_DEFINITION = re.compile(r"^(?=\[[^\]\n]{1,200}\]:)", re.MULTILINE)
_LONE_RULE = re.compile(r"^(?=[-=_*~]{3,}\s*$)", re.MULTILINE)
_LISTED = re.compile(r"(?:[-*•+]|\d{1,3}[.)])\s")
_CLOSED = re.compile(r"[.!?:;…][\"”’»)*_\]]*\s*$")
_LONG = 150  # characters: a shorter paragraph without a full stop is a heading or an item, and does not run on
_TITLE_LINES = 5
_TITLE_LINE = 80
_NO_TITLE = re.compile(
    r"(?:cap[ií]tulo|chapter|parte|part|secci[oó]n|section|introducci[oó]n|introduction|resumen|abstract|summary"
    r"|prefacio|preface|pr[oó]logo|foreword|notas?|notes?|[ií]ndice|contents)\b|\d{1,2}[.)]\s|[IVX]{1,5}[.)]\s",
    re.IGNORECASE,
)
"""What opens a part of the report rather than goes on with its title."""
_SENTENCE_END = re.compile(
    rf"[.!?…][\"”’»)]*(?:\[?\d{{1,4}}\]?|[{SUPERSCRIPTS}]{{1,4}}|[{re.escape(SYMBOLS)}]{{1,3}})?$"
)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines without a blank one between. ``number`` and ``style`` if it may be a note."""

    text: str
    page: int | None
    number: str | None = None
    style: str | None = None


def read_plain_report(text: str) -> DraftReport:
    """Read plain text into blocks and notes. Never fails: a text without notes has none.

    Form feeds, if there are any, count pages.
    """
    paragraphs = list(_paragraphs(text))
    notes = _notes(paragraphs)
    zones = _zones(paragraphs, notes)
    bracketed = any(paragraphs[index].style == "bracketed" for index in notes)
    glued = not bracketed and all(paragraphs[index].style in ("plain", "pointed") for index in notes)
    blocks: list[DraftBlock] = []
    interrupted = False
    for index, paragraph in enumerate(paragraphs):
        if index in notes or _PAGE_NUMBER.fullmatch(paragraph.text):
            interrupted = True
            continue
        block = _block(paragraph, zones[index], bracketed=bracketed, glued=glued)
        if blocks and _runs_on(blocks[-1].text, block.text, interrupted):
            blocks[-1] = _joined(blocks[-1], block)
        else:
            blocks.append(block)
        interrupted = False
    return DraftReport(
        tuple(blocks),
        tuple(_note(paragraphs[index], zones[index]) for index in sorted(notes)),
        _title(paragraphs),
        markdown=True,
    )


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Paragraphs; a line that begins with a raised or bracketed number, or the number after the last one, also begins
    one, because notes often stand on lines of their own without blank ones."""
    paged = "\f" in text
    for page, sheet in enumerate(re.split("\f", text), start=1):
        lines: list[str] = []
        number, style = None, None
        for line in [*re.split(r"\r\n?|\n", sheet), ""]:
            head = _HEAD.match(line.strip())
            begins = head is not None and bool(lines) and _follows(head, number)
            if lines and (not line.strip() or begins):
                yield _Paragraph("\n".join(lines), page if paged else None, number, style)
                lines = []
            if not line.strip():
                continue
            if not lines:
                style = next((name for name in _STYLES if head and head[name]), None)
                number = plain_digits(head[style]) if head and style else None
            lines.append(line.strip())


def _follows(head: re.Match[str], number: str | None) -> bool:
    if head["raised"] or head["bracketed"]:
        return True
    printed = head["plain"] or head["pointed"]
    return printed is not None and number is not None and number.isdecimal() and int(printed) == int(number) + 1


# --- which paragraphs are notes -----------------------------------------------------------------


def _notes(paragraphs: Sequence[_Paragraph]) -> set[int]:
    heads = [index for index, paragraph in enumerate(paragraphs) if paragraph.number is not None]
    accepted = _called(paragraphs, heads, glued=False)
    if not accepted:
        accepted = _called(paragraphs, heads, glued=True)
    numbers = [(index, int(paragraphs[index].number or 0)) for index in heads if paragraphs[index].style != "symbol"]
    known = [(index, number) for index, number in numbers if index in accepted]
    accepted |= {
        index
        for index, number in numbers
        if (index - 1, number) in known and _style_fits(paragraphs[index], paragraphs[index - 1])
    }  # two notes 12, one below the other, are both notes; only one of them is called
    for (first, low), (last, high) in pairwise(known):
        if high - low < 2:
            continue
        between = [(index, number) for index, number in numbers if first < index < last and low < number < high]
        accepted |= {index for index, number in between if _style_fits(paragraphs[index], paragraphs[first])}
    return accepted


def _style_fits(paragraph: _Paragraph, known: _Paragraph) -> bool:
    """Whether an uncalled number is written as the notes are: an item "1." among notes "¹" is a list's."""
    return paragraph.style == known.style or {paragraph.style, known.style} == {"raised", "plain"}


def _called(paragraphs: Sequence[_Paragraph], heads: Sequence[int], *, glued: bool) -> set[int]:
    """Heads whose label is called in a paragraph before that is no such head, or (a note upon a note) in one."""
    accepted: set[int] = set()
    pending: dict[str, int] = {}
    styles = {paragraphs[index].style for index in heads}
    for index, paragraph in enumerate(paragraphs):
        if paragraph.number is not None and paragraph.number in pending and _may_be_note(paragraph, styles):
            accepted.add(index)
            pending.pop(paragraph.number)
        for label in _labels(paragraph, glued=glued):
            pending[label] = index
    return accepted


def _may_be_note(paragraph: _Paragraph, styles: set[str | None]) -> bool:
    return paragraph.style != "pointed" or not styles & {"raised", "bracketed"}


def _labels(paragraph: _Paragraph, *, glued: bool) -> Iterator[str]:
    start = _body_start(paragraph)
    for mark in find_marks(paragraph.text[start:], bracketed=True, glued=glued):
        yield mark.label
    for match in _SYMBOL_CALLOUT.finditer(paragraph.text[start:]):
        yield match[0]


def _body_start(paragraph: _Paragraph) -> int:
    head = _HEAD.match(paragraph.text) if paragraph.number is not None else None
    return head.end() if head else 0


def _zones(paragraphs: Sequence[_Paragraph], notes: set[int]) -> list[int]:
    """For each paragraph how many groups of notes have ended before it."""
    zones, zone, within = [], 0, False
    for index, paragraph in enumerate(paragraphs):
        is_note = index in notes
        if within and not is_note and not _PAGE_NUMBER.fullmatch(paragraph.text):
            zone += 1
            within = False
        within = within or is_note
        zones.append(zone)
    return zones


# --- what is made of them -----------------------------------------------------------------------


def _note(paragraph: _Paragraph, zone: int) -> DraftNote:
    return DraftNote(paragraph.number or "", paragraph.text[_body_start(paragraph) :], zone, paragraph.page)


def _block(paragraph: _Paragraph, zone: int, *, bracketed: bool, glued: bool) -> DraftBlock:
    text, parts, callouts, end, length = paragraph.text, [], [], 0, 0
    marks = [
        (mark.start, mark.end, mark.label, mark.certain) for mark in find_marks(text, bracketed=bracketed, glued=glued)
    ]
    marks += [(match.start(), match.end(), match[0], True) for match in _SYMBOL_CALLOUT.finditer(text)]
    for start, stop, label, certain in sorted(marks):
        parts.append(text[end:start])
        length += start - end
        callouts.append(DraftCallout(label, length, text[start:stop], zone, paragraph.page, certain))
        end = stop
    return _guarded("".join([*parts, text[end:]]), callouts)


def _guarded(text: str, callouts: Sequence[DraftCallout]) -> DraftBlock:
    """The block with a backslash before what Markdown would take for code, a rule or a link's definition."""
    places = {match.start() for pattern in (_LINK_DEFINITION, _LONE_RULE) for match in pattern.finditer(text)}
    places |= {match.start() for match in re.finditer("`", text)}
    if not places:
        return DraftBlock(text, tuple(callouts))
    guarded = "".join(("\\" if index in places else "") + character for index, character in enumerate(text))
    moved = tuple(
        replace(callout, offset=callout.offset + sum(place < callout.offset for place in places))
        for callout in callouts
    )
    return DraftBlock(guarded, moved)


def _runs_on(before: str, after: str, interrupted: bool) -> bool:
    """Whether a paragraph was only cut in two by the foot of a page."""
    if _CLOSED.search(before) or _LISTED.match(after) or after.startswith(("“", '"', "#", ">")):
        return False
    if after[:1].islower():
        return interrupted or len(before) > _LONG
    return len(before) > _LONG and re.search(r"[\w,]$", before) is not None


def _joined(before: DraftBlock, after: DraftBlock) -> DraftBlock:
    shift = len(before.text) + 1
    moved = (replace(callout, offset=callout.offset + shift) for callout in after.callouts)
    return replace(before, text=f"{before.text} {after.text}", callouts=(*before.callouts, *moved))


def _title(paragraphs: Sequence[_Paragraph]) -> str | None:
    """The short lines that open the text, up to the first page number, full sentence or longer paragraph."""
    lines: list[str] = []
    for paragraph in paragraphs[:_TITLE_LINES]:
        line = " ".join(paragraph.text.split()).strip("*_# ")
        if not line or len(line) > _TITLE_LINE or _PAGE_NUMBER.fullmatch(line):
            break
        if lines and (_NO_TITLE.match(line) or _SENTENCE_END.search(line)):
            break
        if line.endswith("."):
            break
        lines.append(line)
    return " ".join(lines) or None
