"""A page's picture on the way to being read: decoded, measured, turned upright."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.models import PageImage
from indexer.ocr.condition import Condition, examine
from indexer.ocr.preprocess import Raster, decode, encode, picture_work, turned, turned_file

MUCH_OFF = 2.0
"""A resolution told by the file is believed unless its letters would be so many times larger or smaller than print:
blurred letters run together, and look 1.85 times larger than they are."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is shown, its raster and what was measured of it. ``quarters``: how often it was turned clockwise by
    90° from how it came."""

    image: PageImage
    raster: Raster
    condition: Condition
    quarters: int = 0

    @classmethod
    def of(cls, image: PageImage) -> Sheet:
        """Raises OcrFailed for what is no picture, OcrMemory for one that is too large."""
        with picture_work():
            raster = decode(image)
            return cls(image, raster, examine(raster))

    def turned(self, quarters: int) -> Sheet:
        """The sheet turned clockwise, with the image that is to be stored and shown instead. Raises OcrError."""
        with picture_work():
            raster, condition = turned(self.raster, quarters), self.condition.turned(quarters)
            image = replace(turned_file(self.image, quarters), exact=encode(raster))
        return Sheet(image, raster, condition, (self.quarters + quarters) % 4)

    @property
    def dpi(self) -> int:
        """The resolution by its letters, if that is far from what the file tells."""
        told, measured = self.image.dpi, self.condition.dpi
        if measured is None or max(told / measured, measured / told) < MUCH_OFF:
            return told
        return measured
