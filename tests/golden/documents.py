"""The documents that were judged, laid out as files and read into an archive. See README.md beside this file."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

from indexer.config import Config, load_config
from tests.commands import cotejo
from tests.conftest import ROOT

DATA = ROOT.parent / "shared" / "data"
CORPUS = ROOT / "corpus"
TRANSCRIPTS = 300

LAWS = ("LGN.md", "LNUF_static.pdf", "LSN_static.pdf")


def judged_files(folder: Path) -> dict[str, Path]:
    """Document key → file. What is not a file of its own in the data is written below ``folder``."""
    files = {f"cited/{path.name}": path for path in sorted((DATA / "presidencia" / "cited").glob("*.txt"))}
    dof = DATA / "dof"
    plain = [
        *dof.glob("constitution/*.rst"),
        *dof.glob("html/*.html"),
        *dof.glob("edition/*.md"),
        *dof.glob("pdf/*.pdf"),
    ]
    plain += [dof / "acuerdo_2020-05-11_PARTIAL_excerpt.txt", *(dof / "laws" / name for name in LAWS)]
    files |= {f"dof/{path.relative_to(dof)}": path for path in sorted(plain)}
    files |= _decrees(folder / "decrees", dof / "constitutional-decrees.jsonl")
    files |= _transcripts(folder / "transcripts", DATA / "presidencia" / "transcripts-2018-2024.tar.xz")
    bundled = [path for path in (CORPUS / "documents").rglob("*") if path.is_file() and _document(path)]
    return files | {f"corpus/{path.relative_to(CORPUS)}": path for path in sorted(bundled)}


def _document(path: Path) -> bool:
    return path.suffix != ".toml" and path.name != "README.md"


def _decrees(folder: Path, lines: Path) -> dict[str, Path]:
    folder.mkdir(parents=True)
    files = {}
    for number, line in enumerate(lines.read_text(encoding="utf-8").splitlines(), start=1):
        path = folder / f"decree-{number:03}.txt"
        path.write_text(json.loads(line)["body"], encoding="utf-8")
        files[f"dof/decrees/{number:03}"] = path
    return files


def _transcripts(folder: Path, tar: Path) -> dict[str, Path]:
    """Every so many of the sorted names: TRANSCRIPTS of them."""
    with tarfile.open(tar) as archive:
        archive.extractall(folder, filter="data")
    root = folder / "articulos"
    found = sorted((path for path in root.rglob("*.txt")), key=lambda path: str(path.relative_to(folder)))
    chosen = [found[number * len(found) // TRANSCRIPTS] for number in range(TRANSCRIPTS)]
    for path in set(found) - set(chosen):
        path.unlink()
    return {f"transcripts/{path.relative_to(root)}": path for path in chosen}


def judged_archive(folder: Path) -> tuple[Config, dict[str, str]]:
    """An archive of all of them in ``folder``, and document id → key."""
    files = judged_files(folder)
    (folder / "config.toml").write_text(
        f'[archive]\ndata = "var"\ncollections = "{CORPUS / "collections.toml"}"\n', encoding="utf-8"
    )
    report = CORPUS / "reports" / "warlike-approach" / "report.md"
    _run("report", "add", report, archive=folder)
    _run("add", *sorted(path for path in (CORPUS / "documents").iterdir() if path.is_dir()), archive=folder)
    dof = [path for key, path in files.items() if key.startswith("dof/")]
    _run("add", "--collection", "dof", *(path for path in dof if "decrees" not in path.parts), archive=folder)
    _run("add", "--collection", "dof", "--kind", "decree", folder / "decrees", archive=folder)
    _run("add", "--collection", "presidencia", DATA / "presidencia" / "cited", folder / "transcripts", archive=folder)
    keys = {_id(path): key for key, path in files.items()}
    return load_config(folder / "config.toml"), {_id(report): f"corpus/{report.relative_to(CORPUS)}", **keys}


def _id(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _run(*arguments: str | Path, archive: Path) -> None:
    ran = cotejo(*arguments, archive=archive)
    assert ran.status in (0, 1), ran.err  # 1: a file could not be read; the judgments then show it
