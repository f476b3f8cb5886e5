"""Small documents to index."""

from __future__ import annotations

import datetime as dt
from itertools import zip_longest

from indexer.index.base import IndexDocument, IndexPassage
from indexer.models import Kind, Language


def document(
    name: str,
    *texts: str,
    revision: int = 1,
    kind: Kind = Kind.TRANSCRIPT,
    collections: tuple[str, ...] = ("public",),
    date: dt.date | None = None,
    language: Language = Language.SPANISH,
    speakers: tuple[str | None, ...] = (),
    title: str = "",
) -> IndexDocument:
    """A document whose id is ``name``, with a passage for each text."""
    return IndexDocument(
        document=name,
        revision=revision,
        title=title,
        kind=kind,
        collections=collections,
        date=date,
        specimen=False,
        passages=tuple(
            IndexPassage(f"{name}-{place}", text, language, speaker)
            for place, (text, speaker) in enumerate(zip_longest(texts, speakers), start=1)
        ),
    )
