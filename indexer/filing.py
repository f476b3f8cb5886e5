"""What `cotejo add` asks of the catalog before a file is read, and tells it afterwards.

A document enters the catalog in one transaction; its sidecar's fingerprint is written last of all, so that a run killed
in between applies the sidecar again.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from indexer.archive import Archive
from indexer.choice import weigh
from indexer.discover import Candidate, printable_path
from indexer.errors import (
    ArchiveError,
    CotejoError,
    OcrFailed,
    OcrLanguageMissing,
    OcrMemory,
    OcrTimeout,
    OcrUnavailable,
    StorageError,
)
from indexer.extract.identify import hash_file
from indexer.models import (
    Change,
    Choice,
    CitationLink,
    Document,
    Kind,
    Metadata,
    Outcome,
    PageStatus,
    Problem,
    Sidecar,
    SourceFile,
)
from indexer.ocr.probe import probe_tesseract
from indexer.reading import ReadResult
from indexer.sidecar import find_sidecar, read_sidecar

WORTH_ANOTHER_TRY = frozenset(
    error.code for error in (OcrUnavailable, OcrLanguageMissing, OcrTimeout, OcrMemory, OcrFailed)
)
"""Why a page is unread, where another `add` may read it. A page on which OCR finds no text will not change."""


@dataclass(frozen=True, slots=True)
class AddOptions:
    """What the command line asked of an `add`; it wins over sidecars, which win over what is detected."""

    collection: str | None = None
    kind: Kind | None = None
    jobs: int = 0
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was met; ``source`` is None while its bytes are not known."""

    candidate: Candidate
    started: float
    source: SourceFile | None = None

    @property
    def place(self) -> str:
        """Where the file lies, as the catalog keeps it."""
        return printable_path(self.candidate.place)

    @property
    def raw_place(self) -> bytes:
        return os.fsencode(self.candidate.place)


@dataclass(frozen=True, slots=True)
class Job:
    """A file whose bytes, sidecar and collection are known. ``sidecar.sha256`` is the sidecar's fingerprint."""

    seen: Seen
    source: SourceFile
    sidecar: Sidecar
    collection: str


