"""The about page: what the archive holds and how it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask_babel import gettext

from indexer.models import Kind
from webapp.access import current_access, current_archive
from webapp.context import collection_title
from webapp.filters import KINDS

blueprint = Blueprint("about", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of counts."""

    label: str
    count: int
    url: str


@blueprint.get("/about")
def page() -> str:
    archive = current_archive()
    counts = archive.catalog.documents.counts(current_access())
    by_kind = [
        Row(str(KINDS[Kind(kind)]).capitalize(), count, url_for("documents.browse", kind=kind))
        for kind, count in _by_count(counts.by_kind)
    ]
    by_collection = [
        Row(collection_title(name), count, url_for("documents.browse", collection=name))
        for name, count in _by_count(counts.by_collection)
    ]
    return render_template(
        "about.html",
        counts=counts,
        tables=((gettext("By collection"), by_collection), (gettext("By kind"), by_kind)),
        ingest=archive.config.ingest,
        ocr=archive.config.ocr,
    )


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
