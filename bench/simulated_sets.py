"""The sets of simulated scans: which page, which damages. Seeded: the same names make the same pages on any machine
that has the same fonts."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench import simulated_marks as marks
from bench import simulated_scans as scans
from bench.measure import SHARED
from bench.simulated_pages import FONT_FOLDERS, DrawnPage, draw_prose, draw_table, fonts
from bench.simulated_scans import Damage, Scan

CITED = SHARED / "presidencia" / "cited"
LINES = 22
"""Paragraphs of a page at most: half a page is enough to count errors on, and halves the time."""


@dataclass(frozen=True)
class SimulatedSet:
    """``dpis`` are those drawn by turns; ``columns`` of prose, or a table if 0."""

    name: str
    damages: tuple[Damage, ...] = ()
    dpis: tuple[int, ...] = (200, 300)
    columns: int = 1


SETS = (
    SimulatedSet("clean"),
    SimulatedSet("skew", (scans.skewed,)),
    SimulatedSet("turned", (scans.turned,)),
    SimulatedSet("turned-skew", (scans.skewed, scans.turned)),
    SimulatedSet("150 dpi", (), (150,)),
    SimulatedSet("150 dpi-skew", (scans.skewed, scans.as_jpeg), (150,)),
    SimulatedSet("600 dpi-skew", (scans.skewed,), (600,)),
    SimulatedSet("noise", (scans.noisy,)),
    SimulatedSet("shadow", (scans.shadowed,)),
    SimulatedSet("shadow-noise-skew", (scans.skewed, scans.shadowed, scans.noisy)),
    SimulatedSet("stains", (scans.stained,)),
    SimulatedSet("bleed-through", (scans.bled_through,)),
    SimulatedSet("fax", (scans.faxed,)),
    SimulatedSet("fax-skew", (scans.skewed, scans.faxed)),
    SimulatedSet("stamp", (scans.stamped,)),
    SimulatedSet("dark stamp", (marks.dark_stamp,)),
    SimulatedSet("signature", (marks.signature,)),
    SimulatedSet("photograph", (marks.photograph,)),
    SimulatedSet("faint", (scans.faint,)),
    SimulatedSet("blur", (scans.blurred,)),
    SimulatedSet("jpeg", (scans.as_jpeg,)),
    SimulatedSet("photocopy", (scans.skewed, scans.photocopied)),
    SimulatedSet("wrong dpi", (scans.silent,)),
    SimulatedSet("columns", (), (200, 300), 2),
    SimulatedSet("columns-skew-shadow", (scans.skewed, scans.shadowed), (200, 300), 2),
    SimulatedSet("table", (), (200, 300), 0),
    SimulatedSet("table-skew", (scans.skewed,), (200, 300), 0),
)


@dataclass(frozen=True)
class Case:
    """A scan with its text."""

    name: str
    scan: Scan
    text: str


def make_case(which: SimulatedSet, split: str, number: int, folders: Sequence[Path] = FONT_FOLDERS) -> Case:
    """Page ``number`` of the set; ``split`` (train, held-out) chooses fonts, texts and seeds."""
    random = np.random.default_rng(zlib.crc32(f"{which.name} {split} {number}".encode()))
    dpi = which.dpis[number % len(which.dpis)]
    page = _page(which, split, dpi, random, tuple(folders))
    scan = Scan(np.asarray(page.picture), dpi, dpi)
    for damage in which.damages:
        scan = damage(scan, random)
    return Case(f"{which.name} {number}", scan, page.text)


def _page(
    which: SimulatedSet, split: str, dpi: int, random: np.random.Generator, folders: tuple[Path, ...]
) -> DrawnPage:
    choice = fonts(folders)[split]
    font = choice[int(random.integers(len(choice)))]
    points = float(random.uniform(9, 12.5))
    text = _text(split, random)
    if which.columns == 0:
        words = sorted({word for word in text.split() if word.isalpha() and len(word) > 3})
        return draw_table(words, font, dpi, points, ruled=bool(random.integers(2)), seed=int(random.integers(1 << 30)))
    return draw_prose(text, font, dpi, points if which.columns == 1 else min(points, 10), which.columns)


def _text(split: str, random: np.random.Generator) -> str:
    """Paragraphs from the middle of a press conference; the two splits have different ones."""
    files = sorted(CITED.glob("*.txt"))
    files = files[:4] if split == "train" else files[4:]
    paragraphs = [line.strip() for line in files[int(random.integers(len(files)))].read_text().splitlines()]
    paragraphs = [line for line in paragraphs if len(line) > 80]
    start = int(random.integers(len(paragraphs) - LINES))
    return "\n".join(paragraphs[start : start + LINES])[:2400]
