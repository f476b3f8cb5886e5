"""Lines of a printed page as reports need them: text with callouts, labels of notes, running heads, page numbers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.models.draft import DraftCallout
from indexer.models.printed import PrintedLine, PrintedPage, PrintedRun
from indexer.sources.report_marks import SUPERSCRIPTS, SYMBOLS, find_marks, may_be_exponent, plain_digits

RAISED = 0.2
"""Of the line's size: raised numbers stand 0.3 to 0.42 higher, the A of LaTeX's own logo 0.18."""

RAISED_SIZE = 0.85
"""Of the line's size: raised numbers have 0.55 to 0.75 of it."""

RAISED_WHOLE = 0.26
"""Of the line's size: numbers that are not set smaller (typewriting, old word processors) stand at least so much
higher. They are numbers or signs only; letters so high are accents and logos."""

SMALL = 0.95
"""Of the body's size: notes are set at 0.8 to 0.92 of it."""

CLOSE = 1.5
"""Of the size: lines of one block step 1.1 to 1.4; running heads stand 1.8 and more off the text."""

LONGEST_RANGE = 20
"""Notes that one callout "3-7" may call."""

EDGE = 0.13
"""Share of the page's height at its head and foot where running heads and page numbers stand."""

_SUPER = str.maketrans("0123456789", SUPERSCRIPTS)
_TYPED = {"∗": "*", "⁎": "*", "＊": "*"}  # what PDFs print for an asterisk
_NUMBERS = re.compile(r"\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*")
_BRACKETS = re.compile(r"[ \t]?\[(\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*)\](?!\()")
_DATED = re.compile(r"(?<=\b(?:19|20)\d\d[.,;:])\d{1,3}(?=\s|$)")  # "en 2019.1": a year, a point, a callout
_SIGNS = re.compile(rf"([{re.escape(SYMBOLS)}])\1{{0,2}}")
_PLAIN_LABEL = re.compile(
    rf"(?:(?P<number>\d{{1,4}})(?:[.)]?\s+(?=\S)|(?=[A-ZÁÉÍÓÚÑ¿¡“\"«]))|\[(?P<bracketed>\d{{1,4}})\]\s*"
    rf"|(?P<symbol>(?P<sign>[{re.escape(SYMBOLS)}])(?P=sign){{0,2}})\s*(?=\w))"
)
_LETTER_LABEL = re.compile(r"(?P<letter>[a-h])\s+(?P<rest>(?=[A-ZÁÉÍÓÚÑ¿¡“\"«]).*)", re.DOTALL)
_ORDINAL_BASE = re.compile(r"(?:\d|\b[MNn])$")  # 1ª, Mª, Nº, nº
_RAISED_LABEL = re.compile(rf"([{SUPERSCRIPTS}]{{1,4}})\s*")
_GLUED_SIGN = re.compile(r"(?<=[^\W\d_][\w.,;:])[*†‡]{1,3}(?![\w*])")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:p[áa]g(?:ina|\.)?|page)\s)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s(?:de|of|/)\s\d+)?[-–—|\s]*",
    re.IGNORECASE,
)
_NUMBERED_HEAD = re.compile(r"\d{1,4}\s+\D.*|.*\D\s+\d{1,4}", re.DOTALL)
_FORMULA = re.compile(r"[=≤≥≠±√∑∫·×÷^$]")  # signs near which raised numbers are rather exponents
_FORMULA_BEFORE, _FORMULA_AFTER = 14, 4  # characters
_REPEATED = 3


@dataclass(frozen=True, slots=True)
class Label:
    """The label at a line's head: ``rest`` is the line's text after it. ``raised``: it stands higher and smaller."""

    text: str
    rest: str
    raised: bool


@dataclass(frozen=True, slots=True)
class LineText:
    """A line's text without its callouts, and these with their offsets in it."""

    text: str
    callouts: tuple[DraftCallout, ...]


def is_raised(run: PrintedRun, line: PrintedLine) -> bool:
    """Whether a run stands higher than its line, and smaller unless it is a number or sign."""
    if run.size > RAISED_SIZE * line.size:
        text = typed(run.text.strip())
        plain_size = run.size <= 1.02 * line.size and run.rise >= RAISED_WHOLE * line.size
        return plain_size and (_NUMBERS.fullmatch(text) or _SIGNS.fullmatch(text)) is not None
    return run.rise >= RAISED * line.size


