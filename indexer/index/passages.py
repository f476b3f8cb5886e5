"""All that an index holds of one text: its words, their accents, its numbers and dates, its broken words.

What is written in several ways is also indexed in one of them. A number or a date is a *value* (``#286494``,
``@2020-07-30``), a text with words broken at the end of a line stands again with them whole, and a word with accents
stands as it is written beside its folded form. Offsets never change: marks are found in the text again.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.index.analysis import compounds, cut, joined, spans, spelled, stems
from indexer.index.base import IndexDocument
from indexer.index.schema import ACCENTS, EXACT, STEMS, VALUES
from indexer.models import Language
from indexer.text.breaks import made_whole
from indexer.text.dates import find_dates
from indexer.text.fold import Folded, fold
from indexer.text.numbers import find_numbers

_CODE_PAGE = "cp1252"  # as in fold: a text of these characters is folded one by one
GAP = 500
"""Places between a text and its repetition with broken words whole."""

_HYPHENS = frozenset("-\u00ad\u2010\u00ac")


class Placed(NamedTuple):
    """A word and the place it takes."""

    place: int
    word: str


class Words(NamedTuple):
    """What a field of the index is given: words, each at its index, and others at places of their own."""

    words: Sequence[str]
    others: Sequence[Placed] = ()

    def places(self) -> dict[str, array[int]]:
        """Each word and where it stands, ascending."""
        found: dict[str, array[int]] = {}
        for place, word in enumerate(self.words):
            found.setdefault(word, array("I")).append(place)
        for place, word in self.others:
            found.setdefault(word, array("I")).append(place)
        for word in {word for _, word in self.others}:
            found[word] = array("I", sorted(found[word]))
        return found


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text taken apart for the index. ``whole`` are its words again, with the broken ones whole;
    ``accents`` the words written with accents, and again their folded form, which tells where it has some."""

    language: Language
    words: list[str]
    stems: list[str]
    whole: list[Placed]
    accents: list[Placed]
    values: list[str]

    def fields(self) -> dict[str, Words]:
        """What each field of the index is given of it."""
        fields = {EXACT: Words(self.words, self.whole)}
        if self.language in STEMS:
            fields[STEMS[self.language]] = Words(self.stems)
        if self.accents:
            fields[ACCENTS] = Words((), self.accents)
        if self.values:
            fields[VALUES] = Words(self.values)
        return fields


def main_language(document: IndexDocument) -> Language:
    """The language of most of its passages: that of its title."""
    languages = Counter(passage.language for passage in document.passages)
    return languages.most_common(1)[0][0] if languages else Language.OTHER


def analyse(text: str, language: Language) -> Analysed:
    """Take ``text`` apart. A hundred microseconds for a passage of 250 words."""
    folded = fold(text)
    found = cut(joined(folded.text))
    whole = _made_whole(text, len(found))
    mended = sorted({word for _, word in whole}.difference(found))
    return Analysed(
        language=language,
        words=found,
        stems=stems([*found, *mended], language),
        whole=whole,
        accents=list(_accents(found, _written(text, folded))),
        values=list(values(text, language)),
    )


def number_value(form: str) -> str:
    """The indexed word of a number's form."""
    return f"#{form}"


def date_value(date: object) -> str:
    """The indexed word of a date."""
    return f"@{date}"


def values(text: str, language: Language) -> Iterator[str]:
    """The numbers and dates of ``text`` as indexed words, but for bare digits, which are words already."""
    for number in find_numbers(text):
        if not number.plain:
            yield from map(number_value, number.forms)
    for found in find_dates(text, language):
        yield date_value(found.date)


def _made_whole(text: str, count: int) -> list[Placed]:
    """The words of ``text`` again with its broken words whole, behind a gap that no phrase crosses; ``count`` words
    stand before. So a phrase is found over a broken word as over any other, and the pieces stay words too."""
    if not any(line.rstrip()[-1:] in _HYPHENS for line in text.split("\n")[:-1]):
        return []  # much sooner than the expression
    whole = made_whole(text)
    if whole is None:
        return []
    found = cut(joined(fold(whole.text).text))
    return [Placed(count + GAP + place, word) for place, word in enumerate(found)]


def _accents(found: list[str], written: list[str]) -> Iterator[Placed]:
    for place, (word, as_written) in enumerate(zip(found, written, strict=True)):
        if word != as_written:
            yield Placed(place, as_written)
            yield Placed(place, word)


def written_words(text: str) -> list[str]:
    """The words of ``text`` in small letters with the accents they are written with, as many as its folded words."""
    return _written(text, fold(text))


def _written(text: str, folded: Folded) -> list[str]:
    if folded.folded_starts:
        return [_small(text[slice(*folded.original(*span))]) for span in spans(folded)]
    if compounds(folded.text):
        return [_small(text[start:end]) for start, end in spans(folded)]
    # Letter for letter: cut where the folded text is cut.
    return text.encode(_CODE_PAGE).translate(_SMALL).decode(_CODE_PAGE).split()


def _small_letters() -> bytes:
    """By character of the code page: its small letter, or a space for what ends a word."""
    table = bytearray(b" " * 256)
    for code in range(256):
        character = bytes([code]).decode(_CODE_PAGE, errors="replace")
        folded = fold(character).text
        if len(folded) == 1 and folded.isalnum():
            table[code] = character.lower().encode(_CODE_PAGE)[0]
    return bytes(table)


_SMALL = _small_letters()


def _small(word: str) -> str:
    return spelled(unicodedata.normalize("NFC", word.lower()))
