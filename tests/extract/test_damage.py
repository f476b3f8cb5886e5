"""Files cut short, with bits flipped or stretches overwritten: a SourceError or a reading, never anything else."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from indexer.errors import SourceError
from indexer.extract.identify import hash_file
from indexer.extract.registry import extractor_for
from tests.extract.helpers import LIMITS, PROSE, ScriptedReader, make_pdf, paragraph

VARIANTS = 25
SLOWEST_SECONDS = 30


def sound_files(folder: Path) -> list[Path]:
    sheet = Image.new("L", (300, 400), 255)
    ImageDraw.Draw(sheet).text((20, 20), PROSE[:40], fill=0)
    files = [make_pdf(folder / "text.pdf", *[paragraph(72, 700, [PROSE[:80]] * 20)] * 3)]
    files.append(make_pdf(folder / "scan.pdf", lambda canvas: canvas.drawInlineImage(sheet, 50, 50)))
    for form in ("jpg", "png", "tif"):
        sheet.save(folder / f"a.{form}")
        files.append(folder / f"a.{form}")
    (folder / "a.html").write_text(f"<html><head><title>T</title></head><body>{f'<p>{PROSE}</p>' * 20}</body></html>")
    (folder / "a.txt").write_text(PROSE * 40)
    return [*files, folder / "a.html", folder / "a.txt"]


def damaged(data: bytes, source: random.Random) -> bytes:
    copy = bytearray(data)
    kind = source.randrange(3)
    if kind == 0:
        return bytes(copy[: source.randrange(1, len(copy))])
    if kind == 1:
        for _ in range(source.choice([1, 5, 50])):
            copy[source.randrange(len(copy))] ^= 1 << source.randrange(8)
        return bytes(copy)
    start = source.randrange(len(copy))
    return bytes(copy[:start]) + source.randbytes(source.randrange(1, 500)) + bytes(copy[start + 200 :])


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
def test_damage_of_any_kind_is_a_source_error_or_a_reading(tmp_path: Path, seed: int) -> None:
    source = random.Random(seed)
    for sound in sound_files(tmp_path):
        for _ in range(VARIANTS):
            path = tmp_path / "damaged"
            path.write_bytes(damaged(sound.read_bytes(), source))
            started = time.process_time()
            try:
                media_type = hash_file(path, LIMITS).media_type
                pages = extractor_for(media_type).extract(path, media_type, LIMITS, ScriptedReader()).pages
            except SourceError:
                continue
            finally:
                assert time.process_time() - started < SLOWEST_SECONDS
            for page in pages:
                assert page.text.encode("utf-8").decode("utf-8") == page.text
                assert all(page.text[word.start : word.end].strip() for word in page.words)
