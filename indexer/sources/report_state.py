"""What a reader of a printed report knows while it goes through the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from indexer.models.printed import PrintedLine, PrintedPage
from indexer.sources.report_lines import SMALL, Label, label_of, letter_of, plain
from indexer.sources.report_paragraphs import Paragraphs


class Headings(Enum):
    """Which headings begin a section of endnotes: ``Notas`` only, or ``Referencias`` and the like, or none needed."""

    NOTES = "notes"
    WIDE = "wide"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Habits:
    """How a report may have been set. ``bracketed``: ``[12]`` in the text calls a note."""

    headings: Headings
    bracketed: bool


@dataclass(slots=True)
class OpenNote:
    """A note as its lines come."""

    label: str
    page: int
    at_end: bool
    chapter: str | None
    size: float
    lines: list[str]

    def add(self, line: PrintedLine) -> None:
        self.lines.append(plain(line.runs, line).strip())


@dataclass(slots=True)
class ReadState:
    """What has been read of a report so far. ``called`` and ``before``: the labels that certain callouts of this page
    and the one before have; ``glued``: those that any number of this page could call. ``rules``: the widths, in
    points, of rules below which notes were."""

    body_size: float
    habits: Habits
    paragraphs: Paragraphs
    notes: list[OpenNote] = field(default_factory=list)
    at_end: bool = False
    chapter: str | None = None
    called: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    glued: tuple[str, ...] = ()
    rules: set[int] = field(default_factory=set)

    def begin(self, label: Label, line: PrintedLine, page: PrintedPage, *, at_end: bool = False) -> None:
        """Begin a note with the rest of its first line."""
        self.notes.append(OpenNote(label.text, page.number, at_end, self.chapter, line.size, [label.rest]))

    def label_in_notes(self, line: PrintedLine) -> Label | None:
        """The label a line among notes begins with: a number or sign, or a letter that is called."""
        letter = letter_of(line)
        return letter if letter is not None and letter.text in self.called else label_of(line)

    def is_small(self, line: PrintedLine) -> bool:
        return line.size <= SMALL * self.body_size
