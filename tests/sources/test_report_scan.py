"""Notes and callouts of scans, from lines as tesseract reads them: texts are its readings of real pages."""

from __future__ import annotations

import re

from indexer.models import Page, Word
from indexer.models.draft import DraftReport
from indexer.sources.report_scan import read_scanned_report

BODY = ("La violencia en la región ha cambiado de forma desde que comenzó la nueva", "administración del estado.") * 6


def page(*lines: str, notes: tuple[str, ...] = (), number: int = 1, note_size: float = 40.0) -> Page:
    """A page of lines in size 50, and notes smaller below them. Boxes are as high as their letters."""
    text = "\n".join([*lines, "", *notes])
    foot = len("\n".join(lines))
    words = []
    for match in re.finditer(r"\S+", text):
        size = note_size if match.start() > foot else 50.0
        deep = any(letter in "gjpqy,;" for letter in match[0])
        tall = any(letter.isupper() or letter.isdigit() or letter in "bdfhklt" for letter in match[0])
        words.append(Word(match.start(), match.end(), 0, 0, 10, size * (0.45 + 0.25 * tall + 0.21 * deep)))
    return Page(number, text, "tesseract", words=tuple(words))


def labels(draft: DraftReport) -> list[tuple[str, str]]:
    return [(note.label, note.text) for note in draft.notes]


def callouts(draft: DraftReport) -> list[tuple[str, str]]:
    return [(callout.label, block.text[: callout.offset]) for block in draft.blocks for callout in block.callouts]


def test_misread_labels_and_callouts_are_named_by_their_order() -> None:
    first = page(
        *BODY,
        "El verdadero número es de 1,254.° La cifra, dijo el informe.” Sigue el texto.",
        notes=("©El intervalo del 95 % para esta cifra es [1,198].", "8Véase el informe de la Secretaría."),
    )
    second = page(*BODY, "Otra frase terminó.*", notes=("3 Ibid., p. 4.",), number=2)
    draft = read_scanned_report([first, second])
    assert [label for label, _ in labels(draft)] == ["1", "2", "3"]
    assert [label for label, _ in callouts(draft)] == ["1", "2", "3"]
    assert callouts(draft)[0][1].endswith("1,254.")


def test_a_note_whose_label_was_not_read_is_one_where_its_number_is_missing() -> None:
    first = page(*BODY, notes=("Este ejercicio se llevó a cabo para los modelos.",), number=1)
    second = page(*BODY, notes=("2 El gráfico corresponde al Modelo 4.",), number=2)
    assert [label for label, _ in labels(read_scanned_report([first, second]))] == ["1", "2"]
    assert labels(read_scanned_report([first])) == []


def test_a_label_may_stand_on_a_line_of_its_own() -> None:
    draft = read_scanned_report([page(*BODY, notes=("1 Así como las vocales.", "2", "En inglés, kerning.", "", "12"))])
    assert labels(draft) == [("1", "Así como las vocales."), ("2", "En inglés, kerning.")]


def test_a_line_of_a_note_that_begins_with_a_quotation_or_a_figure_goes_on_with_it() -> None:
    notes = (
        "1 Lo dijo entonces el informe de 2020.",
        "“No habrá guerra”, según la prensa del",
        "30 Congreso.",
        "2 Ibid.",
    )
    assert [label for label, _ in labels(read_scanned_report([page(*BODY, notes=notes)]))] == ["1", "2"]


def test_feet_lists_and_small_print_without_numbers_are_no_notes() -> None:
    listed = ("1. Primer punto de los acuerdos.", "2. Segundo punto de los acuerdos.")
    assert labels(read_scanned_report([page(*BODY, "", *listed)])) == []
    called = page(*BODY, "Hay tres reglas en el informe.*", "", listed[0], "", listed[1])
    assert labels(read_scanned_report([called])) == []
    assert labels(read_scanned_report([page(*BODY, *listed, notes=("3. Tercer punto.",))])) == []
    assert (
        labels(read_scanned_report([page(*BODY, notes=("1 de 18",)), page(*BODY, notes=("2 de 18",), number=2)])) == []
    )
    assert labels(read_scanned_report([page(*BODY, notes=("Derechos reservados.",))])) == []
    assert read_scanned_report([Page(1, "", "tesseract")]).notes == ()


def test_questions_and_exclamations_are_no_callouts() -> None:
    said = "¿Qué hizo? preguntó el juez. ¡Basta! gritó. Lo llamó “un error.” Y se fue."
    assert callouts(read_scanned_report([page(*BODY, said)])) == []
