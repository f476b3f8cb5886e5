"""Finds the places of a quotation's parts: exactly in all documents, else nearly, else by the scan of everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import islice
from math import log2

import numpy as np
import numpy.typing as npt

from indexer.quotes.chain import tightest
from indexer.quotes.form import WORD_CHARACTERS, encode
from indexer.quotes.locate import Place, best_of_each, exact_places, exact_starts, near_places
from indexer.quotes.misspelt import misspelt_places
from indexer.quotes.models import Part, Quotation
from indexer.quotes.scan import LONG_FORM, Scanner
from indexer.quotes.seeds import SURE_LENGTH
from indexer.quotes.segment import Segment
from indexer.quotes.structure import Live

SHARES = ((30, 0.25), (60, 0.34), (150, 0.4))
LONGEST_SHARE = 0.3
"""Edits a form may be away from its source, as a share of its length: up to 30 characters, up to 60, up to 150, and
longer. Three of twelve words may be other ones; of a longer form the scan takes as long as its share is wide."""

MOST_SCANNED = 200
"""Edits up to which everything is scanned, which a form of 660 characters (115 words) reaches: edlib takes 62 ns a
letter of the archive for 300 words with 30 % of edits, 30 ns for 200 edits. Votes find such long forms at any noise:
each of a thousand grams would have to be hit (docs/decisions/0045-latency-of-the-quote-check.md)."""

EXACT_FORM = 13
"""A shorter form is looked for exactly only: with one letter changed it is everywhere."""

SHORT_PART, SHORT_SHARE, NEAR_ANCHOR = 5, 0.25, 300
"""Beside an ellipsis a shorter form of so many letters is looked for with a quarter of them changed, within so many
bytes of the part that was found."""

CLEAR_SHARE = 0.2
"""A place that the votes found no further away than this needs no scan of everything to look for a nearer one."""

NEARLY_AS_NEAR = 0.1
"""Places up to this share of the form further away than the nearest that convinces are told beside it."""


class Reach(Enum):
    """How far near places are looked for; each takes some ten times as long as the one before."""

    VOTES = auto()
    """Where whole grams of the quotation stand."""
    MISSPELT = auto()
    """Where grams of it stand with an error."""
    EVERYTHING = auto()
    """In every document, each aligned."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document and a place for each part of the quotation, in its order; None for a part that is not there."""

    document: str
    places: tuple[Place | None, ...]
    distance: int = 0
    """Edits of its longest part, by which candidates are in order."""

    @property
    def length(self) -> int:
        """Bytes from the first place to the last."""
        placed = [place for place in self.places if place]
        return max(place.end for place in placed) - min(place.start for place in placed)


@dataclass(frozen=True, slots=True)
class Exact:
    """How many places there are, and some of them as candidates."""

    total: int
    candidates: list[Candidate]


