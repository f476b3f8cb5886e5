"""Memos and oficios: who writes to whom, from where, when and about what."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indexer.models import Extraction, Kind
from indexer.sources import describe
from tests.sources.reading import described, divided, text_pages

MEMO = """\
SECRETARÍA DE LA DEFENSA NACIONAL

OFICIO NÚM. SGS-DSS-VE-0293-2023

Culiacán, Sin., a 17 de marzo de 2020

MEMORÁNDUM PARA EL C. GRAL. MONTEALEGRE.

ASUNTO: Situación que guarda el conflicto interno entre facciones
en la ciudad de Culiacán, Sin.

ANTECEDENTES

1. Se rinde a esa superioridad la presente nota sobre la pugna del 5 de enero de 2019.

I. OBJETO DE LA NOTA

2. La nota se limita a describir.

CONSIDERACIONES.

* Prevalece el riesgo.
"""


def test_the_head_of_a_memo_is_read() -> None:
    found = described(MEMO)
    assert found.kind is Kind.MEMO
    assert found.title == "Situación que guarda el conflicto interno entre facciones en la ciudad de Culiacán, Sin."
    assert found.date == dt.date(2020, 3, 17)
    assert found.place == "Culiacán, Sin."
    assert found.addressee == "C. GRAL. MONTEALEGRE"
    assert found.issuer == "SECRETARÍA DE LA DEFENSA NACIONAL"
    assert found.file_number == "SGS-DSS-VE-0293-2023"


def test_section_headings_label_what_stands_under_them() -> None:
    labels = dict(divided(text_pages(MEMO), Kind.MEMO))
    assert list(labels) == [None, "ANTECEDENTES", "I. OBJETO DE LA NOTA", "CONSIDERACIONES"]
    assert labels["CONSIDERACIONES"] == "CONSIDERACIONES.\n\n* Prevalece el riesgo."


def test_a_section_goes_on_over_the_page_border() -> None:
    border = MEMO.index("2. La nota")
    pages = text_pages(MEMO[:border], "SECRETARÍA\n" + MEMO[border:], width=612.0)
    found = divided(pages, Kind.MEMO)
    assert ("I. OBJETO DE LA NOTA", "SECRETARÍA\n2. La nota se limita a describir.") in found


@pytest.mark.parametrize(
    ("line", "addressee"),
    [
        ("PARA ATENCIÓN DEL C. GRAL. BRIG. D.E.M., JEFE. G.C.C.F.I.", "C. GRAL. BRIG. D.E.M., JEFE. G.C.C.F.I."),
        ("AL C. GENERAL DE DIVISIÓN JUAN PÉREZ", "C. GENERAL DE DIVISIÓN JUAN PÉREZ"),
        ("PARA: Comandante de la 9/a. Zona Militar.", "Comandante de la 9/a. Zona Militar"),
        ("DIRIGIDO A: Dirección General", "Dirección General"),
        ("C. GRAL. DIV. D.E.M. JUAN PÉREZ\nCOMANDANTE\nP R E S E N T E.", "C. GRAL. DIV. D.E.M. JUAN PÉREZ"),
        ("PARA ESTE EFECTO SE INFORMA", None),
    ],
)
def test_the_addressee_is_found(line: str, addressee: str | None) -> None:
    assert described(f"CERFISE.\n\n{line}\n\nTexto.", kind=Kind.MEMO).addressee == addressee


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("(30 JULIO 2020)", "2020-07-30"),
        ("Ciudad de México, a 3 de mayo de 2021", "2021-05-03"),
        ("Lomas de Sotelo, Cd. Méx., a 3 de mayo de 2021.", "2021-05-03"),
        ("FECHA: 03/05/2021", "2021-05-03"),
        ("17 de marzo de 2020", "2020-03-17"),
        ("Lugar: Campo Militar No. 1-A, Cd. de Méx., 12 de octubre de 2021", "2021-10-12"),
        ("Lugar y fecha: Mazatlán, Sin., 4 de mayo de 2022.", "2022-05-04"),
        ("Campo Militar No. 37-D, Santa Lucía, Edo. Méx., a 9 de junio de 2020", "2020-06-09"),
    ],
)
def test_the_date_is_that_of_the_head(line: str, day: str) -> None:
    text = f"CERFISE.\n\n{line}\n\nSE INFORMA LO OCURRIDO EL 5 DE ENERO DE 2019 EN LA CIUDAD."
    assert described(text, kind=Kind.MEMO).date == dt.date.fromisoformat(day)


def test_the_place_may_have_a_number() -> None:
    facts = described(
        "S.D.N.\n\nLugar: Campo Militar No. 1-A, Cd. de Méx., 12 de octubre de 2021\n\nAsunto: Precursores.\n\n"
        "Se localizaron en Manzanillo, 3 de mayo de 2019",
        kind=Kind.MEMO,
    )
    assert (facts.place, facts.date) == ("Campo Militar No. 1-A, Cd. de Méx.", dt.date(2021, 10, 12))


def test_two_dates_alone_are_none() -> None:
    assert described("CERFISE.\n\n17 de marzo de 2020\n\n18 de marzo de 2020\n", kind=Kind.MEMO).date is None
    assert described("OCURRIÓ EL 5 DE ENERO DE 2019 EN ESTA CIUDAD DE CULIACÁN", kind=Kind.MEMO).date is None


def test_a_paper_all_in_capitals_is_not_all_headings() -> None:
    text = "CERFISE.\n\nANTECEDENTES.\n\nLA DROGA CIRCULA.\n\nII. SE SABE QUE CIRCULA.\n\nPOSTURA\n\nSE VIGILA.\n"
    labels = [label for label, _ in divided(text_pages(text), Kind.MEMO)]
    assert labels == [None, "ANTECEDENTES", "POSTURA"]


def test_a_word_left_alone_by_a_broken_line_is_no_heading() -> None:
    text = "ASUNTO: Algo.\n\nSe informa de los\nresultados.\n\nResultados\n\nNinguno."
    assert [label for label, _ in divided(text_pages(text), Kind.MEMO)] == [None, "Resultados"]


@pytest.mark.parametrize("formula", ["REFERENTE", "REFERENTE A LA", "SE RINDE INFORME SOBRE LA"])
def test_the_subject_is_taken_from_the_formula_where_no_field_gives_it(formula: str) -> None:
    text = f"CERFISE.\n\nME PERMITO INFORMAR, {formula} EXISTENCIA DE\nLABORATORIOS EN MÉXICO. SE VIGILA."
    assert described(text, kind=Kind.MEMO).title == "EXISTENCIA DE LABORATORIOS EN MÉXICO"


def test_a_letter_without_the_signs_of_a_memo_is_no_memo() -> None:
    assert described("Querida Ana:\n\nTe escribo desde Veracruz, donde llueve.\n\nUn abrazo.").kind is Kind.OTHER


@pytest.mark.shared_data
def test_the_memo_of_cerfise_is_right(shared_data: Path) -> None:
    report = (shared_data / "reports" / "warlike-approach.txt").read_text(encoding="utf-8")
    start = report.index("CERFISE.\n")
    pages = text_pages(report[start : report.index("The document includes sections highlighted", start)])
    found = describe(Extraction(pages))
    assert found.kind is Kind.MEMO
    assert found.title == 'EXISTENCIA DE LABORATORIOS CLANDESTINOS DE "FENTANILO", EN MÉXICO'
    assert found.date == dt.date(2020, 7, 30)
    assert found.place == "COATZACOALCOS, VER."
    assert found.addressee == "C. GRAL. BRIG. D.E.M., JEFE. G.C.C.F.I."
    assert found.issuer == "CERFISE"
    assert next(label for label, _ in divided(pages, Kind.MEMO)) is None
    assert {label for label, _ in divided(pages, Kind.MEMO)} == {None, "ANTECEDENTES", "POSTURA"}
