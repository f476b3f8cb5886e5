"""From a file to its passages: what the stages of ingest hand to one another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.models.citation import CitationLink


class Kind(StrEnum):
    """What a document is; the list is part of the contract."""

    TRANSCRIPT = "transcript"
    DECREE = "decree"
    MEMO = "memo"
    REPORT = "report"
    PRESS = "press"
    DATASET = "dataset"
    INFORMATION_REQUEST = "information_request"
    AGREEMENT = "agreement"
    MESSAGE = "message"
    OTHER = "other"


class Language(StrEnum):
    """The language of a page or passage."""

    SPANISH = "es"
    ENGLISH = "en"
    OTHER = "other"


class PageStatus(StrEnum):
    """What became of a page: read, known to be blank, or unreadable (its problem says why)."""

    READ = "read"
    BLANK = "blank"
    UNREADABLE = "unreadable"


class PassageKind(StrEnum):
    """How a passage was cut out of its page."""

    TURN = "turn"
    ARTICLE = "article"
    TRANSITORY = "transitory"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure that was recorded, not swallowed: ``code`` as in :mod:`indexer.errors`, ``message`` for people."""

    code: str
    message: str


# --- from a file to its pages -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file whose bytes have been hashed and identified."""

    path: Path
    sha256: str
    size: int
    media_type: str

    @property
    def document(self) -> str:
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page: where it stands in the text and where on the page."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float | None = None


class ImageSize(StrEnum):
    """What an image is for: a strip of small ones, the screen, or looking closely."""

    THUMB = "thumb"
    SCREEN = "screen"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class PageImage:
    """An encoded raster of a page, as it is kept and shown. Word boxes are in its pixels.

    ``exact``: the same pixels as they came (PBM, PGM or PPM), where ``data`` may have lost some of them or takes longer
    to decode: what OCR looks at, and never kept.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    dpi: int
    exact: bytes | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Page:
    """One reading of one page, as an extractor hands it on.

    ``engine`` names what read it, with its version ("pdfminer.six 20260107", "tesseract 5.3.0 spa").
    ``width``/``height`` are None for page-less sources (text, HTML), whose pages are sections of about a page.
    ``confidence`` is the mean word confidence of OCR, None for a text layer.
    """

    number: int
    text: str
    engine: str
    status: PageStatus = PageStatus.READ
    words: tuple[Word, ...] = ()
    width: float | None = None
    height: float | None = None
    confidence: float | None = None
    ocr: bool = False
    image: PageImage | None = None
    label: str | None = None
    language: Language | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document besides its text; every field may be unknown (None).

    ``code`` is an official identifier such as the DOF note code; ``issuer`` the issuing body.
    """

    title: str | None = None
    kind: Kind | None = None
    date: dt.date | None = None
    language: Language | None = None
    official_url: str | None = None
    code: str | None = None
    issuer: str | None = None
    place: str | None = None
    addressee: str | None = None
    file_number: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """These facts, with ``other``'s where these are unknown."""
        return Metadata(
            *(
                mine if (mine := getattr(self, name)) is not None else getattr(other, name)
                for name in Metadata.__dataclass_fields__
            )
        )


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What the archivist wrote in ``NAME.toml`` beside a file; overrides anything detected."""

    metadata: Metadata = field(default_factory=Metadata)
    collection: str | None = None
    specimen: bool | None = None
    cited_in: tuple[str, ...] = ()
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that an extractor read from a file: its pages and what the format itself declares."""

    pages: tuple[Page, ...]
    metadata: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed and linked. Lies within one page; ``ordinal`` counts from 1 through the document."""

    ordinal: int
    page: int
    start: int
    end: int
    kind: PassageKind = PassageKind.PARAGRAPH
    label: str | None = None
    speaker: str | None = None
    language: Language = Language.OTHER


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file read to the end: ready for the catalog. ``reader`` names the programs and settings that read it."""

    source: SourceFile
    metadata: Metadata
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    specimen: bool = False
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of `cotejo add`; one JSON line each (contract: ``add --json``). ``answers`` are the notes
    that an added or changed document answers."""

    path: str
    status: str  # added | unchanged | failed
    document: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    kind: Kind | None = None
    title: str | None = None
    date: dt.date | None = None
    language: Language | None = None
    parent: str | None = None
    pages: int = 0
    pages_ocr: int = 0
    pages_unreadable: int = 0
    passages: int = 0
    seconds: float = 0.0
    answers: tuple[CitationLink, ...] = ()
    error: Problem | None = None
