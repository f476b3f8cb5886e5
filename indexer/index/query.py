"""The neutral query tree: what a query means, whatever engine answers it.

Built by :mod:`indexer.search.parser`, translated by each engine. Nodes hold words as the user typed them;
folding and stemming are the engine's analyser's affair.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """An unquoted word: matches its inflections (stem view); ``text`` is as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exact words in order (exact view): accents and case free, never stemmed, never expanded."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """Every one of ``children`` matches."""

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


Node = Term | Phrase | And | Or | Not | Everything
