"""The Markdown of reports: read into blocks, callouts and notes, and rendered to safe HTML.

Sole importer of markdown-it-py. Raw HTML is text here, images are their alternative text, and a link leads only to
http, https, mailto or a place in the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from indexer.citations.urls import find_urls
from indexer.models import Footnote, Report

_SAFE_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_LINE_BREAK = re.compile(r"\r\n?|\n")  # as markdown-it splits lines, so that its line numbers are ours
_CALLOUT = re.compile(r"\[\^([^\s\]]{1,100})\]")
_CONTINUATION_INDENT = re.compile(r"^(?: {1,4}|\t)")


@dataclass(frozen=True, slots=True)
class Callout:
    """A reference to a note: its label and where it stands in its block's text."""

    label: str
    offset: int


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or cell: its text without markup and callouts, and where the callouts stood."""

    text: str
    callouts: tuple[Callout, ...]
    quoted: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """A note as it is written: its label and its Markdown."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Markup:
    """A report's Markdown, read. ``title`` is its first heading of level 1."""

    title: str | None
    blocks: tuple[Block, ...]
    definitions: tuple[Definition, ...]


class _ReportMarkdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return _SAFE_LINK.match(url) is not None


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables and footnotes; every ``[^n]`` is a callout, defined or not: a missing note is seen."""
    parser = _ReportMarkdown("commonmark", {"html": False}).enable("table")
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.inline.ruler.at("footnote_ref", _callout)
    parser.add_render_rule("image", _render_image)
    parser.add_render_rule("footnote_ref", _render_callout)
    return parser


def _callout(state: StateInline, silent: bool) -> bool:
    """The plugin's rule with a bound: its own seeks ``]`` to the paragraph's end, and took 16 s for 10 kB of ``[^``."""
    match = _CALLOUT.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": match[1]}
    state.pos = match.end()
    return True


# --- reading ------------------------------------------------------------------------------------


def read_markup(body: str) -> Markup:
    """Read a report's Markdown into its blocks, in order, and its notes. Never fails: all text is Markdown."""
    tokens = _parser().parse(body, {})
    lines = _LINE_BREAK.split(body)
    notes = list(_definition_spans(tokens))
    definitions = tuple(
        Definition(tokens[first].meta["label"], _definition_text(lines, tokens[first])) for first, _ in notes
    )
    inside = {index for first, last in notes for index in range(first, last + 1)}
    title, depth, blocks = None, 0, []
    for index, token in enumerate(tokens):
        depth += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type != "inline" or index in inside:
            continue
        block = _block(token.children or [], quoted=depth > 0)
        blocks.append(block)
        if title is None and tokens[index - 1].type == "heading_open" and tokens[index - 1].tag == "h1":
            title = block.text.strip()
    return Markup(title, tuple(blocks), definitions)


def _definition_spans(tokens: Sequence[Token]) -> Iterable[tuple[int, int]]:
    """First and last token of each note."""
    open_at: list[int] = []
    for index, token in enumerate(tokens):
        if token.type == "footnote_reference_open":
            open_at.append(index)
        elif token.type == "footnote_reference_close":
            first = open_at.pop()
            yield first, index


def _definition_text(lines: Sequence[str], token: Token) -> str:
    """The Markdown of a note without its label and the indentation of its further lines."""
    first, last = token.map or (0, 0)
    head = lines[first].split("]:", 1)[-1]
    return "\n".join([head, *(_CONTINUATION_INDENT.sub("", line) for line in lines[first + 1 : last])]).strip()


def _block(children: Sequence[Token], *, quoted: bool) -> Block:
    text, callouts, length = [], [], 0
    for child in children:
        if child.type == "footnote_ref":
            callouts.append(Callout(child.meta["label"], length))
            continue
        part = " " if child.type in ("softbreak", "hardbreak") else child.content
        text.append(part)
        length += len(part)
    return Block("".join(text), tuple(callouts), quoted)


def plain_text(markdown: str) -> str:
    """A note's text as a reader sees it: without emphasis marks, links by their visible text."""
    tokens = _parser().parse(markdown, {})
    return "\n".join(_block(token.children or [], quoted=False).text for token in tokens if token.type == "inline")


# --- rendering ----------------------------------------------------------------------------------


def render_body(report: Report) -> str:
    """A report's body as safe HTML, without its notes (the page lists those itself) and its title.

    The k-th callout of note ``fn-N`` is ``<sup id="ref-N-k"><a href="#fn-N">``, in the order of the note's claims.
    Headings have ids beginning with ``s-`` and start at level 2, below the page's own title. A heading that only
    introduced the notes is left out.
    """
    parser = _parser()
    tokens = _without_notes(parser.parse(report.body, {}))
    if len(tokens) >= 3 and tokens[0].tag == "h1" and tokens[1].content.strip() == report.title:
        tokens = tokens[3:]
    while len(tokens) >= 3 and tokens[-1].type == "heading_close":
        tokens = tokens[:-3]
    _prepare_headings(tokens)
    return _render(tokens, _notes_by_mark(report))


def render_note(note: Footnote) -> str:
    """A note's text as safe HTML; addresses without ``https://`` are links too."""
    tokens = _parser().parse(_with_linked_addresses(note.text), {})
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):  # a heading within a note would break the page's outline
            token.tag = "p"
    return _render(tokens, {})


