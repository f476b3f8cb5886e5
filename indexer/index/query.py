"""The neutral query tree: what a query means, whatever engine answers it.

Built by :mod:`indexer.search.parser`, translated by each engine. Nodes hold words as the user typed them;
folding and stemming are the engine's analyser's affair.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from indexer.models import Language

# --- words ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """An unquoted word: matches its inflections (stem view); ``text`` is as typed. With a ``language``, its inflections
    in that one only: the Spanish stem of the English *report* is that of *reportar*."""

    text: str
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exact words in order (exact view): accents and case free, never stemmed, never expanded."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accents:
    """A phrase (or word) whose accents are as typed: ``=mamá`` is not *mama*, ``=mama`` is not *mamá*."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Exact words with at most ``distance`` other words among them, in any order or as typed (``ordered``)."""

    words: tuple[str, ...]
    distance: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word, or one that becomes it with up to ``edits`` letters changed, added, left out or swapped."""

    text: str
    edits: int


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words of the exact view by their form: ``*`` is any letters or none, ``?`` is one letter."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as typed: matches its other ways of writing (``286,494`` · ``286 mil 494``; ``77.3 %``)."""

    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date as typed: matches its other ways of writing."""

    text: str
    date: dt.date


# --- what a passage belongs to --------------------------------------------------------------------


class Field(StrEnum):
    """What a passage can be asked for besides its words."""

    KIND = "kind"
    COLLECTION = "collection"
    SPEAKER = "speaker"
    LANGUAGE = "lang"
    CITED = "cited"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """Passages by a field. A kind and a language are their ids, a speaker matches by the words of the name. ``CITED``
    (yes, no) and ``NOTE`` are known to the catalog alone: the search service turns them into :class:`Documents`."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Passages of documents dated from ``first`` to ``last``, both included; None is open."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Documents:
    """Passages of these documents."""

    ids: frozenset[str]


# --- how they are joined --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class And:
    """Every one of ``children`` matches."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """Every one of ``children`` matches in the passage or, where no single passage has them all, in one beside it:
    where a passage ends is our doing, not the source's."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of ``children`` matches."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``child`` does not match. Alone it means: everything but."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every passage: what an empty query with filters asks for."""


class Reason(StrEnum):
    """Why something is searched that was not typed."""

    GLOSSARY = "glossary"  # the same thing in the other language, or by another name
    TRANSLATION = "translation"  # an outside program's guess
    OCR = "ocr"  # how OCR misreads the word


@dataclass(frozen=True, slots=True)
class Added:
    """What is searched besides something typed. ``weight`` (above 0, below 1) is what a match is worth beside a literal
    one; ``text`` is how a page names it."""

    node: Node
    weight: float
    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Expanded:
    """``literal`` or any of ``added``: the latter rank below a literal match of equal worth."""

    literal: Node
    added: tuple[Added, ...]


Leaf = Term | Phrase | Accents | Near | Fuzzy | Wildcard | Figure | Day
"""What a text is searched for, and what is marked in it."""

Condition = Where | Dates | Documents
"""What passages are picked by without looking at their text."""

Node = Leaf | Condition | And | Around | Or | Not | Everything | Expanded
