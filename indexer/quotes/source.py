"""The place that was found, as the page has it: its words with their offsets, who speaks, and what stands around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

from indexer.index.analysis import Token
from indexer.models import Access, Document, Language, Passage, StoredPage, Word
from indexer.quotes.form import encode, page_words
from indexer.quotes.locate import Place
from indexer.quotes.models import Context, Stretch
from indexer.quotes.segment import Segment
from indexer.quotes.sentences import sentence_ends

MARGIN = 600
"""Bytes on either side of a place that are read with it: two long sentences, and room for words that the alignment left
out (twice the distance besides: judge.py looks at a quarter of it in words)."""

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
    segment, ordinal = places[0].segment, places[0].ordinal
    margin = MARGIN + 2 * max(place.distance for place in places)
    low, high = min(place.start for place in places) - margin, max(place.end for place in places) + margin
    first, last = _page_range(segment, ordinal, low, high)
    numbers = segment.page_numbers[first : last + 1].tolist()
    begins = segment.page_starts[first : last + 1].tolist()
    pages = tuple(catalog.pages(document.id, numbers[0], numbers[-1]))
    if [page.number for page in pages] != numbers:
        return None
    starts, length = [], 0
    for page in pages:
        starts.append(length)
        length += len(page.text) + len(PAGE_BORDER)
    words = _words(pages, starts, begins, (low, high))
    if not _same(segment, words, places):
        return None
    at = dict(zip(numbers, starts, strict=True))
    turns = tuple(
        Turn(
            at[passage.page] + passage.start,
            at[passage.page] + passage.end,
            passage.speaker,
            passage.language,
        )
        for passage in catalog.turns(document.id, numbers[0], numbers[-1])
    )
    return Source(document, pages, PAGE_BORDER.join(page.text for page in pages), tuple(starts), words, turns)


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
    pages: Sequence[StoredPage], starts: Sequence[int], begins: Sequence[int], near: tuple[int, int]
) -> tuple[SourceWord, ...]:
    """The words of the pages about the bytes ``near``; one that is broken at the end of a page is one word."""
    found: list[SourceWord] = []
    for page, start, begin in zip(pages, starts, begins, strict=True):
        tokens = page_words(page.text)
        at = list(accumulate(map((1).__add__, map(len, tokens.words)), initial=begin))
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
