"""Which extractor reads which media type."""

from __future__ import annotations

from indexer.errors import UnsupportedType
from indexer.extract.base import Extractor
from indexer.extract.html import HtmlExtractor
from indexer.extract.image import ImageExtractor
from indexer.extract.pdf import PdfExtractor
from indexer.extract.text import TextExtractor

EXTRACTORS: tuple[Extractor, ...] = (PdfExtractor(), ImageExtractor(), HtmlExtractor(), TextExtractor())
_BY_TYPE = {media_type: extractor for extractor in EXTRACTORS for media_type in extractor.media_types}


def extractor_for(media_type: str) -> Extractor:
    """The extractor that reads ``media_type``. Raises UnsupportedType, which names the type."""
    extractor = _BY_TYPE.get(media_type)
    if extractor is None:
        raise UnsupportedType(f"This is {media_type}, which is not read here.")
    return extractor
