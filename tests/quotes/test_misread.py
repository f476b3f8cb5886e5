"""What OCR misread is nearly verbatim, wherever it stands; what a quoter changed on the same page is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from indexer.archive import Archive
from indexer.config import load_config
from indexer.models import OWNER
from indexer.quotes.models import Verdict
from indexer.quotes.parse import read_quotation
from tests.commands import cotejo
from tests.quotes.conftest import Verify

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def archive(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Two scans: one with lines that run out of the picture, one that OCR misreads at the ends of its lines."""
    folder = tmp_path_factory.mktemp("scans")
    assert cotejo("init", folder).status == 0
    scans = [shared_data / "scans" / "typewritten" / name for name in ("p03-noise0.jpg", "p11-noise2.jpg")]
    assert cotejo("add", *scans, archive=folder).status == 0
    with Archive.open(load_config(folder / "config.toml")) as opened:
        yield opened


@pytest.mark.parametrize(
    "quote",
    [
        "reconocimiento por tu trabajo y gran labor",
        "complicado. Mi reconocimiento por tu trabajo y gran labor",
        "Agradezco y asumo esta gran responsabilidad con mucho orgullo y entusiasmo por trabajar",
        "Agradezco y asumo esta gran responsabilidad con mucho orgullo",
        "EN GRADO DE ORDEN A LA BANDERA DEL",
        "BANDERA QUE SIMBOLIZA SU INDEPENDENCIA, SU HONOR, SUS INSTITUCIONES",
        "QUE SIMBOLIZA SU INDEPENDENCIA, SU HONOR, SUS INSTITUCIONES Y LA INTEGRIDAD DE SU TERRITORIO",
        "NUESTRA ENSEÑA NACIONAL. CIUDADANOS GENERALES, ALMIRANTES, COMISARIOS, JEFES, CAPITANES, INSPECTORES",
        "VELAR POR ELLA LA PATRIA CONFÍA QUE COMO BUENOS Y LEALES MEXICANOS SABRÁN CUMPLIR SU PROTESTA",
        "SUPREMO DE LAS FUERZAS ARMADAS TOMARÁ LA PROTESTA DE BANDERA AL PERSONAL",
    ],
)
def test_misread_and_cut_words_are_nearly_verbatim_at_any_place(verify: Verify, quote: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.NEAR_VERBATIM
    assert not answer.matches[0].critical


@pytest.mark.parametrize(
    "quote",
    [
        "agradecimiento por tu trabajo y gran labor",
        "complicado. Mi reconocimiento por tu trabajo y ninguna labor",
        "Agradezco y no asumo esta gran responsabilidad con mucho orgullo y entusiasmo por trabajar",
        "GOBIERNO QUE SIMBOLIZA SU INDEPENDENCIA, SU HONOR, SUS INSTITUCIONES",
        "VELAR POR ELLA NUNCA LA PATRIA CONFÍA QUE COMO BUENOS Y LEALES MEXICANOS SABRÁN CUMPLIR SU PROTESTA",
        "VELAR POR ELLA LA PATRIA CONFÍA QUE COMO BUENOS Y LEALES MEXICANOS PODRÁN CUMPLIR SU PROTESTA",
        "DIRECTORA DEL CENTRO DE ATENCIÓN MÚLTIPLE NÚMERO 59, UBICADO EN LA CIUDAD DE MÉXICO",
    ],
)
def test_what_the_quoter_changed_on_such_a_page_is_altered(verify: Verify, quote: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    assert answer.matches[0].critical


@pytest.fixture(scope="module")
def cropped(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verify]:
    """A scan whose picture was cropped to its text: long lines end at its edge, and nothing is cut off."""
    folder = tmp_path_factory.mktemp("cropped")
    with Image.open(shared_data / "scans" / "typewritten" / "p13-noise1.jpg") as picture:
        picture.crop((140, 160, 1440, 1990)).save(folder / "page.png", dpi=(200, 200))
    assert cotejo("init", folder / "archive").status == 0
    assert cotejo("add", folder / "page.png", archive=folder / "archive").status == 0
    with Archive.open(load_config(folder / "archive" / "config.toml")) as opened:
        yield lambda quote: opened.quotes.verify(read_quotation(quote), OWNER)


def test_what_is_true_of_a_cropped_page_is_as_true(cropped: Verify) -> None:
    assert cropped("en el derrocamiento del gobierno conservador de este país").verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    ("quote", "critical"),
    [
        ("entre ellos destacaban los cubanos y los colombianos cobardes, ahí estaban Antonio Maceo", False),
        ("destacaban los cubanos y los colombianos de Sandino, ahí estaban Antonio Maceo, precursor", True),
        ("con los liberales colombianos en el derrocamiento del gobierno corrupto conservador de este país", False),
        ("con los liberales colombianos en el derrocamiento del gobierno de Iglesias conservador de este país", True),
        ("conservaba en el continente; o colaborar con Zelaya con los liberales colombianos", True),
        ("Catarino negó a Costa Rica y tenía dos opciones: unirse los cubanos", True),
    ],
)
def test_nothing_is_taken_on_trust_where_no_line_is_cut(cropped: Verify, quote: str, critical: bool) -> None:
    answer = cropped(quote)
    assert answer.verdict is Verdict.ALTERED
    assert answer.matches[0].critical is critical


@pytest.mark.parametrize(
    "quote",
    [
        "QUE SIMBOLIZA SU INDEPENDENCIA, SU HONOR FALSO, SUS INSTITUCIONES",
        "Agradezco y asumo esta gran responsabilidad con mucho orgullo Calderón y entusiasmo por trabajar",
    ],
)
def test_where_a_line_is_cut_names_and_several_words_are_not_on_trust(verify: Verify, quote: str) -> None:
    assert verify(quote).verdict is Verdict.ALTERED
