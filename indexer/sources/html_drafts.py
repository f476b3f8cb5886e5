"""A page's notes as drafts: their texts without the labels, arrows and ways back that stand around them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.models.draft import DraftNote
from indexer.sources.html_notes import NotePlace, PageNotes, without_arrows
from indexer.sources.html_page import Page, place_in_list
from indexer.sources.report_pieces import Paragraph, note_text, raised
from indexer.sources.report_tree import Node


def drafts_of(page: Page, notes: PageNotes, texts: Mapping[str, list[Paragraph]]) -> list[DraftNote]:
    """The notes as they are printed, those without text too."""
    drafts = []
    groups: dict[Node | None, int] = {}
    printed = [_prints_label(texts.get(place.key, []), place.label) for place in notes.notes if place.label]
    bare = sum(printed) > len(printed) / 2
    for place in notes.notes:
        paragraphs = texts.get(place.key, [])
        zone = groups.setdefault(page.parents.get(place.holder), len(groups))
        first = paragraphs[0] if paragraphs else None
        text = "\n\n".join(filter(None, (note_text(paragraph.pieces) for paragraph in paragraphs)))
        text = without_arrows(text)
        label = place.label or _own_label(page, place, text, first)
        drafts.append(
            DraftNote(
                label,
                _without_label(text, label, bare=bare and place.holder.name != "li"),
                zone,
                first.page if first else None,
                True,
                place.key,
            )
        )
    return drafts


def _own_label(page: Page, place: NotePlace, text: str, first: Paragraph | None) -> str:
    """The label of a note that is not called: printed before it, its place in the list, or in its id."""
    if printed := re.match(r"[\[(]?(\d{1,4})[\]).]", text):
        return printed[1]
    if place.holder.name == "li" and (number := place_in_list(page, place.holder)) is not None:
        return str(number)
    named = re.search(r"\d{1,4}", place.holder.attributes.get("id", ""))
    return named[0] if named else "*"


def _prints_label(paragraphs: list[Paragraph], label: str) -> bool:
    text = paragraphs[0].text.lstrip() if paragraphs else ""
    return re.match(rf"{re.escape(label)}\s+(?!de\s)", text) is not None


def _without_label(text: str, label: str, *, bare: bool) -> str:
    """A note's text without the label printed before it. If the notes of a page print none, or their list does, only a
    label that is set apart: «2 de octubre de 1968» is text."""
    own = re.escape(label)
    lifted = (
        rf"|[\[(]?{re.escape(raised(label))}(?![\d⁰¹²³⁴-⁹])[\])]?"
        if not label.isalpha() and raised(label) != label
        else ""
    )
    signs = rf"|{own}(?!{re.escape(label[-1])})" if not label[0].isalnum() else ""
    apart = re.match(rf"\s*(?:[\[(]\s*{own}\s*[\])]|{own}[.):](?=\s|[A-ZÁÉÍÓÚÑ¿¡“\"«]){lifted}{signs})[.:]?\s*", text)
    if apart is None and bare:
        apart = re.match(rf"\s*{own}\s+(?!de\s)(?=\S)", text)
    rest = text[apart.end() :] if apart else text
    return re.sub(r"^\s*(?:\[\s*\]|\(\s*\)|[\]).:](?=\s))\s*", "", rest).strip()
