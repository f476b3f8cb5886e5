"""Transcripts: who says what, on which day, wherever the page borders fall."""

from __future__ import annotations

import datetime as dt
import re
import tarfile
from pathlib import Path

import pytest

from indexer.extract.sections import pages_of
from indexer.models import Extraction, Kind, Language, Metadata
from indexer.sources import describe, split
from indexer.text.dates import MONTHS
from tests.sources.reading import described, divided, extracted, left_out, runs, text_pages

PRESIDENT = "PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR"
HEAD = """\
Versión estenográfica. Conferencia de prensa del presidente Andrés Manuel López Obrador del 1° de junio de 2023
Presidencia de la República
01 de junio de 2023
"""
RULED = f"""{HEAD}---
{PRESIDENT}
Buenos días.
---
PREGUNTA
¿Ya lo recorrió?
---
ROSA ICELA RODRÍGUEZ VELÁZQUEZ, SECRETARIA DE SEGURIDAD Y PROTECCIÓN CIUDADANA
Con su permiso.
MVS.
Sí.
---00---
"""

CITED = {
    "2023-abril-03": "3 de abril de 2023",
    "2023-diciembre-13": "13 de diciembre de 2023",
    "2023-junio-01": "1° de junio de 2023",
    "2023-marzo-09": "9 de marzo de 2023",
    "2024-enero-29": "29 de enero de 2024",
    "2024-febrero-09": "9 de febrero de 2024",
}


def test_a_ruled_transcript_gives_a_turn_a_speaker() -> None:
    turns = divided(text_pages(RULED), Kind.TRANSCRIPT)
    assert [speaker for speaker, _ in turns] == [
        None,
        PRESIDENT,
        "PREGUNTA",
        "ROSA ICELA RODRÍGUEZ VELÁZQUEZ, SECRETARIA DE SEGURIDAD Y PROTECCIÓN CIUDADANA",
    ]
    assert turns[0][1] == HEAD.strip()
    assert turns[2][1] == "PREGUNTA\n¿Ya lo recorrió?"


def test_title_date_and_issuer_are_those_under_one_another() -> None:
    assert described(RULED) == Metadata(
        title=HEAD.splitlines()[0],
        kind=Kind.TRANSCRIPT,
        date=dt.date(2023, 6, 1),
        language=Language.SPANISH,
        issuer="Presidencia de la República",
    )


def test_a_notice_before_the_title_is_not_the_title_but_stays_findable() -> None:
    notice = "ESPÉCIMEN DE DEMOSTRACIÓN - NO ES EL DOCUMENTO ORIGINAL. Lo que va entre corchetes es resumen.\n"
    assert described(notice + RULED).title == HEAD.splitlines()[0]
    assert divided(text_pages(notice + RULED), Kind.TRANSCRIPT)[0][1].startswith("ESPÉCIMEN")


def test_the_date_line_is_believed_before_the_title() -> None:
    assert described(RULED.replace("1° de junio de 2023", "1° de junio de 2022")).date == dt.date(2023, 6, 1)
    assert described(RULED.replace("01 de junio de 2023\n", "\n")).date == dt.date(2023, 6, 1)


@pytest.mark.parametrize("border", [match.end() for match in re.finditer("\n", RULED)][:-1])
def test_a_turn_keeps_its_speaker_over_a_page_border(border: int) -> None:
    turns = divided(text_pages(RULED[:border], RULED[border:]), Kind.TRANSCRIPT)
    whole = divided(text_pages(RULED), Kind.TRANSCRIPT)
    assert runs(speaker for speaker, _ in turns) == runs(speaker for speaker, _ in whole)


def test_a_border_between_rule_and_name_loses_no_speaker() -> None:
    border = RULED.index("PREGUNTA")
    speakers = [speaker for speaker, _ in divided(text_pages(RULED[:border], RULED[border:]), Kind.TRANSCRIPT)]
    assert speakers[:3] == [None, PRESIDENT, "PREGUNTA"]
    apart = text_pages(RULED[:border], " \n", RULED[border:])
    assert [speaker for speaker, _ in divided(apart, Kind.TRANSCRIPT)][:3] == [None, PRESIDENT, "PREGUNTA"]


