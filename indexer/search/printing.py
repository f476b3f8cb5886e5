"""From a query tree to the text that reads as it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from indexer.index.query import (
    Accents,
    And,
    Around,
    Condition,
    Dates,
    Day,
    Documents,
    Everything,
    Expanded,
    Figure,
    Fuzzy,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    Where,
    Wildcard,
)


def to_text(node: Node) -> str:
    """The query that reads as ``node``, in straight quotation marks. What was added by an expansion is not in it."""
    match node:
        case And(children) | Around(children):
            text = " ".join(_inside(child, Or) for child in children)
        case Or(children):
            text = " OR ".join(_inside(child, And) for child in children)
        case Not(child):
            text = f"-{_inside(child, And, Or, Not)}"
        case Everything():
            text = ""
        case Expanded(literal):
            text = to_text(literal)
        case Where() | Dates() | Documents():
            text = _condition(node)
        case _:
            text = _leaf(node)
    return text


def _inside(node: Node, *in_brackets: type) -> str:
    """``node`` as part of another: in brackets if it would be read otherwise without them."""
    literal = node.literal if isinstance(node, Expanded) else node
    several = isinstance(literal, Figure | Day) and " " in literal.text
    text = to_text(literal)
    return f"({text})" if several or isinstance(literal, in_brackets) else text


def _leaf(node: Leaf) -> str:
    match node:
        case Term(text) | Figure(text) | Day(text):
            return text
        case Phrase(words):
            return _quoted(words)
        case Accents(words):
            return f"={words[0]}" if len(words) == 1 and words[0].isalnum() else f"={_quoted(words)}"
        case Near(words, distance, ordered):
            return f"{_quoted(words)}~{'>' if ordered else ''}{distance}"
        case Fuzzy(text, edits):
            return f"{text}~{edits}"
        case Wildcard(pattern):
            return pattern


def _condition(node: Condition) -> str:
    match node:
        case Where(field, value):
            return f"{field}:{value}" if " " not in value else f"{field}:{_quoted([value])}"
        case Dates(first, last):
            return f"date:{_day(first)}..{_day(last)}" if first != last else f"date:{_day(first)}"
        case Documents(ids):
            return f"{len(ids)} documents"


def _day(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def _quoted(words: Sequence[str]) -> str:
    return f'"{" ".join(words)}"'
