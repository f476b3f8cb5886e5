"""Checks as a reader may see them: nothing of documents kept from him, the others as they are called now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from indexer.catalog.repository import Catalog
from indexer.models import Access, Check, CitationLink, Document, Stated


def shown_checks(catalog: Catalog, checks: Iterable[Check], access: Access) -> Mapping[tuple[str, Stated, str], Check]:
    """The checks by note, kind and text. One that rests on a document that is gone or not for this reader is left
    out; what one said before of such a document is not told."""
    known = list(checks)
    ids = {check.spot.document for check in known if check.spot}
    ids |= {check.former.document for check in known if check.former and check.former.document}
    visible = catalog.documents.many(sorted(ids), access)
    links = catalog.reports.links_of_documents(visible)
    found = {}
    for check in known:
        if check.spot is not None and check.spot.document not in visible:
            continue
        if check.former and check.former.document and check.former.document not in visible:
            check = replace(check, former=None)  # noqa: PLW2901 - the same check, less of it
        found[check.key] = _renewed(check, visible, links)
    return found


def _renewed(check: Check, documents: Mapping[str, Document], links: Mapping[str, Sequence[CitationLink]]) -> Check:
    if check.spot is None or check.match is None:
        return check
    document = documents[check.spot.document]
    if document.specimen:  # it has become one since: it proves nothing
        return replace(check, verdict=None, spot=None, match=None)
    return replace(check, match={**check.match, **_facts(document), "footnotes": _footnotes(document, links)})


def _facts(document: Document) -> dict[str, Any]:
    """What of a match belongs to its document, in the keys of the quote check's own serialise module."""
    date = document.metadata.date
    return {
        "title": document.title,
        "kind": document.kind.value,
        "collections": list(document.collections),
        "date": date.isoformat() if date else None,
        "specimen": document.specimen,
        "sha256": document.sha256,
        "official_url": document.metadata.official_url,
    }


def _footnotes(document: Document, links: Mapping[str, Sequence[CitationLink]]) -> list[dict[str, Any]]:
    return [link.as_json() for link in links.get(document.id, ())]
