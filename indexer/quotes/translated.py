"""A quotation in the other language: which passages may be its original. Candidates for a person to read, never more.

The quotation is put into the other language (Apertium where it is installed, else the glossary), and its names, numbers
and cognates are kept as they are. The search engine finds passages with many of these words; within them, stretches of
one to three sentences are ranked by the words they share, rare ones counting more, compared by their first letters: a
translation seldom has the same inflection.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.index.analysis import words
from indexer.index.base import Filters, SearchEngine
from indexer.index.query import Or, Term
from indexer.models import Access, Document, Language, StoredPassage
from indexer.quotes.models import Context, Match, Quotation, Stretch, Verdict
from indexer.quotes.sentences import sentence_ends
from indexer.quotes.vocabulary import ENGLISH_FUNCTION, SPANISH_FUNCTION
from indexer.text.numbers import find_numbers

PREFIX = 5
"""Letters compared: *producimos* and *producir*, *soberanía* and *sovereignty* not, but *independencia* and
*independence* agree."""

POOL = 400
"""Passages the engine is asked for."""

LISTED = 10
LEAST_SHARE, LEAST_BY_GLOSSARY = 0.3, 0.1
"""What a candidate's score is at least. With Apertium the report's four originals have 0.33 to 0.61; by the
glossary, which adds every synonym to what is looked for, three of them have 0.12 to 0.19 (304 transcripts)."""

SOURCE_COST = 0.35
"""What a word of the source that answers nothing takes off, as a share of its weight: long ones share by chance."""

HINTED = 1.25
"""A candidate of the day, or by the speaker, that stands beside the quotation counts so much more."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text in the other language; ``fluent``: translated as sentences, not word by word."""

    pieces: tuple[str, ...]
    fluent: bool


class Translator(Protocol):
    """Puts a sentence into the other language, or knows none (None)."""

    def __call__(self, text: str, source: Language, target: Language) -> Rendering | None: ...


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
        sought = _sought(text, rendering, target)
        if len(sought) < 2:
            return []
        passages = self._pool(sought, target, access, within)
        weights = _weights(passages)
        found = [best for passage in passages if (best := _best_stretch(passage, sought, weights)) is not None]
        least = LEAST_SHARE if rendering is not None and rendering.fluent else LEAST_BY_GLOSSARY
        matches = self._told(quotation, text, found, access)
        return matches if self.encoder else [match for match in matches if match.similarity >= least]

    def _pool(
        self, sought: Sequence[str], target: Language, access: Access, within: frozenset[str] | None
    ) -> list[StoredPassage]:
        query = Or(tuple(Term(word, target) for word in sought))
        filters = Filters(collections=access.collections, languages=(target,), documents=tuple(sorted(within or ())))
        found = self.engine().search(query, filters, size=POOL)
        passages = self.documents.passages_by_id([hit.passage for hit in found.hits])
        return [passages[hit.passage] for hit in found.hits if hit.passage in passages]

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


_COGNATES = (
    ("tion", "cion"), ("sion", "sion"), ("ity", "idad"), ("ence", "encia"), ("ance", "ancia"), ("ency", "encia"),
    ("ment", "mento"), ("ture", "tura"), ("ism", "ismo"), ("ist", "ista"), ("ous", "oso"), ("ive", "ivo"),
    ("ic", "ico"), ("ary", "ario"), ("ory", "orio"), ("ent", "ente"), ("ant", "ante"),
    ("acy", "acia"), ("yl", "ilo"), ("al", "al"),
)  # fmt: skip
"""Endings that make an English word Spanish: *independence*, *independencia*; *fentanyl* is respelt besides."""


def cognates(word: str, target: Language) -> list[str]:
    """The word itself if it may be a name or a number, and as the other language would spell it."""
    spelt = word.replace("ph", "f").replace("y", "i") if target is Language.SPANISH else word
    made = [word]
    for english, spanish in _COGNATES:
        old, new = (english, spanish) if target is Language.SPANISH else (spanish, english)
        if word.endswith(old) and len(word) > len(old) + 2:
            made.append(spelt.removesuffix(old.replace("y", "i")).removesuffix(old) + new)
            break
    return made


def _sought(text: str, rendering: Rendering | None, target: Language) -> list[str]:
    """The words to look for: translated ones, and those that languages share (names, numbers, cognates)."""
    own = [word for word in words(text) if _tells(word)]
    given = [word for piece in (rendering.pieces if rendering else ()) for word in words(piece)]
    given += [form for number in find_numbers(text) for form in number.forms]
    if rendering is None or not rendering.fluent:
        given += [cognate for word in own for cognate in cognates(word, target)]
    names = re.findall(r"(?<=[a-z,;] )[A-ZÁÉÍÓÚÑ][\w'’-]+", text)
    return list(dict.fromkeys([*(word for word in given if _tells(word)), *words(" ".join(names))]))


def _tells(word: str) -> bool:
    return word not in SPANISH_FUNCTION and word not in ENGLISH_FUNCTION


def _stems(text: str) -> list[str]:
    return [word[:PREFIX] for word in words(text) if _tells(word)]


def _weights(passages: Sequence[StoredPassage]) -> Mapping[str, float]:
    """Prefix → weight: how few of the pool's passages have it."""
    having: Counter[str] = Counter()
    for passage in passages:
        having.update(set(_stems(passage.text)))
    return {prefix: math.log(1 + len(passages) / count) for prefix, count in having.items()}


def _best_stretch(passage: StoredPassage, sought: Sequence[str], weights: Mapping[str, float]) -> _Candidate | None:
    """The one to three sentences of a passage that share most with what is sought."""
    rare = max(weights.values(), default=1.0)
    wanted = {word[:PREFIX]: weights.get(word[:PREFIX], rare) for word in sought}
    whole = sum(wanted.values())
    ends = sentence_ends(passage.text)
    best: _Candidate | None = None
    for first in range(len(ends) - 1):
        for last in range(first + 1, min(len(ends), first + 4)):
            start, end = ends[first], ends[last]
            there = set(_stems(passage.text[start:end]))
            shared = sum(weight for prefix, weight in wanted.items() if prefix in there)
            other = sum(weights.get(prefix, rare) for prefix in there if prefix not in wanted)
            score = shared / (whole + SOURCE_COST * other) if whole else 0.0
            if best is None or score > best.score:
                best = _Candidate(passage, start, end, score)
    return best


def _hinted(quotation: Quotation, document: Document, candidate: _Candidate) -> float:
    by = set(words(quotation.hints.speaker or "")) & set(words(candidate.passage.passage.speaker or ""))
    return (HINTED if document.metadata.date in quotation.hints.dates else 1.0) * (HINTED if by else 1.0)


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
