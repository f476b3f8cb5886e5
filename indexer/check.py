"""Is everything there, and is it what it was? Originals against their hashes, catalog against index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indexer.archive import Archive
from indexer.errors import ArchiveError, StorageError
from indexer.index.base import documents_to_index


class FindingCode(StrEnum):
    """What can be off."""

    CATALOG_DAMAGED = "catalog_damaged"
    ORIGINAL_MISSING = "original_missing"
    ORIGINAL_ALTERED = "original_altered"
    IMAGE_MISSING = "image_missing"
    IMAGE_ALTERED = "image_altered"
    PASSAGE_OUTSIDE = "passage_outside_text"
    INDEX = "index"
    NOT_INDEXED = "not_indexed"
    INDEX_STALE = "index_stale"
    QUOTES = "quotes"
    QUOTES_STALE = "quotes_stale"
    QUOTES_DAMAGED = "quotes_damaged"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is off, the document it concerns (if one), and what to do."""

    code: FindingCode
    document: str | None
    message: str


def check(archive: Archive) -> Iterator[Finding]:
    """Everything that is off; nothing if the archive is sound. Reads every original: takes as long as the disk does."""
    yield from _catalog(archive)
    yield from _blobs(archive)
    yield from _passages(archive)
    yield from _index(archive)
    yield from _quotes(archive)


def unreferenced(archive: Archive) -> int:
    """Blobs no document names: left by runs that were killed or files that failed. Harmless; the next `add` of the
    same file uses them."""
    known = {document.sha256 for document in archive.catalog.documents.all()} | archive.catalog.documents.images()
    return sum(1 for area in ("originals", "images") for blob in archive.store.blobs(area) if blob not in known)


def _catalog(archive: Archive) -> Iterator[Finding]:
    for sentence in archive.catalog.integrity():
        yield Finding(FindingCode.CATALOG_DAMAGED, None, f"SQLite says: {sentence}. Restore it from a backup.")


def _blobs(archive: Archive) -> Iterator[Finding]:
    documents = archive.catalog.documents
    for document in documents.all():
        yield from _blob(archive, "originals", document.sha256, document.id)
    for image in sorted(documents.images()):
        yield from _blob(archive, "images", image, None)


def _blob(archive: Archive, area: str, sha256: str, document: str | None) -> Iterator[Finding]:
    missing, altered = (
        (FindingCode.ORIGINAL_MISSING, FindingCode.ORIGINAL_ALTERED)
        if area == "originals"
        else (FindingCode.IMAGE_MISSING, FindingCode.IMAGE_ALTERED)
    )
    if not archive.store.exists(area, sha256):
        yield Finding(missing, document, f"{area}/{sha256} is missing from the store. Restore it from a backup.")
        return
    try:
        found = archive.store.hash(area, sha256)
    except StorageError as error:
        yield Finding(altered, document, f"{area}/{sha256} cannot be read: {error}")
        return
    if found != sha256:
        yield Finding(altered, document, f"{area}/{sha256} now hashes to {found}. Restore it from a backup.")


def _passages(archive: Archive) -> Iterator[Finding]:
    for document in archive.catalog.documents.passages_outside_text():
        yield Finding(FindingCode.PASSAGE_OUTSIDE, document, f"A passage of {document} lies outside its page's text.")


def _index(archive: Archive) -> Iterator[Finding]:
    catalog = archive.catalog.documents
    try:
        revisions, counts = archive.engine.revisions(), archive.engine.passage_counts()
        archive.engine.vocabulary(None)  # in files of its own, which nothing else here opens
    except ArchiveError as error:
        yield Finding(FindingCode.INDEX, None, str(error))
        return
    put, gone = documents_to_index(catalog.revisions(), revisions)
    for document in put:
        yield Finding(
            FindingCode.NOT_INDEXED, document, f"The index lacks {document} as it is now. Run `cotejo reindex`."
        )
    for document in gone:
        yield Finding(
            FindingCode.INDEX_STALE,
            document,
            f"The index holds {document}, the catalog does not. Run `cotejo reindex`.",
        )
    expected = catalog.passage_counts()
    for document in sorted(set(revisions) - set(put) - set(gone)):
        if counts.get(document, 0) != expected.get(document, 0):
            yield Finding(
                FindingCode.NOT_INDEXED,
                document,
                f"{document} has {expected.get(document, 0)} passages, the index {counts.get(document, 0)}. "
                "Run `cotejo reindex`.",
            )


def _quotes(archive: Archive) -> Iterator[Finding]:
    """The structure of the quote check against the catalog, and its bytes against their checksums."""
    revisions = archive.catalog.documents.revisions()
    try:
        live = archive.quotes.live()
    except ArchiveError as error:
        yield Finding(FindingCode.QUOTES, None, str(error))
        return
    put, gone = documents_to_index(revisions, live.revisions())
    for document in (*put, *gone):
        yield Finding(
            FindingCode.QUOTES_STALE,
            document,
            f"The quotation structure does not hold {document} as it is now. Run `cotejo reindex`.",
        )
    for document in live.damaged():
        yield Finding(
            FindingCode.QUOTES_DAMAGED,
            document,
            f"The quotation structure's bytes of {document} have changed. Run `cotejo reindex`.",
        )
