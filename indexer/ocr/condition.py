"""What state is a page's picture in? Measured, so that repair is chosen and not guessed (:mod:`indexer.ocr.repair`).

All of it takes about a tenth of tesseract's time for the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from indexer.ocr.ascenders import rising, usual_height
from indexer.ocr.preprocess import (
    WHITE,
    Boxes,
    Raster,
    levelled,
    mask_of,
    median,
    otsu,
    paper_of,
    resized,
    spots_of,
    turned,
    turned_boxes,
)
from indexer.ocr.skew import Lines, find_lines, run_sideways

LOOKED_AT = 1600
"""Pixels of the longer side of the picture that is measured: letters of a page at 145 dpi are 8 and more high."""

LEAST_SCALE = 0.24
"""Of sheets larger than a letter page at 600 dpi more pixels are looked at, or small print would vanish: a plan 20,000
pixels wide seemed to have lines that run down."""

LINES_AT = 800

CELL = 24
"""Pixels of the measured picture: a sixth of an inch of a letter page, wider than any stroke of its text."""

INK = (110, 215)
"""Where the border between ink and levelled paper may lie, of 255: a blank page has none, and Otsu's method finds one
in its grain."""

SPECK_AREA = 3
PLACES, PLACE_LETTERS = 8, 8
"""Specks are counted in 8 × 8 places of the page, of which one with so many letters is text."""

TEXT_LETTER = (0.7, 2.5)
"""Heights of a letter of the text, in those of a small one: most spots of a photograph are of others."""

LETTER_HEIGHT = (4, 80)
"""Pixels of the measured picture: from 3 points to a headline of half an inch."""

LETTERS_ALIKE = 2.5
"""A letter, or two or three run together, in heights of a small one."""

TILES, TILE = 3, 256
"""Grain is measured on 3 × 3 tiles of the page as it is."""

PRINT_LETTER = 20.0
"""Pixels of a small letter of ten-point print at 300 dpi: 19 to 21 in Times, Helvetica and Courier."""

SANE_DPI = (70, 1200)


@dataclass(frozen=True, slots=True)
class Condition:
    """What was measured of a page's picture.

    ``lines``: how its lines run. ``rising``: how surely they lie the right way up, upside down if negative
    (:func:`indexer.ocr.ascenders.rising`). ``letter``: the usual height of its small letters in pixels, 0 if it has
    none. ``grain``: mean difference of a pixel of paper from its neighbourhood, of 255. ``uneven``: how much the
    paper's brightness differs among its letters, of 255. ``paper`` and ``ink``: their brightness (middle of the page's
    paper; the darker quarter of its ink). ``specks``: spots too small for a letter among the text, for each letter.
    ``two_level``: nothing between black and white. ``letters``: a mask of the spots that may be letters, at ``scale``
    of the page; ``boxes``: these spots.
    """

    lines: Lines
    rising: float
    letter: float
    grain: float
    uneven: int
    paper: int
    ink: int
    specks: float
    two_level: bool
    scale: float
    letters: Raster = field(repr=False, compare=False)
    boxes: Boxes = field(repr=False, compare=False)

    @property
    def dpi(self) -> int | None:
        """The resolution at which its letters would be ten-point print; None without letters."""
        low, high = SANE_DPI
        return min(max(low, round(300 * self.letter / PRINT_LETTER)), high) if self.letter else None

    def turned(self, quarters: int) -> Condition:
        """That of the page turned clockwise: nothing else of it changes."""
        sideways = self.lines.sideways ^ bool(quarters % 2)
        # What is told of a page that lies sideways is told of it once turned by one quarter.
        upside_down = (quarters - self.lines.sideways + sideways) % 4 == 2
        return replace(
            self,
            lines=replace(self.lines, sideways=sideways),
            rising=-self.rising if upside_down else self.rising,
            letters=turned(self.letters, quarters),
            boxes=turned_boxes(self.boxes, self.letters.shape, quarters),
        )


def examine(raster: Raster) -> Condition:
    """Measure a page."""
    scale = min(1.0, max(LOOKED_AT / max(raster.shape), LEAST_SCALE))
    small = resized(raster, scale)
    paper = paper_of(small, CELL)
    level = levelled(small, paper)
    threshold = min(max(otsu(level), INK[0]), INK[1])
    mask = mask_of(level < threshold)
    spots = spots_of(mask)
    chosen = letter_spots(spots.boxes, max(mask.shape))
    letters = mask_of(np.concatenate(([False], chosen))[spots.labels])
    boxes = spots.boxes[chosen]
    sideways = run_sideways(boxes)
    ink = small[letters > 0]
    lines = find_lines(resized(letters, min(1.0, LINES_AT / max(mask.shape))), sideways)
    letter = usual_height(boxes[:, 2 if sideways else 3])
    return Condition(
        lines=lines,
        rising=rising(boxes, lines, mask.shape),
        letter=letter / scale,
        grain=grain_of(raster),
        uneven=_unevenness(paper, boxes, letter),
        paper=int(np.median(paper)),
        ink=int(np.percentile(ink, 25)) if ink.size else 0,
        specks=_specks(spots.boxes, boxes, letter, mask.shape),
        two_level=_has_two_levels(raster),
        scale=scale,
        letters=letters,
        boxes=boxes,
    )


def letter_spots(boxes: npt.NDArray[np.int32], side: int) -> npt.NDArray[np.bool_]:
    """Which spots may be letters (or words run together): neither specks nor rules, edges, blots and pictures.
    ``side`` is the page's longer one."""
    width, height, area = boxes[:, 2], boxes[:, 3], boxes[:, 4]
    low, high = LETTER_HEIGHT
    long, short = np.maximum(height, width), np.maximum(1, np.minimum(height, width))
    solid = area >= 0.95 * height * width
    return (short >= 2) & (long >= low) & (short <= high) & (long <= side / 8) & (long <= 20 * short) & ~solid


