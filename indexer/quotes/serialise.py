"""The answer to a quotation in the shape of the contract (``verify --json``), for the command line and the API."""

from __future__ import annotations

from typing import Any

from indexer.quotes.models import Change, Match, Verification


def verification_json(verification: Verification) -> dict[str, Any]:
    """``verify --json``. ``statement`` says in English what the verdict means and what was searched."""
    quotation, searched = verification.quotation, verification.searched
    period = quotation.hints.period
    return {
        "quote": quotation.text,
        "verdict": verification.verdict.value,
        "parts": [" ".join(word.word for word in part.words) for part in quotation.parts],
        "hints": {
            "speaker": quotation.hints.speaker,
            "dates": [date.isoformat() for date in quotation.hints.dates],
            "period": [period.first.isoformat(), period.last.isoformat()] if period else None,
        },
        "notes": list(quotation.notes),
        "searched": {
            "documents": searched.documents,
            "pages": searched.pages,
            "unreadable_pages": searched.unreadable_pages,
            "index": verification.index,
            "scanned": verification.scanned,
        },
        "total": verification.total,
        "took_ms": round(verification.took_ms, 1),
        "matches": [match_json(match) for match in verification.matches],
    }


def match_json(match: Match) -> dict[str, Any]:
    """One place, with all that a reader needs to look at it himself."""
    place = match.place
    return {
        "document": match.document.id,
        "title": match.document.title,
        "kind": match.document.kind.value,
        "collections": list(match.document.collections),
        "date": match.document.metadata.date.isoformat() if match.document.metadata.date else None,
        "speaker": match.speaker,
        "language": match.language.value,
        "specimen": match.specimen,
        "sha256": match.document.sha256,
        "official_url": match.document.metadata.official_url,
        "page": place.page,
        "start": place.start,
        "end": place.end,
        "reading": place.reading,
        "pages": [
            {"page": stretch.page, "reading": stretch.reading, "start": stretch.start, "end": stretch.end}
            for stretch in match.stretches
        ],
        "source_text": match.source_text,
        "before": match.context.before,
        "after": match.context.after,
        "verdict": match.verdict.value,
        "similarity": match.similarity,
        "changes": [_change_json(change) for change in match.changes],
        "critical": match.critical,
        "notes": list(match.notes),
        "ocr": match.ocr,
        "confidence": match.confidence,
        "url": match.url,
        "footnotes": [link.as_json() for link in match.footnotes],
    }


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "type": change.type.value,
        "quote": change.quote,
        "source": change.source,
        "critical": change.critical,
        "why": change.why,
        "quote_span": list(change.quote_span) if change.quote_span else None,
        "source_span": list(change.source_span) if change.source_span else None,
    }
