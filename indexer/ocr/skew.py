"""How do the lines of a page run? Their direction (across or up and down) and the angle they are off it.

The lines' angle is the one at which the ink of the rows is most unevenly spread: full rows, empty rows (the profile
method of Postl 1986, with the squared differences of neighbouring rows as its measure). The page is cut into narrow
strips, whose profiles are pushed up and down instead of turning the picture: 20 ms a page instead of 400.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.ocr.preprocess import Raster

MOST_DEGREES = 10.0
"""Sheets fed askew are off by up to 8°."""

COARSE, FINE = 0.5, 0.05

ALIKE = 0.995
"""Angles this near to the best are one plateau, whose middle is meant."""

STRIP = 8
"""Pixels: at 8° the lines rise by one within a strip, a sixth of a line of small print."""

SURE = 3.0
"""Least ratio of the best angle's unevenness to the middle one's. Pages of text have 12 and more; photographs 1.5."""

NEIGHBOURS = 300
"""Letters asked where their nearest neighbour stands."""


@dataclass(frozen=True, slots=True)
class Lines:
    """``sideways``: the lines run up or down the page. ``degrees``: how far they fall to the right (clockwise), as they
    lie (across) or once turned by a quarter; 0 where ``evidence``, how much better this angle is than others, is below
    SURE."""

    sideways: bool
    degrees: float
    evidence: float


def find_lines(ink: Raster, sideways: bool) -> Lines:
    """Measure the angle of the lines of a mask of ink (255 where there is some), about 800 pixels high."""
    best = _best(np.ascontiguousarray(np.rot90(ink)) if sideways else ink)
    return Lines(sideways, best.degrees if best.evidence >= SURE else 0.0, best.evidence)


def run_sideways(letters: npt.NDArray[np.int32]) -> bool:
    """Whether the lines run up or down: a letter's nearest neighbour stands in its own line. ``letters`` are rows of
    left, top, width and height.

    The share of letters whose neighbour is above or below was at most 0.34 on 40 simulated pages with upright lines
    (prose, columns, tables, fax) and on the real scans, and 0.66 and more once they were turned. The profiles of rows
    and columns, by contrast, take a table for text that runs down.
    """
    asked = np.linspace(0, len(letters) - 1, min(len(letters), NEIGHBOURS)).astype(np.intp)
    if not len(asked):
        return False
    left, top = letters[:, 0], letters[:, 1]
    right, bottom = left + letters[:, 2], top + letters[:, 3]
    beside = _nearest(asked, left, right, top, bottom)
    above = _nearest(asked, top, bottom, left, right)
    return bool((above < beside).sum() > (beside < above).sum())


def _nearest(
    asked: npt.NDArray[np.intp],
    low: npt.NDArray[np.int32],
    high: npt.NDArray[np.int32],
    side_low: npt.NDArray[np.int32],
    side_high: npt.NDArray[np.int32],
) -> npt.NDArray[np.int32]:
    """For each letter asked the gap, between ``high`` and ``low``, to the nearest that it stands level with."""
    gap = np.maximum(low - high[asked, None], low[asked, None] - high)
    shared = np.minimum(side_high, side_high[asked, None]) - np.maximum(side_low, side_low[asked, None])
    size = side_high - side_low
    level = 2 * shared > np.minimum(size, size[asked, None])
    level[np.arange(len(asked)), asked] = False
    nearest: npt.NDArray[np.int32] = np.where(level, np.maximum(gap, 0), np.iinfo(np.int32).max).min(axis=1)
    return nearest


@dataclass(frozen=True, slots=True)
class _Angle:
    degrees: float
    unevenness: float
    evidence: float


def _best(ink: Raster) -> _Angle:
    profiles, places = _strips(ink)
    coarse = _unevenness(profiles, places, np.arange(-MOST_DEGREES, MOST_DEGREES + COARSE / 2, COARSE))
    near = max(coarse, key=lambda degrees: coarse[degrees])
    fine = _unevenness(profiles, places, near + np.arange(-COARSE, COARSE + FINE / 2, FINE))
    most = max(fine.values())
    level = [degrees for degrees, unevenness in fine.items() if unevenness >= ALIKE * most]
    usual = float(np.median(list(coarse.values())))
    return _Angle(round(sum(level) / len(level), 2) or 0.0, most, most / usual if usual else 1.0)


def _strips(ink: Raster) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Each strip's ink by rows (rows × strips), and how far its middle is from the page's, in pixels."""
    height, width = ink.shape
    strips = max(1, width // STRIP)
    cut = ink[:, : strips * STRIP].reshape(height, strips, -1)
    places = (np.arange(strips) + 0.5 - strips / 2) * (cut.shape[2])
    return cut.sum(axis=2, dtype=np.float64), places


def _unevenness(
    profiles: npt.NDArray[np.float64], places: npt.NDArray[np.float64], angles: npt.NDArray[np.float64]
) -> dict[float, float]:
    """For each angle in degrees the squared differences of neighbouring rows once the strips are pushed by it."""
    height = len(profiles)
    most = math.ceil(float(np.abs(places).max()) * math.tan(math.radians(float(np.abs(angles).max()))))
    # Strips in rows, longer at both ends: pushing one is then taking another part of it, and copies nothing.
    strips = np.ascontiguousarray(np.pad(profiles, ((most, most), (0, 0)), mode="edge").T)
    found = {}
    for degrees in angles:
        push = np.rint(places * math.tan(math.radians(degrees))).astype(np.intp) + most
        profile = np.zeros(height)
        for strip, start in zip(strips, push.tolist(), strict=True):
            profile += strip[start : start + height]
        found[float(degrees)] = float(np.square(np.diff(profile)).sum())
    return found
