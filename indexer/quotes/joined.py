"""A quotation joined of words that stand apart: by an ellipsis, of two documents or in another order; or without any
mark, of two turns or passages of one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import log2

from indexer.models import Access
from indexer.quotes.evidence import Evidence
from indexer.quotes.finder import Finder, by_document
from indexer.quotes.form import encode
from indexer.quotes.judge import Judgement, judge
from indexer.quotes.locate import Place, exact_within
from indexer.quotes.models import ChangeType, Match, Part, Quotation, QuoteWord
from indexer.quotes.passage import NEAR_BYTES, Passage, Stretch, judge_passage
from indexer.quotes.pieces import Piece
from indexer.quotes.source import DocumentsAndPages, source_at
from indexer.quotes.spliced import COVERED, MOST_PLACES, spliced_at

LEAST_WORDS = 3
"""Words on either side of an unmarked joint."""

MOST_PARTS = 12
"""Parts beside ellipses that are looked for apart: who joins more of as many documents writes a text of his own."""

LEAST_TELLING = 2
"""Parts of several documents that say too much to stand there by chance: one alone is joined with anything."""

LONGEST = 60
"""Words of a quotation in which an unmarked joint is looked for: its halves are looked up word by word."""

DENSE = 1.25
"""Words of the source for each of a quotation that turns its clauses: *comandante del Agrupamiento de Ingenieros,
general Gustavo Vallejo* is no source of *Gustavo Vallejo, comandante del Agrupamiento de*."""

MOSTLY_THERE = 0.5
"""A quotation that leaves out more than it says needs two halves that each tell where it is from."""

TURN_MARGIN = 7.0
"""Bits by which the two halves must exceed chance (docs/decisions/0040-evidence-in-bits.md)."""


@dataclass(frozen=True, slots=True)
class Joining:
    """Looks for what a quotation was joined of, for one reader."""

    catalog: DocumentsAndPages
    finder: Finder
    quotation: Quotation
    access: Access
    evidence: Evidence

    def matches(self) -> list[Match]:
        """What was joined, as altered matches; none if some words stand nowhere, or all of them anywhere."""
        if len(self.quotation.parts) > 1:
            return self._over_ellipses()
        return self._without_mark()

    def _over_ellipses(self) -> list[Match]:
        parts = self.quotation.parts
        if len(parts) > MOST_PARTS:
            return []
        sought = [[word.word for word in part.words] for part in parts]
        by_part = [self._places(words, most=MOST_PLACES) for words in sought]
        if not all(by_part):
            return []
        everyday = [self.evidence.is_everyday(words, at[0]) for words, at in zip(sought, by_part, strict=True)]
        if all(everyday):
            return []
        if together := [match for places in self._together(sought) if (match := self._said_at(self.quotation, places))]:
            return together
        if everyday.count(False) < LEAST_TELLING:
            return []
        first, pieces = 0, []
        for part, places in zip(parts, by_part, strict=True):
            pieces.append(Piece(first, first + len(part.words), tuple(places)))
            first += len(part.words)
        return spliced_at(self.catalog, self.quotation, pieces, self.access)

    def _together(self, parts: Sequence[Sequence[str]]) -> list[tuple[Place, ...]]:
        """For documents that have all parts, the first place of the longest, and those of the others nearest to it."""
        forms = [encode(words) for words in parts]
        longest = max(range(len(forms)), key=lambda number: len(forms[number]))
        found: list[tuple[Place, ...]] = []
        # Only there: a short part (*no*) stands at half a million places.
        for _, (anchor, *_) in sorted(by_document(self._places(parts[longest])).items()):
            others = [list(exact_within(anchor.segment, anchor.ordinal, form)) for form in forms]
            if all(others) and len(found) < MOST_PLACES:
                found.append(tuple(min(one, key=lambda place: abs(place.start - anchor.start)) for one in others))
        return found

    def _without_mark(self) -> list[Match]:
        words = self.quotation.words
        if not 2 * LEAST_WORDS <= len(words) <= LONGEST:
            return []
        best = min(self._joints(words), key=lambda joint: abs(joint[2].start - joint[1].end), default=None)
        if best is None:
            return []
        cut, before, after = best
        if passage := Passage.of((Stretch(0, cut, before), Stretch(cut, len(words), after)), len(words)):
            source = source_at(self.catalog, [passage.place], self.access)
            match = judge_passage(self.catalog, self.quotation, source, passage) if source else None
            return [match] if match and (match.similarity >= MOSTLY_THERE or self._both_tell(cut, before)) else []
        parts = (Part(words[:cut], gap_after=True), Part(words[cut:]))
        one = self._judged(replace(self.quotation, parts=parts), (before, after))
        return [one.match] if one else []

    def _both_tell(self, cut: int, at: Place) -> bool:
        """Whether each half says more than chance. What a text has within a page is of one matter, in its words."""
        folded = [word.word for word in self.quotation.words]
        return not any(self.evidence.is_everyday(half, at) for half in (folded[:cut], folded[cut:]))

    def reordered(self, anchor: Piece) -> list[Match]:
        """The places of ``anchor``, the longest piece of the quotation, around which its other words stand in another
        order: clauses were turned."""
        words = self.quotation.words
        for place in anchor.places[:MOST_PLACES]:
            chunks = list(_chunks([word.word for word in words], place))
            if sum(last - first for first, last, _ in chunks) < COVERED * len(words):
                continue
            parts = tuple(Part(words[first:last], gap_after=True) for first, last, _ in chunks)
            said = [found for _, _, found in chunks]
            begin, end = min(found.start for found in said), max(found.end for found in said)
            if place.segment.mapped[begin:end].count(b" ") > DENSE * len(words):
                continue
            match = self._said_at(replace(self.quotation, parts=parts), said)
            if match is not None and any(change.type is ChangeType.ORDER for change in match.changes):
                return [match]
        return []

    def _joints(self, words: Sequence[QuoteWord]) -> Iterator[tuple[int, Place, Place]]:
        """Where the quotation may be cut in two that stand near each other in a document, with the two places."""
        folded = [word.word for word in words]
        for cut in range(LEAST_WORDS, len(folded) - LEAST_WORDS + 1):
            heads, tails = self._halves(folded, cut)
            for document, befores in heads.items():
                for before in befores if document in tails else ():
                    after = _nearest(before, tails[document])
                    if after is not None and self._surprising(folded, cut, before):
                        yield cut, before, after

    def _halves(self, folded: Sequence[str], cut: int) -> tuple[dict[str, list[Place]], dict[str, list[Place]]]:
        """By document, the places of the words before and behind a cut; of a document that lacks one half, perhaps not
        those of the other."""
        halves = (folded[:cut], folded[cut:])
        longer = max((0, 1), key=lambda number: len(encode(halves[number])))
        # The longer half is looked up by its rarest gram, and mostly stands nowhere; three short words may stand at
        # thousands of places, and are looked for where the longer half is.
        found = by_document(self._places(halves[longer]))
        shorter = encode(halves[1 - longer])
        if len(found) > MOST_PLACES:
            others = by_document(self._places(halves[1 - longer]))
        else:
            within = {known: (places[0].segment, places[0].ordinal) for known, places in found.items()}
            others = {known: list(exact_within(*at, shorter)) for known, at in within.items()}
        return (found, others) if longer == 0 else (others, found)

    def _surprising(self, folded: Sequence[str], cut: int, at: Place) -> bool:
        evidence = self.evidence
        bits = evidence.bits(folded[:cut], at) + evidence.bits(folded[cut:], at)
        return bits >= evidence.places + log2(NEAR_BYTES) + TURN_MARGIN

    def _places(self, folded: Sequence[str], most: int | None = None) -> list[Place]:
        """Where the words stand; the first ``most`` places, if not all are asked for."""
        return list(islice(self.finder.places_of(encode(folded)), most))

    def _said_at(self, quotation: Quotation, places: Sequence[Place]) -> Match | None:
        """The match of parts that a document has, if it is more than chance that it has all of them."""
        one = self._judged(quotation, places)
        return one.match if one and self.evidence.is_in_passages(one.passages, one.place) else None

    def _judged(self, quotation: Quotation, places: Sequence[Place]) -> Judgement | None:
        source = source_at(self.catalog, places, self.access)
        return judge(self.catalog, quotation, source, places) if source else None


def _chunks(folded: Sequence[str], anchor: Place) -> Iterator[tuple[int, int, Place]]:
    """From left to right the longest stretches of the words that stand near ``anchor``, and where."""
    size = len(encode(folded))
    begin, finish = anchor.segment.bounds(anchor.ordinal)
    begin, finish = max(begin, anchor.start - size), min(finish, anchor.end + size)
    text = b" " + anchor.segment.mapped[begin:finish].replace(b"\n", b" ") + b" "
    first = 0
    while first + LEAST_WORDS <= len(folded):
        last, at = first, -1
        while last < len(folded) and (found := text.find(b" " + encode(folded[first : last + 1]) + b" ")) >= 0:
            last, at = last + 1, found
        if last - first < LEAST_WORDS:
            first += 1
            continue
        start = begin + at
        yield first, last, Place(anchor.segment, anchor.ordinal, start, start + len(encode(folded[first:last])))
        first = last


def _nearest(before: Place, places: Sequence[Place]) -> Place | None:
    """The place of the same document nearest to ``before``, no further than NEAR_BYTES, not overlapping it."""
    there = [
        place
        for place in places
        if 0 <= place.start - before.end <= NEAR_BYTES or 0 <= before.start - place.end <= NEAR_BYTES
    ]
    return min(there, key=lambda place: abs(place.start - before.end), default=None)
