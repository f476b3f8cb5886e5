"""From notes and documents to items of a bibliography."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from indexer.catalog.repository import Catalog
from indexer.citations.csl import (
    Copy,
    Form,
    Genre,
    Item,
    ItemDate,
    NotePlace,
    Pointing,
    one_line,
    read_name,
)
from indexer.citations.fields import without_locator
from indexer.citations.kinds import CROSS_REFERENCE
from indexer.citations.publication import FORMS, published_as
from indexer.citations.view import NoteView, ReportView
from indexer.errors import NotFound, UsageError
from indexer.models import Access, Document, Kind, LinkStatus, Reference

_GENRES = {
    Kind.TRANSCRIPT: Genre.TRANSCRIPT,
    Kind.MEMO: Genre.INTERNAL,
    Kind.INFORMATION_REQUEST: Genre.REQUEST,
    Kind.DATASET: Genre.DATASET,
    Kind.MESSAGE: Genre.MESSAGE,
}
_GAZETTE = re.compile(r"https?://(?:www\.)?(?:dof|diariooficial)\.gob\.mx/", re.IGNORECASE)
_GAZETTE_NAME = "Diario Oficial de la Federación"


@dataclass(frozen=True, slots=True)
class Citing:
    """What holds for a whole export: the day of access, and what stands before the archive's paths (``https://host``,
    empty if the archive has no address of its own)."""

    accessed: dt.date
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A page of a document, or a passage of it: offsets in a reading of the page, as a hit has them."""

    page: int
    start: int | None = None
    end: int | None = None
    reading: str | None = None


def items_of_report(view: ReportView, citing: Citing, note: str | None = None) -> tuple[Item, ...]:
    """An item for each reference of each note, in order; a note without any is an item too, with its text alone.

    With ``note`` (``fn-12``) those of that note; raises NotFound if the report has none of this name.
    """
    notes = [shown for shown in view.notes if note in (None, shown.note.note)]
    if note is not None and not notes:
        raise NotFound(f"The report {view.report.id} has no note {note}.")
    return tuple(item for shown in notes for item in _items_of_note(view, shown, citing))


def _items_of_note(view: ReportView, note: NoteView, citing: Citing) -> tuple[Item, ...]:
    """The items of one note. Only documents that are confirmed count as copies: a proposal is no citation."""
    footnote, report = note.note, view.report
    place = NotePlace(
        report=report.id,
        report_title=one_line(report.title),
        note=footnote.note,
        label=one_line(footnote.label),
        page=footnote.page,
        permalink=f"{citing.base_url}/reports/{report.id}#{footnote.note}",
        sha256=report.sha256,
    )
    copies = tuple(
        Copy(f"{citing.base_url}/documents/{linked.document.id}", linked.document.sha256, linked.document.specimen)
        for linked in note.documents
        if linked.link.status is LinkStatus.CONFIRMED
    )
    alone = Item(
        key=f"{report.id}-{footnote.note}",
        form=Form.DOCUMENT,
        accessed=citing.accessed,
        note=one_line(footnote.text),
        place=place,
        copies=copies,
    )
    if footnote.kind == CROSS_REFERENCE:
        return (_of_cross_reference(note, alone),)
    if not footnote.references:
        return (alone,)
    # Which of several references a document answers is not known: each is told of all.
    return tuple(
        _with_reference(alone if order == 1 else replace(alone, key=f"{alone.key}-{order}"), reference)
        for order, reference in enumerate(footnote.references, start=1)
    )


def _of_cross_reference(note: NoteView, alone: Item) -> Item:
    """The source that Ibid. and the like refer to, at the place they name themselves; only where it is one and sure."""
    pointer, target = note.cross_reference, note.target
    label = one_line(target.label) if target is not None else None
    meant = _meant(target.references, note.note.text) if target is not None else ()
    sure = pointer is not None and not pointer.ambiguous and len(meant) == 1
    alone = replace(alone, points=Pointing(label, sure))
    if not sure or target is None:
        return alone
    (reference,) = meant
    _, own = without_locator(note.note.text.replace("*", ""))
    # Ibid. alone means the same place; Op. cit. names the work.
    same_place = re.match(r"\W*[ií](?:b[ií])?d", note.note.text, re.IGNORECASE) is not None
    locator = own or (reference.locator if same_place else None)
    told = _with_reference(replace(alone, note=one_line(target.text)), replace(reference, locator=locator))
    return replace(told, note=alone.note)


