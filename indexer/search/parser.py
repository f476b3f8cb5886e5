"""From what somebody typed to a query tree. Nothing typed is an error, unless it is beyond a limit.

Words are AND; ``"a phrase"`` is exact, in any quotation marks, and nothing in it is an operator; ``-word`` and
``-"a phrase"`` exclude. What cannot be read so is repaired, and ``read_as`` says how the query was read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.errors import UsageError
from indexer.index.analysis import words
from indexer.index.query import And, Node, Not, Phrase, Term
from indexer.search.printing import to_text

MAX_QUERY_CHARACTERS = 2_000
"""A paragraph. Longer texts are for the quotation check; a query travels in addresses, which proxies cut at 8 KB."""

MAX_TERMS = 64
"""Every word costs array work (1 to 2 ms on 140,000 passages); nobody types more."""

_CLOSING = {'"': '"”', "“": '”"', "„": "“”", "‟": "”", "«": "»", "»": "«"}
_MARKS = frozenset('"“”„‟«»')
_MINUS = frozenset("-−–")
_READ_AS_NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a query means. ``node`` is None when nothing in it can be searched; ``notes`` say what was repaired."""

    node: Node | None
    read_as: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the query between spaces or quotation marks."""

    text: str
    quoted: bool
    excluded: bool


def parse(untrusted_text: str) -> ParsedQuery:
    """Read a query. Raises UsageError only beyond MAX_QUERY_CHARACTERS or MAX_TERMS."""
    if len(untrusted_text) > MAX_QUERY_CHARACTERS:
        raise UsageError(
            f"The query has {len(untrusted_text):,} characters; {MAX_QUERY_CHARACTERS:,} are the most.",
            remedy="Shorten it, or check a long quotation with `cotejo verify`.",
        )
    notes: list[str] = []
    children: list[Node] = []
    terms = 0
    for part in _parts(_printable(untrusted_text), notes):
        node = _node(part)
        if node is None:
            notes.append(f"«{part.text}» has no letters or digits and was left out.")
            continue
        terms += max(1, len(words(part.text)))
        if terms > MAX_TERMS:
            raise UsageError(f"The query has more than {MAX_TERMS} words.", remedy="Search for fewer words at once.")
        children.append(Not(node) if part.excluded else node)
    if not children:
        return ParsedQuery(None, _READ_AS_NOTHING, (*notes, "There is no word to search for."))
    tree = children[0] if len(children) == 1 else And(tuple(children))
    return ParsedQuery(tree, to_text(tree), tuple(notes))


def _printable(text: str) -> str:
    """``text`` with control characters, and halves of characters (surrogates), as spaces."""
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character for character in text
    )


def _parts(text: str, notes: list[str]) -> Iterator[_Part]:
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        start = position
        while position < len(text) and text[position] in _MINUS:
            position += 1
        excluded = position > start
        if position < len(text) and text[position] in _CLOSING:
            content, position = _quoted(text, position, notes)
            yield _Part(content, quoted=True, excluded=excluded)
            continue
        word_start = position
        while position < len(text) and not text[position].isspace() and text[position] not in _MARKS:
            position += 1
        if position > word_start:
            yield _Part(text[word_start:position], quoted=False, excluded=excluded)
        elif position < len(text) and text[position] in _MARKS:
            position += 1  # a closing mark that nothing opened
        elif excluded:
            notes.append("A minus sign without a word after it was left out.")


def _quoted(text: str, opening: int, notes: list[str]) -> tuple[str, int]:
    """What stands between the mark at ``opening`` and its partner, and the position after it."""
    closing = _CLOSING[text[opening]]
    end = opening + 1
    while end < len(text) and text[end] not in closing:
        end += 1
    if end == len(text):
        notes.append("A quotation mark was not closed; the phrase was read to the end.")
    return text[opening + 1 : end], end + 1


def _node(part: _Part) -> Node | None:
    """The tree of one part, None if there is no letter or digit in it."""
    text = "".join(" " if character in _MARKS else character for character in part.text)
    typed = tuple(trimmed for word in text.split() if words(trimmed := _trimmed(word)))
    if not typed:
        return None
    return Phrase(typed) if part.quoted else Term(typed[0])


def _trimmed(word: str) -> str:
    """``word`` without the punctuation around it; combining accents are part of it."""
    inside = [place for place, character in enumerate(word) if unicodedata.category(character)[0] in "LNM"]
    return word[inside[0] : inside[-1] + 1] if inside else ""
