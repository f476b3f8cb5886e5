"""Where one part of a query stands in a text, by the index's own analysis: what is marked is what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard, get_args

from indexer.index.analysis import Located, Token, located, stem, words
from indexer.index.passages import written_words
from indexer.index.query import Accents, Day, Figure, Fuzzy, Leaf, Near, Node, Phrase, Term, Wildcard
from indexer.index.vocabulary import wildcard_form
from indexer.models import Language
from indexer.search.results import Span
from indexer.text.breaks import breaks_of
from indexer.text.dates import find_dates
from indexer.text.edits import within
from indexer.text.fold import fold
from indexer.text.numbers import find_numbers


@dataclass(frozen=True)
class Text:
    """A text taken apart: its words with their offsets, and words ``whole`` that are broken at the end of a line."""

    text: str
    language: Language
    located: Located
    whole: tuple[Token, ...]

    @classmethod
    def of(cls, text: str, language: Language) -> Text:
        found = located(text)
        return cls(text, language, found, tuple(_whole(text, found)))

    @property
    def words(self) -> Sequence[str]:
        return self.located.words

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Each word → its places among the words. A query has many parts and a text few different words."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            places.setdefault(word, []).append(place)
        return places

    @cached_property
    def different(self) -> Set[str]:
        """Each word once, whole ones too."""
        return {*self.places, *(token.word for token in self.whole)}

    @cached_property
    def stems(self) -> Mapping[str, Sequence[str]]:
        """Each stem → the words that have it, in the text's own language; empty for a language without stems."""
        found: dict[str, list[str]] = {}
        for word in self.different:
            if (stemmed := stem(word, self.language)) is not None:
                found.setdefault(stemmed, []).append(word)
        return found

    def span(self, first: int, last: int | None = None) -> Span:
        """Where the word at the place ``first`` stands; with ``last``, all from one to the other."""
        return Span(self.located.starts[first], self.located.ends[first if last is None else last])

    def spans(self, wanted: Iterable[str]) -> Iterator[Span]:
        """Where the words ``wanted`` stand, whole ones too."""
        among = frozenset(wanted)
        for word in among:
            yield from (self.span(place) for place in self.places.get(word, ()))
        yield from (Span(token.start, token.end) for token in self.whole if token.word in among)


def _whole(text: str, found: Located) -> Iterator[Token]:
    breaks = {match.start(): match.end() for match in breaks_of(text)}
    for place, (end, start) in enumerate(zip(found.ends, found.starts[1:], strict=False)) if breaks else ():
        if breaks.get(end) == start:
            yield Token(found.words[place] + found.words[place + 1], found.starts[place], found.ends[place + 1])


def is_leaf(node: Node) -> TypeGuard[Leaf]:
    """Whether ``node`` is something that can be marked in a text."""
    return isinstance(node, get_args(Leaf))


def marks(part: Leaf, text: Text) -> Iterator[Span]:
    """The stretches of ``text`` that ``part`` matches."""
    match part:
        case Term(typed, language) if len(wanted := words(typed)) == 1:
            yield from _inflections(wanted[0], text, language or text.language)
        case Fuzzy(typed, edits) if len(wanted := words(typed)) == 1:
            yield from _each(text, lambda word: within(wanted[0], word, edits))
        case Term(typed) | Fuzzy(typed):
            yield from _phrase(words(typed), text)
        case Figure(typed):
            yield from _figure(typed, text)
        case Day(typed, date):
            yield from (
                Span(each.start, each.end) for each in find_dates(text.text, text.language) if each.date == date
            )
            yield from _phrase(words(typed), text)
        case Phrase(typed_words):
            yield from _phrase(words(" ".join(typed_words)), text)
        case Accents(typed_words):
            yield from _accents(" ".join(typed_words), text)
        case Near(typed_words, distance, ordered):
            yield from _near(words(" ".join(typed_words)), distance, ordered, text)
        case Wildcard(pattern):
            form = wildcard_form(fold(pattern).text)
            yield from _each(text, lambda word: form.fullmatch(word) is not None)


def _each(text: Text, wanted: Callable[[str], bool]) -> Iterator[Span]:
    return text.spans(word for word in text.different if wanted(word))


def _inflections(word: str, text: Text, language: Language) -> Iterator[Span]:
    stemmed = stem(word, language) if language is text.language else None
    return text.spans([word] if stemmed is None else [word, *text.stems.get(stemmed, ())])


def _phrase(wanted: Sequence[str], text: Text) -> Iterator[Span]:
    size = len(wanted)
    for first in text.places.get(wanted[0], ()) if wanted else ():
        if text.words[first : first + size] == wanted:
            yield text.span(first, first + size - 1)


def _accents(typed: str, text: Text) -> Iterator[Span]:
    folded, written = words(typed), written_words(typed)
    for span in _phrase(folded, text):
        if written_words(text.text[span.start : span.end]) == written:
            yield span


def _figure(typed: str, text: Text) -> Iterator[Span]:
    forms = {form for number in find_numbers(typed) for form in number.forms}
    for number in find_numbers(text.text):
        if forms & set(number.forms):
            yield Span(number.start, number.end)


def _near(wanted: Sequence[str], distance: int, ordered: bool, text: Text) -> Iterator[Span]:
    """The words of each stretch that holds all ``wanted``, not what stands between them."""
    width = len(wanted) + distance
    places = sorted(place for word in set(wanted) for place in text.places.get(word, ()))
    marked: set[int] = set()
    for number, first in enumerate(places):
        inside = [place for place in places[number:] if place < first + width]
        chosen = _in_order(wanted, inside, text) if ordered else _in_any_order(wanted, inside, text)
        if chosen and chosen[0] == first:
            marked.update(chosen)
    yield from (text.span(place) for place in sorted(marked))


def _in_order(wanted: Sequence[str], places: Sequence[int], text: Text) -> list[int]:
    chosen: list[int] = []
    for place in places:
        if len(chosen) < len(wanted) and text.words[place] == wanted[len(chosen)]:
            chosen.append(place)
    return chosen if len(chosen) == len(wanted) else []


def _in_any_order(wanted: Sequence[str], places: Sequence[int], text: Text) -> list[int]:
    missing, chosen = list(wanted), []
    for place in places:
        if text.words[place] in missing:
            missing.remove(text.words[place])
            chosen.append(place)
    return [] if missing else chosen
