"""What a search answers: value objects, and the one way they become JSON (contract: ``search --json``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from indexer.index.query import Added
from indexer.models import CitationLink, Document, Kind, Searched, StoredPassage
from indexer.search.misreadings import Misreadings


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: code points from ``start``, ``end`` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage's most telling stretch as plain text on one line, with the matches in it."""

    text: str
    spans: tuple[Span, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matched. ``collections`` are those that the reader may see; the first of them is shown. ``added``
    is what it matches in place of what was typed; ``identical`` counts the passages with the same words folded into it;
    ``check_image`` if OCR doubts a word that matched.
    """

    document: Document
    passage: StoredPassage
    collections: tuple[str, ...]
    snippet: Snippet
    score: float
    url: str
    footnotes: tuple[CitationLink, ...] = ()
    added: tuple[Added, ...] = ()
    identical: int = 0
    check_image: bool = False

    @property
    def title(self) -> str:
        return self.document.title

    @property
    def kind(self) -> Kind:
        return self.document.kind

    @property
    def collection(self) -> str | None:
        return self.collections[0] if self.collections else None

    @property
    def date(self) -> dt.date | None:
        return self.document.metadata.date

    @property
    def specimen(self) -> bool:
        return self.document.specimen

    @property
    def page(self) -> int:
        return self.passage.passage.page

    @property
    def speaker(self) -> str | None:
        return self.passage.passage.speaker

    @property
    def ocr(self) -> bool:
        """Whether the page was read by OCR; then ``passage.confidence`` says how surely."""
        return self.passage.confidence is not None


@dataclass(frozen=True, slots=True)
class DocumentHits:
    """A document's best passages; ``total`` counts all that match."""

    document: Document
    total: int
    hits: tuple[Hit, ...]
    links: tuple[CitationLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """What was searched besides a term that was typed, with the number of passages that each addition matches."""

    term: str
    additions: tuple[Added, ...]
    passages: tuple[int, ...]

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(added.text for added in self.additions)

    @property
    def shown(self) -> tuple[Added, ...]:
        """What is worth telling a reader: the additions that something matches."""
        return tuple(added for added, count in zip(self.additions, self.passages, strict=True) if count)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of results. ``hits`` holds all of them in order; ``groups`` the same by document, if that was asked.

    ``total`` and facet counts are passages, ``documents`` counts documents.
    """

    query: str
    read_as: str
    notes: tuple[str, ...]
    total: int
    documents: int
    took_ms: float
    hits: tuple[Hit, ...] = ()
    groups: tuple[DocumentHits, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    next: str | None = None
    expansions: tuple[Expansion, ...] = ()
    suggestion: str | None = None
    misreadings: tuple[Misreadings, ...] = ()
    searched: Searched = field(default_factory=Searched)


def to_json(results: SearchResults) -> dict[str, Any]:
    """The JSON shape of the contract, for the command line and the API."""
    return {
        "query": results.query,
        "read_as": results.read_as,
        "notes": list(results.notes),
        "total": results.total,
        "documents": results.documents,
        "took_ms": round(results.took_ms, 1),
        "expansions": [_expansion_json(expansion) for expansion in results.expansions],
        "suggestion": results.suggestion,
        "variants": [_variants_json(found) for found in results.misreadings],
        "next": results.next,
        "hits": [hit_json(hit) for hit in results.hits],
        "facets": {name: dict(counts) for name, counts in results.facets.items()},
        "searched": searched_json(results.searched),
    }


def searched_json(searched: Searched) -> dict[str, int]:
    """How much was looked through: with nothing found, what that is worth."""
    return {
        "documents": searched.documents,
        "pages": searched.pages,
        "unreadable_pages": searched.unreadable_pages,
    }


def _expansion_json(expansion: Expansion) -> dict[str, Any]:
    return {
        "term": expansion.term,
        "added": list(expansion.added),
        "reasons": [added.reason.value for added in expansion.additions],
        "passages": list(expansion.passages),
    }


def _variants_json(found: Misreadings) -> dict[str, Any]:
    return {
        "term": found.term,
        "variants": [form.text for form in found.forms],
        "passages": list(found.passages),
        "searched": found.searched,
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """One hit in the shape of the contract."""
    passage = hit.passage.passage
    return {
        "document": hit.document.id,
        "title": hit.title,
        "kind": hit.kind.value,
        "collection": hit.collection,
        "collections": list(hit.collections),
        "date": hit.date.isoformat() if hit.date else None,
        "language": passage.language.value,
        "specimen": hit.specimen,
        "page": hit.page,
        "passage": hit.passage.id,
        "start": passage.start,
        "end": passage.end,
        "speaker": hit.speaker,
        "snippet": hit.snippet.text,
        "highlights": [[span.start, span.end] for span in hit.snippet.spans],
        "score": round(hit.score, 4),
        "confidence": hit.passage.confidence,
        "check_image": hit.check_image,
        "url": hit.url,
        "added": [added.text for added in hit.added],
        "reasons": [added.reason.value for added in hit.added],
        "identical": hit.identical,
        "footnotes": [_footnote_json(link) for link in hit.footnotes],
    }


def _footnote_json(link: CitationLink) -> dict[str, str]:
    return {
        "report": link.report,
        "note": link.note,
        "label": link.label,
        "status": link.status.value,
        "url": f"/reports/{quote(link.report)}#{quote(link.note)}",
    }
