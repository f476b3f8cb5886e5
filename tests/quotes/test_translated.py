"""A quotation in the other language: what is looked for, and what is found where no Apertium is."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.bilingual import Bilingual
from indexer.models import OWNER, Language
from indexer.quotes.parse import read_quotation
from indexer.quotes.rendering import sought
from indexer.quotes.translated import Translated
from indexer.search.everyday import everyday


@pytest.fixture(scope="module")
def by_glossary(archive: Archive) -> Translated:
    """The look in the other language as it is without Apertium."""
    return Translated(archive.catalog.documents, lambda: archive.engine, Bilingual(archive.glossary, None))


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("We do not produce fentanyl here, nor do we consume it", "no producimos fentanilo"),
        ("All the secretaries can go to the northern border on Monday, March 13", "Todos los\nsecretarios pueden"),
        ("The construction of the airport ended without debt and without corruption", "aeropuerto Felipe Ángeles"),
        ("For the good of everyone, the poor come first", "primero los\npobres"),
        ("You cannot fight violence with violence", "la violencia con la violencia"),
    ],
)
def test_without_apertium_the_original_is_first(by_glossary: Translated, quote: str, said: str) -> None:
    matches = by_glossary.matches(read_quotation(quote), OWNER)
    assert matches
    assert said in matches[0].source_text


def test_what_nobody_said_has_no_candidate(by_glossary: Translated) -> None:
    quotation = read_quotation("I have a cunning plan to paint every bicycle in the city blue before the festival")
    assert by_glossary.matches(quotation, OWNER) == []


@pytest.mark.parametrize(
    "quote",
    [
        "Nobody has ever read this impossible sentence, not in any archive",
        "My grandmother has never sold a broken radio, nor a purple sandwich",
        "The wizard of the northern tower refused to paint seven parrots",
    ],
)
def test_a_denial_or_one_word_in_common_makes_no_candidate(by_glossary: Translated, quote: str) -> None:
    assert by_glossary.matches(read_quotation(quote), OWNER) == []


def test_a_thing_may_be_called_by_several_words(by_glossary: Translated) -> None:
    rendering = by_glossary.translate("a peaceful country", Language.ENGLISH, Language.SPANISH)
    things = sought("a peaceful country", rendering, Language.SPANISH)
    assert any({"paz", "pacifico"} <= thing for thing in things)
    assert any({"pais", "nacion"} <= thing for thing in things)


def test_all_ways_to_deny_are_one_thing(by_glossary: Translated) -> None:
    text = "nor does anyone torture, and never without shame"
    things = sought(text, by_glossary.translate(text, Language.ENGLISH, Language.SPANISH), Language.SPANISH)
    assert sum("nunca" in thing for thing in things) == 1


@pytest.mark.parametrize(
    ("word", "source", "target", "meant"),
    [
        ("seized", Language.ENGLISH, Language.SPANISH, "asegurar"),
        ("peligroso", Language.SPANISH, Language.ENGLISH, "dangerous"),
    ],
)
def test_everyday_words_are_known_in_any_inflection(word: str, source: Language, target: Language, meant: str) -> None:
    assert meant in everyday(word, source, target)
