"""The rows of one thing that a text is searched for (a word, a phrase, a number), scored by BM25F."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.index.analysis import stem, words
from indexer.index.occurrences import keys, near, rows_of, side_by_side
from indexer.index.postings import Postings
from indexer.index.query import Accents, Condition, Day, Figure, Fuzzy, Leaf, Near, Phrase, Term, Wildcard
from indexer.index.schema import BM25_B, BM25_K1, EXACT, FIELD_WEIGHTS, STEMS
from indexer.index.vocabulary import WordList
from indexer.models import Language
from indexer.text.fold import fold

MOST_FORMS = 500
"""Words that a wildcard or a misspelling may stand for: each is a look into every segment (20 µs), so this is a tenth
of a second on an archive of 3,000 transcripts."""

_LITERAL = FIELD_WEIGHTS[EXACT] + max(FIELD_WEIGHTS[field] for field in STEMS.values())
"""What one literal word counts: it stands in the exact view and in a stem view."""


class PostingSource(Protocol):
    """What an engine lends for matching."""

    @property
    def live(self) -> NDArray[np.bool_]:
        """By row: may it be found at all? Only such rows weigh on scores: a reader must not be able to tell from a
        score what stands in a document that is hidden from them, or was deleted."""

    @property
    def passages(self) -> int:
        """How many rows are live."""

    @property
    def length_norm(self) -> NDArray[np.float32]:
        """By row: its length as a multiple of the live rows' mean."""

    def postings(self, field: str, word: str) -> Postings:
        """The postings of ``word``; empty if the field does not hold it."""

    def words(self) -> WordList:
        """The words of the exact view, hidden and deleted ones too."""

    def where(self, condition: Condition) -> NDArray[np.bool_]:
        """By row: does ``condition`` hold? Raises UsageError for one that only the catalog can answer."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Ascending rows with their scores. ``rarity`` is the score's upper bound; ``notes`` say what was cut short."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]
    rarity: float
    notes: tuple[str, ...] = ()


def leaf(node: Leaf, source: PostingSource) -> Scored:
    """The rows that ``node`` matches, deleted and hidden ones included."""
    match node:
        case Term(text, language):
            return _term(words(text), source, (language,) if language else tuple(STEMS))
        case Figure(text) | Day(text):
            return _term(words(text), source, tuple(STEMS))
        case Phrase(typed) | Accents(typed):
            return _phrase(_words(typed), source)
        case Near(typed, distance, ordered):
            return _near(_words(typed), distance, ordered, source)
        case Fuzzy(text, edits):
            return _fuzzy(text, edits, source)
        case Wildcard(pattern):
            places = source.words().like(fold(pattern).text)
            return _forms(f"«{pattern}»", places, source)


def _words(typed: Sequence[str]) -> list[str]:
    return [word for part in typed for word in words(part)]


def _term(found: Sequence[str], source: PostingSource, languages: Sequence[Language]) -> Scored:
    """A word in its exact form and, by each language's stem, in its inflections. A "word" that is several
    (``ex-presidente``, ``C.N.I.``) is their phrase."""
    if len(found) != 1:
        return _phrase(found, source)
    fields = [(EXACT, found[0])]
    fields += [(STEMS[language], stemmed) for language in languages if (stemmed := stem(found[0], language))]
    counts = np.zeros(len(source.live), dtype=np.float32)
    for field, word in fields:
        postings = source.postings(field, word)
        counts[postings.rows] += np.float32(FIELD_WEIGHTS[field]) * postings.counts.astype(np.float32)
    rows = np.flatnonzero(counts)
    return _scored(rows, counts[rows], _rarity(rows, source), source)


def _phrase(found: Sequence[str], source: PostingSource) -> Scored:
    """The words in order, side by side. Worth as much as its words together."""
    if not found:
        return _scored(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32), 0.0, source)
    lists = [source.postings(EXACT, word) for word in found]
    rows, counts = rows_of(side_by_side([keys(postings) for postings in lists]))
    rarity = sum(_rarity(postings.rows, source) for postings in lists)
    return _scored(rows, counts * np.float32(_LITERAL), rarity, source)


def _near(found: Sequence[str], distance: int, ordered: bool, source: PostingSource) -> Scored:
    if len(found) < 2:
        return _phrase(found, source)
    lists = [source.postings(EXACT, word) for word in found]
    rows, counts = rows_of(near([keys(postings) for postings in lists], found, distance, ordered=ordered))
    rarity = sum(_rarity(postings.rows, source) for postings in lists)
    return _scored(rows, counts * np.float32(_LITERAL), rarity, source)


def _fuzzy(text: str, edits: int, source: PostingSource) -> Scored:
    found = words(text)
    if len(found) != 1:
        return _phrase(found, source)
    # A word one letter away is worth half a literal one, and so on.
    alike = sorted(source.words().near(found[0], edits), key=lambda item: item[1])
    worth = np.array([0.5**far for _, far in alike], dtype=np.float32)
    return _forms(f"«{text}~{edits}»", [place for place, _ in alike], source, worth)


def _forms(name: str, places: Sequence[int], source: PostingSource, worth: NDArray[np.float32] | None = None) -> Scored:
    """Any of several words, as if they were one. ``worth`` weighs each; of too many, the commonest are taken."""
    listed = source.words()
    at = np.array(places, dtype=np.int64)
    weights = np.ones(len(at), dtype=np.float32) if worth is None else worth
    notes: tuple[str, ...] = ()
    if len(at) > MOST_FORMS:
        notes = (f"{name} stands for more words than can be searched at once; the {MOST_FORMS} commonest were taken.",)
        kept = np.argsort(-listed.counts[at] * (weights if worth is not None else 1), kind="stable")[:MOST_FORMS]
        at, weights = at[kept], weights[kept]
    counts = np.zeros(len(source.live), dtype=np.float32)
    for place, weight in zip(at.tolist(), weights.tolist(), strict=True):
        postings = source.postings(EXACT, listed.words[place])
        counts[postings.rows] += np.float32(weight * _LITERAL) * postings.counts.astype(np.float32)
    rows = np.flatnonzero(counts)
    scored = _scored(rows, counts[rows], _rarity(rows, source), source)
    return Scored(scored.rows, scored.scores, scored.rarity, notes)


def _rarity(rows: NDArray[np.int64], source: PostingSource) -> float:
    """BM25's inverse document frequency of what stands in ``rows``, in the form that stays positive for words found
    almost everywhere."""
    found = np.count_nonzero(source.live[rows])
    return float(np.log1p((source.passages - found + 0.5) / (found + 0.5)))


def _scored(rows: NDArray[np.int64], counts: NDArray[np.float32], rarity: float, source: PostingSource) -> Scored:
    counts = counts.astype(np.float32)
    saturation = np.float32(BM25_K1) * (np.float32(1 - BM25_B) + np.float32(BM25_B) * source.length_norm[rows])
    scores = np.float32(rarity) * counts / (counts + saturation)
    return Scored(rows, scores.astype(np.float32), rarity)
