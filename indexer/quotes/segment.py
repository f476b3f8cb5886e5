"""A segment of the quotation structure: the forms of some documents in one file, and the seeds of it. Never changed.

    text.bin        the documents' forms, a line feed between two
    positions.u32   offsets.u32        see seeds.py
    pages.u32       page numbers, then where each begins in text.bin
    words.u32       checksums of its words in order, then how often each stands in it
    segment.json    the documents, their revisions, places and checksums; written last

Files are mapped, not read: processes share their pages, and one that is removed lives until its last reader has gone.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import IndexOutdated, IndexUnreadable
from indexer.quotes import seeds
from indexer.quotes.form import NEXT_DOCUMENT, DocumentForm
from indexer.quotes.seeds import Bytes, Numbers, Seeds

FORMAT = 2
"""Grows when the form of the text or of the files changes; an older one is built anew by the next `cotejo add`."""

TEXT, POSITIONS, OFFSETS, PAGES, WORDS = "text.bin", "positions.u32", "offsets.u32", "pages.u32", "words.u32"
HEAD = "segment.json"

_COUNTED_AT_ONCE = 1 << 22  # bytes whose words are counted at once: as objects they take some 60 MB


@dataclass(frozen=True, slots=True)
class FormedDocument:
    """A document on its way into a segment."""

    document: str
    revision: int
    form: DocumentForm


@dataclass(frozen=True, slots=True)
class Segment:
    """An open segment. ``starts`` has one entry more than there are documents: document ``i`` is
    ``text[starts[i] : starts[i + 1] - 1]``; its pages are the entries ``page_at[i]`` to ``page_at[i + 1]``."""

    uid: str
    documents: tuple[str, ...]
    revisions: tuple[int, ...]
    checksums: tuple[int, ...]
    starts: npt.NDArray[np.int64]
    page_at: npt.NDArray[np.int64]
    page_numbers: Numbers
    page_starts: Numbers
    text: Bytes
    mapped: mmap.mmap | bytes
    seeds: Seeds
    words: Numbers
    word_counts: Numbers

    def ordinal(self, position: int) -> int:
        """Which document the position lies in."""
        return bisect_right(self.starts, position) - 1

    def ordinals(self, positions: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The same for many positions."""
        return np.searchsorted(self.starts, positions, side="right") - 1

    def bounds(self, ordinal: int) -> tuple[int, int]:
        return int(self.starts[ordinal]), int(self.starts[ordinal + 1]) - 1

    def form(self, ordinal: int) -> DocumentForm:
        """A document's form, as it was put in."""
        start, end = self.bounds(ordinal)
        pages = slice(int(self.page_at[ordinal]), int(self.page_at[ordinal + 1]))
        return DocumentForm(
            self.mapped[start:end],
            tuple(self.page_numbers[pages].tolist()),
            tuple((self.page_starts[pages] - start).tolist()),
        )

    def count(self, word: bytes) -> int:
        """How often a word stands in the segment, dead documents included. Two words in a hundred thousand share a
        checksum, and count as one."""
        key = zlib.crc32(word)
        place = int(np.searchsorted(self.words, np.uint32(key)))
        return int(self.word_counts[place]) if place < len(self.words) and self.words[place] == key else 0

    def damaged(self) -> Iterator[int]:
        """The ordinals of documents whose bytes are not what was written."""
        for ordinal, checksum in enumerate(self.checksums):
            start, end = self.bounds(ordinal)
            if zlib.crc32(self.mapped[start:end]) != checksum:
                yield ordinal


