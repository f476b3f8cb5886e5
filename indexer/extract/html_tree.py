"""From markup to a tree, and from a part of the tree to text. The sole importer of lxml.

The limits are libxml2's own (``huge_tree`` off: 256 levels, 10 MB a text): beyond them it drops the rest of the page in
silence, so that here it is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from indexer.errors import MarkupTooDeep, NothingToRead

ENGINE = f"lxml {etree.__version__}"

MAX_MARKUP = 32_000_000
"""Characters of a page. The longest transcripts of gob.mx have 0.3 million; a hundred times as much is no page."""

PATIENT_BELOW = 5_000_000
"""Old pages leave tags open and nest a thousand deep by mistake. One this small is tried again with libxml2's patient
limits (2,048 levels), which on larger input would cost seconds."""

MAX_ATTRIBUTES = 2000
"""Attributes of one tag. libxml2 compares each with all others: 100,000 of them took 286 s, 2,000 take 0.1 s."""

_LONG_TAG = 8 * MAX_ATTRIBUTES // 4
_TAG = re.compile(r"""<[A-Za-z][^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+""")
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
_ATTRIBUTE = re.compile(r"[^\s=/]+")

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl"}
    | {"dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header"}
    | {"hr", "html", "item", "li", "list", "main", "nav", "ol", "p", "pre", "quote", "row", "section", "summary"}
    | {"table", "tbody", "tfoot", "thead", "tr", "ul"}
)
"""Elements on lines of their own; ``list``, ``item``, ``row`` and ``quote`` are trafilatura's names."""

_CELLS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "lb"})
_SKIPPED = frozenset(
    {"button", "head", "iframe", "link", "meta", "nav", "noscript", "object", "script", "select", "style", "svg"}
    | {"template", "textarea", "title"}
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACED_BREAK = re.compile(r" *\n *")


def parse_page(text: str) -> lxml.html.HtmlElement:
    """The tree of a page. Raises MarkupTooDeep (too deep, too large, or of too many attributes), NothingToRead."""
    if len(text) > MAX_MARKUP:
        raise MarkupTooDeep(f"The page has {len(text):,} characters of markup; the limit is {MAX_MARKUP:,}.")
    for tag in _TAG.finditer(text):
        if len(tag[0]) > _LONG_TAG and len(_ATTRIBUTE.findall(_QUOTED.sub(" ", tag[0]))) > 2 * MAX_ATTRIBUTES:
            raise MarkupTooDeep(f"A tag of the page has more than {MAX_ATTRIBUTES:,} attributes.")
    data = text.encode("utf-8", errors="replace")
    tree = _parsed(data, patient=False)
    if tree is None and len(text) < PATIENT_BELOW:
        tree = _parsed(data, patient=True)
    if tree is None:
        raise MarkupTooDeep("The page is nested deeper, or holds longer texts, than any real page.")
    return tree


def _parsed(data: bytes, *, patient: bool) -> lxml.html.HtmlElement | None:
    """The tree, or None when libxml2 gave up on the way."""
    # The text is UTF-8 by now, whatever the page declares.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=patient, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise NothingToRead("The page holds no markup that can be read.") from error
    gave_up = any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
    return None if gave_up else tree


def block_text(root: etree._Element) -> str:
    """The text as a browser lays it out: a blank line between blocks, runs of white space one space, cells of a row
    side by side. Hard spaces (U+00A0) within a block are kept: they are the author's."""
    blocks: list[str] = []
    line: list[str] = []
    for piece in _pieces(root):
        if piece is not None:
            line.append(piece)
            continue
        if block := _SPACED_BREAK.sub("\n", _collapsed(line)).strip():
            blocks.append(block)
        line = []
    return "\n\n".join(blocks)


def _collapsed(line: list[str]) -> str:
    """White space of the source is one space; a line break is one only where a <br> put it."""
    joined = "".join(line)
    return "\n".join(_SPACE.sub(" ", part) for part in joined.split("\0"))


def _pieces(root: etree._Element) -> Iterator[str | None]:
    """Stretches of text in order; None where a block begins or ends, U+0000 (which no tree holds) for a line break.

    Walks by events, since a page may nest deeper than Python recurses.
    """
    skipping: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        name = tag.rpartition("}")[2].lower()
        if event == "start":
            if skipping is None and name in _SKIPPED and element is not root:
                skipping = element
            if skipping is None:
                yield from _opening(element, name)
        else:
            if skipping is None and name in _BLOCKS:
                yield None
            if skipping is element:
                skipping = None
            if skipping is None and element is not root and element.tail:
                yield element.tail.replace("\0", "")
    yield None


def _opening(element: etree._Element, name: str) -> Iterator[str | None]:
    if name in _BLOCKS:
        yield None
    elif name in _CELLS:
        yield " "
    elif name in _BREAKS:
        yield "\0"
    if element.text:
        yield element.text.replace("\0", "")
