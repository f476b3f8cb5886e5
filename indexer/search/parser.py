"""From what somebody typed to a query tree. Nothing typed is an error, unless it is beyond a limit.

    words               all of them, in any form and order         AND, Y    between them changes nothing
    "a phrase"          exact words; nothing in it is an operator  "=año"    with the accents as typed
    "a b"~5  "a b"~>5   near each other, in any order or as typed  word~1    misspelt by a letter
    fentan*  *ilo       by their form                              f?ntanilo
    a OR b, a O b       either        -a, NOT a, NO a   without    ( )       what belongs together
    kind: collection: speaker: date: cited: note: lang:  (tipo: colección: hablante: fecha: citado: nota: idioma:)

Operators are in capitals: *no* and *y* are words. Numbers and dates among the words are found in all their ways of
writing. What cannot be read so is repaired; ``notes`` say how, and ``read_as`` is the query as it was understood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from indexer.errors import UsageError
from indexer.index.analysis import words
from indexer.index.notes import Sentence
from indexer.index.query import Accents, And, Field, Fuzzy, Near, Node, Not, Or, Phrase, Term, Where, Wildcard
from indexer.search.fields import FIELDS, field_node
from indexer.search.lexer import MARKS, OPERATING, OPERATORS, Piece, Sort, pieces
from indexer.search.printing import to_text
from indexer.search.values import with_values
from indexer.text.notes import Note

MAX_QUERY_CHARACTERS = 2_000
"""A paragraph. Longer texts are for the quotation check; a query travels in addresses, which proxies cut at 8 KB."""

MAX_TERMS = 64
"""Every word costs array work (1 to 2 ms on 140,000 passages); nobody types more."""

MAX_DEPTH = 20
"""Brackets within brackets; deeper ones are read as if they were not there."""

MAX_DISTANCE = 100
"""Words between the words of ``"a b"~N``: passages have about 250."""

LEAST_LETTERS = 3
"""A wildcard with fewer letters stands for a good part of all words."""

LEAST_FUZZY, TWO_EDITS = 4, 6
"""Letters a word must have to be misspelt, and to be misspelt twice: of shorter ones most words are neighbours."""

_READ_AS_NOTHING = "nothing"
_POSSESSIVE = re.compile(r"(?<=[^\W\d_]{2})['’]s$", re.IGNORECASE)
_FUZZY = re.compile(r"(?P<word>.*[^\W_][\u0300-\u036f]*)~(?P<edits>\d{0,2})(?:[^\w~*]*)")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a query means. ``node`` is None when nothing in it can be searched; ``notes`` say what was repaired."""

    node: Node | None
    read_as: str
    notes: tuple[Note, ...] = ()


def parse(untrusted_text: str) -> ParsedQuery:
    """Read a query. Raises UsageError only beyond MAX_QUERY_CHARACTERS or MAX_TERMS."""
    if len(untrusted_text) > MAX_QUERY_CHARACTERS:
        raise UsageError(
            f"The query has {len(untrusted_text):,} characters; {MAX_QUERY_CHARACTERS:,} are the most.",
            remedy="Shorten it, or check a long quotation with `cotejo verify`.",
        )
    notes: list[Note] = []
    found = pieces(untrusted_text, frozenset(FIELDS), notes)
    if untrusted_text.isupper() and any(piece.text in ("NO", "Y", "O") for piece in found if piece.sort in OPERATING):
        notes.append(Note(Sentence.CAPITALS))
    reader = _Reader(found, notes)
    tree = reader.read()
    if tree is None:
        return ParsedQuery(None, _READ_AS_NOTHING, (*dict.fromkeys(notes), Note(Sentence.NO_WORD)))
    tree = with_values(tree)
    return ParsedQuery(tree, to_text(tree), tuple(dict.fromkeys(notes)))


