"""Quotations against a real archive: verdicts, places, readers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.models import OWNER, Access
from indexer.quotes.export import annotation, claim_review
from indexer.quotes.figures import check_figures
from indexer.quotes.finder import Finder, Reach
from indexer.quotes.models import ChangeType, Verdict, Verification
from indexer.quotes.parse import read_quotation
from indexer.quotes.serialise import verification_json
from indexer.quotes.service import QuoteService
from tests.quotes.conftest import CONFERENCE, Verify

SAID = "Aquí nosotros no producimos fentanilo y nosotros no tenemos consumo de fentanilo"


def types(answer: Verification) -> set[ChangeType]:
    return {change.type for change in answer.matches[0].changes}


def test_what_was_said_is_verbatim(verify: Verify) -> None:
    answer = verify(SAID)
    match = answer.matches[0]
    assert answer.verdict is Verdict.VERBATIM
    assert match.source_text == SAID
    assert match.speaker == "PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR"
    assert "programa de vivienda" in match.context.before
    assert match.context.after.startswith(".")


def test_offsets_lead_back_to_the_page(archive: Archive, verify: Verify) -> None:
    match = verify(SAID).matches[0]
    page = archive.catalog.documents.page(match.document.id, match.place.page, reading=match.place.reading)
    assert page.text[match.place.start : match.place.end] == SAID


@pytest.mark.parametrize(
    "quote",
    [
        f"“{SAID}”",
        f"«{SAID}.»",
        f'"{SAID}"',
        "Aquí  nosotros\nno producimos fentanilo y nosotros no tenemos consumo",
        "no producimos fentanilo […] no tenemos consumo de fentanilo",
        "Aquí nosotros no producimos [esa droga llamada] fentanilo",
        "Aquí nosotros no producimos fentanilo [sic] y nosotros no tenemos consumo",
        f"“{SAID}”, dijo López Obrador el 9 de marzo de 2023",
        f"{SAID} (López Obrador, 9 de marzo de 2023)",
    ],
)
def test_marks_gaps_and_attributions_change_nothing(verify: Verify, quote: str) -> None:
    assert verify(quote).verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    ("quote", "changed"),
    [
        (SAID.upper(), ChangeType.CASE),
        (SAID.replace("Aquí", "Aqui"), ChangeType.ACCENT),
        (SAID.replace(" y nosotros", ", y nosotros"), ChangeType.PUNCTUATION),
    ],
)
def test_typography_is_near_verbatim(verify: Verify, quote: str, changed: ChangeType) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.NEAR_VERBATIM
    assert types(answer) == {changed}
    assert not answer.matches[0].critical


@pytest.mark.parametrize(
    ("quote", "changed"),
    [
        (SAID.replace("no ", "", 1), ChangeType.NEGATION),
        (SAID.replace("fentanilo", "metanfetamina"), ChangeType.WORD),
        ("Participaron 72 elementos y se decomisaron 286 mil 494 pastillas", ChangeType.NUMBER),
        ("acudir a la frontera norte el lunes 13 de marzo, ya lo dijo Alicia Bárcena en Washington", ChangeType.NAME),
        ("Algunos secretarios pueden acudir a la frontera norte el lunes 13 de marzo", ChangeType.WORD),
        ("Todos los secretarios deben acudir a la frontera norte el lunes 13 de marzo", ChangeType.WORD),
        ("Todos los secretarios pueden acudir a la frontera norte el lunes 13 de mayo", ChangeType.WORD),
        ("Aquí nosotros … producimos fentanilo y nosotros no tenemos consumo", ChangeType.NEGATION),
        ("participaron en el operativo de Culiacán … Participaron 27 elementos", ChangeType.OMISSION),
    ],
)
def test_what_turns_the_meaning_is_altered_and_critical(verify: Verify, quote: str, changed: ChangeType) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    assert answer.matches[0].critical
    assert changed in types(answer) or ChangeType.INSERTION in types(answer)


def test_two_passages_spliced_are_altered(verify: Verify) -> None:
    answer = verify("Aquí nosotros no producimos fentanilo y nosotros porque por el bien de todos, primero los pobres")
    assert answer.verdict is Verdict.ALTERED
    assert all(match.critical for match in answer.matches)


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("Aquí nosotros no producimos fentanilo […] Vamos a seguir apoyando a los pobres", "spliced"),
        ("Vamos a seguir apoyando a los pobres … nosotros no tenemos consumo de fentanilo", "spliced"),
        ("sin deuda y sin corrupción […] Aquí nosotros no producimos fentanilo", "order"),
        ("no tenemos consumo de fentanilo (...) Aquí nosotros no producimos fentanilo", "order"),
        ("Todos los secretarios pueden acudir […] participaron en el operativo de Culiacán", "order"),
        ("de la Guardia Nacional participaron […] se decomisaron 286 mil 494 pastillas", "speakers"),
        ("Marcelo Ebrard en Washington Gracias, presidente", "speakers"),
        ("el operativo de Culiacán se decomisaron 286 mil 494", "speakers"),
    ],
)
def test_what_an_ellipsis_or_nothing_joins_of_other_places_is_altered(verify: Verify, quote: str, why: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    assert answer.matches[0].critical
    assert why in {change.why for change in answer.matches[0].changes}


def test_what_nobody_said_is_not_found_after_the_whole_scan(verify: Verify) -> None:
    answer = verify("Los marcianos aterrizaron ayer en Xochimilco con tres toneladas de mole")
    assert answer.verdict is Verdict.NOT_FOUND
    assert (answer.matches, answer.total) == ((), 0)
    assert answer.scanned
    assert answer.searched.documents == 5


def test_noise_is_found_where_it_came_from(verify: Verify) -> None:
    answer = verify("Aqui nosotnos no produclmos fentamilo y nosotros n0 tenemos consurno de fentanilo")
    assert answer.matches[0].source_text == SAID


def test_a_word_broken_at_a_line_end_is_whole(verify: Verify) -> None:
    answer = verify("La construcción del aeropuerto Felipe Ángeles terminó en tiempo y forma")
    assert answer.verdict is Verdict.VERBATIM


def test_a_specimen_is_shown_and_proves_nothing(verify: Verify) -> None:
    answer = verify("el inventario de uniformes quedó completo en la bodega del norte")
    assert answer.verdict is Verdict.NOT_FOUND
    assert [match.specimen for match in answer.matches] == [True]
    assert answer.matches[0].verdict is Verdict.VERBATIM


@pytest.mark.parametrize("last", ["siguiente", "presente"])
def test_a_specimen_hides_no_document_that_is_further_away(verify: Verify, last: str) -> None:
    answer = verify(f"El comandante general ordenó retirar las tropas del puerto norteño antes del amanecer {last}")
    assert answer.verdict is Verdict.ALTERED
    assert [match.specimen for match in answer.matches] == [False, True]
    assert "El comandante regional" in answer.matches[0].source_text


def test_a_specimen_hides_no_document_from_the_scan(verify: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
    near = Finder.near
    monkeypatch.setattr(
        Finder, "near", lambda self, quotation, reach: near(self, quotation, reach) if reach is Reach.EVERYTHING else ()
    )
    answer = verify("El comandante general ordenó retirar las tropas del puerto norteño antes del amanecer presente")
    assert answer.verdict is Verdict.ALTERED
    assert answer.scanned


def test_a_reader_is_told_nothing_of_what_he_may_not_see(archive: Archive) -> None:
    quotation = read_quotation("salió de la zona militar a las cuatro de la mañana con dos vehículos blindados")
    assert archive.quotes.verify(quotation, Access(None)).verdict is Verdict.VERBATIM
    answer = archive.quotes.verify(quotation, Access(frozenset({"inbox"})))
    assert answer.verdict is Verdict.NOT_FOUND
    assert answer.matches == ()
    assert answer.searched.documents == 4


def refuse(*arguments: object) -> None:
    raise AssertionError("in the thread of the request, which holds the interpreter lock")


def test_long_quotations_are_aligned_and_compared_in_workers(verify: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a check never makes other requests wait (docs/decisions/0040-evidence-in-bits.md)."""
    monkeypatch.setattr("indexer.quotes.locate.best_place", refuse)
    monkeypatch.setattr("indexer.quotes.diff._path", refuse)
    monkeypatch.setattr("indexer.quotes.scan.best_place", refuse)
    invented = " ".join(f"los {number} delfines votaron azules contra la siesta" for number in range(40))
    assert verify(invented).verdict is Verdict.NOT_FOUND
    start = CONFERENCE.index("Aquí nosotros")
    whole = " ".join(CONFERENCE[start : CONFERENCE.index("Washington")].split())
    answer = verify(whole.replace("consumo", "producción").replace("construc- ción", "construcción"))
    assert answer.verdict is Verdict.ALTERED
    assert answer.matches[0].critical


