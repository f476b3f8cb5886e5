"""Typewritten pages as a scanner would have seen them: no text layer, only pixels.

Everything is drawn at 200 dpi on letter paper. All randomness comes from one ``numpy.random.RandomState`` a page,
seeded by the page's name: NumPy keeps that generator's stream frozen (NEP 19), so the same page has the same bytes.
"""

from __future__ import annotations

import io
import textwrap
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from specimen import Block

DPI = 200
WIDTH, HEIGHT = 1700, 2200
"""Letter paper, 8.5 × 11 inches, at 200 dpi."""

FONTS = Path("/usr/share/fonts/truetype/liberation")
"""Where Debian's fonts-liberation puts its files."""
FACE, BOLD_FACE = FONTS / "LiberationMono-Regular.ttf", FONTS / "LiberationMono-Bold.ttf"

TYPE_SIZE = 28
ADVANCE = 16.8
"""Pixels from one character to the next: 0.6 of the size, as in every face of the Courier width."""
LEADING = 46
LEFT, TOP = 180, 150
COLUMNS = 80
JPEG_QUALITY = 42
"""Keeps a page near 150 kB. Tesseract 5.3 reads the six grayscale pages about as well at it as from the pixels:
0.2–1.7 % of the characters wrong against 0.2–2.8 %."""

FAX_THRESHOLD = 125
"""Levels above it turn white: paper and the shadow do, the thin strokes of an accent do not."""


def scan(blocks: Sequence[Block], notice: str, name: str, skew: float) -> Image.Image:
    """Draw one page, put it under the scanner askew, and return what the scanner saw (mode L)."""
    random = np.random.RandomState(zlib.crc32(name.encode()))
    ink = Image.new("L", (WIDTH, HEIGHT), 255)
    shade = Image.new("L", (WIDTH, HEIGHT), 255)
    _type_page(ImageDraw.Draw(ink), ImageDraw.Draw(shade), blocks, notice, random)
    _stamp(ink)
    ink = ink.filter(ImageFilter.GaussianBlur(0.7))
    sheet = ImageChops.multiply(ImageChops.multiply(_paper(random), shade), ink)
    sheet = sheet.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=226)
    return _scanner(sheet, random)


def as_jpeg(page: Image.Image) -> bytes:
    """The page as a grayscale JPEG."""
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=JPEG_QUALITY, dpi=(DPI, DPI))
    return stream.getvalue()


def as_fax(pages: Sequence[Image.Image]) -> bytes:
    """The pages as one black and white TIFF of several images, as a fax machine keeps them (CCITT group 4)."""
    sheets = [page.point(lambda level: 255 * (level > FAX_THRESHOLD), "1") for page in pages]
    stream = io.BytesIO()
    sheets[0].save(stream, "TIFF", save_all=True, append_images=sheets[1:], compression="group4", dpi=(DPI, DPI))
    return stream.getvalue()


def _type_page(
    ink: ImageDraw.ImageDraw,
    shade: ImageDraw.ImageDraw,
    blocks: Sequence[Block],
    notice: str,
    random: np.random.RandomState,
) -> None:
    """Type the notice and the blocks line by line; a highlighted line gets a band of shade behind it."""
    faces = {bold: ImageFont.truetype(face, TYPE_SIZE) for bold, face in ((False, FACE), (True, BOLD_FACE))}
    lines = [("centre", notice), ("gap", ""), *_typed_lines(blocks)]
    room = (HEIGHT - TOP) // LEADING - 2
    if len(lines) > room:
        raise ValueError(f"{len(lines)} lines typed, room for {room}: begin another page before “{lines[room][1]}”")
    for row, (kind, text) in enumerate(lines):
        y = TOP + row * LEADING
        column = {"centre": (COLUMNS - len(text)) // 2, "right": COLUMNS - len(text)}.get(kind, 0)
        if kind == "highlight":
            shade.rectangle((LEFT - 8, y - 4, LEFT + len(text) * ADVANCE + 8, y + 35), fill=222)
        bold = row == 0 or kind == "heading"
        for place, character in enumerate(text, start=column):
            lift, weight = int(random.randint(-1, 2)), int(random.randint(18, 62))
            x = round(LEFT + place * ADVANCE)
            ink.text((x, y + lift), character, font=faces[bold], fill=weight)


def _typed_lines(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Break blocks into lines of at most COLUMNS characters, each with the kind that places it."""
    for block in blocks:
        indent = {"item": "- "}.get(block.kind, "")
        if block.kind in ("gap", "typed", "centre", "right", "heading"):
            yield block.kind, block.text
            continue
        for line in textwrap.wrap(
            block.text, COLUMNS, initial_indent=indent, subsequent_indent=" " * len(indent), break_on_hyphens=False
        ):
            yield block.kind, line


def _stamp(ink: Image.Image) -> None:
    """A rubber stamp low on the right, so that no crop of the page loses what it is."""
    face = ImageFont.truetype(BOLD_FACE, 44)
    stamp = Image.new("L", (420, 120), 255)
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((6, 6, 413, 113), outline=120, width=5)
    draw.text((210, 60), "ESPÉCIMEN", font=face, fill=120, anchor="mm")
    stamp = stamp.rotate(7, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    ink.paste(stamp, (WIDTH - stamp.width - 130, HEIGHT - stamp.height - 70))


def _paper(random: np.random.RandomState) -> Image.Image:
    """A sheet that is not quite white: broad stains, a fold and two punched holes."""
    stains = Image.fromarray(random.randint(226, 244, (11, 9)).astype(np.uint8))
    paper = stains.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(paper)
    fold = HEIGHT // 2 + int(random.randint(-40, 40))
    draw.line((0, fold, WIDTH, fold + 6), fill=219, width=3)
    for y in (HEIGHT * 3 // 10, HEIGHT * 7 // 10):
        draw.ellipse((62, y, 112, y + 50), fill=168, outline=140)
    return paper.filter(ImageFilter.GaussianBlur(1.2))


def _scanner(sheet: Image.Image, random: np.random.RandomState) -> Image.Image:
    """What the machine adds: a shadow along one edge, grain, and specks of dust."""
    pixels = np.asarray(sheet).astype(np.int16)
    pixels[:, :90] -= np.linspace(70, 0, 90).astype(np.int16)
    pixels += random.randint(-5, 6, pixels.shape).astype(np.int16)
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for x, y, size in zip(
        random.randint(0, WIDTH, 70), random.randint(0, HEIGHT, 70), random.randint(0, 3, 70), strict=True
    ):
        draw.ellipse((int(x), int(y), int(x + size), int(y + size)), fill=int(random.randint(90, 190)))
    return image