@pytest.mark.parametrize(
    "line", ["(INICIA VIDEO)", "(CORTE DE LISTÓN)", "???", "DECEMBER 1, 2019", "VE-2927", "Amigas y amigos:"]
)
def test_what_is_no_name_is_no_speaker(line: str) -> None:
    text = f"{HEAD}---\n{PRESIDENT}\nVean.\n---\n{line}\nPalabras de no se sabe quién.\n---\nPREGUNTA\n¿Sí?\n"
    turns = divided(text_pages(text), Kind.TRANSCRIPT)
    assert [speaker for speaker, _ in turns] == [None, PRESIDENT, None, "PREGUNTA"]
    assert turns[2][1] == f"{line}\nPalabras de no se sabe quién."


def test_the_first_voice_of_a_film_is_known_if_it_is_named() -> None:
    text = f"{HEAD}---\nPREGUNTA\nVean.\n---\n(INICIA VIDEO)\nFIDEL CASTRO RUZ (interpretación del inglés): Hola.\n"
    assert divided(text_pages(text), Kind.TRANSCRIPT)[-1][0] == "FIDEL CASTRO RUZ (interpretación del inglés)"


INLINE = f"""Conferencia de prensa del 28 de junio de 2021

{PRESIDENT}:Buenos días.

Vamos a iniciar con esto: los precios.

AVANCES EN LA CONSTRUCCIÓN

Como decía: sigue siendo lo mismo.

SURIT\u00a0BERENICE ROMERO,\u00a0SUBPROCURADORA DE SERVICIOS (PROFECO):\u00a0Con su permiso.

NOTA: se corrige la cifra.

(INICIA VIDEO)

Construimos un país.

VOZ MUJER: El Tren Maya avanza.

(FINALIZA VIDEO)

{PRESIDENT}: Gracias.

PREGUNTA: (Inaudible)
"""


def test_a_name_and_a_colon_begin_a_turn() -> None:
    turns = divided(text_pages(INLINE), Kind.TRANSCRIPT)
    assert runs(speaker for speaker, _ in turns) == [
        PRESIDENT,
        "SURIT BERENICE ROMERO, SUBPROCURADORA DE SERVICIOS (PROFECO)",
        "VOZ MUJER",
        PRESIDENT,
        "PREGUNTA",
    ]
    said = {text: speaker for speaker, text in turns}
    assert next(speaker for text, speaker in said.items() if "AVANCES EN LA" in text) == PRESIDENT
    assert next(speaker for text, speaker in said.items() if "NOTA:" in text).startswith("SURIT")


def test_words_of_a_film_are_not_put_into_the_speakers_mouth() -> None:
    turns = divided(text_pages(INLINE), Kind.TRANSCRIPT)
    assert (None, "(INICIA VIDEO)") in turns
    assert (None, "Construimos un país.") in turns


def test_english_briefings_and_markdown_are_read_as_well() -> None:
    english = (
        "Press briefing, March 9, 2023\n\nMR. KIRBY: Good morning.\n\nQ: A question?\n\nMR. KIRBY: No.\n\nQ: Why?\n"
    )
    assert runs(name for name, _ in divided(text_pages(english), Kind.TRANSCRIPT)) == [
        "MR. KIRBY", "Q", "MR. KIRBY", "Q",
    ]  # fmt: skip
    assert described(english, language=Language.ENGLISH).date == dt.date(2023, 3, 9)
    markdown = "# Versión estenográfica\n\n**PREGUNTA:** ¿Sí?\n\n## PRESIDENTA CLAUDIA SHEINBAUM\n\nBuenos días.\n"
    assert runs(name for name, _ in divided(text_pages(markdown), Kind.TRANSCRIPT)) == [
        "PREGUNTA", "PRESIDENTA CLAUDIA SHEINBAUM",
    ]  # fmt: skip


def test_windows_line_ends_change_nothing() -> None:
    speakers = [speaker for speaker, _ in divided(text_pages(RULED.replace("\n", "\r\n")), Kind.TRANSCRIPT)]
    assert speakers == [speaker for speaker, _ in divided(text_pages(RULED), Kind.TRANSCRIPT)]


