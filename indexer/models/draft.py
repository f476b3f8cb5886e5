"""A report as a reader of its format leaves it: text, callouts and notes found, but not yet joined."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftCallout:
    """A place in a block's text where a note seems to be called.

    ``offset`` is where the mark stood in the block's text, from which it has been taken out; ``printed`` is what is
    put back if no note answers. ``zone`` counts pages, or stretches of text up to a group of notes: a note is sought in
    the callout's own zone and the next. ``certain`` is False for what may as well be a number or an exponent. ``key``
    names the note where the file itself says which one is called.
    """

    label: str
    offset: int
    printed: str
    zone: int = 0
    page: int | None = None
    certain: bool = True
    key: str | None = None


@dataclass(frozen=True, slots=True)
class DraftBlock:
    """A paragraph, list item, block quotation or heading (``level`` 1 to 6; 0 for all others)."""

    text: str
    callouts: tuple[DraftCallout, ...] = ()
    level: int = 0
    quoted: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class DraftNote:
    """A note: its printed label and its text as in the file. ``at_end``: it stands in a section of endnotes, so that
    its callout may be in any zone before. ``chapter`` is what the file says of it, if anything."""

    label: str
    text: str
    zone: int = 0
    page: int | None = None
    at_end: bool = False
    key: str | None = None
    chapter: str | None = None


@dataclass(frozen=True, slots=True)
class DraftReport:
    """Blocks and notes in reading order. ``markdown``: the texts are Markdown already, otherwise they are plain.

    ``warnings`` are sentences about what could not be read.
    """

    blocks: tuple[DraftBlock, ...]
    notes: tuple[DraftNote, ...]
    title: str | None = None
    markdown: bool = False
    warnings: tuple[str, ...] = ()
