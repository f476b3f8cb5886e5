"""Whoosh: the sole importer. Its segments, terms, stored records and tables of contents hold our index.

Whoosh's codec pickles and deflates postings in blocks of 128, which a search for totals and facets must undo one by
one in Python; so a codec of ours (Whoosh's extension point) writes each posting list as one block of arrays.
A segment is immutable; which of its rows are deleted is written in the table of contents. Segments are kept as single
files, not as Whoosh's compound file, which it copies into memory whole on opening.
"""

from __future__ import annotations

import os
import threading
import uuid
import weakref
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from pickle import UnpicklingError
from struct import error as StructError  # noqa: N812
from typing import Any, BinaryIO

import numpy as np
import whoosh
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3Segment, W3TermInfo
from whoosh.fields import STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import FileFormatError
from whoosh.formats import Existence
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.index import IndexError as WhooshIndexError
from whoosh.matching import ListMatcher
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from indexer.errors import IndexUnreadable
from indexer.index.base import IndexDocument
from indexer.index.builds import FileSize, Stamp, sync_folder
from indexer.index.columns import RowBlock
from indexer.index.passages import Words, analyse, main_language
from indexer.index.postings import NO_POSTINGS, Postings, TermPool, pack, unpack
from indexer.index.records import DocumentRecord
from indexer.index.schema import ACCENTS, EXACT, SCHEMA_VERSION, STEMS, VALUES
from indexer.index.vocabulary import WordList

STAMP = Stamp("whoosh", SCHEMA_VERSION, ".".join(map(str, whoosh.__version__)))
SCRATCH = "scratch-"

# What reading a damaged file raises in Whoosh and in the pickles, numbers and tables that it reads.
DAMAGE = (
    OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, ImportError, NameError, AssertionError,
    ArithmeticError, MemoryError, StructError, UnpicklingError, WhooshIndexError, FileFormatError, zlib.error,
)  # fmt: skip

_NAME = "cotejo"
_RECORD = "record"
_HEAD = "head"
_HEAD_TERM = "1"


# --- what Whoosh stores, in our format ------------------------------------------------------------


class WordField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field given as words. Whoosh's own way, a Token object for each, is 1.6 times as slow."""

    def __init__(self, *, places: bool) -> None:
        super().__init__(Existence(), None)
        self._places = places

    def index(self, value: Words, **options: Any) -> list[tuple[bytes, int, float, bytes]]:
        if not self._places:
            return [(word.encode(), count, float(count), b"") for word, count in Counter(value.words).items()]
        return [(word.encode(), len(at), float(len(at)), at.tobytes()) for word, at in value.places().items()]


def _schema() -> Schema:
    """The fields of :mod:`indexer.index.schema`, and the head rows with their records."""
    counted = {field: WordField(places=False) for field in (_HEAD, VALUES, *STEMS.values())}
    return Schema(**{_RECORD: STORED()}, **counted, **{field: WordField(places=True) for field in (EXACT, ACCENTS)})


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with our posting lists. Tables of contents name this class: it must keep its place."""

    length_stats = False  # lengths are in the records; Whoosh would look one up for each posting

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        # Whoosh names segments by the global random module: whoever seeds it would have us overwrite a segment.
        return W3Segment(self, indexname, segid=uuid.uuid4().hex)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PostingsWriter:
        return PostingsWriter(dbfile)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """Whoosh's own view of a posting list, for merging segments."""
        postings = read_postings(dbfile, terminfo)
        ends = np.cumsum(postings.counts) if len(postings.places) else np.zeros(len(postings.rows), dtype=np.int64)
        places = np.split(postings.places.astype(np.uint32), ends[:-1])
        return ListMatcher(
            postings.rows.tolist(),
            postings.counts.astype(np.float64).tolist(),
            [part.tobytes() for part in places],
            format_,
            scorer=scorer,
            term=term,
            terminfo=terminfo,
        )


