"""Boxes on a page's image as SVG: attributes, not styles, so that the policy against inline styles can stand."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from indexer.page_words import Box


def rects(boxes: Iterable[Box]) -> Markup:
    """A rectangle for each box, in percent of the page: in a view box of 100 × 100."""
    return Markup("").join(Markup("<rect {0}/>").format(_place(box)) for box in boxes)


def word_rects(boxes: Iterable[Box]) -> Markup:
    """A rectangle for each word, with its number in ``data-w``."""
    # Made in one go: a page of newsprint has thousands, and nothing but numbers goes in.
    return Markup("".join(f'<rect data-w="{number}" {_place(box)}/>' for number, box in enumerate(boxes)))  # noqa: S704


def _place(box: Box) -> Markup:
    numbers = (box.x0, box.y0, box.width, box.height)
    return Markup('x="{0}" y="{1}" width="{2}" height="{3}"').format(*(f"{number:.3f}" for number in numbers))
