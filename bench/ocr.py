"""Reading scans against bare tesseract and `ocrmypdf --deskew --clean`: errors and time, per set, in one run.

    .venv/bin/python -m bench.ocr [--pages 4] [--split held-out|train] [--fonts DIR] [--set NAME]… [--no-peer]

    CER      edits (Levenshtein) between what was read and the true text, for each of its characters; both in NFC, white
             space of any length as one space, and the mark ¬ of the print's transcription as the hyphen it stands for
    seconds  of processor time, of the program and all it starts: several of them may run at a time on this machine
    turned   pages whose stored image is not as it came, repaired ones those read after a repair

Sets: ../shared/data/scans/typewritten by level, scans/print-19c by book (all of their pages), and simulated ones
(`bench/simulated_sets.py`), of which thresholds were tuned on the split `train` and figures are told of `held-out`:
other fonts, texts and seeds. More fonts than the machine has come from `--fonts`, a folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import edlib
from PIL import Image

from bench.measure import SHARED
from bench.simulated_pages import FONT_FOLDERS
from bench.simulated_sets import SETS, SimulatedSet, make_case
from indexer.config import IngestLimits, OcrSettings
from indexer.extract.identify import identify
from indexer.extract.registry import extractor_for
from indexer.ocr.reader import TesseractReader
from indexer.text.language import detect_language

SCANS = SHARED / "scans"
PEER = ("ocrmypdf", "--deskew", "--clean", "--language", "spa", "--output-type", "pdf", "--jobs", "1", "--quiet")
UNTOLD_DPI = 200
"""ocrmypdf refuses a picture that tells no resolution; this is the typewritten scans'."""


@dataclass(frozen=True)
class Scanned:
    """A scan as a file, and its text."""

    path: Path
    text: str
    told_dpi: int


@dataclass(frozen=True)
class Read:
    """A page as one program read it. ``how``: what ours did to it."""

    errors: float
    seconds: float
    how: str = ""


def character_errors(found: str, truth: str) -> float:
    """Edits for each character of the truth, white space and the print's hyphens made alike."""
    return edlib.align(_alike(found), _alike(truth))["editDistance"] / max(1, len(_alike(truth)))


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("¬", "-").split())


def timed(read: Callable[[], tuple[str, str]], truth: str) -> Read:
    before = os.times()
    text, how = read()
    after = os.times()
    return Read(character_errors(text, truth), sum(after[:4]) - sum(before[:4]), how)


