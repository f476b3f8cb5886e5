"""One run of `cotejo reread`: documents of the archive are read again from the store, and the better reading stands.

    due ──▶ worker reads the stored original ──▶ weigh page by page ──▶ catalog ──▶ what has drifted, index

A document enters the catalog in one transaction together with what read it, so that a run that is killed is taken up
where it was: what the present programs and settings have read is no longer due.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from indexer.archive import Archive
from indexer.choice import weigh
from indexer.errors import CotejoError, StorageError, storage_error
from indexer.indexing import sync_index
from indexer.models import Change, Choice, Document, Drift, Problem, Reread, Rereading, Sidecar, SourceFile
from indexer.reading import ReadResult, ReadTask, read_file
from indexer.workers import WorkerPool

QUEUED_PER_JOB = 2
INDEX_SECONDS = 20.0
"""What is finished becomes findable at this interval."""


@dataclass(frozen=True, slots=True)
class _Job:
    document: Document
    started: float


class RereadRun:
    """Reads documents again with ``jobs`` processes."""

    def __init__(self, archive: Archive, jobs: int, say: Callable[[str], None]) -> None:
        self._archive = archive
        self._jobs = jobs
        self._say = say
        self._running: dict[Future[ReadResult], _Job] = {}
        self._indexed_at = time.monotonic()
        self._unindexed = False

    def run(self, documents: Iterable[str]) -> Iterator[Reread]:
        """Read the documents again; yields one Reread each as it ends. A document that fails never ends the run.

        Raises ArchiveError or StorageError at its end when the index cannot follow; the readings are in the catalog.
        """
        limits = self._archive.config.ingest
        with WorkerPool(self._jobs, limits.file_seconds, limits.file_memory_mb) as pool:
            for document in documents:
                if (failed := self._submit(document, pool)) is not None:
                    yield failed
                while len(self._running) >= self._jobs * QUEUED_PER_JOB:
                    yield from self._finish_some(pool)
            while self._running:
                yield from self._finish_some(pool)
        self._index(self._archive.config.index.wait_seconds)

    def _submit(self, id: str, pool: WorkerPool) -> Reread | None:
        started = time.monotonic()
        try:
            document = self._archive.catalog.documents.get(id)
            source = _source(self._archive, document)
        except CotejoError as error:
            return _failed(id, error, started)
        task = ReadTask(source, Sidecar(), document.metadata.kind, self._archive.config)
        self._running[pool.submit(read_file, task)] = _Job(document, started)
        return None

    def _finish_some(self, pool: WorkerPool) -> Iterator[Reread]:
        done, _ = wait(self._running, timeout=INDEX_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            job = self._running.pop(future)
            try:
                yield self._filed(job, pool.result(future))
            except CotejoError as error:
                yield _failed(job.document.id, error, job.started, job.document)
        if self._unindexed and time.monotonic() - self._indexed_at >= INDEX_SECONDS:
            try:
                self._index(1.0)
            except CotejoError as error:  # in the middle of a run a busy index only delays
                self._say(f"The index waits: {error}")
                self._indexed_at = time.monotonic()

    def _filed(self, job: _Job, result: ReadResult) -> Reread:
        catalog = self._archive.catalog
        made = weigh(catalog.rereadings.known_pages(job.document.id), result.read, result.images)
        changed = bool(made.chosen(Choice.NEWER)) or len(made.read.pages) != len(made.base)
        if changed:
            catalog.ingest.reread(made)
            self._unindexed = True
        else:
            catalog.ingest.read_alike(made)
        drifted = self._archive.readings_changed(job.document.id, made.chosen(Choice.NEWER)) if changed else ()
        return self._outcome(job, made, tuple(drift for drift in drifted if drift.change is not Change.MOVED))

    def _outcome(self, job: _Job, made: Rereading, drifts: tuple[Drift, ...]) -> Reread:
        document = self._archive.catalog.documents.get(job.document.id)
        changed = made.chosen(Choice.NEWER)
        return Reread(
            document=document.id,
            status="changed" if changed else "unchanged",
            title=document.title,
            pages=document.pages,
            pages_unreadable=document.pages_unreadable,
            changed=changed,
            kept=made.chosen(Choice.KEPT),
            corrected=made.chosen(Choice.CORRECTED),
            unread=made.chosen(Choice.UNREAD),
            drifts=drifts,
            seconds=time.monotonic() - job.started,
        )

    def _index(self, wait_seconds: float) -> None:
        sync_index(self._archive, processes=self._jobs, say=self._say, wait_seconds=wait_seconds)
        self._indexed_at, self._unindexed = time.monotonic(), False


def _source(archive: Archive, document: Document) -> SourceFile:
    """The stored original. Raises StorageError if it is gone."""
    path = archive.original(document.sha256)
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise StorageError(f"The original of {document.id} is missing.", remedy="Run `cotejo check`.") from error
    except OSError as error:
        raise storage_error(error, f"The original of {document.id}") from error
    return SourceFile(path, document.sha256, size, document.media_type)


def _failed(id: str, error: CotejoError, started: float, document: Document | None = None) -> Reread:
    return Reread(
        document=id,
        status="failed",
        title=document.title if document else None,
        pages=document.pages if document else 0,
        pages_unreadable=document.pages_unreadable if document else 0,
        seconds=time.monotonic() - started,
        error=Problem(error.code, str(error)),
    )
