"""Posting lists: gathered in memory while documents are added, packed as arrays on disk, read in place by numpy."""

from __future__ import annotations

import struct
import threading
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexUnreadable
from indexer.index.vocabulary import WordList

# CRC-32 of all that follows, number of postings, and the item sizes of the three arrays. Native byte order: an index is
# rebuilt, not carried, to a machine of another kind.
_CHECKSUM = struct.Struct("=I")
_HEADER = struct.Struct("=IBBB")
_ITEMS = ((0xFF, "B"), (0xFFFF, "H"), (0xFFFFFFFF, "I"))


@dataclass(frozen=True)
class Postings:
    """Where a word stands in a field: ascending rows, how often in each, and (exact view) its places in each,
    row after row. ``parts`` are the places as they were read: most queries never ask for them."""

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]
    parts: tuple[NDArray[np.unsignedinteger], ...] = ()

    @cached_property
    def places(self) -> NDArray[np.int64]:
        return _concatenated(self.parts)

    @property
    def size(self) -> int:
        """The bytes it takes at most, its places unpacked."""
        return 8 * (2 * len(self.rows) + 2 * sum(map(len, self.parts)))

    @classmethod
    def joined(cls, parts: Sequence[Postings], offsets: Sequence[int]) -> Postings:
        """One list of several, whose rows count from ``offsets``."""
        found = [(part, offset) for part, offset in zip(parts, offsets, strict=True) if len(part.rows)]
        return cls(
            _concatenated([part.rows + offset for part, offset in found]),
            _concatenated([part.counts for part, _ in found]),
            tuple(places for part, _ in found for places in part.parts),
        )


def _concatenated(parts: Sequence[NDArray[np.integer]]) -> NDArray[np.int64]:
    return np.concatenate(parts, dtype=np.int64, casting="unsafe") if parts else np.zeros(0, dtype=np.int64)


NO_POSTINGS = Postings(_concatenated(()), _concatenated(()))


class PostingCache:
    """The posting lists of an immutable index that were last asked for, up to MOST_KEPT bytes: whoever narrows, pages
    or refines a search asks for the same words again. Safe under many threads."""

    MOST_KEPT = 64 << 20

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, field: str, word: str) -> Postings | None:
        with self._lock:
            found = self._kept.get((field, word))
            if found is not None:
                self._kept.move_to_end((field, word))
            return found

    def put(self, field: str, word: str, postings: Postings) -> None:
        with self._lock:
            if (field, word) in self._kept or postings.size > self.MOST_KEPT // 4:
                return
            self._kept[field, word] = postings
            self._size += postings.size
            while self._size > self.MOST_KEPT:
                self._size -= self._kept.popitem(last=False)[1].size


def pack(rows: Sequence[int], counts: Sequence[int], places: Sequence[int]) -> bytes:
    """The bytes of a posting list: gaps between rows, counts and places, each in the smallest items that hold it.

    Most gaps, counts and places fit one byte: an index is 1.5 times its text; with Whoosh's codec it is 3.4 times.
    """
    gaps = [rows[0], *(row - before for row, before in zip(rows[1:], rows, strict=False))]
    parts = [_smallest(gaps), _smallest(counts), _smallest(places)]
    body = _HEADER.pack(len(rows), *(part.itemsize for part in parts)) + b"".join(part.tobytes() for part in parts)
    return _CHECKSUM.pack(zlib.crc32(body)) + body


def unpack(packed: bytes) -> Postings:
    """What :func:`pack` packed. Raises IndexUnreadable if the checksum is wrong."""
    body = packed[_CHECKSUM.size :]
    if len(body) < _HEADER.size or _CHECKSUM.unpack_from(packed) != (zlib.crc32(body),):
        raise IndexUnreadable("A posting list of the index is damaged.")
    count, *sizes = _HEADER.unpack_from(body)
    counts_at = _HEADER.size + count * sizes[0]
    places_at = counts_at + count * sizes[1]
    places = _numbers(body[places_at:], sizes[2])
    return Postings(
        np.cumsum(_numbers(body[_HEADER.size : counts_at], sizes[0]), dtype=np.int64),
        _numbers(body[counts_at:places_at], sizes[1]).astype(np.int64),
        (places,) if len(places) else (),
    )


def _smallest(numbers: Sequence[int]) -> array[int]:
    largest = max(numbers, default=0)
    return array(next(code for limit, code in _ITEMS if largest <= limit), numbers)


def _numbers(data: bytes, size: int) -> NDArray[np.unsignedinteger]:
    return np.frombuffer(data, dtype=f"=u{size}")


class TermPool:
    """Gathers postings by term while documents are added, in the shape of Whoosh's pool.

    Whoosh's own keeps a tuple for each posting, sorts them all and spills them to disk. Here only the terms
    are sorted, and 8 million characters take 110 MB; the writer bounds the memory by the size of its batches.
    """

    def __init__(self) -> None:
        self.fieldnames: set[str] = set()
        self._terms: dict[tuple[str, bytes], tuple[array[int], array[float], list[bytes]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting: field, term, row, count, packed places. Rows come in ascending order."""
        field, term, row, count, places = item
        postings = self._terms.get((field, term))
        if postings is None:
            self.fieldnames.add(field)
            postings = self._terms[field, term] = (array("I"), array("f"), [])
        postings[0].append(row)
        postings[1].append(count)
        postings[2].append(places)

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """All postings by field, term and row."""
        for key in sorted(self._terms):
            field, term = key
            for row, count, places in zip(*self._terms[key], strict=True):
                yield field, term, row, count, places

    def words(self, field: str) -> WordList:
        """The words of a field in order, with the rows of each."""
        found = sorted(
            (term.decode(), len(rows)) for (name, term), (rows, _, _) in self._terms.items() if name == field
        )
        return WordList([word for word, _ in found], np.array([count for _, count in found], dtype=np.int64))

    def cleanup(self) -> None:
        self._terms.clear()
