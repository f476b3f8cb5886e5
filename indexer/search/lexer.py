"""From what somebody typed to its pieces: words, phrases, operators, brackets. Nothing is refused; ``notes`` say what
was left out or closed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from indexer.index.notes import Sentence
from indexer.text.notes import Note

CLOSING = {'"': '"”', "“": '”"', "„": "“”", "‟": "”", "«": "»", "»": "«"}
"""Opening quotation mark → the marks that close it."""

MARKS = frozenset('"“”„‟«»')
_MINUS = frozenset("-−–")
OPERATORS = {"AND": "AND", "Y": "AND", "OR": "OR", "O": "OR", "NOT": "NOT", "NO": "NOT"}
_SUFFIX = re.compile(r"~(?P<ordered>>?)(?P<number>\d{0,4})")
_FIELD = re.compile(r"(?P<name>[^\W\d_]{2,12}):")
_SPACED_ABBREVIATION = re.compile(r"(?<![^\W_])(?:([^\W\d_])\1?\. ){1,8}([^\W\d_])\2?\.(?![^\W_])")
_LONE_PERCENT = re.compile(r"(?<=\d)\s+%(?!\w)")


class Sort(Enum):
    """What a piece of a query is."""

    WORD = auto()
    PHRASE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()


OPERATING = (Sort.AND, Sort.OR, Sort.NOT)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a query. A word or phrase may be of a ``field``, or ``exact`` in its accents (``=``); a phrase may let
    ``distance`` words stand among its own, in the order typed or not."""

    sort: Sort
    text: str = ""
    field: str | None = None
    exact: bool = False
    distance: int | None = None
    ordered: bool = False


def pieces(untrusted_text: str, fields: frozenset[str], notes: list[Note]) -> list[Piece]:
    """The pieces of a query; ``fields`` are the names, in small letters, that a colon makes a field."""
    text = _LONE_PERCENT.sub("%", _printable(untrusted_text))
    return list(_Lexer(text, fields, notes).pieces())


def _printable(text: str) -> str:
    """``text`` with control characters, and halves of characters (surrogates), as spaces, and the letters of a spaced
    abbreviation (``S. A.``) together."""
    clean = "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character for character in text
    )
    return _SPACED_ABBREVIATION.sub(lambda match: match[0].replace(" ", ""), clean)


class _Lexer:
    def __init__(self, text: str, fields: frozenset[str], notes: list[Note]) -> None:
        self._text = text
        self._fields = fields
        self._notes = notes
        self._at = 0

    def pieces(self) -> Iterator[Piece]:
        while self._at < len(self._text):
            character = self._text[self._at]
            if character.isspace() or character == "+":
                self._at += 1
            elif character in "()":
                self._at += 1
                yield Piece(Sort.OPEN if character == "(" else Sort.CLOSE)
            elif character in _MINUS:
                yield from self._minus()
            else:
                yield from self._operand()

    def _minus(self) -> Iterator[Piece]:
        while self._at < len(self._text) and self._text[self._at] in _MINUS:
            self._at += 1
        if self._at == len(self._text) or self._text[self._at].isspace() or self._text[self._at] == ")":
            self._notes.append(Note(Sentence.MINUS_ALONE))
        else:
            yield Piece(Sort.NOT)
            if self._text[self._at] != "(":
                # What follows a minus sign is no operator: -NO is the word.
                for piece in self._operand():
                    yield replace(piece, sort=Sort.WORD) if piece.sort in OPERATING else piece

    def _operand(self) -> Iterator[Piece]:
        self._skip_punctuation()
        exact = self._text[self._at : self._at + 1] == "="
        self._at += exact
        if self._opens():
            yield self._phrase(None, exact)
            return
        field = _FIELD.match(self._text, self._at)
        if field and field["name"].lower() in self._fields and not exact:
            yield from self._of_field(field)
            return
        word = self._word()
        if not word:
            self._at += self._at < len(self._text) and self._text[self._at] in MARKS  # a mark that nothing opened
        elif not exact and word in OPERATORS:
            yield Piece(Sort[OPERATORS[word]], word)
        else:
            yield Piece(Sort.WORD, word, exact=exact)

    def _of_field(self, field: re.Match[str]) -> Iterator[Piece]:
        self._at = field.end()
        name = field["name"].lower()
        if self._opens():
            yield self._phrase(name, exact=False)
        elif value := self._word():
            yield Piece(Sort.WORD, value, field=name)
        else:
            yield Piece(Sort.WORD, field["name"])  # «Nota: …» is a word with a colon

    def _skip_punctuation(self) -> None:
        """What stands before a word (¿, …, an apostrophe) is not of it."""
        while self._at < len(self._text):
            character = self._text[self._at]
            if character.isspace() or character in MARKS or character in "=()" or _of_word(character):
                return
            if character == "*" and _of_word(self._text[self._at + 1 : self._at + 2] or " "):
                return
            self._at += 1

    def _opens(self) -> bool:
        return self._at < len(self._text) and self._text[self._at] in CLOSING

    def _word(self) -> str:
        start = self._at
        while self._at < len(self._text):
            character = self._text[self._at]
            if character.isspace() or character in MARKS or character in "()":
                break
            self._at += 1
        return self._text[start : self._at]

    def _phrase(self, field: str | None, exact: bool) -> Piece:
        """What stands between the mark here and its partner, with what follows it (``~5``)."""
        closing = CLOSING[self._text[self._at]]
        end = start = self._at + 1
        while end < len(self._text) and self._text[end] not in closing:
            end += 1
        if end == len(self._text):
            self._notes.append(Note(Sentence.QUOTE_NOT_CLOSED))
        content = self._text[start:end]
        self._at = end + 1
        suffix = _SUFFIX.match(self._text, self._at)
        if suffix is None:
            within_marks = content.lstrip()
            exact_inside = within_marks.startswith("=")
            return Piece(Sort.PHRASE, within_marks[exact_inside:], field, exact or exact_inside)
        self._at = suffix.end()
        distance = int(suffix["number"] or 0)
        return Piece(Sort.PHRASE, content, field, exact, distance, ordered=bool(suffix["ordered"]))


def _of_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"
