"""What an index holds of a document besides its words: a record before the document's passages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from hashlib import blake2b

from indexer.index.base import IndexDocument
from indexer.models import Kind, Language

LEAST_FOLDED_WORDS = 12
"""Shorter passages ("Buenos días.", "ARTÍCULO 3.- Derogado.") are the same by custom, not copies: all are listed."""


_LANGUAGES = {language.value: language for language in Language}
"""Opening an index reads one for each of its passages; Enum's own way to a member takes five times as long."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as its head row holds it. ``ordinals``, ``languages``, ``lengths`` (words), ``speakers`` (places in
    ``speaker_names``, -1 for none) and ``fingerprints`` (0 for none) go by passage."""

    document: str
    revision: int
    kind: Kind
    collections: tuple[str, ...]
    date: dt.date | None
    ordinals: tuple[int, ...]
    languages: tuple[Language, ...]
    lengths: tuple[int, ...]
    speaker_names: tuple[str, ...] = ()
    speakers: tuple[int, ...] = ()
    fingerprints: tuple[int, ...] = ()

    @classmethod
    def of(cls, document: IndexDocument, words: Sequence[Sequence[str]]) -> DocumentRecord:
        """The record of ``document``, whose passages have these ``words``."""
        names = sorted({passage.speaker for passage in document.passages if passage.speaker})
        place = {name: number for number, name in enumerate(names)}
        return cls(
            document=document.document,
            revision=document.revision,
            kind=document.kind,
            collections=document.collections,
            date=document.date,
            ordinals=tuple(int(passage.id.rpartition("-")[2]) for passage in document.passages),
            languages=tuple(passage.language for passage in document.passages),
            lengths=tuple(len(found) for found in words),
            speaker_names=tuple(names),
            speakers=tuple(place[passage.speaker] if passage.speaker else -1 for passage in document.passages),
            fingerprints=tuple(fingerprint(found) for found in words),
        )

    def to_json(self) -> str:
        return json.dumps(astuple(self), default=dt.date.isoformat)

    @classmethod
    def from_json(cls, text: str) -> DocumentRecord:
        """Raises ValueError, TypeError or LookupError for what is not a record."""
        document, revision, kind, collections, date, ordinals, languages, lengths, *more = json.loads(text)
        speaker_names, speakers, fingerprints = more
        return cls(
            document=document,
            revision=revision,
            kind=Kind(kind),
            collections=tuple(collections),
            date=dt.date.fromisoformat(date) if date else None,
            ordinals=tuple(ordinals),
            languages=tuple(map(_LANGUAGES.__getitem__, languages)),
            lengths=tuple(lengths),
            speaker_names=tuple(speaker_names),
            speakers=tuple(speakers),
            fingerprints=tuple(fingerprints),
        )

    @property
    def rows(self) -> int:
        """The rows the document takes, its head included."""
        return 1 + len(self.ordinals)


def fingerprint(words: Sequence[str]) -> int:
    """A number that passages share whose letters and digits are the same, wherever words are broken, hyphenated or
    punctuated; 0 for a passage too short to be a copy. 63 bits: among a million passages two that differ share one by
    chance in 1 of 10 million archives."""
    if len(words) < LEAST_FOLDED_WORDS:
        return 0
    return int.from_bytes(blake2b("".join(words).encode(), digest_size=8).digest()) >> 1 or 1
