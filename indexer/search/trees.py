"""Walking query trees and rebuilding them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from indexer.index.analysis import words
from indexer.index.query import And, Around, Condition, Expanded, Field, Node, Not, Or, Term, Where
from indexer.models import Language
from indexer.search.inflection import FUNCTION_WORDS, may_be_missing


def rewritten(node: Node, change: Callable[[Node], Node]) -> Node:
    """``node`` with ``change`` applied to every node, inner ones first; additions of an expansion are left alone."""
    match node:
        case And(children):
            node = And(tuple(rewritten(child, change) for child in children))
        case Around(children):
            node = Around(tuple(rewritten(child, change) for child in children))
        case Or(children):
            node = Or(tuple(rewritten(child, change) for child in children))
        case Not(child):
            node = Not(rewritten(child, change))
        case Expanded(literal):
            node = replace(node, literal=rewritten(literal, change))
        case _:
            pass
    return change(node)


_OTHER = {Language.SPANISH: Language.ENGLISH, Language.ENGLISH: Language.SPANISH}


def across_languages(node: Node) -> Node:
    """``node`` asking the little words of one language (*de*, *the*) only of passages that are not in the other: the
    English for «trata de personas» has no *de*."""
    return rewritten(node, _little_words_apart) if any(isinstance(part, Expanded) for part in nodes(node)) else node


def _little_words_apart(node: Node) -> Node:
    if not isinstance(node, And):
        return node
    return And(tuple(_little_word(child) for child in node.children))


def _little_word(node: Node) -> Node:
    if isinstance(node, Term) and may_be_missing(node.text):
        for language, listed in FUNCTION_WORDS.items():
            if all(word in listed for word in words(node.text)):
                return Or((node, Where(Field.LANGUAGE, _OTHER[language])))
    return node


def as_typed(node: Node) -> Node:
    """``node`` before :func:`across_languages`."""
    return rewritten(node, lambda part: part.children[0] if isinstance(part, Or) and _may_be_missing(part) else part)


def widened(node: Node) -> Or | None:
    """``node`` with its words also where they stand in passages beside each other, and without the little words of a
    question; None if that asks for nothing else."""
    if not isinstance(node, And):
        return None
    asked = tuple(child for child in node.children if not _may_be_missing(child))
    wider: list[Node] = []
    if len(asked) < len(node.children) and any(not isinstance(child, Condition | Not) for child in asked):
        wider.append(And(asked))
    else:
        asked = node.children
    if sum(not isinstance(child, Condition | Not) for child in asked) > 1:
        wider.append(Around(asked))
    return Or((node, *wider)) if wider else None


def _may_be_missing(node: Node) -> bool:
    match node:
        case Term(text):
            return may_be_missing(text)
        case Or((Term(text), Where(Field.LANGUAGE))):  # as across_languages leaves it
            return may_be_missing(text)
        case _:
            return False


def nodes(node: Node) -> Iterator[Node]:
    """``node`` and all in it, outer ones first; additions of an expansion are left out."""
    yield node
    match node:
        case And(children) | Or(children) | Around(children):
            for child in children:
                yield from nodes(child)
        case Not(child) | Expanded(child):
            yield from nodes(child)
        case _:
            return
