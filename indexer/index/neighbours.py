"""Passages beside each other: rows of one document that follow one another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def beside(mask: NDArray[np.bool_], document: NDArray[np.int32]) -> NDArray[np.bool_]:
    """The rows of ``mask``, and those before and after them in the same document."""
    spread = mask.copy()
    together = document[1:] == document[:-1]
    spread[1:] |= mask[:-1] & together
    spread[:-1] |= mask[1:] & together
    return spread


def highest(scores: NDArray[np.float32], document: NDArray[np.int32]) -> NDArray[np.bool_]:
    """The rows that no row beside them outscores; of equals, the first."""
    together = document[1:] == document[:-1]
    top = np.ones(len(scores), dtype=np.bool_)
    top[1:] &= ~(together & (scores[:-1] >= scores[1:]) & (scores[:-1] > 0))
    top[:-1] &= ~(together & (scores[1:] > scores[:-1]))
    return top
