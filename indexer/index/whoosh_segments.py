"""Whoosh segments: building one from documents, merging several, reading one.

A segment is immutable; which of its rows are deleted is written in the table of contents. Segments are kept as single
files (not Whoosh's compound file, which it copies into memory whole on opening).
"""

from __future__ import annotations

import os
import threading
import uuid
import weakref
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from struct import error as StructError  # noqa: N812
from typing import Any, BinaryIO

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import TOC, FileIndex
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from indexer.errors import IndexUnreadable
from indexer.index.analysis import stems, words
from indexer.index.base import IndexDocument
from indexer.index.builds import sync_folder
from indexer.index.columns import DocumentRecord, RowBlock
from indexer.index.matching import Postings
from indexer.index.schema import EXACT, STEMS
from indexer.index.whoosh_codec import HEAD, HEAD_TERM, RECORD, ArrayCodec, TermPool, read_postings, schema

INDEX_NAME = "cotejo"
SCRATCH = "scratch-"

# What reading a damaged file raises in Whoosh and in the pickles, numbers and tables that it reads.
DAMAGE = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ImportError,
    NameError,
    AssertionError,
    ArithmeticError,
    MemoryError,
    StructError,
    UnpicklingError,
    WhooshIndexError,
    FileFormatError,
    zlib.error,
)
NO_POSTINGS = Postings(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


class Storage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """A build's folder. Renames are durable, temporary files stay apart from those of other processes, and what was
    opened is remembered, for Whoosh forgets its files when opening fails half-way."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._scratch = f"{SCRATCH}{uuid.uuid4().hex}"
        self.opened: list[BinaryIO] = []

    def open_file(self, name: str, **options: Any) -> Any:
        stream = super().open_file(name, **options)
        self.opened.append(stream.file)
        return stream

    def temp_storage(self, name: str | None = None) -> FileStorage:
        return super().temp_storage(self._scratch)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        sync_files(self, [oldname])
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


def sync_files(storage: Storage, names: Iterable[str]) -> None:
    for name in names:
        with (Path(storage.folder) / name).open("rb") as stream:
            os.fsync(stream.fileno())


@dataclass(frozen=True, slots=True)
class BuiltSegment:
    """A segment that no table of contents lists yet, and what it holds."""

    segment: Any
    block: RowBlock

    def delete(self, documents: Iterable[str]) -> None:
        """Mark the rows of ``documents`` deleted; those already deleted stay so."""
        wanted = set(documents)
        for record, head in zip(self.block.records, self.block.heads.tolist(), strict=True):
            if record.document in wanted:
                for row in range(head, head + record.rows):
                    self.segment.delete_document(row)

    @property
    def live_rows(self) -> int:
        return self.block.rows - int(self.segment.deleted_count())


def build_segment(folder: str, documents: Sequence[IndexDocument]) -> BuiltSegment:
    """Write a segment of ``documents`` to the build in ``folder``. Runs in worker processes too."""
    storage = Storage(folder)
    writer = _writer(storage)
    records = [_add(writer, document) for document in documents]
    return BuiltSegment(_finish(writer), RowBlock(records))


def merge_segments(folder: str, segments: Sequence[Any]) -> BuiltSegment:
    """Write one segment of the live rows of ``segments``, in their order."""
    storage = Storage(folder)
    writer = _writer(storage)
    for segment in segments:
        reader = SegmentReader(storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    merged = _finish(writer)
    with_records = SegmentFile(folder, merged)
    try:
        return BuiltSegment(merged, with_records.block)
    finally:
        with_records.close()


def _writer(storage: Storage) -> SegmentWriter:
    # The writer's own lock is left alone: ours (builds.write_lock) is held by the process that started this one.
    writer = SegmentWriter(FileIndex(storage, indexname=INDEX_NAME), _lk=False, codec=ArrayCodec(), compound=False)
    writer.pool = TermPool()
    return writer


def _add(writer: SegmentWriter, document: IndexDocument) -> DocumentRecord:
    analysed = [(words(passage.text), passage.language) for passage in document.passages]
    record = DocumentRecord.of(document, [len(found) for found, _ in analysed])
    writer.add_document(**{HEAD: [HEAD_TERM], RECORD: record.to_json()})
    for found, language in analysed:
        fields = {EXACT: found}
        if language in STEMS:
            fields[STEMS[language]] = stems(found, language)
        writer.add_document(**fields)
    return record


def _finish(writer: SegmentWriter) -> Any:
    segment = writer._finalize_segment()
    writer.temp_storage().destroy()
    sync_files(writer.storage, segment.list_files(writer.storage))
    return segment


class SegmentFile:
    """An open segment. Whoosh's file handles have one position each, so reads are behind a lock."""

    def __init__(self, folder: str, segment: Any) -> None:
        """Raises any of DAMAGE if the files are not what they should be."""
        storage = Storage(folder)
        # Searches in other threads may still hold a segment that a commit has replaced: its files are closed when the
        # last of them lets go.
        self.close = weakref.finalize(self, _close_all, storage.opened)
        self.id: str = segment.segment_id()
        self._rows: int = segment.doc_count_all()
        self._lock = threading.Lock()
        self._schema = schema()
        codec = segment.codec()
        self._terms = codec.terms_reader(storage, segment)
        self._postings = segment.open_file(storage, codec.POSTS_EXT)
        self.block = self._read_block(codec.per_document_reader(storage, segment))
        self._sizes = [(Path(folder) / name, storage.file_length(name)) for name in segment.list_files(storage)]

    def _read_block(self, per_document: Any) -> RowBlock:
        heads = self.postings(HEAD, HEAD_TERM).rows.tolist()
        block = RowBlock([DocumentRecord.from_json(per_document.stored_fields(head)[RECORD]) for head in heads])
        if block.heads.tolist() != heads or block.rows != self._rows:
            raise IndexUnreadable("A segment of the index holds other documents than its records say.")
        return block

    def postings(self, field: str, word: str) -> Postings:
        """The postings of ``word``, deleted rows included; rows count within the segment."""
        with self._lock:
            try:
                info = self._terms.term_info(field, self._schema[field].to_bytes(word))
            except TermNotFound:
                return NO_POSTINGS
            return read_postings(self._postings, info)

    def check_sizes(self) -> None:
        """Raises IndexUnreadable if a file was shortened or lost since it was opened."""
        for path, size in self._sizes:
            try:
                found = path.stat().st_size
            except OSError as error:
                raise IndexUnreadable(f"{path} is gone.") from error
            if found != size:
                raise IndexUnreadable(f"{path} has {found} bytes instead of {size}.")


def _close_all(opened: list[BinaryIO]) -> None:
    for stream in opened:
        stream.close()


def read_contents(folder: str) -> TOC:
    """The table of contents of the build in ``folder``: its segments and generation. Raises any of DAMAGE."""
    return TOC.read(Storage(folder), INDEX_NAME, schema=schema())


def generation(folder: str) -> int:
    """The generation of the newest table of contents, -1 if there is none."""
    found: int = TOC._latest_generation(Storage(folder), INDEX_NAME)
    return found
