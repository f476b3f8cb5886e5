"""What of a report there is to check, and where to look first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.citations.stated import figures_of, quotes_of
from indexer.citations.view import NoteView, ReportView
from indexer.models import LinkStatus, Stated


@dataclass(frozen=True, slots=True)
class Task:
    """Something stated in a note. ``cited`` are the documents to be looked through first: for a quotation all originals
    that are tied to the note or to the one it refers to, for a figure those of them that are confirmed."""

    note: str
    stated: Stated
    text: str
    cited: tuple[str, ...]

    @property
    def key(self) -> tuple[str, Stated, str]:
        return self.note, self.stated, self.text


def tasks_of(view: ReportView) -> Iterator[Task]:
    """The quotations and figures of a report as its reader sees it, in the order of its notes."""
    for note in view.notes:
        name = note.note.note
        for quote in quotes_of(note.note):
            yield Task(name, Stated.QUOTE, quote, _originals(note, confirmed=False))
        for figure in figures_of(note.note):
            yield Task(name, Stated.FIGURE, figure, _originals(note, confirmed=True))


def _originals(note: NoteView, *, confirmed: bool) -> tuple[str, ...]:
    """The documents of a note without specimens, which prove nothing."""
    found = {
        linked.document.id
        for linked in note.documents
        if not linked.document.specimen and (not confirmed or linked.link.status is LinkStatus.CONFIRMED)
    }
    return tuple(sorted(found))
