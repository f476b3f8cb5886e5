"""Stenographic transcripts and press briefings: a passage per turn, each with its speaker.

The date line under the title is believed before the title: in 2,974 transcripts it is always the day the page was
filed under, while seven titles carry another day (a slip, or a day the speech is about).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from indexer.models import Extraction, Kind, Metadata, Page, PassageKind
from indexer.sources import speakers
from indexer.sources.base import (
    Line,
    Section,
    declared_title,
    document_language,
    first_title,
    head_lines,
    is_dateline,
)
from indexer.sources.speakers import RULE, Head
from indexer.text.dates import find_dates

PRESIDENCY = "Presidencia de la República"

SAMPLE_CHARACTERS = 30_000
"""Text looked at to tell whether a document is a transcript; a conference has its first ten turns within it."""

TITLE_LINES = 20
"""Lines among which the title of a stenographic version is looked for; below them one may be cited."""

_TITLE = re.compile(
    r"versi[oó]n\s+estenogr[aá]fica|conferencia\s+de\s+prensa|press\s+(?:briefing|conference)|\btranscript\b"
    r"|^(?:mensaje|discurso|palabras|remarks|speech|message)\b",
    re.IGNORECASE,
)
_STENOGRAPHIC = re.compile(r"versi[oó]n\s+estenogr[aá]fica|\btranscript\b|press\s+briefing", re.IGNORECASE)
_PRESIDENCY = re.compile(r"^Presidencia de la Rep[uú]blica\b", re.IGNORECASE)
_PRESIDENTIAL = re.compile(
    r"versi[oó]n\s+estenogr[aá]fica.*(?:conferencia de prensa matutina"
    r"|del president[ea]\s+(?:andr[eé]s|claudia|de m[eé]x))",
    re.IGNORECASE,
)


class TranscriptReader:
    """Reads what was said, by whom."""

    kinds: tuple[Kind, ...] = (Kind.TRANSCRIPT,)

    def recognise(self, extraction: Extraction) -> float:
        lines = head_lines(extraction.pages)
        title = _title(extraction, lines) or ""
        sample = "\n".join(page.text for page in extraction.pages[:6])[:SAMPLE_CHARACTERS]
        if any(_PRESIDENCY.match(line.text) for line in lines[1:3]) and RULE.search(sample):
            return 0.95 if _turns(sample) or _TITLE.search(title) else 0.4
        turns = _turns(sample)
        if _STENOGRAPHIC.search(title):
            return 0.95 if turns else 0.7
        if _TITLE.search(title):
            return 0.9 if turns >= 2 else 0.4
        return 0.8 if turns >= 6 else 0.0

    def describe(self, extraction: Extraction) -> Metadata:
        lines = head_lines(extraction.pages)
        title = _title(extraction, lines)
        return Metadata(
            title=title,
            kind=Kind.TRANSCRIPT,
            date=_date(lines, title),
            language=document_language(extraction.pages),
            issuer=_issuer(extraction, lines, title),
        )

    def sections(self, pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
        if any(speakers.is_ruled(page.text) for page in pages):
            return _ruled(pages)
        return _spoken(pages)


def _turns(sample: str) -> int:
    """Turns whose speaker is known, counted in a sample of the text."""
    if speakers.is_ruled(sample):
        return sum(1 for rule in RULE.finditer(sample) if speakers.ruled_name(sample, rule.end()))
    heads = speakers.find_heads(sample)
    names = speakers.speakers_among(heads)
    return sum(1 for head in heads if head.name in names)


# --- metadata -------------------------------------------------------------------------------------


def _title(extraction: Extraction, lines: Sequence[Line]) -> str | None:
    """The first real line, or the first that says «versión estenográfica» where a web page's menu stands above it.

    What follows «Presidencia de la República» under it is no part of it.
    """
    first = next((i for i, line in enumerate(lines[:TITLE_LINES]) if _names_itself(line.text)), 0)
    own = next((i for i, line in enumerate(lines) if i > first and _PRESIDENCY.match(line.text)), len(lines))
    return first_title(lines[first:own]) or declared_title(extraction)


def _names_itself(text: str) -> bool:
    """Whether the line says «versión estenográfica», and of what."""
    match = _STENOGRAPHIC.search(text)
    return match is not None and len(text) >= 2 * len(match[0])


def _date(lines: Sequence[Line], title: str | None) -> dt.date | None:
    for line in lines[1:8]:
        below = _PRESIDENCY.sub("", line.text)
        if is_dateline(below):
            return find_dates(below)[0].date
    dates = {found.date for found in find_dates(title or "")}
    return dates.pop() if len(dates) == 1 else None


def _issuer(extraction: Extraction, lines: Sequence[Line], title: str | None) -> str | None:
    declared = f"| {extraction.metadata.title or ''} |"
    if any(_PRESIDENCY.match(line.text) for line in lines[:8]) or f"| {PRESIDENCY} |" in declared:
        return PRESIDENCY
    return PRESIDENCY if title and _PRESIDENTIAL.search(title) else extraction.metadata.issuer


# --- turns ----------------------------------------------------------------------------------------


def _ruled(pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
    """Blocks between rules; the speaker stands on the first line of each. A block may run over a page border."""
    speaker: str | None = None
    name_is_due = False
    for page in pages:
        text, start = page.text, 0
        sections: list[Section] = []
        if name_is_due and speakers.has_line(text, 0):
            speaker, name_is_due = speakers.ruled_name(text, 0), False
        for rule in RULE.finditer(text):
            sections.append(_turn(start, rule.start(), speaker))
            start = rule.end()
            speaker = speakers.ruled_name(text, start)
            name_is_due = not speakers.has_line(text, start)
        sections.append(_turn(start, len(text), speaker))
        yield sections


def _spoken(pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
    """Turns that begin with a name and a colon."""
    heads = [speakers.find_heads(page.text) for page in pages]
    names = speakers.speakers_among(head for on_page in heads for head in on_page)
    speaker: str | None = None
    for page, on_page in zip(pages, heads, strict=True):
        sections: list[Section] = []
        start = 0
        for head in on_page:
            if head.name not in names and not head.silences and not speakers.is_stage_direction(head):
                continue
            sections.append(_turn(start, head.start, speaker))
            start = head.start
            if speakers.is_stage_direction(head):
                sections.append(Section(head.start, head.end))
                start = head.end
            speaker = _speaker_after(head, names, speaker)
        sections.append(_turn(start, len(page.text), speaker))
        yield sections


def _speaker_after(head: Head, names: frozenset[str], before: str | None) -> str | None:
    """Who speaks after ``head``: the one it names; nobody known once a film runs; else whoever spoke before."""
    if head.name in names:
        return head.name
    return None if head.silences else before


def _turn(start: int, end: int, speaker: str | None) -> Section:
    return Section(start, end, PassageKind.TURN if speaker else PassageKind.PARAGRAPH, speaker=speaker)
