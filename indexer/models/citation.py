"""Reports, their footnotes and the links that tie them to documents."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from indexer.models.source import Kind, Language

NOTE_REFERENCE = re.compile(r"(?P<report>[a-z0-9][a-z0-9-]{0,63})#(?P<note>fn-(?!0$)[a-z0-9-]{1,80})")
"""A note as people name it on command lines and in sidecars: ``REPORT#fn-12``, ``REPORT#fn-3-12``, ``REPORT#fn-a``."""


class LinkStatus(StrEnum):
    """A citation link's standing; ``rejected`` is remembered so that it is not proposed again."""

    CONFIRMED = "confirmed"
    PROPOSED = "proposed"
    REJECTED = "rejected"


class LinkBy(StrEnum):
    """Who or what made a citation link."""

    IDENTIFIER = "identifier"
    MATCH = "match"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Url:
    """A link of a note: what is printed and where it leads, kept apart."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The bibliographic part of a note, as far as it could be read; ``confidence`` from 0 to 1.

    ``year`` and ``month`` (1–12) are told without a ``date`` where the note prints no day ("2022, March").
    """

    kind: Kind | None = None
    authors: tuple[str, ...] = ()
    date: dt.date | None = None
    year: int | None = None
    month: int | None = None
    title: str | None = None
    publisher: str | None = None
    urls: tuple[Url, ...] = ()
    file_number: str | None = None
    locator: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Claim:
    """The sentence of the body that carries a callout."""

    page: int | None
    sentence: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note of a report. ``note`` is its place (``fn-12``, ``fn-3-12``), ``label`` what is printed (``12``, ``*``)."""

    note: str
    label: str
    number: int | None
    text: str
    kind: str
    references: tuple[Reference, ...] = ()
    claims: tuple[Claim, ...] = ()
    chapter: str | None = None
    page: int | None = None


class CrossReferenceType(StrEnum):
    """How a note points to an earlier one; ``supra`` is any note named by its number."""

    IBID = "ibid"
    OP_CIT = "op_cit"
    IDEM = "idem"
    LOC_CIT = "loc_cit"
    SUPRA = "supra"


@dataclass(frozen=True, slots=True)
class CrossReference:
    """What a note such as *Ibid.* means. ``target`` is the note finally meant, None if none can be told; ``via`` the
    notes passed on the way, nearest first; ``candidates`` the notes it may mean, nearest first. If ``ambiguous``, the
    target is only the nearest candidate."""

    type: CrossReferenceType
    target: str | None
    via: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A document whose footnotes cite others. ``body`` is its Markdown, as read, without front matter."""

    id: str
    title: str
    body: str
    footnotes: tuple[Footnote, ...]
    language: Language = Language.OTHER
    author: str | None = None
    full_text_url: str | None = None
    note: str | None = None
    document: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report in a list: ``footnotes`` counts its notes."""

    id: str
    title: str
    language: Language
    footnotes: int
    author: str | None = None
    full_text_url: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class CitationLink:
    """A tie between a footnote and a document."""

    report: str
    note: str
    label: str
    document: str
    status: LinkStatus
    by: LinkBy
    score: float | None = None

    def as_json(self) -> dict[str, str]:
        """The note as results show it: what it is, how surely it cites the document, and where it stands."""
        return {
            "report": self.report,
            "note": self.note,
            "label": self.label,
            "status": self.status.value,
            "url": f"/reports/{quote(self.report)}#{quote(self.note)}",
        }


@dataclass(frozen=True, slots=True)
class CitationWish:
    """What a document's sidecar says: that a note cites it, whether or not the report has come yet."""

    document: str
    report: str
    note: str
