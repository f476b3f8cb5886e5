"""Which language a page is in."""

from __future__ import annotations

import random
from unittest import mock

from indexer.models import Language, Page
from indexer.text import language
from indexer.text.language import assign_languages, detect_language

SPANISH = (
    "El presidente informó sobre las acciones que se llevan a cabo para garantizar la seguridad en el país y dijo que "
    "los elementos de la Guardia Nacional van a permanecer en las regiones del norte por el tiempo que sea necesario."
)
ENGLISH = (
    "The president reported on the actions that are being taken to guarantee security in the country and said that the "
    "members of the National Guard are going to remain in the northern regions for as long as it may be necessary."
)
FRENCH = (
    "Le président a présenté les mesures prises pour garantir la sécurité dans le pays et il a déclaré que les membres "
    "de la garde nationale resteront dans les régions du nord aussi longtemps que cela sera nécessaire pour nous."
)
PORTUGUESE = (
    "O presidente informou sobre as ações que estão sendo tomadas para garantir a segurança no país e disse que os "
    "membros da Guarda Nacional vão permanecer nas regiões do norte pelo tempo que for necessário, não menos."
)


def pages(*texts: str) -> tuple[Page, ...]:
    return tuple(Page(number, text, "test") for number, text in enumerate(texts, start=1))


def languages(*texts: str) -> list[str]:
    return [str(page.language) for page in assign_languages(pages(*texts))]


def test_spanish_english_and_others_are_told_page_by_page() -> None:
    assert languages(SPANISH, ENGLISH, FRENCH, PORTUGUESE, SPANISH) == ["es", "en", "other", "other", "es"]


def test_capitals_are_read_like_other_letters() -> None:
    assert languages(SPANISH.upper(), ENGLISH.upper()) == ["es", "en"]


def test_a_short_page_has_the_language_of_its_document() -> None:
    assert languages(ENGLISH, "Annex 1", ENGLISH, "—", "12") == ["en"] * 5


def test_a_page_without_text_is_in_no_language() -> None:
    assert languages(SPANISH, "", " \n") == ["es", "other", "other"]


def test_a_document_too_short_to_tell_is_other() -> None:
    assert languages("Sí.", "12") == ["other", "other"]
    assert languages() == []


def test_figures_and_signs_are_in_no_language() -> None:
    assert detect_language("12 345 678 — 90 % ..." * 40) is None


def test_a_page_whose_language_is_known_keeps_it() -> None:
    page = Page(1, SPANISH, "test", language=Language.ENGLISH)
    assert assign_languages([page]) == (page,)


def test_the_same_pages_give_the_same_languages_in_any_order() -> None:
    texts = [SPANISH, ENGLISH, FRENCH, PORTUGUESE, SPANISH[:90], ENGLISH[:90], "Acuerdo", SPANISH + ENGLISH]
    expected = dict(zip(texts, languages(*texts), strict=True))
    for seed in range(5):
        shuffled = random.Random(seed).sample(texts, len(texts))
        assert dict(zip(shuffled, languages(*shuffled), strict=True)) == expected


def test_a_document_in_one_language_asks_langdetect_once() -> None:
    with mock.patch.object(language, "detect_langs", wraps=language.detect_langs) as asked:
        languages(*[SPANISH] * 50)
    assert asked.call_count == 1


def test_a_single_page_in_the_other_language_is_found_among_many() -> None:
    found = languages(*[SPANISH] * 20, ENGLISH, *[SPANISH] * 20)
    assert found.index("en") == 20
    assert found.count("es") == 40
