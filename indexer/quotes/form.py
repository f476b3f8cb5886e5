"""The form in which quotations and sources are compared, and the way back to the page.

A text becomes its folded words joined by one space: case, accents, punctuation, quote marks, line ends and words broken
at the end of a line make no difference. As bytes, one for each character (edlib takes 256 symbols at most): offsets in
the bytes are offsets in the words. What the bytes make equal is looked at again on the page itself.

A figure is cut at its separators here: ``286,494`` then stands beside *286 mil 494* with most of its words the same.
That a quotation must not begin or end within a number is looked at where it is judged (edges.py).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.index.analysis import Located, Token, located, words
from indexer.text.breaks import BREAK, breaks_of

_CODE_PAGE = "cp1252"
_FOREIGN = "cotejo.quotes.foreign"
_OPEN_END = re.compile(r"[^\W\d_][-\u00ad\u2010\u00ac]\s*$")
_DIGITS = re.compile(r"\d+")
_SMALL_LETTER = re.compile(r"\s*[^\W\d_]")

WORD_CHARACTERS = 5.8
"""A word with the space behind it, in the transcripts."""

MOST_OF_PAGE, _SLACK = 0.7, 150
"""Of more than this share of a page all of it is taken apart; and by how many characters a place in its text may be off
that is reckoned from its form, which is a tenth shorter."""

NEXT_DOCUMENT = b"\n"
"""Stands between two documents; no word has it, so nothing is found across."""


def _foreign(error: UnicodeError) -> tuple[bytes, int]:
    """One byte for each letter of another script: which of 17 does not matter, only that it is always the same."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return bytes(14 + ord(char) % 17 for char in error.object[error.start : error.end]), error.end


codecs.register_error(_FOREIGN, _foreign)


def encode(folded_words: Iterable[str]) -> bytes:
    """The words as bytes, one for each character, with one space between words."""
    return " ".join(folded_words).replace(".", " ").encode(_CODE_PAGE, errors=_FOREIGN)


def decode(form: bytes) -> str:
    """The words of a form; a letter of another script is the sign that stands for it."""
    return form.decode(_CODE_PAGE)


def text_words(text: str) -> list[Token]:
    """The folded words of a text with their places in it, figures cut."""
    return list(map(Token, *_figures_cut(located(text), text)))


def _figures_cut(found: Located, text: str) -> Located:
    if "." not in "".join(found.words):
        return found
    return _columns(piece for token in map(Token, *found) for piece in _pieces(token, text))


def _pieces(token: Token, text: str) -> list[Token]:
    if "." not in token.word:
        return [token]
    return [Token(digits[0], *digits.span()) for digits in _DIGITS.finditer(text, token.start, token.end)]


def _columns(tokens: Iterable[Token]) -> Located:
    rows = list(tokens)
    return Located([token.word for token in rows], [token.start for token in rows], [token.end for token in rows])


def page_words(text: str) -> Located:
    """The folded words of a page with their places in its text, in columns; a word broken at a line's end is one."""
    found = _figures_cut(located(text), text)
    breaks = {match.start(): match.end() for match in breaks_of(text)}
    if not breaks:
        return found
    joined: list[Token] = []
    for token in map(Token, *found):
        if joined and breaks.get(joined[-1].end) == token.start:
            first = joined.pop()
            joined.append(Token(first.word + token.word, first.start, token.end))
        else:
            joined.append(token)
    return _columns(joined)


def words_near(text: str, form: bytes, first: int, last: int) -> tuple[Located, int]:
    """The words of a page about the bytes [first, last) of its ``form``, and the byte at which the first one begins.

    Only the lines thereabouts are taken apart, as their form tells where in the page's they stand; all of the page if
    they stand there twice, or otherwise than alone.
    """
    begin, end = _lines_about(text, first * len(text) // max(1, len(form)), last * len(text) // max(1, len(form)))
    if end - begin <= MOST_OF_PAGE * len(text):
        found = page_words(text[begin:end])
        sought, within = b" " + encode(found.words) + b" ", b" " + form + b" "
        at = within.find(sought)
        covers = 0 <= at <= first and at + len(sought) - 2 >= min(last, len(form))
        if covers and found.words and within.find(sought, at + 1) < 0:
            starts, ends = ([begin + place for place in column] for column in found[1:])
            return Located(found.words, starts, ends), at
    return page_words(text), 0


def _lines_about(text: str, first: int, last: int) -> tuple[int, int]:
    """Where the lines about characters [first, last) begin and end; words, where lines are long."""
    first, last = max(0, first - _SLACK), min(len(text), last + _SLACK)
    line = text.rfind("\n", max(0, first - _SLACK), first)
    begin = (line if line >= 0 else text.rfind(" ", 0, first)) + 1
    line = text.find("\n", last, last + _SLACK)
    end = line if line >= 0 else text.find(" ", last)
    return begin if first else 0, end if last < len(text) and end >= 0 else len(text)


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """A document as bytes. ``starts[i]`` is where the page ``numbers[i]`` begins in them."""

    text: bytes
    numbers: tuple[int, ...]
    starts: tuple[int, ...]


def document_form(pages: Sequence[tuple[int, str]]) -> DocumentForm:
    """The form of a document's pages (number, text) in order; a word broken at the end of a page is joined."""
    pieces: list[bytes] = []
    numbers: list[int] = []
    starts: list[int] = []
    length, before = 0, ""
    for number, text in pages:
        page = encode(page_words(text).words) if BREAK.search(text) else encode(words(text))
        if length and page and not continues(before, text):
            pieces.append(b" ")
            length += 1
        numbers.append(number)
        starts.append(length)
        pieces.append(page)
        length += len(page)
        before = text if page else before
    return DocumentForm(b"".join(pieces), tuple(numbers), tuple(starts))


def continues(page: str, following: str) -> bool:
    """Whether the last word of ``page`` goes on as the first of the ``following`` page."""
    return _OPEN_END.search(page[-40:]) is not None and _SMALL_LETTER.match(following) is not None
