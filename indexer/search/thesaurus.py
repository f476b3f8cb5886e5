"""Looks words up in the glossary, inflections included; follows the file while it is edited."""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from indexer.errors import ConfigError
from indexer.index.analysis import stems, words
from indexer.models import Language
from indexer.search.glossary import MAX_FORM_WORDS, Entry, Form, read_glossary
from indexer.search.inflection import FUNCTION_WORDS, LINKING_WORDS, same_word

_IRREGULAR = re.compile(r"(?<=..)men$")
"""*hitmen*, *policemen*: Snowball does not know them."""

BOTH = (Language.SPANISH, Language.ENGLISH)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression may mean: an entry, the form that was recognised, and in which language."""

    entry: Entry
    form: Form
    language: Language

    @property
    def other_forms(self) -> Iterator[Form]:
        """The forms of the other language and those that both use; a form of both stands for all the others."""
        for form in self.entry.forms:
            if form.language is None or self.form.language is None or form.language is not self.language:
                yield form


class Thesaurus:
    """The entries of a glossary, found by their forms. Immutable."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_stems: dict[tuple[Language, tuple[str, ...]], list[tuple[Entry, Form]]] = {}
        for entry in self.entries:
            for form in entry.forms:
                for language in BOTH if form.language is None else (form.language,):
                    key = language, _stems(form.words, language)
                    self._by_stems.setdefault(key, []).append((entry, form))
        self.longest = max((len(form.words) for entry in self.entries for form in entry.forms), default=0)

    def longest_first(self, typed: Sequence[str]) -> Iterator[tuple[int, tuple[Meaning, ...]]]:
        """What the first of some typed words mean: how many of them, and their meanings; the longest expression first.

        An expression neither begins nor ends with a linking word, and takes each typed word whole.
        """
        split = [_split(text) for text in typed[: self.longest + MAX_FORM_WORDS]]
        for count in range(len(split), 0, -1):
            if count > 1 and (_links(split[0]) or _links(split[count - 1])):
                continue
            if meanings := self._meant(typed[:count], split[:count]):
                yield count, meanings

    def meanings(self, typed: Sequence[str]) -> tuple[Meaning, ...]:
        """What the typed words mean together, in the order of the glossary."""
        return self._meant(typed, [_split(text) for text in typed])

    def _meant(self, typed: Sequence[str], split: Sequence[Sequence[str]]) -> tuple[Meaning, ...]:
        """The same; ``split`` are the folded words of each of the typed ones."""
        found = [word for said in split for word in said]
        if not 0 < len(found) <= MAX_FORM_WORDS:
            return ()
        wanted = content(found)
        known: list[Meaning] = []
        for language in BOTH:
            for entry, form in self._by_stems.get((language, _stems(wanted, language)), ()):
                if entry.expands(language) and _is_meant(form, typed, wanted, language):
                    known.append(Meaning(entry, form, language))
        return tuple(known)

    def starting(self, prefix: str, limit: int) -> list[Form]:
        """Forms whose words begin with the folded ``prefix`` (words by single spaces), the shortest first."""
        spelled, forms = self._spelled
        first, beyond = bisect_left(spelled, prefix), bisect_left(spelled, prefix + "\U0010ffff")
        found = [forms[text] for text in spelled[first:beyond]]
        return sorted(found, key=lambda form: (len(form.text), form.text))[:limit]

    @cached_property
    def _spelled(self) -> tuple[list[str], dict[str, Form]]:
        """All forms by their folded words, in order."""
        forms = {" ".join(form.words): form for entry in reversed(self.entries) for form in entry.forms}
        return sorted(forms), forms


@lru_cache(maxsize=1 << 12)
def _split(typed: str) -> tuple[str, ...]:
    """The folded words of a typed one, which is asked for with all that stands before it: a dozen times."""
    return tuple(words(typed))


def content(said: Sequence[str]) -> tuple[str, ...]:
    """``said`` without linking words; all of it if nothing else is there."""
    kept = tuple(word for word in said if word not in LINKING_WORDS)
    return kept or tuple(said)


def language_of(typed: Sequence[str]) -> Language | None:
    """The language that somebody writes, as their small words tell; None if they do not."""
    found = {word for text in typed for word in words(text)}
    signs = {language: len(found & FUNCTION_WORDS[language]) for language in BOTH}
    spanish, english = signs[Language.SPANISH], signs[Language.ENGLISH]
    if spanish == english:
        return None
    return Language.SPANISH if spanish > english else Language.ENGLISH


def _stems(said: Sequence[str], language: Language) -> tuple[str, ...]:
    """What inflections have in common."""
    regular = [_IRREGULAR.sub("man", word) if language is Language.ENGLISH else word for word in content(said)]
    return tuple(stems(regular, language))


def _links(found: Sequence[str]) -> bool:
    return bool(found) and all(word in LINKING_WORDS for word in found)


def _is_meant(form: Form, typed: Sequence[str], wanted: Sequence[str], language: Language) -> bool:
    if form.capitals and " ".join(typed) != form.text:
        return False
    own = content(form.words)
    # Stems agree already: enough for several words.
    return len(own) > 1 or same_word(own[0], wanted[0], language)


class GlossaryFile:
    """A glossary on disk. It is read again when it changes; while it has a mistake, the last good one is used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._thesaurus = Thesaurus(())
        self._problem: ConfigError | None = None

    def current(self) -> tuple[Thesaurus, ConfigError | None]:
        """The glossary as it is now, and what is wrong with the file, if anything is."""
        with self._lock:
            stamp = self._stamp()
            if stamp != self._seen or stamp is None:
                self._seen = stamp
                try:
                    self._thesaurus, self._problem = Thesaurus(read_glossary(self._path)), None
                except ConfigError as error:
                    self._problem = error
            return self._thesaurus, self._problem

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size
