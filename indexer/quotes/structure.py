"""The quotation structure of an archive: segments, and one small file that says which of them are live.

    quotes/CURRENT.json    the live segments, and what in them is dead; replaced atomically
    quotes/<uid>/          a segment (segment.py); never changed
    quotes/write.lock      held by the one writer

Derived from the catalog like the index: a run that is killed leaves the structure as it was, the next makes good what
it lacks, `cotejo reindex` builds all of it anew. Readers take what is live when they begin and never wait.
"""

from __future__ import annotations

import json
import shutil
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log2
from pathlib import Path

import numpy as np

from indexer.errors import IndexMissing, IndexOutdated, IndexUnreadable
from indexer.index.base import documents_to_index
from indexer.index.builds import disk_errors, sync_folder, write_durably, write_lock
from indexer.quotes.segment import FormedDocument, Segment, open_segment, write

CURRENT = "CURRENT.json"

SEGMENT_BYTES = 32 << 20
"""Text of one segment at most (a longer document has one to itself): 14 MB take 4 s of one core."""

SMALL_SEGMENTS = 6
"""So many segments under half of SEGMENT_BYTES are merged into one: each costs every lookup a little."""

_OPENING_TRIES = 5


@dataclass(frozen=True)
class Live:
    """The structure as a reader found it. ``dead[i]`` are the ordinals in segment ``i`` that no longer count."""

    uid: str
    segments: tuple[Segment, ...] = ()
    dead: tuple[frozenset[int], ...] = ()

    def revisions(self) -> dict[str, int]:
        return {document: segment.revisions[ordinal] for segment, ordinal, document in self.documents()}

    def documents(self) -> Iterator[tuple[Segment, int, str]]:
        for segment, dead in zip(self.segments, self.dead, strict=True):
            for ordinal, document in enumerate(segment.documents):
                if ordinal not in dead:
                    yield segment, ordinal, document

    def count(self, word: bytes) -> int:
        """How often a word stands in the segments, dead documents included."""
        return sum(segment.count(word) for segment in self.segments)

    @cached_property
    def size(self) -> int:
        """How many words there are."""
        return sum(int(segment.word_counts.sum(dtype=np.int64)) for segment in self.segments)

    @property
    def bits(self) -> float:
        """The same as a power of two."""
        return log2(max(2, self.size))

    def damaged(self) -> Iterator[str]:
        """The living documents whose bytes are not what was written."""
        for segment, dead in zip(self.segments, self.dead, strict=True):
            for ordinal in segment.damaged():
                if ordinal not in dead:
                    yield segment.documents[ordinal]


