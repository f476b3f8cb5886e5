"""What a page's tree is asked for: places by id, parents, order, what is raised, hidden, or not the document's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from indexer.sources.report_tree import Node

DROPPED = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "svg", "button", "select", "textarea", "form"}
    | {"input", "head", "nav", "audio", "video", "canvas", "dialog", "map", "menu"}
)
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr"}
    | {"html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"tr", "ul"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|navbar|navigation|nav|menu|breadcrumbs?|sidebar|share|sharing|social|newsletter"
    r"|subscribe|related|comments?|advert\w*|ads?|promo|popup|modal|skip-link|toc|table-of-contents|mw-editsection"
    r"|navbox|catlinks|printfooter|noprint|cite-accessibility-label|mw-jump-link|screen-reader-text|sr-only"
    r"|visually-hidden|headerlink|anchorjs-link)(?=$|[\s_-])",
    re.IGNORECASE,
)
_FURNITURE_ID = re.compile(
    r"(?:site-?|page-?|mw-)?(?:toc|menu|nav|navbar|navigation|sidebar|cookies?|cookie-(?:banner|notice|bar|law-info-bar)"
    r"|comments|catlinks|header|footer|footer-wrapper|secondary|colophon|masthead)",
    re.IGNORECASE,
)
"""An id must be furniture's altogether: those of headings are made of their words (``desarrollo-social``)."""
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu"})
_PAGE_FURNITURE = frozenset({"header", "footer", "aside"})
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_SUPER_RULE = re.compile(r"\.([\w-]{1,60})\s*\{[^{}]{0,2000}?vertical-align\s*:\s*super", re.IGNORECASE)
_SUPER_CLASS = re.compile(
    r"(?:superscript|sup|msofootnotereference|msoendnotereference|footnotereference)", re.IGNORECASE
)
_MOST = 0.4
"""Share of the page's text: what holds more is the document, whatever it is called (``class="no-sidebar"``)."""


@dataclass(slots=True)
class Page:
    """A page's tree and what is known of its elements."""

    root: Node
    order: dict[Node, int] = field(default_factory=dict)
    parents: dict[Node, Node] = field(default_factory=dict)
    lengths: dict[Node, int] = field(default_factory=dict)
    places: dict[str, list[Node]] = field(default_factory=dict)
    super_classes: frozenset[str] = frozenset()
    _led_to: dict[Node, frozenset[Node]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        styles: list[str] = []
        for number, node in enumerate(self.root.descendants()):
            self.order[node] = number
            for child in node.children:
                if isinstance(child, Node):
                    self.parents[child] = node
            for name in {node.attributes.get("id"), node.attributes.get("name") if node.name == "a" else None} - {None}:
                self.places.setdefault(str(name), []).append(node)
            if node.name == "style":
                styles.append(node.text())
        for node in reversed(list(self.order)):
            own = 0 if node.name in DROPPED else sum(len(item) for item in node.children if isinstance(item, str))
            self.lengths[node] = own + sum(self.lengths[item] for item in node.children if isinstance(item, Node))
        self.super_classes = frozenset(_SUPER_RULE.findall("\n".join(styles)))

    def above(self, node: Node) -> Iterator[Node]:
        """The elements that hold ``node``, nearest first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def block(self, node: Node) -> Node:
        """The nearest block that is or holds ``node``."""
        if node.name in BLOCKS:
            return node
        return next((item for item in self.above(node) if item.name in BLOCKS), self.root)

    def at(self, href: str) -> list[Node]:
        """The elements of this page that an address leads to: several if an id was given twice."""
        _, mark, fragment = href.partition("#")
        if not mark or not fragment:
            return []
        names = (fragment, unquote(fragment), f"user-content-{fragment}")
        return next((self.places[name] for name in names if name in self.places), [])

    def led_to(self, node: Node) -> frozenset[Node]:
        """The elements of this page that the links within ``node`` lead to."""
        if node not in self._led_to:
            links = (item.attributes.get("href", "") for item in node.descendants() if item.name == "a")
            self._led_to[node] = frozenset(place for href in links for place in self.at(href))
        return self._led_to[node]

    def is_raised(self, node: Node) -> bool:
        """Whether an element itself is set as a superscript."""
        if node.name == "sup" or _SUPER.search(node.attributes.get("style", "")):
            return True
        tokens = node.attributes.get("class", "").split()
        return any(token in self.super_classes or _SUPER_CLASS.fullmatch(token) for token in tokens)

    def is_furniture(self, node: Node) -> bool:
        """Whether an element is hidden, or surrounds the document on its page."""
        if node.name in ("html", "body", "main", "article"):
            return False
        if self.lengths[node] > _MOST * self.lengths[self.root]:
            return False
        given = node.attributes
        if "hidden" in given or given.get("aria-hidden") == "true" or _HIDDEN.search(given.get("style", "")):
            return True
        if given.get("role") in _FURNITURE_ROLES or _FURNITURE.search(given.get("class", "")):
            return True
        if _FURNITURE_ID.fullmatch(given.get("id", "")) and node.name not in (*HEADINGS, "section"):
            return True
        inside = any(item.name in ("article", "main", "section") for item in self.above(node))
        return node.name in _PAGE_FURNITURE and not inside


def words(node: Node) -> str:
    """An element's text on one line."""
    return " ".join(node.text().split())


def marks(given: Mapping[str, str]) -> str:
    """The names that an element bears: its class, id, roles and what it says of notes."""
    keys = ("class", "id", "name", "role", "epub:type", "data-component-name")
    return " ".join(filter(None, (given.get(key) for key in keys)))


def address(href: str) -> str | None:
    """Where a link leads, if out of the page; Google's detour (``google.com/url?q=…``) is taken off."""
    href = href.strip()
    if href.startswith("//"):
        href = f"https:{href}"
    if not re.match(r"https?://", href, re.IGNORECASE):
        return None
    try:
        parts = urlsplit(href)
        if re.fullmatch(r"www\.google\.\w+(?:\.\w+)?", parts.netloc.lower()) and parts.path == "/url":
            return next(iter(parse_qs(parts.query).get("q", [])), href)
    except ValueError:
        return href
    return href


def place_in_list(page: Page, item: Node) -> int | None:
    """The number that a browser prints before an item of a numbered list."""
    parent = page.parents.get(item)
    if parent is None or parent.name != "ol":
        return None
    count = _number(parent.attributes.get("start"), 1) - 1
    for child in parent.children:
        if isinstance(child, Node) and child.name == "li":
            count = _number(child.attributes.get("value"), count + 1)
            if child is item:
                return count
    return None


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text.strip()) else default
