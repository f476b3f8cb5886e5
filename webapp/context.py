"""What every template may call besides its own values."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request, url_for
from flask_babel import get_translations

from indexer import __version__
from indexer.models import Collection
from webapp.access import current_access, current_archive
from webapp.filters import number
from webapp.i18n import LANGUAGES, current_language


def init_context(app: Flask) -> None:
    """Make the helpers known to the templates."""
    app.context_processor(_context)
    app.jinja_env.globals["ngettext"] = counted
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _context() -> dict[str, Any]:
    return {
        "language": current_language(),
        "languages": LANGUAGES,
        "same_page": same_page,
        "same_search": same_search,
        "asset": asset,
        "collection_title": collection_title,
    }


def counted(singular: str, plural: str, count: int, **variables: str) -> str:
    """The sentence for ``count``, whose figure (``%(num)s``) is written as figures are in the reader's language."""
    sentence: str = get_translations().ungettext(singular, plural, count)
    return sentence % {"num": number(count), **variables}


def same_page(drop: tuple[str, ...] = (), **changes: str | list[str] | None) -> str:
    """The address at hand, as a path, with the arguments changed; None takes one away.

    Never begins with ``//``, which a browser would take for another site.
    """
    arguments: dict[str, list[str]] = {
        name: values for name, values in request.args.lists() if name not in drop and name not in changes
    }
    for name, value in changes.items():
        if value is not None:
            arguments[name] = [value] if isinstance(value, str) else value
    path = "/" + quote(request.path.lstrip("/"), safe="/-._~")
    query = urlencode(arguments, doseq=True, errors="replace")
    return f"{path}?{query}" if query else path


def same_search(endpoint: str, **changes: str) -> str:
    """The address of another answer to the search at hand: its arguments, from its beginning, with ``changes``."""
    beside = ("cursor", "trail", "size", "lang")
    arguments = {name: values for name, values in request.args.lists() if name not in beside}
    path = url_for(endpoint)
    query = urlencode(arguments | changes, doseq=True, errors="replace")
    return f"{path}?{query}" if query else path


def asset(name: str) -> str:
    """The address of a static file; changes with the version, so that browsers may keep it."""
    return url_for("static", filename=name, v=__version__)


def collections() -> dict[str, Collection]:
    """The collections this reader may see, by id, read once a request."""
    if "collections" not in g:
        access = current_access()
        known = current_archive().catalog.collections.list()
        g.collections = {collection.id: collection for collection in known if access.allows(collection.id)}
    visible: dict[str, Collection] = g.collections
    return visible


def collection_title(id: str) -> str:
    """A collection's title in the reader's language; its id where there is none that this reader may see."""
    collection = collections().get(id)
    return collection.title(current_language()) if collection else id
