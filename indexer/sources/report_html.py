"""Reports in HTML: the document without what surrounds it on its page, its callouts and its notes.

Where links tie callouts to notes they are believed (html_notes); else the notes may have been typed by hand, and the
marks of plain text are looked for (report_typed).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from indexer.models.draft import DraftReport
from indexer.sources.html_drafts import drafts_of
from indexer.sources.html_notes import (
    PageNotes,
    find_notes,
    is_back_link,
    is_inline_mark,
    label_in,
)
from indexer.sources.html_page import BLOCKS, DROPPED, HEADINGS, Page, address, place_in_list, words
from indexer.sources.report_pieces import Paragraph, Piece, block_of, raised, row_of
from indexer.sources.report_tree import Node
from indexer.sources.report_typed import read_typed_report

FEW = 3
"""Fewer linked notes may be a page's own links: if more were typed by hand, those are meant."""

_SPACE = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = re.compile("[\0\u00ad\u200b\u2060\ufeff]")
"""Characters that only tell a browser where to break a line; Wikipedia sets one after each callout."""
_PAGE_BREAK = re.compile(r"(?:^|\s)(?:doc-)?pagebreak(?:$|\s)")
_PUNCTUATION = re.compile(r"[\s,;\[\]()–-]*")
_BETWEEN = re.compile(r"[\s,;–-]*")
_MAIN = 0.4
_LISTED = 5


def read_html_report(root: Node) -> DraftReport:
    """Read a page into blocks and notes. Never fails: a page without notes has none."""
    page = Page(root)
    notes = find_notes(page)
    draft = _read(page, notes)
    linked = [note for note in draft.notes if note.text]
    if len(linked) < FEW:
        reader = _Reader(page, PageNotes())
        reader.walk(_document(page, PageNotes()))
        typed = read_typed_report(reader.body, title=draft.title)
        if len(typed.notes) > len(linked):
            return typed
    return replace(draft, notes=tuple(linked))


def _read(page: Page, notes: PageNotes) -> DraftReport:
    reader = _Reader(page, notes)
    document = _document(page, notes)
    reader.walk(document)
    for place in notes.notes:
        if place.key not in reader.texts and document not in (place.holder, *page.above(place.holder)):
            reader.walk(place.holder)
    drafts = drafts_of(page, notes, reader.texts)
    warnings = [f"Callouts whose note is not in the page: {_some(notes.missing)}."] if notes.missing else []
    if empty := [note.label for note in drafts if not note.text]:
        warnings.append(f"Notes without text, left out: {_some(empty)}.")
    blocks = tuple(block_of(_unbracketed(paragraph)) for paragraph in reader.body)
    return DraftReport(blocks, tuple(drafts), _title(page), warnings=tuple(warnings))


def _document(page: Page, notes: PageNotes) -> Node:
    """The page's one article, or its main part, if it holds most of the text and all callouts; else its body."""
    for name in ("article", "main"):
        marked = [node for node in page.order if node.name == name or (name == "main" and _is_main(node))]
        if len(marked) != 1 or page.lengths[marked[0]] < _MAIN * page.lengths[page.root]:
            continue
        if all(marked[0] in page.above(anchor) for anchor in notes.callouts):
            return marked[0]
    return next((node for node in page.order if node.name == "body"), page.root)


def _is_main(node: Node) -> bool:
    return node.attributes.get("role") == "main"


def _title(page: Page) -> str | None:
    headings = [node for node in page.order if node.name == "h1" and words(node)]
    declared = [node for node in page.order if node.name == "title" and words(node)]
    chosen = headings if len(headings) == 1 or not declared else declared
    return words(chosen[0])[:300] if chosen else None


def _some(items: list[str]) -> str:
    return ", ".join(items[:_LISTED]) + (f" and {len(items) - _LISTED} more" if len(items) > _LISTED else "")


