"""A quotation that leaves out, without any mark, a stretch of the passage it was taken from.

It is judged at one place from its first word to its last, as a near place is: so what is missing is told with its
words, is critical where they are, and is nothing where it is the head and foot between two pages.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.quotes.diff import Step, compare
from indexer.quotes.form import encode
from indexer.quotes.judge import judge, verdict_of
from indexer.quotes.locate import Place
from indexer.quotes.models import NEAR, Change, Match, Quotation
from indexer.quotes.sentences import sentence_ends
from indexer.quotes.source import PagesOfCatalog, Source

NEAR_BYTES = 2_000
"""Bytes between two turns that may have been joined, about a page."""

BORDER_BYTES = 300
"""Bytes of a running head, or of a foot, between two pages."""

_WORD_BEFORE, _WORD_BEHIND = re.compile(r"\w+\W*\Z"), re.compile(r"\W*\w+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [first, last) of a quotation, and where they stand."""

    first: int
    last: int
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """Stretches that have all words of a quotation, in order and near each other in one document; what lies between
    them is left out."""

    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, stretches: Sequence[Stretch], words: int) -> Passage | None:
        """The passage of a quotation of so many words; None if they do not make one."""
        ends = [0, *(stretch.last for stretch in stretches)]
        gaps = [after.place.start - before.place.end for before, after in pairwise(stretches)]
        whole = [stretch.first for stretch in stretches] == ends[:-1] and ends[-1] == words
        return cls(tuple(stretches)) if whole and all(0 <= gap <= NEAR_BYTES for gap in gaps) else None

    @property
    def place(self) -> Place:
        """From its first word to its last."""
        return replace(self.stretches[0].place, end=self.stretches[-1].place.end, distance=0)

    def steps(self, quote: Sequence[str], source: Sequence[str]) -> list[Step]:
        """Which of its words answer which of the quotation's: a word diff of all of it might rather drop a short
        stretch than what lies between."""
        begin, mapped = self.place.start, self.place.segment.mapped
        steps: list[Step] = []
        for stretch in self.stretches:
            start = mapped[begin : stretch.place.start].count(b" ")
            end = mapped[begin : stretch.place.end].count(b" ") + 1
            for said in compare(quote[stretch.first : stretch.last], source[start:end]):
                step = _moved(said, stretch.first, start)
                left_out = range(steps[-1].source[1], step.source[0]) if steps else ()
                steps += [Step((step.quote[0], step.quote[0]), (word, word + 1), False) for word in left_out]
                steps.append(step)
        return steps


def whole_words(place: Place) -> Place:
    """The place with the whole of the words that it touches."""
    low, high = place.segment.bounds(place.ordinal)
    mapped = place.segment.mapped
    start = max(low, mapped.rfind(b" ", low, place.start + 1) + 1)
    end = mapped.find(b" ", max(start, place.end - 1), high)
    return replace(place, start=start, end=end if end >= 0 else high)


def _moved(step: Step, words: int, found: int) -> Step:
    (first, last), (start, end) = step.quote, step.source
    return Step((first + words, last + words), (start + found, end + found), step.equal)


def judge_passage(catalog: PagesOfCatalog, quotation: Quotation, source: Source, passage: Passage) -> Match:
    """What became of a quotation of one part there. What it leaves out across the end of a sentence is spliced."""
    match = judge(catalog, quotation, source, [passage.place], passage.steps).match
    changes = tuple(_spliced(match.source_text, change) for change in match.changes)
    left_out = sum(len(change.source) + 1 for change in changes if not change.quote and change.type not in NEAR)
    said = [stretch.place for stretch in passage.stretches]
    edits, length = sum(place.distance for place in said), sum(place.end - place.start for place in said)
    similarity = round(max(0.0, 1 - (edits + left_out) / (length + left_out)), 4)
    return replace(match, changes=changes, verdict=verdict_of(changes), similarity=similarity)


def _spliced(text: str, change: Change) -> Change:
    """A change that leaves out the border between two sentences splices them."""
    if change.critical or change.type in NEAR or change.source_span is None or not change.source:
        return change
    start, end = change.source_span
    before, behind = _WORD_BEFORE.search(text, 0, start), _WORD_BEHIND.match(text, end)
    about = text[before.start() if before else start : behind.end() if behind else end]
    return replace(change, critical=True, why="spliced") if len(sentence_ends(about)) > 2 else change


def over_border(quotation: Quotation, at: Place) -> Passage | None:
    """Where a quotation of one part stands word for word over the border of two pages that ``at`` touches: a head or
    foot between them that is longer than the rest of the quotation leads an alignment astray."""
    if len(quotation.parts) > 1:
        return None
    segment, folded = at.segment, [word.word for word in quotation.words]
    low, high = int(segment.page_at[at.ordinal]), int(segment.page_at[at.ordinal + 1])
    begins = segment.page_starts[low:high].tolist()
    first = bisect_right(begins, at.start - BORDER_BYTES)
    last = bisect_left(begins, at.end + BORDER_BYTES)
    found = (_over(folded, at, border) for border in begins[max(1, first) : last])
    return next((passage for passage in found if passage), None)


def _over(folded: Sequence[str], at: Place, border: int) -> Passage | None:
    size = len(encode(folded))
    low, high = at.segment.bounds(at.ordinal)
    begin = max(low, border - size - BORDER_BYTES)
    before = b" " + at.segment.mapped[begin:border].rstrip() + b" "
    behind = b" " + at.segment.mapped[border : min(high, border + size + BORDER_BYTES)] + b" "
    for cut in range(len(folded) - 1, 0, -1):
        head, tail = b" " + encode(folded[:cut]) + b" ", b" " + encode(folded[cut:]) + b" "
        ends, starts = before.rfind(head), behind.find(tail)
        foot = len(before) - ends - len(head)
        if ends >= 0 and foot <= BORDER_BYTES and 0 <= starts <= BORDER_BYTES:
            one = replace(at, start=begin + ends, end=begin + ends + len(head) - 2, distance=0)
            other = replace(at, start=border + starts, end=border + starts + len(tail) - 2, distance=0)
            return Passage((Stretch(0, cut, one), Stretch(cut, len(folded), other)))
    return None
