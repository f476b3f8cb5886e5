"""What scanners, copiers, faxes and stamps do to a page: seeded damages for `bench.ocr`.

Each damage takes a gray page (0 black, 255 white) and a random generator and returns another. Sizes are in inches, so
that a page at 150 and at 600 dpi suffers alike.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Gray = npt.NDArray[np.uint8]
Damage = Callable[["Scan", np.random.Generator], "Scan"]


@dataclass(frozen=True)
class Scan:
    """A page on its way through the scanner. ``told_dpi``: what its file will say, 0 for nothing."""

    gray: Gray
    dpi: int
    told_dpi: int

    def after(self, gray: npt.NDArray[np.floating]) -> Scan:
        return replace(self, gray=np.clip(np.round(gray), 0, 255).astype(np.uint8))


def skewed(scan: Scan, random: np.random.Generator, most: float = 8.0) -> Scan:
    """Turned by up to ``most`` degrees either way, on a sheet large enough to lose nothing."""
    angle = float(random.uniform(0.4, most) * random.choice((-1, 1)))
    height, width = scan.gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    wide, high = int(width * cos + height * sin), int(width * sin + height * cos)
    turn[:, 2] += (wide - width) / 2, (high - height) / 2
    turned = cv2.warpAffine(scan.gray, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    return replace(scan, gray=turned)


def turned(scan: Scan, random: np.random.Generator) -> Scan:
    """Laid on the glass sideways or upside down."""
    return replace(scan, gray=np.ascontiguousarray(np.rot90(scan.gray, int(random.integers(1, 4)))))


def noisy(scan: Scan, random: np.random.Generator) -> Scan:
    """Grain, and pixels that are wholly white or black."""
    gray = scan.gray + random.normal(0, random.uniform(15, 35), scan.gray.shape)
    salt = random.random(scan.gray.shape)
    share = random.uniform(0.005, 0.03)
    gray[salt < share / 2] = 0
    gray[salt > 1 - share / 2] = 255
    return scan.after(gray)


def shadowed(scan: Scan, random: np.random.Generator) -> Scan:
    """Darker towards one side, as in the gutter of a book, and yellowed paper."""
    height, width = scan.gray.shape
    angle = random.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width]
    along = (np.cos(angle) * x / width + np.sin(angle) * y / height) * random.choice((-1, 1))
    share = (along - along.min()) / (along.max() - along.min())
    return scan.after(scan.gray * (0.92 - random.uniform(0.3, 0.65) * share ** random.uniform(1, 3)))


def stained(scan: Scan, random: np.random.Generator) -> Scan:
    """Blots of coffee, with their dark rims."""
    height, width = scan.gray.shape
    gray = scan.gray.astype(np.float32)
    for _ in range(int(random.integers(2, 5))):
        radius = random.uniform(0.5, 1.8) * scan.dpi
        y, x = np.ogrid[0:height, 0:width]
        squeeze = random.uniform(0.7, 1.4)
        distance = np.hypot(y - random.uniform(0, height), (x - random.uniform(0, width)) * squeeze) / radius
        inside = 1 / (1 + np.exp((distance - 1) * 30))
        rim = np.exp(-(((distance - 1) * 18) ** 2))
        gray *= 1 - random.uniform(0.15, 0.4) * inside - random.uniform(0.05, 0.2) * rim
    return scan.after(gray)


def bled_through(scan: Scan, random: np.random.Generator) -> Scan:
    """The other side of the sheet shows, mirrored and pale."""
    other = cv2.GaussianBlur(cv2.flip(scan.gray, 1), (0, 0), scan.dpi / 200)
    shift = int(random.integers(0, scan.dpi // 3))
    other = np.roll(other, (shift, shift), (0, 1))
    share = random.uniform(0.2, 0.4)
    gray = np.minimum(scan.gray, 255 - (255 - other.astype(np.float32)) * share)
    return scan.after(gray * 0.95)


def faxed(scan: Scan, random: np.random.Generator) -> Scan:
    """Two levels at 200 dpi, from a blurred and grainy original, with specks and a line or two lost."""
    scale = 200 / scan.dpi
    gray = cv2.resize(scan.gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    gray = cv2.GaussianBlur(gray, (0, 0), 0.6) + random.normal(0, 18, gray.shape)
    two = np.where(gray > random.uniform(120, 180), 255, 0).astype(np.uint8)
    specks = random.random(two.shape)
    two[specks < random.uniform(0.001, 0.006)] = 0
    for _ in range(int(random.integers(0, 3))):
        two[int(random.integers(0, two.shape[0]))] = 0
    return Scan(two, 200, scan.told_dpi and 200)


def stamped(scan: Scan, random: np.random.Generator) -> Scan:
    """A round stamp and a slanted RECIBIDO over the text, paler than the print."""
    side = int(2.2 * scan.dpi)
    stamp = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(stamp)
    font = ImageFont.load_default(side // 8)
    pen.ellipse((8, 8, side - 8, side - 8), outline=0, width=side // 50)
    pen.ellipse((side // 6, side // 6, side - side // 6, side - side // 6), outline=0, width=side // 80)
    pen.text((side // 4, side // 2 - side // 9), "RECIBIDO", fill=0, font=font)
    pen.text((side // 3, side // 2 + side // 12), "14 MAR", fill=0, font=font)
    stamp = stamp.rotate(float(random.uniform(-40, 40)), fillcolor=255, resample=Image.Resampling.BICUBIC)
    gray = scan.gray.astype(np.float32)
    top = int(random.integers(scan.dpi // 2, scan.gray.shape[0] - side - scan.dpi // 2))
    left = int(random.integers(scan.dpi // 2, scan.gray.shape[1] - side - scan.dpi // 2))
    ink = (255 - np.asarray(stamp, dtype=np.float32)) * random.uniform(0.3, 0.65)
    place = gray[top : top + side, left : left + side]
    np.minimum(place, 255 - ink, out=place)
    return scan.after(gray)


def faint(scan: Scan, random: np.random.Generator) -> Scan:
    """A worn ribbon: gray letters on gray paper, uneven."""
    paper, ink = random.uniform(190, 235), random.uniform(110, 160)
    worn = cv2.GaussianBlur(random.normal(0, 1, scan.gray.shape).astype(np.float32), (0, 0), scan.dpi / 12)
    worn = 1 - 0.35 * np.clip(worn / (worn.std() * 2), 0, 1)
    gray = paper - (255 - scan.gray.astype(np.float32)) / 255 * (paper - ink) * worn
    return scan.after(gray + random.normal(0, 5, gray.shape))


def blurred(scan: Scan, random: np.random.Generator) -> Scan:
    """Out of focus."""
    return replace(scan, gray=cv2.GaussianBlur(scan.gray, (0, 0), random.uniform(0.004, 0.009) * scan.dpi))


def as_jpeg(scan: Scan, random: np.random.Generator) -> Scan:
    """Saved too small."""
    buffer = io.BytesIO()
    Image.fromarray(scan.gray).save(buffer, "JPEG", quality=int(random.integers(12, 35)))
    return replace(scan, gray=np.asarray(Image.open(buffer)))


def photocopied(scan: Scan, random: np.random.Generator) -> Scan:
    """A copy of a copy: letters grow or thin out, black edges, specks."""
    size = max(2, round(scan.dpi / 150))
    kernel = np.ones((size, size), np.uint8)
    thinner = scan.dpi >= 300 and random.random() < 0.5  # at 200 dpi nothing would be left of thin letters
    gray = cv2.dilate(scan.gray, kernel) if thinner else cv2.erode(scan.gray, kernel)
    specks = cv2.erode(np.where(random.random(gray.shape) < 0.0006, 0, 255).astype(np.uint8), kernel)
    gray = np.minimum(gray, specks)
    edge = int(random.uniform(0.1, 0.4) * scan.dpi)
    gray[:, : edge if random.random() < 0.5 else 1] = random.integers(0, 60)
    gray[-edge:] = random.integers(0, 60)
    return replace(scan, gray=gray)


def silent(scan: Scan, random: np.random.Generator) -> Scan:
    """A file that tells no resolution, or a wrong one."""
    return replace(scan, told_dpi=int(random.choice((0, 72, 96, 600))))