class _Reader:
    """Reads pieces: either = all ("OR" all)*, all = one ("AND"? one)*, one = "NOT"* (word | "(" either ")")."""

    def __init__(self, all_pieces: list[Piece], notes: list[Note]) -> None:
        self._pieces = all_pieces
        self._notes = notes
        self._at = 0
        self._terms = 0

    def read(self) -> Node | None:
        found: list[Node] = []
        while self._at < len(self._pieces):
            if (node := self._either(0)) is not None:
                found.append(node)
            if self._next() is Sort.CLOSE:
                self._at += 1
                self._notes.append(Note(Sentence.BRACKET_NOT_OPENED))
        return _all(found)

    def _next(self) -> Sort | None:
        return self._pieces[self._at].sort if self._at < len(self._pieces) else None

    def _either(self, depth: int) -> Node | None:
        found = [self._all(depth)]
        while self._next() is Sort.OR:
            operator = self._pieces[self._at].text
            self._at += 1
            found.append(self._all(depth))
            if found[-1] is None or found[-2] is None:
                self._notes.append(Note(Sentence.OPERATOR_ONE_SIDED, operator=operator))
        return _any([node for node in found if node is not None])

    def _all(self, depth: int) -> Node | None:
        found: list[Node] = []
        while (sort := self._next()) not in (None, Sort.OR, Sort.CLOSE):
            if sort is Sort.AND:
                operator = self._pieces[self._at].text
                self._at += 1
                if not found or self._next() in (None, Sort.OR, Sort.CLOSE):
                    self._notes.append(Note(Sentence.OPERATOR_ONE_SIDED, operator=operator))
            elif (node := self._one(depth)) is not None:
                found.append(node)
        return _all(found)

    def _one(self, depth: int) -> Node | None:
        excluded = False
        operator = ""
        while self._next() is Sort.NOT:
            excluded, operator = not excluded, self._pieces[self._at].text
            self._at += 1
        if self._next() in (None, Sort.OR, Sort.AND, Sort.CLOSE):
            self._notes.append(Note(Sentence.OPERATOR_LAST, operator=operator or "-"))
            return None
        piece = self._pieces[self._at]
        self._at += 1
        node = self._brackets(depth) if piece.sort is Sort.OPEN else self._leaf(piece)
        return _not(node) if excluded and node is not None else node

    def _brackets(self, depth: int) -> Node | None:
        if depth >= MAX_DEPTH:
            self._notes.append(Note(Sentence.BRACKETS_TOO_DEEP, most=MAX_DEPTH))
            return None
        node = self._either(depth + 1)
        if self._next() is Sort.CLOSE:
            self._at += 1
        else:
            self._notes.append(Note(Sentence.BRACKET_NOT_CLOSED))
        return node

    def _leaf(self, piece: Piece) -> Node | None:
        if piece.field is not None:
            self._count(1)
            return field_node(piece.field, piece.text, self._notes)
        typed = _typed(piece.text) if piece.sort is Sort.PHRASE else _typed(piece.text)[:1]
        if not typed:
            self._notes.append(Note(Sentence.NO_LETTERS, typed=piece.text))
            return None
        self._count(max(1, len(words(" ".join(typed)))))
        if piece.exact:
            return Accents(typed)
        return _phrase(piece, typed, self._notes) if piece.sort is Sort.PHRASE else _word(piece.text, self._notes)

    def _count(self, terms: int) -> None:
        self._terms += terms
        if self._terms > MAX_TERMS:
            raise UsageError(f"The query has more than {MAX_TERMS} words.", remedy="Search for fewer words at once.")


def _phrase(piece: Piece, typed: tuple[str, ...], notes: list[Note]) -> Node:
    if piece.distance is None or len(typed) < 2:
        return Phrase(typed)
    if piece.distance > MAX_DISTANCE:
        notes.append(Note(Sentence.TOO_FAR_APART, most=MAX_DISTANCE, typed=piece.distance))
    return Near(typed, min(piece.distance, MAX_DISTANCE), piece.ordered)


def _word(text: str, notes: list[Note]) -> Node | None:
    """A word that is not in quotation marks: misspelt, by its form, or as it is."""
    if fuzzy := _FUZZY.fullmatch(text):
        return _fuzzy(_trimmed(fuzzy["word"]), int(fuzzy["edits"] or 1), notes)
    if _is_wildcard(text):
        return _wildcards(text, notes)
    trimmed = _trimmed(text)
    if trimmed != text:
        return _word(trimmed, notes)
    return _plain(text)


