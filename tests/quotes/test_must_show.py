"""What the quote check has to show on the real press conferences that the report cites, by the command as typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.config import load_config
from indexer.quotes.models import Verdict
from tests.commands import cotejo
from tests.quotes.conftest import Verify

pytestmark = pytest.mark.shared_data

SAID = "Aquí nosotros no producimos fentanilo y nosotros no tenemos consumo de fentanilo"


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the six conferences."""
    folder = tmp_path_factory.mktemp("cited")
    assert cotejo("init", folder).status == 0
    assert cotejo("add", shared_data / "presidencia" / "cited", archive=folder).status == 0
    return folder


@pytest.fixture(scope="module")
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(load_config(folder / "config.toml")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("quote", "verdict", "critical"),
    [
        (SAID, "verbatim", False),
        (SAID.replace("no ", "", 1), "altered", True),
        (SAID.replace("fentanilo", "metanfetamina"), "altered", True),
        (SAID.replace("fentanilo", "metanfetamina", 1), "altered", True),
    ],
)
def test_the_command_tells_what_was_said_from_what_was_changed(
    folder: Path, quote: str, verdict: str, critical: bool
) -> None:
    answer = cotejo("verify", quote, "--json", archive=folder).json
    assert answer["verdict"] == verdict
    best = answer["matches"][0]
    assert (best["date"], best["critical"]) == ("2023-03-09", critical)


def test_what_nobody_said_is_not_found_and_says_what_was_searched(folder: Path) -> None:
    ran = cotejo("verify", "Los marcianos firmaron en Xochimilco un tratado de libre comercio", archive=folder)
    assert ran.status == 0
    assert "Not found" in ran.out
    assert "Searched: 6 documents" in ran.out
    assert "Every document was scanned." in ran.out


@pytest.mark.parametrize(
    "quote",
    [
        # negations
        "La política es tan limpia que los más sucios políticos han podido mancharla",
        "lo seguimos haciendo de manera cotidiana con alguna limitación porque somos los denunciantes",
        "Los de la OEA deben venir, pueden venir a observar las elecciones, pero jamás van a votar, no pueden",
        "fácilmente pasará por la cerrazón de los partidos opositores al respecto",
        "Es que yo estaría dispuesto a mandar a matar a nadie",
        "Tú debes saber que no hay texto con contexto",
        # numbers
        "Banamex, 15 mil 484 millones de condonación de impuestos, o sea, no pagaban impuestos",
        "le condonaron 20 mil 488 pesos, y legal",
        "hemos ahorrado hasta ahora alrededor de 300 millones de pesos por el huachicol",
        "hemos ahorrado hasta ahora 300 mil millones de pesos por el huachicol",
        "mayoría del 59 por ciento que aceptan, porque se iba distribuir ese recurso entre ellos",
        "hoy en día en el ciclo escolar 2022-2023 bajó al once por ciento",
        # dates
        "el 26 de febrero de 2010 puse en mi cuenta de Twitter los siguientes textos",
        "Mañana aquí, mañana aquí; el jueves es en Campeche, están invitados todos",
        # names
        "Nada más Grupo Azteca con Felipe Calderón y Peña Nieto",
        "el viernes es en Tabasco, están invitados todos",
        # how much, and whether
        "Bueno, sólo podemos señalar que no son algunos los periodistas acreditados quienes fueron vulnerados",
        "hay pocos mexicanos, millones de mexicanos que sostienen que estamos mejor",
        "Tú puedes saber que no hay texto sin contexto",
        # order, and what was joined
        "el arquitecto Obregón era muy cercano a Pani",
        "el señor Alberto Bazbaz Sacal por un total de más de 44 millones de dólares y 15 millones de pesos",
        # ellipses and insertions
        "Los de la OEA deben venir, pueden venir a observar las elecciones, […] van a votar",
        "Hemos estado haciéndolo, […] porque somos los denunciantes",
        "Los de la OEA [no] deben venir, pueden venir a observar las elecciones",
        "yo [nunca] te puedo decir que hay muchísimos mexicanos, millones de mexicanos que sostienen que estamos mejor",
    ],
)
def test_what_turns_the_meaning_is_altered_and_critical(verify: Verify, quote: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    assert answer.matches[0].critical


@pytest.mark.parametrize(
    "quote",
    [
        f"‘{SAID}’",
        f"„{SAID}“",
        f"‹{SAID}›",
        f"— {SAID}",
        "El fiscal es el que abre las carpetas de investigación, […] Hemos estado haciéndolo",
        "no son todos los periodistas acreditados (…) es sólo una porción",
        "Si no van a votar los [agentes] de la DEA; van a ser los mexicanos",
        "[N]ada más por evitar eso hemos ahorrado hasta ahora alrededor de 300 mil millones de pesos",
        "se iba distribuir [sic] ese recurso entre ellos, y hay gente mayor que le iba a tocar algo",
    ],
)
def test_what_is_marked_is_verbatim(verify: Verify, quote: str) -> None:
    assert verify(quote).verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    "quote",
    [
        "Banamex, 15,848 millones de condonación de impuestos, o sea, no pagaban impuestos",
        "mayoría del noventa y cinco por ciento que aceptan, porque se iba distribuir ese recurso entre ellos",
        "mayoría del 95 % que aceptan, porque se iba distribuir ese recurso entre ellos",
    ],
)
def test_the_same_number_written_otherwise_is_told_and_not_critical(verify: Verify, quote: str) -> None:
    (change,) = verify(quote).matches[0].changes
    assert (change.why, change.critical) == ("same_number", False)


@pytest.mark.parametrize(
    ("note", "quote", "date"),
    [
        (
            13,
            "In the past, there was interference—a promiscuous relationship between the Mexican government and the "
            "United States government. Now, the relationship is different: it is based on cooperation, it is "
            "transparent and respectful of our independence and sovereignty. There is no longer any pressure; we do "
            "not accept it, nor do they dare to exert it anymore.",
            "2024-02-09",
        ),
        (52, "We do not produce fentanyl here, nor do we consume it", "2023-03-09"),
        (60, "[Mexico] is a peaceful country", "2024-01-29"),
        (
            68,
            "We do not permit torture as was previously the case, we do not allow disappearances, the state does not "
            "forcibly disappear any individual, nor are massacres sanctioned as they once were.",
            "2023-06-01",
        ),
    ],
)
def test_the_translated_quotations_of_the_report_lead_to_their_original(
    verify: Verify, note: int, quote: str, date: str
) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.TRANSLATED
    assert str(answer.matches[0].document.metadata.date) == date
