"""What the catalog tells of documents, their pages and readings, and who may see them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.models.source import Kind, Language, Metadata, PageStatus, Passage, Problem

COLLECTION_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""What a collection may be called: it stands in addresses and on command lines."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of documents with an access level."""

    id: str
    title_es: str
    title_en: str
    description_es: str = ""
    description_en: str = ""
    restricted: bool = False

    def title(self, language: str) -> str:
        return self.title_es if language == "es" else self.title_en


@dataclass(frozen=True, slots=True)
class Access:
    """Which collections a reader may see; ``None`` means all (the archive's owner at the command line)."""

    collections: frozenset[str] | None = None

    def allows(self, collection: str) -> bool:
        return self.collections is None or collection in self.collections


OWNER = Access(None)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where the bytes of a document were found. ``path`` is printable; odd bytes are escaped as ``\\xNN``."""

    path: str
    collection: str
    added_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the catalog knows it; ``name`` is that of the first of its files that this reader may see."""

    id: str
    sha256: str
    media_type: str
    size: int
    metadata: Metadata
    specimen: bool
    pages: int
    pages_ocr: int
    pages_unreadable: int
    passages: int
    added_at: dt.datetime
    collections: tuple[str, ...]
    parent: str | None = None
    name: str | None = None

    @property
    def title(self) -> str:
        """Its title; of a document without one the name of its file."""
        return self.metadata.title or self.name or self.id

    @property
    def kind(self) -> Kind:
        return self.metadata.kind or Kind.OTHER


@dataclass(frozen=True, slots=True)
class ReadingInfo:
    """A reading of a page without its text. ``reading`` is the first 12 hex digits of the SHA-256 of its text (UTF-8),
    so that a link to offsets in it holds in every archive that read the same text."""

    reading: str
    page: int
    engine: str
    at: dt.datetime
    confidence: float | None
    current: bool


@dataclass(frozen=True, slots=True)
class EngineUse:
    """What an engine read of a document: how many pages, between which confidences (None for a text layer)."""

    name: str
    current: bool
    pages: int
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page in one of its readings, as the catalog returns it."""

    document: str
    number: int
    label: str | None
    status: PageStatus
    reading: ReadingInfo
    text: str
    language: Language
    ocr: bool
    width: float | None = None
    height: float | None = None
    image: str | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its text, as results show it. ``id`` is ``DOCUMENT-ORDINAL``."""

    id: str
    document: str
    passage: Passage
    reading: str
    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What the archive holds, as far as a reader may see it."""

    documents: int = 0
    specimens: int = 0
    pages: int = 0
    pages_ocr: int = 0
    pages_unreadable: int = 0
    passages: int = 0
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_collection: Mapping[str, int] = field(default_factory=dict)
    by_language: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search has looked through, as far as its filters and its reader's access go. No search knows what stands
    on ``unreadable_pages``, which are among the pages; on ``ocr_pages`` a letter may be wrong."""

    documents: int = 0
    pages: int = 0
    unreadable_pages: int = 0
    ocr_pages: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be taken in, kept until an `add` succeeds with it."""

    path: str
    problem: Problem
    sha256: str | None
    media_type: str | None
    at: dt.datetime
    attempts: int
