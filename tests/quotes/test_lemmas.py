"""Another word, or a form of the same one."""

from __future__ import annotations

import pytest

from indexer.models import Language
from indexer.quotes.lemmas import same_lemma

OTHERS = (
    "libres/libros derecho/derecha derechos/derechas caso/casa partido/partida peso/piso voto/bota paz/pez "
    "legal/ilegal patriota/antipatriota liberal/neoliberal leyes/lees votar/botar pobres/ricos hombres/nombres "
    "priistas/panistas Anaya/Amaya narcoestado/narcotestado Savala/Zabala morenistas/monreistas"
)
SAME = (
    "tenemos/tendremos dijo/dice dijo/dijeron va/fue es/fueron hay/había hizo/harán trabajo/trabajamos voto/votan "
    "gobierno/gobiernos luz/luces estado/estados mexicano/mexicanas gran/grandes PRODUCÍAN/producimos "
    "produsimos/producimos dv/de fentanillo/fentanilo decirle/decir"
)


@pytest.mark.parametrize("pair", OTHERS.split())
def test_words_that_a_stem_or_a_letter_joins_are_other_words(pair: str) -> None:
    one, other = pair.split("/")
    assert not same_lemma(one, other, Language.SPANISH)


@pytest.mark.parametrize("pair", SAME.split())
def test_tense_number_and_typing_make_no_other_word(pair: str) -> None:
    one, other = pair.split("/")
    assert same_lemma(one, other, Language.SPANISH)
    assert same_lemma(other, one, Language.SPANISH)


def test_english_words_have_their_own_list() -> None:
    assert same_lemma("said", "says", Language.ENGLISH)
    assert same_lemma("children", "child", Language.ENGLISH)
    assert not same_lemma("country", "county", Language.ENGLISH)


def test_a_language_without_a_list_is_told_by_its_letters() -> None:
    assert same_lemma("Casa", "casa", Language.OTHER)
    assert not same_lemma("maison", "saison", Language.OTHER)
