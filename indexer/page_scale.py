"""Page images made smaller. Runs in a worker: what it opens may be a reader's own JPEG, kept as it came."""

from __future__ import annotations

import io

from PIL import Image, ImageFile

from indexer.errors import ImageDamaged

QUALITY = 80
"""As decision 0004: letters stay sharp; a letter page of 1,650 pixels weighs about 150 KB."""

_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    AttributeError,
    Image.DecompressionBombError,
)


def fitted(untrusted: bytes, longest: int) -> bytes:
    """The image with no side longer than ``longest`` pixels, as JPEG; unchanged where it is small enough already.

    Raises ImageDamaged.
    """
    try:
        with Image.open(io.BytesIO(untrusted), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) <= longest:
                picture.load()  # a damaged one is found out here, not by the reader
                return untrusted
            return _encoded(_smaller(picture, longest))
    except _DAMAGE as error:
        raise ImageDamaged(f"The image is damaged ({type(error).__name__}).") from error


def _smaller(picture: ImageFile.ImageFile, longest: int) -> Image.Image:
    mode = "L" if picture.mode in ("1", "L", "LA", "I", "I;16") else "RGB"
    # A JPEG is decoded at a half or a quarter of its size where that is enough: a quarter of the time for a small one.
    picture.draft(mode, (2 * longest, 2 * longest))
    share = longest / max(picture.size)
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    return picture.convert(mode).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encoded(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()
