"""Keeps what is derived in step with the catalog: the index, and the citation links that documents answer.

Follows the catalog after an `add`, builds the index anew for `reindex`. A document that the index lacks in its present
revision is also one whose notes have not been looked for: a run killed in between is made good by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from indexer.archive import Archive
from indexer.catalog.repository import Catalog
from indexer.errors import IndexOutdated
from indexer.index.base import IndexDocument, IndexPassage, documents_to_index
from indexer.index.rebuild import rebuild

PARALLEL_PASSAGES = 4_000
"""Below this many passages one process indexes faster than several can be started."""


def sync_index(archive: Archive, *, processes: int, say: Callable[[str], None], wait_seconds: float) -> int:
    """Bring all that is derived up to the catalog: `follow_index`, then the quotation structure.

    Returns the number of documents that the index took in. Raises ArchiveBusy if another process keeps a writer for
    ``wait_seconds``.
    """
    try:
        archive.engine.uid  # noqa: B018 - opens the index
    except IndexOutdated as error:
        say(f"{error.message} Building a new one from the catalog …")
        rebuild_index(archive, processes=processes)
    written = follow_index(archive, processes=processes, say=say, wait_seconds=wait_seconds)
    archive.quotes.follow(wait_seconds)
    return written


def follow_index(archive: Archive, *, processes: int, say: Callable[[str], None], wait_seconds: float) -> int:
    """Tie to notes and put into the live index what the catalog has and it lacks, take out what the catalog has not.

    Returns the number of documents written. Raises ArchiveBusy if another process keeps the writer for
    ``wait_seconds``.
    """
    pending, gone = _difference(archive)
    if not pending and not gone:
        return 0
    counts = archive.catalog.documents.passage_counts()
    passages = sum(counts.get(document, 0) for document in pending)
    if passages >= PARALLEL_PASSAGES:
        say(f"Indexing {passages:,} passages of {len(pending):,} documents …")
    with archive.engine.writer(
        processes=processes if passages >= PARALLEL_PASSAGES else 1, wait_seconds=wait_seconds
    ) as writer:
        # The lock may have been waited for while another process indexed the same documents: look again inside it.
        pending, gone = _difference(archive)
        for document in pending:
            # Again, although `add` has looked already: only under this lock does nobody else settle the same notes
            # at the same moment (two processes adding two conferences of one day). About a millisecond each.
            archive.citations.document_added(document)
        for document in gone:
            writer.remove(document)
        for indexed in index_documents(archive.catalog, pending):
            writer.put(indexed)
        writer.commit()
    return len(pending)


def _difference(archive: Archive) -> tuple[list[str], list[str]]:
    return documents_to_index(archive.catalog.documents.revisions(), archive.engine.revisions())


def index_documents(catalog: Catalog, documents: Iterable[str]) -> Iterator[IndexDocument]:
    """The documents in the form an index takes, one at a time."""
    revisions = catalog.documents.revisions()
    for document_id in documents:
        document = catalog.documents.get(document_id)
        yield IndexDocument(
            document=document_id,
            revision=revisions[document_id],
            title=document.metadata.title or "",
            kind=document.kind,
            collections=document.collections,
            date=document.metadata.date,
            specimen=document.specimen,
            passages=tuple(
                IndexPassage(stored.id, stored.text, stored.passage.language, stored.passage.speaker)
                for stored in catalog.documents.passages(document_id)
            ),
        )


def rebuild_index(archive: Archive, *, processes: int) -> str:
    """Build a new index beside the live one from the catalog alone, verify it, swap it in; then the quotation structure
    in the same way. Returns the index's uid.

    What is added to the catalog meanwhile is put in by the `sync_index` that follows.
    """
    catalog = archive.catalog
    revisions = catalog.documents.revisions()
    counts = catalog.documents.passage_counts()
    for document in revisions:
        archive.citations.document_added(document)
    documents = index_documents(catalog, sorted(revisions))
    uid = rebuild(archive.index_folder, documents, {known: counts.get(known, 0) for known in revisions}, processes)
    archive.quotes.rebuild(archive.config.index.wait_seconds)
    return uid
