"""Which reading of a page stands when it has been read again: page by page, and never over a person's head."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from indexer.correction import is_correction
from indexer.models import Choice, Kind, KnownPage, Page, PageStatus, ReadDocument, Rereading
from indexer.ocr.quality import MUCH_SHORTER, prefer_ocr
from indexer.sources import split
from indexer.text.garbage import is_garbage


def weigh(known: Sequence[KnownPage], fresh: ReadDocument, images: Mapping[int, str]) -> Rereading:
    """The document as it stands after it was read again; ``images`` are those of the fresh pages.

    Passages are cut anew from the readings that stand. Pages that are only in one of the two are what they are there:
    a page that the fresh reading no longer has is no page any more.
    """
    by_number = {page.page.number: page for page in known}
    choices = {page.number: _choose(by_number.get(page.number), page) for page in fresh.pages}
    kept = frozenset(n for n, choice in choices.items() if choice not in (Choice.NEWER, Choice.SAME))
    pages = tuple(by_number[page.number].page if page.number in kept else page for page in fresh.pages)
    beside = tuple(page for page in fresh.pages if page.number in kept and page.status is PageStatus.READ)
    read = dataclasses.replace(fresh, pages=pages, passages=split(pages, fresh.metadata.kind or Kind.OTHER))
    base = {page.page.number: page.reading for page in known}
    return Rereading(read, images, choices, kept, beside, base)


def _choose(known: KnownPage | None, fresh: Page) -> Choice:
    if known is None:
        return Choice.NEWER
    page = known.page
    if is_correction(page.engine):
        return Choice.CORRECTED
    if fresh.status is PageStatus.UNREADABLE:
        return Choice.SAME if page.status is PageStatus.UNREADABLE else Choice.UNREAD
    if fresh.text == page.text and fresh.status is page.status:
        return Choice.SAME
    return Choice.NEWER if is_better(fresh, page) else Choice.KEPT


def is_better(fresh: Page, known: Page) -> bool:
    """Whether a new reading of a page is to stand instead of the one that did.

    Between OCR readings the surer one, unless it has missed part of the page; between a text layer and OCR, what `add`
    decides of them (:func:`prefer_ocr`); between text layers the new one: only a newer program reads them otherwise.
    """
    if known.status is not PageStatus.READ or fresh.status is not PageStatus.READ:
        return known.status is not PageStatus.READ
    if fresh.ocr and known.ocr:
        whole = _letters(fresh) >= MUCH_SHORTER * _letters(known)
        return whole and (fresh.confidence or 0.0) > (known.confidence or 0.0)
    if fresh.ocr:
        return prefer_ocr(known, fresh)
    if known.ocr:
        return not prefer_ocr(fresh, known)
    return not is_garbage(fresh.text) or is_garbage(known.text)


def _letters(page: Page) -> int:
    return sum(char.isalnum() for char in page.text)
