"""What hands leave on a page besides its text: stamps as dark as print, signatures, photographs. Seeded, as all damages
of `bench/simulated_scans.py`; none of it is text, so every word read there is an error."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.simulated_scans import Gray, Scan

WORDS = ("RECIBIDO", "SECRETARÍA", "ARCHIVO", "CONFIDENCIAL", "CANCELADO")


def dark_stamp(scan: Scan, random: np.random.Generator) -> Scan:
    """A round or square stamp over the text, as dark as the print, its ink patchy."""
    side = int(random.uniform(1.2, 2.0) * scan.dpi)
    stamp = Image.new("L", (side, side), 255)
    pen, pad = ImageDraw.Draw(stamp), side // 12
    shape = pen.ellipse if random.random() < 0.6 else pen.rectangle
    shape((pad, pad, side - pad, side - pad), outline=0, width=max(2, side // 45))
    shape((2 * pad, 2 * pad, side - 2 * pad, side - 2 * pad), outline=0, width=max(1, side // 90))
    word = WORDS[int(random.integers(len(WORDS)))]
    pen.text((side // 2, side // 2), word, fill=0, font=ImageFont.load_default(side // 10), anchor="mm")
    turned = stamp.rotate(float(random.uniform(-40, 40)), fillcolor=255, resample=Image.Resampling.BICUBIC)
    patchy = cv2.GaussianBlur(random.normal(0, 1, (side, side)).astype(np.float32), (0, 0), side / 40)
    ink = np.where(patchy > -patchy.std(), np.asarray(turned), 255).astype(np.uint8)
    return _over(scan, ink, random)


def signature(scan: Scan, random: np.random.Generator) -> Scan:
    """A scribbled name over or under the text, in a pen's strokes."""
    width, height = int(random.uniform(1.8, 3.0) * scan.dpi), int(0.9 * scan.dpi)
    paper = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(paper)
    steps = np.linspace(0, 1, 400)
    waves = int(random.integers(6, 12))
    swing = np.interp(steps, np.linspace(0, 1, waves), random.uniform(0.15, 0.4, waves))
    x = width * (0.05 + 0.9 * steps) + swing * height * 0.5 * np.sin(steps * waves * 5.1)
    y = height / 2 + swing * height * np.sin(steps * waves * 6.3 + random.uniform(0, 6))
    pen.line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=20, width=max(2, scan.dpi // 75), joint="curve")
    pen.line([(0, height * 0.8), (width, height * random.uniform(0.5, 0.8))], fill=20, width=max(2, scan.dpi // 90))
    return _over(scan, np.asarray(paper), random)


def photograph(scan: Scan, random: np.random.Generator) -> Scan:
    """A gray picture, or one of printer's dots, on the empty lower part of the page."""
    inked = np.flatnonzero((scan.gray < 128).any(axis=1))
    top = int(inked.max(initial=0)) + scan.dpi // 4
    height = min(scan.gray.shape[0] - top - scan.dpi // 3, int(3.2 * scan.dpi))
    if height < scan.dpi // 2:
        return scan
    width = int(min(random.uniform(1.0, 1.6) * height, scan.gray.shape[1] - 1.8 * scan.dpi))
    scene = np.zeros((height, width), np.float32)
    for size, weight in ((2, 1.0), (6, 0.6), (20, 0.3), (80, 0.15)):
        grain = random.normal(0, weight, (max(2, size * height // width), size)).astype(np.float32)
        scene += cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    scene = 128 + 55 * (scene - scene.mean()) / scene.std()
    if random.random() < 0.5:
        y, x = np.mgrid[0:height, 0:width]
        raster = np.sin(x * 2 * np.pi * 65 / scan.dpi) * np.sin(y * 2 * np.pi * 65 / scan.dpi)
        scene = np.where(scene + 90 * raster > 128, 255, 0).astype(np.float32)
    gray = scan.gray.copy()
    gray[top : top + height, scan.dpi : scan.dpi + width] = np.clip(scene, 0, 255).astype(np.uint8)
    return Scan(gray, scan.dpi, scan.told_dpi)


def _over(scan: Scan, ink: Gray, random: np.random.Generator) -> Scan:
    gray = scan.gray.copy()
    height, width = ink.shape
    top = int(random.integers(scan.dpi // 2, gray.shape[0] - height - scan.dpi // 2))
    left = int(random.integers(scan.dpi // 2, gray.shape[1] - width - scan.dpi // 2))
    place = gray[top : top + height, left : left + width]
    np.minimum(place, ink, out=place)
    return Scan(gray, scan.dpi, scan.told_dpi)