class Filing:
    """The catalog's side of one `add`."""

    def __init__(self, archive: Archive, options: AddOptions, say: Callable[[str], None]) -> None:
        self._archive = archive
        self._catalog = archive.catalog
        self._options = options
        self._say = say

    # --- before a file is read --------------------------------------------------------------------

    def identify(self, seen: Seen) -> Seen:
        """With the file's hash and type. Raises the SourceError that keeps it out."""
        if seen.candidate.problem is not None:
            raise seen.candidate.problem
        return dataclasses.replace(seen, source=hash_file(seen.candidate.path, self._archive.config.ingest))

    def job(self, seen: Seen, source: SourceFile) -> Job:
        """With the file's sidecar and collection. Raises SidecarInvalid, UsageError."""
        path = find_sidecar(seen.candidate.path)
        sidecar = Sidecar() if path is None else read_sidecar(path)
        collection = self._options.collection or sidecar.collection or self._archive.config.archive.default_collection
        self._archive.ensure_collection(collection, restricted=self._options.restricted)
        return self.told(Job(seen, source, sidecar, collection))

    def told(self, job: Job) -> Job:
        """The job without the facts of a sidecar that fewer readers may see than the document."""
        public, known = self._public(), self._catalog.documents.find(job.source.sha256)
        if known is None or job.collection in public or public.isdisjoint(known.collections):
            return job
        if self._sidecar_changed(job, known) and job.sidecar.metadata != Metadata():
            self._say(f"{job.seen.candidate.printable}: the document is public; its restricted sidecar stays untold.")
        return dataclasses.replace(job, sidecar=dataclasses.replace(job.sidecar, metadata=Metadata()))

    def needs_reading(self, job: Job) -> bool:
        """Whether the file is to be read: its bytes are new, pages may be read now that were not, its kind, on which
        the passages depend, has been corrected, or what is known of it was written for fewer eyes."""
        known = self._catalog.documents.find(job.source.sha256)
        if known is None or self._comes_out(job, known):
            return True
        kind = self._options.kind or (job.sidecar.metadata.kind if self._sidecar_changed(job, known) else None)
        return (kind is not None and kind != known.kind) or self._may_be_read_now(known)

    def _comes_out(self, job: Job, known: Document) -> bool:
        """Whether this is the first place of a document that everybody may see: what the sidecars of its restricted
        places say ("Source: informant Juan") is not for everybody, so its facts are found anew."""
        public = self._public()
        return job.collection in public and public.isdisjoint(known.collections)

    def _public(self) -> frozenset[str]:
        return self._catalog.collections.public().collections or frozenset()

    def _may_be_read_now(self, document: Document) -> bool:
        if not document.pages_unreadable:
            return False
        codes = {problem.code for problem in self._catalog.ingest.unread_pages(document.id)} & WORTH_ANOTHER_TRY
        return bool(codes - {OcrUnavailable.code} if probe_tesseract() is None else codes)

    def _sidecar_changed(self, job: Job, known: Document) -> bool:
        applied = self._catalog.ingest.sidecar(job.seen.place, known.id)
        return job.sidecar.sha256 is not None and job.sidecar.sha256 != applied

    # --- after it was read, or when it need not be --------------------------------------------------

    def read(self, job: Job, result: ReadResult) -> Outcome:
        """Put a read document into the catalog, or what is better in it than what was known."""
        known = self._catalog.documents.find(job.source.sha256)
        if known is not None:
            return self._reread(job, known, result)
        if not self._catalog.ingest.add(
            result.read,
            path=job.seen.place,
            raw_path=job.seen.raw_place,
            collection=job.collection,
            sidecar_sha256=None,
            images=result.images,
        ):  # another process has, meanwhile
            return self._reread(job, self._catalog.documents.get(job.source.document), result)
        self._archive.citations.apply_sidecar(job.source.document, job.sidecar.cited_in)
        self._occurs(job)
        answers = self._answers(job.source.document)
        return self._outcome(job.seen, "added", job.source.document, answers)

    def _reread(self, job: Job, known: Document, result: ReadResult) -> Outcome:
        """Page by page the better reading stands: tesseract may have gone, or timed out, since the first."""
        made = weigh(self._catalog.rereadings.known_pages(known.id), result.read, result.images)
        unreadable = sum(page.status is PageStatus.UNREADABLE for page in made.read.pages)
        better = unreadable < known.pages_unreadable
        unread = [page.problem for page in made.read.pages if page.status is PageStatus.UNREADABLE]
        reasons = [problem.code for problem in self._catalog.ingest.unread_pages(known.id)]
        other = [problem.code if problem else "ocr" for problem in unread] != reasons
        if better or other or made.read.metadata.kind != known.metadata.kind:
            self._catalog.ingest.reread(made)
            for drift in self._archive.readings_changed(known.id, made.chosen(Choice.NEWER)):
                if drift.change is not Change.MOVED:
                    self._say(f"{known.id}, page {drift.page}: a passage that was linked to has {drift.change.value}.")
        if self._comes_out(job, known):
            self._catalog.ingest.set_metadata(known.id, result.read.metadata, known.specimen)
        outcome = self.unchanged(job)
        return dataclasses.replace(outcome, status="added") if better else outcome

    def unchanged(self, job: Job) -> Outcome:
        """The archive holds these bytes: follow the command line and a sidecar that has changed, note the path."""
        known = self._catalog.documents.get(job.source.document)
        answers: tuple[CitationLink, ...] = ()
        changed = self._sidecar_changed(job, known)
        given = job.sidecar.metadata if changed else Metadata()
        facts = dataclasses.replace(given, kind=self._options.kind or given.kind).over(known.metadata)
        specimen = known.specimen if job.sidecar.specimen is None or not changed else job.sidecar.specimen
        if facts != known.metadata or specimen != known.specimen:
            self._catalog.ingest.set_metadata(known.id, facts, specimen)
        if changed:
            again = self._catalog.ingest.sidecar(job.seen.place, known.id) is not None
            self._archive.citations.apply_sidecar(known.id, job.sidecar.cited_in, instead=again)
        if changed or facts != known.metadata:
            answers = self._answers(known.id)
        self._occurs(job)
        return self._outcome(job.seen, "unchanged", known.id, answers)

    def _answers(self, document: str) -> tuple[CitationLink, ...]:
        """The notes that a new or changed document answers: the archivist is told file by file."""
        return tuple(self._archive.citations.document_added(document))

    def _occurs(self, job: Job) -> None:
        """Note the file's place, and its sidecar as applied."""
        self._catalog.ingest.add_occurrence(
            job.source.document,
            path=job.seen.place,
            raw_path=job.seen.raw_place,
            collection=job.collection,
            sidecar_sha256=job.sidecar.sha256,
        )
        self._catalog.failures.clear(job.seen.place)

    def failed(self, seen: Seen, error: CotejoError) -> Outcome:
        """Record why the file is not in the archive; the next `add` that meets it tries again."""
        problem = Problem(error.code, str(error))
        known = Outcome(path=seen.candidate.printable, status="failed", error=problem)
        if (source := seen.source) is not None:
            known = dataclasses.replace(
                known, document=source.document, sha256=source.sha256, media_type=source.media_type
            )
        try:
            self._catalog.failures.record(
                seen.place, seen.raw_place, problem, sha256=known.sha256, media_type=known.media_type
            )
        except (StorageError, ArchiveError) as refused:
            self._say(f"The failure of {seen.candidate.printable} could not be recorded: {refused}")
        return dataclasses.replace(known, seconds=time.monotonic() - seen.started)

    def _outcome(self, seen: Seen, status: str, id: str, answers: tuple[CitationLink, ...]) -> Outcome:
        document = self._catalog.documents.get(id)
        return Outcome(
            path=seen.candidate.printable,
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
            seconds=time.monotonic() - seen.started,
            answers=answers,
            error=self._unread(document),
        )

    def _unread(self, document: Document) -> Problem | None:
        """What keeps pages of a document unread; the document is in the archive all the same."""
        if not document.pages_unreadable:
            return None
        first = self._catalog.ingest.unread_pages(document.id)[0]
        return Problem(first.code, f"{document.pages_unreadable} of {document.pages} pages unread: {first.message}")
