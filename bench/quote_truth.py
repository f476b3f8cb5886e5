"""What the archive really has of a quotation: by comparing all bytes, not by the grams that the check goes by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from mmap import mmap

from indexer.index.analysis import words as folded_words
from indexer.quotes.form import encode
from indexer.quotes.pieces import PIECE_WORDS
from indexer.quotes.structure import Live


def is_partly_there(live: Live, quote: str) -> bool:
    """Whether six consecutive words and half of a quotation stand in some document."""
    words = folded_words(quote)
    size = max(PIECE_WORDS, (len(words) + 1) // 2)
    forms = [encode(words[first : first + size]) for first in range(len(words) - size + 1)]
    return any(
        _is_whole(segment.mapped, form, place)
        for segment in live.segments
        for form in forms
        for place in _places(segment.mapped, form)
    )


def is_a_word_away(live: Live, quote: str) -> bool:
    """Whether a document has a quotation but for one word, changed, left out or added: it then has half of it."""
    words = folded_words(quote)
    middle = len(words) // 2
    return any(
        _is_whole(segment.mapped, form, place) and _goes_on(segment.mapped, place, form, rest, behind=behind)
        for half, rest, behind in ((words[:middle], words[middle:], True), (words[middle:], words[:middle], False))
        for form in (encode(half),)
        for segment in live.segments
        for place in _places(segment.mapped, form)
    )


def _goes_on(text: mmap | bytes, place: int, form: bytes, rest: Sequence[str], *, behind: bool) -> bool:
    """Whether the words beside a place are ``rest``, but for one word."""
    sought, reach = encode(rest).split(), len(encode(rest)) + 100
    if behind:
        found = text[place + len(form) : place + len(form) + reach].split(b"\n")[0].split()
    else:
        found, sought = text[max(0, place - reach) : place].split(b"\n")[-1].split()[::-1], sought[::-1]
    return any(_one_apart(sought, found[:size]) for size in range(len(sought) - 1, len(sought) + 2))


def _one_apart(one: Sequence[bytes], other: Sequence[bytes]) -> bool:
    """Whether at most one word was changed, left out or added."""
    shorter, longer = min(len(one), len(other)), max(len(one), len(other))
    same = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    tail = next((at for at in range(shorter - same) if one[-1 - at] != other[-1 - at]), shorter - same)
    return longer - same - tail <= 1


def _places(text: mmap | bytes, form: bytes) -> Iterator[int]:
    place = text.find(form)
    while place >= 0:
        yield place
        place = text.find(form, place + 1)


def _is_whole(text: mmap | bytes, form: bytes, place: int) -> bool:
    around = text[max(0, place - 1) : place] + text[place + len(form) : place + len(form) + 1]
    return all(byte in b" \n" for byte in around)