def _meant(references: Sequence[Reference], text: str) -> Sequence[Reference]:
    """Of several references of the note referred to, those whose author is named again ("Meza, op. cit.")."""
    named = [
        reference
        for reference in references
        if any(re.search(rf"\b{re.escape(author.split(',')[0])}\b", text) for author in reference.authors)
    ]
    return named or references


def _with_reference(note: Item, reference: Reference) -> Item:
    """A note's item with what one of its references says."""
    authors = tuple(read_name(author) for author in reference.authors)
    published = published_as(reference, authors, note.note)
    return replace(
        note,
        form=published.form,
        genre=_GENRES.get(reference.kind) if reference.kind else None,
        authors=authors,
        date=_date(reference),
        title=_capitalised(_tidy(reference.title)),
        container=published.container,
        volume=published.volume,
        issue=published.issue,
        extent=published.extent,
        publisher=published.publisher,
        number=_tidy(reference.file_number),
        locator=_tidy(reference.locator),
        urls=tuple(one_line(url.target) for url in reference.urls),
    )


def cite_document(catalog: Catalog, id: str, access: Access, citing: Citing, spot: Spot | None = None) -> Item:
    """A document of the archive, one of its pages, or a hit in it, for a reader who may see it.

    Raises NotFound for a document, page or reading that is not there for this reader, UsageError for offsets that do
    not lie in the text of the page.
    """
    document = catalog.documents.get(id, access)
    if spot is not None:
        length = len(catalog.documents.page(document.id, spot.page, reading=spot.reading).text)
        if not 0 <= (spot.start or 0) <= (length if spot.end is None else spot.end) <= length:
            raise UsageError(f"The text of page {spot.page} of {id} has {length} characters.", remedy="")
    return item_of_document(document, citing, spot)


def item_of_document(document: Document, citing: Citing, spot: Spot | None = None) -> Item:
    """A document that is at hand, one of its pages, or a hit in it."""
    metadata = document.metadata
    issuer = _tidy(metadata.issuer)
    permalink = citing.base_url + _path(document, spot)
    return Item(
        key=f"cotejo-{document.id}" + (f"-p{spot.page}" if spot else ""),
        form=FORMS.get(document.kind, Form.DOCUMENT),
        genre=_GENRES.get(document.kind),
        accessed=citing.accessed,
        authors=(read_name(issuer),) if issuer else (),
        date=_day(metadata.date) if metadata.date else None,
        title=one_line(document.title),
        container=_GAZETTE_NAME if _GAZETTE.match(metadata.official_url or "") else None,
        number=_tidy(metadata.file_number),
        locator=f"p. {spot.page}" if spot else None,
        # A path alone is no address that anyone could open elsewhere.
        urls=tuple(filter(None, (_tidy(metadata.official_url) or (permalink if citing.base_url else None),))),
        language=metadata.language.value if metadata.language else None,
        copies=(Copy(permalink, document.sha256, document.specimen),),
    )


def _path(document: Document, spot: Spot | None) -> str:
    path = f"/documents/{document.id}"
    if spot is None:
        return path
    path = f"{path}/pages/{spot.page}"
    if spot.start is None or spot.end is None:
        return path
    offsets = {"start": str(spot.start), "end": str(spot.end)} | ({"reading": spot.reading} if spot.reading else {})
    return f"{path}?{urlencode(offsets)}"


def _date(reference: Reference) -> ItemDate | None:
    """As exact as it is known."""
    if reference.date is not None:
        return _day(reference.date)
    return ItemDate(reference.year, reference.month) if reference.year is not None else None


def _day(day: dt.date) -> ItemDate:
    return ItemDate(day.year, day.month, day.day)


def _tidy(text: str | None) -> str | None:
    return one_line(text) or None if text else None


def _capitalised(title: str | None) -> str | None:
    return title[:1].upper() + title[1:] if title else None
