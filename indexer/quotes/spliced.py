"""A quotation of which only stretches stand word for word: partial, or spliced from several places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from indexer.models import Access, Document
from indexer.quotes.judge import judge
from indexer.quotes.locate import Place
from indexer.quotes.models import Change, ChangeType, Match, Part, Quotation, Verdict
from indexer.quotes.pieces import Piece
from indexer.quotes.source import PagesOfCatalog, Source, read_source

COVERED = 0.85
"""A quotation of which this share of words stands in pieces is spliced from them; with less, a part of it is there."""

MOST_PLACES = 20
"""Places told of a piece: one that stands in more is a phrase of everyday."""


@dataclass(frozen=True, slots=True)
class _At:
    """A piece at one of its places."""

    piece: Piece
    source: Source
    place: Place


class DocumentsAndPages(PagesOfCatalog, Protocol):
    """Pages, and the documents that a reader may see."""

    def many(self, ids: Iterable[str], access: Access) -> Mapping[str, Document]: ...


def spliced(catalog: DocumentsAndPages, quotation: Quotation, pieces: Sequence[Piece], access: Access) -> list[Match]:
    """The places of the pieces, as altered (spliced) or partial matches; none if too little of the quotation stands."""
    words = quotation.words
    covered = sum(piece.length for piece in pieces)
    longest = max(pieces, key=lambda piece: piece.length, default=None)
    if longest is None:
        return []
    if len(pieces) > 1 and covered >= COVERED * len(words):
        told, verdict = list(pieces), Verdict.ALTERED
    elif longest.length * 2 >= len(words):
        told, verdict = [longest], Verdict.PARTIAL
    else:
        return []
    documents = catalog.many({place.document for piece in told for place in piece.places[:MOST_PLACES]}, access)
    found = []
    for piece in told:
        for place in piece.places[:MOST_PLACES]:
            document = documents.get(place.document)
            source = read_source(catalog, document, [place]) if document else None
            if source is not None:
                found.append(_match(catalog, quotation, _At(piece, source, place), verdict))
    return found


def _match(catalog: DocumentsAndPages, quotation: Quotation, at: _At, verdict: Verdict) -> Match:
    words, piece = quotation.words, at.piece
    there = Quotation(quotation.text, (Part(words[piece.first : piece.last]),), quotation.hints)
    match = judge(catalog, there, at.source, [at.place])
    why = "spliced" if verdict is Verdict.ALTERED else None
    added = tuple(
        Change(
            ChangeType.INSERTION,
            quotation.text[words[first].start : words[last - 1].end],
            "",
            critical=why is not None,
            why=why,
            quote_span=(words[first].start, words[last - 1].end),
        )
        for first, last in ((0, piece.first), (piece.last, len(words)))
        if last > first
    )
    share = round(piece.length / len(words), 4)
    return replace(match, verdict=verdict, similarity=share, changes=(*match.changes, *added))