def test_a_document_that_a_killed_run_left_out_is_told_and_not_called_searched(
    archive: Archive, tmp_path: Path
) -> None:
    quotes = QuoteService(archive.catalog, tmp_path / "quotes")
    known = sorted(archive.catalog.documents.revisions())
    quotes.structure.rebuild(quotes._formed(known[1:]), 5)
    try:
        answer = quotes.verify(read_quotation("los marcianos aterrizaron en Xochimilco con mole de Oaxaca"), OWNER)
    finally:
        quotes.close()
    assert answer.verdict is Verdict.NOT_FOUND
    assert answer.searched.documents == len(known) - 1
    assert any(
        "not in the quotation structure yet" in note and note.endswith(": 1.") for note in answer.quotation.notes
    )


def test_the_answer_has_the_shape_of_the_contract(verify: Verify) -> None:
    shape = verification_json(verify(SAID.replace("no ", "", 1)))
    assert {"quote", "verdict", "searched", "matches"} <= set(shape)
    assert set(shape["searched"]) >= {"documents", "pages", "unreadable_pages", "index"}
    match = shape["matches"][0]
    assert {"document", "title", "kind", "date", "speaker", "specimen", "page", "start", "end", "reading"} <= set(match)
    assert {"source_text", "verdict", "similarity", "changes", "critical", "url", "footnotes"} <= set(match)
    assert (match["changes"][0]["type"], match["changes"][0]["quote"], match["changes"][0]["source"]) == (
        "negation",
        "",
        "no",
    )


