"""Which elements of a page are callouts and which are the notes they call.

A callout is a link with a label for its text that leads forward to a place in the page, where something says that this
is a note: it is raised, one of the two bears a name such as ``footnote``, or the place leads back. So the habits of
pandoc, Word, LibreOffice, Google Docs, WordPress, Wikipedia, Sphinx and EPUB need no rules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.sources.html_page import HEADINGS, Page, marks, words
from indexer.sources.report_tree import Node

_LABEL = re.compile(
    r"[\[(]?\s*(?P<label>(?:(?:notes?|notas?|nb|n|fn)\.?\s?)?(?:\d{1,4}|[a-z]{1,2}|[ivxlcdm]{1,7}|[A-Z]|[IVXLCDM]{1,7}"
    r"|[*†‡§¶#]{1,4}))(?::\d{1,3})?\s*[\])]?[.,;:]?",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"noteref|footnote[-_]?(?:ref|anchor|anc|link)|(?:^|[\s_-])(?:footnote|endnote|fnref|ftnref|ednref|fn|reference"
    r"|msofootnotereference|msoendnotereference|sdfootnoteanc|sdendnoteanc|cite[-_]ref)(?=$|[\s_:\d-])",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"foot-?notes?|end-?notes?|rearnotes?|side-?note|(?:^|[\s_-])(?:_?ftnt?|_?edn|fn|notes?|notas?|pie|cite[-_]note"
    r"|table-?notes?|references?|ref-?list|citations?|bibr?|bibliograph(?:y|ies)|bibliograf[íi]a)(?=$|[\s_:.\d-])",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"back[-_]?(?:link|ref)|(?:link|ref|to)[-_]?(?:back|top)|reversefootnote|footnote-?(?:back|return)|return",
    re.IGNORECASE,
)
_ARROWS = r"[\s↩↵⤴⤶↑⇑⬆⏎^←⇧▲\u21a9\ufe0e\ufe0f\u2191]"
_ARROW_ONLY = re.compile(rf"{_ARROWS}+|\s*\[?(?:back|return|volver|regresar|jump up|top)\b.{{0,20}}", re.IGNORECASE)
_INLINE = frozenset({"sidenote", "ltx_note_content"})
"""Notes written where they are called: Tufte's side notes, LaTeXML's footnotes (the HTML of arXiv)."""
_INLINE_MARKS = frozenset({"ltx_note_mark", "ltx_tag_note", "ltx_note_type"})
_STOPS = frozenset({"body", "html", "article", "main", "section", "ol", "ul", "dl", "table", "tbody"})
_GO_ON = frozenset({"p", "ul", "ol", "blockquote", "div", "pre"})
_NUMBERED = re.compile(r"[\[(]?\d{1,4}[\]).]")
_RAISED_WITHIN = 3
_NAMED_WITHIN = 4


@dataclass(frozen=True, slots=True, eq=False)
class NotePlace:
    """A note: the element its callouts lead to, the one that holds its text, and its label."""

    target: Node
    holder: Node
    label: str | None
    key: str


@dataclass(slots=True)
class PageNotes:
    """The callouts of a page with the keys of their notes (None: the note is not there), its notes, the blocks
    that go on with one, and notes that stand in the text itself, by their labels."""

    callouts: dict[Node, tuple[str, str | None]] = field(default_factory=dict)
    notes: list[NotePlace] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    continued: dict[Node, str] = field(default_factory=dict)
    inline: dict[Node, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Call:
    anchor: Node
    target: Node | None
    label: str


def find_notes(page: Page) -> PageNotes:
    """The callouts and notes of a page, in its order; none where it links none."""
    calls = list(_calls(page))
    found = PageNotes()
    targets: dict[Node, str] = {}
    for call in calls:
        if call.target is not None:
            targets.setdefault(call.target, call.label)
    holders = _holders(page, list(targets), {call.anchor for call in calls})
    inside = set(holders.values())
    for call in calls:
        if call.target is None:
            if not targets or any(item in inside for item in page.above(call.anchor)):
                continue
            found.missing.append(call.label)
        key = None if call.target is None else f"note {page.order[call.target]}"
        found.callouts[call.anchor] = (call.label, key)
    places = [NotePlace(node, holders[node], label, f"note {page.order[node]}") for node, label in targets.items()]
    known = {holder: f"note {page.order[target]}" for target, holder in holders.items()}
    for node, key in _between(page, holders, known, {call.anchor for call in calls}):
        if key is None:
            places.append(NotePlace(node, node, None, f"note {page.order[node]}"))
        else:
            found.continued[node] = key
    for node in page.order:
        if _INLINE & set(node.attributes.get("class", "").split()) and node not in inside and words(node):
            found.inline[node] = _label_beside(page, node) or str(len(found.inline) + 1)
            places.append(NotePlace(node, node, found.inline[node], f"note {page.order[node]}"))
    found.notes = sorted(places, key=lambda place: page.order[place.target])
    return found


def is_back_link(page: Page, node: Node, *, at_start: bool) -> bool:
    """Whether an element within a note only leads back to its callout, or (``at_start``) is the note's own label."""
    if node.name != "a":
        return _BACK.search(node.attributes.get("class", "")) is not None
    href = node.attributes.get("href", "")
    text = words(node)
    if _ARROW_ONLY.fullmatch(text) or (_BACK.search(marks(node.attributes)) and len(text) < 30):
        return True
    return (
        at_start
        and "#" in href
        and _LABEL.fullmatch(text) is not None
        and (bool(page.at(href)) or href.startswith("#"))
    )