def _unevenness(paper: Raster, boxes: npt.NDArray[np.int32], letter: float) -> int:
    """How much the paper differs in brightness from letter to letter: what lies under a photograph or outside of the
    text needs no repair, and levelling a photograph makes letters of its grain (0.3 % errors became 1.9)."""
    longer = boxes[:, 2:4].max(axis=1)
    alike = boxes[(longer >= letter) & (longer <= LETTERS_ALIKE * letter)] if letter else boxes[:0]
    if not len(alike):
        return 0
    low, high = np.percentile(paper[alike[:, 1] + alike[:, 3] // 2, alike[:, 0] + alike[:, 2] // 2], (5, 95))
    return int(high - low)


def _specks(spots: Boxes, letters: Boxes, letter: float, shape: tuple[int, ...]) -> float:
    """Specks for each letter, in the middle one of the page's places with text: those of a photograph are its grain,
    and clearing the text of them gains nothing."""
    high = letters[:, 3]
    like = letters[(high >= TEXT_LETTER[0] * letter) & (high <= TEXT_LETTER[1] * letter)]
    around = _counted(like, shape)
    text = around >= PLACE_LETTERS
    if not letter or not text.any():
        return 0.0
    shares = _counted(spots[spots[:, 4] <= SPECK_AREA], shape)[text] / around[text]
    order = shares.argsort()
    before = around[text][order].cumsum()
    return float(shares[order][np.searchsorted(before, before[-1] / 2)])


def _counted(boxes: Boxes, shape: tuple[int, ...]) -> npt.NDArray[np.intp]:
    """How many of the boxes have their middle in each of the page's places."""
    left, top, width, height, _ = boxes.T
    down, across = (top + height // 2) * PLACES // shape[0], (left + width // 2) * PLACES // shape[1]
    return np.bincount(down * PLACES + across, minlength=PLACES**2)


def _has_two_levels(raster: Raster) -> bool:
    rows = raster[:: max(1, raster.shape[0] // 64)]
    return bool(((rows == 0) | (rows == WHITE)).all())


def grain_of(raster: Raster) -> float:
    """Mean difference of the pixels of paper from the median of their neighbourhood (0 to 255)."""
    found = []
    for row in range(TILES):
        for column in range(TILES):
            tile = _tile(raster, row, column)
            smooth = median(tile)
            paper = smooth >= np.percentile(smooth, 60) - 20
            found.append(float(np.abs(tile.astype(np.int16) - smooth)[paper].mean()))
    return float(np.median(found))


def _tile(raster: Raster, row: int, column: int) -> Raster:
    height, width = raster.shape
    top = max(0, (row + 1) * height // (TILES + 1) - TILE // 2)
    left = max(0, (column + 1) * width // (TILES + 1) - TILE // 2)
    return np.ascontiguousarray(raster[top : top + TILE, left : left + TILE])
