"""A quotation in the other language: which passages may be its original. Candidates for a person to read, never more.

What the quotation says is put into the other language thing by thing (rendering.py); names, numbers and cognates are
kept as they are. The search engine finds passages with many of these words; within them, stretches of one to three
sentences are ranked by the things they share, rare ones counting more, compared by their first letters: a translation
seldom has the same inflection.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from indexer.index.analysis import words
from indexer.index.base import Filters, SearchEngine
from indexer.index.query import Or, Term
from indexer.models import Access, Document, Language, StoredPassage
from indexer.quotes.models import Context, Match, Quotation, Stretch, Verdict
from indexer.quotes.rendering import Translator, prefixes, sought, telling
from indexer.quotes.sentences import sentence_ends
from indexer.quotes.vocabulary import ENGLISH_FUNCTION, NEGATIONS, SPANISH_FUNCTION
from indexer.text.dates import Period

POOL = 400
"""Passages the engine is asked for; as many again of the day that stands beside the quotation."""

MOST_DATES, MOST_SENTENCES = 3, 3
LISTED = 10
LEAST_THINGS = 2

LEAST = 0.2
"""A candidate's score at least. With the report's four originals and fourteen sentences translated by hand, among 2,974
transcripts: docs/benchmarks.md."""

SHARED_LEAST, SHARED = 2, 0.3
"""Things that a candidate has at least, and their share of what is sought; denials and what is said twice do not count.
Of fourteen invented sentences six shared a denial with some passage and nothing else, others two of eight things
(docs/decisions/0041-other-language-thing-by-thing.md)."""

SOURCE_COST = 0.2
"""What a word of the source that answers nothing takes off, as a share of its weight: long ones share by chance."""

UNKNOWN = 0.3
"""The weight of a thing that no passage has, as a share of the rarest one's: its translation may not be known."""

AGAIN = "+"
"""Behind the first letters of a word that is said twice: «violence with violence» is more than violence."""

HINTED = 1.25
"""A candidate of the day, or by the speaker, that stands beside the quotation counts so much more."""


class SentenceEncoder(Protocol):
    """A place for a user-supplied model: how like a quotation each sentence is (0 to 1), whatever their languages."""

    def similarities(self, quotation: str, sentences: Sequence[str]) -> Sequence[float]: ...


class DocumentsOfCatalog(Protocol):
    """What the ranking asks of the catalog."""

    def many(self, ids: Iterable[str], access: Access) -> Mapping[str, Document]: ...

    def passages_by_id(self, ids: Iterable[str]) -> Mapping[str, StoredPassage]: ...


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: StoredPassage
    start: int
    end: int
    score: float


def language_of(quotation: Quotation) -> Language | None:
    """The quotation's language by its commonest words; None if they do not tell."""
    folded = [word.word for word in quotation.words]
    spanish = sum(word in SPANISH_FUNCTION for word in folded)
    english = sum(word in ENGLISH_FUNCTION for word in folded)
    if spanish == english:
        return None
    return Language.SPANISH if spanish > english else Language.ENGLISH


