"""What OCR misread is nearly verbatim, wherever it stands; what a quoter changed on the same page is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.config import load_config
from indexer.models import OWNER
from indexer.quotes.models import Verdict, Verification
from indexer.quotes.parse import read_quotation
from tests.commands import cotejo

pytestmark = pytest.mark.shared_data

Check = Callable[[str], Verification]


@pytest.fixture(scope="module")
def archive(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Two scans: one with lines that run out of the picture, one that OCR misreads at the ends of its lines."""
    folder = tmp_path_factory.mktemp("scans")
    assert cotejo("init", folder).status == 0
    scans = [shared_data / "scans" / "typewritten" / name for name in ("p03-noise0.jpg", "p11-noise2.jpg")]
    assert cotejo("add", *scans, archive=folder).status == 0
    with Archive.open(load_config(folder / "config.toml")) as opened:
        yield opened


@pytest.fixture
def check(archive: Archive) -> Check:
    return lambda quote: archive.quotes.verify(read_quotation(quote), OWNER)


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
def test_misread_and_cut_words_are_nearly_verbatim_at_any_place(check: Check, quote: str) -> None:
    answer = check(quote)
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
def test_what_the_quoter_changed_on_such_a_page_is_altered(check: Check, quote: str) -> None:
    answer = check(quote)
    assert answer.verdict is Verdict.ALTERED
    assert answer.matches[0].critical
