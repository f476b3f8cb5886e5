"""Reads a quotation as people paste it: marks, ellipses, brackets, and who said it when.

    “Aquí nosotros […] no tenemos consumo [de esa droga]”, dijo López Obrador el 9 de marzo de 2023

is two parts with a marked gap between them, a marked insertion, and hints beside it.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.errors import QuoteEmpty, QuoteTooLong, QuoteTooShort
from indexer.quotes.form import text_words
from indexer.quotes.models import Hints, Part, Quotation, QuoteWord
from indexer.quotes.notes import Sentence
from indexer.quotes.vocabulary import OFFICES
from indexer.text.dates import Period, find_dates
from indexer.text.fold import fold
from indexer.text.notes import Note

MAX_CHARACTERS = 4_000
"""Two printed pages. The word diff of 9,800 characters took 15 s of a loaded machine, and grows with the square."""

MIN_WORDS = 2
"""One word says nothing: it is in hundreds of documents. Two or three are looked for exactly."""

_TAG = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?|!--.*?--)>", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_STRUCK = re.compile(
    r"<(?P<tag>s|strike|del)\b[^<>]*>.*?(?:</(?P=tag)\s*>|$)"
    r"|<(?P<styled>\w+)\b[^<>]*line-through[^<>]*>.*?(?:</(?P=styled)\s*>|$)"
    r"|~~(?=\S)[^~]+~~|(?:[^\W_]\s?[\u0335-\u0338]\s*)+",
    re.DOTALL | re.IGNORECASE,
)
_DOTS = r"(?:…|⋯|\.{2,}|\.(?:\s{1,2}\.){2,})"
ELLIPSIS = re.compile(rf"[\[(]\s*{_DOTS}\s*[\])]|{_DOTS}")
_SIC = re.compile(r"[\[(]\s*sic\.?\s*[\])]", re.IGNORECASE)
_BRACKET = re.compile(r"\[([^\[\]]{0,300})\]")
_PAIRS = {"“": "”", "«": "»", "„": "“”", '"': '"', "‹": "›"}
_MARKED = re.compile(r'“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|"([^"]+)"')
_OUTER = "\"'“”„‟«»‹›‘’ \t\n"
_SAYING = re.compile(
    r"\b(?:dijo|dice|afirm[óo]|señal[óo]|asegur[óo]|declar[óo]|sostuv[oe]|expres[óo]|manifest[óo]|insisti[óo]|agreg[óo]"
    r"|según|palabras de|said|says|stated|claimed|told|added|according to|insisted)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?P<mark>\s*[,;]\s*|\s+[—–-]\s*|\s*[—–]\s*|\s*\n\s*|\s*\()(?P<said>[^,;—–\n(]*(?:,[^,;—–\n(]*){0,2})$"
)
_NAME = re.compile(r"\b[A-ZÁÉÍÓÚÑ][\w'’.-]*(?:\s+(?:de|del|la|los|y)\s+|\s+)?(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*\s*)*")
_JOINING = frozenset(["que", "el", "la", "de", "del", "en", "that", "the", "of", "on", "in"])
"""Little words of an attribution: «dijo que “…” el 13 de diciembre», “said that …”."""
MAX_TAIL_WORDS = 14
"""An attribution longer than this is a sentence of its own."""


def read_quotation(
    untrusted: str, *, speaker: str | None = None, date: dt.date | None = None, period: Period | None = None
) -> Quotation:
    """A quotation with its parts and hints; ``speaker``, ``date`` and ``period`` are hints given beside it.

    Raises QuoteEmpty, QuoteTooShort or QuoteTooLong.
    """
    if len(untrusted) > MAX_CHARACTERS * 3:  # before any expression runs over it
        raise QuoteTooLong(f"The quotation has {len(untrusted):,} characters; {MAX_CHARACTERS:,} can be checked.")
    text, notes = _cleaned(untrusted)
    if len(text) > MAX_CHARACTERS:
        raise QuoteTooLong(f"The quotation has {len(text):,} characters; {MAX_CHARACTERS:,} can be checked.")
    spans, beside = _quoted(text)
    if beside.strip(_OUTER + ",;—–-()"):
        notes = (*notes, Note(Sentence.ATTRIBUTION, beside=beside.strip(_OUTER + ",;—–-")))
    parts = tuple(part for start, end in spans for part in _parts(text, start, end))
    quotation = Quotation(text, parts, _hints(beside, speaker, date, period), notes)
    count = len(quotation.words)
    if count == 0:
        raise QuoteEmpty("The quotation has no words.")
    if count < MIN_WORDS:
        raise QuoteTooShort("One word is too little to be checked as a quotation.")
    return quotation


def _cleaned(untrusted: str) -> tuple[str, tuple[str, ...]]:
    """The text without control and direction characters, tags and entities, and without what is struck out: that is
    not said. And notes of what was taken out."""
    notes: list[str] = []
    text = untrusted.encode("utf-8", errors="replace").decode("utf-8")
    if struck := [_bare(match[0]) for match in _STRUCK.finditer(text)]:
        text = _STRUCK.sub(" ", text)
        notes += [Note(Sentence.STRUCK, struck=words) for words in struck if words]
    if _TAG.search(text):
        text = html.unescape(_TAG.sub(" ", _SCRIPT.sub(" ", text)))
        notes.append(Note(Sentence.TAGS))
    elif "&" in text:
        text = html.unescape(text)
    kept = [
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cn") else _stead(char)
        for char in text.replace("\r\n", "\n").replace("\r", "\n")
    ]
    return "".join(kept).strip(), tuple(notes)


def _bare(struck: str) -> str:
    """The words that are struck out."""
    said = re.sub(r"[\u0335-\u0338~]", "", html.unescape(_TAG.sub(" ", struck)))
    return " ".join("".join(char if char.isprintable() else " " for char in said).split())


def _stead(char: str) -> str:
    """Invisible characters within words vanish, controls part words."""
    return " " if unicodedata.category(char) == "Cc" else ""


def _quoted(text: str) -> tuple[list[tuple[int, int]], str]:
    """The stretches that are quoted, and what stands beside them."""
    marked = [match.span(match.lastindex or 0) for match in _MARKED.finditer(text)]
    if marked:
        outside = _MARKED.sub(" ", text)
        inside = sum(end - start for start, end in marked)
        if not re.search(r"\w", outside):
            return marked, ""
        if _attributes(outside) and inside >= len(outside.strip()):
            return marked, outside
        if len(marked) == 1 and _only_attributes(outside):
            return marked, outside
    tail = _TAIL.search(text)
    if tail and tail.start() > 0 and _is_tail(tail["mark"].strip(), tail["said"]):
        return [(0, tail.start())], tail["said"]
    return [(0, len(text))], ""


def _is_tail(mark: str, text: str) -> bool:
    """Whether what ends an unmarked quotation is its attribution. Without marks the quotation itself may end with ", ya
    lo dijo Marcelo Ebrard" or a paragraph "El 14 de febrero de 1911 Madero entra": so only what holds nothing but the
    saying, names, offices and dates is left out of the check, and behind a comma only if it begins with the saying and
    has a date."""
    if len(text.split()) > MAX_TAIL_WORDS or not _only_attributes(text):
        return False
    said = _SAYING.match(text.lstrip()) is not None
    if mark in (",", ";"):
        return bool(find_dates(text)) and said
    if mark == "(":
        return text.rstrip().endswith(")") and _attributes(text)
    return bool(find_dates(text)) or (said and _NAME.search(text) is not None)


def _only_attributes(text: str) -> bool:
    """Whether the words beside dates and sayings are names and offices."""
    rest = list(text)
    for found in find_dates(text):
        rest[found.start : found.end] = " " * (found.end - found.start)
    left = re.findall(r"[^\W_]+", _SAYING.sub(" ", "".join(rest)))
    return all(word[:1].isupper() or fold(word).text in OFFICES or word in _JOINING for word in left)


def _attributes(text: str) -> bool:
    """Whether ``text`` tells who said it, and not just more of what was said."""
    return bool(find_dates(text)) or (_SAYING.search(text) is not None and _NAME.search(text) is not None)


def _hints(beside: str, speaker: str | None, date: dt.date | None, period: Period | None) -> Hints:
    dates = tuple(found.date for found in find_dates(beside))
    if date is not None:
        dates = (date, *(other for other in dates if other != date))
    if speaker is None and beside:
        spans = [(found.start, found.end) for found in find_dates(beside)]
        names = [
            match[0].strip()
            for match in _NAME.finditer(beside)
            if len(match[0].strip()) > 2 and not any(start <= match.start() < end for start, end in spans)
        ]
        speaker = max(names, key=len, default=None)
    if period is not None and period.first == period.last:
        dates, period = (period.first, *(other for other in dates if other != period.first)), None
    return Hints(speaker or None, dates, period)


def _parts(text: str, start: int, end: int) -> Iterator[Part]:
    """The parts of the stretch that marked ellipses leave, each with its words."""
    place = start
    for match in ELLIPSIS.finditer(text, start, end):
        if words := tuple(_words(text, place, match.start())):
            yield Part(words, gap_after=True)
        place = match.end()
    if words := tuple(_words(text, place, end)):
        yield Part(words)


@dataclass(frozen=True, slots=True)
class _Edited:
    """A stretch with its brackets resolved. ``origins[i]`` is the place in the quotation of character ``i``."""

    text: str
    origins: list[int]
    gaps: list[int]
    letters: list[int]


def _words(text: str, start: int, end: int) -> Iterator[QuoteWord]:
    edited = _without_brackets(text, start, end)
    gaps = list(edited.gaps)
    for token in text_words(edited.text):
        gap = False
        while gaps and gaps[0] <= token.start:
            gap = True
            gaps.pop(0)
        touched = any(token.start <= place < token.end for place in edited.letters)
        yield QuoteWord(
            token.word, edited.origins[token.start], edited.origins[token.end - 1] + 1, gap=gap, edited=touched
        )


def _within_word(text: str, bracket: re.Match[str]) -> bool:
    """Whether a bracket holds letters of a word: ``[A]quí``, ``habl[aron]``."""
    before, after = text[bracket.start() - 1 : bracket.start()], text[bracket.end() : bracket.end() + 1]
    return (before.isalnum() or after.isalnum()) and bracket[1].isalpha() and len(bracket[1]) <= 4


def insertions(text: str) -> Iterator[tuple[int, int, str]]:
    """The [insertions] of a quotation, with their places in its text: not [...], not [sic], not letters of a word."""
    for match in _BRACKET.finditer(text):
        if not (ELLIPSIS.fullmatch(match[0]) or _SIC.fullmatch(match[0]) or _within_word(text, match)):
            yield match.start(), match.end(), match[1]


def _without_brackets(text: str, start: int, end: int) -> _Edited:
    """Takes out [insertions] and [sic], and opens brackets around letters of a word (``[A]quí``)."""
    out: list[str] = []
    origins: list[int] = []
    gaps: list[int] = []
    letters: list[int] = []

    def keep(first: int, last: int) -> None:
        out.extend(text[first:last])
        origins.extend(range(first, last))

    place = start
    for match in sorted(
        [*_SIC.finditer(text, start, end), *_BRACKET.finditer(text, start, end)], key=lambda m: m.start()
    ):
        if match.start() < place:
            continue
        keep(place, match.start())
        place = match.end()
        if match.re is _SIC:
            out.append(" ")
            origins.append(match.start())
        elif _within_word(text, match):
            letters.extend(range(len(out), len(out) + len(match[1])))
            keep(match.start(1), match.end(1))
        else:
            gaps.append(len(out))
            out.append(" ")
            origins.append(match.start())
    keep(place, end)
    return _Edited("".join(out), origins, gaps, letters)
