"""Walking query trees and rebuilding them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from indexer.index.query import And, Expanded, Node, Not, Or


def rewritten(node: Node, change: Callable[[Node], Node]) -> Node:
    """``node`` with ``change`` applied to every node, inner ones first; additions of an expansion are left alone."""
    match node:
        case And(children):
            node = And(tuple(rewritten(child, change) for child in children))
        case Or(children):
            node = Or(tuple(rewritten(child, change) for child in children))
        case Not(child):
            node = Not(rewritten(child, change))
        case Expanded(literal):
            node = replace(node, literal=rewritten(literal, change))
        case _:
            pass
    return change(node)


def nodes(node: Node) -> Iterator[Node]:
    """``node`` and all in it, outer ones first; additions of an expansion are left out."""
    yield node
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from nodes(child)
        case Not(child) | Expanded(child):
            yield from nodes(child)
        case _:
            return
