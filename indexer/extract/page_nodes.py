"""A saved page as a tree of nodes, for the reader of reports (indexer.sources.report_html)."""

from __future__ import annotations

import re

import lxml.html

from indexer.extract.encoding import decode
from indexer.extract.html_tree import parse_page
from indexer.sources.report_tree import Node

DECLARATION_BYTES = 2048
"""Where a page's charset is looked for, as in indexer.extract.html."""

LONGEST_ATTRIBUTE = 4000
"""Longer ones are embedded pictures; no address or id is."""

_CHARSET = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})|encoding\s*=\s*["']([\w.:-]{2,40})["']""", re.IGNORECASE
)
_EMPTY = re.compile(r"<(?P<name>a|span|div|p|sup|i|b|em|title|script|iframe)\b(?P<inside>[^<>]*)/>", re.IGNORECASE)


def page_nodes(data: bytes) -> Node:
    """The tree of a page's bytes. Raises EncodingUnknown, MarkupTooDeep, NothingToRead."""
    found = _CHARSET.search(data[:DECLARATION_BYTES])
    source = decode(data, (found[1] or found[2]).decode("ascii") if found else None).text
    # In XHTML <a id="x"/> is a whole element; a reader of HTML would take it for one that is never closed.
    return _converted(parse_page(_EMPTY.sub(r"<\g<name>\g<inside>></\g<name>>", source)))


def _converted(root: lxml.html.HtmlElement) -> Node:
    """The tree as nodes, made from the leaves up, since a page may nest deeper than Python recurses."""
    made: list[Node | str] = []
    waiting: list[tuple[lxml.html.HtmlElement, int | None]] = [(root, None)]
    while waiting:
        element, first = waiting.pop()
        if first is None:
            waiting.append((element, len(made)))
            if element.text:
                made.append(element.text)
                waiting[-1] = (element, len(made) - 1)
            waiting += [(child, None) for child in reversed(element)]
            continue
        children = tuple(made[first:])
        del made[first:]
        if isinstance(element.tag, str):
            attributes = {str(key): value for key, value in element.attrib.items() if len(value) <= LONGEST_ATTRIBUTE}
            made.append(Node(element.tag.rpartition("}")[2].lower(), attributes, children))
        if element is not root and element.tail:
            made.append(element.tail)
    return next(item for item in made if isinstance(item, Node))
