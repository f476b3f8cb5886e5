"""A story of a Word file (its body, or one note) as paragraphs: what is shown is kept, in the order it is read.

Deleted and moved-away text is left out, inserted text is kept; of alternatives one is taken; of fields the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.sources.docx_fields import Field, symbol
from indexer.sources.docx_styles import PLAIN, Style, indents, is_raised
from indexer.sources.ooxml import Relation
from indexer.sources.report_pieces import Paragraph, Piece, row_of
from indexer.sources.report_tree import Node

FOOTNOTE, ENDNOTE, AGAIN = "footnote", "endnote", "again"
"""What a callout calls: a footnote, an endnote, or (``NOTEREF``) the note at a bookmark once more."""

_LEFT_OUT = frozenset(
    {"w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w:sectPr", "w:tblPr", "w:tblGrid", "w:tcPr", "w:trPr"}
    | {"w:sdtPr", "w:rPr", "w:pPr", "w:rt", "mc:Fallback", "w:comment"}
)
_MARK = re.compile(r"\s*([*†‡§¶#]{1,4}|\d{1,4}|[a-zA-Z]|[ivxlc]{1,6})(?=\W|$)")


@dataclass(slots=True)
class Reference:
    """A callout as the story has it. ``mark`` is what is printed if not a number of Word's: a custom mark, or what a
    NOTEREF shows; ``custom``: it counts no number (for a NOTEREF: it is raised)."""

    kind: str
    id: str
    page: int
    mark: str | None = None
    custom: bool = False


@dataclass(slots=True)
class Story:
    """Paragraphs, the callouts in them by the ``key`` of their pieces, and what was met on the way."""

    styles: Mapping[str, Style]
    relations: Mapping[str, Relation]
    paragraphs: list[Paragraph] = field(default_factory=list)
    references: dict[str, Reference] = field(default_factory=dict)
    bookmarks: dict[str, str] = field(default_factory=dict)
    sections: list[Node] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    paged: bool = False
    _current: Paragraph | None = None
    _style: Style = PLAIN
    _boxes: list[Paragraph] = field(default_factory=list)
    _joins: bool = False
    _fields: list[Field] = field(default_factory=list)
    _links: list[str | None] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _marked: dict[str, str] = field(default_factory=dict)
    _page: int = 1
    _broken: bool = False
    _awaiting: Reference | None = None

    def read(self, node: Node) -> None:
        """Take in all that an element shows."""
        handler = _HANDLERS.get(node.name)
        if handler is not None:
            handler(self, node)
        elif node.name not in _LEFT_OUT:
            self._within(node)

    def _within(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Node):
                self.read(child)

    # --- paragraphs and tables ----------------------------------------------------------------------

    def _paragraph(self, node: Node) -> None:
        properties = node.child("w:pPr")
        if not self._joins or self._current is None:
            self._open(properties)
        self._within(node)
        mark = properties.child("w:rPr") if properties else None
        self._joins = mark is not None and mark.child("w:del") is not None  # the paragraph's end is deleted
        self._fields = [item for item in self._fields if item.result]  # an instruction does not outlast its paragraph
        if not self._joins:
            self._close()
        section = properties.child("w:sectPr") if properties else None
        if section is not None:
            self.sections.append(section)

    def _open(self, properties: Node | None) -> None:
        style = self.styles.get((properties.value("w:pStyle") if properties else None) or "", PLAIN)
        left, right = indents(properties)
        numbered = properties.child("w:numPr") if properties else None
        outline = properties.value("w:outlineLvl") if properties else None
        level = int(outline) + 1 if outline is not None and outline in "012345" else style.level
        self._style = replace(
            style, left=style.left if left is None else left, right=style.right if right is None else right
        )
        listed = numbered is not None and numbered.value("w:numId") != "0" and not level
        number = self._list_number(numbered) if listed and numbered is not None else None
        self._current = Paragraph([], level or int(style.title), style.quoted, listed, number, None, len(self.sections))
        self._awaiting = None

    def _list_number(self, numbered: Node) -> int | None:
        if numbered.value("w:ilvl") not in (None, "0"):
            return None
        numbers = numbered.value("w:numId") or ""
        self._counts[numbers] = self._counts.get(numbers, 0) + 1
        return self._counts[numbers]

    def _close(self) -> None:
        if self._current is None:
            return
        if self._style.title and (title := " ".join(self._current.text.split())):
            self.titles.append(title)
        if self._current.pieces and not self._style.contents:
            wide = self._style.left >= 360 and self._style.right >= 200  # set in from both sides: a block quotation
            if wide and not (self._current.listed or self._current.level):
                self._current.quoted = True
            self.paragraphs.append(self._current)
        self.paragraphs += self._boxes
        self._boxes = []
        self._current = None

    def _box(self, node: Node) -> None:
        """A text box stands within a paragraph; its own paragraphs follow that one."""
        held, style, joins, start = self._current, self._style, self._joins, len(self.paragraphs)
        boxes, self._boxes, self._current, self._joins = self._boxes, [], None, False
        self._within(node)
        found = self.paragraphs[start:]
        del self.paragraphs[start:]
        self._current, self._style, self._joins = held, style, joins
        self._boxes = boxes + found
        if held is None:
            self.paragraphs += self._boxes
            self._boxes = []

    def _row(self, node: Node) -> None:
        properties = node.child("w:trPr")
        if properties is not None and properties.child("w:del") is not None:
            return
        start = len(self.paragraphs)
        self._within(node)
        self.paragraphs[start:] = row_of(self.paragraphs[start:])

    def _alternatives(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Node) and any(_shows(inner) for inner in child.descendants()):
                self._within(child)
                return

    def _section(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Node):
                if child.name == "w:sectPr":
                    self.sections.append(child)
                else:
                    self.read(child)
        self._close()  # a last paragraph whose end is deleted

    # --- runs ---------------------------------------------------------------------------------------

    def _run(self, node: Node) -> None:
        properties = node.child("w:rPr")
        style = self.styles.get((properties.value("w:rStyle") if properties else None) or "", PLAIN)
        hidden = properties.on("w:vanish") if properties and properties.child("w:vanish") else style.hidden
        if hidden:
            return
        said = is_raised(properties)
        raised = style.raised if said is None else said
        for child in node.children:
            if isinstance(child, Node):
                self._run_part(child, raised)
        if self._awaiting is not None and self._awaiting.mark is not None:
            self._awaiting = None

    def _run_part(self, node: Node, raised: bool) -> None:
        if node.name in ("w:t", "m:t"):
            self._add("".join(child for child in node.children if isinstance(child, str)), raised)
        elif node.name in _CHARACTERS:
            self._add(_CHARACTERS[node.name], raised)
        elif node.name == "w:br" and node.attributes.get("w:type") == "page":
            self._page += not self._broken
            self._broken = self.paged = True
            self._add("\n", raised)
        elif node.name in ("w:br", "w:cr"):
            self._add("\n", raised)
        elif node.name == "w:sym":
            self._add(symbol(node), raised)
        elif node.name in ("w:footnoteReference", "w:endnoteReference"):
            self._refer(node)
        else:
            self.read(node)

    def _add(self, text: str, raised: bool) -> None:
        if not text or any(not item.result for item in self._fields):
            return
        if self._awaiting is not None and (text := self._take_mark(text)) == "":
            return
        if self._current is None:
            self._open(None)
        current = self._current
        if current is None:
            return
        if text.strip():
            self._broken = False
            current.page = current.page or self._page
        noted = next((item for item in reversed(self._fields) if item.bookmark), None)
        if noted is not None and noted.bookmark and re.fullmatch(r"\s*\S{1,6}\s*", text):
            again = Reference(AGAIN, noted.bookmark, self._page, text.strip(), custom=raised or noted.raised)
            self._place(again, text)
            return
        href = next((item.href for item in reversed(self._fields) if item.href), None)
        current.pieces.append(Piece(text, href or next((link for link in reversed(self._links) if link), None), raised))

    def _refer(self, node: Node) -> None:
        custom = node.attributes.get("w:customMarkFollows", "0").lower() in ("1", "true", "on")
        kind = FOOTNOTE if node.name == "w:footnoteReference" else ENDNOTE
        reference = Reference(kind, node.attributes.get("w:id", ""), self._page, custom=custom)
        self._place(reference, "")
        self._awaiting = reference if custom else None

    def _place(self, reference: Reference, printed: str) -> None:
        if self._current is None:
            self._open(None)
        key = f"reference {len(self.references)}"
        self.references[key] = reference
        for name in self._marked.values():
            self.bookmarks.setdefault(name, key)
        if self._current is not None:
            self._current.page = self._current.page or self._page
            self._current.pieces.append(Piece(printed, callout="", key=key))

    def _take_mark(self, text: str) -> str:
        """Give the custom mark at the head of ``text`` to the callout before it; returns the rest."""
        match = _MARK.match(text)
        if match is None or self._awaiting is None:
            self._awaiting = None
            return text
        self._awaiting.mark = (self._awaiting.mark or "") + match[1]
        return text[match.end() :]

    # --- links, fields, pages -----------------------------------------------------------------------

    def _hyperlink(self, node: Node) -> None:
        relation = self.relations.get(node.attributes.get("r:id", ""))
        href = relation.target if relation is not None and relation.external else None
        if href and (anchor := node.attributes.get("w:anchor")) and "#" not in href:
            href = f"{href}#{anchor}"
        self._links.append(href)
        self._within(node)
        self._links.pop()

    def _simple_field(self, node: Node) -> None:
        self._fields.append(Field(node.attributes.get("w:instr", "")))
        self._separate()
        depth = len(self._fields)
        self._within(node)
        del self._fields[depth - 1 :]

    def _field_character(self, node: Node) -> None:
        kind = node.attributes.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._separate()
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _separate(self) -> None:
        self._fields[-1].separate()

    def _instruction(self, node: Node) -> None:
        if self._fields and not self._fields[-1].result:
            self._fields[-1].instruction += "".join(child for child in node.children if isinstance(child, str))

    def _bookmark_start(self, node: Node) -> None:
        self._marked[node.attributes.get("w:id", "")] = node.attributes.get("w:name", "")

    def _bookmark_end(self, node: Node) -> None:
        self._marked.pop(node.attributes.get("w:id", ""), None)

    def _rendered_break(self, node: Node) -> None:
        """Where Word last began a page; right after a break of the author's it is the same one."""
        self._page += not self._broken
        self._broken = False
        self.paged = True


_CHARACTERS = {"w:tab": " ", "w:ptab": " ", "w:noBreakHyphen": "-", "w:softHyphen": ""}
_HANDLERS: Mapping[str, Callable[[Story, Node], None]] = {
    "w:p": Story._paragraph,
    "w:r": Story._run,
    "w:tr": Story._row,
    "w:body": Story._section,
    "w:txbxContent": Story._box,
    "mc:AlternateContent": Story._alternatives,
    "w:hyperlink": Story._hyperlink,
    "w:fldSimple": Story._simple_field,
    "w:fldChar": Story._field_character,
    "w:instrText": Story._instruction,
    "w:bookmarkStart": Story._bookmark_start,
    "w:bookmarkEnd": Story._bookmark_end,
    "w:lastRenderedPageBreak": Story._rendered_break,
    "m:r": Story._run,
}


def _shows(node: Node) -> bool:
    return node.name in ("w:t", "m:t", "w:sym", "w:footnoteReference", "w:endnoteReference")


def story_of(nodes: Sequence[Node], styles: Mapping[str, Style], relations: Mapping[str, Relation]) -> Story:
    """The story that elements tell."""
    story = Story(styles, relations)
    for node in nodes:
        story.read(node)
    return story
