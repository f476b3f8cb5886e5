"""Requests, statements, messages and everything else; and what holds for any document whatever."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.models import Extraction, Kind, Language, Metadata
from indexer.sources import describe, split
from tests.sources.reading import described, divided, left_out, text_pages

ANSWER = """\
Unidad de Transparencia

Respuesta a la solicitud de acceso a la información con folio

330026424000557

Sujeto obligado: Secretaría de la Defensa Nacional.

Solicitante: Elementa DDHH.

Ciudad de México, a 3 de mayo de 2024

PRIMERO. Se registraron 33,067 eventos.
"""

JOINT = """\
Joint Statement for the High-Level Security Dialogue between Mexico and the United States

October 8, 2021

Representatives of both governments met on March 3, 2020.
"""


def test_an_answer_to_a_request_is_known_by_its_folio() -> None:
    found = described(ANSWER)
    assert found == Metadata(
        title="Respuesta a la solicitud de acceso a la información con folio 330026424000557",
        kind=Kind.INFORMATION_REQUEST,
        date=dt.date(2024, 5, 3),
        language=Language.SPANISH,
        issuer="Secretaría de la Defensa Nacional",
        addressee="Elementa DDHH",
        file_number="330026424000557",
    )


def test_two_folios_are_no_file_number() -> None:
    assert described(ANSWER + "\nsolicitud 330026424000999\n").file_number is None


def test_a_joint_statement_of_two_states_is_an_agreement() -> None:
    found = described(JOINT, language=Language.ENGLISH)
    assert (found.kind, found.title, found.date) == (Kind.AGREEMENT, JOINT.splitlines()[0], dt.date(2021, 10, 8))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Fact Sheet: Bicentennial Agreement on Security between Mexico and the United States", Kind.AGREEMENT),
        ("Fact Sheet: Fentanyl in the United States", Kind.PRESS),
        ("Comunicado de prensa núm. 537/23", Kind.PRESS),
        ("Joint Statement of the Board", Kind.PRESS),
        ("A stroll through Oaxaca", Kind.OTHER),
    ],
)
def test_a_kind_is_given_only_where_it_is_certain(title: str, kind: Kind) -> None:
    assert described(f"{title}\n\nOctober 8, 2021\n\nText follows here.").kind is kind


def test_a_saved_message_is_known_by_its_header() -> None:
    found = described("From: Ana <a@x.mx>\nTo: b@x.mx\nSubject: Precursores\nDate: 8 October 2021\n\nHola.")
    assert (found.kind, found.title, found.date) == (Kind.MESSAGE, "Precursores", dt.date(2021, 10, 8))
    assert (found.issuer, found.addressee) == ("Ana <a@x.mx>", "b@x.mx")


def test_a_date_within_the_text_is_not_the_documents_own() -> None:
    body = "The Commission met on 8 October 2021 and heard what had been found in Mexico since the year before."
    assert described(f"A title\n\n{body}").date is None
    assert described(f"A title\n\n> October 9, 2021\n\n{body}").date == dt.date(2021, 10, 9)
    assert described("A title\n\nOctober 9, 2021\n\nOctober 10, 2021\n").date is None


def test_the_first_heading_is_the_title() -> None:
    assert described("Menú\n\n# Final **Report**\n\nText").title == "Final Report"
    assert described("Report - October 8, 2021\n\nOn fentanyl\n\nText").title == "On fentanyl"
    assert described("   \n\n").title is None


def test_a_pdf_is_not_called_after_its_template() -> None:
    pages = text_pages("Sobre el fentanilo\n\nTexto.", width=612.0)
    assert describe(Extraction(pages, Metadata(title="Microsoft Word - x.doc"))).title == "Sobre el fentanilo"
    wide = text_pages(
        "Sobre el consumo de fentanilo y otras drogas sintéticas en\n\nla frontera\n\nTexto.", width=612.0
    )
    whole = "Sobre el consumo de fentanilo y otras drogas sintéticas en la frontera"
    assert describe(Extraction(wide, Metadata(title=whole))).title == whole


def test_the_archivists_kind_is_not_questioned() -> None:
    for kind in Kind:
        assert described(JOINT, kind=kind).kind is kind
        assert divided(text_pages(JOINT), kind)


def test_pages_without_text_give_no_passage() -> None:
    assert split(text_pages("", " \n"), Kind.OTHER) == ()
    assert split((), Kind.TRANSCRIPT) == ()
    assert describe(Extraction(())) == Metadata(kind=Kind.OTHER)


PIECES = st.sampled_from(
    [
        *("---\n", "PREGUNTA\n", "PREGUNTA: ", "ANA PÉREZ, DIPUTADA: ", "(INICIA VIDEO)\n", "**Q:** ", "## ACTO\n"),
        *("Artículo 1.- ", "TRANSITORIOS\n", "ÚNICO.- ", "CAPÍTULO I\n", "DOF: 26/03/2019\n", "ANTECEDENTES\n"),
        *("\n", "\n\n", "\r\n", "\f", "\u2028", "\u200b", "\x00", "Texto que sigue. ", "x" * 900, "ASUNTO: "),
    ]
)

UNITS = [
    *(" ", "\n", "A", "(", "*", "# ", "-", "9", "A ", "A:", ". ", '."', "\x00", "\u200b", "X\r\n", "AB (x ", "**a b"),
    *("Artículo ", "Artículo 1\n", "T R A N S I T O R I O ", "Décimo ", "DECRETO por ", "Estados Unidos Mexicanos.- "),
    *("AB CD: x\n", "9 de marzo de ", "entre México ", "solicitud folio ", "C. GRAL. ", "REFERENTE A "),
    *("joint statement ", " | gob.mx"),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=40).map("".join), max_size=4), st.sampled_from(list(Kind)))
def test_every_text_is_covered_whatever_it_is_taken_for(texts: list[str], kind: Kind) -> None:
    pages = text_pages(*texts)
    describe(Extraction(pages))
    assert left_out(pages, split(pages, kind)) == ""


@pytest.mark.parametrize("unit", UNITS)
def test_no_pattern_is_slower_than_its_text(unit: str) -> None:
    """Doubling the text may at most about double the time: 25 kB and 200 kB of the same unit, eight times as long."""
    seconds = []
    for size in (25_000, 200_000):
        text = unit * (size // len(unit))
        pages = text_pages(text, width=1.0)
        start = time.process_time()
        describe(Extraction(pages, Metadata(title=text)))
        for kind in (Kind.TRANSCRIPT, Kind.DECREE, Kind.MEMO):
            split(pages, kind)
        seconds.append(time.process_time() - start)
    assert seconds[1] < 1 + 20 * seconds[0]