def is_inline_mark(node: Node) -> bool:
    """Whether an element only prints the label of a note that stands in the text itself."""
    return bool(_INLINE_MARKS & set(node.attributes.get("class", "").split()))


def without_arrows(text: str) -> str:
    """A note's text without the arrows at its ends that no link held."""
    return re.sub(rf"^{_ARROWS}+|{_ARROWS}+$", "", text)


def label_in(text: str) -> str | None:
    """The label that a short text is: ``[1]`` → ``1``, ``[nota 2]`` → ``nota 2``."""
    match = _LABEL.fullmatch(text.strip())
    return match["label"].strip() if match else None


# --- callouts -----------------------------------------------------------------------------------


def _calls(page: Page) -> Iterator[_Call]:
    turns: dict[str, int] = {}
    for node in page.order:
        if node.name != "a" or (label := label_in(words(node))) is None:
            continue
        href = node.attributes.get("href", "")
        places = page.at(href) or page.at("#" + node.attributes.get("aria-describedby", ""))
        if not places:
            if _names_note(href) and (_is_raised(page, node) or _calls_by_name(page, node)):
                yield _Call(node, None, label)
            continue
        # An id given twice: the second callout of that address means the second note.
        turn = turns[href] = turns.get(href, -1) + 1
        target = places[min(turn, len(places) - 1)]
        if _is_call(page, node, target, label):
            yield _Call(node, target, label)


def _is_call(page: Page, node: Node, target: Node, label: str) -> bool:
    if target is node or target.name in HEADINGS or target in page.above(node):
        return False
    forward = page.order[node] < page.order[target]
    raised, named = _is_raised(page, node), _calls_by_name(page, node)
    noted = _is_note_by_name(page, target)
    if not forward:
        return "noteref" in marks(node.attributes) and noted
    if label in "#¶§" or label.isalpha():
        return noted and (raised or named)
    answers = target.name == "a" and label_in(words(target)) == label
    return raised or named or noted or answers or _leads_back(page, target, node)


def _is_raised(page: Page, node: Node) -> bool:
    near = [node, *list(page.above(node))[:_RAISED_WITHIN]]
    return any(page.is_raised(item) for item in near) or any(
        page.is_raised(item) for item in node.descendants() if words(item)
    )


