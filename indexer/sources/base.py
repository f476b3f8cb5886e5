"""What every reader of a kind of source offers, and what they share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.models import Extraction, Kind, Language, Metadata, Page, Passage, PassageKind
from indexer.text.dates import find_dates
from indexer.text.segment import cut

HEAD_LINES = 40
"""Lines of a document's beginning in which its title, date and addressee are looked for: about the first page. Farther
down a date or a name is what the document speaks of."""

MAX_TITLE = 1500
"""Characters of the longest title taken: one of the DOF's of 15 December 2024 has 1,300; more is a whole paragraph."""


RUNNING_LINES = 4
"""Lines at the top and at the bottom of a page among which its running head and foot are looked for: a law of the
Chamber of Deputies repeats five, two of them in one line."""

EDGE_CHARACTERS = 600
"""Text at either end of a page that holds those lines; to split whole pages made describing seven times slower."""

RUNNING_SHARE = 0.3
"""Share of the pages that repeat a line (figures apart) which makes it a running head: left and right pages of the DOF
have one each, and title pages have none."""

MAX_LINE = 2 * MAX_TITLE
"""Characters of a line of the head that are looked at."""

MAX_TITLE_LINES = 4
"""Lines a title is broken over; a paragraph of more is text."""

FULL_LINE = 50
"""Characters of a line that may have been broken for want of room."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of one page that belongs together: a turn, an article, or what stands between them."""

    start: int
    end: int
    kind: PassageKind = PassageKind.PARAGRAPH
    label: str | None = None
    speaker: str | None = None


