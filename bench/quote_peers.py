"""What else could find a quotation: the search engine's best passages with rapidfuzz, and edlib over the whole text."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bench.quote_cases import Case
from indexer.archive import Archive
from indexer.index.analysis import words as folded_words
from indexer.index.base import Filters
from indexer.index.query import Or, Term
from indexer.models import Language
from indexer.quotes.align import best_place
from indexer.quotes.form import encode
from indexer.quotes.structure import Live

PASSAGES = 50
FOUND = 70.0
"""rapidfuzz's partial ratio above which a passage counts as found: below it unrelated passages of the length are."""

MOST_SHARE = 0.4


@dataclass
class PeerTally:
    """How often a peer had a right document first, how often it found something nobody said, and how long it took."""

    asked: int = 0
    first: int = 0
    absent: int = 0
    false: int = 0
    seconds: list[float] = field(default_factory=list)


def whoosh(archive: Archive, quote: str) -> str | None:
    """The document of the passage most like the quotation, among the engine's best by any of its words."""
    said = list(dict.fromkeys(folded_words(quote)))
    query = Or(tuple(Term(word, Language.SPANISH) for word in said))
    hits = archive.engine.search(query, Filters(), size=PASSAGES).hits
    passages = archive.catalog.documents.passages_by_id([hit.passage for hit in hits])
    sought = " ".join(folded_words(quote))
    best: tuple[float, str | None] = (FOUND, None)
    for stored in passages.values():
        likeness = fuzz.partial_ratio(sought, " ".join(folded_words(stored.text)))
        best = max(best, (likeness, stored.document), key=lambda pair: pair[0])
    return best[1]


def edlib(live: Live, quote: str) -> str | None:
    """The document with the fewest edits, after aligning all of them in one thread."""
    form = encode(folded_words(quote))
    most, nearest = int(len(form) * MOST_SHARE), None
    for segment, ordinal, document in live.documents():
        start, end = segment.bounds(ordinal)
        found = best_place(form, segment.mapped[start:end], most) if most >= 0 else None
        if found is not None:
            nearest, most = document, found.distance - 1
    return nearest


def compare(
    archive: Archive, live: Live, asked: Sequence[tuple[Case, frozenset[str]]], left_out: set[str]
) -> dict[str, PeerTally]:
    """Both peers on cases with their right documents (none: nobody said it). What Whoosh finds in documents that are
    ``left_out`` of the structure does not count: its index has them."""
    tallies = {"whoosh + rapidfuzz": PeerTally(), "edlib scan": PeerTally()}
    for case, truth in asked:
        for name, tally in tallies.items():
            began = time.perf_counter()
            found = edlib(live, case.quote) if name == "edlib scan" else whoosh(archive, case.quote)
            tally.seconds.append(time.perf_counter() - began)
            if case.clean is None:
                tally.absent += 1
                tally.false += found is not None and found not in left_out
            else:
                tally.asked += 1
                tally.first += found in truth
    return tallies
