"""`cotejo add` against its bare peers, each ratio in one run on the same material.

    .venv/bin/python -m bench.ingest [--transcripts 300] [--scans 32] [--memory-scans 40] [--jobs 2]

    text     transcripts through `cotejo add`; the peer is bare Whoosh adding the same passages, our analyser and
             fields, its own codec and writer, as many processes
    ocr      typewritten scans through `cotejo add --jobs 1`; the peer is tesseract alone, one page after another;
             then two jobs against one
    memory   peak of all processes while scans are read, in each tenth of the run: flat, or it leaks

Needs ../shared/data. `--transcripts 2974 --memory-scans 1000` is the whole of it (about 20 minutes).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from bench.measure import COTEJO, SHARED, measure
from bench.search import build_bare
from indexer.archive import Archive
from indexer.config import load_config
from indexer.indexing import index_documents

TRANSCRIPTS = SHARED / "presidencia" / "transcripts-2018-2024.tar.xz"
SCANS = SHARED / "scans" / "typewritten"


@contextmanager
def new_archive() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="cotejo-bench-"))
    try:
        subprocess.run([COTEJO, "init", folder / "archive"], check=True, stdout=subprocess.DEVNULL)
        yield folder / "archive"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpack(folder: Path, limit: int) -> int:
    """Transcripts spread over the years; returns their bytes."""
    total = 0
    with tarfile.open(TRANSCRIPTS) as packed:
        members = sorted((member for member in packed if member.isfile()), key=lambda member: member.name)
        for member in members[:: max(1, len(members) // limit)][:limit]:
            stream = packed.extractfile(member)
            assert stream is not None
            data = stream.read()
            (folder / member.name.removeprefix("articulos/").replace("/", "-")).write_bytes(data)
            total += len(data)
    return total


def bench_text(limit: int, jobs: int) -> None:
    with new_archive() as archive:
        sources = archive.parent / "sources"
        sources.mkdir()
        size = unpack(sources, limit)
        ours = measure([COTEJO, "add", sources, "--jobs", str(jobs), "--archive", archive])
        with Archive.open(load_config(archive / "config.toml")) as opened:
            documents = list(index_documents(opened.catalog, opened.catalog.documents.revisions()))
        passages = sum(len(document.passages) for document in documents)
        began = time.perf_counter()
        build_bare(archive.parent / "bare", documents, jobs)
        bare = time.perf_counter() - began
        print(f"text    {len(documents)} transcripts, {size / 1e6:.1f} MB, {passages:,} passages, {jobs} processes")
        print(f"        cotejo add   {ours.seconds:7.1f} s   peak {ours.peak_mb:5.0f} MB")
        print(f"        bare Whoosh  {bare:7.1f} s   ratio {ours.seconds / bare:.2f}   (target ≤ 1.5)")


def write_scans(folder: Path, count: int) -> list[Path]:
    """One-page scans at noise1. Another quality makes another file of a page: a copy would be `unchanged`."""
    folder.mkdir()
    originals = sorted(SCANS.glob("*-noise1.jpg"))
    scans = [folder / f"{number:04}.jpg" for number in range(count)]
    for number, scan in enumerate(scans):
        with Image.open(originals[number % len(originals)]) as picture:
            picture.convert("L").save(scan, quality=60 + number // len(originals) % 35, dpi=(300, 300))
    return scans


def bench_ocr(count: int) -> None:
    with new_archive() as one, new_archive() as two:
        scans = write_scans(one.parent / "scans", count)
        single = measure([COTEJO, "add", *scans, "--jobs", "1", "--archive", one])
        began = time.perf_counter()
        for scan in scans:
            subprocess.run(
                ["tesseract", scan, "-", "-l", "spa", "tsv"],
                check=True,
                capture_output=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        bare = time.perf_counter() - began
        double = measure([COTEJO, "add", *scans, "--jobs", "2", "--archive", two])
    print(f"ocr     {len(scans)} typewritten pages at noise1")
    print(f"        cotejo add, 1 job    {single.seconds:7.1f} s")
    print(f"        bare tesseract       {bare:7.1f} s   ratio {single.seconds / bare:.2f}   (target ≤ 1.25)")
    speedup = single.seconds / double.seconds
    print(f"        cotejo add, 2 jobs   {double.seconds:7.1f} s   speed-up {speedup:.2f}   (target ≥ 1.8)")


def bench_memory(count: int, jobs: int) -> None:
    with new_archive() as archive:
        scans = write_scans(archive.parent / "scans", count)
        run = measure([COTEJO, "add", *scans, "--jobs", str(jobs), "--archive", archive])
    tenths = " ".join(f"{peak:.0f}" for peak in run.peaks_mb)
    print(f"memory  {count} one-page scans, {jobs} jobs, {run.seconds:.0f} s, exit {run.status}")
    print(f"        peak {run.peak_mb:.0f} MB of all processes (target < 1500); by tenths of the run: {tenths}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transcripts", type=int, default=300)
    parser.add_argument("--scans", type=int, default=32)
    parser.add_argument("--memory-scans", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if options.transcripts:
        bench_text(options.transcripts, options.jobs)
    if options.scans:
        bench_ocr(options.scans)
    if options.memory_scans:
        bench_memory(options.memory_scans, options.jobs)


if __name__ == "__main__":
    main()
