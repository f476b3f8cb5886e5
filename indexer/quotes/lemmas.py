"""Whether two words are forms of one, or another word. The sole importer of simplemma.

A stem does not tell: *libres* and *libros*, *casa* and *caso*, *partido* and *partida* share theirs, *dijo* and *dice*
or *tenemos* and *tendremos* do not. simplemma's word lists (MIT) do: 357 kB for Spanish, of which its frugal reader
needs 16 MB and a second to open, when the first changed word is met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from indexer.index.analysis import stem
from indexer.models import Language
from indexer.quotes.diff import likeness
from indexer.text.fold import fold

_LISTED = {Language.SPANISH: "es", Language.ENGLISH: "en"}
_TO_BE_OR_TO_GO = frozenset("fui fuiste fue fuimos fueron fuera fueras fuéramos fueran fuese fuesen fuere".split())  # noqa: SIM905
_ENDINGS = ("ar", "er", "ir")
_FINITE = frozenset("o a as an e es en amos emos imos".split())  # noqa: SIM905
"""Endings of a verb by which it is spelt like a noun: *trabajo*, *lucha*; *pagos* is none."""
_SHORT_FORMS = {"buen": "bueno", "gran": "grande", "primer": "primero", "tercer": "tercero", "san": "santo"}

TYPO_EDITS, TYPO_SHARE = 2, 0.34
"""Letters by which a word that no list has may be away from the one it stands for: two, and a third of it; one
of the shortest."""


def is_listed(word: str, language: Language) -> bool:
    """Whether ``word``, as printed, is a word of the language; False for a language of which there is no list."""
    if language not in _LISTED or not word:
        return False
    from simplemma import is_known  # noqa: PLC0415 - as in _lemmatize

    return is_known(word.lower(), lang=_LISTED[language])


@cache
def _lemmatize() -> Callable[[str, str], str]:
    """What opens a language's list when its first word is asked for."""
    # Takes 0.25 s to load, and most commands compare no words.
    from simplemma import Lemmatizer  # noqa: PLC0415
    from simplemma.strategies import DefaultStrategy  # noqa: PLC0415

    return Lemmatizer(lemmatization_strategy=DefaultStrategy(low_memory=True)).lemmatize


def same_lemma(one: str, other: str, language: Language) -> bool:
    """Whether two words, as printed, are forms of the same word: another tense, person or number of it, or a
    misspelling that is no word."""
    if fold(one).text == fold(other).text:
        return True
    if language not in _LISTED:
        return _stemmed(one, language) == _stemmed(other, language)
    first, second = _lemmas(one.lower(), language), _lemmas(other.lower(), language)
    if first & second or _is_plural(one, other) or _is_plural(other, one):
        return True
    return _one_verb(one, first, second, other) or is_typo(one, other, language)


def same_lemmas(some: Sequence[str], others: Sequence[str], language: Language) -> bool:
    """Whether words in a row are forms of the same words, one by one."""
    return len(some) == len(others) and all(
        same_lemma(one, other, language) for one, other in zip(some, others, strict=True)
    )


def _lemmas(word: str, language: Language) -> frozenset[str]:
    lemma = fold(_lemmatize()(word, _LISTED[language])).text
    return frozenset(("ir", "ser")) if word in _TO_BE_OR_TO_GO else frozenset((_SHORT_FORMS.get(lemma, lemma),))


def _is_plural(many: str, one: str) -> bool:
    """Whether ``many`` is the plural of ``one``, though a list takes one of them for a form of a verb (*estado*)."""
    plural, single = fold(many).text, fold(one).text
    return plural in (f"{single}s", f"{single}es") or (single.endswith("z") and plural == f"{single[:-1]}ces")


def _one_verb(one: str, first: frozenset[str], second: frozenset[str], other: str) -> bool:
    """Whether one is a form of the other's verb that is a noun as well: *trabajo* beside *trabajamos*."""
    return any(_may_be_of(one, verb) for verb in second) or any(_may_be_of(other, verb) for verb in first)


def _may_be_of(word: str, verb: str) -> bool:
    said = fold(word).text
    return verb.endswith(_ENDINGS) and said.startswith(verb[:-2]) and said[len(verb) - 2 :] in _FINITE


def is_typo(one: str, other: str, language: Language) -> bool:
    """Whether one of two words is no word of the language, and but for a letter or two the other, which is. Two that
    no list has are two names (*panistas*, *priistas*). What has a prefix more (*ilegal*, *antipatriota*) is another
    word, listed or not."""
    if is_listed(one, language) == is_listed(other, language):
        return False
    first, second = fold(one).text, fold(other).text
    shorter, longer = sorted((first, second), key=len)
    if len(longer) > len(shorter) and longer.endswith(shorter):
        return False
    edits = round((1 - likeness(first, second)) * len(longer))
    return len(shorter) >= TYPO_EDITS and edits <= max(1, min(TYPO_EDITS, TYPO_SHARE * len(longer)))


def _stemmed(word: str, language: Language) -> str:
    folded = fold(word).text
    return stem(folded, language) or folded
