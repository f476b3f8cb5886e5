"""Images of pages: PNG, JPEG and TIFF; each frame of a TIFF is a page."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile, ImageSequence

from indexer.config import IngestLimits
from indexer.errors import ImageDamaged, ImageTooLarge, OcrNothingFound, TooManyPages
from indexer.extract.base import PageReader, undecoded
from indexer.extract.raster import EXACT_PIXELS, FAINT_INK, Ink, exactly, ink_on, page_image
from indexer.models import Extraction, Page, PageImage, PageStatus

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF"}

SANE_DPI = (72, 1200)
"""Cameras and programs write 1, 72 or 0 without meaning it; outside of this the file is taken to tell nothing."""

UNMEANT_DPI = 72
"""The default of programs that do not know better."""

MAX_KEPT_JPEG_BYTES = 4_000_000
"""A JPEG page is kept as it came, without a second loss, unless it is larger than this."""

MAX_KEPT_PNG_BYTES_A_PIXEL = 0.125
"""A PNG page is kept as it came unless it is larger than this: clean pages need 0.02 to 0.06, those with grain 0.7, and
are a fifth of that as a JPEG."""

_ORIENTATION = 0x0112
_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each value of the EXIF orientation tag."""

DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    AttributeError,
    ArithmeticError,
    struct.error,
    RuntimeError,
)
"""What Pillow raises on broken files (SyntaxError is its own word for a bad header). MemoryError is the page's."""

OUT_OF_MEMORY = "out of memory"
"""What Pillow's own decoders say, in an OSError, where they lack memory."""


class ImageExtractor:
    """Reads pages from pictures, one frame at a time."""

    media_types = tuple(FORMATS)

    def extract(self, path: Path, media_type: str, limits: IngestLimits, ocr: PageReader) -> Extraction:
        """One page a frame. Raises ImageDamaged, ImageTooLarge (before anything is decoded), TooManyPages."""
        with _opened(path, FORMATS[media_type]) as untrusted:
            count = _frame_count(untrusted)
            if count > limits.max_pages:
                raise TooManyPages(f"The image has {count:,} pages; the limit is {limits.max_pages:,}.")
            frames = enumerate(_frames(untrusted, ocr.max_pixels), start=1)
            return Extraction(tuple(_page(number, frame, path, ocr) for number, frame in frames))


@contextmanager
def _opened(path: Path, form: str) -> Iterator[ImageFile.ImageFile]:
    with warnings.catch_warnings():
        # Pillow's own bomb check warns at 89 megapixels; ours comes before decoding, with the configured limit.
        warnings.simplefilter("ignore")
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            with _damage_told():
                image = Image.open(path, formats=[form])
            with image:
                yield image
        finally:
            Image.MAX_IMAGE_PIXELS = limit


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        if OUT_OF_MEMORY in str(error):
            raise MemoryError from error
        raise ImageDamaged(f"The image is damaged ({type(error).__name__}).") from error


def _frame_count(untrusted: Image.Image) -> int:
    with _damage_told():
        return int(getattr(untrusted, "n_frames", 1))


def _frames(untrusted: Image.Image, max_pixels: int) -> Iterator[Image.Image]:
    """Each frame, not yet decoded."""
    with _damage_told():
        for frame in ImageSequence.Iterator(untrusted):
            if frame.width * frame.height > max_pixels:
                raise ImageTooLarge(
                    f"The image has {frame.width:,} × {frame.height:,} pixels; "
                    f"the limit is {max_pixels // 1_000_000} megapixels."
                )
            yield frame


def _page(number: int, untrusted: Image.Image, path: Path, ocr: PageReader) -> Page:
    try:
        image, ink = _seen(untrusted, path, ocr)
    except MemoryError:
        return undecoded(number, "pillow", untrusted.width, untrusted.height)
    if ink.none:
        return Page(number, "", "pillow", PageStatus.BLANK, width=image.width, height=image.height)
    page = ocr.read(image, number)
    if page.problem and page.problem.code == OcrNothingFound.code and ink.share <= FAINT_INK:
        return replace(page, status=PageStatus.BLANK, problem=None)
    return page


