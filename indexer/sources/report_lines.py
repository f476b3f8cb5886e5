"""Lines of a printed page as reports need them: text with callouts, labels of notes, running heads, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.models.draft import DraftCallout
from indexer.models.printed import PrintedLine, PrintedPage, PrintedRun
from indexer.sources.report_marks import SUPERSCRIPTS, SYMBOLS, find_marks, may_be_exponent, plain_digits

RAISED = 0.2
"""Of the line's size: raised numbers stand 0.3 to 0.42 higher, the A of LaTeX's own logo 0.18."""

RAISED_SIZE = 0.85
"""Of the line's size: raised numbers have 0.55 to 0.75 of it."""

EDGE = 0.13
"""Share of the page's height at its head and foot where running heads and page numbers stand."""

_SUPER = str.maketrans("0123456789", SUPERSCRIPTS)
_TYPED = {"∗": "*", "⁎": "*", "＊": "*"}  # what PDFs print for an asterisk
_NUMBERS = re.compile(r"\d{1,3}(?:\s?[,;]\s?\d{1,3})*")
_SIGNS = re.compile(rf"([{re.escape(SYMBOLS)}])\1{{0,2}}")
_PLAIN_LABEL = re.compile(
    rf"(?:(?P<number>\d{{1,3}})(?:[.)]?\s+(?=\S)|(?=[A-ZÁÉÍÓÚÑ¿¡“\"«]))|\[(?P<bracketed>\d{{1,3}})\]\s*"
    rf"|(?P<symbol>(?P<sign>[{re.escape(SYMBOLS)}])(?P=sign){{0,2}})\s*(?=\w))"
)
_LETTER_LABEL = re.compile(r"(?P<letter>[a-h])\s+(?P<rest>(?=[A-ZÁÉÍÓÚÑ¿¡“\"«]).*)", re.DOTALL)
_ORDINAL_BASE = re.compile(r"(?:\d|\b[MNn])$")  # 1ª, Mª, Nº, nº
_RAISED_LABEL = re.compile(rf"([{SUPERSCRIPTS}]{{1,3}})\s*")
_GLUED_SIGN = re.compile(r"(?<=[^\W\d_][\w.,;:])[*†‡]{1,3}(?![\w*])")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:p[áa]g(?:ina|\.)?|page)\s)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s(?:de|of|/)\s\d+)?[-–—|\s]*",
    re.IGNORECASE,
)
_NUMBERED_HEAD = re.compile(r"\d{1,4}\s+\D.*|.*\D\s+\d{1,4}", re.DOTALL)
_FORMULA = re.compile(r"[=≤≥≠±√∑∫·×÷^$]")  # signs of lines in which raised numbers are rather exponents
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
    """Whether a run stands higher and smaller than its line."""
    return run.rise >= RAISED * line.size and run.size <= RAISED_SIZE * line.size


def typed(text: str) -> str:
    """Text with the asterisks that PDFs print in mathematical forms as the usual one."""
    return "".join(_TYPED.get(character, character) for character in text)


def label_of(line: PrintedLine) -> Label | None:
    """The number or symbol that a note's first line begins with, if it does."""
    first = line.runs[0]
    if is_raised(first, line) and len(line.runs) > 1:
        label = typed(first.text.strip())
        if re.fullmatch(r"\d{1,3}", label) or _SIGNS.fullmatch(label):
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


def read_line(line: PrintedLine, page: int) -> LineText:
    """A body line's text and callouts: raised numbers and symbols; less certain those that may be exponents and
    numbers of normal size glued to a word."""
    parts: list[str] = []
    callouts: list[DraftCallout] = []
    length = 0
    formula = _FORMULA.search(line.text) is not None
    for run in line.runs:
        before = "".join(parts[-2:])
        labels = _labels(run, line)
        if labels and before.strip() and not (labels[0].isalpha() and _ORDINAL_BASE.search(before.rstrip())):
            certain = not (labels[0].isalnum() and (formula or may_be_exponent(before.rstrip())))
            printed = run.text.rstrip().translate(_SUPER)
            if callouts and _doubles(callouts[-1], labels[0], "".join(parts)):
                callouts[-1] = replace(callouts[-1], label=callouts[-1].label + labels[0])
                continue
            for turn, label in enumerate(labels):
                callouts.append(DraftCallout(label, length, printed if not turn else "", page, page, certain))
            kept = " " if run.text.endswith(" ") else ""
        else:
            kept, found = _without_marks(typed(plain([run], line)), page, length)
            callouts += found
        parts.append(kept)
        length += len(kept)
    return LineText("".join(parts), tuple(callouts))


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
        return re.findall(r"\d+", text)
    return [text] if _SIGNS.fullmatch(text) or re.fullmatch(r"[a-h]", text) else []


def _without_marks(text: str, page: int, start: int) -> tuple[str, list[DraftCallout]]:
    found = [(mark.start, mark.end, mark.label, mark.certain) for mark in find_marks(text, bracketed=False, glued=True)]
    found += [(match.start(), match.end(), match[0], False) for match in _GLUED_SIGN.finditer(text)]
    parts, callouts, end, length = [], [], 0, start
    for first, last, label, certain in sorted(found):
        parts.append(text[end:first])
        length += first - end
        callouts.append(DraftCallout(label, length, text[first:last], page, page, certain))
        end = last
    return "".join([*parts, text[end:]]), callouts


# --- what is not text ---------------------------------------------------------------------------


def without_furniture(pages: Sequence[PrintedPage]) -> list[list[PrintedLine]]:
    """The lines of each page without page numbers and running heads."""
    counts = Counter(key for page in pages for key in {_key(line, page) for line in page.lines if _at_edge(line, page)})
    return [[line for line in page.lines if not _is_furniture(line, page, counts)] for page in pages]


def _is_furniture(line: PrintedLine, page: PrintedPage, counts: Counter[tuple[str, int]]) -> bool:
    heights = [other.baseline for other in page.lines]
    first, last = line.baseline == min(heights), line.baseline == max(heights)
    if (first or last) and _PAGE_NUMBER.fullmatch(line.text):
        return True
    if not _at_edge(line, page):
        return False
    if counts[_key(line, page)] >= _REPEATED:
        return True
    return first and _NUMBERED_HEAD.fullmatch(line.text) is not None and _stands_apart(line, page.lines)


def _stands_apart(line: PrintedLine, lines: Iterable[PrintedLine]) -> bool:
    below = [other.baseline for other in lines if other.baseline > line.baseline + 1]
    return bool(below) and min(below) - line.baseline > 1.8 * line.size


def _at_edge(line: PrintedLine, page: PrintedPage) -> bool:
    return not EDGE * page.height < line.baseline < (1 - EDGE) * page.height


def _key(line: PrintedLine, page: PrintedPage) -> tuple[str, int]:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text), round(line.baseline / 4)
