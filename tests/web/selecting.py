"""The few CSS selectors that the tests use, as XPath: tags, .classes, [attributes], descendants and commas."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_STEP = re.compile(r"(?P<tag>[a-z0-9]+)?(?P<rest>(?:\.[\w-]+|\[[\w-]+(?:=[\w-]+)?\])*)")
_PART = re.compile(r"\.([\w-]+)|\[([\w-]+)(?:=([\w-]+))?\]")


def select(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """Elements below ``tree`` in the order of the page."""
    found: list[HtmlElement] = tree.xpath(" | ".join(_path(one.split()) for one in selector.split(",")))
    return found


def _path(steps: list[str]) -> str:
    return "." + "".join("//" + _step(step) for step in steps)


def _step(step: str) -> str:
    match = _STEP.fullmatch(step)
    assert match, step
    path = match["tag"] or "*"
    for name, attribute, value in _PART.findall(match["rest"]):
        if name:
            path += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
        else:
            path += f"[@{attribute}='{value}']" if value else f"[@{attribute}]"
    return path
