"""The rows of one thing that a text is searched for (a word, a phrase, a number), and what they count for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.index.analysis import stem, words
from indexer.index.notes import Sentence
from indexer.index.occurrences import Keys, keys, near, rows_of, side_by_side, without
from indexer.index.passages import date_value, number_value, written_words
from indexer.index.postings import Postings
from indexer.index.query import Accents, Condition, Day, Figure, Fuzzy, Leaf, Near, Phrase, Term, Wildcard
from indexer.index.schema import ACCENTS, EXACT, FIELD_WEIGHTS, LITERAL, STEMS, VALUES
from indexer.index.vocabulary import WordList
from indexer.models import Language
from indexer.text.fold import fold
from indexer.text.notes import Note
from indexer.text.numbers import find_numbers

MOST_FORMS = 500
"""Words that a wildcard or a misspelling may stand for: each is a look into every segment (20 µs), so this is a tenth
of a second on an archive of 3,000 transcripts."""


RARE = 50
"""Postings of less than this part of all rows are added up by themselves, not in an array of all rows."""

_NO_ROWS = np.zeros(0, dtype=np.int64)


MOST_COUNTED = 4_000
"""Words that are counted one by one (0.1 ms each) for a reader who does not see all documents."""


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
    def sees_all(self) -> bool:
        """Whether no passage of the index is hidden from the reader."""

    @property
    def length_norm(self) -> NDArray[np.float32]:
        """By row: its length as a multiple of the live rows' mean."""

    @property
    def heads(self) -> NDArray[np.bool_]:
        """By row: is it a document's title?"""

    @property
    def firsts(self) -> NDArray[np.bool_]:
        """By row: is it a document's first passage?"""

    @property
    def document(self) -> NDArray[np.int32]:
        """By row: the number of its document."""

    @property
    def starts(self) -> NDArray[np.int64]:
        """By document: its first row, the title; at the end one number more, that of all rows."""

    def postings(self, field: str, word: str) -> Postings:
        """The postings of ``word``; empty if the field does not hold it."""

    def words(self) -> WordList:
        """The words of the exact view, hidden and deleted ones too."""

    def where(self, condition: Condition) -> NDArray[np.bool_]:
        """By row: does ``condition`` hold? Raises UsageError for one that only the catalog can answer."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Ascending rows (titles, hidden and deleted ones too) with what they count for. ``rarity`` is BM25's; ``notes``
    say what was cut short."""

    rows: NDArray[np.int64]
    counts: NDArray[np.float32]
    rarity: float
    notes: tuple[Note, ...] = ()


def leaf(node: Leaf, source: PostingSource) -> Counted:
    """The rows that ``node`` matches."""
    counted: Counted
    match node:
        case Term(text, language):
            counted = _term(words(text), source, (language,) if language else tuple(STEMS))
        case Figure(text):
            counted = _figure(text, source)
        case Day(text, date):
            counted = _any_of([_values([date_value(date)], source), _phrase(words(text), source)], source)
        case Phrase(typed):
            counted = _phrase(words(" ".join(typed)), source)
        case Accents(typed):
            counted = _accents(" ".join(typed), source)
        case Near(typed, distance, ordered):
            counted = _near(words(" ".join(typed)), distance, ordered, source)
        case Fuzzy(text, edits):
            counted = _fuzzy(text, edits, source)
        case Wildcard(pattern):
            counted = _forms(f"«{pattern}»", source.words().like(fold(pattern).text), source)
    return counted


def _term(found: Sequence[str], source: PostingSource, languages: Sequence[Language]) -> Counted:
    """A word in its exact form and, by each language's stem, in its inflections. A "word" that is several
    (``ex-presidente``) is their phrase."""
    if len(found) != 1:
        return _phrase(found, source)
    fields = [(EXACT, found[0])]
    fields += [(STEMS[language], stemmed) for language in languages if (stemmed := stem(found[0], language))]
    return _summed(((source.postings(field, word), FIELD_WEIGHTS[field]) for field, word in fields), source)


def _phrase(found: Sequence[str], source: PostingSource) -> Counted:
    """The words in order, side by side. Worth as much as its words together."""
    lists = [source.postings(EXACT, word) for word in found]
    return _together(side_by_side([keys(postings) for postings in lists]) if lists else None, lists, source)


def _near(found: Sequence[str], distance: int, ordered: bool, source: PostingSource) -> Counted:
    if len(found) < 2:
        return _phrase(found, source)
    lists = [source.postings(EXACT, word) for word in found]
    return _together(near([keys(postings) for postings in lists], found, distance, ordered=ordered), lists, source)


def _together(found: Keys | None, lists: Sequence[Postings], source: PostingSource) -> Counted:
    """Occurrences of several words together, as rare as all of them."""
    if found is None:
        return Counted(_NO_ROWS, np.zeros(0, dtype=np.float32), 0.0)
    rows, counts = rows_of(found)
    rarities = sum(rarity(postings.rows, source) for postings in lists)
    return Counted(rows, (counts * LITERAL).astype(np.float32), rarities)


