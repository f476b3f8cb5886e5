"""How Whoosh keeps our postings on disk: its own codec, with the postings as arrays.

Whoosh's codec pickles and deflates blocks of 128 postings and counts each through several Python calls; its position
format pickles a list for each posting. Here a posting list is one block of arrays that numpy reads in place. Measured on
a million postings: writing takes a third of the time, reading a hundredth. Everything else (terms, records, segments,
table of contents) is Whoosh's.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo
from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Format
from whoosh.matching import ListMatcher

from indexer.errors import IndexUnreadable
from indexer.index.matching import Postings
from indexer.index.schema import EXACT, STEMS

RECORD = "record"
HEAD = "head"
HEAD_TERM = "1"

# CRC-32 of the rest, number of postings, and the item sizes of the three arrays: row gaps, counts, places. The table of
# contents refuses an index from a machine with other integers, so native byte order is safe.
_HEADER = struct.Struct("=IIBBB")
_CHECKSUM = 4
_CODES = ((0xFF, "B"), (0xFFFF, "H"), (0xFFFFFFFF, "I"))


class Places(Format):  # type: ignore[misc]  # Whoosh has no types
    """A field of words given as a list, with the places of each word."""

    def word_values(
        self, value: Sequence[str], analyzer: None, **options: Any
    ) -> Iterator[tuple[str, int, float, bytes]]:
        places: dict[str, list[int]] = {}
        for place, word in enumerate(value):
            places.setdefault(word, []).append(place)
        for word, found in places.items():
            yield word, len(found), float(len(found)), array("I", found).tobytes()


class Counts(Format):  # type: ignore[misc]
    """A field of words given as a list, with how often each stands there."""

    def word_values(
        self, value: Sequence[str], analyzer: None, **options: Any
    ) -> Iterator[tuple[str, int, float, bytes]]:
        for word, count in Counter(value).items():
            yield word, count, float(count), b""


def schema() -> Schema:
    """The fields of :mod:`indexer.index.schema` in Whoosh's terms, and the head rows with their records."""
    stems = {field: FieldType(Counts(), None) for field in STEMS.values()}
    return Schema(**{RECORD: STORED(), HEAD: FieldType(Counts(), None), EXACT: FieldType(Places(), None)}, **stems)


class TermPool:
    """Gathers postings by term while documents are added (Whoosh's pool keeps, sorts and spills a tuple for each).

    A million postings take 50 MB; the writer bounds them by the size of its batches.
    """

    def __init__(self) -> None:
        self.fieldnames: set[str] = set()
        self._lists: dict[tuple[str, bytes], tuple[array[int], array[float], list[bytes]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        field, term, row, weight, value = item
        postings = self._lists.get((field, term))
        if postings is None:
            self.fieldnames.add(field)
            postings = self._lists[field, term] = (array("I"), array("f"), [])
        postings[0].append(row)
        postings[1].append(weight)
        postings[2].append(value)

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        for key in sorted(self._lists):
            field, term = key
            for row, weight, value in zip(*self._lists[key], strict=True):
                yield field, term, row, weight, value

    def cleanup(self) -> None:
        self._lists.clear()


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with array postings. Segments carry it in the table of contents, so the class must stay here."""

    length_stats = False  # lengths are in the records; looking one up for each posting doubled the time of a flush

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> ArrayPostingsWriter:
        return ArrayPostingsWriter(dbfile)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """Whoosh's own view of a posting list, for merging segments."""
        postings = read_postings(dbfile, terminfo)
        ends = np.cumsum(postings.counts).tolist() if len(postings.places) else []
        places = postings.places.astype(np.uint32)
        values = [places[start:end].tobytes() for start, end in zip([0, *ends], ends, strict=False)]
        return ListMatcher(
            postings.rows.tolist(),
            postings.counts.astype(np.float64).tolist(),
            values or [b""] * len(postings.rows),
            format_,
            scorer=scorer,
            term=term,
            terminfo=terminfo,
        )


class ArrayPostingsWriter(base.PostingsWriter):  # type: ignore[misc]
    """Writes one posting list after another to a segment's postings file."""

    def __init__(self, dbfile: Any) -> None:
        self._file = dbfile
        self._rows = array("I")
        self._counts = array("I")
        self._places: list[bytes] = []

    def start_postings(self, format_: Any, terminfo: Any) -> None:
        self._rows, self._counts, self._places = array("I"), array("I"), []

    def add_posting(self, row: int, weight: float, value: bytes, length: int | None = None) -> None:
        self._rows.append(row)
        self._counts.append(int(weight))
        self._places.append(value)

    def finish_postings(self) -> W3TermInfo:
        rows, counts = self._rows, self._counts
        places = array("I", b"".join(self._places))
        gaps = [rows[0], *(row - before for row, before in zip(rows[1:], rows, strict=False))]
        parts = [_packed(gaps), _packed(counts), _packed(places)]
        body = b"".join(part.tobytes() for part in parts)
        sizes = [part.itemsize for part in parts]
        start = self._file.tell()
        tail = struct.pack("=IBBB", len(rows), *sizes) + body
        self._file.write(struct.pack("=I", zlib.crc32(tail)) + tail)
        info = W3TermInfo(weight=float(sum(counts)), df=len(rows), minid=rows[0], maxid=rows[-1])
        info.set_extent(start, self._file.tell() - start)
        return info

    def written(self) -> bool:
        return False


def read_postings(dbfile: Any, terminfo: Any) -> Postings:
    """The posting list that ``terminfo`` points to. Raises IndexUnreadable if its checksum is wrong."""
    start, length = terminfo.extent()
    # Whoosh 2.7.5 forgets to unpack the length that it reads back.
    block: bytes = dbfile.get(start, length[0] if isinstance(length, tuple) else length)
    if len(block) < _HEADER.size or zlib.crc32(block[_CHECKSUM:]) != _HEADER.unpack_from(block)[0]:
        raise IndexUnreadable("A posting list of the index is damaged.")
    _, count, *sizes = _HEADER.unpack_from(block)
    offset = _HEADER.size
    gaps = _unpacked(block, offset, count, sizes[0])
    offset += count * sizes[0]
    counts = _unpacked(block, offset, count, sizes[1])
    offset += count * sizes[1]
    places = _unpacked(block, offset, (len(block) - offset) // sizes[2], sizes[2])
    return Postings(np.cumsum(gaps), counts, places)


def _packed(numbers: Sequence[int] | Iterable[int]) -> array[int]:
    """``numbers`` in the smallest items that hold them: most gaps, counts and places fit a byte."""
    kept = list(numbers)
    largest = max(kept, default=0)
    code = next(code for limit, code in _CODES if largest <= limit)
    return array(code, kept)


def _unpacked(block: bytes, offset: int, count: int, size: int) -> NDArray[np.int64]:
    return np.frombuffer(block, dtype=f"=u{size}", count=count, offset=offset).astype(np.int64)
