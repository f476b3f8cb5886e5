"""Scanned reports, from the text that OCR gives: best effort, because OCR seldom reads raised numbers.

    … 80 mil elementos en 2019.' La …       a callout is a digit, or a sign that OCR took a small raised digit for
    ! Secretaría de la Defensa …            so is a label: a digit or a sign at the head of one of the page's last lines
    2 Véase INEGI …

Notes are looked for in the small print at a page's foot, at lines that begin with a digit or a sign in its stead. Which
numbers they have is told by the numbering of the whole report (:mod:`indexer.sources.scan_labels`, decision 0016).
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.models import Page, Word
from indexer.models.draft import DraftBlock, DraftCallout, DraftNote, DraftReport
from indexer.sources.report_paragraphs import joined_text
from indexer.sources.scan_labels import UNREAD_LABEL, Head, labels_of

_DIGITS = re.compile(r"(?P<number>\d{1,3})[.)]?\s?(?=[^\W\d_]|[“\"«¿¡(])")
_SIGN = re.compile(r"(?P<sign>[!?'‘’“”\"*°º¹²³⁴⁵⁶⁷⁸⁹®©§$¢†‡]|[YlSVT](?= ?[A-ZÁÉÍÓÚÑ][a-z]))\s?(?=[A-ZÁÉÍÓÚÑ“\"«¿¡])")
"""What tesseract reads for a small raised label: of 15 in six pages 5 came as digits, 8 as such a sign or letter
(``! “ * Y S``), most glued to the note's first word, and 2 not at all."""

_SIGNS = r"(?:\d{1,3}|[*'‘’”\"°®©?!¹²³⁴-⁹]{1,2})"
_CALLOUT = re.compile(
    rf"(?<=[^\W\d_][.,;:”»)]){_SIGNS}(?=\s|$)|(?<=[”»)][.,;:]){_SIGNS}(?=\s|$)|(?<=\d\d\d[.,;:]){_SIGNS}(?=\s|$)"
    r"|(?<=[^\W\d_][^\W\d_][^\W\d_])(?:\d{1,3}|[*°®©¹²³⁴-⁹]{1,2})(?=[\s.,;:]|$)"
    r"|(?<=[^\W\d_][^\W\d_])\*(?=\s)|(?<=[^\W\d_][^\W\d_][^\W\d_])!(?=[.,;:])"
    r"|(?<=[^\W\d_][^\W\d_][^\W\d_])[?!](?=\s[a-záéíóúñ])"
)
_LOOSE_CALLOUT = re.compile(r"(?<=[^\W\d_])['’”\"°](?=\s)")
"""Any mark behind a word: no callout, but with another before a last paragraph a hint that one was misread."""
_PAGE_NUMBER = re.compile(r"(?i:[-–—\s]*(?:p[aá]g(?:ina|\.)?|page)?\s*\d{1,4}(?:\s*(?:de|of|/)\s*\d{1,4})?[-–—\s]*)")
_FOOT = 0.45
"""Share of a page's lines above which no note of a scan is looked for."""

_TALL, _DEEP = "bdfhklt|!?[](){}«»“”‘’áéíóúñü", "gjpqyç,;()[]{}|"
SMALLER, LETTERS = 0.94, 4
"""Of the usual height of words of four letters and more: notes are set at 0.8 to 0.92 of the text's size."""

_ENDS = '.!?…)]”»"/'
"""With one of these a note ends, if only a misread label tells that the next line begins another."""
_OPENING = {"”": "“", "’": "‘", '"': '"', "?": "¿", "!": "¡"}
_CLOSING = {"“": "”", "‘": "’", "«": "»", '"': '"', "'": "'"}


@dataclass(slots=True)
class _Scan:
    blocks: list[DraftBlock] = field(default_factory=list)
    notes: list[DraftNote] = field(default_factory=list)


