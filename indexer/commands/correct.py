"""`cotejo correct`: a word or a line that was read wrong, put right by a person who looked at the page."""

from __future__ import annotations

from dataclasses import dataclass

import click

from indexer.archive import Archive
from indexer.commands import terminal
from indexer.commands.options import archive_options, open_archive
from indexer.commands.recheck import recheck
from indexer.config import Config
from indexer.correction import ENGINE, checked_author, checked_text, corrected, find_stretch
from indexer.indexing import sync_index
from indexer.models import OWNER, Change
from indexer.ocr.quality import mean_confidence


@dataclass(frozen=True, slots=True)
class Made:
    """A correction as it was stored: [start, end) in the new reading's text."""

    document: str
    page: int
    reading: str
    previous: str
    start: int
    end: int
    by: str


@click.command()
@click.argument("document")
@click.argument("old")
@click.argument("new")
@click.option("--page", type=click.IntRange(min=1), required=True)
@click.option("--by", "author", metavar="NAME", required=True, help="Who looked at the page and says so.")
@click.option("--nth", type=click.IntRange(min=1), help="Which of several places where OLD stands.")
@archive_options
def correct(config: Config, as_json: bool, document: str, **chosen: str | int | None) -> None:
    """Replace OLD, as the page's text has it, by NEW. The reading before stays addressable."""
    author, new = checked_author(str(chosen["author"])), checked_text(str(chosen["new"]))
    nth = chosen["nth"]
    with open_archive(config) as archive:
        place = (int(chosen["page"] or 0), str(chosen["old"]), None if nth is None else int(nth))
        made = _correct(archive, document, place, new, author)
        drifts = archive.readings_changed(document, [made.page])
        sync_index(archive, processes=1, say=terminal.note, wait_seconds=config.index.wait_seconds)
        recheck(archive)
    if changed := sum(drift.change is not Change.MOVED for drift in drifts):
        terminal.warn(f"{changed} passages that were linked to have changed: `cotejo drift {document}`")
    if as_json:
        terminal.put_json({name: getattr(made, name) for name in Made.__dataclass_fields__})
    else:
        terminal.say(f"{made.document}, page {made.page}: corrected by {made.by}; reading {made.reading}.")
        terminal.say(f"The reading before is {made.previous} (`cotejo show … --page {made.page} --reading …`).")


def _correct(archive: Archive, id: str, place: tuple[int, str, int | None], new: str, author: str) -> Made:
    number, old, nth = place
    documents = archive.catalog.documents
    documents.get(id, OWNER)
    page = documents.page(id, number)
    words = documents.words(id, number, page.reading.reading)
    passages = [stored.passage for stored in documents.passages(id, number, number)]
    changed = corrected(page.text, words, passages, find_stretch(page.text, old, nth), new)
    reading = archive.catalog.corrections.apply(
        page,
        changed.text,
        changed.words,
        changed.passages,
        engine=ENGINE.format(author=author),
        confidence=mean_confidence(changed.words) if page.ocr else None,
    )
    return Made(id, number, reading, page.reading.reading, changed.start, changed.end, author)