@pytest.mark.parametrize(
    ("said", "other", "critical"),
    [
        ("tenemos", "tendremos", False),
        ("producimos", "producíamos", False),
        ("fentanilo", "fentanillo", False),
        ("consumo", "consumos", False),
        ("consumo", "consejo", True),
        ("producimos", "reducimos", True),
    ],
)
def test_another_word_is_critical_and_another_form_of_it_is_not(
    verify: Verify, said: str, other: str, critical: bool
) -> None:
    answer = verify(SAID.replace(said, other, 1))
    assert answer.verdict is Verdict.ALTERED
    assert answer.matches[0].critical is critical


@pytest.mark.parametrize("other", ["nunca", "ya", "también", "ni"])
def test_a_negation_changed_for_anything_is_a_change_of_negation(verify: Verify, other: str) -> None:
    (change,) = verify(SAID.replace(" no ", f" {other} ", 1)).matches[0].changes
    assert (change.type, change.critical, change.quote, change.source) == (ChangeType.NEGATION, True, other, "no")


@pytest.mark.parametrize(
    "quote",
    [
        "Participaron veintisiete elementos y se decomisaron 286 mil 494 pastillas",
        "Participaron 27 elementos y se decomisaron 286,494 pastillas",
    ],
)
def test_a_number_written_otherwise_is_told_and_not_critical(verify: Verify, quote: str) -> None:
    match = verify(quote).matches[0]
    assert [change.type for change in match.changes] == [ChangeType.NUMBER]
    assert not match.critical


