"""The tree of a marked-up report (a page, a part of a Word file) as its readers walk it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """An element: its name (in Word files with the usual prefix, ``w:p``), and the elements and text in it.

    Two elements are never equal: a node is its place in the tree.
    """

    name: str
    attributes: Mapping[str, str]
    children: tuple[Node | str, ...] = ()

    def child(self, name: str) -> Node | None:
        return next(self.children_named(name), None)

    def children_named(self, name: str) -> Iterator[Node]:
        return (child for child in self.children if isinstance(child, Node) and child.name == name)

    def descendants(self) -> Iterator[Node]:
        """This element and all within it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    def value(self, name: str) -> str | None:
        """The ``w:val`` of a child; None if there is no such child, or it has none."""
        child = self.child(name)
        return None if child is None else child.attributes.get("w:val")

    def on(self, name: str) -> bool:
        """Whether a property that is on or off (``w:vanish``) is there and on."""
        child = self.child(name)
        return child is not None and child.attributes.get("w:val", "true").lower() not in ("0", "false", "off", "none")

    def text(self) -> str:
        """All text within, as it stands in the file."""
        parts: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                parts.append(item)
            else:
                waiting += reversed(item.children)
        return "".join(parts)
