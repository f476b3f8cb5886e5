"""The web app: a reader's view of one archive. Holds an Archive, never a table or an engine."""

from __future__ import annotations

from flask import Flask, request

from indexer.archive import Archive
from indexer.config import Config
from webapp import (
    about,
    api,
    audit,
    compare,
    documents,
    export,
    feed,
    guide,
    health,
    lists,
    pages,
    quotes,
    reports,
    search,
    statement,
    terms,
)
from webapp.besides import init_besides
from webapp.context import init_context
from webapp.errors import init_errors
from webapp.filters import init_filters
from webapp.i18n import init_i18n
from webapp.long_answers import init_long_answers
from webapp.params import check_request
from webapp.security import init_security
from webapp.templating import App


def create_app(config: Config) -> Flask:
    """The app on the archive of ``config``, as it is; who may see what follows collections.toml, as it is now.

    Raises ArchiveError if there is no archive or its catalog cannot be read, ConfigError if collections.toml is wrong:
    what may be shown would be a guess. A missing or damaged index is no reason
    not to start: the documents stay readable, and the search page says what is wrong.
    """
    app = App(__name__)
    archive = app.extensions["cotejo"] = Archive.open(config)
    archive.collections_file.follow()
    init_security(app)
    init_i18n(app, config.web.language)
    app.before_request(lambda: check_request(request))
    init_errors(app)
    init_filters(app)
    init_context(app)
    init_besides(app)
    init_long_answers(app)
    finding = (search, statement, compare, guide, lists, feed, terms)
    for room in (*finding, quotes, documents, pages, reports, audit, export, about, health, api):
        app.register_blueprint(room.blueprint)
    return app
