"""Repairs the picture of a page before it is read: chosen by what was measured of it (:mod:`indexer.ocr.condition`).

Every threshold lies between what sound pages and damaged ones of `bench/ocr.py` measured; docs/decisions/0019.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.ocr.condition import PRINT_LETTER, Condition
from indexer.ocr.preprocess import (
    WHITE,
    Raster,
    blurred,
    grown,
    levelled,
    mask_of,
    median,
    otsu,
    paper_of,
    resized,
    spots_of,
    straightened,
    stretched,
)

LEAST_DEGREES = 0.5
"""Tesseract follows lines that are off by less: 0.4° cost it nothing, 1.5° doubled its errors on typewriting."""

NO_DEGREES = 0.1
"""Less cannot be measured; straightening would only soften the letters."""

UNEVEN = 30
"""Paper that differs by more than this, of 255, is levelled. Sound scans have 0 to 24, shadows and stains 34 to 92.
Paper that is evenly gray and faint ink do no harm: tesseract read them at 0.04 % before and 0.08 % after."""

GRAINY = 5.0
"""Grain of sound scans is below 2.2 (JPEG at quality 20), of noisy ones 8 to 23."""

DESPECKLED_LETTER = 24.0
"""Height in pixels of small letters from which their dots can be told from specks. On faxes with letters of 12 to 18
pixels taking specks away lost full stops and parts of letters (3 % errors, 0.3 without)."""

SPECKLED = 0.18
"""Specks among the text for each letter: sound scans 0 to 0.08, photocopies and faxes 0.21 to 3."""

LARGE_LETTER = 40.0
"""Letters higher than this (of ten points at 600 dpi) are made smaller: half the time, and no more errors."""

SMALLER_LETTER = 26.0

MOST_PIXELS = 40_000_000
"""A larger raster is repaired at a smaller size: a gray page of 150 megapixels needs a gigabyte of workspace."""

MOST_SIDE = 30_000
"""Tesseract refuses rasters with a side over 32,767 pixels."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done. ``degrees``: turned back by this much. ``level``: paper made white, ``clear``: pale ink of
    the other side too. ``despeckle``: specks taken away; ``filter``: grain, by the median of neighbours; ``smooth``:
    what is left of both, by blurring. ``scale``: made smaller."""

    degrees: float = 0.0
    level: bool = False
    clear: bool = False
    despeckle: bool = False
    filter: bool = False
    smooth: bool = False
    scale: float = 1.0

    @property
    def nothing(self) -> bool:
        return self == Plan()

    @property
    def says(self) -> tuple[str, ...]:
        """The plan in words, for the engine of a reading."""
        done = (
            (f"deskewed {self.degrees:.1f}°", bool(self.degrees)),
            ("levelled", self.level),
            ("cleared", self.clear),
            ("despeckled", self.despeckle),
            ("filtered", self.filter),
            ("smoothed", self.smooth),
            (f"scaled {self.scale:.2f}", self.scale != 1),
        )
        return tuple(words for words, was_done in done if was_done)


def plan_for(condition: Condition, shape: tuple[int, ...]) -> Plan:
    """What the page evidently needs before it is worth a reading; a sound page needs nothing."""
    gray = not condition.two_level
    uneven = gray and bool(condition.letter) and condition.uneven > UNEVEN
    grainy = gray and condition.grain > GRAINY
    speckled = condition.specks > SPECKLED
    degrees = condition.lines.degrees if abs(condition.lines.degrees) >= LEAST_DEGREES else 0.0
    return Plan(
        degrees=degrees,
        level=uneven or grainy,
        despeckle=speckled and not grainy and condition.letter >= DESPECKLED_LETTER,
        filter=grainy,
        smooth=grainy or speckled,
        scale=_scale(condition, shape),
    )


def thorough_plan(condition: Condition, shape: tuple[int, ...]) -> Plan:
    """All that may help a page whose reading was poor though little seemed to be wrong with it."""
    grainy = condition.grain > GRAINY and not condition.two_level
    return Plan(
        degrees=condition.lines.degrees if abs(condition.lines.degrees) >= NO_DEGREES else 0.0,
        level=not condition.two_level,
        clear=not condition.two_level,
        despeckle=not grainy and condition.letter >= DESPECKLED_LETTER,
        filter=grainy,
        smooth=grainy or condition.two_level,
        scale=_scale(condition, shape),
    )


def _scale(condition: Condition, shape: tuple[int, ...]) -> float:
    scale = SMALLER_LETTER / condition.letter if condition.letter > LARGE_LETTER else 1.0
    return min(scale, MOST_SIDE / max(shape), math.sqrt(MOST_PIXELS / (shape[0] * shape[1])))


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired raster and the 2 × 3 matrix that takes points of the page to points of it."""

    raster: Raster
    matrix: npt.NDArray[np.float64]
    letter: float

    def on_page(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The upright box on the page around what is in ``box`` (left, top, right, bottom) of the repaired raster."""
        x0, y0, x1, y1 = box
        corners = np.array([(x0, y0), (x1, y0), (x0, y1), (x1, y1)], dtype=np.float64)
        back = np.linalg.solve(self.matrix[:, :2], (corners - self.matrix[:, 2]).T).T
        (left, top), (right, bottom) = back.min(axis=0), back.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def repaired(raster: Raster, plan: Plan, condition: Condition) -> Repaired:
    """The page as the plan wants it."""
    letter = condition.letter * plan.scale or PRINT_LETTER
    page = resized(raster, plan.scale)
    # The sides are rounded to whole pixels, so that each direction has its own scale.
    matrix = np.diag((page.shape[1] / raster.shape[1], page.shape[0] / raster.shape[0])) @ np.eye(2, 3)
    if plan.filter:
        page = median(page)  # first: levelling and turning would spread each white or black pixel over its neighbours
    if plan.level:
        page = levelled(page, paper_of(page, max(CELL, round(CELL_LETTERS * letter))))
    if plan.degrees:
        page, turn = straightened(page, -plan.degrees, WHITE if plan.level else condition.paper)
        matrix = np.vstack((turn, (0, 0, 1))) @ np.vstack((matrix, (0, 0, 1)))
        matrix = matrix[:2]
    if plan.despeckle:
        page = without_specks(page, letter)
    if plan.smooth:
        page = blurred(page, min(max(letter / SMOOTHED_LETTER, 1.0), 1.6))
    if plan.clear:
        page = cleared(page)
    return Repaired(page, matrix, letter)


CELL, CELL_LETTERS = 24, 2.0
"""The paper is sought around letters: in cells of two letters' height."""

SMOOTHED_LETTER = 19.0
"""Letters of 19 pixels with grain of 18 read best when smoothed by one pixel: 0.04 % errors, 0.3 by a 3 × 3 median.
Smaller ones need no less: a fax with letters of 12 went from 42 to 3 % by one pixel, to 12 % by 0.7."""

SPECK, LONE_SPECK, REACH = 0.12, 0.35, 0.6
"""In heights of a small letter: specks smaller than the first go everywhere, those smaller than the second where no
letter is within the third. A full stop of Times measures 0.24 and stands 0.3 from its letter."""


def without_specks(page: Raster, letter: float) -> Raster:
    """The page without spots that are too small, or too far from any letter, to be part of the text."""
    ink = mask_of(page < min(max(otsu(page), 110), 190))
    spots = spots_of(ink)
    area = spots.boxes[:, 4]
    letters = area > (LONE_SPECK * letter) ** 2
    reach = round(2 * REACH * letter)
    near = np.zeros(len(area), dtype=bool)
    touched = spots.labels[grown(mask_of(_chosen(letters, spots.labels)), reach, reach) > 0]
    near[np.unique(touched[touched > 0]) - 1] = True
    specks = (area <= (SPECK * letter) ** 2) | (~letters & ~near)
    done = page.copy()
    done[grown(mask_of(_chosen(specks, spots.labels)), 2, 2) > 0] = WHITE
    return done


def _chosen(which: npt.NDArray[np.bool_], labels: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    return np.concatenate(([False], which))[labels]


CLEARED = 40
"""Brightness above the border between ink and paper from which all is paper: keeps the soft edges of letters, drops
the other side's print (0.83 instead of 2.96 % errors on a simulated sheet)."""


def cleared(page: Raster) -> Raster:
    """The page with ink black and pale ink white."""
    border = otsu(page)
    ink = page[page < border]
    return stretched(page, int(np.percentile(ink, 25)) if ink.size else 0, min(WHITE, border + CLEARED))
