"""Documents and outcomes in the shapes of the contract, for the commands and the API alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any

from indexer.archive import Archive
from indexer.models import Access, CitationLink, Counts, Document, Failure, Occurrence, Outcome, Problem, ReadingInfo


def plain(value: object) -> Any:
    """A field as JSON has it: dates in ISO 8601, enumerations by value, seconds to the millisecond."""
    if isinstance(value, Problem):
        return {"code": value.code, "message": value.message}
    if isinstance(value, dt.date):  # covers datetime
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return round(value, 3) if isinstance(value, float) else value


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """`add --json`: one line a file. ``answers`` names the notes that the document answers, with the link's status."""
    shape = {field.name: plain(getattr(outcome, field.name)) for field in fields(outcome)}
    answers = [
        {"report": link.report, "note": link.note, "label": link.label, "status": link.status.value}
        for link in outcome.answers
    ]
    return shape | {"answers": answers}


def document_summary(document: Document) -> dict[str, Any]:
    """A document in a list."""
    return {
        "document": document.id,
        "title": document.title,
        "kind": document.kind.value,
        "collections": list(document.collections),
        "date": plain(document.metadata.date),
        "language": plain(document.metadata.language),
        "specimen": document.specimen,
        "pages": document.pages,
        "pages_ocr": document.pages_ocr,
        "pages_unreadable": document.pages_unreadable,
        "passages": document.passages,
        "media_type": document.media_type,
        "official_url": document.metadata.official_url,
        "parent": document.parent,
        "url": f"/documents/{document.id}",
    }


def document_json(
    archive: Archive, id: str, access: Access, *, page: int | None = None, reading: str | None = None
) -> dict[str, Any]:
    """`show --json`: a document with its provenance; with ``page``, that page's text in the reading asked for.

    Raises NotFound for a document (or page, or reading) that is not there for this reader.
    """
    documents = archive.catalog.documents
    document = documents.get(id, access)
    metadata = document.metadata
    links: Sequence[CitationLink] = archive.catalog.reports.links_of_documents([id]).get(id, ())
    stored = None if page is None else documents.page(id, page, reading=reading)
    return document_summary(document) | {
        "code": metadata.code,
        "issuer": metadata.issuer,
        "place": metadata.place,
        "addressee": metadata.addressee,
        "file_number": metadata.file_number,
        "children": [child.id for child in documents.children(id, access)],
        "provenance": {
            "sha256": document.sha256,
            "size": document.size,
            "occurrences": [occurrence_json(item, access) for item in documents.occurrences(id, access)],
            "added_at": plain(document.added_at),
            "readings": [reading_json(item) for item in documents.readings(id)],
        },
        "footnotes": footnotes_json(links),
        "page": page,
        "reading": None if stored is None else stored.reading.reading,
        "text": None if stored is None else stored.text,
    }


def occurrence_json(occurrence: Occurrence, access: Access) -> dict[str, Any]:
    """Where the bytes were found. Readers other than the owner are told the file's name, not where it lay."""
    path = occurrence.path if access.collections is None else occurrence.path.rsplit("/", 1)[-1]
    return {"path": path, "collection": occurrence.collection, "added_at": plain(occurrence.added_at)}


def reading_json(reading: ReadingInfo) -> dict[str, Any]:
    return {
        "reading": reading.reading,
        "page": reading.page,
        "engine": reading.engine,
        "at": plain(reading.at),
        "confidence": plain(reading.confidence),
        "current": reading.current,
    }


def footnotes_json(links: Sequence[CitationLink]) -> list[dict[str, Any]]:
    """The notes that cite a document, as chips."""
    return [link.as_json() for link in links]


def counts_json(counts: Counts) -> dict[str, Any]:
    return {
        field.name: dict(value) if isinstance(value := getattr(counts, field.name), Mapping) else value
        for field in fields(counts)
    }


def failure_json(failure: Failure) -> dict[str, Any]:
    return {
        "path": failure.path,
        "error": plain(failure.problem),
        "sha256": failure.sha256,
        "media_type": failure.media_type,
        "at": plain(failure.at),
        "attempts": failure.attempts,
    }