def typed(text: str) -> str:
    """Text with the asterisks that PDFs print in mathematical forms as the usual one."""
    return "".join(_TYPED.get(character, character) for character in text)


def label_of(line: PrintedLine) -> Label | None:
    """The number or symbol that a note's first line begins with, if it does."""
    first = line.runs[0]
    if is_raised(first, line) and len(line.runs) > 1:
        label = typed(first.text.strip())
        if re.fullmatch(r"\d{1,4}", label) or _SIGNS.fullmatch(label):
            return Label(label, plain(line.runs[1:], line).strip(), raised=True)
        return None
    text = typed(plain(line.runs, line)).strip()
    if match := _RAISED_LABEL.match(text):
        return Label(plain_digits(match[1]), text[match.end() :], raised=True)
    if match := _PLAIN_LABEL.match(text):
        label = match["number"] or match["bracketed"] or match["symbol"]
        return Label(label, text[match.end() :], raised=False)
    return None


def letter_of(line: PrintedLine) -> Label | None:
    """The letter that a note below a table begins with, raised or not, if it does."""
    first = line.runs[0]
    letters = [run for run in line.runs if is_raised(run, line) and re.fullmatch(r"[a-h]", run.text.strip())]
    if len(letters) > 1:  # several notes in one line: a table's own legend, which is left whole
        return None
    if letters and letters[0] is first and len(line.runs) > 1:
        return Label(first.text.strip(), plain(line.runs[1:], line).strip(), raised=True)
    match = _LETTER_LABEL.fullmatch(plain(line.runs, line).strip())
    return Label(match["letter"], match["rest"], raised=False) if match else None


def plain(runs: Sequence[PrintedRun], line: PrintedLine) -> str:
    """The text of runs; raised digits as such (m²), so that they are not read as part of a number."""
    return "".join(
        run.text.translate(_SUPER) if is_raised(run, line) and run.text.strip().isdecimal() else run.text
        for run in runs
    )


def read_line(line: PrintedLine, page: int, *, bracketed: bool = False) -> LineText:
    """A body line's text and callouts: raised numbers and symbols, and ``[12]`` if ``bracketed``; less certain those
    that may be exponents or stand in a table, and numbers of normal size glued to a word."""
    parts: list[str] = []
    callouts: list[DraftCallout] = []
    length = 0
    for index, run in enumerate(line.runs):
        before = "".join(parts[-2:])
        labels = _labels(run, line)
        if labels and before.strip() and not (labels[0].isalpha() and _ORDINAL_BASE.search(before.rstrip())):
            printed = run.text.rstrip().translate(_SUPER)
            if callouts and _doubles(callouts[-1], labels[0], "".join(parts)):
                callouts[-1] = replace(callouts[-1], label=callouts[-1].label + labels[0])
                continue
            certain = not (labels[0].isalnum() and _may_be_number(line, index, before.rstrip(), labels[0]))
            for turn, label in enumerate(labels):
                callouts.append(DraftCallout(label, length, printed if not turn else "", page, page, certain))
            kept = " " if run.text.endswith(" ") else ""
        else:
            kept, found = _without_marks(typed(plain([run], line)), page, length, bracketed=bracketed)
            callouts += found
        parts.append(kept)
        length += len(kept)
    return LineText("".join(parts), tuple(callouts))


def _may_be_number(line: PrintedLine, index: int, before: str, label: str) -> bool:
    """Whether a raised number may be an exponent, an index of a table's cell, or part of a formula."""
    if line.cells > 2 and label.isdecimal():
        return True
    after = line.runs[index + 1].text[:_FORMULA_AFTER] if index + 1 < len(line.runs) else ""
    return may_be_exponent(before) or _FORMULA.search(before[-_FORMULA_BEFORE:] + after) is not None


def _doubles(last: DraftCallout, label: str, text: str) -> bool:
    """Whether a sign is the second half of ``**`` with the full stop printed below it."""
    return (
        label == last.label[:1] and label in SYMBOLS and len(last.label) < 3 and not text[last.offset :].strip(".,;: ")
    )


def _labels(run: PrintedRun, line: PrintedLine) -> list[str]:
    text = typed(run.text.strip())
    if not is_raised(run, line):
        return []
    if _NUMBERS.fullmatch(text):
        return _expanded(text)
    return [text] if _SIGNS.fullmatch(text) or re.fullmatch(r"[a-h]", text) else []


