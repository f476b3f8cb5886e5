"""Notes, callouts and claims of PDF reports, as programs of many habits set them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bench.note_truth import Score, read_truth, score
from indexer.citations.reading import Reading
from indexer.citations.report import ReadReport, read_report
from indexer.config import OcrSettings
from indexer.errors import ReportError
from indexer.extract.render import open_pictures
from indexer.ocr.probe import probe_tesseract
from tests.sources.typeset import Foot, Sheet, Style, set_report

FILL = (
    "La violencia en la región ha cambiado de forma desde que comenzó la nueva administración, y las autoridades han "
    "respondido de maneras diversas según el lugar y el momento. "
)
ARMY = "Secretaría de la Defensa Nacional, Informe de labores, México, 2020, p. 12."
SURVEY = "Véase INEGI, Encuesta Nacional, 2021, cuadro 3.4, en https://www.inegi.org.mx/programas/envipe/2021/."
IBID = "Ibid., p. 14."
NOTES = (ARMY, SURVEY, IBID)
CLAIMS = (
    "El gobierno desplegó 80 mil elementos en 2019.{1}",
    "La incidencia creció 20% en dos años,{2} según el instituto.",
    "La presidenta dijo: “no habrá guerra”.{3}",
)
SENTENCES = (
    "El gobierno desplegó 80 mil elementos en 2019.",
    "La incidencia creció 20% en dos años, según el instituto.",
    "La presidenta dijo: “no habrá guerra”.",
)
FEET = tuple(Foot(text, str(number)) for number, text in enumerate(NOTES, start=1))


def prose(*claims: str, before: int = 1) -> list[str]:
    return [f"{FILL * before}{claim} {FILL}" for claim in claims]


def read(folder: Path, sheets: Sequence[Sheet], style: Style | None = None) -> ReadReport:
    return read_report(set_report(folder / "informe.pdf", sheets, style), id="informe")


def labels(found: ReadReport) -> list[str]:
    return [note.label for note in found.report.footnotes]


def texts(found: ReadReport) -> list[str]:
    return [note.text for note in found.report.footnotes]


def claims(found: ReadReport) -> list[list[str]]:
    return [[claim.sentence for claim in note.claims] for note in found.report.footnotes]


def assert_all_found(found: ReadReport) -> None:
    """The three notes and what they are called for."""
    assert labels(found) == ["1", "2", "3"]
    assert texts(found) == list(NOTES)
    assert claims(found) == [[sentence] for sentence in SENTENCES]


# --- how notes at the foot are set --------------------------------------------------------------


@pytest.mark.parametrize("callout", ["raised", "unicode", "bracketed", "plain"])
@pytest.mark.parametrize("label", ["raised", "unicode", "bracketed", "plain", "pointed", "closed"])
def test_callouts_and_labels_may_be_set_in_any_way(tmp_path: Path, callout: str, label: str) -> None:
    assert_all_found(read(tmp_path, [Sheet(prose(*CLAIMS), FEET)], Style(callout=callout, label=label)))


@pytest.mark.parametrize("label", ["raised", "unicode", "bracketed", "plain"])
def test_labels_may_be_glued_to_their_notes(tmp_path: Path, label: str) -> None:
    assert_all_found(read(tmp_path, [Sheet(prose(*CLAIMS), FEET)], Style(label=label, gap="")))


STYLES = {
    "no rule": Style(rule=False),
    "no characters for spaces": Style(spaced=False),
    "notes as large as the text": Style(note_size=11),
    "and with plain labels": Style(note_size=11, label="plain"),
    "and without a rule": Style(note_size=11, label="plain", rule=False),
    "notes hardly smaller": Style(size=10, note_size=9.6, label="plain"),
    "callouts as large as the text": Style(raised_size=1.0),
    "callouts little raised": Style(raised_size=0.7, rise=0.25),
    "a running head": Style(head="Informe anual 2023 · Capítulo 3"),
    "two columns": Style(columns=2, size=10, note_size=8, margin=50),
    "two columns without a rule": Style(columns=2, size=10, note_size=8, margin=50, rule=False),
    "a sans serif": Style(font="Helvetica", size=10, note_size=8),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_sizes_rules_and_columns_may_be_any(tmp_path: Path, style: Style) -> None:
    before = 6 if style.columns > 1 else 1
    assert_all_found(read(tmp_path, [Sheet(prose(*CLAIMS, before=before), FEET)], style))


def test_numbering_need_not_begin_with_1(tmp_path: Path) -> None:
    found = read(
        tmp_path, [Sheet(prose("Uno dijo algo.{14}", "Otro calló.{15}"), [Foot(ARMY, "14"), Foot(IBID, "15")])]
    )
    assert labels(found) == ["14", "15"]
    assert claims(found) == [["Uno dijo algo."], ["Otro calló."]]


def test_signs_are_labels_too(tmp_path: Path) -> None:
    feet = [Foot("Nota estrella.", "*"), Foot("Nota daga.", "†"), Foot("Nota doble.", "‡")]
    found = read(tmp_path, [Sheet(prose("Uno dijo algo.{*}", "Otro respondió.{†}", "Un tercero calló.{‡}"), feet)])
    assert labels(found) == ["*", "†", "‡"]
    assert claims(found)[1] == ["Otro respondió."]


def test_a_note_runs_over_to_the_next_page(tmp_path: Path) -> None:
    first, rest = "Esta nota es larga y continúa en la", "página siguiente porque no cabe en una."
    for style in (Style(), Style(rule=False), Style(note_size=11)):
        sheets = [Sheet(prose(CLAIMS[0]), [Foot(first, "1")]), Sheet(prose(CLAIMS[1]), [Foot(rest), Foot(SURVEY, "2")])]
        assert texts(read(tmp_path, sheets, style)) == [f"{first} {rest}", SURVEY]


def test_a_finished_sentence_may_go_on_below_the_rule_of_the_next_page(tmp_path: Path) -> None:
    sheets = [
        Sheet(prose(CLAIMS[0]), [Foot(ARMY, "1")]),
        Sheet(prose(CLAIMS[1]), [Foot("Además, se citó en la prensa."), Foot(SURVEY, "2")]),
    ]
    assert texts(read(tmp_path, sheets)) == [f"{ARMY} Además, se citó en la prensa.", SURVEY]


def test_numbering_restarts_by_page_or_chapter(tmp_path: Path) -> None:
    sheets = [
        Sheet(["# Capítulo 1. Antes", *prose(*CLAIMS[:2])], FEET[:2]),
        Sheet(["# Capítulo 2. Después", *prose(*CLAIMS[:2])], [Foot("Otra, 2021.", "1"), Foot("Otra, 2022.", "2")]),
    ]
    found = read(tmp_path, sheets)
    assert [(note.note, note.text) for note in found.report.footnotes] == [
        ("fn-1-1", ARMY),
        ("fn-1-2", SURVEY),
        ("fn-2-1", "Otra, 2021."),
        ("fn-2-2", "Otra, 2022."),
    ]
    assert claims(found) == [[SENTENCES[0]], [SENTENCES[1]]] * 2
    assert [note.claims[0].page for note in found.report.footnotes] == [1, 1, 2, 2]


# --- endnotes -----------------------------------------------------------------------------------

HEADINGS = [
    *("Notas", "NOTES", "Notas al pie", "Notas finales:", "VII. Notas", "Notas y referencias", "Bibliografía y notas"),
    *("Endnotes", "Referencias", "References", "Fuentes", "Citas"),
]
FORMS = ["{%d} %s", "%d %s", "%d. %s", "[%d] %s"]


@pytest.mark.parametrize(("heading", "form"), list(zip(HEADINGS, FORMS * 3, strict=True)))
def test_endnotes_stand_below_a_heading(tmp_path: Path, heading: str, form: str) -> None:
    listed = [form % (number, text) for number, text in enumerate(NOTES, start=1)]
    assert_all_found(read(tmp_path, [Sheet(prose(*CLAIMS)), Sheet([f"# {heading}", *listed])]))


def test_endnotes_need_no_heading_if_their_labels_are_raised(tmp_path: Path) -> None:
    listed = [f"{{{number}}} {text}" for number, text in enumerate(NOTES, start=1)]
    assert_all_found(read(tmp_path, [Sheet(prose(*CLAIMS)), Sheet(listed)]))


def test_each_chapter_may_have_its_endnotes(tmp_path: Path) -> None:
    sheets = [
        Sheet(["# Capítulo 1. Antes", *prose(*CLAIMS[:2]), "# Notas", f"1. {ARMY}", f"2. {SURVEY}"]),
        Sheet(["# Capítulo 2. Después", *prose(*CLAIMS[:2]), "# Notas", "1. Otra, 2021.", "2. Otra, 2022."]),
    ]
    found = read(tmp_path, sheets)
    assert texts(found) == [ARMY, SURVEY, "Otra, 2021.", "Otra, 2022."]
    assert claims(found) == [[SENTENCES[0]], [SENTENCES[1]]] * 2


def test_a_bibliography_ends_the_notes_and_is_none_beside_them(tmp_path: Path) -> None:
    listed = [f"{{{number}}} {text}" for number, text in enumerate(NOTES, start=1)]
    books = ["# Referencias", "[1] Pérez, Juan, Historia mínima, México, 2020.", "[2] Ruiz, Ana, Otra historia, 2021."]
    assert_all_found(read(tmp_path, [Sheet(prose(*CLAIMS)), Sheet(["# Notas", *listed, *books])]))


# --- callouts -----------------------------------------------------------------------------------


def test_several_callouts_stand_together(tmp_path: Path) -> None:
    feet = [Foot(f"Nota número {number}, 2020.", str(number)) for number in range(1, 6)]
    found = read(tmp_path, [Sheet(prose("Se desplegaron muchos.{1,2} Fin.", "Se repitió otra vez.{3-5} Fin."), feet)])
    assert claims(found) == [["Se desplegaron muchos."]] * 2 + [["Se repitió otra vez."]] * 3


def test_callouts_follow_quotation_marks(tmp_path: Path) -> None:
    said = ("Dijo que “no se puede”{1} y se fue.", "Según «el informe»,{2} fue así.", "Lo llamó “un error”.{3}")
    found = read(tmp_path, [Sheet(prose(*said), FEET)])
    assert [note.claims[0].quotes for note in found.report.footnotes] == [
        ("no se puede",),
        ("el informe",),
        ("un error",),
    ]


def test_callouts_follow_figures(tmp_path: Path) -> None:
    said = ("Los muertos fueron 965.{1} Después hubo más.", "Hubo 2,312{2} casos en 2019{3}.")
    found = read(tmp_path, [Sheet(prose(*said), FEET)])
    assert claims(found) == [["Los muertos fueron 965."], ["Hubo 2,312 casos en 2019."], ["Hubo 2,312 casos en 2019."]]


TRAPS = (
    "El terreno mide 286 m<sup>2</sup> y 10<sup>6</sup>; el 1.<sup>er</sup> lugar, 2<sup>nd</sup>, n.<sup>o</sup> 3.",
    "Hay C<sub>17</sub>H<sub>21</sub>NO<sub>4</sub>, CO<sub>2</sub>, E=mc<sup>2</sup>, 10<sup>-3</sup>. Mide 3 m³.",
    "En 2019 hubo 35 casos; en 2020, 36. El artículo 21 de la Ley 5 dice 12 cosas. Hubo 1,234 y 5.6. Véase p.23.",
)


def test_exponents_ordinals_and_formulas_are_no_callouts(tmp_path: Path) -> None:
    assert labels(read(tmp_path, [Sheet([FILL + trap for trap in TRAPS])])) == []
    mixed = [f"{FILL}{trap} {claim}" for trap, claim in zip(TRAPS, CLAIMS, strict=True)]
    assert_all_found(read(tmp_path, [Sheet(mixed, FEET)]))


def test_lists_small_print_and_tables_are_no_notes(tmp_path: Path) -> None:
    listed = ["1. Primer punto de los acuerdos.", "2. Segundo punto de los acuerdos.", "3. Tercer punto."]
    small = [Foot("1 de cada 10 personas fue entrevistada."), Foot("2019 Secretaría de Salud. Derechos reservados.")]
    assert labels(read(tmp_path, [Sheet([FILL * 3, *listed], small)])) == []
    rows = [
        ["Estado", "Casos<sup>a</sup>", "Tasa"],
        ["Sonora", "12<sup>1</sup>", "3.4"],
        ["Sinaloa", "45", "5<sup>2</sup>"],
    ]
    found = read(tmp_path, [Sheet(prose(CLAIMS[0]), FEET[:1], rows)])
    assert claims(found) == [[SENTENCES[0]]]


# --- joined lines -------------------------------------------------------------------------------


def test_words_cut_at_the_end_of_a_line_are_whole(tmp_path: Path) -> None:
    """By its other words a report tells whether a hyphen belongs to a word."""
    known = f"{FILL}El subsecretario viajó por la frontera México-Estados Unidos, en una gira socio-económica."
    full = "x" * 60
    cut = (
        f"{FILL}|Dijo {full} que el sub-|secretario {full} y la socio-|económica {full} a México-|Estados {full} "
        "inter-|municipal{1}."
    )
    found = read(tmp_path, [Sheet([known, cut], FEET[:1])], Style(size=10))
    said = claims(found)[0][0].replace(full, "…")
    assert said == "Dijo … que el subsecretario … y la socio-económica … a México-Estados … intermunicipal."


def test_addresses_are_joined_across_lines(tmp_path: Path) -> None:
    note = "Informe, https://www.gob.mx/cms/|uploads/attachment/informe-anual-|de-la-secretaria.pdf, p. 3."
    found = read(tmp_path, [Sheet(prose(CLAIMS[0]), [Foot(note, "1")])])
    assert texts(found) == [
        "Informe, https://www.gob.mx/cms/uploads/attachment/informe-anual-de-la-secretaria.pdf, p. 3."
    ]


def test_ligatures_are_letters(tmp_path: Path) -> None:
    found = read(tmp_path, [Sheet(prose("Lo a\ufb01rmó el o\ufb01cial.{1}"), FEET[:1])], Style(font="Liberation"))
    assert claims(found) == [["Lo afirmó el oficial."]]


def test_a_sentence_goes_on_beyond_a_table(tmp_path: Path) -> None:
    rows = [["Sonora", "12", "3.4"], ["Sinaloa", "45", "5.6"]]
    full = (
        f"{FILL}|El gobierno envió, según el último informe que se entregó a las cámaras del Congreso de la Unión,|"
        "a muchos de los elementos del ejército a la región y a casi todas las ciudades grandes de la"
    )
    found = read(tmp_path, [Sheet([full], table=rows), Sheet([f"frontera norte.{{1}} {FILL}"], FEET[:1])])
    assert claims(found)[0][0].startswith("El gobierno")
    assert claims(found)[0][0].endswith("ciudades grandes de la frontera norte.")


def test_rows_of_tables_and_short_lines_are_no_part_of_a_claim(tmp_path: Path) -> None:
    lines = "Se propuso esta lista:{1}|alfa|beta|gama"
    assert claims(read(tmp_path, [Sheet([*prose(""), lines, FILL], FEET[:1])])) == [["Se propuso esta lista:"]]


# --- wrong and hostile reports ------------------------------------------------------------------


def test_a_missing_number_and_one_printed_twice_are_told(tmp_path: Path) -> None:
    said = prose(*(f"Frase con nota {number}.{{{number}}}" for number in range(1, 11)), before=0)
    feet = [Foot(f"Nota número {number}, 2020.", str(number)) for number in (1, 2, 3, 3, 4, 5, 6, 8, 9, 10)]
    found = read(tmp_path, [Sheet(said, feet)])
    assert labels(found) == ["1", "2", "3", "3", "4", "5", "6", "8", "9", "10"]
    assert "Numbers that no note has: 7." in found.warnings
    assert "Numbers that several notes have: 3." in found.warnings


@pytest.mark.long
def test_three_thousand_notes_are_read(tmp_path: Path) -> None:
    """Alike but for their numbers, and at the same height of every page, as running feet are."""
    sheets = []
    for page in range(100):
        numbers = range(page * 30 + 1, page * 30 + 31)
        sheets.append(
            Sheet(
                [" ".join(f"Dicho {number} veces.{{{number}}}" for number in numbers)],
                [Foot(f"Ibid., p. {number}.", str(number)) for number in numbers],
            )
        )
    found = read(tmp_path, sheets)
    assert labels(found) == [str(number) for number in range(1, 3001)]
    assert [note.label for note in found.report.footnotes if len(note.claims) != 1] == []
    assert found.warnings == ()


def test_a_damaged_or_locked_pdf_is_told(tmp_path: Path) -> None:
    path = set_report(tmp_path / "informe.pdf", [Sheet(prose(*CLAIMS), FEET)])
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(path.read_bytes()[:300])
    locked = Canvas(str(tmp_path / "locked.pdf"), encrypt="secreto")
    locked.drawString(72, 700, "Nada")
    locked.save()
    for wrong in (cut, tmp_path / "locked.pdf"):
        with pytest.raises(ReportError) as caught:
            read_report(wrong, id="r")
        assert caught.value.code == "report"
        assert caught.value.advice


@pytest.mark.skipif(probe_tesseract() is None, reason="tesseract is not installed")
def test_a_scanned_report_is_read_by_ocr_and_says_so(tmp_path: Path) -> None:
    sheets = [
        Sheet(prose(*CLAIMS), FEET),
        Sheet(prose("Uno dijo algo más.{4}", "Otro calló por fin.{5}"), [Foot("Cuarta nota.", "4"), Foot(IBID, "5")]),
    ]
    picture = set_report(tmp_path / "informe.pdf", sheets)
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=A4)
    with open_pictures(picture) as pictures:
        for number in (1, 2):
            image = pictures.render(number, 200, 50_000_000).image
            canvas.drawImage(ImageReader(BytesIO(image.data)), 0, 0, *A4)
            canvas.showPage()
    canvas.save()
    found = read_report(tmp_path / "scan.pdf", id="scan")
    assert labels(found) == ["1", "2", "3", "4", "5"]
    assert any("was read by OCR" in warning and "%" in warning for warning in found.warnings)
    assert sum(bool(note.claims) for note in found.report.footnotes) >= 3


@pytest.mark.skipif(probe_tesseract() is None, reason="tesseract is not installed")
def test_scans_are_read_as_the_archive_is_configured(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(ReportError, match="lacks the language tlh"):
        read_report(tmp_path / "scan.pdf", id="r", reading=Reading(OcrSettings(languages=("tlh",))))


def test_a_blank_scan_is_told(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "blank.pdf"))
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(ReportError, match="scan"):
        read_report(tmp_path / "blank.pdf", id="r")


# --- real reports -------------------------------------------------------------------------------


def scored(shared_data: Path, *names: str) -> Score:
    scores = []
    for name in names:
        truth = read_truth(name)
        scores.append(score(truth, read_report(shared_data / "reports" / "pdf" / truth.pdf, id="r").report.footnotes))
    total = scores[0]
    for one in scores[1:]:
        total += one
    return total


@pytest.mark.shared_data
def test_notes_of_latex_reports_are_read(shared_data: Path) -> None:
    """One of the two of bench/footnotes.py; the other takes ten times as long."""
    found = scored(shared_data, "l2tabu-es")
    assert found.notes.f1 >= 0.95
    assert found.links.f1 >= 0.92, found.missed


@pytest.mark.shared_data
def test_notes_of_another_report_are_read(shared_data: Path) -> None:
    found = scored(shared_data, "hrdag-drug-killings-en")
    assert found.notes.f1 >= 0.9
    assert found.links.f1 >= 0.9, found.missed


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["laws/LGN_static.pdf", "pdf/15122024-MAT_pages1-2.pdf"])
def test_laws_and_gazettes_have_no_notes(shared_data: Path, name: str) -> None:
    assert read_report(shared_data / "dof" / name, id="r").report.footnotes == ()