class PostingsWriter(base.PostingsWriter):  # type: ignore[misc]
    """Writes one posting list after another to a segment's postings file."""

    def __init__(self, dbfile: Any) -> None:
        self._file = dbfile
        self.start_postings(None, None)

    def start_postings(self, format_: Any, terminfo: Any) -> None:
        self._rows, self._counts = array("I"), array("I")
        self._places: list[bytes] = []

    def add_posting(self, row: int, weight: float, value: bytes, length: int | None = None) -> None:
        self._rows.append(row)
        self._counts.append(int(weight))
        self._places.append(value)

    def finish_postings(self) -> W3TermInfo:
        packed = pack(self._rows, self._counts, array("I", b"".join(self._places)))
        info = W3TermInfo(
            weight=float(sum(self._counts)), df=len(self._rows), minid=self._rows[0], maxid=self._rows[-1]
        )
        info.set_extent(self._file.tell(), len(packed))
        self._file.write(packed)
        return info

    def written(self) -> bool:
        return False


def read_postings(dbfile: Any, terminfo: Any) -> Postings:
    """The posting list that ``terminfo`` points to. Raises IndexUnreadable if it is damaged."""
    start, length = terminfo.extent()
    # Whoosh 2.7.5 forgets to unpack the length that it reads back.
    return unpack(dbfile.get(start, length[0] if isinstance(length, tuple) else length))


# --- a build's files ------------------------------------------------------------------------------


class Storage(FileStorage):  # type: ignore[misc]
    """A build's folder. Renames are durable, temporary files stay apart from those of other processes, and what was
    opened is remembered, for Whoosh forgets its files when opening fails half-way."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._scratch = f"{SCRATCH}{uuid.uuid4().hex}"
        self.opened: list[BinaryIO] = []

    def open_file(self, name: str, **options: Any) -> Any:
        stream = super().open_file(name, **options)
        self.opened.append(stream.file)
        return stream

    def temp_storage(self, name: str | None = None) -> FileStorage:
        return super().temp_storage(self._scratch)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        self.sync([oldname])
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))

    def sync(self, names: Iterable[str]) -> None:
        for name in names:
            with (Path(self.folder) / name).open("rb") as stream:
                os.fsync(stream.fileno())

    def close_files(self) -> None:
        for stream in self.opened:
            stream.close()


def create_contents(build: Path) -> None:
    """Put a table of contents without segments into the folder ``build``."""
    TOC.create(Storage(build), _schema(), _NAME)


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: Whoosh's entries of its segments, and the file it was read from with its size."""

    entries: tuple[Any, ...]
    generation: int
    files: tuple[FileSize, ...]


def read_contents(build: Path) -> Contents:
    """The newest table of contents. Raises any of DAMAGE."""
    storage = Storage(build)
    try:
        toc = TOC.read(storage, _NAME, schema=_schema())
    finally:
        storage.close_files()
    name = TOC._filename(_NAME, toc.generation)
    return Contents(tuple(toc.segments), toc.generation, (FileSize.of(build / name),))


def write_contents(build: Path, segments: Sequence[Any], generation: int) -> None:
    """Write a table of contents, the moment at which a commit happens; then remove what it no longer lists."""
    storage = Storage(build)
    TOC(_schema(), list(segments), generation).write(storage, _NAME)
    clean_files(storage, _NAME, generation, segments)


def newest_generation(build: Path) -> int:
    """The generation of the newest table of contents, -1 if there is none."""
    found: int = TOC._latest_generation(Storage(build), _NAME)
    return found


# --- segments -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BuiltSegment:
    """A segment and what it holds. ``entry`` is Whoosh's, for the table of contents."""

    entry: Any
    block: RowBlock

    def delete(self, documents: Iterable[str]) -> None:
        """Mark the rows of ``documents`` deleted; those already deleted stay so."""
        wanted = set(documents)
        for record, head in zip(self.block.records, self.block.heads.tolist(), strict=True):
            if record.document in wanted:
                for row in range(head, head + record.rows):
                    self.entry.delete_document(row)

    @property
    def live_rows(self) -> int:
        return self.block.rows - int(self.entry.deleted_count())


def build_segment(build: Path, documents: Sequence[IndexDocument]) -> BuiltSegment:
    """Write a segment of ``documents`` that no table of contents lists yet. Runs in worker processes too."""
    writer = _open_writer(build)
    records = [_add(writer, document) for document in documents]
    return BuiltSegment(_finish(writer), RowBlock(records))


