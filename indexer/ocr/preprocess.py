"""Image work on rasters of pages: the sole importer of cv2 (OpenCV).

A raster is a two-dimensional array of bytes, 0 black to 255 white, rows first. Nothing here decides: what a page needs
is measured in :mod:`indexer.ocr.condition` and chosen in :mod:`indexer.ocr.repair`. All of it is deterministic.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from indexer.errors import OcrFailed, OcrMemory
from indexer.models import PageImage

Raster = npt.NDArray[np.uint8]
Boxes = npt.NDArray[np.int32]
"""Rows of left, top, width, height and area, in pixels."""

cv2.setNumThreads(1)  # the workers fill the cores; threads of its own slow two workers down

WHITE = 255

JPEG_QUALITY = 90
PNG_LEVEL = 3


@contextmanager
def picture_work() -> Iterator[None]:
    """What goes wrong with one page's picture is that page's failure: raises OcrMemory, OcrFailed."""
    try:
        yield
    except MemoryError as error:
        raise OcrMemory("The page's picture is too large for the memory that a file may take.") from error
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise OcrMemory("The page's picture is too large for the memory that a file may take.") from error
        raise OcrFailed("The page's picture cannot be worked on.") from error


def decode(image: PageImage) -> Raster:
    """A page in gray, of its exact pixels if they are there. Raises OcrFailed for what is no picture, MemoryError."""
    return _decoded(image, image.exact or image.data, cv2.IMREAD_GRAYSCALE)


def _decoded(image: PageImage, data: bytes, how: int) -> Raster:
    # The EXIF orientation is the extractor's business (indexer.extract.image): what comes here is as it is shown.
    try:
        raster = cv2.imdecode(np.frombuffer(data, np.uint8), how | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as error:
        raise OcrFailed("The page's picture cannot be decoded.") from error
    if raster is None or not raster.size:
        # OpenCV says nothing more where it lacks memory: asking for as much tells.
        np.empty((image.height, image.width, 1 if how == cv2.IMREAD_GRAYSCALE else 3), np.uint8)
        raise OcrFailed("The page's picture cannot be decoded.")
    return raster.astype(np.uint8, copy=False)


def encode(raster: Raster) -> bytes:
    """The raster as a PGM, which tesseract reads and nobody need compress (8 MB of a letter page at 300 dpi)."""
    return cv2.imencode(".pgm", raster)[1].tobytes()


def resized(raster: Raster, scale: float) -> Raster:
    """Smaller by averaging, larger by cubic interpolation."""
    if scale == 1:
        return raster
    height, width = raster.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(raster, size, interpolation=how).astype(np.uint8, copy=False)


def turned(raster: Raster, quarters: int) -> Raster:
    """Turned clockwise by so many quarters of a circle."""
    return np.ascontiguousarray(np.rot90(raster, -quarters % 4))


def turned_boxes(boxes: Boxes, shape: tuple[int, ...], quarters: int) -> Boxes:
    """Boxes on a raster of this ``shape``, as they lie once it is turned clockwise by so many quarters of a circle."""
    (rows, columns), (left, top, width, height, area) = shape, boxes.T
    right, bottom = columns - left - width, rows - top - height
    lying = ((left, top, width, height), (bottom, left, height, width), (right, bottom, width, height))
    return np.stack((*(*lying, (top, right, height, width))[quarters % 4], area), axis=1)


def turned_file(image: PageImage, quarters: int) -> PageImage:
    """An encoded page turned clockwise by quarters, in its own form and colours. Raises OcrFailed, MemoryError.

    A JPEG loses a little once more; at quality 90 tesseract reads it the same.
    """
    picture = _decoded(image, image.data, cv2.IMREAD_ANYCOLOR)
    upright = np.ascontiguousarray(np.rot90(picture, -quarters % 4))
    if image.media_type == "image/jpeg":
        data = cv2.imencode(".jpg", upright, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()
    else:
        data = cv2.imencode(".png", upright, [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL])[1].tobytes()
    kind = "image/jpeg" if image.media_type == "image/jpeg" else "image/png"
    return PageImage(data, kind, upright.shape[1], upright.shape[0], image.dpi)


def straightened(raster: Raster, degrees: float, paper: int = WHITE) -> tuple[Raster, npt.NDArray[np.float64]]:
    """The raster turned clockwise by ``degrees`` about its middle, on a sheet large enough to lose nothing, and the
    2 × 3 matrix that takes its points to the new ones."""
    height, width = raster.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    cos, sin = abs(float(matrix[0, 0])), abs(float(matrix[0, 1]))
    wide, high = round(width * cos + height * sin), round(width * sin + height * cos)
    matrix[:, 2] += (wide - width) / 2, (high - height) / 2
    done = cv2.warpAffine(raster, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    return done.astype(np.uint8, copy=False), matrix.astype(np.float64)


def paper_of(raster: Raster, cell: int) -> Raster:
    """The brightness of the paper at each pixel: letters closed over, then smoothed. ``cell`` is in pixels and wider
    than any stroke of text (a twelfth of an inch and more)."""
    small = resized(raster, min(1.0, 8 / cell))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8), borderType=cv2.BORDER_REPLICATE)
    smooth = cv2.medianBlur(closed, 13)
    height, width = raster.shape
    return cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)


def levelled(raster: Raster, paper: Raster) -> Raster:
    """Divided by its paper, so that the paper is white everywhere and ink as dark as it is beside it."""
    return cv2.divide(raster, np.maximum(paper, 1), scale=WHITE).astype(np.uint8, copy=False)


def stretched(raster: Raster, black: int, white: int) -> Raster:
    """Brightness spread so that ``black`` and all below become 0, ``white`` and all above 255."""
    values = (np.arange(256) - black) * (WHITE / max(1, white - black))
    return cv2.LUT(raster, np.clip(values, 0, WHITE).astype(np.uint8)).astype(np.uint8, copy=False)


def median(raster: Raster, size: int = 3) -> Raster:
    """Each pixel replaced by the middle one of its neighbourhood: takes specks away, keeps edges."""
    return cv2.medianBlur(raster, size).astype(np.uint8, copy=False)


def blurred(raster: Raster, sigma: float) -> Raster:
    return cv2.GaussianBlur(raster, (0, 0), sigma).astype(np.uint8, copy=False)


def mask_of(chosen: npt.NDArray[np.bool_]) -> Raster:
    """White where chosen. A byte a pixel: numpy's own choice between two numbers takes eight."""
    return chosen.astype(np.uint8) * np.uint8(WHITE)


def otsu(raster: Raster) -> int:
    """The brightness that parts ink from paper best."""
    return int(cv2.threshold(raster, 0, WHITE, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0])


@dataclass(frozen=True, slots=True)
class Spots:
    """Connected dark spots of a raster: their boxes and areas, one row each, and which pixel belongs to which (0 is
    paper; spot ``n`` is row ``n - 1``)."""

    boxes: Boxes
    labels: npt.NDArray[np.int32]


def spots_of(ink: Raster) -> Spots:
    """The spots of a mask that is not 0 where there is ink."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    return Spots(stats[1:].astype(np.int32), labels.astype(np.int32, copy=False))


def grown(ink: Raster, across: int, down: int) -> Raster:
    """A mask of ink with each spot wider by ``across`` and higher by ``down`` pixels."""
    return cv2.dilate(ink, np.ones((down + 1, across + 1), np.uint8)).astype(np.uint8, copy=False)
