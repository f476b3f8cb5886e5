"""Did you mean: a query with words that the archive knows in place of words that it does not.

Corrections come from the words that the reader may know of, never from a dictionary, so that what is suggested is
found. By edit distance, weighed with frequency: a step of distance counts as much as a thousand times the passages.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from indexer.index.analysis import stem, tokens, words
from indexer.index.query import And, Expanded, Node, Or, Phrase, Reason, Term
from indexer.index.vocabulary import Vocabulary
from indexer.search.thesaurus import BOTH
from indexer.text.edits import within

FEW = 3
"""Passages up to which a query is taken for a possible mistake."""

_SHORTEST = 4  # shorter words are one letter away from dozens of others
_SHORTEST_OF_TWO = 6  # letters from which two may be wrong
_SHORTEST_PART = 3
_TIMES = 10  # how much commoner a word must be than a known one to be suggested for it
_LOOKED_AT = 20


def suggestion(query: str, node: Node, vocabulary: Vocabulary, misread: frozenset[str]) -> str | None:
    """``query`` with its unknown and very rare words corrected, as typed in all else; None if nothing is better.

    The words ``misread`` by OCR are none to suggest. Whether more is found by it is for the caller to try.
    """
    corrected: dict[str, str] = {}
    for word in dict.fromkeys(_typed(node)):
        if (better := _better(word, vocabulary, misread)) is not None:
            corrected[word] = better
    if not corrected:
        return None
    pieces: list[str] = []
    done = 0
    for token in tokens(query):
        if token.word in corrected:
            pieces += query[done : token.start], corrected[token.word]
            done = token.end
    return "".join([*pieces, query[done:]])


def _typed(node: Node) -> Iterator[str]:
    """The folded words that passages must hold, but for those that the glossary knows: they are no mistake."""
    match node:
        case Term(text):
            yield from words(text)
        case Phrase(typed):
            for text in typed:
                yield from words(text)
        case And(children) | Or(children):
            for child in children:
                yield from _typed(child)
        case Expanded(literal, added) if all(each.reason is Reason.OCR for each in added):
            yield from _typed(literal)
        case _:
            return


def _better(word: str, vocabulary: Vocabulary, misread: frozenset[str]) -> str | None:
    if len(word) < _SHORTEST or any(character.isdigit() for character in word):
        return None
    here = vocabulary.count(word)
    edits = 2 if len(word) >= _SHORTEST_OF_TWO else 1
    best: tuple[float, str] | None = None
    for known in vocabulary.near(word, edits, _LOOKED_AT):
        # An inflection is found by its stem already.
        if known.word == word or any(stem(known.word, language) == stem(word, language) for language in BOTH):
            continue
        if known.word in misread or known.passages < max(1, _TIMES * here):
            continue
        farther = abs(len(known.word) - len(word)) + (known.word[0] != word[0]) / 2
        close = 1 if within(word, known.word, 1) else 2
        worth = math.log10(known.passages) - 3 * close - farther / 4
        if best is None or worth > best[0]:
            best = worth, known.word
    if best is not None:
        return best[1]
    return _parted(word, vocabulary) if not here else None


def _parted(word: str, vocabulary: Vocabulary) -> str | None:
    """Two known words that were written as one, the pair whose rarer word is commonest."""
    pairs = [(word[:place], word[place:]) for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)]
    known = [pair for pair in pairs if all(part in vocabulary.all for part in pair)]
    counted = [(min(vocabulary.count(part) for part in pair), " ".join(pair)) for pair in known]
    passages, text = max(counted, default=(0, ""))
    return text if passages else None
