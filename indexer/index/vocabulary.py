"""The words of an index: by their beginning, by their form, by their likeness.

Words are of the exact view: folded, unstemmed. They are kept for all readers together; what a reader learns of
goes through :class:`Vocabulary`, which passes over words that stand only where the reader may not look.
"""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexUnreadable
from indexer.text.edits import distance

LONGEST = 32
"""Words beyond this many letters are hashes, addresses and lost spaces: nobody misspells or completes them."""

_CHECKSUM = struct.Struct("<I")
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word and the number of passages that hold it."""

    word: str
    passages: int


class WordList:
    """All words of an index in order, with the number of passages of each, deleted and hidden ones included."""

    def __init__(self, words: Sequence[str], counts: NDArray[np.int64]) -> None:
        self.words = words
        self.counts = counts

    def pack(self) -> bytes:
        """The bytes of the list, with a checksum."""
        counts = self.counts.astype("<u4").tobytes().hex()
        body = zlib.compress("\n".join([counts, *self.words]).encode(), 1)
        return _CHECKSUM.pack(zlib.crc32(body)) + body

    @classmethod
    def unpack(cls, packed: bytes) -> WordList:
        """What :meth:`pack` packed. Raises IndexUnreadable if the checksum is wrong."""
        body = packed[_CHECKSUM.size :]
        if len(packed) < _CHECKSUM.size or _CHECKSUM.unpack_from(packed) != (zlib.crc32(body),):
            raise IndexUnreadable("A word list of the index is damaged.")
        counts, *words = zlib.decompress(body).decode().split("\n")
        return cls(words, np.frombuffer(bytes.fromhex(counts), dtype="<u4").astype(np.int64))

    @classmethod
    def joined(cls, parts: Sequence[WordList]) -> WordList:
        """One list of several."""
        if len(parts) == 1:
            return parts[0]
        total: dict[str, int] = {}
        for part in parts:
            for word, count in zip(part.words, part.counts.tolist(), strict=True):
                total[word] = total.get(word, 0) + count
        words = sorted(total)
        return cls(words, np.array([total[word] for word in words], dtype=np.int64))

    def __contains__(self, word: str) -> bool:
        place = bisect_left(self.words, word)
        return place < len(self.words) and self.words[place] == word

    def starting(self, prefix: str) -> range:
        """The places of the words that begin with ``prefix``."""
        return range(bisect_left(self.words, prefix), bisect_left(self.words, prefix + _LAST))

    def like(self, pattern: str) -> list[int]:
        """The places of the words of the form ``pattern``, folded, with ``*`` and ``?``."""
        prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
        form = wildcard_form(pattern)
        among = self.starting(prefix)
        if pattern == f"{prefix}*":
            return list(among)
        return [place for place in among if form.fullmatch(self.words[place])]

    def near(self, word: str, edits: int) -> list[tuple[int, int]]:
        """The places of the words within ``edits`` of ``word``, and how far each is."""
        if len(word) > LONGEST:
            return []
        # Each edit changes at most two of the letters that a word has and the other lacks: few words are left to
        # compare (of 186,000, some hundreds), letter by letter.
        mask, length = _masks([word])[0], len(word)
        masks, lengths = self._shapes
        alike = (np.abs(lengths - length) <= edits) & (np.bitwise_count(masks ^ mask) <= 2 * edits)
        found = ((place, distance(word, self.words[place], edits)) for place in np.flatnonzero(alike).tolist())
        return [(place, far) for place, far in found if far <= edits]

    @cached_property
    def _shapes(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """By word: the set of its letters as bits, and its length. Words beyond LONGEST count as endless."""
        lengths = np.array([len(word) for word in self.words], dtype=np.int64)
        lengths[lengths > LONGEST] = 1 << 30
        return _masks(self.words), lengths


def _masks(words: Sequence[str]) -> NDArray[np.uint64]:
    letters = np.array(words, dtype=f"<U{LONGEST}").view(np.uint32).reshape(len(words), LONGEST)
    bits = np.left_shift(np.uint64(1), (letters % 64).astype(np.uint64))
    bits[letters == 0] = 0
    return np.asarray(np.bitwise_or.reduce(bits, axis=1))


@lru_cache(maxsize=256)
def wildcard_form(pattern: str) -> re.Pattern[str]:
    """The expression for the words of the form ``pattern``."""
    parts = {"*": r"[^\W_]*", "?": r"[^\W_]"}
    return re.compile("".join(parts.get(part) or re.escape(part) for part in re.split(r"([*?])", pattern)))


@dataclass(frozen=True)
class Vocabulary:
    """The words that one reader may know of.

    ``count`` reads how many passages that the reader may find hold a word; a word with more than ``hidden`` passages
    needs no look, for some of them must be the reader's.
    """

    all: WordList
    hidden: int
    count: Callable[[str], int]

    def __contains__(self, word: str) -> bool:
        place = bisect_left(self.all.words, word)
        return word in self.all and self._known(place)

    def starting(self, prefix: str, limit: int) -> list[WordCount]:
        """The commonest words that begin with the folded ``prefix``."""
        return self._best(self.all.starting(prefix), limit)

    def like(self, pattern: str, limit: int) -> list[WordCount]:
        """The commonest words of the form of a folded ``pattern`` with ``*`` and ``?``."""
        return self._best(self.all.like(pattern), limit)

    def near(self, word: str, edits: int, limit: int) -> list[WordCount]:
        """The words within ``edits`` of a folded ``word``, the nearest first, then the commonest; itself included."""
        found = self.all.near(word, edits)
        ordered = sorted(found, key=lambda item: (item[1], -int(self.all.counts[item[0]])))
        return self._counted((place for place, _ in ordered), limit)

    def _best(self, places: Sequence[int], limit: int) -> list[WordCount]:
        at = np.fromiter(places, dtype=np.int64)
        return self._counted(at[np.argsort(-self.all.counts[at], kind="stable")].tolist(), limit)

    def _counted(self, places: Iterable[int], limit: int) -> list[WordCount]:
        counted: list[WordCount] = []
        for place in places:
            if len(counted) == limit:
                break
            passages = self.count(self.all.words[place])
            if passages:
                counted.append(WordCount(self.all.words[place], passages))
        return counted

    def _known(self, place: int) -> bool:
        return bool(self.all.counts[place] > self.hidden) or self.count(self.all.words[place]) > 0
