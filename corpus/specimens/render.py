#!/usr/bin/env python3
"""Render the specimens of ``corpus/documents`` from the sources beside this script.

    python corpus/specimens/render.py [--out DIR]

Needs Pillow, NumPy and ReportLab, and Debian's fonts-liberation. The output depends on nothing else: the same sources
with the same versions of these give the same bytes, and so the same document ids. ``toolchain.toml`` says which
versions drew the files that are committed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy
import PIL
import printed
import reportlab
import typewriter
import webpage
from PIL import features
from specimen import SIDECAR_KEYS, Specimen, parse_pages, read_source

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE.parent / "documents"
TOOLCHAIN = HERE / "toolchain.toml"


def main() -> None:
    """Render every source; into the corpus itself, the toolchain is recorded too."""
    parser = argparse.ArgumentParser(description="Render the specimens from their sources.")
    parser.add_argument("--out", type=Path, default=DOCUMENTS, help="folder to write into (default: corpus/documents)")
    parser.add_argument("--toolchain", action="store_true", help="only print what this machine would draw with")
    arguments = parser.parse_args()
    if arguments.toolchain:
        print(write_toml(toolchain()), end="")
        return
    for source in sorted(SOURCES.glob("*.txt")):
        write(read_source(source), arguments.out)
    if arguments.out == DOCUMENTS:
        TOOLCHAIN.write_text(write_toml(toolchain()), encoding="utf-8")


def write(specimen: Specimen, out: Path) -> Path:
    """Render one specimen and its sidecar under ``out``; return the specimen's path."""
    path = out / specimen.output
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(LAYOUTS[specimen.layout](specimen))
    sidecar = {key: specimen.sidecar[key] for key in SIDECAR_KEYS if key in specimen.sidecar}
    path.with_name(f"{path.name}.toml").write_text(write_toml(sidecar), encoding="utf-8")
    return path


def render_paper(specimen: Specimen) -> bytes:
    """Pages of paper, in the file type that the output's name asks for."""
    pages = parse_pages(specimen.body)
    suffix = Path(specimen.output).suffix
    if suffix == ".pdf":
        return printed.render_pdf(specimen, pages)
    images = [
        typewriter.scan(page.blocks, specimen.notice, f"{specimen.output}#{number}", page.skew or 0.0)
        for number, page in enumerate(pages, start=1)
    ]
    if suffix == ".tif":
        return typewriter.as_fax(images)
    if len(images) != 1:
        raise ValueError(f"{specimen.output}: a JPEG holds one page, the source has {len(images)}")
    return typewriter.as_jpeg(images[0])


def render_text(specimen: Specimen) -> bytes:
    """A transcript or a Markdown page: the notice, then the body as it stands."""
    return f"{specimen.notice}\n{specimen.body}\n".encode()


LAYOUTS: Mapping[str, Callable[[Specimen], bytes]] = {
    "paper": render_paper,
    "text": render_text,
    "dof": lambda specimen: webpage.dof_note(specimen).encode(),
    "gobmx": lambda specimen: webpage.gobmx_article(specimen).encode(),
    "release": lambda specimen: webpage.press_release(specimen).encode(),
}


def toolchain() -> dict[str, str]:
    """Whatever can change a rendered byte without a source having changed."""
    faces = {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in (typewriter.FACE, typewriter.BOLD_FACE)
    }
    libraries = {name: str(features.version(name)) for name in ("freetype2", "libjpeg_turbo", "libtiff")}
    return {
        "pillow": PIL.__version__,
        "numpy": numpy.__version__,
        "reportlab": reportlab.__version__,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **libraries,
        **faces,
    }


def write_toml(table: Mapping[str, Any]) -> str:
    """A flat table of strings, booleans and lists of strings; JSON's quoting of these is also TOML's."""
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in table.items())


if __name__ == "__main__":
    main()