def _accents(text: str, source: PostingSource) -> Counted:
    """The words side by side, each with the accents it is typed with and no other."""
    lists = [source.postings(EXACT, word) for word in words(text)]
    found: list[Keys] = []
    for word, written, postings in zip(words(text), written_words(text), lists, strict=True):
        accented = keys(source.postings(ACCENTS, written))
        found.append(without(keys(postings), accented) if word == written else accented)
    return _together(side_by_side(found) if found else None, lists, source)


def _figure(text: str, source: PostingSource) -> Counted:
    """A number in any way of writing it. Not the words typed: they also stand in longer numbers (``1,286,494``)."""
    forms = [form for number in find_numbers(text) for form in number.forms]
    bare = [_phrase([form], source) for form in forms if form.isdecimal()]  # as bare digits it is a word
    return _any_of([_values([number_value(form) for form in forms], source), *bare], source)


def _values(names: Iterable[str], source: PostingSource) -> Counted:
    return _summed(((source.postings(VALUES, name), LITERAL) for name in names), source)


def _any_of(ways: Sequence[Counted], source: PostingSource) -> Counted:
    """The same thing found in several ways. Where two find the same writing of it, it counts once."""
    found = [way for way in ways if len(way.rows)]
    if len(found) == 1:
        return found[0]
    counts = np.zeros(len(source.live), dtype=np.float32)
    for way in found:
        counts[way.rows] = np.maximum(counts[way.rows], way.counts)
    return _counted(counts, source)


def _counted(counts: NDArray[np.float32], source: PostingSource) -> Counted:
    """What stands in the rows that count for something."""
    rows = np.flatnonzero(counts > 0)  # numpy looks through booleans several times as fast
    return Counted(rows, counts[rows], rarity(rows, source))


def _fuzzy(text: str, edits: int, source: PostingSource) -> Counted:
    found = words(text)
    if len(found) != 1:
        return _phrase(found, source)
    # A word one letter away is worth half a literal one, and so on.
    alike = sorted(source.words().near(found[0], edits), key=lambda item: item[1])
    worth = np.array([0.5**far for _, far in alike], dtype=np.float32)
    return _forms(f"«{text}~{edits}»", [place for place, _ in alike], source, worth)


def _forms(
    name: str, places: Sequence[int], source: PostingSource, worth: NDArray[np.float32] | None = None
) -> Counted:
    """Any of several words, as if they were one. ``worth`` weighs each; of too many, the commonest are taken."""
    listed = source.words()
    at = np.array(places, dtype=np.int64)
    weights = np.ones(len(at), dtype=np.float32) if worth is None else worth
    notes: tuple[Note, ...] = ()
    if len(at) > MOST_FORMS:
        common = _commonness(at, source)
        at, weights, common = at[common > 0], weights[common > 0], common[common > 0]
        if len(at) > MOST_FORMS:
            notes = (Note(Sentence.TOO_MANY_FORMS, typed=name, most=MOST_FORMS),)
        kept = np.argsort(-common * weights, kind="stable")[:MOST_FORMS]
        at, weights = at[kept], weights[kept]
    found = (
        (source.postings(EXACT, listed.words[place]), weight * LITERAL)
        for place, weight in zip(at.tolist(), weights.tolist(), strict=True)
    )
    summed = _summed(found, source)
    return Counted(summed.rows, summed.counts, summed.rarity, notes)


def _commonness(at: NDArray[np.int64], source: PostingSource) -> NDArray[np.float64]:
    """How many passages have each of the words at these places of the list, as far as the reader may know: which words
    were left out must not tell what stands in hidden documents."""
    listed = source.words()
    if source.sees_all:
        return listed.counts[at].astype(np.float64)
    counts = np.zeros(len(at))
    # The shortest words first, where there are too many to look at each.
    lengths = np.array([len(listed.words[place]) for place in at.tolist()])
    for number in np.argsort(lengths, kind="stable")[:MOST_COUNTED].tolist():
        rows = source.postings(EXACT, listed.words[int(at[number])]).rows
        counts[number] = np.count_nonzero(source.live[rows])
    return counts


def _summed(weighed: Iterable[tuple[Postings, float]], source: PostingSource) -> Counted:
    """Posting lists as one: what each counts for is added up."""
    found = [
        (postings.rows, np.float32(weight) * postings.counts.astype(np.float32))
        for postings, weight in weighed
        if len(postings.rows)
    ]
    if not found:
        return Counted(_NO_ROWS, np.zeros(0, dtype=np.float32), rarity(_NO_ROWS, source))
    if sum(len(rows) for rows, _ in found) * RARE > len(source.live):
        counts = np.zeros(len(source.live), dtype=np.float32)
        for rows, worth in found:
            counts[rows] += worth
        return _counted(counts, source)
    all_rows, place = np.unique(np.concatenate([rows for rows, _ in found]), return_inverse=True)
    summed = np.bincount(place, weights=np.concatenate([worth for _, worth in found])).astype(np.float32)
    return Counted(all_rows, summed, rarity(all_rows, source))


def rarity(rows: NDArray[np.int64], source: PostingSource) -> float:
    """BM25's inverse document frequency of what stands in ``rows``, in the form that stays positive for words found
    almost everywhere."""
    found = np.count_nonzero(source.live[rows])
    return float(np.log1p((source.passages - found + 0.5) / (found + 0.5)))
