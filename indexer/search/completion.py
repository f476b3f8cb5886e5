"""What somebody who is typing may mean: words of the archive, expressions of the glossary, titles, speakers."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from indexer.index.analysis import tokens, words
from indexer.index.base import Filters, SearchEngine
from indexer.index.query import Everything
from indexer.index.vocabulary import Vocabulary
from indexer.models import Access
from indexer.search.thesaurus import Thesaurus
from indexer.text.fold import fold

SHORTEST_PREFIX = 2
MOST_WORDS = 5
MOST_OF_OTHERS = 3
SPEAKERS_KEPT_SECONDS = 20.0
_READERS_KEPT = 64


class CompletionKind(StrEnum):
    """What is completed."""

    WORD = "word"
    GLOSSARY = "glossary"
    SPEAKER = "speaker"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on. ``query`` is what to search (empty for a title, which is opened: ``document``); ``passages``
    counts the passages that hold it, None where that is not counted; ``means`` is what the other language calls it."""

    text: str
    kind: CompletionKind
    query: str
    passages: int | None = None
    means: tuple[str, ...] = ()
    document: str | None = None


def completion_json(completion: Completion) -> dict[str, Any]:
    """The JSON shape: ``url`` is where to go, a search or a document."""
    target = f"/documents/{completion.document}" if completion.document else f"/search?q={quote(completion.query)}"
    return {
        "text": completion.text,
        "kind": completion.kind.value,
        "query": completion.query or None,
        "passages": completion.passages,
        "means": list(completion.means),
        "url": target,
    }


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in ``passages``; ``said`` is the name in folded words, a space before each."""

    name: str
    said: str
    passages: int


class Speakers:
    """The speakers with the most passages, by what a reader may see. Counted at most every SPEAKERS_KEPT_SECONDS: it
    takes 10 ms on 140,000 passages, and somebody types a letter every tenth of a second."""

    def __init__(self) -> None:
        self._known: dict[frozenset[str] | None, tuple[float, str, tuple[Speaker, ...]]] = {}

    def of(self, engine: SearchEngine, access: Access) -> Sequence[Speaker]:
        now, uid = time.monotonic(), engine.uid
        at, counted_in, speakers = self._known.get(access.collections, (0.0, "", ()))
        if counted_in != uid or now - at > SPEAKERS_KEPT_SECONDS:
            filters = Filters(collections=access.collections)
            counted = engine.search(Everything(), filters, size=0).facets.get("speaker", {})
            speakers = tuple(Speaker(name, " " + " ".join(words(name)), count) for name, count in counted.items())
            if len(self._known) >= _READERS_KEPT:
                self._known.clear()
            self._known[access.collections] = now, uid, speakers
        return speakers


def completions(
    typed: str, vocabulary: Vocabulary, thesaurus: Thesaurus, speakers: Sequence[Speaker], titled: Mapping[str, str]
) -> tuple[Completion, ...]:
    """The ways to go on from ``typed``: of its last word, of all of it as an expression, as a name."""
    last = list(tokens(typed))[-1:]
    prefix = " ".join(words(typed))
    if not last or last[0].end != len(typed) or len(prefix) < SHORTEST_PREFIX:
        return ()
    before = typed[: last[0].start]
    found = [
        Completion(known.word, CompletionKind.WORD, before + known.word, known.passages)
        for known in (vocabulary.starting(last[0].word, MOST_WORDS) if len(last[0].word) >= SHORTEST_PREFIX else ())
    ]
    for form in thesaurus.starting(prefix, MOST_OF_OTHERS):
        meanings = thesaurus.meanings([form.text])
        means = dict.fromkeys(other.text for meaning in meanings for other in meaning.other_forms)
        found.append(Completion(form.text, CompletionKind.GLOSSARY, form.text, means=tuple(means)[:MOST_OF_OTHERS]))
    named = [
        Completion(speaker.name, CompletionKind.SPEAKER, f'speaker:"{speaker.name}"', speaker.passages)
        for speaker in speakers
        if f" {prefix}" in speaker.said
    ]
    found += named[:MOST_OF_OTHERS]
    found += [Completion(title, CompletionKind.TITLE, "", document=document) for document, title in titled.items()]
    once: dict[str, Completion] = {}
    for completion in found:
        known = once.setdefault(fold(completion.text).text, completion)
        if completion.means and not known.means:
            once[fold(completion.text).text] = replace(known, means=completion.means)
    return tuple(once.values())
