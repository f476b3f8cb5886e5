"""What a search looked through and what came of it, as a record that a footnote can rest on."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from indexer.index.base import SearchEngine
from indexer.search.results import SearchResults, searched_json

DIGEST_CHARACTERS = 12
"""Hex digits of a state: 48 bits, far beyond the states that one archive will ever have."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A search, what it read and found, when, in which state of the index. ``filters`` are argument names and values;
    ``link`` repeats the search."""

    results: SearchResults
    filters: tuple[tuple[str, str], ...]
    index: str
    at: dt.datetime
    link: str


def index_state(engine: SearchEngine) -> str:
    """Names the build of the index and the documents in it: two searches with the same state searched the same texts.

    The digest is of each document's id and revision, in order; an id is a hash of the document's bytes.
    """
    digest = hashlib.sha256()
    for document, revision in sorted(engine.revisions().items()):
        digest.update(f"{document} {revision}\n".encode())
    return f"{engine.uid}-{digest.hexdigest()[:DIGEST_CHARACTERS]}"


def statement_json(statement: Statement) -> dict[str, Any]:
    """The statement for programs. ``total`` counts passages."""
    results = statement.results
    filters: dict[str, list[str]] = {}
    for name, value in statement.filters:
        filters.setdefault(name, []).append(value)
    return {
        "query": results.query,
        "read_as": results.read_as,
        "notes": list(results.notes),
        "filters": filters,
        "expansions": [{"term": item.term, "added": list(item.added)} for item in results.expansions],
        "total": results.total,
        "documents": results.documents,
        "searched": {**searched_json(results.searched), "index": statement.index},
        "at": statement.at.isoformat(timespec="seconds"),
        "link": statement.link,
    }
