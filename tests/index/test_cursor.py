"""Cursors that somebody has tampered with."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UsageError
from indexer.index.base import Sort
from indexer.index.cursor import Cursor

CURSOR = Cursor("abc", Sort.RELEVANCE, 1.25, 738_000, "0123456789abcdef", 7)


def test_a_cursor_comes_back_as_it_went() -> None:
    assert Cursor.decode(CURSOR.encode(), "abc", Sort.RELEVANCE) == CURSOR


@pytest.mark.parametrize(
    "change",
    [
        {"uid": "other"},
        {"score": float("nan")},
        {"score": float("inf")},
        {"score": "1"},
        {"date": 10**9},
        {"date": -1},
        {"ordinal": 10**30},
        {"ordinal": -1},
        {"document": None},
        {"document": "x" * 300},
    ],
)
def test_a_cursor_with_impossible_contents_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="does not belong"):
        Cursor.decode(dataclasses.replace(CURSOR, **change).encode(), "abc", Sort.RELEVANCE)  # type: ignore[arg-type]


@given(st.text())
def test_no_text_is_taken_for_a_cursor(text: str) -> None:
    with pytest.raises(UsageError):
        Cursor.decode(text, "abc", Sort.RELEVANCE)
