"""The archive at hand and what the reader of this request may see of it. The only place that decides access."""

from __future__ import annotations

from flask import current_app, g

from indexer.archive import Archive
from indexer.errors import ConfigError
from indexer.models import Access


def current_archive() -> Archive:
    """The archive that the app was made with."""
    archive: Archive = current_app.extensions["cotejo"]
    return archive


def current_access() -> Access:
    """What an anonymous reader may see: the public collections, as they were when the request came in."""
    if "access" not in g:
        archive = current_archive()
        try:
            archive.collections_file.heed()
        except ConfigError as error:  # what it said before holds
            current_app.logger.warning("collections.toml could not be followed: %s", error)
        g.access = archive.collections_file.applied_to(archive.catalog.collections.public())
    access: Access = g.access
    return access
