"""The place that was found, as the page has it: its words with their offsets, who speaks, and what stands around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol

from indexer.index.analysis import Token
from indexer.models import Access, Document, Language, Passage, StoredPage, Word
from indexer.quotes.form import encode, words_near
from indexer.quotes.locate import Place
from indexer.quotes.models import Context, Stretch
from indexer.quotes.segment import Segment
from indexer.quotes.sentences import sentence_ends

MARGIN = 600
"""Bytes on either side of a place whose pages are read with it: two long sentences (twice the distance besides)."""

WORDS_MARGIN = 240
"""Bytes on either side of which the words are taken apart: a number has eight (edges.py), and a quarter of the distance
in words that the alignment left out is looked at (judge.py), for which there is twice the distance besides."""

READ_AT_ONCE = 4 << 20
"""Bytes of pages that are read together: 200 places of a transcript are 1 MB, but a page may be a whole book."""

CONTEXT_SENTENCES = 2
CONTEXT_CHARACTERS = 600
"""Context longer than this is cut at a word: a table has no sentences."""

PAGE_BORDER = "\n"


class PagesOfCatalog(Protocol):
    """What the quote check asks of the catalog's documents."""

    def pages(self, id: str, first: int = 1, last: int | None = None) -> Sequence[StoredPage]: ...

    def turns(self, id: str, first: int = 1, last: int | None = None) -> Sequence[Passage]: ...

    def words(self, id: str, page: int, reading: str) -> tuple[Word, ...]: ...


class DocumentsAndPages(PagesOfCatalog, Protocol):
    """Pages, and the documents that a reader may see."""

    def many(self, ids: Iterable[str], access: Access) -> Mapping[str, Document]: ...

    def stretches(
        self, asked: Sequence[tuple[str, int, int]]
    ) -> Sequence[tuple[Sequence[StoredPage], Sequence[Passage]]]: ...


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A word of the source: folded, its place in the source's text, and its first byte in the segment."""

    word: str
    start: int
    end: int
    byte: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A passage's stretch of the source's text, and who speaks in it."""

    start: int
    end: int
    speaker: str | None
    language: Language


@dataclass(frozen=True, slots=True)
class Source:
    """Some pages of a document as one text; page ``i`` begins at ``starts[i]``."""

    document: Document
    pages: tuple[StoredPage, ...]
    text: str
    starts: tuple[int, ...]
    words: tuple[SourceWord, ...]
    turns: tuple[Turn, ...]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The words that bytes [start, end) of the segment touch, as a range of indices."""
        first = bisect_right(self.words, start, key=lambda word: word.byte + len(word.word)) if self.words else 0
        last = bisect_left(self.words, end, key=lambda word: word.byte)
        return first, max(first, last)

    def page_at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def stretches(self, start: int, end: int) -> tuple[Stretch, ...]:
        """[start, end) of the text, page by page."""
        found = []
        for index in range(self.page_at(start), self.page_at(max(start, end - 1)) + 1):
            page, begins = self.pages[index], self.starts[index]
            first, last = max(0, start - begins), min(len(page.text), end - begins)
            if first < last:
                found.append(Stretch(page.number, page.reading.reading, first, last))
        return tuple(found)

    def turn_at(self, offset: int) -> Turn | None:
        """The passage at ``offset``, or the nearest before it."""
        index = bisect_right(self.turns, offset, key=lambda turn: turn.start) - 1
        return self.turns[index] if index >= 0 else None

    def speakers(self, start: int, end: int) -> tuple[str | None, ...]:
        """Who speaks in [start, end), in order, each once in a row."""
        found: list[str | None] = []
        for turn in self.turns:
            if turn.start < end and turn.end > start and (not found or found[-1] != turn.speaker):
                found.append(turn.speaker)
        return tuple(found)

    def context(self, start: int, end: int) -> Context:
        """Two sentences on either side of [start, end)."""
        before = sentence_ends(self.text[max(0, start - CONTEXT_CHARACTERS * 2) : start])
        begin = max(0, start - CONTEXT_CHARACTERS * 2)
        if len(before) > CONTEXT_SENTENCES:
            begin += before[-CONTEXT_SENTENCES - 1]
        after = sentence_ends(self.text[end : end + CONTEXT_CHARACTERS * 2])
        finish = end + (after[CONTEXT_SENTENCES] if len(after) > CONTEXT_SENTENCES else CONTEXT_CHARACTERS * 2)
        return Context(_tail(self.text[begin:start]), _head(self.text[end:finish]))


def _tail(text: str) -> str:
    text = text.lstrip()
    if len(text) <= CONTEXT_CHARACTERS:
        return text
    return "… " + text[-CONTEXT_CHARACTERS:].partition(" ")[2]


def _head(text: str) -> str:
    text = text.rstrip()
    if len(text) <= CONTEXT_CHARACTERS:
        return text
    return text[:CONTEXT_CHARACTERS].rpartition(" ")[0] + " …"


def source_at(catalog: DocumentsAndPages, places: Sequence[Place], access: Access) -> Source | None:
    """The pages around ``places`` (of one document); None if this reader may not see it, or as `read_source`."""
    document = catalog.many({places[0].document}, access).get(places[0].document)
    return read_source(catalog, document, places) if document else None


def read_source(catalog: PagesOfCatalog, document: Document, places: Sequence[Place]) -> Source | None:
    """The pages around ``places`` (of one document) as the catalog has them; None if they have changed since the
    structure was built: then the next run puts the document in anew."""
    around = _Around.of(places)
    asked = (document.id, *around.pages)
    return _read(document, places, around, catalog.pages(*asked), catalog.turns(*asked))


