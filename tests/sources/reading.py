"""How these tests get pages: from a text, or from a real file through its extractor."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

from indexer.config import IngestLimits
from indexer.extract.identify import hash_file
from indexer.extract.registry import extractor_for
from indexer.models import Extraction, Kind, Language, Metadata, Page, PageImage, Passage
from indexer.sources import describe, split
from indexer.text.segment import MAX_PASSAGE


class NoPictures:
    """These files have text layers; a picture among them is not what is tested here."""

    dpi = 200
    max_pixels = 10**8

    def read(self, image: PageImage, number: int) -> Page:
        return Page(number, "", "none", width=1.0, height=1.0)


def text_pages(*texts: str, language: Language = Language.SPANISH, width: float | None = None) -> tuple[Page, ...]:
    return tuple(
        Page(number, text, "test", language=language, width=width) for number, text in enumerate(texts, start=1)
    )


def extracted(path: Path, language: Language = Language.SPANISH) -> Extraction:
    source = hash_file(path, IngestLimits())
    extraction = extractor_for(source.media_type).extract(path, source.media_type, IngestLimits(), NoPictures())
    pages = tuple(dataclasses.replace(page, language=language) for page in extraction.pages)
    return dataclasses.replace(extraction, pages=pages)


def described(*texts: str, kind: Kind | None = None, language: Language = Language.SPANISH) -> Metadata:
    return describe(Extraction(text_pages(*texts, language=language)), kind=kind)


def divided(pages: Sequence[Page], kind: Kind) -> list[tuple[str | None, str]]:
    """(speaker or label, text) of each passage, after checking what holds of every division."""
    passages = split(pages, kind)
    assert left_out(pages, passages) == ""
    by_number = {page.number: page.text for page in pages}
    return [(item.speaker or item.label, by_number[item.page][item.start : item.end]) for item in passages]


def left_out(pages: Sequence[Page], passages: Iterable[Passage]) -> str:
    """What no passage holds, white space and dividing rules apart; checks order, length and trimming on the way."""
    ends = {page.number: 0 for page in pages}
    texts = {page.number: page.text for page in pages}
    rest = ""
    for ordinal, item in enumerate(passages, start=1):
        assert item.ordinal == ordinal
        assert ends[item.page] <= item.start < item.end <= len(texts[item.page])
        assert item.end - item.start <= MAX_PASSAGE
        piece = texts[item.page][item.start : item.end]
        assert piece == piece.strip()
        rest += texts[item.page][ends[item.page] : item.start]
        ends[item.page] = item.end
    rest += "".join(texts[number][end:] for number, end in ends.items())
    return "".join(line for line in rest.split() if line.strip("-–—_*="))


def runs(names: Iterable[str | None]) -> list[str]:
    """The names in order, each run of one name once, unnamed stretches left out."""
    order: list[str] = []
    for name in names:
        if name is not None and (not order or order[-1] != name):
            order.append(name)
    return order