def _render(tokens: Sequence[Token], notes: Mapping[str, Footnote]) -> str:
    parser = _parser()
    env: dict[str, Any] = {"notes": notes, "called": Counter()}
    for token in tokens:
        token.attrs.pop("style", None)  # of aligned table cells; the web's policy allows no inline style
        children = token.children or []
        for child, inside in pairwise(children):
            href = str(child.attrGet("href"))
            if child.type == "link_open" and not href.startswith("#"):
                child.attrSet("rel", "noopener noreferrer nofollow")
                if inside.content and _without_scheme(inside.content) == _without_scheme(href):
                    child.attrSet("class", "bare")  # what is printed on paper says where it leads
    return str(parser.renderer.render(tokens, parser.options, env))


def _without_scheme(address: str) -> str:
    return re.sub(r"^https?://", "", address)


def _without_notes(tokens: Sequence[Token]) -> list[Token]:
    inside = {index for first, last in _definition_spans(tokens) for index in range(first, last + 1)}
    return [token for index, token in enumerate(tokens) if index not in inside]


def _prepare_headings(tokens: Sequence[Token]) -> None:
    seen: Counter[str] = Counter()
    for token, inline, close in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.type != "heading_open":
            continue
        slug = slugify(_block(inline.children or [], quoted=False).text) or "section"
        seen[slug] += 1
        token.attrSet("id", f"s-{slug}" if seen[slug] == 1 else f"s-{slug}-{seen[slug]}")
        if token.tag == "h1":
            token.tag = close.tag = "h2"


def _notes_by_mark(report: Report) -> dict[str, Footnote]:
    """Notes by what calls them in the body: the label in Markdown, the id's own part where labels may recur."""
    labels = Counter(note.label for note in report.footnotes)
    by_id = {note.note.removeprefix("fn-"): note for note in report.footnotes}
    return by_id | {note.label: note for note in report.footnotes if labels[note.label] == 1}


def _render_callout(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    label = str(tokens[index].meta["label"])
    note = env["notes"].get(label)
    if note is None:
        return escape(f"[^{label}]")
    env["called"][note.note] += 1
    place = f"ref-{note.note.removeprefix('fn-')}-{env['called'][note.note]}"
    link = f'<a href="#{note.note}" role="doc-noteref">{escape(note.label)}</a>'
    return f'<sup class="callout" id="{place}">{link}</sup>'


def _render_image(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return escape(tokens[index].content)


def _with_linked_addresses(markdown: str) -> str:
    """The note's Markdown with bare addresses written as links."""
    parts, end = [], 0
    for found in find_urls(markdown):
        if found.bare:
            parts += [markdown[end : found.start], f"[{_escaped(found.url.text)}](<{found.url.target}>)"]
            end = found.end
    return "".join([*parts, markdown[end:]])


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>~])", r"\\\1", text)


def slugify(text: str) -> str:
    """``text`` in small ASCII letters, digits and hyphens, 64 characters at most; may be empty."""
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:64].rstrip("-")
