"""Stretches of a quotation that stand somewhere word for word, when the whole stands nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.quotes.form import encode
from indexer.quotes.locate import Place, exact_places
from indexer.quotes.models import QuoteWord
from indexer.quotes.seeds import SURE_LENGTH
from indexer.quotes.structure import Live

PIECE_WORDS = 6
"""Consecutive words that make a part of a quotation (contract: *partial*)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words [first, last) of the quotation, and every place where they stand."""

    first: int
    last: int
    places: tuple[Place, ...]

    @property
    def length(self) -> int:
        return self.last - self.first


def pieces_of(
    live: Live, words: Sequence[QuoteWord], documents: frozenset[str] | None, least: int = PIECE_WORDS
) -> list[Piece]:
    """From left to right the longest stretches of ``least`` words or more that stand in a document, not overlapping."""
    folded = [word.word for word in words]
    found: list[Piece] = []
    first = 0
    while first + least <= len(folded):
        last = first + least
        while last < len(folded) and len(encode(folded[first:last])) < SURE_LENGTH:
            last += 1  # six letters are no part of anything, and to look them up takes the whole archive
        if len(encode(folded[first:last])) < SURE_LENGTH:
            break
        places = _places(live, folded[first:last], documents)
        if not places:
            first += 1
            continue
        while last < len(folded):
            longer = _grown(places, folded[last])
            if not longer:
                break
            places, last = longer, last + 1
        found.append(Piece(first, last, tuple(places)))
        first = last
    return found


def _places(live: Live, words: Sequence[str], documents: frozenset[str] | None) -> list[Place]:
    places = exact_places(live, encode(words))
    return places if documents is None else [place for place in places if place.document in documents]


def _grown(places: Sequence[Place], word: str) -> list[Place]:
    """The places that go on with ``word``."""
    more = b" " + encode([word])
    grown = []
    for place in places:
        end = place.end + len(more)
        mapped = place.segment.mapped
        if mapped[place.end : end] == more and mapped[end : end + 1] in (b" ", b"\n"):
            grown.append(Place(place.segment, place.ordinal, place.start, end))
    return grown
