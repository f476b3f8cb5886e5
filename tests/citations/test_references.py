"""References of notes: invented ones in their many forms, and the report's own 72 against a reading by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from indexer.citations.references import note_kind, read_references
from indexer.models import Kind, Reference


def only(text: str) -> Reference:
    (reference,) = read_references(text)
    return reference


def test_an_english_reference_is_read_field_by_field() -> None:
    reference = only(
        "Cabrera, R., & Anguiano, D. (2023, September 26). Fentanyl in Mexico: An Ignored Crisis. *Gatopardo*, p. 5. "
        "dthx.short.gy/bDBAEC"
    )
    assert reference.authors == ("Cabrera, R.", "Anguiano, D.")
    assert reference.date == dt.date(2023, 9, 26)
    assert reference.title == "Fentanyl in Mexico: An Ignored Crisis"
    assert reference.publisher == "Gatopardo"
    assert reference.locator == "p. 5"
    assert [url.target for url in reference.urls] == ["https://dthx.short.gy/bDBAEC"]
    assert reference.kind is Kind.PRESS
    assert reference.confidence == 1.0


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        (
            "Presidencia de la República. (2023, 9 de marzo). Conferencia de prensa matutina. https://lopezobrador.org.mx/x",
            Kind.TRANSCRIPT,
            dt.date(2023, 3, 9),
        ),
        (
            "Secretaría de Gobernación. (18 de noviembre de 2022). DECRETO por el que se reforma el Artículo Quinto "
            "Transitorio. Diario Oficial de la Federación.",
            Kind.DECREE,
            dt.date(2022, 11, 18),
        ),
        (
            "Secretaría de Gobernación. (2020, 11 de mayo). Acuerdo por el que se dispone de la Fuerza Armada. DOF.",
            Kind.DECREE,
            dt.date(2020, 5, 11),
        ),
        (
            "Secretaría de Relaciones Exteriores. (2021, 8 de octubre). Declaración conjunta. SRE.",
            Kind.AGREEMENT,
            dt.date(2021, 10, 8),
        ),
        ("INEGI. (2023). Encuesta Nacional de Victimización, p. 3.", Kind.DATASET, None),
        (
            "Información filtrada por el colectivo Guacamaya. Correo del 30 de julio de 2020.",
            Kind.MEMO,
            dt.date(2020, 7, 30),
        ),
        ("Solicitud de información, Elementa DDHH. Folio 330026424000557.", Kind.INFORMATION_REQUEST, None),
        ("Oficio SGS-DSS-VE-0293-2023 emitido por la Secretaría de Salud.", Kind.MEMO, None),
    ],
)
def test_spanish_forms_are_read_too(text: str, kind: Kind, date: dt.date | None) -> None:
    reference = only(text)
    assert (reference.kind, reference.date) == (kind, date)


@pytest.mark.parametrize(
    "text",
    [
        "Palabras del secretario de Marina, Rafael Ojeda Durán, Veracruz, 14 de agosto de 2021.",
        "Discurso del presidente Andrés Manuel López Obrador en su toma de posesión, 14 de agosto de 2021.",
        "Intervención de la embajadora ante la ONU, 14 de agosto de 2021.",
        "Remarks by President Biden at the United Nations, August 14, 2021.",
        "White House Press Briefing, August 14, 2021.",
    ],
)
def test_what_somebody_in_office_said_is_a_source(text: str) -> None:
    reference = only(text)
    assert (reference.kind, reference.date) == (Kind.TRANSCRIPT, dt.date(2021, 8, 14))


@pytest.mark.parametrize(
    "text",
    [
        "Palabras del presidente que fueron criticadas el 14 de agosto de 2021.",
        "Intervención de comunicaciones privadas, 14 de agosto de 2021.",
        "Discurso de odio en redes, 14 de agosto de 2021.",
    ],
)
def test_what_is_said_about_a_speech_is_none(text: str) -> None:
    assert all(reference.kind is not Kind.TRANSCRIPT for reference in read_references(text))


def test_a_request_and_a_letter_have_their_number() -> None:
    assert only("Solicitud de información, Elementa DDHH. Folio 330026424000557.").file_number == "330026424000557"
    letter = only("Oficio SGS-DSS-VE-0293-2023 emitido por la Secretaría de Salud.")
    assert (letter.file_number, letter.authors) == ("SGS-DSS-VE-0293-2023", ("Secretaría de Salud",))


def test_two_references_in_one_note_are_parted() -> None:
    text = "Ferri, P. (2023, November 1). Title; with a pause. *El País*. a.org/x"
    assert len(read_references(text)) == 1
    two = read_references("Ferri, P. (2023). One. El País; Dalby, C. (2022). Two. Insight Crime")
    assert [reference.title for reference in two] == ["One", "Two"]


@pytest.mark.parametrize(
    "text",
    [
        "*Ibidem*.",
        "Ibid. p. 1.",
        "Ibídem, p. 3",
        "Íd.",
        "INEGI, *Op. Cit.*",
        "Op. cit.",
        "Véase Meza, op. cit., p. 2",
        "loc. cit.",
    ],
)
def test_a_cross_reference_has_no_reference_of_its_own(text: str) -> None:
    assert note_kind(text) == "cross_reference"
    assert read_references(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "In the papers that Elementa consulted the general's complete name is not given.",
        "One of five regional centers that SEDENA set up, against violence and crime.",
        "Idea general del autor.",
        "El identificador es propio.",
        "",
        "***",
    ],
)
def test_commentary_is_said_to_be(text: str) -> None:
    assert note_kind(text) == "commentary"
    assert read_references(text) == ()


@pytest.mark.parametrize(
    "unit", ["A, B. ", "(2020) ", "File number ", "Aa ", "a; ", "*a* ", "[x](y) ", ", p. 1", "* ", "_a "]
)
def test_an_endless_note_is_read_in_reasonable_time(unit: str) -> None:
    assert read_references(unit * 100_000) is not None


def test_a_date_that_does_not_exist_leaves_the_year() -> None:
    reference = only("Ferri, P. (2023, February 30). Title. *El País*.")
    assert (reference.date, reference.year) == (None, 2023)


# --- the report's own notes, read by hand ---------------------------------------------------------

DATES = {
    2: (2019, 1, 30), 5: (2019, 3, 25), 6: (2020, 5, 11), 7: (2022, 9, 6), 8: (2022, 11, 18), 9: (2023, 12, 13),
    11: (2023, 4, 3), 12: (2020, 12, 15), 13: (2024, 2, 9), 14: (2018, 5, 8), 15: (2020, 12, 15), 16: (2018, 5, 8),
    17: (2021, 10, 8), 18: (2021, 10, 8), 19: (2021, 2, 9), 20: (2022, 2, 17), 21: (2021, 10, 2), 23: (2024, 2, 7),
    25: (2023, 6, 26), 28: (2023, 3, 23), 34: (2023, 6, 1), 39: (2023, 1, 6), 40: (2023, 12, 13), 50: (2022, 2, 8),
    52: (2023, 3, 9), 53: (2023, 9, 26), 55: (2023, 6, 2), 60: (2024, 1, 29), 62: (2023, 11, 1), 65: (2023, 12, 29),
    68: (2023, 6, 1), 70: (2023, 8, 30),
}  # fmt: skip
YEARS = {3: 2020, 4: 2023, 26: 2022, 30: 2023, 32: 2023, 33: 2023, 35: 2023, 36: 2022, 37: 2023, 51: 2022, 58: 2023,
         64: 2022, 67: 2024, 71: 2023}  # fmt: skip
SHORT_LINKS = {
    2: "Ugveq9", 3: "xo5ZG4", 5: "NujuSw", 6: "vPB8wL", 7: "i8GmEa", 9: "KDKyPo", 11: "PmMHTA", 12: "X7BoLu",
    13: "f5IMOB", 14: "SWd94b", 15: "X7BoLu", 16: "fp09mt", 17: "lx5d6r", 18: "LE900y", 19: "z2kyvl", 21: "FZON8L",
    22: "UH42pW", 23: "L8bVVT", 25: "OYFOVs", 26: "WF8qtt", 28: "nzuafx", 34: "dSqATc", 37: "ybA8RM", 40: "JK9rIC",
    50: "B3k0Br", 51: "EyE8Fg", 52: "6rIDyn", 53: "bDBAEC", 55: "jNtfSY", 58: "fewpgk", 60: "nxEUeF", 62: "5GAAVD",
    65: "4FNKM7", 66: "nGsaS7", 68: "d8aLyE", 70: "U7nGrn", 71: "r8WQHZ",
}  # fmt: skip
OTHER_LINKS = {
    8: ("https://dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022#gsc.tab=0",) * 2,
    39: ("dthx.short.gy/pXVYhs", "https://www.bbc.com/news/world-latin-america-61811111"),
    67: ("https://versionpublicarnpdno.segob.gob.mx/Dashboard/ContextoGeneral",) * 2,
}
FILE_NUMBERS = {
    10: "22006760", 27: "SGS-DSS-VE-0293-2023", 41: "330026424000557", 42: "330026424000557", 44: "330026424000557",
    47: "330026424000557", 59: "330026423002057", 72: "330026423002056",
}  # fmt: skip
KINDS = {
    **dict.fromkeys((1, 24, 38, 43, 46, 54, 56, 57), "commentary"),
    **dict.fromkeys((29, 45, 48, 49, 63), "cross_reference"),
    **dict.fromkeys((2, 11, 13, 16, 52, 60, 68), "transcript"),
    **dict.fromkeys((5, 6, 8), "decree"),
    **dict.fromkeys((10, 41, 42, 44, 47, 59, 72), "information_request"),
    **dict.fromkeys((7, 12, 15, 19, 21, 23, 28, 30, 34, 37, 39, 50, 53, 55, 62, 65, 66, 70), "press"),
    17: "agreement",
    **dict.fromkeys((22, 27, 36), "memo"),
    **dict.fromkeys((3, 4, 9, 18, 20, 25, 31, 40, 51, 58, 64), "report"),
    **dict.fromkeys((32, 33, 35, 61, 67, 71), "dataset"),
    **dict.fromkeys((14, 26, 69), "other"),
}
LOCATORS = {4: "p. 177", 5: "Article Five", 30: "p. 1", 31: "p. 7", 32: "p. 3", 35: "p. 2", 58: "p. 68", 64: "p. 26"}
AUTHORS = {
    7: ("Meza, A. M.",), 12: ("Mundo LR",), 19: ("Brewer, S.", "Isacson, A."), 26: ("Goodman-Meza, D.",),
    27: ("Ministry of Health",), 30: ("INEGI (National Institute of Statistics and Geography)",), 31: ("INEGI",),
    10: ("Transparency Unit of the Ministry of Defense",), 41: (), 72: ("SEDENA",),
    53: ("Cabrera, R.", "Anguiano, D."), 61: ("INEGI",), 64: ("Osorio Reyes, M. D.",), 65: (),
    67: ("NPDNO",), 69: ("González Villareal, R.",), 71: ("SEDENA",),
}  # fmt: skip
TITLES = {
    4: "Military influence. The National Guard and the risks of renewed military prominence",
    7: "Why does the leading anti-Calderon figure militarize, and what can be done about it?",
    9: "Security Report December 13, 2023",
    20: "New U.S.-Mexico Security Strategy: Issues for Congressional Consideration",
    21: "Bicentennial Agreement. The new bilateral plan against drugs curbs U.S. espionage in Mexico",
    31: "Key Findings, ENVIPE 2022",
    36: "Summary of results from July 15 to July 21, 2022",
    41: "Information request, Elementa DDHH",
    52: "Presidential morning press conference",
    58: "5th Government Report 2022-2023",
    64: "Atlas of Homicides. Mexico 2022",
    65: "States in Mexico with the Highest Number of Massacres in 2023",
    66: "Out of Mexico’s 2,446 municipalities, at least 1,058 report the presence of one or more organized crime"
    " groups",
    69: "Forced Disappearance in Mexico: From Repression to Profitability",
}
PUBLISHERS = {
    5: "Official Gazette of the Federation", 7: "Letras Libres", 12: "La República", 19: "Violence Resource Project",
    20: None, 25: None, 28: "Pie de Página", 34: "The Whereabouts of the Disappeared", 39: "BBC News Mundo",
    50: "CNN en Español", 51: "Rand", 58: "Presidency of the Republic",
    53: "Gatopardo", 64: "MUCD", 65: "El Economista", 66: "El Siglo de Torreón",
    70: "A dónde van los desaparecidos",
}  # fmt: skip

from_the_report = pytest.mark.shared_data


@from_the_report
def test_all_notes_of_the_report_are_there(printed_notes: dict[int, str]) -> None:
    assert sorted(printed_notes) == list(range(1, 73))


@from_the_report
def test_the_kinds_of_all_its_notes(printed_notes: dict[int, str]) -> None:
    assert {number: note_kind(text) for number, text in printed_notes.items()} == dict(sorted(KINDS.items()))


@from_the_report
def test_the_dates_of_all_its_notes(printed_notes: dict[int, str]) -> None:
    days, years = {}, {}
    for number, text in printed_notes.items():
        for reference in read_references(text):
            if reference.date:
                days[number] = (reference.date.year, reference.date.month, reference.date.day)
            elif reference.year:
                years[number] = reference.year
    assert days == DATES
    assert years == YEARS


@from_the_report
def test_the_addresses_of_all_its_notes(printed_notes: dict[int, str]) -> None:
    expected = {
        number: (f"dthx.short.gy/{path}", f"https://dthx.short.gy/{path}") for number, path in SHORT_LINKS.items()
    }
    found = {
        number: (url.text, url.target)
        for number, text in printed_notes.items()
        for reference in read_references(text)
        for url in reference.urls
    }
    assert found == expected | OTHER_LINKS


@from_the_report
def test_the_file_numbers_of_all_its_notes(printed_notes: dict[int, str]) -> None:
    found = {
        number: reference.file_number
        for number, text in printed_notes.items()
        for reference in read_references(text)
        if reference.file_number
    }
    assert found == FILE_NUMBERS


@from_the_report
def test_the_pages_it_cites(printed_notes: dict[int, str]) -> None:
    found = {
        number: reference.locator
        for number, text in printed_notes.items()
        for reference in read_references(text)
        if reference.locator
    }
    assert found == LOCATORS


@from_the_report
def test_authors_titles_and_publishers(printed_notes: dict[int, str]) -> None:
    for number, authors in AUTHORS.items():
        assert only(printed_notes[number]).authors == authors
    for number, title in TITLES.items():
        assert only(printed_notes[number]).title == title
    for number, publisher in PUBLISHERS.items():
        assert only(printed_notes[number]).publisher == publisher
