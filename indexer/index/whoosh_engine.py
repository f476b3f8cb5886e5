"""The embedded engine: a :class:`~indexer.index.base.SearchEngine` on Whoosh.

Whoosh keeps terms, postings, records, segments and commits; matching and ranking are array work of our own
(:mod:`indexer.index.matching`, :mod:`indexer.index.ranking`), because totals and facets need every hit.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexUnreadable, UsageError
from indexer.index.base import EngineResult, Filters, Sort
from indexer.index.builds import (
    FileSize,
    check_stamp,
    clear_unpublished,
    current,
    disk_errors,
    has_index,
    has_pointer,
    new_build,
    publish,
    write_lock,
)
from indexer.index.columns import Columns, VisibleRows
from indexer.index.matching import match
from indexer.index.postings import PostingCache, Postings
from indexer.index.query import Condition, Node
from indexer.index.ranking import Page, Reader, answer
from indexer.index.schema import EXACT
from indexer.index.vocabulary import Vocabulary, WordList
from indexer.index.whoosh_segments import (
    DAMAGE,
    STAMP,
    SegmentFile,
    create_contents,
    newest_generation,
    read_contents,
)
from indexer.index.whoosh_writer import WhooshWriter


@dataclass(frozen=True)
class Snapshot:
    """One generation of one build, open. Immutable, so threads share it."""

    uid: str
    generation: int
    segments: tuple[SegmentFile, ...]
    deleted: tuple[frozenset[int], ...]
    files: tuple[FileSize, ...]
    read: PostingCache = field(default_factory=PostingCache)

    @cached_property
    def columns(self) -> Columns:
        return Columns([segment.block for segment in self.segments], self.deleted)

    @cached_property
    def words(self) -> WordList:
        """The words of all segments. Raises IndexUnreadable if a file is damaged."""
        try:
            return WordList.joined([segment.words for segment in self.segments])
        except DAMAGE as error:
            raise IndexUnreadable(f"The index is damaged: {error}.") from error

    def check_files(self) -> None:
        """Raises IndexUnreadable if a file was lost or shortened since it was opened."""
        try:
            for file in self.files:
                file.check()
        except (OSError, ValueError) as error:
            raise IndexUnreadable(f"The index is damaged: {error}.") from error

    def postings(self, field: str, word: str) -> Postings:
        """The postings of ``word`` in all segments. Raises IndexUnreadable if a file is damaged."""
        known = self.read.get(field, word)
        if known is not None:
            return known
        try:
            found = [segment.postings(field, word) for segment in self.segments]
        except DAMAGE as error:
            raise IndexUnreadable(f"The index is damaged: {error}.") from error
        joined = Postings.joined(found, self.columns.offsets)
        self.read.put(field, word, joined)
        return joined


@dataclass(frozen=True)
class ReadersView:
    """A snapshot as the reader of some collections may know it: the :class:`PostingSource` of their query."""

    snapshot: Snapshot
    visible: VisibleRows
    collections: frozenset[str] | None

    @property
    def live(self) -> NDArray[np.bool_]:
        return self.visible.live

    @property
    def passages(self) -> int:
        return self.visible.passages

    @property
    def sees_all(self) -> bool:
        return self.visible.passages == self.snapshot.columns.passages

    @property
    def length_norm(self) -> NDArray[np.float32]:
        return self.visible.length_norm

    @property
    def heads(self) -> NDArray[np.bool_]:
        return self.snapshot.columns.heads

    @property
    def firsts(self) -> NDArray[np.bool_]:
        return self.snapshot.columns.firsts

    @property
    def document(self) -> NDArray[np.int32]:
        return self.snapshot.columns.document

    @property
    def starts(self) -> NDArray[np.int64]:
        return self.snapshot.columns.starts

    def postings(self, field: str, word: str) -> Postings:
        return self.snapshot.postings(field, word)

    def words(self) -> WordList:
        return self.snapshot.words

    def where(self, condition: Condition) -> NDArray[np.bool_]:
        return self.snapshot.columns.where(condition, self.collections)

    def passages_with(self, word: str) -> int:
        """How many passages that the reader may find hold ``word``."""
        return int(np.count_nonzero(self.live[self.postings(EXACT, word).rows]))


class WhooshEngine:
    """An open index. Follows commits and swaps by any process; safe under many threads."""

    def __init__(self, folder: Path) -> None:
        """Use :func:`open_engine`."""
        self._folder = folder
        self._opening = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._fresh()

    @property
    def uid(self) -> str:
        return self._fresh().uid

    def search(
        self,
        query: Node,
        filters: Filters,
        *,
        size: int,
        after: str | None = None,
        grouped: bool = False,
        per_document: int = 3,
        sort: Sort = Sort.RELEVANCE,
        fold: bool = False,
        cited: frozenset[str] = frozenset(),
    ) -> EngineResult:
        """See :meth:`indexer.index.base.SearchEngine.search`."""
        view = self._view(filters.collections)
        page = Page(size, after, grouped, per_document, sort, fold)
        snapshot = view.snapshot
        return answer(match(query, view), snapshot.columns, Reader(filters, cited), page, snapshot.uid)

    def vocabulary(self, collections: frozenset[str] | None) -> Vocabulary:
        """See :meth:`indexer.index.base.SearchEngine.vocabulary`."""
        view = self._view(collections)
        hidden = view.snapshot.columns.rows - view.passages
        return Vocabulary(view.words(), hidden, view.passages_with)

    def _view(self, collections: frozenset[str] | None) -> ReadersView:
        snapshot = self._fresh()
        return ReadersView(snapshot, snapshot.columns.visible(collections), collections)

    def writer(self, *, processes: int = 1, wait_seconds: float = 600.0) -> WhooshWriter:
        """See :meth:`indexer.index.base.SearchEngine.writer`."""
        with ExitStack() as resources:
            resources.enter_context(write_lock(self._folder, wait_seconds))
            snapshot = self._fresh()  # nothing is added to a damaged index
            blocks = {segment.id: segment.block for segment in snapshot.segments}
            return WhooshWriter(self._folder / snapshot.uid, resources.pop_all(), processes, blocks)

    def revisions(self) -> Mapping[str, int]:
        """Document id → revision, of every document the index holds."""
        return {record.document: record.revision for record in self._fresh().columns.documents()}

    def passage_counts(self) -> Mapping[str, int]:
        """Document id → number of passages the index holds of it."""
        return {record.document: len(record.ordinals) for record in self._fresh().columns.documents()}

    def close(self) -> None:
        self._snapshot = None

    def _fresh(self) -> Snapshot:
        """The newest generation of the live build, opened anew only if it changed since the last look."""
        with self._opening:
            while True:
                uid = current(self._folder)
                newest = newest_generation(self._folder / uid)
                try:
                    self._snapshot = self._look(uid, newest)
                    return self._snapshot
                except IndexUnreadable:
                    # A commit or a swap takes old files away, perhaps while they were being opened: then look again.
                    if (current(self._folder), newest_generation(self._folder / uid)) == (uid, newest):
                        raise

    def _look(self, uid: str, newest: int) -> Snapshot:
        known = self._snapshot
        if known and (known.uid, known.generation) == (uid, newest):
            known.check_files()
            return known
        check_stamp(self._folder / uid, STAMP)
        return open_build(self._folder / uid, known)


def open_engine(folder: Path) -> WhooshEngine:
    """Open the live index in ``folder``; creates and changes nothing.

    Raises IndexMissing if there is none, IndexUnreadable if it is damaged or was made by another program.
    """
    return WhooshEngine(folder)


def create_index(folder: Path, wait_seconds: float = 600.0, *, no_documents: bool = False) -> str:
    """Make a new, empty index in ``folder`` and return its uid. Raises UsageError if there is one already.

    With ``no_documents`` (the catalog is empty) a build that nothing points to is what a killed creation left, and is
    removed; otherwise it is evidence of a loss.
    """
    with write_lock(folder, wait_seconds), disk_errors():
        if no_documents and not has_pointer(folder):
            clear_unpublished(folder)
        if has_index(folder):
            raise UsageError(f"There is an index in {folder} already.")
        uid, build = new_build(folder)
        create_contents(build)
        publish(folder, uid, STAMP)
    return uid


def open_build(build: Path, known: Snapshot | None = None) -> Snapshot:
    """Open the newest generation of one build, sharing the segments that ``known`` has open.

    Raises IndexUnreadable.
    """
    shared = {segment.id: segment for segment in known.segments} if known and known.uid == build.name else {}
    try:
        contents = read_contents(build)
        segments = [shared.get(entry.segment_id()) or SegmentFile(build, entry) for entry in contents.entries]
        deleted = [frozenset(entry.deleted_docs()) for entry in contents.entries]
    except DAMAGE as error:
        raise IndexUnreadable(f"The index in {build} is damaged: {type(error).__name__}: {error}.") from error
    files = [*contents.files, *(file for segment in segments for file in segment.files)]
    return Snapshot(build.name, contents.generation, tuple(segments), tuple(deleted), tuple(files))


def count_passages(build: Path) -> dict[str, int]:
    """Document id → number of passages, of a build that may not be published yet. Raises IndexUnreadable."""
    return {record.document: len(record.ordinals) for record in open_build(build).columns.documents()}
