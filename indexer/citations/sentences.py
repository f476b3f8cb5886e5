"""Sentences and quotations of a report's prose, in Spanish and English.

A sentence here is what a claim is: it does not end within a quotation, nor at an abbreviation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CLOSERS = "”»\"’')]*"
_OPENERS = "“«\"‘'([¿¡—–-*"
_END = re.compile(rf"(?<![.!?…])[.!?…]++[{re.escape(_CLOSERS)}]*+(?=\s)")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Never end a sentence: titles, bibliographic shorthand, military ranks, States in memos; without their points, in
# small letters. "No." is both "número" and a sentence, so it counts only before a digit.
_ABBREVIATIONS = _words(
    "sr sra srta sres dr dra lic ing mtro mtra prof profa gral gen cnel col cap tte sgto brig diput sen gob pdte "
    "mr mrs ms st jr lt sgt capt rev hon art arts fracc frac inc párr parr núm num nums núms no nos nro vol vols tomo "
    "cap caps p pp pág pag págs pags ed eds edit trad coord coords comp fig figs cf cfr vid ver vgr ej vs op cit loc "
    "doc docs sec secc ibid ib id íd et al ss col av avda blvd depto dept ext tel aprox ca c d e.g i.e e.u ee uu a.m "
    "p.m u.s u.k s.a "
    "oax gto jal chih coah tamps mich gro qro slp bc bcs hgo pue tab chis camp yuc q.roo edomex"
)
_SENTENCE_TOO = _words("no ver col ed cap inc p c d uu u.s u.k e.u a.m p.m s.a tel ext comp")
_STARTERS = _words(
    "the this that these those it its in on at by for from he she they we as but and when while after before there "
    "el la los las lo un una en por para con de desde este esta estos estas ese esa eso se su sus al del no si y pero "
    "cuando mientras según however although since during"
)
_LONGEST_ABBREVIATION = 12
_WORD_BEFORE = re.compile(r"[^\s“«\"‘'(\[—–]*$")
_WORD_AFTER = re.compile(r"\s+[“«\"‘'(\[¿¡—–*-]*(\w*)")

_QUOTE_PAIRS = {"“": "”", "«": "»"}
_MARK = re.compile('[“”«»"]')
_DEEPEST = 8  # quotations within quotations; deeper ones are not prose, and looking back further costs time


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def quotations(text: str) -> tuple[Span, ...]:
    """The quotations between “ ”, « » or straight double quotes, without the marks; of nested ones the outermost.

    A mark without its partner opens nothing.
    """
    pairs: list[Span] = []
    opened: list[tuple[str, int]] = []
    straight: int | None = None
    for match in _MARK.finditer(text):
        mark, position = match[0], match.start()
        if mark in _QUOTE_PAIRS:
            opened.append((_QUOTE_PAIRS[mark], position))
        elif mark != '"':
            if any(partner == mark for partner, _ in opened[-_DEEPEST:]):
                while opened[-1][0] != mark:
                    opened.pop()
                pairs.append(Span(opened.pop()[1] + 1, position))
        elif straight is not None:
            pairs.append(Span(straight + 1, position))
            straight = None
        elif _opens(text, position):
            straight = position
    return _outermost(pairs)


def _outermost(spans: Iterable[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if not kept or span.start > kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _opens(text: str, position: int) -> bool:
    return position == 0 or text[position - 1].isspace() or text[position - 1] in _OPENERS


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a block of prose, without the white space between them."""
    quoted = quotations(text)
    ends = [match.end() for match in _END.finditer(text) if _is_end(text, match, quoted)]
    spans, start = [], 0
    for end in [*ends, len(text)]:
        stretch = text[start:end]
        if stripped := stretch.strip():
            first = start + stretch.index(stripped)
            spans.append(Span(first, first + len(stripped)))
        start = end
    return tuple(spans)


def sentence_at(spans: Sequence[Span], offset: int) -> Span | None:
    """The sentence that carries a callout at ``offset``: the last one begun before it, so that a callout after the
    full stop belongs to the sentence it follows."""
    begun = [span for span in spans if span.start < offset]
    return begun[-1] if begun else next(iter(spans), None)


def _is_end(text: str, match: re.Match[str], quoted: Sequence[Span]) -> bool:
    nearest = bisect_right(quoted, match.end(), key=lambda span: span.start) - 1
    if nearest >= 0 and match.end() <= quoted[nearest].end:
        return False
    after = _WORD_AFTER.match(text, match.end())
    following = after[1] if after else ""
    if following[:1].islower() or (_is_spaced_ellipsis(text, match) and not following[:1].isupper()):
        return False
    if not match[0].startswith(".") or match[0].startswith(".."):
        return True
    before = _WORD_BEFORE.search(text[max(0, match.start() - _LONGEST_ABBREVIATION) : match.start()])
    word = before[0].casefold() if before else ""
    return _ends_after(word, following)


def _is_spaced_ellipsis(text: str, match: re.Match[str]) -> bool:
    """Whether a point is one of ``. . .``, as typesetters print an ellipsis."""
    return match[0] == "." and ". " in (text[max(0, match.start() - 2) : match.start()], text[match.end() :][1:3])


def _ends_after(word: str, following: str) -> bool:
    """Whether a point after ``word`` ends a sentence that goes on with ``following``."""
    if len(word) == 1 and word.isalpha():  # an initial: "Meza, A. M."
        return False
    letters = word.strip(".")
    if letters == "no":
        return not following[:1].isdigit()
    if letters in _ABBREVIATIONS or re.fullmatch(r"(?:\w\.)+\w", letters):
        return letters in _SENTENCE_TOO and following.casefold() in _STARTERS
    return True
