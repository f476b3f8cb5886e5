"""Is everything in place? Outside programs, languages, limits, disk and the archive itself."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from typing import Any

from indexer.archive import Archive
from indexer.collections_file import read_collections
from indexer.config import Config
from indexer.errors import CotejoError
from indexer.ocr.probe import probe_tesseract
from indexer.search.glossary import read_glossary
from indexer.translate.probe import DIRECTIONS
from indexer.translate.probe import probe as probe_apertium

LOW_DISK_BYTES = 1 << 30
"""Below a gigabyte a few hundred scans (about 2 MB each with their page image) fill the disk."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked at. ``needed`` tells a fault from something optional that is absent."""

    name: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that was looked at."""

    items: tuple[Item, ...]

    @property
    def sound(self) -> bool:
        return all(item.ok or not item.needed for item in self.items)

    def json(self) -> dict[str, Any]:
        items = [asdict(item) | ({"remedy": ""} if item.ok else {}) for item in self.items]
        return {"sound": self.sound, "items": items}


def diagnose(config: Config) -> Diagnosis:
    """Look at everything an archive needs; never raises for what it finds missing."""
    return Diagnosis(
        (
            *_tesseract(config),
            _apertium(config),
            _glossary(config),
            _collections(config),
            _disk(config),
            *_archive(config),
            _limits(config),
        )
    )


def _tesseract(config: Config) -> tuple[Item, ...]:
    probe = probe_tesseract()
    if probe is None:
        remedy = "apt-get install tesseract-ocr tesseract-ocr-spa tesseract-ocr-eng"
        return (Item("tesseract", ok=False, found="not installed: scans cannot be read", remedy=remedy),)
    missing = [language for language in config.ocr.languages if language not in probe.languages]
    return (
        Item("tesseract", ok=True, found=probe.version),
        Item(
            "tesseract languages",
            ok=not missing,
            found=", ".join(sorted(probe.languages)),
            remedy="apt-get install " + " ".join(f"tesseract-ocr-{language}" for language in missing),
        ),
    )


def _apertium(config: Config) -> Item:
    """Words that the glossary lacks are searched in the other language by Apertium."""
    names = [pipeline.name for direction in DIRECTIONS if (pipeline := probe_apertium(*direction))]
    found = ", ".join(names) or "not installed: words that the glossary lacks are searched as typed"
    return Item(
        "apertium (optional)",
        ok=len(names) == len(DIRECTIONS) or not config.search.translator,
        found=found if config.search.translator else "switched off in config.toml",
        remedy="apt-get install apertium-eng-spa",
        needed=False,
    )


def _glossary(config: Config) -> Item:
    try:
        entries = read_glossary(config.glossary_file)
    except CotejoError as error:
        return Item("glossary", ok=False, found=error.message, remedy=error.advice)
    return Item("glossary", ok=True, found=f"{len(entries):,} entries in {config.glossary_file}")


def _collections(config: Config) -> Item:
    try:
        described = read_collections(config.collections_file)
    except CotejoError as error:
        return Item("collections", ok=False, found=error.message, remedy=error.advice)
    return Item("collections", ok=True, found=f"{len(described)} described in {config.collections_file or 'no file'}")


def _disk(config: Config) -> Item:
    folder = config.data if config.data.exists() else config.root
    free = shutil.disk_usage(folder).free
    return Item("free disk", ok=free > LOW_DISK_BYTES, found=f"{free / 1e9:.1f} GB", remedy="Free some space.")


def _archive(config: Config) -> tuple[Item, ...]:
    try:
        with Archive.open(config) as archive:
            documents = len(archive.catalog.documents.revisions())
            catalog = Item("catalog", ok=True, found=f"{documents} documents in {config.data}")
            try:
                index = Item("index", ok=True, found=f"{config.index.engine} {archive.engine.uid}")
            except CotejoError as error:
                index = Item("index", ok=False, found=error.message, remedy=error.advice)
            return catalog, index
    except CotejoError as error:
        return (Item("catalog", ok=False, found=error.message, remedy=error.advice),)


def _limits(config: Config) -> Item:
    limits = config.ingest
    found = f"{limits.file_seconds} s and {limits.file_memory_mb} MB a file, {limits.max_file_mb} MB of size"
    return Item("limits", ok=True, found=found)