def _plain(word: str) -> Term:
    """A word as it stands, without the English possessive: *the cartel's* is about the cartel. What is an operator only
    in capitals is written in small letters (-NO, «O,»): it must read as itself again."""
    word = _POSSESSIVE.sub("", word)
    return Term(word.lower() if word in OPERATORS else word)


def _fuzzy(word: str, edits: int, notes: list[Note]) -> Node | None:
    found = words(word)
    letters = len(found[0]) if len(found) == 1 and "~" not in word and not _is_wildcard(word) else 0
    most = 0 if letters < LEAST_FUZZY else 1 if letters < TWO_EDITS else 2
    if not most:
        notes.append(Note(Sentence.NOT_TO_MISSPELL, typed=word, least=LEAST_FUZZY))
    elif edits > most:
        notes.append(Note(Sentence.TOO_MISSPELT, typed=f"{word}~{edits}", letters=letters, most=most))
    return Fuzzy(word, min(edits, most)) if edits and most else _word(word, notes)


def _is_wildcard(text: str) -> bool:
    """A star beside a letter, or a question mark between two: at the end it is punctuation, in an address its own."""
    if "/" in text and "*" not in text:
        return False
    return bool(re.search(r"[^\W_][\u0300-\u036f]*(?:\*|\?+[^\W_])|\*[^\W_]", text))


def _wildcards(text: str, notes: list[Note]) -> Node | None:
    """``fentan*``, also among other words joined by punctuation (``ex-presid*``)."""
    found: list[Node] = []
    for part in re.findall(r"(?:[^\W_]|[\u0300-\u036f]|[*?])+", text):
        form = re.sub(r"[*?]*\*[*?]*", "*", part).strip("?")
        letters = re.sub(r"[*?]", "", form)
        if letters == form:
            found += [_plain(form)] if words(form) else []
        elif len(letters) >= LEAST_LETTERS:
            found.append(Wildcard(form))
        elif words(letters):
            notes.append(Note(Sentence.FEW_LETTERS, typed=form, least=LEAST_LETTERS, read=letters))
            found.append(_plain(letters))
    return _all(found)


def _typed(text: str) -> tuple[str, ...]:
    """The words of a phrase as they were typed, without the punctuation around them."""
    plain = "".join(" " if character in MARKS else character for character in text)
    return tuple(trimmed for word in plain.split() if words(trimmed := _trimmed(word)))


def _trimmed(word: str) -> str:
    """``word`` without the punctuation around it, but with combining accents and a percent sign after a digit."""
    inside = [place for place, character in enumerate(word) if unicodedata.category(character)[0] in "LNM"]
    if not inside:
        return ""
    end = inside[-1] + 1
    return word[inside[0] : end + (word[end : end + 1] == "%" and word[end - 1].isdigit())]


def _all(found: list[Node]) -> Node | None:
    flat = _alternatives([part for node in found for part in (node.children if isinstance(node, And) else (node,))])
    return (And(tuple(flat)) if len(flat) > 1 else flat[0]) if flat else None


def _alternatives(found: list[Node]) -> list[Node]:
    """Several values of one field are alternatives, as in a list of filters: no passage is both decree and memo."""
    fields = [node.field for node in found if isinstance(node, Where)]
    several = {field for field in fields if fields.count(field) > 1 and field is not Field.CITED}
    joined: list[Node] = []
    for node in found:
        if not isinstance(node, Where) or node.field not in several:
            joined.append(node)
        elif node.field in fields:
            alike = (other for other in found if isinstance(other, Where) and other.field == node.field)
            joined.append(_any(list(dict.fromkeys(alike))) or node)
            fields = [field for field in fields if field != node.field]
    return joined


def _any(found: list[Node]) -> Node | None:
    flat = [part for node in found for part in (node.children if isinstance(node, Or) else (node,))]
    return (Or(tuple(flat)) if len(flat) > 1 else flat[0]) if flat else None


def _not(node: Node) -> Node:
    return node.child if isinstance(node, Not) else Not(node)