def bare(scan: Scanned) -> tuple[str, str]:
    done = subprocess.run(
        ["tesseract", scan.path, "-", "-l", "spa"],
        capture_output=True,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode("utf-8", "replace"), ""


def ours(scan: Scanned) -> tuple[str, str]:
    media_type = identify(scan.path)
    reader = TesseractReader(OcrSettings())
    pages = extractor_for(media_type).extract(scan.path, media_type, IngestLimits(), reader).pages
    return "\n".join(page.text for page in pages), pages[0].engine.partition("; ")[2]


def peer(scan: Scanned) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text"
        # What tells a resolution is a copy that tells the same: an alpha channel and CMYK are refused.
        copy = Path(folder) / "scan.png"
        with Image.open(scan.path) as picture:
            picture.convert("L").save(copy, dpi=(scan.told_dpi or UNTOLD_DPI,) * 2, compress_level=1)
        subprocess.run(
            [*PEER, "--sidecar", text, copy, Path(folder) / "out.pdf"],
            capture_output=True,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        return text.read_text() if text.exists() else "", ""


def real_sets() -> Iterator[tuple[str, list[Scanned]]]:
    for level in range(3):
        found = sorted((SCANS / "typewritten").glob(f"*noise{level}.jpg"))
        yield f"typewritten noise{level}", [_real(path) for path in found]
    for book in sorted((SCANS / "print-19c").iterdir()):
        found = sorted(path for path in book.iterdir() if path.suffix.lower() in (".jpg", ".png"))
        yield f"print-19c {book.name[:12]}", [_real(path) for path in found]


def _real(path: Path) -> Scanned:
    with Image.open(path) as picture:
        dpi = round(float(picture.info.get("dpi", (0,))[0]))
    return Scanned(path, path.with_name(path.stem + ".gt.txt").read_text(), dpi)


def simulated(which: SimulatedSet, split: str, pages: int, fonts: Sequence[Path], folder: Path) -> list[Scanned]:
    found = []
    for number in range(pages):
        case = make_case(which, split, number, fonts)
        path = folder / f"{case.name}.png".replace(" ", "-")
        told = {"dpi": (case.scan.told_dpi,) * 2} if case.scan.told_dpi else {}
        Image.fromarray(case.scan.gray).save(path, compress_level=1, **told)
        found.append(Scanned(path, case.text, case.scan.told_dpi))
    return found


def report(name: str, scans: Sequence[Scanned], with_peer: bool, verbose: bool) -> tuple[list[Read], list[Read]]:
    """Read the set with each program and print its line."""
    found: dict[str, list[Read]] = {"tesseract": [], "cotejo": []} | ({"ocrmypdf": []} if with_peer else {})
    programs = {"tesseract": bare, "cotejo": ours, "ocrmypdf": peer}
    for scan in scans:
        for program, reads in found.items():
            reads.append(timed(lambda call=programs[program], one=scan: call(one), scan.text))
        if verbose:
            figures = "  ".join(f"{program} {reads[-1].errors:.4f}" for program, reads in found.items())
            print(f"    {scan.path.name[-32:]:32}  {figures}  {found['cotejo'][-1].how}", flush=True)
    columns = "  ".join(
        f"{100 * statistics.mean(read.errors for read in reads):6.2f} "
        f"{100 * statistics.median(read.errors for read in reads):6.2f} "
        f"{statistics.mean(read.seconds for read in reads):6.2f}"
        for reads in found.values()
    )
    ratio = sum(read.seconds for read in found["cotejo"]) / sum(read.seconds for read in found["tesseract"])
    repaired = sum(bool(read.how) for read in found["cotejo"])
    print(f"{name:24} {len(scans):3} {columns}   {ratio:5.2f} ×  {repaired:3} repaired", flush=True)
    return found["tesseract"], found["cotejo"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=4, help="of each simulated set")
    parser.add_argument("--split", choices=("train", "held-out"), default="held-out")
    parser.add_argument("--fonts", type=Path, action="append", default=[])
    parser.add_argument("--set", dest="sets", action="append", default=[], help="only sets that begin so")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--verbose", action="store_true", help="each page")
    options = parser.parse_args()
    with_peer = not options.no_peer and shutil.which("ocrmypdf") is not None
    if not with_peer and not options.no_peer:
        print("ocrmypdf is not installed (apt-get install ocrmypdf unpaper): compared with bare tesseract alone.")
    detect_language("La Guardia Nacional es una institución de seguridad pública")  # a worker loads this once
    wanted = tuple(options.sets) or ("",)
    print(f"{'':24}     {'tesseract':>20}  {'cotejo':>20}  {'ocrmypdf' if with_peer else '':>20}")
    print(f"{'set':24}     {'  mean median      s  ' * (3 if with_peer else 2)}   time of bare")
    bare_print, our_print = [], []
    for name, scans in real_sets():
        if name.startswith(wanted):
            theirs, mine = report(name, scans, with_peer, options.verbose)
            if name.startswith("print"):
                bare_print += theirs
                our_print += mine
    if bare_print:
        before, after = (statistics.mean(read.errors for read in reads) for reads in (bare_print, our_print))
        print(f"print-19c, all {len(our_print)} pages: {100 * before:.2f} → {100 * after:.2f} % in the mean")
    with tempfile.TemporaryDirectory() as folder:
        for which in SETS:
            if which.name.startswith(wanted):
                fonts = (*FONT_FOLDERS, *options.fonts)
                scans = simulated(which, options.split, options.pages, fonts, Path(folder))
                report(which.name, scans, with_peer, options.verbose)


if __name__ == "__main__":
    main()
