"""Which texts cannot have a long form: those without any stretch that has enough of its grams of four letters.

A stretch at most *k* edits away from a form of *n* letters has at least *n* - *k* letters, and each edit spoils at most
four of its grams (the q-gram lemma; Ukkonen 1992). So of the first *n* - *k* - 3 of its grams at most 4 *k* are none of
the form's. Where *k* is a small share of *n*, hardly any text passes, and to count takes a fifth of aligning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

GRAM = 4

_LETTER_BITS = 5
"""Of a letter so many bits are looked at: digits are taken for letters then, which lets more pass and loses nothing."""

MOST_FOREIGN = 0.4
"""The share of grams that may be none of the form's, up to which it pays: of 300 words (0.51) five in six transcripts
pass, of 500 (0.27) one in 1,358, and of *de la que en el* 140 times (0.39) none."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """For one form: which grams are none of its, how many in a row are looked at, and how many of them may be such."""

    foreign: npt.NDArray[np.uint8]
    length: int
    most: int

    @classmethod
    def of(cls, form: bytes, most: int) -> Sieve | None:
        """The sieve for stretches at most ``most`` edits away; None where too many texts would pass."""
        length = len(form) - most - GRAM + 1
        if GRAM * most > MOST_FOREIGN * length:
            return None
        foreign = np.ones(1 << (GRAM * _LETTER_BITS), dtype=np.uint8)
        foreign[_grams(form)] = 0
        return cls(foreign, length, GRAM * most)

    def passes(self, text: bytes) -> bool:
        """Whether ``text`` may have the form."""
        grams = _grams(text)
        if len(grams) < self.length:
            return False
        before = np.zeros(len(grams) + 1, dtype=np.int32)
        np.cumsum(self.foreign[grams], dtype=np.int32, out=before[1:])
        return bool((before[self.length :] - before[: -self.length]).min() <= self.most)


def _grams(text: bytes) -> npt.NDArray[np.uint32]:
    """Every gram of the text as a number; empty if it is shorter than one."""
    letters = np.frombuffer(text, dtype=np.uint8) & ((1 << _LETTER_BITS) - 1)
    count = max(0, len(letters) - GRAM + 1)
    grams = np.zeros(count, dtype=np.uint32)
    for place in range(GRAM):
        grams <<= np.uint32(_LETTER_BITS)
        grams |= letters[place : place + count]
    return grams
