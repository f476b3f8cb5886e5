"""Small changes that turn a sentence, or that only look as if they did: signs, quantities, dates, idioms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.archive import Archive
from indexer.config import load_config
from indexer.models import OWNER
from indexer.quotes.models import ChangeType, Match, Verdict, Verification
from indexer.quotes.parse import read_quotation
from tests.commands import cotejo
from tests.quotes.conftest import Verify

BULLETIN = """Boletín de la delegación.

El consumo de gas creció 6.8 por ciento en la región y la cosecha de avena cayó -2.4 puntos en el mismo trimestre. La
temperatura pasó de -11 a 4 grados entre la madrugada y el mediodía. La obra del acueducto costó $310 millones y la
escuela 45 mil pesos. El censo va del 10-20 de junio. La huerta fue comprada sin embargos por la cooperativa agrícola.
Llegó la lluvia; sin embargo, el dique resistió toda la noche. En la inundación se ahogaron vacas del establo vecino y
el síndico votó contra el reparto de forraje con apoyo de los pastores y después de la asamblea. La medida fue aprobada
por Olmedo y los ganaderos. El contrato vence el 7 de marzo de 2022 y la fianza se devuelve en abril.
Las aulas dañadas -90 según el censo escolar- serán reparadas en verano por los padres.

- 37 camiones llegaron cargados de trigo a la estación del valle.
-58 vagones salieron vacíos hacia la frontera del sur.
"""


@pytest.fixture(scope="module")
def verify(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verify]:
    folder = tmp_path_factory.mktemp("turned")
    (folder / "boletin.txt").write_text(BULLETIN, encoding="utf-8")
    assert cotejo("init", folder / "archive").status == 0
    assert cotejo("add", folder / "boletin.txt", archive=folder / "archive").status == 0
    with Archive.open(load_config(folder / "archive" / "config.toml")) as opened:
        yield lambda quote: opened.quotes.verify(read_quotation(quote), OWNER)


def only(answer: Verification) -> Match:
    assert answer.matches
    return answer.matches[0]


@pytest.mark.parametrize(
    ("quote", "told", "printed"),
    [
        ("El consumo de gas creció -6.8 por ciento en la región", "-6.8", "6.8"),
        ("−6.8 por ciento en la región y la cosecha de avena cayó", "−6.8", "6.8"),
        ("y la cosecha de avena cayó 2.4 puntos en el mismo trimestre", "2.4", "-2.4"),
        ("La temperatura pasó de 11 a 4 grados entre la madrugada", "11", "-11"),
        ("La temperatura pasó de –11 a –4 grados entre la madrugada", "–4", "4"),
        ("El consumo de gas creció $6.8 por ciento en la región", "$6.8", "6.8"),
        ("La obra del acueducto costó €310 millones y la escuela", "€310", "$310"),
        ("La obra del acueducto costó 310 millones y la escuela", "310", "$310"),
    ],
)
def test_a_sign_is_part_of_its_number(verify: Verify, quote: str, told: str, printed: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    changes = [change for change in only(answer).changes if change.type is ChangeType.NUMBER]
    assert [(change.quote, change.source, change.critical) for change in changes] == [(told, printed, True)]


@pytest.mark.parametrize(
    "quote",
    [
        "la cosecha de avena cayó −2.4 puntos en el mismo trimestre",
        "La temperatura pasó de –11 a 4 grados entre la madrugada y el mediodía",
        "y la escuela $45 mil pesos. El censo va del 10-20 de junio",
        "El censo va del 10–20 de junio",
        "37 camiones llegaron cargados de trigo a la estación del valle",
        "Las aulas dañadas, 90 según el censo escolar, serán reparadas en verano",
        "58 vagones salieron vacíos hacia la frontera del sur",
    ],
)
def test_a_dash_is_not_always_a_minus(verify: Verify, quote: str) -> None:
    answer = verify(quote)
    assert answer.verdict in (Verdict.VERBATIM, Verdict.NEAR_VERBATIM)
    assert not only(answer).critical


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("En la inundación se ahogaron miles de vacas del establo vecino", "quantifier"),
        ("En la inundación se ahogaron decenas de vacas del establo vecino", "quantifier"),
        ("En la inundación se ahogaron numerosas vacas del establo vecino", "quantifier"),
        ("síndico votó contra el reparto de forraje contra apoyo de los pastores", "side"),
        ("el síndico votó el reparto de forraje con apoyo de los pastores y después", "side"),
        ("con apoyo de los pastores y antes de la asamblea. La medida fue aprobada", "side"),
        ("La medida fue aprobada por Olmedo o los ganaderos", "side"),
    ],
)
def test_a_little_word_may_turn_the_sentence(verify: Verify, quote: str, why: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    assert [change.why for change in only(answer).changes] == [why]
    assert only(answer).critical


@pytest.mark.parametrize(
    "quote",
    ["La huerta fue comprada … por la cooperativa agrícola", "La huerta fue comprada por la cooperativa agrícola"],
)
def test_no_idiom_begins_within_a_word(verify: Verify, quote: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    assert [change.type for change in only(answer).changes] == [ChangeType.NEGATION]


def test_an_idiom_denies_nothing_whether_or_not_its_omission_is_marked(verify: Verify) -> None:
    assert verify("Llegó la lluvia … el dique resistió toda la noche").verdict is Verdict.VERBATIM
    unmarked = verify("Llegó la lluvia; el dique resistió toda la noche")
    assert unmarked.verdict is Verdict.ALTERED
    assert not only(unmarked).critical
    assert only(verify("Llegó la lluvia; con embargo, el dique resistió toda la noche")).critical


@pytest.mark.parametrize("date", ["7/3/2022", "07/03/2022", "07-03-2022", "7.3.2022", "March 7, 2022"])
def test_a_date_may_be_written_otherwise(verify: Verify, date: str) -> None:
    answer = verify(
        f"aprobada por Olmedo y los ganaderos. El contrato vence el {date} y la fianza se devuelve en abril"
    )
    assert answer.verdict is Verdict.ALTERED
    changes = only(answer).changes
    assert [(change.quote, change.source, change.why) for change in changes] == [
        (date, "7 de marzo de 2022", "same_date")
    ]
    assert not only(answer).critical


@pytest.mark.parametrize("date", ["3/7/2022", "7/3/2023", "8/3/2022", "7 de mayo de 2022", "7 de marzo de 2023"])
def test_another_date_is_critical_however_it_is_written(verify: Verify, date: str) -> None:
    answer = verify(
        f"aprobada por Olmedo y los ganaderos. El contrato vence el {date} y la fianza se devuelve en abril"
    )
    assert answer.verdict is Verdict.ALTERED
    assert only(answer).critical
    assert len(only(answer).changes) == 1