def _expanded(numbers: str) -> list[str]:
    """The labels of ``1, 3-5``: 1, 3, 4, 5."""
    labels: list[str] = []
    for part in re.split(r"\s?[,;]\s?", numbers):
        first, *rest = re.split(r"\s?[–-]\s?", part)
        last = rest[-1] if rest else first
        if 0 < int(last) - int(first) <= LONGEST_RANGE:
            labels += [str(number) for number in range(int(first), int(last) + 1)]
        else:
            labels += [first, *rest]
    return labels


def _without_marks(text: str, page: int, start: int, *, bracketed: bool) -> tuple[str, list[DraftCallout]]:
    found = [
        (mark.start, mark.end, [mark.label], mark.certain) for mark in find_marks(text, bracketed=False, glued=True)
    ]
    found += [(match.start(), match.end(), [match[0]], False) for match in _GLUED_SIGN.finditer(text)]
    found += [(match.start(), match.end(), [match[0]], False) for match in _DATED.finditer(text)]
    if bracketed:
        found += [(match.start(), match.end(), _expanded(match[1]), True) for match in _BRACKETS.finditer(text)]
    parts, callouts, end, length = [], [], 0, start
    for first, last, labels, certain in sorted(found):
        if first < end:
            continue
        parts.append(text[end:first])
        length += first - end
        for turn, label in enumerate(labels):
            callouts.append(DraftCallout(label, length, text[first:last] if not turn else "", page, page, certain))
        end = last
    return "".join([*parts, text[end:]]), callouts


# --- what is not text ---------------------------------------------------------------------------


def without_furniture(pages: Sequence[PrintedPage]) -> list[list[PrintedLine]]:
    """The lines of each page without page numbers and running heads."""
    seen: dict[tuple[str, int], list[tuple[int, int | None]]] = {}
    for page in pages:
        for line in page.lines:
            if _at_edge(line, page):
                seen.setdefault(_key(line, page), []).append((page.number, _first_number(line)))
    repeated = {key for key, places in seen.items() if _are_running(places)}
    return [[line for line in page.lines if not _is_furniture(line, page, repeated)] for page in pages]


def _are_running(places: Sequence[tuple[int, int | None]]) -> bool:
    """Whether lines that are alike but for numbers are heads or feet of pages: on three pages, and if they begin with a
    number it goes with the page's. Notes ("12 Ibid., p. 3") count on their own."""
    if len({page for page, _ in places}) < _REPEATED:
        return False
    return len({number - page for page, number in places if number is not None}) <= 1 or all(
        number == places[0][1] for _, number in places
    )


def _first_number(line: PrintedLine) -> int | None:
    match = re.match(r"\d{1,4}", line.text)
    return int(match[0]) if match else None


def _is_furniture(line: PrintedLine, page: PrintedPage, repeated: Container[tuple[str, int]]) -> bool:
    heights = [other.baseline for other in page.lines]
    first, last = line.baseline == min(heights), line.baseline == max(heights)
    if (first or last) and _PAGE_NUMBER.fullmatch(line.text):
        return True
    if not _at_edge(line, page):
        return False
    if _key(line, page) in repeated and not is_raised(line.runs[0], line) and not _reaches_inwards(line, page):
        return True
    return first and _NUMBERED_HEAD.fullmatch(line.text) is not None and _stands_apart(line, page.lines)


def _reaches_inwards(line: PrintedLine, page: PrintedPage) -> bool:
    """Whether lines follow one another without a wide step from this one to the middle of the page: then it is the
    text's, or a note's, and only looks like those of other pages."""
    down = line.baseline < page.height / 2
    last = line
    for other in sorted(page.lines, key=lambda one: one.baseline if down else -one.baseline):
        step = (other.baseline - last.baseline) * (1 if down else -1)
        if step <= 0:
            continue
        if step > CLOSE * max(last.size, other.size):
            return False
        if not _at_edge(other, page):
            return True
        last = other
    return False


def _stands_apart(line: PrintedLine, lines: Iterable[PrintedLine]) -> bool:
    below = [other.baseline for other in lines if other.baseline > line.baseline + 1]
    return bool(below) and min(below) - line.baseline > 1.8 * line.size


def _at_edge(line: PrintedLine, page: PrintedPage) -> bool:
    return not EDGE * page.height < line.baseline < (1 - EDGE) * page.height


def _key(line: PrintedLine, page: PrintedPage) -> tuple[str, int]:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text), round(line.baseline / 4)