def merge_segments(build: Path, entries: Sequence[Any]) -> BuiltSegment:
    """Write one segment of the live rows of several, in their order."""
    writer = _open_writer(build)
    storage = Storage(build)
    for entry in entries:
        writer.add_reader(SegmentReader(storage, writer.schema, entry))
    storage.close_files()
    return read_segment(build, _finish(writer))


def read_segment(build: Path, entry: Any) -> BuiltSegment:
    """What a segment holds. Raises any of DAMAGE, or IndexUnreadable."""
    opened = SegmentFile(build, entry)
    opened.close()
    return BuiltSegment(entry, opened.block)


def _open_writer(build: Path) -> SegmentWriter:
    # Whoosh's lock is left alone: ours (builds.write_lock) is held by the process that started this one.
    try:
        index = FileIndex(Storage(build), indexname=_NAME)
    except DAMAGE as error:
        raise IndexUnreadable(f"The index in {build} is damaged: {error}.") from error
    writer = SegmentWriter(index, _lk=False, codec=ArrayCodec(), compound=False)
    writer.pool = TermPool()
    return writer


def _add(writer: SegmentWriter, document: IndexDocument) -> DocumentRecord:
    analysed = [analyse(passage.text, passage.language) for passage in document.passages]
    record = DocumentRecord.of(document, [found.words for found in analysed])
    # What stands twice counts twice: so must the length that it is measured by.
    record = replace(record, lengths=tuple(len(found.words) + len(found.whole) for found in analysed))
    title = analyse(document.title, main_language(document))
    writer.add_document(**{_HEAD: Words([_HEAD_TERM]), _RECORD: record.to_json()}, **title.fields())
    for found in analysed:
        writer.add_document(**found.fields())
    return record


def _finish(writer: SegmentWriter) -> Any:
    words = writer.pool.words(EXACT)
    entry = writer._finalize_segment()
    writer.temp_storage().destroy()
    writer.storage.close_files()
    # Whoosh counts every file that bears the segment's name as the segment's.
    _word_file(Path(writer.storage.folder), entry).write_bytes(words.pack())
    writer.storage.sync(entry.list_files(writer.storage))
    return entry


def _word_file(build: Path, entry: Any) -> Path:
    return build / f"{entry.segment_id()}.words"


class SegmentFile:
    """An open segment. Whoosh's file handles have one position each, so reads are behind a lock."""

    def __init__(self, build: Path, entry: Any) -> None:
        """Raises any of DAMAGE, or IndexUnreadable, if the files are not what they should be."""
        storage = Storage(build)
        # Searches in other threads may still hold a segment that a commit has replaced: its files are closed when the
        # last of them lets go.
        self.close = weakref.finalize(self, storage.close_files)
        self.id: str = entry.segment_id()
        self._word_file = _word_file(build, entry)
        self._lock = threading.Lock()
        self._schema = _schema()
        codec = entry.codec()
        self._terms = codec.terms_reader(storage, entry)
        self._postings = entry.open_file(storage, codec.POSTS_EXT)
        self.files = tuple(FileSize.of(build / name) for name in entry.list_files(storage))
        per_document = codec.per_document_reader(storage, entry)
        heads = self.postings(_HEAD, _HEAD_TERM).rows.tolist()
        self.block = RowBlock([DocumentRecord.from_json(per_document.stored_fields(head)[_RECORD]) for head in heads])
        if self.block.heads.tolist() != heads or self.block.rows != entry.doc_count_all():
            raise ValueError("a segment holds other documents than its records say")

    @cached_property
    def words(self) -> WordList:
        """The words of the exact view. Raises any of DAMAGE, or IndexUnreadable."""
        return WordList.unpack(self._word_file.read_bytes())

    def postings(self, field: str, word: str) -> Postings:
        """The postings of ``word``, deleted rows included; rows count within the segment. Raises any of DAMAGE."""
        if field == EXACT and "words" in self.__dict__ and word not in self.words:
            return (
                NO_POSTINGS  # ten times as soon as Whoosh's look into its file: a wildcard asks for hundreds of words
            )
        with self._lock:
            try:
                info = self._terms.term_info(field, self._schema[field].to_bytes(word))
            except TermNotFound:
                return NO_POSTINGS
            return read_postings(self._postings, info)
