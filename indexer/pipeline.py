"""The stages of ingest, in order: one file in, one Outcome out.

    discover ──▶ hash and identify ──▶ known? ──▶ worker reads ──▶ catalog ──▶ citation links, index
                                        └─ yes: unchanged (another occurrence, a newer sidecar, pages still unread)

What is done with the catalog is in :mod:`indexer.filing`. Links and index follow the catalog, so a run that is killed
anywhere leaves whole documents only; the next run finishes the rest.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait

from indexer.archive import Archive
from indexer.discover import Candidate
from indexer.errors import ArchiveError, CotejoError, StorageError
from indexer.extract.registry import extractor_for
from indexer.filing import AddOptions, Filing, Job, Seen
from indexer.indexing import sync_index
from indexer.models import Outcome
from indexer.reading import ReadResult, ReadTask, read_file
from indexer.workers import WorkerPool

QUEUED_PER_JOB = 3
"""Files handed to the pool ahead of the workers: enough to keep them busy, few enough to keep memory flat."""

FLUSH_PASSAGES = 60_000
"""Passages read before the index is brought up to date in between: large batches spare Whoosh its merges."""

FLUSH_SECONDS = 20.0
"""While slow files (OCR) are read, what is finished becomes findable at this interval."""

SHORT_WAIT_SECONDS = 1.0
"""In the middle of a run the index may wait if another process writes it; the reading goes on."""


class Ingest:
    """One run of `cotejo add`."""

    def __init__(self, archive: Archive, options: AddOptions, progress: Callable[[str], None] | None = None) -> None:
        self.archive = archive
        self.options = options
        self.jobs = options.jobs or archive.config.ingest.jobs or os.cpu_count() or 1
        self.say = progress or (lambda message: None)
        self._filing = Filing(archive, options, self.say)
        self._running: dict[Future[ReadResult], Job] = {}
        self._waiting: dict[str, deque[Job]] = {}
        self._unindexed_passages = 0
        self._flushed_at = time.monotonic()

    def run(self, candidates: Iterable[Candidate]) -> Iterator[Outcome]:
        """Take in every candidate (see :func:`indexer.discover.discover`); yields one Outcome a file as it ends.

        A file that fails never ends the run. Raises ArchiveError or StorageError at its end when the index cannot
        follow; the documents are in the catalog then, and the next run indexes them.
        """
        limits = self.archive.config.ingest
        self.archive.store.sweep()
        self._flush_if_possible()
        with WorkerPool(self.jobs, limits.file_seconds, limits.file_memory_mb) as pool:
            for candidate in candidates:
                outcome = self._start(candidate, pool)
                if outcome is not None:
                    yield outcome
                while len(self._running) >= self.jobs * QUEUED_PER_JOB:
                    yield from self._finish_some(pool)
            while self._running:
                yield from self._finish_some(pool)
        self._flush(self.archive.config.index.wait_seconds)

    def _start(self, candidate: Candidate, pool: WorkerPool) -> Outcome | None:
        """Hand the file to a worker, or say at once what became of it."""
        seen = Seen(candidate, time.monotonic())
        try:
            seen = self._filing.identify(seen)
            assert seen.source is not None  # noqa: S101 - what `identify` is for
            job = self._filing.job(seen, seen.source)
            if not self._filing.needs_reading(job):
                return self._counted(self._filing.unchanged(job))
            extractor_for(job.source.media_type)
        except CotejoError as error:
            return self._filing.failed(seen, error)
        if job.source.sha256 in self._waiting:
            self._waiting[job.source.sha256].append(job)
        else:
            self._waiting[job.source.sha256] = deque()
            self._submit(job, pool)
        return None

    def _submit(self, job: Job, pool: WorkerPool) -> None:
        task = ReadTask(job.source, job.sidecar, self.options.kind, self.archive.config)
        self._running[pool.submit(read_file, task)] = job

    def _finish_some(self, pool: WorkerPool) -> Iterator[Outcome]:
        """Wait until a worker is done; file what it read, then whatever waited for the same bytes."""
        done, _ = wait(self._running, timeout=FLUSH_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            job = self._running.pop(future)
            yield self._finish(job, pool, future)
            yield from self._same_bytes(self._waiting.pop(job.source.sha256), pool)
        if self._unindexed_passages >= FLUSH_PASSAGES or (
            self._unindexed_passages and time.monotonic() - self._flushed_at >= FLUSH_SECONDS
        ):
            self._flush_if_possible()

    def _finish(self, job: Job, pool: WorkerPool, future: Future[ReadResult]) -> Outcome:
        try:
            return self._counted(self._filing.read(job, pool.result(future)))
        except CotejoError as error:
            return self._filing.failed(job.seen, error)

    def _same_bytes(self, jobs: deque[Job], pool: WorkerPool) -> Iterator[Outcome]:
        """Files that turned out to hold bytes already being read in this run."""
        while jobs:
            job = self._filing.told(jobs.popleft())
            if self._filing.needs_reading(job):  # the first of them failed, or this one's sidecar names another kind
                self._waiting[job.source.sha256] = jobs
                self._submit(job, pool)
                return
            yield self._counted(self._filing.unchanged(job))

    def _counted(self, outcome: Outcome) -> Outcome:
        """Notes that the index may have to follow; a flush with nothing to do costs milliseconds."""
        self._unindexed_passages += max(1, outcome.passages if outcome.status == "added" else 1)
        return outcome

    def _flush_if_possible(self) -> None:
        """In the middle of a run a busy index or a full disk only delays; the flush at the end has the last word."""
        try:
            self._flush(SHORT_WAIT_SECONDS)
        except (StorageError, ArchiveError) as error:
            self._flushed_at = time.monotonic()
            self.say(f"The index waits: {error}")

    def _flush(self, wait_seconds: float) -> None:
        """Bring citation links and index up to the catalog."""
        sync_index(self.archive, processes=self.jobs, say=self.say, wait_seconds=wait_seconds)
        self._unindexed_passages = 0
        self._flushed_at = time.monotonic()