def write(folder: Path, documents: Sequence[FormedDocument]) -> None:
    """Write a segment into the empty ``folder``, durably. Raises OSError."""
    text = NEXT_DOCUMENT.join(document.form.text for document in documents) + NEXT_DOCUMENT
    starts = np.concatenate([[0], np.cumsum([len(document.form.text) + 1 for document in documents])]).astype(np.int64)
    page_at = np.concatenate([[0], np.cumsum([len(document.form.numbers) for document in documents])])
    numbers = [number for document in documents for number in document.form.numbers]
    begins = [
        int(start) + place for start, document in zip(starts, documents, strict=False) for place in document.form.starts
    ]
    made = seeds.build(np.frombuffer(text, dtype=np.uint8))
    words, counts = _counted(text)
    files = {
        TEXT: text,
        POSITIONS: made.positions.tobytes(),
        OFFSETS: made.offsets.tobytes(),
        PAGES: np.array([*numbers, *begins], dtype=np.uint32).tobytes(),
        WORDS: np.concatenate([words, counts]).astype(np.uint32).tobytes(),
    }
    head = {
        "format": FORMAT,
        "documents": [document.document for document in documents],
        "revisions": [document.revision for document in documents],
        "checksums": [zlib.crc32(document.form.text) for document in documents],
        "starts": starts.tolist(),
        "page_at": page_at.tolist(),
        "sizes": {name: len(data) for name, data in files.items()},
        "sums": {name: zlib.crc32(data) for name, data in files.items()},
    }
    for name, data in {**files, HEAD: json.dumps(head).encode()}.items():
        with (folder / name).open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())


def _counted(text: bytes) -> tuple[Numbers, Numbers]:
    """The checksums of the words of ``text`` in order, and how often each stands there."""
    counted: Counter[bytes] = Counter()
    start = 0
    while start < len(text):
        end = len(text)
        if start + _COUNTED_AT_ONCE < end:  # at a line feed, which ends the text too: a document has one behind it
            end = text.find(NEXT_DOCUMENT, start + _COUNTED_AT_ONCE) + 1
        counted.update(text[start:end].split())
        start = end
    keys = np.fromiter((zlib.crc32(word) for word in counted), dtype=np.uint32, count=len(counted))
    words, which = np.unique(keys, return_inverse=True)
    counts = np.bincount(which, weights=np.fromiter(counted.values(), dtype=np.uint32), minlength=len(words))
    return words, counts.astype(np.uint32)


def open_segment(folder: Path, *, verify: bool = True) -> Segment:
    """Map a segment; unless another process has just done it, ``verify`` that its bytes are those that were written: a
    damaged one would let a quotation be called absent. It takes 0.1 s for 100 MB, once a process.

    Raises FileNotFoundError if it was removed meanwhile, IndexUnreadable if it is damaged, IndexOutdated.
    """
    try:
        head = json.loads((folder / HEAD).read_text(encoding="ascii"))
        if head["format"] < FORMAT:
            raise IndexOutdated(f"The quotation structure has format {head['format']}; this program reads {FORMAT}.")
        if head["format"] != FORMAT:
            raise IndexUnreadable(f"The quotation structure has format {head['format']}; this program reads {FORMAT}.")
        for name, size in head["sizes"].items():
            if (folder / name).stat().st_size != size:
                raise IndexUnreadable(f"{folder / name} has not the size it was written with.")
            if verify and _checksum(folder / name) != head["sums"][name]:
                raise IndexUnreadable(f"{folder / name} is damaged: its bytes are not those that were written.")
        return _open(folder, head)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnreadable(f"The quotation structure in {folder} cannot be read: {error}.") from error


def _open(folder: Path, head: dict[str, Any]) -> Segment:
    pages = _numbers(folder / PAGES)
    half = len(pages) // 2
    words = _numbers(folder / WORDS)
    known = len(words) // 2
    with (folder / TEXT).open("rb") as stream:
        mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    return Segment(
        uid=folder.name,
        documents=tuple(head["documents"]),
        revisions=tuple(head["revisions"]),
        checksums=tuple(head["checksums"]),
        starts=np.array(head["starts"], dtype=np.int64),
        page_at=np.array(head["page_at"], dtype=np.int64),
        page_numbers=pages[:half],
        page_starts=pages[half:],
        text=np.frombuffer(mapped, dtype=np.uint8),
        mapped=mapped,
        seeds=Seeds(_numbers(folder / OFFSETS), _numbers(folder / POSITIONS)),
        words=words[:known],
        word_counts=words[known:],
    )


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as stream:
        while block := stream.read(_COUNTED_AT_ONCE):
            checksum = zlib.crc32(block, checksum)
    return checksum


def _numbers(path: Path) -> Numbers:
    if path.stat().st_size == 0:
        return np.empty(0, dtype=np.uint32)
    # Mapped, but as a plain array: each slice of a numpy.memmap runs Python code, and a lookup takes hundreds.
    return np.asarray(np.memmap(path, dtype=np.uint32, mode="r")).view(np.ndarray)
