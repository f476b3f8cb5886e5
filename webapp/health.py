"""``/healthz``: is the archive there, and does its index open?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from indexer.errors import ArchiveError, StorageError
from indexer.search.service import SearchRequest
from webapp.access import current_access, current_archive

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """``ok`` only if documents can be read and searched; else 503 with the code of what is wrong."""
    archive = current_archive()
    documents, index = None, "unknown"
    try:
        access = current_access()
        documents = archive.catalog.documents.counts(access).documents
        # A search that is answered is the only proof that searches are.
        archive.search(SearchRequest("cotejo", size=1), access)
        index = "ok"
    except (ArchiveError, StorageError) as error:
        # Without a catalog nothing can be said of the index.
        index = error.code if documents is not None else index
    ok = index == "ok"
    response = jsonify({"ok": ok, "documents": documents, "index": index})
    response.status_code = 200 if ok else 503
    return response
