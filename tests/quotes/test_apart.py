"""What stands somewhere by chance is no part of a quotation: words far from the rest, at its ends, at a joint."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.models import OWNER
from indexer.quotes.chance import Surprise
from indexer.quotes.diff import compare
from indexer.quotes.evidence import Answer, Evidence
from indexer.quotes.finder import Finder
from indexer.quotes.models import ChangeType, Match, Verdict
from indexer.quotes.nearby import answers_at
from indexer.quotes.parse import read_quotation
from indexer.quotes.pieces import pieces_of
from indexer.quotes.spliced import spliced
from tests.quotes.conftest import Verify
from tests.quotes.test_finding import built

OF_AN_ARCHIVE_OF_MILLIONS = 24.0
"""Bits: what stands in 17 million places convinces less easily than what stands in hundreds."""


def test_changed_words_and_a_word_of_everyday_far_away_are_no_quotation(verify: Verify) -> None:
    answer = verify("Hoy vamos a opinar sobre el proyecto de vivienda… presidente")
    assert answer.verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("Hoy vamos a informar sobre el programa de vivienda… presidente", "speakers"),
        ("El puente de Zihuatanejo abre mañana… octubre", "spliced"),
    ],
)
def test_what_an_ellipsis_joins_to_a_telling_part_is_spliced(verify: Verify, quote: str, why: str) -> None:
    answer = verify(quote)
    assert answer.verdict is Verdict.ALTERED
    assert [change.why for change in answer.matches[0].changes if change.critical] == [why]


def test_an_ellipsis_may_leave_out_whole_sentences_that_deny(verify: Verify) -> None:
    whole = verify("La calle número 59 del barrio antiguo tiene alumbrado. […] Vamos a luchar contra la violencia")
    assert "hidden" not in {change.why for change in whole.matches[0].changes}
    cut = verify("No se puede […] con la violencia. El comandante regional")
    within = verify("Aquí […] producimos fentanilo y nosotros no tenemos consumo de fentanilo")
    assert "hidden" in {change.why for change in within.matches[0].changes}
    assert cut.matches


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("Participaron 27 elementos y se decomisaron 286 mil 494 pastillas. Todso", Verdict.ALTERED),
        ("Vamos a seguir apoyando a los pobres […] primero los pobers", Verdict.ALTERED),
        ("Vamos a seguir apoyando a los pobres […] xylofon", Verdict.PARTIAL),
    ],
)
def test_a_short_part_may_be_mistyped_right_beside_the_other(verify: Verify, typed: str, verdict: Verdict) -> None:
    assert verify(typed).verdict is verdict


@pytest.mark.parametrize(
    "quote",
    [
        "Sí producimos fentanilo y nosotros no tenemos consumo de fentanilo",  # no
        "nosotros no producimos fentanilo y nosotros no tenemos consumo de ella",  # fentanilo
        "y mil millones de pesos en becas para estudiantes de preparatoria",  # 40
        "Participaron 27 elementos y se decomisaron 286 mil 494 cosas muy",  # pastillas. Todos
        "Nadie promete acudir a la frontera norte el lunes 13 de marzo",
        "Lamentamos mucho lo que está pasando en Estados Unidos. Sabemos",
        "EL AEROPUERTO FELIPE ÁNGELES TERMINÓ EN TIEMPOS Y FORMAS",
        "deben acudir a la frontera norte el lunes 13 de marzo",
        "no acudir a la frontera norte el lunes 13 de marzo",
        "Participaron 27 elementos y se decomisaron 286 mil 494 pastillas. Ninguno",
        "Participaron 27 elementos y se decomisaron 286 mil 494 pastillas. Tres",
    ],
)
def test_words_at_an_end_in_place_of_which_others_stand_were_changed(verify: Verify, quote: str) -> None:
    assert verify(quote).verdict is Verdict.ALTERED


def test_a_sentence_beside_an_ellipsis_is_what_stands_far_away(verify: Verify) -> None:
    answer = verify("El puente de Zihuatanejo abre mañana… la feria del mezcal empieza en octubre")
    assert answer.verdict is Verdict.ALTERED
    assert [change.why for change in answer.matches[0].changes] == ["spliced"]


def test_of_a_word_before_an_ellipsis_the_nearest_is_meant(verify: Verify) -> None:
    answer = verify("todos… secretarios no pueden acudir a la frontera norte el lunes 13 de marzo")
    assert answer.verdict is Verdict.ALTERED
    assert [change.why for change in answer.matches[0].changes if change.critical] == ["negation"]


def test_a_little_word_that_nothing_ties_to_the_rest_is_not_there(verify: Verify) -> None:
    answer = verify("Lamentamos mucho lo que está pasando en Estados Unidos según")
    assert answer.verdict is Verdict.PARTIAL
    assert [change.quote for change in answer.matches[0].changes] == ["según"]


def test_a_little_word_added_before_a_telling_sentence_is_a_change(verify: Verify) -> None:
    answer = verify("Que aquí nosotros no producimos fentanilo")
    assert answer.verdict is Verdict.ALTERED
    assert [change.source for change in answer.matches[0].changes if change.quote == "Que"] == [""]


def test_what_was_said_in_one_breath_foretells_itself(archive: Archive) -> None:
    surprise = Surprise(archive.quotes.live())
    said = "nosotros no producimos fentanilo y nosotros no tenemos consumo de fentanilo".split()  # noqa: SIM905
    joined = "nosotros no producimos fentanilo la obra del tren".split()  # noqa: SIM905
    assert surprise.foretold(said, 4) > 5
    assert surprise.foretold(joined, 4) < 3


def matches_in_millions(archive: Archive, quote: str) -> list[Match]:
    quotation, live = read_quotation(quote), archive.quotes.live()
    pieces = pieces_of(live, quotation.words, None)
    evidence = Evidence(Surprise(live), OF_AN_ARCHIVE_OF_MILLIONS)
    nearest = Finder(live, archive.quotes._scanner, None).scanner.nearest
    return spliced(archive.catalog.documents, quotation, pieces, OWNER, evidence, nearest=nearest)


def test_two_halves_that_do_not_foretell_each_other_are_spliced(archive: Archive) -> None:
    (one, other) = matches_in_millions(
        archive, "la construcción del aeropuerto Felipe Ángeles becas para estudiantes de preparatoria de"
    )
    assert {one.verdict, other.verdict} == {Verdict.ALTERED}
    assert {change.why for change in (*one.changes, *other.changes) if change.critical} == {"spliced"}


def test_a_place_that_lacks_a_word_is_no_part(archive: Archive) -> None:
    (match,) = matches_in_millions(archive, "los gobernadores pueden acudir a la frontera norte el lunes")
    (change,) = match.changes
    assert (match.verdict, change.quote, change.source) == (Verdict.ALTERED, "gobernadores", "secretarios")


@pytest.mark.parametrize(
    ("typed", "convinces"),
    [
        ("Andrés Gonzalo López Obrador, presidente constitucional de los", True),  # a name in a formula
        ("Andrés López Obrador, presidente constitucional de los", True),
        ("Gonzalo Manuel López Obrador, presidente constitucional de los", False),  # nothing holds the first
    ],
)
def test_one_other_word_within_a_formula_was_changed(tmp_path: Path, typed: str, convinces: bool) -> None:
    formula = "andres manuel lopez obrador presidente constitucional de los"
    live = built(tmp_path, [f"{formula} estados unidos mexicanos " * 40] * 9).live()
    finder = Finder(live, None, None)  # type: ignore[arg-type] - nothing is scanned
    place = next(finder.places_of(formula.encode()))
    quotation = read_quotation(typed)
    answers = answers_at(quotation.parts, (place,), compare)
    assert Evidence(Surprise(live), OF_AN_ARCHIVE_OF_MILLIONS).convinces(answers, 0.9, place) is convinces


def test_clauses_are_turned_only_where_they_stand_together(verify: Verify) -> None:
    turned = verify("no tenemos consumo de fentanilo y aquí nosotros no producimos fentanilo y nosotros")
    assert ChangeType.ORDER in {change.type for change in turned.matches[0].changes}
    apart = verify("el problema Lamentamos mucho lo que está pasando")
    assert ChangeType.ORDER not in {change.type for change in apart.matches[0].changes}


def test_clean_words_beside_misread_ones_must_be_the_same(archive: Archive) -> None:
    live = archive.quotes.live()
    place = next(Finder(live, archive.quotes._scanner, None).places_of(b"el programa de vivienda"))
    evidence = Evidence(Surprise(live), OF_AN_ARCHIVE_OF_MILLIONS)
    pairs = [("barrio", "recurpos"), ("antiguo", "antiguo"), ("tiene", "txene"), ("del", "del"), ("calle", "calqe")]
    answers = [Answer((quote,), (source,)) for quote, source in pairs]
    assert evidence.convinces([answers[1:]], 0.85, place)
    assert not evidence.convinces([answers], 0.85, place)


def test_words_that_ocr_made_of_others_are_misspelt_though_an_archive_has_them(tmp_path: Path) -> None:
    junk = "presidenle goblerno"  # what badly read pages leave in an archive, five times
    live = built(tmp_path, ["el presidente del gobierno " * 600 + f"{junk} " * 5]).live()
    said = "dijo el presidente del gobierno de ayer".split()  # noqa: SIM905
    typed = "dijo el presidenle del goblerno de ayer".split()  # noqa: SIM905
    pairs = zip(typed, said, strict=True)
    answers = [Answer((quote,), (source,)) for quote, source in pairs]
    assert Evidence(Surprise(live), OF_AN_ARCHIVE_OF_MILLIONS).is_spelt_badly([answers], 0.9)


def test_a_badly_typed_sentence_is_found_by_its_letters(verify: Verify) -> None:
    assert verify("la cnstrucion dl aerpuerto Flipe Ángels trminó").verdict is Verdict.ALTERED
