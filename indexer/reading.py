"""Reading one file to the end, in the order of the stages. Runs in a worker process; knows no catalog.

original ──copy and hash──▶ store ──identify──▶ extract (+ OCR) ──▶ language ──▶ describe ──▶ split
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from indexer import __version__
from indexer.config import Config, OcrSettings
from indexer.errors import FileChanged, NothingToRead
from indexer.extract.base import PageReader
from indexer.extract.registry import extractor_for
from indexer.models import Extraction, Kind, Metadata, Page, PageImage, ReadDocument, Sidecar, SourceFile
from indexer.ocr.probe import probe_tesseract
from indexer.ocr.reader import TesseractReader
from indexer.sources import describe, split
from indexer.store import Store
from indexer.text.language import assign_languages

READING = 3
"""Grows when pages are read differently by the same programs (other repairs, another order of words), so that
`cotejo reread --poor` tries them again."""


@dataclass(frozen=True, slots=True)
class ReadTask:
    """What a worker needs to read one file. ``kind`` is the command line's and wins over the sidecar's."""

    source: SourceFile
    sidecar: Sidecar
    kind: Kind | None
    config: Config


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A read document, and per page number the stored image that OCR saw (SHA-256)."""

    read: ReadDocument
    images: Mapping[int, str]


class _StoringReader:
    """Puts each raster into the store as soon as it has been read, so that a thousand-page scan needs the memory of
    one page."""

    def __init__(self, reader: PageReader, store: Store) -> None:
        self.reader = reader
        self.store = store
        self.images: dict[int, str] = {}

    @property
    def dpi(self) -> int:
        return self.reader.dpi

    @property
    def max_pixels(self) -> int:
        return self.reader.max_pixels

    def read(self, image: PageImage, number: int) -> Page:
        page = self.reader.read(image, number)
        if page.image is not None:
            self.images[number] = self.store.put_bytes("images", page.image.data)
        return dataclasses.replace(page, image=None)


def read_file(task: ReadTask) -> ReadResult:
    """Copy the file into the store and read it.

    Raises a SourceError when the file cannot be taken in, a StorageError when the disk refuses. Pages that OCR could
    not read do not raise: they come back unreadable, with their problem.
    """
    store = Store(task.config.data / "store")
    original = keep_original(store, task.source)
    ocr = _StoringReader(TesseractReader(task.config.ocr), store)
    extractor = extractor_for(task.source.media_type)
    extraction = extractor.extract(original, task.source.media_type, task.config.ingest, ocr)
    if not extraction.pages:
        raise NothingToRead("The file holds no page.")
    extraction = dataclasses.replace(extraction, pages=assign_languages(extraction.pages))
    metadata = known_facts(extraction, task.sidecar.metadata, task.kind)
    read = ReadDocument(
        source=task.source,
        metadata=metadata,
        pages=extraction.pages,
        passages=split(extraction.pages, metadata.kind or Kind.OTHER),
        specimen=bool(task.sidecar.specimen),
        reader=reader_of(task.config.ocr),
    )
    return ReadResult(read, {page.number: ocr.images[page.number] for page in read.pages if page.number in ocr.images})


def reader_of(settings: OcrSettings) -> str:
    """Names the programs, their versions and the settings that make a reading what it is.

    A document read by the same ones would be read alike. A page that took too long may not be: it is tried again all
    the same (``filing.WORTH_ANOTHER_TRY``).
    """
    tesseract = probe_tesseract()
    languages = sorted(set(settings.languages) & tesseract.languages) if tesseract else []
    parts = [f"tesseract {tesseract.version if tesseract else 'none'} {'+'.join(languages)}"]
    parts += [f"{name} {version(name)}" for name in ("pdfminer.six", "pypdfium2")]
    parts += [f"{name}={value}" for name, value in sorted(dataclasses.asdict(settings).items())]
    return "; ".join([f"cotejo {__version__} reading {READING}", *parts])


def keep_original(store: Store, source: SourceFile) -> Path:
    """The file's bytes in the store, never to change again. Raises FileChanged if they are no longer those hashed."""
    if not store.exists("originals", source.sha256) and store.put_file("originals", source.path) != source.sha256:
        raise FileChanged("The file changed while it was being read.")
    return store.path("originals", source.sha256)


def known_facts(extraction: Extraction, sidecar: Metadata, kind: Kind | None) -> Metadata:
    """What is known of a document: the command line's kind, else the sidecar's facts, else what was detected."""
    given = dataclasses.replace(sidecar, kind=kind or sidecar.kind)
    return given.over(describe(extraction, kind=given.kind))
