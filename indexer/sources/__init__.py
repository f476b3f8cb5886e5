"""What each kind of source knows of itself: its metadata, and how it divides into passages.

One registry of readers; each says how sure it is of a document, and the surest describes it. An ``ACUERDO`` of the DOF
is a decree (see ``decree.py``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from indexer.models import Extraction, Kind, Metadata, Page, Passage
from indexer.sources.base import SourceReader, declared_title, passages
from indexer.sources.decree import DecreeReader
from indexer.sources.memo import MemoReader
from indexer.sources.other import OtherReader
from indexer.sources.request import RequestReader
from indexer.sources.statement import StatementReader
from indexer.sources.transcript import TranscriptReader

CERTAIN = 0.95
"""A reader this sure is believed without asking the rest."""

CERTAIN_ENOUGH = 0.5
"""A document of which no reader is surer than this stays ``other``."""

_OTHER: SourceReader = OtherReader()
READERS: tuple[SourceReader, ...] = (
    TranscriptReader(),
    DecreeReader(),
    RequestReader(),
    MemoReader(),
    StatementReader(),
    _OTHER,
)
"""In order of preference between readers that are equally sure."""

_BY_KIND: dict[Kind, SourceReader] = dict.fromkeys(Kind, _OTHER) | {k: r for r in READERS for k in r.kinds}


def describe(extraction: Extraction, *, kind: Kind | None = None) -> Metadata:
    """What the document tells of itself; what it does not tell is what its format declares, or None.

    ``kind`` is the archivist's word (``--kind``, sidecar) and is not questioned; without it the document's kind is the
    one whose reader is surest, or ``other``.
    """
    reader = _BY_KIND[kind] if kind is not None else _surest(extraction)
    found = reader.describe(extraction)
    if kind is not None:
        found = dataclasses.replace(found, kind=kind)
    return found.over(dataclasses.replace(extraction.metadata, title=declared_title(extraction)))


def split(pages: Sequence[Page], kind: Kind) -> tuple[Passage, ...]:
    """The document's passages, numbered from 1: each within one page, none over ``MAX_PASSAGE`` characters, none
    overlapping, together holding all text but white space and the rules between a transcript's turns."""
    return passages(pages, _BY_KIND[kind].sections(pages))


def _surest(extraction: Extraction) -> SourceReader:
    best, best_sure = _OTHER, CERTAIN_ENOUGH
    for reader in READERS:
        sure = reader.recognise(extraction)
        if sure >= CERTAIN:
            return reader
        if sure > best_sure:
            best, best_sure = reader, sure
    return best


__all__ = ["describe", "split"]
