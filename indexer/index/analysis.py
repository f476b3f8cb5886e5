"""From text to what an index holds: *exact* words and *stems*. The sole importer of Stemmer.

The exact view keeps every word, also ``8`` and ``a`` (or ``"8 kilos"`` would match ``5 kilos``), folded, with its
place. The stem view makes the inflections of a word equal. Words are stemmed after folding: Snowball parts
``Culiacán`` (*culiacan*) from ``culiacan`` (*culiac*) before it, and joins them after.

A word is a run of letters and digits. An apostrophe, hyphen or point ends it: ``O'Brien`` and ``ex-presidente`` are two
words, and as a query the phrase of these words. Only the points of an abbreviation are passed over: ``C.N.I.``,
``S. A.`` and ``EE. UU.`` are the words *cni*, *sa* and *eeuu*, as they are without points. (``U.S.`` is not *us*.)
A figure with separators is one word, as in Unicode's word segmentation (UAX #29): ``"3 por ciento"`` is not in
*77.3 por ciento*, nor *494* in *286,494*. Comma and point are the same there: ``286,494`` is *286.494*.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from indexer.models import Language
from indexer.text.fold import Folded, fold

STEMMED = {Language.SPANISH: "spanish", Language.ENGLISH: "english"}

_WORD = re.compile(r"[^\W_]+")

# Letters, or pairs of one letter (plurals: EE. UU., DD. HH.), with a point after each; the last may lack its point
# if no spaces stand between. Lists of that kind ("a. b.") are rarer than abbreviations, and are read so in a query too.
_ABBREVIATION = re.compile(
    r"(?<![^\W_])(?<![^\W_]\.)"
    r"(?:([^\W\d_])\1?\.){1,8}(?:([^\W\d_])\2?\.|([^\W\d_])\3?(?![^\W_]))"
    r"|(?<![^\W_])(?<![^\W_]\.)(?:([^\W\d_])\4?\.[ ]){1,8}([^\W\d_])\5?\.(?![^\W_])"
)
# Begins with a plain character, so that a text without abbreviations is done with at once.
_PERHAPS_ABBREVIATION = re.compile(r"\.(?:[^\W\d_]|[ ][^\W\d_]{1,2}\.)")
_POINT = re.compile(r"[. ]")
# Dates (30.07.2020) and lists (1,2,3) are no figures: their numbers are searched for one by one.
_FIGURE = re.compile(r"(?<![^\W_])(?<!\d[.,])(?:\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+)(?![.,]?\d|[^\W_])")
_PERHAPS_FIGURE = re.compile(r"[.,]\d")
_SEPARATOR = re.compile(r"[.,]")
_WITHIN = "\N{CEDILLA}"  # stands for a figure's separators while a text is cut: folding leaves none of its own
# U.S. is not the word "us": an abbreviation that would become one of these stays the phrase of its letters.
_LITTLE_WORDS = frozenset(
    [
        "us",
        "it",
        "am",
        "is",
        "in",
        "at",
        "as",
        "an",
        "so",
        "or",
        "do",
        "go",
        "he",
        "me",
        "we",
        "my",
        "by",
        "if",
        "of",
        "on",
        "to",
        "up",
        "be",
        "hi",
        "no",
        "si",
        "se",
        "lo",
        "la",
        "el",
        "es",
        "en",
        "un",
        "al",
        "de",
        "su",
        "tu",
        "te",
        "le",
        "os",
        "ya",
        "yo",
        "mi",
        "ni",
        "ha",
        "va",
        "ve",
        "da",
        "ir",
        "fe",
    ]
)

# Snowball's Spanish parts plurals that a searcher takes for one word: militar/militares (milit, militar),
# ciudad/ciudades, crimen/crímenes, arma/armas, gobierno/gobiernos. Of 3,886 singular-plural pairs in 298 transcripts it
# parts 178; with this ending taken off first, and juez/jueces made equal by z → c, 48. The look-behinds spare verbs
# (trabajamos, atacarnos), whose endings Snowball knows, and opioides, whose singular keeps its e.
_SPANISH_PLURAL = re.compile(r"(?<=..[rnd])(?<!oid)es$|(?<=..[ao])(?<!mo)(?<![ai]rno)(?<!ono)s$")

# Folded text in this code page is cut into words 2.5 times as fast as by the expression (24 and 62 µs a passage).
_CODE_PAGE = "cp1252"
_CUT = re.compile(rf"[^\W_]+(?:{_WITHIN}[^\W_]+)*")
_SEPARATORS = bytes(
    code if _CUT.fullmatch(f"1{bytes([code]).decode(_CODE_PAGE, errors='replace')}1") else ord(" ")
    for code in range(256)
)
_STEM_CACHE = 1 << 17  # the vocabulary of 3,000 transcripts twice over
_stemmers = threading.local()


class Token(NamedTuple):
    """A folded word and where it stands in the text as stored. A NamedTuple: a search makes thousands."""

    word: str
    start: int
    end: int


class Located(NamedTuple):
    """The folded words of a text, and where each starts and ends in the text as stored."""

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]


def words(text: str) -> list[str]:
    """The exact view: the folded words of ``text``; their places are their indices."""
    return cut(joined(fold(text).text))


def cut(text: str) -> list[str]:
    """The words of a text that is folded and joined."""
    try:
        encoded = text.encode(_CODE_PAGE)
    except UnicodeEncodeError:
        return [word.replace(_WITHIN, ".") for word in _CUT.findall(text)]
    return encoded.translate(_SEPARATORS).decode(_CODE_PAGE).replace(_WITHIN, ".").split()


def tokens(text: str) -> Iterator[Token]:
    """The exact view with offsets into ``text``."""
    return map(Token, *located(text))


def located(text: str) -> Located:
    """The exact view with offsets into ``text``, in columns: a search takes dozens of passages apart."""
    folded = fold(text)
    found, starts, ends, done = list[str](), list[int](), list[int](), 0
    for start, end in [*compounds(folded.text), (len(folded.text), len(folded.text))]:
        # Between two words are only signs, so the next place of a word is its own: a third of the time that an
        # expression takes for words and places together.
        at = done
        for word in cut(folded.text[done:start]):
            at = folded.text.index(word, at)
            found.append(word)
            starts.append(at)
            at += len(word)
            ends.append(at)
        if end > start:
            found.append(spelled(folded.text[start:end]))
            starts.append(start)
            ends.append(end - (folded.text[end - 1] == "."))
        done = end
    if folded.folded_starts:
        original = [folded.original(start, end) for start, end in zip(starts, ends, strict=True)]
        return Located(found, [start for start, _ in original], [end for _, end in original])
    return Located(found, starts, ends)


def spans(folded: Folded) -> Iterator[tuple[int, int]]:
    """Where the words of a folded text start and end in it; of an abbreviation, its last point apart."""
    done = 0
    for start, end in [*compounds(folded.text), (len(folded.text), len(folded.text))]:
        yield from (match.span() for match in _WORD.finditer(folded.text, done, start))
        if end > start:
            yield start, end - (folded.text[end - 1] == ".")
        done = end


def compounds(folded: str) -> list[tuple[int, int]]:
    """Where the words that hold points or commas stand in a folded text: abbreviations and figures."""
    found: list[tuple[int, int]] = []
    if _PERHAPS_ABBREVIATION.search(folded):
        found += (m.span() for m in _ABBREVIATION.finditer(folded) if spelled(m[0]) not in _LITTLE_WORDS)
    if _PERHAPS_FIGURE.search(folded):
        found += (match.span() for match in _FIGURE.finditer(folded))
    return sorted(found)


def spelled(compound: str) -> str:
    """A word as it is indexed: an abbreviation without points, a figure with points."""
    return _SEPARATOR.sub(".", compound) if compound[0].isdigit() else _POINT.sub("", compound)


def joined(folded: str) -> str:
    """The text with each of its compounds in one piece, to be :func:`cut`."""
    pieces: list[str] = []
    done = 0
    for start, end in compounds(folded):
        pieces += folded[done:start], spelled(folded[start:end]).replace(".", _WITHIN), " "
        done = end
    return "".join([*pieces, folded[done:]]) if done else folded


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
