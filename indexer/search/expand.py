"""Adds to the words of a query what means the same in the other language: a search in one finds sources in both.

Words that are not in quotation marks are looked up in the glossary, the longest expression first; what it lacks goes
to an outside program, where there is one. Phrases, excluded words, wildcards and numbers stay as typed. An excluded
word is not expanded because that would take passages away for a word that nobody typed: what is missing from a list of
results cannot be seen, what is in it can (docs/decisions/0026-both-languages.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexer.index.analysis import words
from indexer.index.query import (
    Added,
    And,
    Expanded,
    Field,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Reason,
    Term,
    Where,
)
from indexer.index.vocabulary import Vocabulary, WordList
from indexer.models import Language
from indexer.search.glossary import Form
from indexer.search.inflection import LINKING_WORDS, is_little, numbers
from indexer.search.printing import to_text
from indexer.search.thesaurus import BOTH, GlossaryFile, Meaning, Thesaurus, content, language_of
from indexer.search.yearless import day_without_year
from indexer.text.dates import MONTHS
from indexer.translate.apertium import Translation

GLOSSARY_WEIGHT = 0.6
TRANSLATION_WEIGHT = 0.35
"""Beside a literal match (1): what people wrote down is surer than what a program guesses out of context."""

MOST_ADDED = 24
"""Additions for one expression. The richest entries of the glossary have fifteen forms; each costs 1 to 5 ms."""

MOST_TRANSLATED = 8
"""Words of one query that the outside program is asked for: half a millisecond each, once it runs."""

SHORTEST_TRANSLATED = 3
_MOST_TRANSLATED_WORDS = 3
_LOOSE = 2  # other words that may stand inside an expression with articles or prepositions


class Translator(Protocol):
    """An outside program that knows words of both languages."""

    def translate(self, text: str, source: Language, target: Language) -> Translation | None:
        """``text`` in the other language; None if the program is absent or slow."""


class GlossaryExpander:
    """The :class:`~indexer.search.service.Expander` by glossary and translation."""

    def __init__(self, glossary: GlossaryFile, translator: Translator | None = None) -> None:
        """``glossary`` is followed while it is edited."""
        self._glossary = glossary
        self._translator = translator

    def remarks(self) -> tuple[str, ...]:
        """What is wrong with the glossary at the moment, as a sentence."""
        problem = self._glossary.current()[1]
        return (str(problem),) if problem else ()

    def expand(self, node: Node, vocabulary: Vocabulary, without: frozenset[str]) -> Node:
        """``node`` with its additions. A name in ``without`` takes away the addition of that name, or, if it is what
        was typed, all additions to it."""
        off = frozenset(tuple(words(name)) for name in without)
        typed = to_text(node)
        thesaurus, _ = self._glossary.current()
        return _Expansion(thesaurus, self._translator, vocabulary.all, off, typed).of(node)


@dataclass(slots=True)
class _Expansion:
    """The expansion of one query, as it was ``typed``."""

    thesaurus: Thesaurus
    translator: Translator | None
    known: WordList
    off: frozenset[tuple[str, ...]]
    typed: str
    translated: int = 0
    language: Language | None = field(init=False)
    first: str = field(init=False)
    shouted: bool = field(init=False)

    def __post_init__(self) -> None:
        """``language`` is that of the query as far as it can be told; ``shouted`` if it has capitals only."""
        self.language = language_of(self.typed.split())
        first, second = [*self.typed.split(), "", ""][:2]
        self.first = first if second.islower() else ""
        self.shouted = self.typed.isupper() and " " in self.typed

    def of(self, node: Node) -> Node:
        match node:
            case And(children):
                expanded = tuple(self._together(children))
                return expanded[0] if len(expanded) == 1 else And(expanded)
            case Or(children):
                return Or(tuple(self.of(child) for child in children))
            case Term():
                return next(self._together((node,)))
            case _:
                return node

    def _together(self, children: Sequence[Node], most: int | None = None) -> Iterator[Node]:
        """The children of an And, those that make an expression of the glossary (of ``most`` words) as one."""
        place = 0
        while place < len(children):
            run = list(_terms(children[place:]))
            if most is None and (day := day_without_year([term.text for term in run])) is not None:
                yield self._day(run[: day[0]], day[1])
                place += day[0]
                continue
            if not run:
                yield self.of(children[place])
                place += 1
                continue
            count, additions = self._longest(run[:most])
            literal = run[0] if count == 1 else self._apart(run[:count])
            yield Expanded(literal, additions) if additions else literal
            place += count

    def _day(self, run: Sequence[Term], ways: Sequence[Added]) -> Node:
        """A day without its year, and the ways of writing it that are not switched off."""
        literal = run[0] if len(run) == 1 else And(tuple(run))
        off = tuple(word for term in run for word in words(term.text)) in self.off
        kept = () if off else tuple(way for way in ways if tuple(words(way.text)) not in self.off)
        return Expanded(literal, kept) if kept else literal

    def _apart(self, run: Sequence[Term]) -> Node:
        """The words of an expression, each (or shorter expressions among them) with its own additions: a text that says
        «aseguramiento de 30 kilos de droga» has no «decomiso de drogas» in it."""
        return And(tuple(self._together(run, len(run) - 1)))

    def _longest(self, run: Sequence[Term]) -> tuple[int, tuple[Added, ...]]:
        """How many of the terms are one expression, and what is added to it."""
        typed = [term.text for term in run]
        for count, meanings in self.thesaurus.longest_first(typed):
            if meant := [meaning for meaning in meanings if self._is_meant(meaning)]:
                return count, self._additions(typed[:count], meant)
        return 1, self._translations(run[0].text)

    def _is_meant(self, meaning: Meaning) -> bool:
        """A word of both languages (*mayor*, *sale*) is read in the language of the words around it."""
        return not meaning.form.homograph or self.language in (None, meaning.language)

    def _additions(self, typed: Sequence[str], meanings: Sequence[Meaning]) -> tuple[Added, ...]:
        said = tuple(word for text in typed for word in words(text))
        if said in self.off:
            return ()
        taken = {said}
        added: list[Added] = []
        for meaning in meanings:
            for form in meaning.other_forms:
                spellings = numbers(form.words, form.language)
                if taken.isdisjoint(spellings) and form.words not in self.off:
                    taken.update(spellings)
                    added.append(Added(self._node(form), GLOSSARY_WEIGHT, Reason.GLOSSARY, form.text))
        return tuple(added[:MOST_ADDED])

    def _translations(self, text: str) -> tuple[Added, ...]:
        found = words(text)
        if self.translator is None or tuple(found) in self.off or not self._is_common(text):
            return ()
        if self.translated == MOST_TRANSLATED:
            return ()
        self.translated += 1
        added: dict[tuple[str, ...], Added] = {}
        for source, target in zip(BOTH, reversed(BOTH), strict=True):
            if self.language not in (None, source):
                continue
            if (answer := self.translator.translate(text.lower(), source, target)) and not answer.unknown:
                text = answer.text.lower()
                said = content(words(text))
                if said and said != tuple(found) and said not in self.off and len(said) <= _MOST_TRANSLATED_WORDS:
                    node = self._node(Form(text, target, said))
                    added.setdefault(said, Added(node, TRANSLATION_WEIGHT, Reason.TRANSLATION, text))
        return tuple(added.values())

    def _is_common(self, text: str) -> bool:
        """Whether a translator should be asked: not for names (of months, too), acronyms, figures and small words. In
        a query without small letters, and of a first word before a small one, capitals say nothing."""
        said = text.lower() if self.shouted or text == self.first.capitalize() else text
        if not said.isalpha() or said != said.lower() or len(said) < SHORTEST_TRANSLATED:
            return False
        return not is_little(text) and said not in MONTHS

    def _node(self, form: Form) -> Node:
        """What finds ``form``, in the singular and in the plural."""
        said = content(form.words)
        if len(said) > 1:
            spellings = dict.fromkeys(numbers(form.words, form.language))
            found = [_expression(each) for each in spellings if all(word in self.known for word in content(each))]
            return found[0] if len(found) == 1 else Or(tuple(found))
        if form.acronym:
            return Phrase((form.text,))
        if form.homograph and form.language is not None:
            other = Language.ENGLISH if form.language is Language.SPANISH else Language.SPANISH
            return And((Term(said[0], form.language), Not(Where(Field.LANGUAGE, other.value))))
        return Term(said[0], form.language)


def _terms(children: Sequence[Node]) -> Iterator[Term]:
    """The terms that ``children`` begin with."""
    for child in children:
        if not isinstance(child, Term):
            return
        yield child


def _expression(said: tuple[str, ...]) -> Node:
    """Words side by side, or with the small words between them that come and go."""
    kept = [place for place, word in enumerate(said) if word not in LINKING_WORDS] or list(range(len(said)))
    between = kept[-1] - kept[0] + 1 - len(kept)
    chosen = tuple(said[place] for place in kept)
    return Near(chosen, between + _LOOSE, ordered=True) if between else Phrase(chosen)
