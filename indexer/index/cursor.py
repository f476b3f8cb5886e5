"""The place of a result in the order of results, as an opaque word that the next page is asked for with."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from dataclasses import astuple, dataclass
from typing import NoReturn

import numpy as np

from indexer.errors import UsageError
from indexer.index.base import MAX_CURSOR_CHARACTERS, Sort
from indexer.index.columns import NO_DATE

_LAST_ORDINAL = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of a result in the order. ``score`` is what the order goes by, ``date`` a proleptic ordinal;
    ``ordinal`` is 0 for a group."""

    uid: str
    sort: Sort
    score: float
    date: int
    document: str
    ordinal: int

    def encode(self) -> str:
        return base64.urlsafe_b64encode(json.dumps(astuple(self)).encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, untrusted_cursor: str, uid: str, sort: Sort) -> Cursor:
        """Raises UsageError for anything that this build of the index did not hand out in this order."""
        if len(untrusted_cursor) > MAX_CURSOR_CHARACTERS:
            _refuse()
        try:
            padded = untrusted_cursor.encode("ascii") + b"=" * (-len(untrusted_cursor) % 4)
            fields = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (UnicodeError, binascii.Error, ValueError, RecursionError):
            _refuse()
        match fields:
            case [str(made_by), str(order), float(score), int(date), str(document), int(ordinal)]:
                pass
            case _:
                _refuse()
        possible = np.isfinite(score) and NO_DATE <= date <= dt.date.max.toordinal() and 0 <= ordinal <= _LAST_ORDINAL
        if (made_by, order) != (uid, sort.value) or not possible:
            _refuse()
        return cls(uid, sort, score, date, document, ordinal)


def _refuse() -> NoReturn:
    raise UsageError(
        "The cursor does not belong to this index and order (the index may have been rebuilt since).",
        remedy="Start again from the first page of results.",
    )
