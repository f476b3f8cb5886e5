"""A quotation of which only stretches stand word for word: partial, or spliced from several places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indexer.models import Access
from indexer.quotes.diff import compare
from indexer.quotes.evidence import SPLICE_MARGIN, Evidence, lacks_a_word
from indexer.quotes.finder import form
from indexer.quotes.form import encode
from indexer.quotes.judge import judge
from indexer.quotes.locate import Place
from indexer.quotes.loose import is_loose
from indexer.quotes.models import Change, ChangeType, Match, Part, Quotation, QuoteWord, Verdict
from indexer.quotes.nearby import answers_at
from indexer.quotes.passage import Passage, Stretch, judge_passage, whole_words
from indexer.quotes.pieces import Piece
from indexer.quotes.source import DocumentsAndPages, Source, read_source, source_at

COVERED = 0.85
"""A quotation of which this share of words stands in pieces is spliced from them; with less, a part of it is there."""

REST_SHARE = 0.15
"""Edits of the rest of a quotation beside its longest piece, as a share of its length: a word joined to it (*y*)."""

MOST_FORETOLD = 3.0
"""Bits by which the words before a joint may foretell those behind it, for two pieces without more evidence: of 364
splices of 6 and 6 words 331 were below, of 14 true quotations that two pieces cover by chance (of 1,442) 7."""

MOST_PIECES = 4
"""Pieces of several documents that a quotation is spliced from."""

LEAST_WORDS = 3
"""Words of a piece beside a longer one of the same document."""

MOST_PLACES = 20
"""Places told of a piece: one that stands in more is a phrase of everyday."""


Nearest = Callable[[Place, bytes, int], Place | None]
"""The best place of a form within a place, at most so many edits away."""


@dataclass(frozen=True, slots=True)
class _At:
    """A piece at one of its places."""

    piece: Piece
    source: Source
    place: Place


def spliced(
    catalog: DocumentsAndPages,
    quotation: Quotation,
    pieces: Sequence[Piece],
    access: Access,
    evidence: Evidence,
    *,
    nearest: Nearest,
) -> list[Match]:
    """The places of the pieces, as altered (spliced) or partial matches; none if too little of the quotation stands.
    ``nearest`` aligns; it may do so in another process."""
    words = quotation.words
    pieces = [
        piece
        for piece in pieces
        if not evidence.is_everyday([w.word for w in words[piece.first : piece.last]], piece.places[0])
    ]
    longest = max(pieces, key=lambda piece: piece.length, default=None)
    if longest is None:
        return []
    together = _in_one_document(words, longest, nearest)
    if len(together) > 1 and (passage := _passage(quotation, together)):
        source = source_at(catalog, [passage.place], access)
        return [judge_passage(catalog, quotation, source, passage)] if source else []
    if len(together) > 1 and _covered(together) >= COVERED * len(words):
        told, verdict = together, Verdict.ALTERED
    elif len(pieces) > 1 and _covered(telling := _telling(words, pieces, evidence)) >= COVERED * len(words):
        told, verdict = telling, Verdict.ALTERED
    elif longest.length * 2 >= len(words):
        if changed := _but_a_word(catalog, quotation, longest, access, nearest):
            return [changed]
        told, verdict = [longest], Verdict.PARTIAL
    else:
        return []
    return spliced_at(catalog, quotation, told, access, verdict)


def spliced_at(
    catalog: DocumentsAndPages,
    quotation: Quotation,
    pieces: Sequence[Piece],
    access: Access,
    verdict: Verdict = Verdict.ALTERED,
) -> list[Match]:
    """The places of the pieces as matches: ``verdict`` is *altered* (spliced from them) or *partial*."""
    documents = catalog.many({place.document for piece in pieces for place in piece.places[:MOST_PLACES]}, access)
    found = []
    for piece in pieces:
        for place in piece.places[:MOST_PLACES]:
            document = documents.get(place.document)
            source = read_source(catalog, document, [place]) if document else None
            if source is not None:
                found.append(_match(catalog, quotation, _At(piece, source, place), verdict))
    return found


def _but_a_word(
    catalog: DocumentsAndPages, quotation: Quotation, piece: Piece, access: Access, nearest: Nearest
) -> Match | None:
    """The match at a place of the longest piece that has the whole quotation but for one word, which is tied to the
    others."""
    if len(quotation.parts) > 1:
        return None
    sought = form(quotation.parts[0])
    for place in piece.places[:MOST_PLACES]:
        begin, end = place.segment.bounds(place.ordinal)
        around = replace(place, start=max(begin, place.start - len(sought)), end=min(end, place.end + len(sought)))
        found = nearest(around, sought, len(sought) - (place.end - place.start))
        if found is None or not lacks_a_word(answers_at(quotation.parts, (found,), compare)[0]):
            continue
        source = source_at(catalog, [found], access)
        match = judge(catalog, quotation, source, [found]).match if source else None
        if match is not None and not is_loose(quotation, match):
            return match
    return None


def _passage(quotation: Quotation, pieces: Sequence[Piece]) -> Passage | None:
    """The passage that pieces of one document make; None if they stand apart, in another order, or beside a mark."""
    if len(quotation.parts) > 1:
        return None
    stretches = [Stretch(piece.first, piece.last, whole_words(piece.places[0])) for piece in pieces]
    return Passage.of(sorted(stretches, key=lambda stretch: stretch.first), len(quotation.words))


def _telling(words: Sequence[QuoteWord], pieces: Sequence[Piece], evidence: Evidence) -> list[Piece]:
    """The pieces that nobody puts together by chance; none if they are many: then it is made of formulas. Of two, it is
    enough that one does not foretell the other."""
    if len(pieces) == 2 and evidence.surprise.foretold([word.word for word in words], pieces[1].first) <= MOST_FORETOLD:
        return list(pieces)
    said = [[word.word for word in words[piece.first : piece.last]] for piece in pieces]
    telling = [
        piece
        for piece, folded in zip(pieces, said, strict=True)
        if not evidence.is_everyday(folded, piece.places[0], SPLICE_MARGIN)
    ]
    return telling if len(telling) <= MOST_PIECES else []


def _covered(pieces: Sequence[Piece]) -> int:
    return sum(piece.length for piece in pieces)


def _in_one_document(words: Sequence[QuoteWord], longest: Piece, nearest: Nearest) -> list[Piece]:
    """The longest piece, and what the same document has of the words before and after it, if one has all of them."""
    for place in longest.places[:MOST_PLACES]:
        found = [Piece(longest.first, longest.last, (place,))]
        for first, last in ((0, longest.first), (longest.last, len(words))):
            if other := _elsewhere(words, first, last, place, nearest):
                found.append(other)
        if _covered(found) >= COVERED * len(words):
            return found
    return []


def _elsewhere(words: Sequence[QuoteWord], first: int, last: int, beside: Place, nearest: Nearest) -> Piece | None:
    """Where the document of ``beside`` has the words [first, last), nearest to it."""
    if last - first < LEAST_WORDS:
        return None
    sought = encode(word.word for word in words[first:last])
    start, end = beside.segment.bounds(beside.ordinal)
    found = nearest(replace(beside, start=start, end=end), sought, int(len(sought) * REST_SHARE))
    return Piece(first, last, (found,)) if found else None


def _match(catalog: DocumentsAndPages, quotation: Quotation, at: _At, verdict: Verdict) -> Match:
    words, piece = quotation.words, at.piece
    there = Quotation(quotation.text, (Part(words[piece.first : piece.last]),), quotation.hints)
    match = judge(catalog, there, at.source, [at.place]).match
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
