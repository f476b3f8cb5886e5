"""Plain text and Markdown: decoded, cut into sections, otherwise untouched."""

from __future__ import annotations

from pathlib import Path

from indexer.config import IngestLimits
from indexer.extract.base import PageReader
from indexer.extract.encoding import decode
from indexer.extract.sections import pages_of
from indexer.models import Extraction


class TextExtractor:
    """Reads text/plain and text/markdown. Markdown is kept as written: its marks are part of what can be quoted."""

    media_types = ("text/plain", "text/markdown")

    def extract(self, path: Path, media_type: str, limits: IngestLimits, ocr: PageReader) -> Extraction:
        """The file's sections, whose texts joined are the decoded file. Raises EncodingUnknown, FileEmpty."""
        decoded = decode(path.read_bytes())
        return Extraction(pages_of(decoded.text, f"text {decoded.encoding}"))