def read_sources(
    catalog: DocumentsAndPages, wanted: Iterable[tuple[Document, Sequence[Place]]]
) -> Iterator[Source | None]:
    """The same for many places, which are read from the catalog together, as many at once as READ_AT_ONCE holds."""
    batch: list[tuple[Document, Sequence[Place], _Around]] = []
    sizes: dict[tuple[str, int, int], int] = {}
    for document, places in wanted:
        around = _Around.of(places)
        asked = (document.id, *around.pages)
        if batch and asked not in sizes and sum(sizes.values()) + around.size > READ_AT_ONCE:
            yield from _read_batch(catalog, batch)
            batch, sizes = [], {}
        batch.append((document, places, around))
        sizes[asked] = around.size
    if batch:
        yield from _read_batch(catalog, batch)


def _read_batch(
    catalog: DocumentsAndPages, batch: Sequence[tuple[Document, Sequence[Place], _Around]]
) -> Iterator[Source | None]:
    if len(batch) == 1:
        yield read_source(catalog, *batch[0][:2])
        return
    asked = [(document.id, *around.pages) for document, _, around in batch]
    once = list(dict.fromkeys(asked))  # a phrase may stand on a page many times
    read = dict(zip(once, catalog.stretches(once), strict=True))
    for (document, places, around), at in zip(batch, asked, strict=True):
        yield _read(document, places, around, *read[at])


@dataclass(frozen=True, slots=True)
class _Around:
    """The pages around some places: their numbers, and where their forms begin and the last one ends."""

    numbers: Sequence[int]
    begins: Sequence[int]

    @property
    def pages(self) -> tuple[int, int]:
        return self.numbers[0], self.numbers[-1]

    @property
    def size(self) -> int:
        return self.begins[-1] - self.begins[0]

    @classmethod
    def of(cls, places: Sequence[Place]) -> _Around:
        segment, ordinal = places[0].segment, places[0].ordinal
        first, last = _page_range(segment, ordinal, *_about(places, MARGIN))
        begins = segment.page_starts[first : last + 1].tolist()
        ends_document = last + 1 == segment.page_at[ordinal + 1]
        begins.append(segment.bounds(ordinal)[1] if ends_document else int(segment.page_starts[last + 1]))
        return cls(segment.page_numbers[first : last + 1].tolist(), begins)


def _about(places: Sequence[Place], margin: int) -> tuple[int, int]:
    """The bytes from the first of the places to the last, with a margin."""
    margin += 2 * max(place.distance for place in places)
    return min(place.start for place in places) - margin, max(place.end for place in places) + margin


def _read(
    document: Document,
    places: Sequence[Place],
    around: _Around,
    pages: Sequence[StoredPage],
    turns: Sequence[Passage],
) -> Source | None:
    if [page.number for page in pages] != around.numbers:
        return None
    starts, length = [], 0
    for page in pages:
        starts.append(length)
        length += len(page.text) + len(PAGE_BORDER)
    segment = places[0].segment
    words = _words(segment, pages, starts, around.begins, _about(places, WORDS_MARGIN))
    if not _same(segment, words, places):
        return None
    at = dict(zip(around.numbers, starts, strict=True))
    said = tuple(
        Turn(
            at[passage.page] + passage.start,
            at[passage.page] + passage.end,
            passage.speaker,
            passage.language,
        )
        for passage in turns
    )
    return Source(document, tuple(pages), PAGE_BORDER.join(page.text for page in pages), tuple(starts), words, said)


def _page_range(segment: Segment, ordinal: int, start: int, end: int) -> tuple[int, int]:
    """The entries of the segment's page table that the bytes [start, end) touch."""
    low, high = int(segment.page_at[ordinal]), int(segment.page_at[ordinal + 1])
    begins = segment.page_starts[low:high].tolist()
    first = max(0, bisect_right(begins, max(begins[0], start)) - 1)
    while first and begins[first] == begins[first - 1]:  # pages without words begin where the next one does
        first -= 1
    last = max(first, bisect_left(begins, end) - 1)
    return low + first, low + last


def _words(
    segment: Segment,
    pages: Sequence[StoredPage],
    starts: Sequence[int],
    begins: Sequence[int],
    near: tuple[int, int],
) -> tuple[SourceWord, ...]:
    """The words of the pages about the bytes ``near``; one that is broken at the end of a page is one word. The form
    of page ``i`` is ``begins[i]`` to ``begins[i + 1]``."""
    found: list[SourceWord] = []
    for page, start, (begin, end) in zip(pages, starts, pairwise(begins), strict=True):
        if begin > near[1] or end < near[0]:
            continue
        first, last = max(0, near[0] - begin), min(end, near[1]) - begin
        tokens, skipped = words_near(page.text, segment.mapped[begin:end].rstrip(b" "), first, last)
        at = list(accumulate(map((1).__add__, map(len, tokens.words)), initial=begin + skipped))
        near_by = slice(bisect_left(at, near[0]), bisect_right(at, near[1]))
        for token, byte in zip(map(Token, *(column[near_by] for column in tokens)), at[near_by], strict=False):
            if found and byte == begin and found[-1].byte + len(found[-1].word) == byte:
                half = found.pop()
                found.append(SourceWord(half.word + token.word, half.start, start + token.end, half.byte))
            else:
                found.append(SourceWord(token.word, start + token.start, start + token.end, byte))
    return tuple(found)


def _same(segment: Segment, words: Sequence[SourceWord], places: Sequence[Place]) -> bool:
    for place in places:
        first = bisect_right(words, place.start, key=lambda word: word.byte + len(word.word))
        touched = words[first : bisect_left(words, place.end, key=lambda word: word.byte)]
        if not touched:
            return False
        start, end = touched[0].byte, touched[-1].byte + len(touched[-1].word)
        if segment.mapped[start:end] != encode(word.word for word in touched):
            return False
    return True
