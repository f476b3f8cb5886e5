"""What a quotation says, as things that may be called by several words of the other language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.index.analysis import words
from indexer.models import Language
from indexer.quotes.vocabulary import ENGLISH_FUNCTION, NEGATIONS, SPANISH_FUNCTION
from indexer.text.numbers import find_numbers

PREFIX = 5
"""Letters compared: *producimos* and *producir* agree, *soberanía* and *sovereignty* do not, *independencia* and
*independence* do."""

_NAME = re.compile(r"(?<=[a-z,;] )[A-ZÁÉÍÓÚÑ][\w'’-]+")


@dataclass(frozen=True, slots=True)
class Concept:
    """A word or an expression of a quotation (folded), and what it may be called in the other language: nothing if
    that is not known."""

    said: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text in the other language, thing by thing, and as a sentence where a program translates."""

    concepts: tuple[Concept, ...]
    sentence: str | None = None


class Translator(Protocol):
    """Says what a text may be called in the other language."""

    def __call__(self, text: str, source: Language, target: Language) -> Rendering: ...


def sought(text: str, rendering: Rendering, target: Language) -> list[frozenset[str]]:
    """What to look for: for each thing that ``text`` says the words it may be called by, folded; twice if it is said
    twice.

    Words of the sentence that no concept has are things of their own: expressions are translated as a whole. A word
    of which nothing is known is looked for as a cognate, if there is no sentence to say it better.
    """
    things: list[set[str]] = []
    said_no = False
    names = set(words(" ".join(_NAME.findall(text))))
    for concept in rendering.concepts:
        said = words(concept.said)
        said_no |= not NEGATIONS.isdisjoint(said)
        if len(said) == 1 and not _tells(said[0]):
            continue
        known = {word for word in concept.forms if _tells(word)}
        if rendering.sentence is None or names.intersection(said):
            known |= {cognate for word in said for cognate in cognates(word, target)}
        things.append(known)
    _add_sentence(things, words(rendering.sentence or ""))
    if said_no:
        things.append(set(_DENIED[target]))
    things += [set(number.forms) for number in find_numbers(text)]
    return [frozenset(thing) for thing in things if thing]


def _add_sentence(things: list[set[str]], sentence: Sequence[str]) -> None:
    """Each word of the sentence that says something joins the first thing of which it is a word, or is a new one."""
    first_with: dict[str, set[str]] = {}
    for thing in things:
        for prefix in prefixes(thing):
            first_with.setdefault(prefix, thing)
    for word in filter(_tells, sentence):
        known = first_with.get(word[:PREFIX])
        if known is None:
            things.append({word})
            first_with[word[:PREFIX]] = things[-1]
        else:
            known.add(word)


def prefixes(found: Iterable[str]) -> set[str]:
    return {word[:PREFIX] for word in found}


def _tells(word: str) -> bool:
    return word not in SPANISH_FUNCTION and word not in ENGLISH_FUNCTION and word not in NEGATIONS


_DENIED = {
    Language.SPANISH: ("no", "ni", "nunca", "jamas", "tampoco", "sin", "nadie", "nada", "ninguna", "ninguno"),
    Language.ENGLISH: ("no", "not", "nor", "never", "neither", "without", "nobody", "nothing", "none", "cannot"),
}
"""All ways to deny are one thing: a translation seldom chooses the same."""


def telling(text: str) -> list[str]:
    """The words of a text that say something, as they are compared."""
    return [word[:PREFIX] for word in words(text) if _tells(word) or word in NEGATIONS]


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
