"""Small changes that turn a sentence, or that only look as if they did: signs, quantities, dates, idioms."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from indexer.archive import Archive
from indexer.config import load_config
from indexer.models import OWNER
from indexer.quotes.models import ChangeType, Match, Verdict, Verification
from indexer.quotes.parse import read_quotation
from tests.commands import cotejo

Check = Callable[[str], Verification]

BULLETIN = """Boletín de la delegación.

El consumo de gas creció 6.8 por ciento en la región y la cosecha de avena cayó -2.4 puntos en el mismo trimestre. La
temperatura pasó de -11 a 4 grados entre la madrugada y el mediodía. La obra del acueducto costó $310 millones y la
escuela 45 mil pesos. El censo va del 10-20 de junio.

- 37 camiones llegaron cargados de trigo a la estación del valle.
-58 vagones salieron vacíos hacia la frontera del sur.
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Check]:
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
def test_a_sign_is_part_of_its_number(check: Check, quote: str, told: str, printed: str) -> None:
    answer = check(quote)
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
        "58 vagones salieron vacíos hacia la frontera del sur",
    ],
)
def test_a_dash_is_not_always_a_minus(check: Check, quote: str) -> None:
    answer = check(quote)
    assert answer.verdict in (Verdict.VERBATIM, Verdict.NEAR_VERBATIM)
    assert not only(answer).critical
