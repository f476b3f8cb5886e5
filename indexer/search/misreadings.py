"""How OCR may have misread a word: forms that stand in scans of this archive and differ from it by letters that look
alike (``rn`` and ``m``, ``l`` and ``1``), or by a space in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.index.analysis import words
from indexer.index.query import Added, And, Expanded, Node, Or, Phrase, Reason, Term
from indexer.index.vocabulary import Vocabulary

FEW_PASSAGES = 10
"""Passages up to which a word may be missing most of its places to OCR; misreadings of a commoner word add little."""

OCR_WEIGHT = 0.4
"""Below the glossary (0.6): the passage may say something else."""

MOST_FORMS = 8
MOST_WORDS = 8
_SHORTEST = 4
_SHORTEST_PART = 2
_COMMON_PART = 50

# Latin letters that tesseract takes for each other on worn type, in folded text (so í is i and É is e); read both ways.
# From the confusions of its own training texts (unicharambigs) and of typewritten and 19th-century pages read here.
_ALIKE = (
    ("rn", "m"), ("ri", "n"), ("in", "m"), ("ni", "m"), ("nn", "m"), ("iii", "m"), ("ii", "n"), ("ii", "u"),
    ("cl", "d"), ("li", "h"), ("vv", "w"), ("fi", "h"), ("lc", "k"), ("ti", "n"), ("tl", "h"), ("ij", "y"),
    ("l", "1"), ("l", "i"), ("i", "1"), ("l", "t"), ("i", "f"), ("i", "j"), ("i", "t"), ("f", "t"), ("l", "f"),
    ("c", "e"), ("c", "o"), ("e", "o"), ("o", "0"), ("d", "0"), ("q", "0"),
    ("s", "5"), ("s", "8"), ("b", "8"), ("b", "6"), ("g", "9"), ("q", "9"), ("z", "2"), ("g", "q"), ("g", "6"),
    ("a", "4"), ("b", "h"), ("h", "n"), ("n", "ñ"), ("u", "n"), ("u", "v"), ("v", "y"), ("n", "r"),
)  # fmt: skip

_MISREAD = (*_ALIKE, *(pair[::-1] for pair in _ALIKE))
_EDITS = 2
"""Letters in which a misreading may differ: of 186,000 words hundreds are so near, and ``rn`` for ``m`` is two."""

Passages = Callable[[Node], "Scanned"]
"""How many passages a node finds for this reader, and how many of those looked at were read by OCR."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """``passages`` found; of the first of them, whether most were read by OCR (``in_scans``)."""

    passages: int
    in_scans: bool


@dataclass(frozen=True, slots=True)
class Misreadings:
    """What scans have in place of a word that was typed, with the number of passages of each; ``searched`` if the
    passages are among the results."""

    term: str
    forms: tuple[Added, ...]
    passages: tuple[int, ...]
    searched: bool = False


def misreadings(node: Node, vocabulary: Vocabulary, find: Passages, *, all_words: bool) -> tuple[Misreadings, ...]:
    """The misreadings of the words of ``node`` that stand in scans: of rare words, or with ``all_words`` of each."""
    found: list[Misreadings] = []
    for term in list(dict.fromkeys(_typed(node)))[:MOST_WORDS]:
        (word,) = words(term.text)
        if len(word) < _SHORTEST or (not all_words and vocabulary.count(word) > FEW_PASSAGES):
            continue
        forms: list[tuple[int, Added]] = []
        for candidate in (*_alike(word, vocabulary), *_parted(word, vocabulary)):
            seen = find(Phrase(candidate))
            if seen.in_scans:
                forms.append((seen.passages, Added(Phrase(candidate), OCR_WEIGHT, Reason.OCR, " ".join(candidate))))
        best = sorted(forms, key=lambda item: -item[0])[:MOST_FORMS]
        if best:
            found.append(Misreadings(term.text, tuple(form for _, form in best), tuple(count for count, _ in best)))
    return tuple(found)


def with_misreadings(node: Node, known: Mapping[str, tuple[Added, ...]]) -> Node:
    """``node``, in which the terms typed so are searched in these forms too; excluded words stay as they are."""
    match node:
        case Term(text) if text in known:
            return Expanded(node, known[text])
        case And(children):
            return And(tuple(with_misreadings(child, known) for child in children))
        case Or(children):
            return Or(tuple(with_misreadings(child, known) for child in children))
        case Expanded(Term(text) as literal, added) if text in known:
            return Expanded(literal, (*added, *known[text]))
        case Expanded(literal):
            return replace(node, literal=with_misreadings(literal, known))
        case _:
            return node


def _typed(node: Node) -> Iterator[Term]:
    match node:
        case Term(text) if len(words(text)) == 1:
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from _typed(child)
        case Expanded(literal):
            yield from _typed(literal)
        case _:
            return


def _alike(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str]]:
    """Words of the archive that ``word`` turns into by letters that look alike, the commonest first."""
    near = vocabulary.all.near(word, _EDITS)
    known = [place for place, _ in near if looks_like(word, vocabulary.all.words[place])]
    for place in sorted(known, key=lambda place: -int(vocabulary.all.counts[place]))[: 2 * MOST_FORMS]:
        if vocabulary.all.words[place] in vocabulary:
            yield (vocabulary.all.words[place],)


def _parted(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The two parts of ``word``, where the archive knows both and one of them is no common word."""
    for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        parts = word[:place], word[place:]
        known = all(part in vocabulary.all for part in parts)
        if known and min(vocabulary.count(part) for part in parts) <= _COMMON_PART:
            yield parts


def confusions_allowed(word: str) -> int:
    """Letters of ``word`` that may be misread: one in a short word, two in a long one."""
    return 1 if len(word) < 6 else 2


def looks_like(word: str, read: str) -> bool:
    """Whether ``read`` is ``word`` (both folded) with at least one and at most ``confusions_allowed`` misreadings."""
    return word != read and _becomes(word, read, confusions_allowed(word))


@lru_cache(maxsize=4_096)
def _becomes(word: str, read: str, confusions: int) -> bool:
    while word and read and word[0] == read[0]:
        if confusions and _confused(word, read, confusions):
            return True
        word, read = word[1:], read[1:]
    if not word and not read:
        return True
    return bool(confusions) and _confused(word, read, confusions)


def _confused(word: str, read: str, confusions: int) -> bool:
    """Whether the two go on alike after a misreading at their beginning."""
    return any(
        word.startswith(meant)
        and read.startswith(seen)
        and _becomes(word[len(meant) :], read[len(seen) :], confusions - 1)
        for meant, seen in _MISREAD
    )