# --- one frame ----------------------------------------------------------------------------------


def _seen(untrusted: Image.Image, path: Path, ocr: PageReader) -> tuple[PageImage, Ink]:
    """The frame decoded, and how much ink is on it."""
    with _damage_told():
        dpi = _dpi(untrusted) or ocr.dpi
        mode = untrusted.mode  # decoding a JPEG to gray changes it
        picture = _upright(untrusted, _flat(untrusted))
        return _kept(path, untrusted, mode, picture, dpi) or page_image(picture, dpi), ink_on(picture, dpi)


def _flat(untrusted: Image.Image) -> Image.Image:
    """The frame in two levels, 8-bit gray or colours, on white paper where it is transparent."""
    mode = untrusted.mode
    if isinstance(untrusted, ImageFile.ImageFile) and untrusted.format == "JPEG":
        untrusted.draft("L", untrusted.size)  # decodes to gray at once: a third of the memory
    colours = mode == "RGB" and untrusted.width * untrusted.height <= EXACT_PIXELS
    if mode in ("1", "L") or colours:
        untrusted.load()
        return untrusted.copy()
    if mode.startswith(("I", "F")):
        return _from_deep(untrusted)
    if "A" in mode or "transparency" in untrusted.info:
        over = untrusted.convert("LA")
        paper = Image.new("L", over.size, 255)
        paper.paste(over.getchannel("L"), mask=over.getchannel("A"))
        return paper
    return untrusted.convert("L")


def _from_deep(untrusted: Image.Image) -> Image.Image:
    """16 and 32 bits a pixel scaled to 8: Pillow's own conversion clips, which turns most scans white."""
    deep = np.nan_to_num(np.asarray(untrusted, dtype=np.float32))
    brightest = float(deep.max(initial=0.0))
    scale = 255 / brightest if brightest > 255 or 0 < brightest <= 1 else 1.0
    return Image.fromarray(np.clip(deep * scale, 0, 255).astype(np.uint8))


def _orientation(loaded: Image.Image) -> int:
    return int(loaded.getexif().get(_ORIENTATION, 1) or 1)


def _upright(loaded: Image.Image, gray: Image.Image) -> Image.Image:
    transpose = _TRANSPOSE.get(_orientation(loaded))
    return gray if transpose is None else gray.transpose(transpose)


def _kept(path: Path, loaded: Image.Image, mode: str, picture: Image.Image, dpi: int) -> PageImage | None:
    """The file itself where it is what a browser shows upright, and not too large: no second loss, and no time.
    ``mode`` is what it had before it was decoded."""
    kind = Image.MIME[loaded.format or ""]
    if kind == "image/jpeg":
        shown, most = mode in ("L", "RGB"), MAX_KEPT_JPEG_BYTES
    else:
        plain = mode in ("1", "L", "RGB") and "transparency" not in loaded.info and _frame_count(loaded) == 1
        shown, most = kind == "image/png" and plain, round(MAX_KEPT_PNG_BYTES_A_PIXEL * loaded.width * loaded.height)
    if not shown or _orientation(loaded) in _TRANSPOSE or path.stat().st_size > most:
        return None
    # The colours of a JPEG are tesseract's to decode; of all else it gets the pixels.
    exact = None if (kind, mode) == ("image/jpeg", "RGB") else exactly(picture)
    return PageImage(path.read_bytes(), kind, loaded.width, loaded.height, dpi, exact)


def _dpi(untrusted: Image.Image) -> int | None:
    """The resolution the file tells, if it can be meant.

    Where it tells none, OCR's usual one is assumed rather than one guessed from the size: tesseract makes 46 % errors
    on the worst typewritten scans if told 300 dpi, 48 % if told the 200 they have, and no other on the good ones.
    """
    low, high = SANE_DPI
    declared = untrusted.info.get("dpi", (0, 0))
    value = float(declared[0]) if isinstance(declared, tuple) and declared else 0.0
    if low <= value <= high and round(value) != UNMEANT_DPI:
        return round(value)
    return None
