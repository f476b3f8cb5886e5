"""``/healthz``: is the archive there, and does its index open?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from indexer.errors import ArchiveError, StorageError
from webapp.access import current_access, current_archive

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """``ok`` only if documents can be read and searched; else 503 with the code of what is wrong."""
    archive = current_archive()
    index, documents = "ok", None
    try:
        documents = archive.catalog.documents.counts(current_access()).documents
        _ = archive.engine.uid
    except (ArchiveError, StorageError) as error:
        index = error.code if documents is not None else "unknown"
    ok = index == "ok" and documents is not None
    response = jsonify({"ok": ok, "documents": documents, "index": index})
    response.status_code = 200 if ok else 503
    return response
