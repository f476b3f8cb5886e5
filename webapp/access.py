"""The archive at hand and what the reader of this request may see of it. The only place that decides access."""

from __future__ import annotations

from flask import Flask, current_app, g

from indexer.archive import Archive
from indexer.errors import CotejoError
from indexer.models import Access


def init_access(app: Flask) -> None:
    """Who may see what follows collections.toml as it is when a request comes in."""

    @app.before_request
    def heed() -> None:
        try:
            current_archive().collections_file.heed()
        except CotejoError as error:  # the file is wrong, or the catalog busy: what was known still holds
            app.logger.warning("collections.toml could not be followed: %s", error)


def current_archive() -> Archive:
    """The archive that the app was made with."""
    archive: Archive = current_app.extensions["cotejo"]
    return archive


def current_access() -> Access:
    """What an anonymous reader may see: the public collections, as they were when the request came in."""
    if "access" not in g:
        g.access = current_archive().catalog.collections.public()
    access: Access = g.access
    return access
