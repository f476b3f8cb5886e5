"""Remarks that a reader is told in his own language."""

from __future__ import annotations

from enum import StrEnum


class Note(str):
    """A sentence with what fills its places: the English text, which can be said in another language too."""

    __slots__ = ("sentence", "values")

    sentence: StrEnum
    values: dict[str, str | int]

    def __new__(cls, sentence: StrEnum, **values: str | int) -> Note:
        """``values`` are named as the sentence's places are."""
        note = super().__new__(cls, sentence.value % values)
        note.sentence, note.values = sentence, values
        return note
