"""The stages of ingest, in order: one file in, one Outcome out.

    discover ──▶ hash and identify ──▶ known? ──▶ worker reads ──▶ catalog ──▶ citation links, index
                                        └─ yes: unchanged (another occurrence, a newer sidecar, pages still unread)

A document enters the catalog in one transaction; links and index follow the catalog, so a run that is killed anywhere
leaves whole documents only; the next run finishes the rest.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from indexer.archive import Archive
from indexer.discover import Candidate, printable_path
from indexer.errors import (
    ArchiveError,
    CotejoError,
    OcrFailed,
    OcrLanguageMissing,
    OcrTimeout,
    OcrUnavailable,
    StorageError,
)
from indexer.extract.identify import hash_file
from indexer.extract.registry import extractor_for
from indexer.indexing import sync_index
from indexer.models import CitationLink, Document, Kind, Outcome, Problem, Sidecar, SourceFile
from indexer.reading import ReadResult, ReadTask, read_file
from indexer.sidecar import find_sidecar, read_sidecar
from indexer.workers import WorkerPool

QUEUED_PER_JOB = 3
"""Files handed to the pool ahead of the workers: enough to keep them busy, few enough to keep memory flat."""

FLUSH_PASSAGES = 60_000
"""Passages read before the index is brought up to date in between: large batches spare Whoosh its merges."""

FLUSH_SECONDS = 20.0
"""While slow files (OCR) are read, what is finished becomes findable at this interval."""


WORTH_ANOTHER_TRY = frozenset({OcrUnavailable.code, OcrLanguageMissing.code, OcrTimeout.code, OcrFailed.code})
"""Why a page is unread, where another `add` may read it. A page on which OCR finds no text will not change."""


@dataclass(frozen=True, slots=True)
class AddOptions:
    """What the command line asked of an `add`; it wins over sidecars, which win over what is detected."""

    collection: str | None = None
    kind: Kind | None = None
    jobs: int = 0
    restricted: bool = False


@dataclass(slots=True)
class _Job:
    """A file on its way, with all that is known of it before it is read."""

    candidate: Candidate
    started: float
    source: SourceFile | None = None
    sidecar: Sidecar = field(default_factory=Sidecar)
    sidecar_sha256: str | None = None
    collection: str = ""

    @property
    def place(self) -> str:
        """Where the file lies, as the catalog keeps it."""
        return printable_path(self.candidate.place)

    @property
    def raw_place(self) -> bytes:
        return os.fsencode(self.candidate.place)


class Ingest:
    """One run of `cotejo add`."""

    def __init__(self, archive: Archive, options: AddOptions, progress: Callable[[str], None] | None = None) -> None:
        self.archive = archive
        self.options = options
        self.jobs = options.jobs or archive.config.ingest.jobs or os.cpu_count() or 1
        self.say = progress or (lambda message: None)
        self._running: dict[Future[ReadResult], _Job] = {}
        self._waiting: dict[str, deque[_Job]] = {}
        self._tied: set[str] = set()
        self._unindexed_passages = 0
        self._flushed_at = time.monotonic()

    def run(self, candidates: Iterable[Candidate]) -> Iterator[Outcome]:
        """Take in every candidate (see :func:`indexer.discover.discover`); yields one Outcome a file as it ends.

        A file that fails never ends the run. Raises ArchiveError or StorageError when the index cannot follow; the
        documents are in the catalog then, and the next run indexes them.
        """
        limits = self.archive.config.ingest
        self.archive.store.sweep()
        self._flush()
        with WorkerPool(self.jobs, limits.file_seconds, limits.file_memory_mb) as pool:
            for candidate in candidates:
                outcome = self._start(candidate, pool)
                if outcome is not None:
                    yield outcome
                while len(self._running) >= self.jobs * QUEUED_PER_JOB:
                    yield from self._finish_some(pool)
            while self._running:
                yield from self._finish_some(pool)
        self._flush()

    # --- before the worker ------------------------------------------------------------------------

    def _start(self, candidate: Candidate, pool: WorkerPool) -> Outcome | None:
        """Hand the file to a worker, or say at once what became of it."""
        job = _Job(candidate, time.monotonic())
        try:
            self._look_at(job)
            assert job.source is not None  # noqa: S101 - set by _look_at, which raises otherwise
            known = self.archive.catalog.documents.find(job.source.sha256)
            if known is not None and not self._worth_rereading(known):
                return self._unchanged(job, known)
            extractor_for(job.source.media_type)
        except CotejoError as error:
            return self._failed(job, error)
        if job.source.sha256 in self._waiting:
            self._waiting[job.source.sha256].append(job)
        else:
            self._waiting[job.source.sha256] = deque()
            self._submit(job, pool)
        return None

    def _look_at(self, job: _Job) -> None:
        """Hash and identify the file and read its sidecar."""
        if job.candidate.problem is not None:
            raise job.candidate.problem
        job.source = hash_file(job.candidate.path, self.archive.config.ingest)
        if (path := find_sidecar(job.candidate.path)) is not None:
            job.sidecar = read_sidecar(path)
            job.sidecar_sha256 = job.sidecar.sha256
        job.collection = (
            self.options.collection or job.sidecar.collection or self.archive.config.archive.default_collection
        )
        self.archive.ensure_collection(job.collection, restricted=self.options.restricted)

    def _worth_rereading(self, document: Document) -> bool:
        """Whether pages that OCR could not read may be read now (tesseract or a language was installed since)."""
        if not document.pages_unreadable:
            return False
        problems = self.archive.catalog.ingest.unread_pages(document.id)
        return any(problem.code in WORTH_ANOTHER_TRY for problem in problems)

    def _submit(self, job: _Job, pool: WorkerPool) -> None:
        assert job.source is not None  # noqa: S101
        task = ReadTask(job.source, job.sidecar, self.options.kind, self.archive.config)
        self._running[pool.submit(read_file, task)] = job

    # --- after the worker -------------------------------------------------------------------------

    def _finish_some(self, pool: WorkerPool) -> Iterator[Outcome]:
        """Wait until a worker is done; file what it read, then whatever waited for the same bytes."""
        done, _ = wait(self._running, timeout=FLUSH_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            job = self._running.pop(future)
            assert job.source is not None  # noqa: S101
            try:
                outcome = self._file(job, pool.result(future))
            except CotejoError as error:
                outcome = self._failed(job, error)
            yield outcome
            yield from self._same_bytes(self._waiting.pop(job.source.sha256), pool)
        if self._unindexed_passages >= FLUSH_PASSAGES or (
            self._unindexed_passages and time.monotonic() - self._flushed_at >= FLUSH_SECONDS
        ):
            self._flush_if_possible()

    def _same_bytes(self, jobs: deque[_Job], pool: WorkerPool) -> Iterator[Outcome]:
        """Files that turned out to hold bytes already being read in this run."""
        while jobs:
            job = jobs.popleft()
            assert job.source is not None  # noqa: S101
            known = self.archive.catalog.documents.find(job.source.sha256)
            if known is not None:
                yield self._unchanged(job, known)
            else:  # the first of them failed; this one may have another sidecar
                self._waiting[job.source.sha256] = jobs
                self._submit(job, pool)
                return

    def _file(self, job: _Job, result: ReadResult) -> Outcome:
        """Put a read document into the catalog. The sidecar's fingerprint is written last: killed before, the next
        run applies the sidecar again."""
        catalog = self.archive.catalog
        read = result.read
        if catalog.documents.find(read.source.sha256) is not None:
            catalog.ingest.reread(read, result.images)
            status = "added"
        else:
            added = catalog.ingest.add(
                read,
                path=job.place,
                raw_path=job.raw_place,
                collection=job.collection,
                sidecar_sha256=None,
                images=result.images,
            )
            status = "added" if added else "unchanged"
        document = read.source.document
        self.archive.citations.apply_sidecar(document, job.sidecar.cited_in)
        self._occurs(job, document)
        self._unindexed_passages += max(1, len(read.passages))
        return self._outcome(job, status, catalog.documents.get(document), self._answers(document))

    def _unchanged(self, job: _Job, known: Document) -> Outcome:
        """The archive holds these bytes: follow the sidecar if it has changed, and note the path."""
        catalog = self.archive.catalog
        answers: tuple[CitationLink, ...] = ()
        if job.sidecar_sha256 is not None and job.sidecar_sha256 != catalog.ingest.sidecar(job.place, known.id):
            facts = job.sidecar.metadata.over(known.metadata)
            specimen = known.specimen if job.sidecar.specimen is None else job.sidecar.specimen
            if facts != known.metadata or specimen != known.specimen:
                catalog.ingest.set_metadata(known.id, facts, specimen)
                self._unindexed_passages += 1
            self.archive.citations.apply_sidecar(known.id, job.sidecar.cited_in)
            answers = self._answers(known.id)
        if self._occurs(job, known.id):
            self._unindexed_passages += 1
        return self._outcome(job, "unchanged", catalog.documents.get(known.id), answers)

    def _answers(self, document: str) -> tuple[CitationLink, ...]:
        """Tie a new or changed document to the notes it answers, now, so that the archivist is told file by file."""
        answers = tuple(self.archive.citations.document_added(document))
        self._tied.add(document)
        return answers

    def _occurs(self, job: _Job, document: str) -> bool:
        """Note the file's place (and its sidecar as applied); whether the place is new."""
        added = self.archive.catalog.ingest.add_occurrence(
            document,
            path=job.place,
            raw_path=job.raw_place,
            collection=job.collection,
            sidecar_sha256=job.sidecar_sha256,
        )
        self.archive.catalog.failures.clear(job.place)
        return added

    def _failed(self, job: _Job, error: CotejoError) -> Outcome:
        problem = Problem(error.code, str(error))
        source = job.source
        try:
            self.archive.catalog.failures.record(
                job.place,
                raw_path=job.raw_place,
                problem=problem,
                sha256=source.sha256 if source else None,
                media_type=source.media_type if source else None,
            )
        except (StorageError, ArchiveError) as refused:
            self.say(f"The failure of {job.candidate.printable} could not be recorded: {refused}")
        return Outcome(
            path=job.candidate.printable,
            status="failed",
            document=source.document if source else None,
            sha256=source.sha256 if source else None,
            media_type=source.media_type if source else None,
            seconds=time.monotonic() - job.started,
            error=problem,
        )

    def _outcome(self, job: _Job, status: str, document: Document, answers: tuple[CitationLink, ...] = ()) -> Outcome:
        return Outcome(
            path=job.candidate.printable,
            status=status,
            document=document.id,
            sha256=document.sha256,
            media_type=document.media_type,
            kind=document.kind,
            title=document.metadata.title,
            date=document.metadata.date,
            language=document.metadata.language,
            parent=document.parent,
            pages=document.pages,
            pages_ocr=document.pages_ocr,
            pages_unreadable=document.pages_unreadable,
            passages=document.passages,
            seconds=time.monotonic() - job.started,
            answers=answers,
            error=self._unread(document),
        )

    def _unread(self, document: Document) -> Problem | None:
        """What keeps pages of a document unread; the document is in the archive all the same."""
        if not document.pages_unreadable:
            return None
        first = self.archive.catalog.ingest.unread_pages(document.id)[0]
        return Problem(first.code, f"{document.pages_unreadable} of {document.pages} pages unread: {first.message}")

    def _flush_if_possible(self) -> None:
        """In the middle of a run a disk that refuses only delays the index; the flush at the end has the last word."""
        try:
            self._flush()
        except StorageError as error:
            self._flushed_at = time.monotonic()
            self.say(f"The index waits: {error}")

    def _flush(self) -> None:
        """Bring citation links and index up to the catalog."""
        sync_index(self.archive, processes=self.jobs, say=self.say, tied=self._tied)
        self._tied.clear()
        self._unindexed_passages = 0
        self._flushed_at = time.monotonic()
