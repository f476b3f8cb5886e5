"""What an expression means: inflections, longest first, directions, words of both languages, a file being edited."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.index.analysis import words
from indexer.models import Language
from indexer.search import thesaurus
from indexer.search.glossary import read_glossary
from indexer.search.inflection import numbers, same_word
from indexer.search.thesaurus import GlossaryFile, Thesaurus, language_of
from tests.conftest import ROOT

SHIPPED = Thesaurus(read_glossary(ROOT / "corpus" / "glossary.toml"))


def other_forms(text: str) -> set[str]:
    """What the longest expression at the beginning of ``text`` is called otherwise."""
    for _, meanings in SHIPPED.longest_first(text.split()):
        return {form.text for meaning in meanings for form in meaning.other_forms}
    return set()


PAIRS = """
fentanyl | fentanilo
methamphetamine | metanfetamina
poppies | amapola
precursor chemicals | precursor químico
clandestine laboratories | laboratorio clandestino
overdoses | sobredosis
National Guard | Guardia Nacional
SEDENA | Secretaría de la Defensa Nacional
Attorney General's Office | Fiscalía General de la República
DEA | Administración para el Control de Drogas
National Intelligence Center | CNI
organized crime | crimen organizado
cartels | cártel
money laundering | lavado de dinero
kidnappings | secuestro
enforced disappearances | desaparición forzada
extrajudicial killings | ejecución extrajudicial
arbitrary detention | detención arbitraria
mandatory pretrial detention | prisión preventiva oficiosa
human rights violations | violación de derechos humanos
Supreme Court | SCJN
harm reduction | reducción de daños
people who use drugs | usuario de drogas
Official Gazette of the Federation | DOF
information request | solicitud de información
Mexico City | CDMX
United States | EE.UU.
arrested | detenido
hitmen | sicario
war on drugs | guerra contra las drogas
hugs not bullets | abrazos, no balazos
morning press conference | mañanera
budget | presupuesto
armas de fuego | firearm
desaparecidas | missing person
militarización | militarization
fuerzas armadas | armed forces
ejecuciones extrajudiciales | extrajudicial killing
violaciones a los derechos humanos | human rights violation
Ciudad de México | Mexico City
aduanas | customs
aseguramientos | seizure
decomisaron | seize
billones | trillion
medicamento | drug
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_pairs_of_the_field_are_known(pair: str) -> None:
    typed, other = pair.split(" | ")
    assert other in other_forms(typed)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("drug", "medicamento"),  # a medicine is a drug, a droga is no medicine
        ("marihuana", "weed"),
        ("billón", "billion"),
        ("puerta", "port"),
        ("corta", "court"),
        ("important", "importación"),
        ("reporter", "informe"),
        ("us", "Estados Unidos"),
        ("un", "Organización de las Naciones Unidas"),
        ("who", "OMS"),
        ("ice", "Servicio de Inmigración y Control de Aduanas"),
        ("parientes", "parents"),
        ("acto", "record"),
        ("plazo", "turf"),
    ],
)
def test_false_friends_are_not_expanded(typed: str, other: str) -> None:
    assert other not in other_forms(typed)


def test_acronyms_that_are_words_are_meant_in_capitals() -> None:
    assert "Estados Unidos" in other_forms("US")
    assert "Organización Mundial de la Salud" in other_forms("WHO")


def test_the_longest_expression_is_taken_first() -> None:
    counts = [count for count, _ in SHIPPED.longest_first(["war", "on", "drugs", "in", "Mexico"])]
    assert counts[0] == 3


def test_small_words_inside_an_expression_come_and_go() -> None:
    assert other_forms("violación derechos humanos") == other_forms("violaciones a los derechos humanos")


def test_an_expression_does_not_end_in_a_small_word() -> None:
    assert 2 not in [count for count, _ in SHIPPED.longest_first(["fentanilo", "en", "Sinaloa"])]


def test_a_long_text_is_folded_word_by_word_not_stretch_by_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    folded = list[str]()

    def counting(text: str) -> list[str]:
        folded.append(text)
        return words(text)

    monkeypatch.setattr(thesaurus, "words", counting)
    typed = [f"palabra{number}" for number in range(200)]
    for place in range(len(typed)):
        assert list(SHIPPED.longest_first(typed[place:])) == []
    assert len(folded) == len(typed)


def test_inflections_are_the_same_word_and_relatives_are_not() -> None:
    spanish, english = Language.SPANISH, Language.ENGLISH
    assert same_word("desaparecido", "desaparecidas", spanish)
    assert same_word("crimen", "crimenes", spanish)
    assert same_word("juez", "jueces", spanish)
    assert same_word("decomisar", "decomisaron", spanish)
    assert same_word("agency", "agencies", english)
    assert same_word("seize", "seized", english)
    assert not same_word("puerto", "puerta", spanish)
    assert not same_word("import", "important", english)
    assert not same_word("militar", "militante", spanish)


def test_expressions_have_both_numbers() -> None:
    assert ("armas", "de", "fuego") in numbers(("arma", "de", "fuego"), Language.SPANISH)
    assert ("desapariciones", "forzadas") in numbers(("desaparicion", "forzada"), Language.SPANISH)
    assert ("crimes", "against", "humanity") in numbers(("crime", "against", "humanity"), Language.ENGLISH)
    assert numbers(("el", "chapo"), None) == (("el", "chapo"),)


def test_small_words_tell_the_language() -> None:
    assert language_of(["quienes", "son", "los", "responsables"]) is Language.SPANISH
    assert language_of(["the", "mayor", "of", "Iguala"]) is Language.ENGLISH
    assert language_of(["mayor"]) is None


def test_an_edited_glossary_is_read_again_and_a_broken_one_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    text = '[[drugs]]\nes = ["{}"]\nen = ["opium"]\nsense = "x"\n'

    def write(content: str, second: int) -> None:
        path.write_text(content, encoding="utf-8")
        os.utime(path, (second, second))

    write(text.format("opio"), 1)
    glossary = GlossaryFile(path)
    first, problem = glossary.current()
    assert first.meanings(["opio"])
    assert problem is None
    write(text.format("adormidera"), 2)
    assert glossary.current()[0].meanings(["adormidera"])
    write("[[drugs]]\nes = 1\n", 3)
    kept, problem = glossary.current()
    assert kept.meanings(["adormidera"])
    assert problem is not None
    assert "line 1" in str(problem)
    write(text.format("opio"), 4)
    assert glossary.current()[1] is None
