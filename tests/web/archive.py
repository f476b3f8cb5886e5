"""A real archive: the bundled report and documents, and a few files that try the pages."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from indexer.config import Config, load_config
from tests.commands import cotejo
from tests.conftest import ROOT

CORPUS = ROOT / "corpus"

LONG_TEXT = "\n\n".join(
    f"Párrafo {n}. " + "Una frase que se repite para llenar la sección. " * 30 for n in range(1, 260)
)
HOSTILE_TEXT = """Versión de prueba.

<script>alert('xss')</script> y «&amp;» con \u202etexto al revés\u202c.

fentanilo <b>negrita</b>
"""
SECRET_TEXT = "Documento reservado con la palabra xilófono y fentanilo.\n"


def scribble(path: Path) -> None:
    """A page with ink but without letters, which OCR cannot read."""
    page = Image.new("L", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    for turn in range(40):
        draw.arc(
            (100 + 20 * turn, 200 + 30 * turn, 500 + 20 * turn, 700 + 25 * turn), 7 * turn, 200 + 7 * turn, "black", 9
        )
    page.save(path, dpi=(150, 150))


def bundled_archive(folder: Path) -> Config:
    """An archive in ``folder`` with the bundled report and documents, as `make run` has it."""
    (folder / "config.toml").write_text(
        f'[archive]\ndata = "var"\ncollections = "{CORPUS / "collections.toml"}"\n[web]\npage_size = 5\n',
        encoding="utf-8",
    )
    collections = sorted(path for path in (CORPUS / "documents").iterdir() if path.is_dir())
    run("report", "add", CORPUS / "reports" / "warlike-approach" / "report.md", archive=folder)
    run("add", *collections, archive=folder)
    return load_config(folder / "config.toml")


def trying_archive(folder: Path) -> Config:
    """The bundled archive and files that try the pages: long, hostile, unreadable, restricted, and twice there."""
    config = bundled_archive(folder)
    extra, secret = folder / "files", folder / "secret"
    extra.mkdir()
    secret.mkdir()
    (extra / "largo.txt").write_text(LONG_TEXT, encoding="utf-8")
    (extra / 'rare "name" <b>;\u00f1.txt').write_text(HOSTILE_TEXT, encoding="utf-8")
    scribble(extra / "garabato.png")
    (secret / "reservado.txt").write_text(SECRET_TEXT, encoding="utf-8")
    # The same bytes in a public and in a restricted collection.
    (secret / "copia de rare.txt").write_text(HOSTILE_TEXT, encoding="utf-8")
    run("add", extra, archive=folder)
    run("add", secret, "--collection", "reservada", "--restricted", archive=folder)
    return config


def run(*arguments: str | Path, archive: Path) -> None:
    ran = cotejo(*arguments, archive=archive)
    assert ran.status in (0, 1), ran.err  # 1: a page could not be read
