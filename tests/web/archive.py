"""A real archive: the bundled report and documents, and a few files that try the pages."""

from __future__ import annotations

from pathlib import Path

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


def make_archive(folder: Path) -> Config:
    """An archive in ``folder`` with the bundled report and documents, and files that try the pages."""
    (folder / "config.toml").write_text(
        f'[archive]\ndata = "var"\ncollections = "{CORPUS / "collections.toml"}"\n[web]\npage_size = 5\n',
        encoding="utf-8",
    )
    extra = folder / "files"
    extra.mkdir()
    (extra / "largo.txt").write_text(LONG_TEXT, encoding="utf-8")
    (extra / 'rare "name" <b>;\u00f1.txt').write_text(HOSTILE_TEXT, encoding="utf-8")
    secret = folder / "secret"
    secret.mkdir()
    (secret / "reservado.txt").write_text(
        "Documento reservado con la palabra xilófono y fentanilo.\n", encoding="utf-8"
    )
    for ran in (
        cotejo("report", "add", CORPUS / "reports" / "warlike-approach" / "report.md", archive=folder),
        cotejo("add", *sorted(path for path in (CORPUS / "documents").iterdir() if path.is_dir()), archive=folder),
        cotejo("add", extra, archive=folder),
        cotejo("add", secret, "--collection", "reservada", "--restricted", archive=folder),
    ):
        assert ran.status == 0, ran.err
    return load_config(folder / "config.toml")
