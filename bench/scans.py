"""A thousand one-page scans through `cotejo add`: memory, two jobs against one, killed half-way and taken up again.

    .venv/bin/python -m bench.scans [--scans 1000] [--compare 120] [--jobs 2]

The scans are small (one line of print each, every one another), so that the run takes minutes; what grows with the
number of documents grows all the same. Every start of tesseract is counted by a wrapper on PATH.

    memory   the most memory of all processes in each tenth of either half: flat, or it leaks
    resume   killed by SIGKILL when half of the scans are in the catalog; the second run must start tesseract for the
             other half alone (pages under way when it was killed are among these)
    jobs     --compare scans with one job and with two
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bench.ingest import new_archive
from bench.measure import COTEJO, Measured, measure

WORDS = [
    "general",
    "puerto",
    "oficio",
    "marzo",
    "carretera",
    "guardia",
    "informe",
    "nacional",
    "batallón",
    "zona",
    "agua",
    "salud",
    "censo",
    "minuta",
]
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def write_scans(folder: Path, count: int) -> list[Path]:
    """``count`` different scans of one line."""
    folder.mkdir()
    font = ImageFont.truetype(str(FONT), 40) if FONT.exists() else ImageFont.load_default(40)
    chosen = random.Random(4)
    paths = [folder / f"{number:04}.png" for number in range(count)]
    for number, path in enumerate(paths):
        picture = Image.new("L", (1300, 160), "white")
        line = f"Oficio {number + 1000}: {' '.join(chosen.sample(WORDS, 4))}."
        ImageDraw.Draw(picture).text((60, 50), line, font=font, fill=0)
        picture.save(path, dpi=(300, 300))
    return paths


def counting(folder: Path) -> tuple[dict[str, str], Path]:
    """An environment whose tesseract notes each page that it is started for, and where it notes them."""
    real = shutil.which("tesseract")
    log, program = folder / "starts", folder / "bin" / "tesseract"
    program.parent.mkdir()
    log.touch()
    program.write_text(f'#!/bin/sh\ncase "$1" in --*) ;; *) echo x >> {log} ;; esac\nexec {real} "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}, log


def starts(log: Path) -> int:
    return len(log.read_text().splitlines())


def filed(archive: Path) -> int:
    """The documents in the catalog."""
    path = archive / "var" / "catalog.sqlite"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as catalog:
        try:
            return int(catalog.execute("SELECT count(*) FROM documents").fetchone()[0])
        except sqlite3.OperationalError:  # it is being made
            return 0


def bench_resume(count: int, jobs: int) -> None:
    with new_archive() as archive:
        scans = write_scans(archive.parent / "scans", count)
        env, log = counting(archive.parent)
        command = [COTEJO, "add", scans[0].parent, "--jobs", str(jobs), "--archive", archive]
        first = measure(command, env=env, until=lambda: filed(archive) >= count // 2)
        kept, started = filed(archive), starts(log)
        second = measure(command, env=env)
        again = starts(log) - started
        print(f"scans   {count} one-page scans, {jobs} jobs; killed with {kept} in the catalog")
        for name, run in (("first", first), ("second", second)):
            print(f"        {name} run {run.seconds:6.0f} s, peak {run.peak_mb:.0f} MB; by tenths: {tenths(run)}")
        print(f"        tesseract: {started} starts, then {again} for the {count - kept} left; {filed(archive)} filed")


def tenths(run: Measured) -> str:
    return " ".join(f"{peak:.0f}" for peak in run.peaks_mb)


def bench_jobs(count: int) -> None:
    with new_archive() as one, new_archive() as two:
        scans = write_scans(one.parent / "scans", count)[0].parent
        single = measure([COTEJO, "add", scans, "--jobs", "1", "--archive", one])
        double = measure([COTEJO, "add", scans, "--jobs", "2", "--archive", two])
        assert filed(one) == filed(two) == count, "a run has ended too early"
    ratio = single.seconds / double.seconds
    print(f"jobs    {count} scans: 1 job {single.seconds:.1f} s, 2 jobs {double.seconds:.1f} s, speed-up {ratio:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", type=int, default=1000)
    parser.add_argument("--compare", type=int, default=120)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if options.compare:
        bench_jobs(options.compare)
    if options.scans:
        bench_resume(options.scans, options.jobs)


if __name__ == "__main__":
    main()