def read_scanned_report(pages: Sequence[Page]) -> DraftReport:
    """Read the OCR text of pages into blocks and notes. Never fails: what is not understood stays in the text."""
    scan = _Scan()
    texts = [_text_lines(page) for page in pages]
    heads = [_heads(page, lines) for page, lines in zip(pages, texts, strict=True)]
    labels = iter(labels_of([head for of_page in heads for _, _, head in of_page]))
    for page, lines, of_page in zip(pages, texts, heads, strict=True):
        named = [(index, next(labels), start) for index, start, _ in of_page]
        _read_page(scan, page, lines, {index: (label, start) for index, label, start in named if label is not None})
    return DraftReport(tuple(scan.blocks), tuple(scan.notes))


def _text_lines(page: Page) -> list[str]:
    """The lines of a page without its number at the foot."""
    lines = page.text.split("\n")
    while lines and (not lines[-1].strip() or _PAGE_NUMBER.fullmatch(lines[-1])):
        lines.pop()
    return lines


def _read_page(scan: _Scan, page: Page, lines: Sequence[str], heads: Mapping[int, tuple[str, int]]) -> None:
    """Read a page whose notes begin at ``heads``: index of a line → label, and where the note's text begins."""
    small = _small_print(page, lines)
    pending = bool(scan.notes) and scan.notes[-1].page == page.number - 1
    first = min(heads, default=len(lines))
    rest = small if pending and small < first and (heads or lines[small][:1].islower()) else first
    before = len(scan.notes)
    for line in lines[rest:first]:
        _go_on(scan, line)
    for index in range(first, len(lines)):
        if index in heads:
            label, start = heads[index]
            scan.notes.append(DraftNote(label, lines[index].strip()[start:], page.number, page.number))
        else:
            _go_on(scan, lines[index])
    found = [note.label for note in scan.notes[before:]]
    paragraphs = [part for part in re.split(r"\n\s*\n", "\n".join(lines[: min(rest, first)])) if part.strip()]
    scan.blocks += _numbered([_block(joined_text(part.split("\n")), page.number) for part in paragraphs], found)


def _go_on(scan: _Scan, line: str) -> None:
    """Give a line to the last note."""
    if line.strip():
        scan.notes[-1] = replace(scan.notes[-1], text=joined_text([scan.notes[-1].text, line.strip()]))


def _numbered(blocks: Sequence[DraftBlock], labels: Sequence[str]) -> list[DraftBlock]:
    """A page's blocks with its callouts named: if there are as many as notes, by their order; else digits by what they
    say, and signs not at all."""
    count = sum(len(block.callouts) for block in blocks)
    numbers = [label for label in labels if label.isdecimal()]  # signs are called from the authors' names, unread
    unnamed: list[str | None] = [None] * count
    order = iter(next((some for some in (labels, numbers) if len(some) == count), unnamed))
    named = []
    for block in blocks:
        callouts = [(callout, label) for callout, label in zip(block.callouts, order, strict=False)]
        named.append(
            replace(
                block,
                callouts=tuple(
                    replace(callout, label=label or callout.label, certain=label is not None or callout.label in labels)
                    for callout, label in callouts
                ),
            )
        )
    return named


def _heads(page: Page, lines: Sequence[str]) -> list[tuple[int, int, Head]]:
    """The lines of a page that may begin notes: index, where the note's text begins, and what was read as its label.

    They stand in the page's small print; a sign also below a blank line in the last part of a page that seems to call a
    note (digits there begin items of lists: four were taken for notes on one page of lshort-es).
    """
    small = _small_print(page, lines)
    found: list[tuple[int, int, Head]] = []
    for index in range(min(small, int(_FOOT * len(lines))), len(lines)):
        line = lines[index].strip()
        digits, sign = _DIGITS.match(line), _SIGN.match(line)
        before = lines[index - 1].strip() if index else ""
        if not (digits or sign):
            below = next((below.strip() for below in lines[index + 1 :] if below.strip()), "")
            if line.isdecimal() and len(line) < 4 and int(line) and below[:1].isupper() and (found or index >= small):
                found.append((index, len(line), Head(int(line), first=not found)))
            elif not before and index >= small and line[:1].isupper():
                found.append((index, 0, Head(None, UNREAD_LABEL)))
            continue
        called = {match[0] for match in _CALLOUT.finditer("\n".join(lines[:index]))}
        calls = bool(called) or (digits is None and any(_LOOSE_CALLOUT.search(line) for line in lines[:index]))
        after_blank = not before and digits is None and calls and _is_last_part(lines, index)
        if not (index >= small or after_blank or found):
            continue
        if not found and digits and _goes_on_list(int(digits["number"]), lines[:index]):
            continue
        begins = not before or before[-1] in _ENDS
        if digits and int(digits["number"]) > 0:
            lower = line[digits.end()].islower()
            sure = begins and line[digits.end()].isupper()
            head = Head(
                int(digits["number"]), first=not found, called=digits["number"] in called, sure=sure, lower=lower
            )
            found.append((index, digits.end(), head))
        elif sign and begins and not _is_quotation(sign["sign"], lines, index):
            found.append((index, sign.end(), Head(None, sign["sign"])))
    return found


