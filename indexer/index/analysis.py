"""From text to what an index holds: *exact* words and *stems*. The sole importer of Stemmer.

The exact view keeps every word, also ``8`` and ``a`` (or ``"8 kilos"`` would match ``5 kilos``), folded, with its
place. The stem view makes the inflections of a word equal. Words are stemmed after folding: Snowball parts
``Culiacán`` (*culiacan*) from ``culiacan`` (*culiac*) before it, and joins them after.

A word is a run of letters and digits. An apostrophe, hyphen or point ends it: ``O'Brien``, ``ex-presidente`` and
``C.N.I.`` are two, two and three words, and as a query the phrase of these words.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from indexer.models import Language
from indexer.text.fold import fold

STEMMED = {Language.SPANISH: "spanish", Language.ENGLISH: "english"}

_WORD = re.compile(r"[^\W_]+")

# Snowball's Spanish parts plurals that a searcher takes for one word: militar/militares (milit, militar),
# ciudad/ciudades, crimen/crímenes, arma/armas, gobierno/gobiernos. Of 3,886 singular-plural pairs in 298 transcripts it
# parts 178; with this ending taken off first, and juez/jueces made equal by z → c, 48. The look-behinds spare verbs
# (trabajamos, atacarnos), whose endings Snowball knows.
_SPANISH_PLURAL = re.compile(r"(?<=..[rnd])es$|(?<=..[ao])(?<!mo)(?<![ai]rno)(?<!ono)s$")

# Folded text in this code page is cut into words 2.5 times as fast as by the expression (24 and 62 µs a passage).
_CODE_PAGE = "cp1252"
_SEPARATORS = bytes(
    code if _WORD.match(bytes([code]).decode(_CODE_PAGE, errors="replace")) else ord(" ") for code in range(256)
)
_STEM_CACHE = 1 << 17  # the vocabulary of 3,000 transcripts twice over
_stemmers = threading.local()


class Token(NamedTuple):
    """A folded word and where it stands in the text as stored. A NamedTuple: a search makes thousands."""

    word: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """The exact view: the folded words of ``text``; their places are their indices."""
    folded = fold(text).text
    try:
        encoded = folded.encode(_CODE_PAGE)
    except UnicodeEncodeError:
        found: list[str] = _WORD.findall(folded)
        return found
    return encoded.translate(_SEPARATORS).decode(_CODE_PAGE).split()


def tokens(text: str) -> Iterator[Token]:
    """The exact view with offsets into ``text``."""
    folded = fold(text)
    for match in _WORD.finditer(folded.text):
        yield Token(match[0], *folded.original(match.start(), match.end()))


def stems(folded_words: Sequence[str], language: Language) -> list[str]:
    """The stem view of words that are folded already; empty for a language without stems."""
    return [_stem(word, language) for word in folded_words] if language in STEMMED else []


def stem(folded_word: str, language: Language) -> str | None:
    """The stem of one folded word, None for a language without stems."""
    return _stem(folded_word, language) if language in STEMMED else None


@lru_cache(maxsize=_STEM_CACHE)
def _stem(word: str, language: Language) -> str:
    if language is not Language.SPANISH:
        return _snowball(word, language)
    stemmed = _snowball(_SPANISH_PLURAL.sub("", word), language)
    return f"{stemmed[:-1]}c" if stemmed.endswith("z") else stemmed


def _snowball(word: str, language: Language) -> str:
    """Snowball's stem by this thread's stemmer: its objects keep a cache and must not be shared between threads."""
    name = STEMMED[language]
    if not hasattr(_stemmers, name):
        setattr(_stemmers, name, Stemmer.Stemmer(name))
    stemmed: str = getattr(_stemmers, name).stemWord(word)
    return stemmed