@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        ("5 por ciento de avance en la obra del tren", "79.5"),
        ("la obra del tren, que costó 1,234", "1,234.75"),
    ],
)
def test_a_quotation_that_cuts_a_figure_is_altered(verify: Verify, quote: str, whole: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    (change,) = answer.matches[0].changes
    assert (change.type, change.critical, change.source) == (ChangeType.NUMBER, True, whole)


@pytest.mark.parametrize(
    "quote",
    [
        "494 pastillas. Todos los secretarios pueden acudir",
        "Participaron 27 elementos y se decomisaron 286 mil",
    ],
)
def test_that_a_number_goes_on_before_or_behind_the_quotation_is_told(verify: Verify, quote: str) -> None:
    (match,) = verify(quote).matches
    assert (match.verdict, match.notes) == (Verdict.VERBATIM, ("number_cut",))


@pytest.mark.parametrize(
    "quote",
    [
        "de familias humildes. Llevamos 79.5",
        "79.5 por ciento de avance en la obra",
        "79,5 por ciento de avance en la obra",
    ],
)
def test_a_number_quoted_whole_is_not_altered(verify: Verify, quote: str) -> None:
    assert verify(quote).verdict in (Verdict.VERBATIM, Verdict.NEAR_VERBATIM)


@pytest.mark.parametrize(
    "quote",
    [
        "Aquí nosotros no produc[en] fentanilo y nosotros no tenemos [cierre] de fentanilo",
        "Aquí nosotros [s]í producimos fentanilo y nosotros no tenemos consumo de fentanilo",
        "[Algun]os secretarios pueden acudir a la frontera norte el lunes 13 de marzo",
        "[Algunos] secretarios pueden acudir a la frontera norte el lunes 13 de marzo",
        "Todos los secretarios pueden acudir a la frontera norte el lunes [20] de marzo",
        "Todos los secretarios pueden acudir a la frontera norte, ya lo dijo [Alicia Bárcena] en Washington",
        "Aquí nosotros [desde hace años ya no] producimos fentanilo y nosotros no tenemos consumo de fentanilo",
        "[Sí] producimos fentanilo y nosotros no tenemos consumo de fentanilo",
        "… producimos fentanilo y nosotros no tenemos consumo de fentanilo",
        "Producimos fentanilo y nosotros no tenemos consumo de fentanilo",
        "El puente de Zihuatanejo abre mañana […] la feria del mezcal empieza en octubre",
        "Llevamos 795 por ciento de avance en la obra del tren",
        "Llevamos 79-5 por ciento de avance en la obra del tren",
    ],
)
def test_brackets_ellipses_and_joined_figures_do_not_excuse_a_turned_sense(verify: Verify, quote: str) -> None:
    answer = verify(quote)
    assert answer.verdict in (Verdict.ALTERED, Verdict.PARTIAL)
    if answer.verdict is Verdict.ALTERED:
        assert answer.matches[0].critical


@pytest.mark.parametrize(
    "quote",
    [
        "[N]osotros no producimos fentanilo y nosotros no tenemos consumo de fentanilo",
        "Aquí [en México] nosotros no producimos fentanilo y nosotros no tenemos consumo",
        "Aquí [los mexicanos] no producimos fentanilo y nosotros no tenemos consumo",
        "Aquí nosotros no produc[ían] fentanilo y nosotros no tenemos consumo",
        "producimos fentanilo y nosotros no tenemos consumo de fentanilo",
        "por el bien de todos, primero los pobres… Se invirtieron 40 mil millones",
        "“Aquí nosotros no producimos fentanilo y nosotros no tenemos consumo” (AMLO)",
        "López Obrador: “Aquí nosotros no producimos fentanilo y nosotros no tenemos consumo”",
        "El presidente López Obrador dijo que “nosotros no tenemos consumo de fentanilo” el 9 de marzo de 2023.",
        "Aquí nosotros no producimos fentanilo ⋯ nosotros no tenemos consumo de fentanilo",
    ],
)
def test_what_is_marked_fairly_stays_verbatim(verify: Verify, quote: str) -> None:
    assert verify(quote).verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    "rest",
    ["según los astrónomos lunares", "dijeron los dragones voladores de Escocia", "para los astronautas de Marte"],
)
def test_half_of_it_is_partial(verify: Verify, rest: str) -> None:
    assert verify(f"{SAID}, {rest}").verdict is Verdict.PARTIAL


def test_clauses_turned_are_a_change_of_order(verify: Verify) -> None:
    answer = verify("ya lo dijo Marcelo Ebrard en Washington, Todos los secretarios pueden acudir a la frontera norte")
    assert answer.verdict is Verdict.ALTERED
    assert ChangeType.ORDER in types(answer)


def test_a_figure_typed_for_a_letter_is_no_number(verify: Verify) -> None:
    answer = verify("Aquí nos0tros no producimos fentanilo y nosotros no tenemos consumo de fentani1o")
    assert answer.verdict is Verdict.ALTERED
    assert (types(answer), answer.matches[0].critical) == ({ChangeType.WORD}, False)


@pytest.mark.parametrize(
    "quote",
    [
        "nosotros no tenemos consumo de fentanilo y aquí nosotros no producimos fentanilo",
        "participaron en el operativo de Culiacán? Participaron 27 elementos",
    ],
)
def test_turned_clauses_and_joined_speakers_are_altered(verify: Verify, quote: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    assert answer.matches[0].critical


def test_an_english_quotation_has_spanish_candidates(verify: Verify) -> None:
    answer = verify("Here we do not produce fentanyl and we do not have consumption of fentanyl")
    assert answer.verdict is Verdict.TRANSLATED
    assert "no producimos fentanilo" in answer.matches[0].source_text


def test_figures_are_found_in_other_writings(archive: Archive, verify: Verify) -> None:
    pages = archive.catalog.documents.pages(verify(SAID).matches[0].document.id)
    checks = check_figures(["286,494", "27", "286 mil 494", "77.3 %"], pages)
    assert [check.status.value for check in checks] == [
        "found_differently",
        "found",
        "found",
        "not_found",
    ]
    place = checks[0].place
    assert place is not None
    assert pages[place.page - 1].text[place.start : place.end] == "286 mil 494"


def test_exports_say_fidelity_and_lead_back(verify: Verify) -> None:
    answer = verify(SAID)
    review = claim_review(answer, "https://archive.example", dt.date(2026, 1, 1))
    assert review["reviewRating"]["alternateName"] == "verbatim"
    assert "ratingValue" not in review["reviewRating"]
    selectors = annotation(answer.matches[0], "https://archive.example")["target"]["selector"]
    assert selectors[0]["exact"] == SAID
