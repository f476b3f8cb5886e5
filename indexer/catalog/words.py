"""Word boxes as one small blob a page: a page of 500 words takes 5.5 kB (as JSON 21 kB, as rows 500 of them).

    version (1 byte) · number of words (4 bytes) · zlib( columns )
    columns: starts as steps from the one before, lengths (int32); x0, y0, x1, y1, confidence (float32)

Columns and steps compress to three quarters of what absolute values word by word do. A float32 box is exact to 0.002
of a pixel at 30,000; a missing confidence is NaN, which no reader ever reports.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np

from indexer.errors import CatalogUnreadable
from indexer.models import Word

VERSION = 1
_HEADER = struct.Struct("<BI")
_STEP = np.dtype("<i4")
_REAL = np.dtype("<f4")


def pack(words: Sequence[Word]) -> bytes | None:
    """The words in order as a blob; None for no words."""
    if not words:
        return None
    starts = np.array([word.start for word in words], dtype=_STEP)
    ends = np.array([word.end for word in words], dtype=_STEP)
    nan = float("nan")
    reals = np.array(
        [(w.x0, w.y0, w.x1, w.y1, nan if w.confidence is None else w.confidence) for w in words], dtype=_REAL
    )
    steps = np.diff(starts, prepend=_STEP.type(0))
    columns = steps.tobytes() + (ends - starts).tobytes() + reals.T.tobytes()
    return _HEADER.pack(VERSION, len(words)) + zlib.compress(columns)


def unpack(blob: bytes | None) -> tuple[Word, ...]:
    """The words of a blob; boxes and confidences as float32. Raises CatalogUnreadable for a damaged one."""
    if blob is None:
        return ()
    try:
        version, count = _HEADER.unpack_from(blob)
        columns = zlib.decompress(blob[_HEADER.size :])
    except (struct.error, zlib.error) as error:
        raise CatalogUnreadable(f"The word boxes of a page are damaged: {error}.") from error
    if version != VERSION or len(columns) != count * (2 * _STEP.itemsize + 5 * _REAL.itemsize):
        raise CatalogUnreadable("The word boxes of a page are damaged, or of a newer Cotejo.")
    steps, lengths = np.frombuffer(columns, _STEP, 2 * count).reshape(2, count)
    reals = np.frombuffer(columns, _REAL, 5 * count, offset=2 * count * _STEP.itemsize).reshape(5, count)
    starts = np.cumsum(steps)
    return tuple(
        Word(start, end, x0, y0, x1, y1, None if confidence != confidence else confidence)  # noqa: PLR0124 - NaN
        for start, end, x0, y0, x1, y1, confidence in zip(
            starts.tolist(), (starts + lengths).tolist(), *reals.tolist(), strict=True
        )
    )