def _goes_on_list(number: int, before: Sequence[str]) -> bool:
    """Whether the item before stands in the text, so that a short last item only seems to be small print."""
    above = next((line.strip() for line in reversed(before) if line.strip()), "")
    match = _DIGITS.match(above)
    return match is not None and int(match["number"]) == number - 1


def _is_quotation(sign: str, lines: Sequence[str], index: int) -> bool:
    """Whether a mark at the head of a line opens a quotation: the closing one follows."""
    closing = _CLOSING.get(sign)
    return closing is not None and closing in " ".join(lines[index : index + 3]).strip()[1:]


def _small_print(page: Page, lines: Sequence[str]) -> int:
    """Where the lines begin from which on the page is set smaller than most of it."""
    heights: list[float | None] = []
    start, words = 0, iter(sorted(page.words, key=lambda word: word.start))
    word = next(words, None)
    for line in lines:
        own: list[float] = []
        while word is not None and word.start < start + len(line):
            if word.end - word.start >= LETTERS:
                own.append(_size(page, word))
            word = next(words, None)
        heights.append(statistics.median(own) if own else None)
        start += len(line) + 1
    known = [height for height in heights if height is not None]
    if not known:
        return len(lines)
    usual = statistics.median(known)
    begin = len(lines)
    for index in reversed(range(len(lines))):
        height = heights[index]
        if height is not None and height > SMALLER * usual:
            break
        begin = index if height is not None else begin
    return begin


def _size(page: Page, word: Word) -> float:
    """The size a word is set in, from the height of its box: ``grupos`` reaches lower, and ``nueva`` less high, than
    ``altas``, which by heights alone made notes with many such words as large as the text."""
    text = page.text[word.start : word.end]
    tall = any(letter.isupper() or letter.isdigit() or letter in _TALL for letter in text)
    deep = any(letter in _DEEP for letter in text)
    return (word.y1 - word.y0) / (0.45 + 0.25 * tall + 0.21 * deep)


def _is_last_part(lines: Sequence[str], index: int) -> bool:
    """Whether less than half of the page follows."""
    rest = [line for line in lines[index:] if line.strip()]
    return len(rest) < 0.5 * len(lines)


def _is_open(before: str, closing: str) -> bool:
    """Whether a quotation that ``closing`` ends was opened and not closed."""
    if closing == '"':
        return before.count('"') % 2 == 1
    opening = _OPENING[closing]
    return before.rfind(opening) > before.rfind(closing)


def _block(text: str, page: int) -> DraftBlock:
    """A paragraph without what may be callouts, and these with their places."""
    parts: list[str] = []
    callouts: list[DraftCallout] = []
    end = length = 0
    for match in _CALLOUT.finditer(text):
        if match[0] in _OPENING and _is_open(text[: match.start()], match[0]):
            continue
        parts.append(text[end : match.start()])
        length += match.start() - end
        callouts.append(DraftCallout(match[0], length, match[0], page, page, certain=False))
        end = match.end()
    return DraftBlock("".join([*parts, text[end:]]), tuple(callouts))