@dataclass(frozen=True, slots=True)
class Translated:
    """Looks for a quotation in the other language of an archive."""

    documents: DocumentsOfCatalog
    engine: Callable[[], SearchEngine]
    translate: Translator
    encoder: SentenceEncoder | None = None

    def matches(self, quotation: Quotation, access: Access, within: frozenset[str] | None = None) -> list[Match]:
        """At most LISTED candidates, likeliest first, perhaps of the documents ``within`` only; none for a quotation
        whose language is not known.

        Raises IndexMissing, IndexUnreadable.
        """
        source = language_of(quotation)
        if source is None:
            return []
        target = Language.ENGLISH if source is Language.SPANISH else Language.SPANISH
        text = " ".join(quotation.text[part.words[0].start : part.words[-1].end] for part in quotation.parts)
        rendering = self.translate(text, source, target)
        # Without the sentence, what a program translated oddly does not count against a passage.
        wanted = [sought(text, told, target) for told in (rendering, replace(rendering, sentence=None))]
        if all(len(set(things)) < LEAST_THINGS for things in wanted):
            return []
        filters = Filters(collections=access.collections, languages=(target,), documents=tuple(sorted(within or ())))
        words_sought = frozenset(word for things in wanted for thing in things for word in thing)
        passages = self._pool(words_sought, target, filters, quotation.hints.periods)
        weights = _Weights.of(wanted, passages)
        found = [best for passage in passages if (best := _best_stretch(passage, weights)) is not None]
        matches = self._told(quotation, text, found, access)
        return matches if self.encoder else [match for match in matches if match.similarity >= LEAST]

    def _pool(
        self, said: frozenset[str], target: Language, filters: Filters, periods: Sequence[Period]
    ) -> list[StoredPassage]:
        query = Or(tuple(Term(word, target) for word in sorted(said)))
        asked = [filters, *(replace(filters, date_from=one.first, date_to=one.last) for one in periods[:MOST_DATES])]
        found = dict.fromkeys(
            hit.passage for narrowed in asked for hit in self.engine().search(query, narrowed, size=POOL).hits
        )
        passages = self.documents.passages_by_id(found)
        return [passages[passage] for passage in found if passage in passages]

    def _told(self, quotation: Quotation, text: str, found: Sequence[_Candidate], access: Access) -> list[Match]:
        documents = self.documents.many({candidate.passage.document for candidate in found}, access)
        ranked = []
        similar = self._encoded(text, found)
        for number, candidate in enumerate(found):
            document = documents.get(candidate.passage.document)
            if document is None or document.specimen:
                continue
            score = similar[number] if similar else candidate.score * _hinted(quotation, document, candidate)
            ranked.append((score, candidate, document))
        ranked.sort(key=lambda item: (-item[0], item[1].passage.id))
        return [_match(score, candidate, document) for score, candidate, document in ranked[:LISTED]]

    def _encoded(self, text: str, found: Sequence[_Candidate]) -> Sequence[float]:
        if self.encoder is None or not found:
            return ()
        return self.encoder.similarities(text, [one.passage.text[one.start : one.end] for one in found])


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much each thing that is sought says, and each word that is not: the fewer passages have it, the more."""

    wanted: tuple[tuple[tuple[frozenset[str], float], ...], ...]
    words: Mapping[str, float]
    most: float

    @classmethod
    def of(cls, wanted: Sequence[Sequence[frozenset[str]]], passages: Sequence[StoredPassage]) -> _Weights:
        having = [_said(passage.text) for passage in passages]
        counted = Counter(prefix for there in having for prefix in there)
        by_word = {prefix: math.log(1 + len(passages) / count) for prefix, count in counted.items()}
        most = max(by_word.values(), default=1.0)

        def weighed(known: frozenset[str]) -> tuple[frozenset[str], float]:
            count = sum(not known.isdisjoint(there) for there in having)
            return known, math.log(1 + len(passages) / count) if count else UNKNOWN * most

        return cls(tuple(tuple(map(weighed, _counted(things))) for things in wanted), by_word, most)

    def score(self, there: set[str]) -> float:
        """How much of what is sought stands ``there``, from 0 to 1, by the translation that has more of it."""
        return max(self._score(things, there) for things in self.wanted)

    def _score(self, things: Sequence[tuple[frozenset[str], float]], there: set[str]) -> float:
        if len(things) < LEAST_THINGS:
            return 0.0
        telling = [known for known, _ in things if known.isdisjoint(_DENIALS) and not any(map(_is_again, known))]
        if sum(not known.isdisjoint(there) for known in telling) < max(SHARED_LEAST, SHARED * len(telling)):
            return 0.0
        shared = sum(weight for known, weight in things if not known.isdisjoint(there))
        wanted = frozenset[str]().union(*(known for known, _ in things))
        other = sum(self.words.get(word, self.most) for word in there - wanted if not _is_again(word))
        return shared / (sum(weight for _, weight in things) + SOURCE_COST * other)


_DENIALS = frozenset(prefixes(NEGATIONS))


def _is_again(prefix: str) -> bool:
    return prefix.endswith(AGAIN)


def _counted(things: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The first letters of the words for each thing; for one that is said twice, its second saying is another thing."""
    counted = Counter(frozenset(prefixes(thing)) for thing in things)
    again = (frozenset(f"{prefix}{AGAIN}" for prefix in known) for known, count in counted.items() if count > 1)
    return [*counted, *again]


def _said(text: str) -> set[str]:
    """The first letters of the words of a text, and marked those of words that it has twice."""
    counted = Counter(telling(text))
    return {*counted, *(f"{prefix}{AGAIN}" for prefix, count in counted.items() if count > 1)}


def _best_stretch(passage: StoredPassage, weights: _Weights) -> _Candidate | None:
    """The one to three sentences of a passage that have most of what is sought."""
    ends = sentence_ends(passage.text)
    said = [_said(passage.text[start:end]) for start, end in pairwise(ends)]
    best: _Candidate | None = None
    for first in range(len(said)):
        for last in range(first + 1, min(len(said), first + MOST_SENTENCES) + 1):
            score = weights.score(set().union(*said[first:last]))
            if best is None or score > best.score:
                best = _Candidate(passage, ends[first], ends[last], score)
    return best


def _hinted(quotation: Quotation, document: Document, candidate: _Candidate) -> float:
    by = set(words(quotation.hints.speaker or "")) & set(words(candidate.passage.passage.speaker or ""))
    return (HINTED if quotation.hints.said_on(document.metadata.date) else 1.0) * (HINTED if by else 1.0)


def _match(score: float, candidate: _Candidate, document: Document) -> Match:
    stored, passage = candidate.passage, candidate.passage.passage
    text = stored.text[candidate.start : candidate.end]
    start = passage.start + candidate.start + len(text) - len(text.lstrip())
    text = text.strip()
    return Match(
        document=document,
        stretches=(Stretch(passage.page, stored.reading, start, start + len(text)),),
        source_text=text,
        verdict=Verdict.TRANSLATED,
        similarity=round(min(1.0, score), 4),
        speaker=passage.speaker,
        language=passage.language,
        confidence=stored.confidence,
        ocr=stored.confidence is not None,
        context=Context(stored.text[: candidate.start].strip(), stored.text[candidate.end :].strip()),
    )
