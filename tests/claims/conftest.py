"""A report in Spanish whose notes cite a conference, a conference that is not there, and a restricted paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.config import load_config
from indexer.discover import discover
from indexer.filing import AddOptions
from indexer.models import Document
from indexer.pipeline import Ingest

CONFERENCE = """Versión estenográfica. Conferencia de prensa matutina del 9 de marzo de 2023

Presidencia de la República | 09 de marzo de 2023

PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR: Buenos días. Hoy vamos a informar sobre el programa de vivienda.

Aquí nosotros no producimos fentanilo y nosotros no tenemos consumo de fentanilo. Se decomisaron 286 mil 494 pastillas
y el apoyo subió 77.3 por ciento. Participaron 1,250 elementos de la Guardia Nacional.
"""
OTHER = """Versión estenográfica. Conferencia de prensa matutina del 10 de marzo de 2023

Presidencia de la República | 10 de marzo de 2023

PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR: Vamos a seguir apoyando a los pobres, porque por el bien de todos, primero los
pobres. Aquí nosotros no producimos fentanilo y nosotros no tenemos consumo de fentanilo.
"""
SECRET = (
    "Informe reservado.\n\nEl convoy salió de la zona militar a las cuatro de la mañana con dos vehículos blindados.\n"
)
VERBATIM = "Aquí nosotros no producimos fentanilo y nosotros no tenemos consumo de fentanilo"
ALTERED = "Aquí nosotros producimos fentanilo y nosotros no tenemos consumo de fentanilo"
ABSENT = "La luna es de queso manchego y se derrite los martes en Tabasco"
ELSEWHERE = "Vamos a seguir apoyando a los pobres, porque por el bien de todos, primero los pobres"
HIDDEN = "El convoy salió de la zona militar a las cuatro de la mañana con dos vehículos blindados"
CITED = "Presidencia de la República. Conferencia de prensa matutina, 9 de marzo de 2023. https://x.mx/c"
REPORT = f"""---
id: informe
title: Un informe
language: es
---
El presidente dijo: «{VERBATIM}».[^1] Otros le atribuyen: «{ALTERED}».[^2]

Nunca dijo: «{ABSENT}».[^3] Sí dijo: «{ELSEWHERE}».[^4]

Se aseguraron 286,494 pastillas, un 77.3% más, con 1,250 elementos y 912,345 balas.[^5]

Según el papel: «{HIDDEN}».[^6] Se contaron 286,494 en total.[^7]

[^1]: {CITED}
[^2]: {CITED}
[^3]: {CITED}
[^4]: {CITED}
[^5]: {CITED}
[^6]: Un papel.
[^7]: Conferencia que no está, 3 de mayo de 2001. https://x.mx/7
"""


def take_in(archive: Archive, folder: Path, collection: str = "inbox", *, restricted: bool = False) -> None:
    """Add the files of a folder as `cotejo add` does."""
    archive.ensure_collection(collection, restricted=restricted)
    for outcome in Ingest(archive, AddOptions(collection=collection, jobs=1)).run(discover([folder])):
        assert outcome.error is None


def titled(archive: Archive, word: str) -> Document:
    (found,) = [document for document in archive.catalog.documents.all() if word in document.title]
    return found


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive's folder with the documents and the report, its links confirmed; nothing checked yet."""
    folder = tmp_path_factory.mktemp("claims")
    (folder / "config.toml").write_text('[archive]\ndata = "var"\n', encoding="utf-8")
    for name, text in (("public/9.txt", CONFERENCE), ("public/10.txt", OTHER), ("secret/paper.txt", SECRET)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "informe.md").write_text(REPORT, encoding="utf-8")
    with Archive.open(load_config(folder / "config.toml"), create=True) as archive:
        take_in(archive, folder / "public")
        take_in(archive, folder / "secret", "secret", restricted=True)
        archive.citations.add_report(folder / "informe.md")
        conference, paper = titled(archive, "9 de marzo"), titled(archive, "reservado")
        for note in "12345":
            archive.citations.confirm(f"informe#fn-{note}", conference.id)
        archive.citations.confirm("informe#fn-6", paper.id)
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of that archive, open."""
    shutil.copytree(made, tmp_path / "a")
    with Archive.open(load_config(tmp_path / "a" / "config.toml")) as opened:
        yield opened