def most_edits(length: int) -> int:
    """The edits a form of ``length`` characters may be away from its source."""
    if length < EXACT_FORM:
        return 0
    share = next((share for longest, share in SHARES if length <= longest), LONGEST_SHARE)
    return max(3, int(length * share))


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds in one state of the structure, for a reader who may see ``documents`` (None: all)."""

    live: Live
    scanner: Scanner
    documents: frozenset[str] | None

    @property
    def places(self) -> float:
        """How many places a quotation could stand at by chance, in bits: the words of the documents that are looked
        through."""
        if self.documents is None:
            return self.live.bits
        sizes = (
            segment.starts[ordinal + 1] - segment.starts[ordinal]
            for segment, ordinal, document in self.live.documents()
            if document in self.documents
        )
        return log2(max(2.0, sum(map(int, sizes)) / WORD_CHARACTERS))

    def exact(self, quotation: Quotation, most: int) -> Exact:
        """The places where all parts stand word for word, in order: how many, and the first ``most`` of them."""
        forms = [form(part) for part in quotation.parts]
        if len(forms) == 1:
            starts = [self._starts(number, forms[0]) for number in range(len(self.live.segments))]
            first = islice(self._places(starts, len(forms[0])), most)
            return Exact(sum(map(len, starts)), [Candidate(place.document, (place,)) for place in first])
        found = []
        for document, (segment, ordinal) in sorted(self._having(max(forms, key=len)).items()):
            begin, end = segment.bounds(ordinal)
            if chain := tightest(segment.mapped[begin:end], forms):
                starts_ends = [
                    (begin + start, begin + start + len(one)) for start, one in zip(chain, forms, strict=True)
                ]
                places = tuple(Place(segment, ordinal, *span) for span in starts_ends)
                found.append(Candidate(document, places))
        found.sort(key=lambda candidate: candidate.length)  # what stands close together was said together
        return Exact(len(found), found[:most])

    def _having(self, sought: bytes) -> dict[str, tuple[Segment, int]]:
        """The documents that have a form; all of them where it is too short to be looked up: *no* is everywhere."""
        if len(sought) < SURE_LENGTH:
            everywhere = self.live.documents()
            return {
                document: (segment, ordinal)
                for segment, ordinal, document in everywhere
                if self.documents is None or document in self.documents
            }
        return {
            segment.documents[ordinal]: (segment, ordinal)
            for number, segment in enumerate(self.live.segments)
            for ordinal in np.unique(segment.ordinals(self._starts(number, sought))).tolist()
        }

    def places_of(self, sought: bytes) -> Iterator[Place]:
        """Every place where a form stands, segment by segment as they are asked for."""
        return self._places((self._starts(number, sought) for number in range(len(self.live.segments))), len(sought))

    def _starts(self, number: int, sought: bytes) -> npt.NDArray[np.int64]:
        """Where a form stands in a segment, in documents that this reader may know of."""
        starts = exact_starts(self.live, number, sought)
        if self.documents is None or not len(starts):
            return starts
        segment = self.live.segments[number]
        known = np.array([document in self.documents for document in segment.documents])
        seen: npt.NDArray[np.int64] = starts[known[segment.ordinals(starts)]]
        return seen

    def _places(self, starts: Iterable[npt.NDArray[np.int64]], length: int) -> Iterator[Place]:
        for segment, found in zip(self.live.segments, starts, strict=True):
            for start in found.tolist():
                yield Place(segment, segment.ordinal(start), start, start + length)

    def near(self, quotation: Quotation, reach: Reach) -> Iterator[Candidate]:
        """Documents in which the parts stand nearly, nearest first. The other parts are aligned as one is asked for."""
        anchor = _longest(quotation)
        sought = form(quotation.parts[anchor])
        most = most_edits(len(sought))
        if most == 0 and len(sought) < SURE_LENGTH:
            return  # parts of a word or two: what they say in another order they say anywhere
        if most == 0:
            places = best_of_each(self._seen(exact_places(self.live, sought)))
        elif reach is Reach.EVERYTHING:
            places = self.scanner.places(self.live, sought, self.documents, min(most, MOST_SCANNED))
        elif reach is Reach.MISSPELT:
            places = self._seen(misspelt_places(self.live, sought, most))
        else:
            long = len(sought) > LONG_FORM
            near = self.scanner.aligned(self.live, sought, most) if long else near_places(self.live, sought, most)
            places = best_of_each(self._seen([*exact_places(self.live, sought), *near]))
        for place in places:
            yield self._completed(quotation.parts, anchor, place)

    def without(self, documents: Iterable[str]) -> Finder:
        """The same, but for some documents."""
        known = self.documents
        if known is None:
            known = frozenset(document for _, _, document in self.live.documents())
        return replace(self, documents=known - frozenset(documents))

    def _completed(self, parts: Sequence[Part], anchor: int, place: Place) -> Candidate:
        """The other parts around the anchor, in the same document; none further once one of them is not there."""
        found: list[Place | None] = [None] * len(parts)
        found[anchor] = place
        first, last = place.segment.bounds(place.ordinal)
        low = place.end
        for number in range(anchor + 1, len(parts)):
            other = self._beside(parts[number], place, low, last) or self._aligned(parts[number], place, first, last)
            if other is None:
                return Candidate(place.document, tuple(found), place.distance)
            found[number], low = other, other.end
        high = place.start
        for number in range(anchor - 1, -1, -1):
            other = self._beside(parts[number], place, first, high) or self._aligned(parts[number], place, first, last)
            if other is None:
                return Candidate(place.document, tuple(found), place.distance)
            found[number], high = other, other.start
        return Candidate(place.document, tuple(found), place.distance)

    def _beside(self, part: Part, anchor: Place, start: int, end: int) -> Place | None:
        """Where a part stands before or behind the anchor: the nearest place with the same words, else the best. A part
        too short to be looked for with a letter changed is, right beside the anchor."""
        sought, text = b" " + form(part) + b" ", b" " + anchor.segment.mapped[start:end] + b" "
        at = text.find(sought) if start >= anchor.end else text.rfind(sought)
        if at >= 0:
            return replace(anchor, start=start + at, end=start + at + len(sought) - 2, distance=0)
        length = len(sought) - 2
        if not SHORT_PART <= length < EXACT_FORM:
            return self._aligned(part, anchor, start, end)
        near = (start, min(end, start + NEAR_ANCHOR)) if start >= anchor.end else (max(start, end - NEAR_ANCHOR), end)
        around = replace(anchor, start=near[0], end=near[1])
        return self.scanner.nearest(around, form(part), int(length * SHORT_SHARE)) if near[0] < near[1] else None

    def _aligned(self, part: Part, anchor: Place, start: int, end: int) -> Place | None:
        if end <= start:
            return None
        sought = form(part)
        return self.scanner.nearest(replace(anchor, start=start, end=end), sought, most_edits(len(sought)))

    def _seen(self, places: Iterable[Place]) -> list[Place]:
        """The places that this reader may know of."""
        return [place for place in places if self.documents is None or place.document in self.documents]


def form(part: Part) -> bytes:
    return encode(word.word for word in part.words)


def beside(quotation: Quotation) -> int:
    """Edits that a candidate may be further away than the nearest, to be told beside it."""
    return max(1, int(len(form(quotation.parts[_longest(quotation)])) * NEARLY_AS_NEAR))


def _longest(quotation: Quotation) -> int:
    """Which part is the longest."""
    return max(range(len(quotation.parts)), key=lambda number: len(form(quotation.parts[number])))


def by_document(places: Iterable[Place]) -> dict[str, list[Place]]:
    grouped: dict[str, list[Place]] = {}
    for place in places:
        grouped.setdefault(place.document, []).append(place)
    return grouped