@dataclass
class Structure:
    """Reads and writes the structure in ``folder``. Threads may share it."""

    folder: Path
    _opened: dict[str, Segment] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def exists(self) -> bool:
        return (self.folder / CURRENT).is_file()

    def live(self) -> Live:
        """What is live now. Raises IndexMissing if it was never built, IndexUnreadable if it is damaged."""
        for _ in range(_OPENING_TRIES):
            current = self._current()
            try:
                with self._lock:
                    segments = tuple(self._segment(uid) for uid, _ in current.segments)
                    self._opened = {segment.uid: segment for segment in segments}
            except FileNotFoundError:  # replaced between reading the pointer and opening what it names
                continue
            return Live(current.uid, segments, tuple(frozenset(dead) for _, dead in current.segments))
        raise IndexUnreadable(f"Segments that {self.folder / CURRENT} names are missing.")

    def _segment(self, uid: str) -> Segment:
        return self._opened.get(uid) or open_segment(self.folder / uid)

    def _current(self) -> _Current:
        path = self.folder / CURRENT
        try:
            table = json.loads(path.read_text(encoding="ascii"))
            return _Current(table["uid"], tuple((uid, tuple(dead)) for uid, dead in table["segments"]))
        except FileNotFoundError as error:
            raise IndexMissing(f"There is no quotation structure in {self.folder}.") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnreadable(f"{path} cannot be read: {error}.") from error

    # --- writing ----------------------------------------------------------------------------------

    def follow(
        self,
        revisions: Callable[[], Mapping[str, int]],
        form: Callable[[Iterable[str]], Iterator[FormedDocument]],
        wait_seconds: float,
    ) -> int:
        """Put in what ``revisions`` (document → revision) has and the structure lacks, take out what it has not.

        ``form`` gives documents in their present form. Returns how many were put in. Raises ArchiveBusy,
        IndexUnreadable, DiskFull, StorageError.
        """
        if self.exists() and not any(documents_to_index(revisions(), self._present().revisions())):
            return 0
        with write_lock(self.folder, wait_seconds), disk_errors():
            self._clear_leftovers()
            live = self._present()
            put, gone = documents_to_index(revisions(), live.revisions())
            stale = {*put, *gone}
            kept = [
                (segment, dead | {i for i, document in enumerate(segment.documents) if document in stale})
                for segment, dead in zip(live.segments, live.dead, strict=True)
            ]
            made = [open_segment(self.folder / uid) for uid in self._write_all(form(put))]
            self._publish(self._merged([*kept, *((segment, frozenset[int]()) for segment in made)]))
        return len(put)

    def _present(self) -> Live:
        """What is live; nothing if there is no structure yet, or one of an older form: then all is put in anew."""
        if not self.exists():
            return Live("")
        try:
            return self.live()
        except IndexOutdated:
            return Live("")

    def rebuild(self, documents: Iterable[FormedDocument], wait_seconds: float) -> str:
        """Build all of it anew beside the live one, then swap. Returns its uid. Raises as `follow`."""
        with write_lock(self.folder, wait_seconds), disk_errors():
            self._clear_leftovers()
            made = [open_segment(self.folder / uid) for uid in self._write_all(documents)]
            return self._publish([(segment, frozenset()) for segment in made])

    def _write_all(self, documents: Iterable[FormedDocument]) -> list[str]:
        """Write the documents as segments of at most SEGMENT_BYTES."""
        uids: list[str] = []
        batch: list[FormedDocument] = []
        size = 0
        for document in documents:
            if batch and size + len(document.form.text) > SEGMENT_BYTES:
                uids.append(self._write(batch))
                batch, size = [], 0
            batch.append(document)
            size += len(document.form.text) + 1
        return [*uids, self._write(batch)] if batch else uids

    def _write(self, documents: list[FormedDocument]) -> str:
        uid = uuid.uuid4().hex[:12]
        (self.folder / uid).mkdir()
        write(self.folder / uid, documents)
        return uid

    def _merged(self, segments: list[tuple[Segment, frozenset[int]]]) -> list[tuple[Segment, frozenset[int]]]:
        """Small segments, and such as are half dead, made one; a segment with nothing alive is left out."""
        alive = [(segment, dead) for segment, dead in segments if len(dead) < len(segment.documents)]
        small = [
            (segment, dead)
            for segment, dead in alive
            if (1 - len(dead) / len(segment.documents)) * len(segment.text) < SEGMENT_BYTES / 2
        ]
        wasted = any(len(dead) * 2 > len(segment.documents) for segment, dead in alive)
        if len(small) <= SMALL_SEGMENTS and not wasted:
            return alive
        documents = (
            FormedDocument(document, segment.revisions[ordinal], segment.form(ordinal))
            for segment, dead in small
            for ordinal, document in enumerate(segment.documents)
            if ordinal not in dead
        )
        made = [open_segment(self.folder / uid) for uid in self._write_all(documents)]
        merged = {segment.uid for segment, _ in small}
        return [pair for pair in alive if pair[0].uid not in merged] + [(segment, frozenset()) for segment in made]

    def _publish(self, segments: list[tuple[Segment, frozenset[int]]]) -> str:
        uid = uuid.uuid4().hex[:12]
        table = {"uid": uid, "segments": [[segment.uid, sorted(dead)] for segment, dead in segments]}
        sync_folder(self.folder)
        write_durably(self.folder / CURRENT, json.dumps(table) + "\n")
        self._clear_leftovers()
        return uid

    def _clear_leftovers(self) -> None:
        """Remove segments that are not live: merged ones, and those of killed runs. Needs the lock."""
        live = {uid for uid, _ in self._current().segments} if self.exists() else set()
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name not in live:
                shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Current:
    uid: str
    segments: tuple[tuple[str, tuple[int, ...]], ...]