def test_prose_with_colons_is_no_transcript() -> None:
    prose = "Un cuento\n\nEl hombre dijo: sí.\n\nLa mujer dijo: no.\n\nCFE: comisión.\n"
    assert described(prose).kind is Kind.OTHER


@pytest.mark.shared_data
@pytest.mark.parametrize("name", CITED)
def test_the_six_cited_conferences_are_right(shared_data: Path, name: str) -> None:
    path = shared_data / "presidencia" / "cited" / f"{name}--conferencia.txt"
    extraction = extracted(path)
    found = describe(extraction)
    day = re.sub(r"\D", "", CITED[name].split(" de ")[0])
    assert found.date == dt.date(int(name[:4]), MONTHS[CITED[name].split(" de ")[1]], int(day))
    assert found.title == (
        f"Versión estenográfica. Conferencia de prensa del presidente Andrés Manuel López Obrador del {CITED[name]}"
    )
    assert (found.kind, found.issuer) == (Kind.TRANSCRIPT, "Presidencia de la República")
    blocks = path.read_text(encoding="utf-8").split("\n---\n")[1:]
    printed = [block.split("\n")[0] for block in blocks if not block.startswith("(")]
    assert runs(name for name, _ in divided(extraction.pages, Kind.TRANSCRIPT)) == runs(printed)


@pytest.mark.shared_data
def test_the_speakers_of_the_ninth_of_march_are_these(shared_data: Path) -> None:
    pages = extracted(shared_data / "presidencia/cited/2023-marzo-09--conferencia.txt").pages
    assert {name for name, _ in divided(pages, Kind.TRANSCRIPT)} == {
        None,
        PRESIDENT,
        "PREGUNTA",
        "INTERLOCUTORA",
        "INTERLOCUTOR",
        "INTERVENCIÓN",
        "VOZ HOMBRE",
        "PABLO GÓMEZ ÁLVAREZ, TITULAR DE LA UNIDAD DE INTELIGENCIA FINANCIERA (UIF)",
        "PABLO GÓMEZ ÁLVAREZ",
        "ROSA ICELA RODRÍGUEZ VELÁZQUEZ, SECRETARIA DE SEGURIDAD Y PROTECCIÓN CIUDADANA",
    }


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "day", "speakers"),
    [("conferencia-11-de-septiembre-2019", "2019-09-11", 9), ("conferencia-28-de-junio-de-2021", "2021-06-28", 12)],
)
def test_the_pages_of_gob_mx_are_right(shared_data: Path, name: str, day: str, speakers: int) -> None:
    extraction = extracted(shared_data / "presidencia" / "html" / f"{name}.html")
    found = describe(extraction)
    assert found.title is not None
    assert found.title.startswith("Versión estenográfica")
    assert "gob.mx" not in found.title
    assert (found.kind, found.date) == (Kind.TRANSCRIPT, dt.date.fromisoformat(day))
    assert found.issuer == "Presidencia de la República"
    names = {name for name, _ in divided(extraction.pages, Kind.TRANSCRIPT)} - {None}
    assert len(names) >= speakers
    assert {PRESIDENT, "PREGUNTA", "INTERLOCUTOR", "INTERLOCUTORA"} <= names


@pytest.mark.shared_data
def test_three_hundred_transcripts_have_the_day_they_are_filed_under(shared_data: Path) -> None:
    with tarfile.open(shared_data / "presidencia" / "transcripts-2018-2024.tar.xz") as archive:
        for number, member in enumerate(archive):
            if not member.name.endswith(".txt") or number % 10:
                continue
            file = archive.extractfile(member)
            assert file is not None
            pages = pages_of(file.read().decode("utf-8"), "text")
            found = describe(Extraction(pages))
            *_, year, month, name = member.name.split("/")
            assert found.date == dt.date(int(year), MONTHS[month], int(name[:2])), member.name
            passages = split(pages, found.kind or Kind.OTHER)
            assert left_out(pages, passages) == "", member.name
