"""Small pages of known text for the tests of OCR, and what scanners do to them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from indexer.models import PageImage

FONT = str(files("reportlab") / "fonts" / "Vera.ttf")
"""Comes with a library of ours and has the letters of Spanish, which Pillow's own font lacks."""

LINES = (
    "La Guardia Nacional es una institución de seguridad",
    "pública, de carácter civil, disciplinada y profesional,",
    "adscrita como órgano administrativo desconcentrado a la",
    "Secretaría de Seguridad y Protección Ciudadana. Su fin",
    "es realizar la función de seguridad pública a cargo de",
    "la Federación y, en su caso, de las entidades.",
)
TEXT = " ".join(LINES)
ENGLISH = (
    "The National Guard is a public security institution",
    "whose members answer to the secretary of the interior",
    "and which was created by a decree of the congress that",
    "changed several articles of the constitution.",
)


def page(lines: Sequence[str] = LINES, size: tuple[int, int] = (1100, 480), points: int = 28) -> Image.Image:
    """A sheet at about 200 dpi with the lines on it."""
    sheet = Image.new("L", size, 255)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, points)
    for row, line in enumerate(lines):
        pen.text((100, 90 + row * points * 4 // 3), line, fill=0, font=font)
    return sheet


def askew(sheet: Image.Image, degrees: float) -> Image.Image:
    """Turned clockwise."""
    return sheet.rotate(-degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def grainy(sheet: Image.Image, grain: float = 25.0, salt: float = 0.02) -> Image.Image:
    random = np.random.default_rng(4)
    gray = np.asarray(sheet) + random.normal(0, grain, (sheet.height, sheet.width))
    lost = random.random(gray.shape)
    gray[lost < salt / 2] = 0
    gray[lost > 1 - salt / 2] = 255
    return Image.fromarray(np.clip(gray, 0, 255).astype(np.uint8))


def shadowed(sheet: Image.Image, darkest: float = 0.35) -> Image.Image:
    shade = np.linspace(0.95, darkest, sheet.width)[None, :]
    return Image.fromarray((np.asarray(sheet) * shade).astype(np.uint8))


def encoded(sheet: Image.Image, form: str = "PNG", dpi: int = 200) -> PageImage:
    buffer = io.BytesIO()
    sheet.save(buffer, form)
    return PageImage(buffer.getvalue(), f"image/{form.lower()}", sheet.width, sheet.height, dpi)