def _calls_by_name(page: Page, node: Node) -> bool:
    parent = page.parents.get(node)
    near = [node] if parent is None else [node, parent]
    return any(
        "data-footnote-ref" in item.attributes or "data-fn" in item.attributes or _CALLS.search(marks(item.attributes))
        for item in near
    )


def _names_note(href: str) -> bool:
    _, mark, fragment = href.partition("#")
    return bool(mark) and _NOTES.search(fragment) is not None


def _is_note_by_name(page: Page, target: Node) -> bool:
    near = [target, *list(page.above(target))[:_NAMED_WITHIN]]
    return any(_NOTES.search(marks(item.attributes)) for item in near if item.name not in ("body", "html", "main"))


def _leads_back(page: Page, target: Node, callout: Node) -> bool:
    """Whether the block of ``target`` links to the callout, or to what holds it closely."""
    near = {callout, *list(page.above(callout))[:2], *callout.descendants()}
    return not near.isdisjoint(page.led_to(page.block(target)))


def _label_beside(page: Page, node: Node) -> str | None:
    marked = (item for item in node.descendants() if is_inline_mark(item))
    return next((label for item in marked if (label := label_in(words(item)))), None)


# --- notes --------------------------------------------------------------------------------------


def _holders(page: Page, targets: list[Node], anchors: set[Node]) -> dict[Node, Node]:
    """For each note the largest element that holds all of it and nothing of the body or of another note."""
    counts: dict[Node, int] = {}
    for target in targets:
        for item in page.above(target):
            counts[item] = counts.get(item, 0) + 1
    called = {item for anchor in anchors for item in page.above(anchor)}
    return {target: _holder(page, target, counts, called) for target in targets}


def _holder(page: Page, target: Node, counts: dict[Node, int], called: set[Node]) -> Node:
    if target.name == "dt":  # Sphinx's older lists: <dt id="id2">1</dt><dd>the note</dd>
        following = _next_element(page, target)
        return following if following is not None and following.name == "dd" else target
    holder = target
    for item in page.above(target):
        if item.name in _STOPS or counts[item] > 1 or item in called:
            break
        if any(child.name in (*HEADINGS, "hr", "ol", "section") for child in item.descendants() if child is not item):
            break
        holder = item
        if item.name == "li":
            break
    return holder


def _next_element(page: Page, node: Node) -> Node | None:
    siblings = [child for child in page.parents[node].children if isinstance(child, Node)]
    at = siblings.index(node) + 1
    return siblings[at] if at < len(siblings) else None


def _between(
    page: Page, holders: dict[Node, Node], known: dict[Node, str], anchors: set[Node]
) -> Iterator[tuple[Node, str | None]]:
    """The elements among notes that no callout leads to: a note (None), or more of the note before (its key)."""
    called = {item for anchor in anchors for item in page.above(anchor)}
    for parent in {page.parents[holder]: None for holder in holders.values() if holder in page.parents}:
        children = [child for child in parent.children if isinstance(child, Node)]
        places = [index for index, child in enumerate(children) if child in known]
        likes = children[places[0]]
        last: str | None = None
        for index, child in enumerate(children):
            if child in known:
                last = known[child]
            elif _is_like(child, likes):
                yield child, None
                last = f"note {page.order[child]}"
            elif parent in called or child.name in HEADINGS or not words(child):
                last = None if child.name in HEADINGS else last
            elif places[0] < index < places[-1] and child.name in _GO_ON and last is not None:
                yield child, None if _NUMBERED.match(words(child)) else last


def _is_like(child: Node, note: Node) -> bool:
    """Whether an element beside a note is one too: an item of its list, or named like it."""
    if child.name != note.name or not words(child):
        return False
    pattern = re.sub(r"\d+", "#", note.attributes.get("id", ""))
    named = "#" in pattern and re.sub(r"\d+", "#", child.attributes.get("id", "")) == pattern
    return child.name == "li" or named