# --- the walk -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Collects paragraphs in reading order: the body's, and each note's by its key."""

    page: Page
    notes: PageNotes
    body: list[Paragraph] = field(default_factory=list)
    texts: dict[str, list[Paragraph]] = field(default_factory=dict)
    _sink: list[Paragraph] = field(default_factory=list)
    _current: Paragraph | None = None
    _held: list[tuple[list[Paragraph], Paragraph | None]] = field(default_factory=list)
    _holders: dict[Node, str] = field(default_factory=dict)
    _open: Node | None = None
    _wrapped: dict[Node, Node] = field(default_factory=dict)
    _vital: set[Node] = field(default_factory=set)
    _rows: dict[Node, int] = field(default_factory=dict)
    _quoted: int = 0
    _raised: int = 0
    _level: int = 0
    _item: tuple[bool, int | None] = (False, None)
    _links: list[str | None] = field(default_factory=list)
    _number: int | None = None

    def __post_init__(self) -> None:
        self._sink = self.body
        self._holders = {place.holder: place.key for place in self.notes.notes} | self.notes.continued
        for anchor in self.notes.callouts:
            outer = anchor
            for item in self.page.above(anchor):
                if label_in(words(item)) is None or item.name in BLOCKS:
                    break
                outer = item
            self._wrapped[outer] = anchor
        for node in (*self.notes.callouts, *self._holders):
            self._vital |= {node, *self.page.above(node)}

    def walk(self, root: Node) -> None:
        """Take in an element and all it shows, without recursion: a page may nest deeper than Python recurses."""
        waiting: list[tuple[Node | str, bool]] = [(root, False)]
        while waiting:
            item, leaving = waiting.pop()
            if isinstance(item, str):
                self._add(item)
            elif leaving:
                self._leave(item)
            elif self._enter(item):
                waiting.append((item, True))
                waiting += [(child, False) for child in reversed(item.children)]
        self._close()

    def _enter(self, node: Node) -> bool:
        """Whether to go into an element."""
        if _PAGE_BREAK.search(f"{node.attributes.get('epub:type', '')} {node.attributes.get('role', '')}"):
            self._break_page(node)
            return False
        if node not in self._vital and (node.name in DROPPED or self.page.is_furniture(node)):
            return False
        if self.notes.inline and is_inline_mark(node):
            return False
        if node in self._wrapped:
            self._call(self._wrapped[node])
            return False
        if self._held and is_back_link(self.page, node, at_start=not self._has_words()):
            return False
        self._begin_note(node)
        if node.name == "br":
            self._append(Piece("\n"))
        elif node.name in BLOCKS:
            self._close()
        self._count(node, 1)
        return True

    def _leave(self, node: Node) -> None:
        self._count(node, -1)
        if node.name in BLOCKS:
            self._close()
        if node.name == "tr" and node in self._rows:
            start = self._rows.pop(node)
            self._sink[start:] = row_of(self._sink[start:])
        if (node in self._holders and self._open is None) or node is self._open:
            self._close()
            self._sink, self._current = self._held.pop()
            self._open = None

    def _count(self, node: Node, step: int) -> None:
        self._quoted += step * (node.name == "blockquote")
        self._raised += step * self.page.is_raised(node)
        if node.name in HEADINGS:
            self._level = int(node.name[1]) if step > 0 else 0
        elif node.name == "a":
            if step > 0:
                self._links.append(address(node.attributes.get("href", "")))
            else:
                self._links.pop()
        elif node.name == "li":
            self._item = (True, place_in_list(self.page, node)) if step > 0 else (False, None)
        elif node.name == "tr" and step > 0:
            self._rows[node] = len(self._sink)

    # --- notes ----------------------------------------------------------------------------------

    def _begin_note(self, node: Node) -> None:
        key = self._holders.get(node)
        if key is None:
            return
        if self._open is not None:  # the next of several notes in one block
            self._close()
            self._sink, self._current = self._held.pop()
            self._open = None
        if node in self.notes.inline and not self._held:
            label = self.notes.inline[node]
            self._append(Piece(raised(label), callout=label, key=key, page=self._number))
        self._held.append((self._sink, self._current))
        self._sink = self.texts.setdefault(key, [])
        self._current = None
        if node.name not in BLOCKS and (not words(node) or label_in(words(node)) is not None):
            self._open = self.page.block(node)  # only the label: the note goes on to the next, or the block's end

    def _has_words(self) -> bool:
        current = [self._current] if self._current else []
        read = (piece.text for paragraph in (*self._sink[:1], *current) for piece in paragraph.pieces)
        return any(character.isalpha() for text in read for character in text)

    def _call(self, anchor: Node) -> None:
        label, key = self.notes.callouts[anchor]
        if self._held:
            self._append(Piece(raised(label)))
        else:
            self._append(Piece(raised(label), callout=label, key=key, page=self._number))

    # --- text -----------------------------------------------------------------------------------

    def _add(self, text: str) -> None:
        text = _SPACE.sub(" ", _UNSEEN.sub("", text))
        if not text or (self._raised and _PUNCTUATION.fullmatch(text)):
            return
        if self._current is None and text == " ":
            return
        href = next((link for link in reversed(self._links) if link), None)
        self._append(Piece(text, href, self._raised > 0))

    def _append(self, piece: Piece) -> None:
        if self._current is None:
            listed, number = self._item
            self._current = Paragraph(
                [], self._level, self._quoted > 0, listed and not self._level, number, self._number
            )
            self._item = (listed, None)
        self._current.pieces.append(piece)

    def _close(self) -> None:
        if self._current is not None and any(item.text.strip() or item.callout for item in self._current.pieces):
            self._sink.append(self._current)
        self._current = None

    def _break_page(self, node: Node) -> None:
        said = node.attributes.get("title") or node.attributes.get("aria-label") or words(node)
        number = re.search(r"\d{1,5}", said or node.attributes.get("id", ""))
        self._number = int(number[0]) if number else self._number


def _unbracketed(paragraph: Paragraph) -> Paragraph:
    """A paragraph without the brackets that stand around callouts' links: ``[<a …>1</a>, <a …>2</a>]``."""
    pieces = list(paragraph.pieces)
    index = 1
    while index < len(pieces) - 1:
        last = _last_of_group(pieces, index)
        if last is None or last + 1 >= len(pieces):
            index += 1
            continue
        before, after = pieces[index - 1], pieces[last + 1]
        if before.callout is None and before.text.endswith(("[", "(")) and after.text[:1] in ("]", ")"):
            group = [piece for piece in pieces[index : last + 1] if piece.callout is not None]
            head, tail = replace(before, text=before.text[:-1]), replace(after, text=after.text[1:])
            pieces[index - 1 : last + 2] = [head, *group, tail]
            last = index + len(group) - 1
        index = last + 1
    return replace(paragraph, pieces=pieces)


def _last_of_group(pieces: list[Piece], first: int) -> int | None:
    """The last of the callouts from ``first`` on with nothing but commas between them; None if there is none."""
    if pieces[first].callout is None:
        return None
    last = first
    for index in range(first + 1, len(pieces)):
        if pieces[index].callout is not None:
            last = index
        elif not _BETWEEN.fullmatch(pieces[index].text):
            break
    return last
