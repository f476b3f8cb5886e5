"""What a Word file's styles say of paragraphs and runs: headings, quotations, tables of contents, raised, hidden.

Ids are translated with Word (``Ttulo1``, ``Cita``), the names of the built-in ones are not (``heading 1``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.sources.report_tree import Node

_HEADING = re.compile(r"(?:heading|t[íi]tulo|encabezado)\s?(\d)", re.IGNORECASE)
_QUOTE = re.compile(
    r"(?:intense |block )?(?:quote|quotations?)|block ?text|cita(?: destacada| textual| larga| en bloque)?",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:toc|tdc) ?\d|table of figures|toc heading", re.IGNORECASE)
_RAISED = frozenset({"footnote reference", "endnote reference", "superscript"})
_MOST_ANCESTORS = 20
_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Style:
    """What counts of a style, its ancestors included. ``level`` 0 is no heading; ``title``: the document's own."""

    level: int = 0
    title: bool = False
    quoted: bool = False
    contents: bool = False
    raised: bool = False
    hidden: bool = False
    left: int = 0
    right: int = 0


PLAIN = Style()


def read_styles(tree: Node | None) -> Mapping[str, Style]:
    """The styles of ``styles.xml`` by id; none if there is no such part."""
    nodes = {node.attributes.get("w:styleId", ""): node for node in (tree.children_named("w:style") if tree else ())}
    return {name: _style(nodes, node) for name, node in nodes.items()}


def indents(properties: Node | None) -> tuple[int | None, int | None]:
    """The indents of a paragraph from the left and the right in twentieths of a point; None where not given."""
    node = properties.child("w:ind") if properties else None
    if node is None:
        return None, None
    given = node.attributes
    return (
        _number(given.get("w:left", given.get("w:start"))),
        _number(given.get("w:right", given.get("w:end"))),
    )


def is_raised(properties: Node | None) -> bool | None:
    """Whether a run is set as a superscript: by its kind of line, or by standing 2 points higher. None: not said."""
    if properties is None:
        return None
    if (align := properties.value("w:vertAlign")) is not None:
        return align == "superscript"
    height = _number(properties.value("w:position"))
    return None if height is None else height >= 4


def _style(nodes: Mapping[str, Node], node: Node) -> Style:
    chain = [node]
    while len(chain) < _MOST_ANCESTORS and (parent := nodes.get(chain[-1].value("w:basedOn") or "")) is not None:
        if parent in chain:
            break
        chain.append(parent)
    names = [(link.value("w:name") or "").strip().lower() for link in chain]
    runs = [link.child("w:rPr") for link in chain]
    paragraphs = [link.child("w:pPr") for link in chain]
    lifted = next((said for run in runs if (said := is_raised(run)) is not None), None)
    sides = [indents(properties) for properties in paragraphs]
    return Style(
        level=_level(names, paragraphs),
        title="title" in names,
        quoted=any(_QUOTE.fullmatch(name) for name in names),
        contents=any(_CONTENTS.fullmatch(name) for name in names),
        raised=lifted if lifted is not None else any(name in _RAISED for name in names),
        hidden=any(run is not None and run.on("w:vanish") for run in runs),
        left=next((left for left, _ in sides if left is not None), 0),
        right=next((right for _, right in sides if right is not None), 0),
    )


def _level(names: list[str], paragraphs: list[Node | None]) -> int:
    for name, properties in zip(names, paragraphs, strict=True):
        if match := _HEADING.fullmatch(name):
            return min(max(int(match[1]), 1), _LEVELS)
        outline = _number(properties.value("w:outlineLvl")) if properties else None
        if outline is not None:
            return outline + 1 if outline < _LEVELS else 0
    return 0


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text) else None