class SourceReader(Protocol):
    """Knows one kind of source."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds whose documents it describes and divides."""

    def recognise(self, extraction: Extraction) -> float:
        """How sure it is, from 0 to 1, that this is one of its documents."""

    def describe(self, extraction: Extraction) -> Metadata:
        """What the text tells of the document; whatever it does not tell plainly stays None."""

    def sections(self, pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
        """Per page, in order, the sections that tile its text. What no section covers gets no passage."""


def passages(pages: Sequence[Page], sections: Iterable[Sequence[Section]]) -> tuple[Passage, ...]:
    """The sections cut into passages of readable length, numbered from 1 through the document."""
    found: list[Passage] = []
    for page, parts in zip(pages, sections, strict=True):
        language = page.language or Language.OTHER
        for part in parts:
            for span in cut(page.text, part.start, part.end):
                found.append(
                    Passage(
                        len(found) + 1,
                        page.number,
                        span.start,
                        span.end,
                        part.kind,
                        part.label,
                        part.speaker,
                        language,
                    )
                )
    return tuple(found)


# --- what pages repeat ----------------------------------------------------------------------------


def running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """The lines, without their figures, that stand at the top or bottom of many pages."""
    if len(pages) < 2:
        return frozenset()
    seen: dict[str, int] = {}
    for page in pages:
        top = [line for line in page.text[:EDGE_CHARACTERS].splitlines() if line.strip()][:RUNNING_LINES]
        foot = [line for line in page.text[-EDGE_CHARACTERS:].splitlines() if line.strip()][-RUNNING_LINES:]
        near = {faceless(line) for line in top + foot}
        for line in near:
            seen[line] = seen.get(line, 0) + 1
    least = max(2, RUNNING_SHARE * len(pages))
    return frozenset(line for line, times in seen.items() if times >= least)


def faceless(line: str) -> str:
    """The line without its figures, so that page 3's head equals page 4's."""
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


# --- the beginning of a document ------------------------------------------------------------------

_NOTICE = re.compile(
    r"^\W*(?:ESP[EÉ]CIMEN\b|(?:DEMONSTRATION )?SPECIMEN\b)|NO ES EL (?:DOCUMENTO )?ORIGINAL|NOT THE ORIGINAL",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"^\W*(?:p[aá]g(?:ina|\.)?|page)?\s*\d{1,4}(?:\s*(?:de|of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document's head: its text without marks of Markdown, and the number of its paragraph."""

    text: str
    paragraph: int
    heading: bool = False


def head_lines(pages: Sequence[Page], limit: int = HEAD_LINES) -> tuple[Line, ...]:
    """The first lines that say something: no blank ones, page numbers, rules, or notices that this is a specimen."""
    lines: list[Line] = []
    paragraph = 0
    for page in pages:
        paragraph += 1
        for raw in page.text[: limit * MAX_TITLE].splitlines():
            if not raw.strip():
                paragraph += 1
            elif _says_something(text := tidy(raw[:MAX_LINE])):
                lines.append(
                    Line(text.replace("**", "").lstrip("#>*_ ").rstrip("*_ "), paragraph, heading=text.startswith("#"))
                )
            if len(lines) == limit:
                return tuple(lines)
        if len(lines) >= limit // 2:
            break
    return tuple(lines)


def _says_something(text: str) -> bool:
    return any(char.isalnum() for char in text) and not _NOTICE.search(text) and not _PAGE_NUMBER.match(text)


def paragraph_from(lines: Sequence[Line], index: int) -> str:
    """The paragraph that begins at ``lines[index]``, its broken lines joined."""
    first = lines[index]
    joined = [line.text for line in lines[index:] if line.paragraph == first.paragraph]
    return tidy(" ".join(joined))


def tidy(text: str) -> str:
    """Text for a metadata field: white space runs to one space, invisible characters dropped. (Never a page's text.)"""
    return " ".join(_INVISIBLE.sub("", text).split())


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]|[\x00-\x08\x0e-\x1f\x7f]")


def title_of(text: str) -> str | None:
    """``text`` as a title; None if it is empty or longer than any title."""
    title = tidy(text)
    return title if 0 < len(title) <= MAX_TITLE else None


def first_title(lines: Sequence[Line]) -> str | None:
    """The title that the first line begins: that line, with those it is broken over.

    Lines are joined only where the first is about full and a blank line ends the paragraph soon; where a document sets
    title, issuer and date one under another, the first line is the title.
    """
    if not lines:
        return None
    broken = [line.text for line in lines if line.paragraph == lines[0].paragraph]
    if len(broken) > MAX_TITLE_LINES or len(broken[0]) < FULL_LINE or any(is_dateline(text) for text in broken[1:]):
        return title_of(broken[0])
    return title_of(" ".join(broken)) or title_of(broken[0])


def is_dateline(text: str, extra: int = 25) -> bool:
    """Whether the line is little more than one date: at most ``extra`` characters beside it."""
    dates = find_dates(text)
    return len(dates) == 1 and len(text) - (dates[0].end - dates[0].start) <= extra


def document_language(pages: Sequence[Page]) -> Language | None:
    """The language of most of the text, or None where no page's language is known."""
    weight: dict[Language, int] = {}
    for page in pages:
        if page.language is not None:
            weight[page.language] = weight.get(page.language, 0) + len(page.text)
    return max(weight, key=lambda language: weight[language]) if weight else None


def declared_title(extraction: Extraction) -> str | None:
    """The title that the file's format declares, where it can be trusted.

    A web page's is the editor's; that of a PDF is often its template's, so it must be found on the page.
    """
    title = title_of(_NOTICE_BEHIND.sub("", _SITE.sub("", tidy(extraction.metadata.title or ""))))
    if title is None or not extraction.pages or extraction.pages[0].width is None:
        return title
    head = next((page.text for page in extraction.pages if page.text.strip()), "")[: 2 * MAX_TITLE]
    return title if _bare(title) in _bare(head) else None


_SITE = re.compile(
    r"(?:\s*\|\s*(?:Presidencia de la Rep[uú]blica|Secretar[ií]a de [\w ]+|Gobierno(?: de M[eé]xico)?|gob\.mx))+\s*$"
)
"""What gob.mx adds to the name of a page: «… | Presidencia de la República | Gobierno | gob.mx»."""


_NOTICE_BEHIND = re.compile(r"\s*\((?:ESP[EÉ]CIMEN|DEMONSTRATION SPECIMEN|SPECIMEN)\b[^()]*\)$", re.IGNORECASE)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
