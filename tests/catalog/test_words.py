"""Word boxes survive being packed."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from indexer.catalog.words import pack, unpack
from indexer.errors import CatalogUnreadable
from indexer.models import Word


def words_of_a_page(count: int = 500) -> list[Word]:
    chance, words, start = random.Random(1), [], 0
    for _ in range(count):
        end = start + chance.randint(1, 12)
        x0, y0 = chance.uniform(0, 2550), chance.uniform(0, 3300)
        words.append(Word(start, end, x0, y0, x0 + 100, y0 + 30, chance.choice([None, 0.0, chance.random()])))
        start = end + 1
    return words


def float32(word: Word) -> Word:
    boxes = {name: float(np.float32(getattr(word, name))) for name in ("x0", "y0", "x1", "y1")}
    confidence = None if word.confidence is None else float(np.float32(word.confidence))
    return dataclasses.replace(word, confidence=confidence, **boxes)


def test_words_come_back_as_they_were_to_a_float32() -> None:
    words = words_of_a_page()
    assert list(unpack(pack(words))) == [float32(word) for word in words]


def test_no_words_take_no_space() -> None:
    assert pack([]) is None
    assert unpack(None) == ()


def test_words_out_of_the_order_of_the_text_keep_their_order() -> None:
    words = (Word(90, 95, 0, 0, 1, 1), Word(3, 8, -5.5, 0, 1, 1, 1.0), Word(40, 40, 0, 0, 0, 0, 0.0))
    assert unpack(pack(words)) == words


def test_numbers_are_plain_python_numbers() -> None:
    (word,) = unpack(pack([Word(1, 2, 3, 4, 5, 6, 0.5)]))
    assert [type(value) for value in dataclasses.astuple(word)] == [int, int] + [float] * 5


def test_a_page_takes_less_than_a_third_of_its_numbers() -> None:
    blob = pack(words_of_a_page())
    assert blob is not None
    assert len(blob) < 500 * 7 * 8 / 3


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-9], lambda b: b[:2], lambda b: b"\x02" + b[1:], lambda b: b"\x01" * 50]
)
def test_a_damaged_blob_is_said_to_be(spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(CatalogUnreadable):
        unpack(spoil(pack(words_of_a_page(5))))
