"""Decrees, agreements and laws: what they are called, when they appeared, and where their articles are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indexer.models import Extraction, Kind, Metadata, PassageKind
from indexer.sources import describe, split
from tests.sources.reading import described, divided, extracted, runs, text_pages

DECREE = """\
DOF: 26/03/2019

DECRETO por el que se reforman diversas disposiciones de la Constitución, en materia de Guardia Nacional.

Al margen un sello con el Escudo Nacional, que dice: Estados Unidos Mexicanos.- Presidencia de la República.

ANDRÉS MANUEL LÓPEZ OBRADOR, Presidente de los Estados Unidos Mexicanos, a sus habitantes sabed:

DECRETO

Artículo Único.- Se reforman los artículos 10 y 21, para quedar como sigue:

Artículo 10. Los habitantes tienen derecho.
Artículo 16 de esta Constitución manda otra cosa.

ARTICULO 21 Bis.- La investigación de los delitos.

Transitorios

Primero.- El presente Decreto entrará en vigor al día siguiente.

Segundo. La Guardia Nacional se constituirá.

Primero, que nada cambie aquí.

Artículo 3o.- Con su propia forma.

Ciudad de México, a 21 de marzo de 2019.- Dip. Porfirio Muñoz Ledo, Presidente.- Rúbricas.
"""


def labels(*texts: str, kind: Kind = Kind.DECREE) -> list[str]:
    return runs(label for label, _ in divided(text_pages(*texts), kind))


def test_a_decree_tells_title_date_and_issuer() -> None:
    found = described(DECREE)
    assert found.title == (
        "DECRETO por el que se reforman diversas disposiciones de la Constitución, en materia de Guardia Nacional"
    )
    assert (found.kind, found.date, found.issuer) == (
        Kind.DECREE,
        dt.date(2019, 3, 26),
        "Presidencia de la República",
    )


def test_each_article_is_a_passage_of_its_own() -> None:
    assert labels(DECREE) == [
        "Artículo Único",
        "Artículo 10",
        "Artículo 21 Bis",
        "Transitorio Primero",
        "Transitorio Segundo",
        "Transitorio 3",
    ]
    kinds = {item.label: item.kind for item in split(text_pages(DECREE), Kind.DECREE)}
    assert kinds["Artículo 10"] is PassageKind.ARTICLE
    assert kinds["Transitorio Segundo"] is PassageKind.TRANSITORY
    assert kinds[None] is PassageKind.PARAGRAPH


def test_the_signatures_are_no_part_of_the_last_article() -> None:
    assert divided(text_pages(DECREE), Kind.DECREE)[-1][0] is None


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("ARTICULO 1o.- Texto", "Artículo 1"),
        ("ARTÍCULO 5º.- Texto", "Artículo 5"),
        ("Articulo 12. Texto", "Artículo 12"),
        ("ARTÍCUL0 12.- Texto", "Artículo 12"),
        ("Artícu1o 12.- Texto", "Artículo 12"),
        ("Artículo 21 BIS. Texto", "Artículo 21 Bis"),
        ("Artículo 21 Bis 2. Texto", "Artículo 21 Bis 2"),
        ("Artículo  4.  Texto", "Artículo 4"),
        ("Artículo Quinto.- Texto", "Artículo Quinto"),
        ("ARTÍCULO DÉCIMO SEGUNDO.- Texto", "Artículo Décimo Segundo"),
        ("Artículo 7-A. Texto", "Artículo 7-A"),
        ("**Artículo 21**", "Artículo 21"),
        ("## Artículo 3. ...", "Artículo 3"),
        ("ÚNICO.- Se reforma", "ÚNICO"),
        ("ÚNICO. Se reforma", "ÚNICO"),
        ("PRIMERO.- Se reforma", "PRIMERO"),
    ],
)
def test_an_article_is_known_however_it_is_printed(line: str, label: str) -> None:
    assert labels(f"ACUERDO\n\n{line} sigue.\n\nOtro párrafo." if "Texto" in line else f"{line}\n\nOtro.") == [label]


@pytest.mark.parametrize(
    "line",
    [
        "Artículo 16 de esta Ley manda",
        "artículo 16. Texto",
        "Artículo 16, fracción I",
        "Primero que nada",
        "Segundo piso. No",
        "Únicamente. Sí",
    ],
)
def test_a_broken_line_is_no_article(line: str) -> None:
    assert labels(f"ACUERDO\n\ncomo dice el\n{line} y sigue.") == []


@pytest.mark.parametrize(
    "heading", ["TRANSITORIOS", "T R A N S I T O R I O S", "ARTÍCULOS TRANSITORIOS", "## Transitorio"]
)
def test_transitory_articles_are_known_by_their_heading(heading: str) -> None:
    assert labels(f"Artículo 1.- Uno.\n\n{heading}\n\nPRIMERO.- Dos.\n\nARTÍCULO SEGUNDO.- Tres.") == [
        "Artículo 1",
        "Transitorio Primero",
        "Transitorio Segundo",
    ]


def test_the_next_instrument_or_chapter_ends_the_transitory_articles() -> None:
    text = "TRANSITORIOS\n\nÚNICO.- Uno.\n\nDECRETO por el que se reforma la Ley.\n\nArtículo Único.- Dos."
    assert labels(text) == ["Transitorio Único", "Artículo Único"]
    assert labels("TRANSITORIOS\n\nÚNICO.- Uno.\n\nCAPÍTULO II\n\nArtículo 5.- Dos.") == [
        "Transitorio Único",
        "Artículo 5",
    ]


def test_an_article_runs_over_the_page_border_and_the_running_head_does_not_interrupt_it() -> None:
    pages = [
        f"LEY DE PRUEBA\nÚltima Reforma DOF 20-05-2021\n\n{body}\n\n{number} de 3"
        for number, body in enumerate(
            ["Artículo 1. Empieza", "sigue el primero", "y acaba. \nArtículo 2. Otro."], start=1
        )
    ]
    found = divided(text_pages(*pages, width=612.0), Kind.DECREE)
    text = {label: "" for label, _ in found}
    for label, piece in found:
        text[label] += piece + "|"
    assert text["Artículo 1"] == "Artículo 1. Empieza|sigue el primero|y acaba.|"
    assert "LEY DE PRUEBA" in text[None]
    assert "2 de 3" in text[None]


def test_the_page_of_the_gazette_dates_what_it_prints() -> None:
    text = (
        "2 \n\nDIARIO OFICIAL \n\nDomingo 15 de diciembre de 2024\n\nPODER JUDICIAL\n\nACUERDO por el que se aprueba.\n"
    )
    found = described(text)
    assert (found.date, found.issuer, found.title) == (
        dt.date(2024, 12, 15),
        "PODER JUDICIAL",
        "ACUERDO por el que se aprueba",
    )


def test_the_code_is_taken_from_the_address() -> None:
    url = "https://dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022"
    extraction = Extraction(text_pages(DECREE.replace("DOF: 26/03/2019", "")), Metadata(official_url=url))
    found = describe(extraction)
    assert (found.code, found.official_url, found.date) == ("5671829", url, dt.date(2022, 11, 18))


def test_a_law_has_the_date_of_its_first_publication_and_not_of_its_last_reform() -> None:
    text = (
        "LEY DE SEGURIDAD NACIONAL\n\nÚltima Reforma DOF 20-05-2021\n\n"
        "Nueva Ley publicada en el Diario Oficial de la Federación el 31 de enero de 2005\n\nArtículo 1.- Uno.\n"
    )
    assert described(text).date == dt.date(2005, 1, 31)


def test_a_date_within_the_title_is_not_that_of_publication() -> None:
    title = "DECRETO por el que se reforma el publicado en el Diario Oficial de la Federación el 26 de marzo de 2019."
    assert described(f"{title}\n\nÚNICO.- Se reforma.", kind=Kind.DECREE).date is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("ACUERDO por el que se dispone de la Fuerza Armada permanente", Kind.DECREE),
        ("ACUERDO entre los Estados Unidos Mexicanos y la República de Colombia sobre drogas", Kind.AGREEMENT),
        ("DECRETO Promulgatorio del Acuerdo entre los Estados Unidos Mexicanos y la República Italiana", Kind.DECREE),
        ("CONVENIO entre el Gobierno de México y el Gobierno de Sonora", Kind.DECREE),
    ],
)
def test_only_what_states_conclude_is_an_agreement(title: str, kind: Kind) -> None:
    assert described(f"DOF: 11/05/2020\n\n{title}.\n\nÚNICO.- Uno.").kind is kind


@pytest.mark.shared_data
def test_the_page_of_the_dof_is_right(shared_data: Path) -> None:
    found = describe(extracted(shared_data / "dof/html/nota_detalle_sample.html"))
    assert found.title == (
        "ACUERDO por el que se modifican las Reglas de carácter general a que se refiere la Ley Federal para la "
        "Prevención e Identificación de Operaciones con Recursos de Procedencia Ilícita"
    )
    assert (found.kind, found.date) == (Kind.DECREE, dt.date(2026, 8, 7))
    assert found.issuer == "Secretaría de Hacienda y Crédito Público"


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "facts", "articles", "transitory"),
    [
        ("LGN", ("LEY DE LA GUARDIA NACIONAL", "2025-07-16"), 96, 8),
        ("LNUF", ("LEY NACIONAL SOBRE EL USO DE LA FUERZA", "2019-05-27"), 44, 3),
        ("LSN", ("LEY DE SEGURIDAD NACIONAL", "2005-01-31"), 76, 7),
    ],
)
def test_the_laws_have_all_their_articles(
    shared_data: Path, name: str, facts: tuple[str, str], articles: int, transitory: int
) -> None:
    extraction = extracted(shared_data / "dof" / "laws" / f"{name}_static.pdf")
    found = describe(extraction)
    assert (found.title, str(found.date)) == facts
    order = runs(label for label, _ in divided(extraction.pages, Kind.DECREE))
    numbered = [label for label in order if label.removeprefix("Artículo ").isdigit()]
    assert numbered == [f"Artículo {number}" for number in range(1, articles + 1)]
    ordinals = ["Primero", "Segundo", "Tercero", "Cuarto", "Quinto", "Sexto", "Séptimo", "Octavo"][:transitory]
    assert [label for label in order if label.startswith("Transitorio")][:transitory] == [
        f"Transitorio {ordinal}" for ordinal in ordinals
    ]


@pytest.mark.shared_data
def test_transitory_articles_by_themselves_are_known(shared_data: Path) -> None:
    for name, count in (
        ("T235_decreto_2019-03-26_original_transitorios", 7),
        ("T252_decreto_2022-11-18_transitorios", 3),
    ):
        extraction = extracted(shared_data / "dof" / "constitution" / f"{name}.rst")
        assert describe(extraction).kind is Kind.DECREE
        order = runs(label for label, _ in divided(extraction.pages, Kind.DECREE))
        assert len(order) == count
        assert all(label.startswith("Transitorio ") for label in order)
