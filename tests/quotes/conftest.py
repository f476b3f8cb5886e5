"""A small archive of spoken words, with what a quotation may meet: turns, two collections, a specimen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from indexer.archive import Archive
from indexer.config import load_config
from indexer.discover import discover
from indexer.filing import AddOptions
from indexer.models import OWNER
from indexer.pipeline import Ingest
from indexer.quotes.models import Verification
from indexer.quotes.parse import read_quotation

CONFERENCE = """Versión estenográfica. Conferencia de prensa del 9 de marzo de 2023

Presidencia de la República | 09 de marzo de 2023

PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR: Buenos días. Hoy vamos a informar sobre el programa de vivienda.

Aquí nosotros no producimos fentanilo y nosotros no tenemos consumo de fentanilo. Lamentamos mucho lo que está
pasando en Estados Unidos, pero ¿por qué no atienden ellos el problema?

PREGUNTA: Presidente, ¿cuántos elementos de la Guardia Nacional participaron en el operativo de Culiacán?

PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR: Participaron 27 elementos y se decomisaron 286 mil 494 pastillas. Todos los
secretarios pueden acudir a la frontera norte el lunes 13 de marzo, ya lo dijo Marcelo Ebrard en Washington.

INTERLOCUTORA: Gracias, presidente. La construc-
ción del aeropuerto Felipe Ángeles terminó en tiempo y forma, sin deuda y sin corrupción.
"""
SECOND = """Versión estenográfica. Conferencia de prensa del 10 de marzo de 2023

Presidencia de la República | 10 de marzo de 2023

PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR: Vamos a seguir apoyando a los pobres, porque por el bien de todos, primero los
pobres. Se invirtieron 40 mil millones de pesos en becas para estudiantes de preparatoria de familias humildes.
Llevamos 79.5 por ciento de avance en la obra del tren, que costó 1,234.75 pesos por metro.
"""
SECRET = (
    "Informe reservado.\n\nEl convoy salió de la zona militar a las cuatro de la mañana con dos vehículos blindados.\n"
)
FAR_APART = (
    "Boletín municipal.\n\nEl puente de Zihuatanejo abre mañana. "
    + " ".join(f"La calle número {number} del barrio antiguo tiene alumbrado." for number in range(60))
    + " Además la feria del mezcal empieza en octubre.\n\nNo a la violencia. Vamos a luchar contra la violencia. "
    "No se puede enfrentar la violencia con la violencia.\n\n"
    "El comandante regional ordenó retirar sus tropas del puerto norteño antes del anochecer siguiente.\n"
)
SPECIMEN = (
    "Ejemplo.\n\nLa secretaría informa que el inventario de uniformes quedó completo en la bodega del norte.\n\n"
    "El comandante general ordenó retirar las tropas del puerto norteño antes del amanecer siguiente.\n"
)
Verify = Callable[[str], Verification]
"""Checks a quotation for the owner."""


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("quotes")
    (folder / "config.toml").write_text('[archive]\ndata = "var"\n', encoding="utf-8")
    public, secret = folder / "public", folder / "secret"
    public.mkdir()
    secret.mkdir()
    (public / "9-marzo.txt").write_text(CONFERENCE, encoding="utf-8")
    (public / "10-marzo.txt").write_text(SECOND, encoding="utf-8")
    (public / "boletin.txt").write_text(FAR_APART, encoding="utf-8")
    (public / "ejemplo.txt").write_text(SPECIMEN, encoding="utf-8")
    (public / "ejemplo.txt.toml").write_text("specimen = true\n", encoding="utf-8")
    (secret / "informe.txt").write_text(SECRET, encoding="utf-8")
    with Archive.open(load_config(folder / "config.toml"), create=True) as opened:
        opened.ensure_collection("secret", restricted=True)
        for path, collection in ((public, "inbox"), (secret, "secret")):
            options = AddOptions(collection=collection, jobs=1)
            assert [one.error for one in Ingest(opened, options).run(discover([path]))].count(None)
        yield opened


@pytest.fixture
def verify(archive: Archive) -> Verify:
    return lambda quote: archive.quotes.verify(read_quotation(quote), OWNER)
