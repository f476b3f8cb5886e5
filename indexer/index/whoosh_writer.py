"""Writes a Whoosh index: batches become segments, in worker processes if asked; a commit lists them all at once.

Whoosh's own multi-process writer is not used: it commits without the documents of a worker that died, it cannot
replace documents, and its pool spills and sorts a tuple for each posting.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from indexer.errors import IndexUnreadable, StorageError
from indexer.index.base import IndexDocument
from indexer.index.builds import disk_errors
from indexer.index.columns import RowBlock
from indexer.index.whoosh_segments import (
    DAMAGE,
    SCRATCH,
    BuiltSegment,
    build_segment,
    merge_segments,
    read_contents,
    read_segment,
    write_contents,
)
from indexer.parent_watch import watch_parent

# A batch becomes one segment: 8 million characters take 110 MB and 9 s while they are inverted, and 9,000 rows after.
BATCH_CHARACTERS = 8_000_000
# A query looks each word up in each segment (20 µs): single files added one by one must not leave hundreds. Merging
# costs as much as adding, so only small segments are merged, and large ones only when most of their rows are deleted.
SMALL_ROWS = 5_000
MAX_SMALL_SEGMENTS = 8


class WhooshWriter:
    """An :class:`~indexer.index.base.IndexWriter` on one build. Holds the write lock from entering to leaving."""

    def __init__(
        self, build: Path, resources: ExitStack, processes: int, known: Mapping[str, RowBlock] | None = None
    ) -> None:
        """``resources`` hold the write lock; they are closed on leaving. ``known`` are segments that are open already,
        by id: on an archive of 3,000 transcripts reading them again takes longer than writing a small document."""
        self._known = dict(known or {})
        self._build_folder = build
        self._resources = resources
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: dict[str, IndexDocument] = {}
        self._characters = 0
        self._built: list[Callable[[], BuiltSegment]] = []  # what gives each new segment when it is written
        self._owner: dict[str, int] = {}  # document → the new segment whose copy of it counts
        self._changed: set[str] = set()
        for scratch in build.glob(f"{SCRATCH}*"):  # of a writer that was killed
            shutil.rmtree(scratch, ignore_errors=True)

    def put(self, document: IndexDocument) -> None:
        """Add a document, replacing whatever the index holds of it. Raises DiskFull or StorageError."""
        self._waiting.pop(document.document, None)
        self._waiting[document.document] = document
        self._changed.add(document.document)
        self._characters += sum(len(passage.text) for passage in document.passages)
        if self._characters >= BATCH_CHARACTERS:
            self._flush()

    def remove(self, document: str) -> None:
        """Take a document out; unknown ones are ignored."""
        self._waiting.pop(document, None)
        self._owner.pop(document, None)
        self._changed.add(document)

    def commit(self) -> None:
        """Make all since the last commit visible at once, durably.

        Raises DiskFull or StorageError, IndexUnreadable if the index it would change is damaged; then nothing of the
        index has changed.
        """
        if not self._changed:
            return
        self._flush()
        with disk_errors():
            fresh = self._collect()
            try:
                contents = read_contents(self._build_folder)
                standing = [self._standing(entry) for entry in contents.entries]
            except DAMAGE as error:
                raise IndexUnreadable(f"The index in {self._build_folder} is damaged: {error}.") from error
            for segment in standing:
                segment.delete(self._changed)
            kept = self._merge([segment for segment in [*standing, *fresh] if segment.live_rows])
            write_contents(self._build_folder, [segment.entry for segment in kept], contents.generation + 1)
            self._known = {segment.entry.segment_id(): segment.block for segment in kept}
        self._changed.clear()

    def _standing(self, entry: Any) -> BuiltSegment:
        block = self._known.get(entry.segment_id())
        return read_segment(self._build_folder, entry) if block is None else BuiltSegment(entry, block)

    def __enter__(self) -> WhooshWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._resources.close()

    def _flush(self) -> None:
        """Begin a segment of the waiting documents."""
        documents = tuple(self._waiting.values())
        if not documents:
            return
        self._owner.update(dict.fromkeys(self._waiting, len(self._built)))
        self._waiting, self._characters = {}, 0
        with disk_errors():
            self._built.append(self._submit(documents) if self._processes > 1 else self._build(documents))

    def _build(self, documents: tuple[IndexDocument, ...]) -> Callable[[], BuiltSegment]:
        built = build_segment(self._build_folder, documents)
        return lambda: built

    def _submit(self, documents: tuple[IndexDocument, ...]) -> Callable[[], BuiltSegment]:
        if self._pool is None:
            # "spawn": a forked child would inherit the locks of a web server's threads, and our write lock.
            self._pool = ProcessPoolExecutor(
                self._processes,
                multiprocessing.get_context("spawn"),
                initializer=_end_with_parent,
                initargs=(os.getpid(),),
            )
        if len(self._built) >= 2 * self._processes:
            self._wait_for(self._built[-2 * self._processes])  # or batches would pile up in memory
        return self._pool.submit(build_segment, self._build_folder, documents).result

    def _collect(self) -> list[BuiltSegment]:
        """The new segments, each without the documents that were replaced or removed after it was begun."""
        fresh = [self._wait_for(built) for built in self._built]
        for number, segment in enumerate(fresh):
            segment.delete(
                record.document for record in segment.block.records if self._owner.get(record.document) != number
            )
        self._built.clear()
        self._owner.clear()
        return fresh

    def _wait_for(self, built: Callable[[], BuiltSegment]) -> BuiltSegment:
        try:
            return built()
        except BrokenProcessPool as error:
            raise StorageError("A process that wrote the index died (out of memory?).") from error

    def _merge(self, segments: list[BuiltSegment]) -> list[BuiltSegment]:
        small = [segment for segment in segments if segment.live_rows < SMALL_ROWS]
        chosen = [segment for segment in segments if 2 * segment.live_rows < segment.block.rows]
        if len(small) > MAX_SMALL_SEGMENTS:
            # The smaller half: what was merged before is larger, and is merged again only every few times.
            small.sort(key=lambda segment: segment.live_rows)
            chosen = [segment for segment in segments if segment in chosen or segment in small[: len(small) // 2 + 1]]
        if not chosen:
            return segments
        merged = merge_segments(self._build_folder, [segment.entry for segment in chosen])
        return [*(segment for segment in segments if segment not in chosen), merged]


def _end_with_parent(parent_pid: int) -> None:
    """Prepare a worker process. Executor workers wait on a queue whose writing end they hold open themselves."""
    watch_parent(parent_pid, lambda: os._exit(1))
