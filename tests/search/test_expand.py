"""Searches in one language that find sources in the other, on a real index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.config import SHIPPED_GLOSSARY
from indexer.models import OWNER, Language, Metadata, Page, Passage
from indexer.search.expand import GlossaryExpander
from indexer.search.results import SearchResults
from indexer.search.service import SearchRequest, SearchService
from indexer.search.thesaurus import GlossaryFile
from indexer.translate.apertium import Translation
from tests.catalog.builders import add, read_document
from tests.search.test_service import Searched

TEXTS = {
    "es": "La Guardia Nacional aseguró armas de fuego y fentanilo en la Ciudad de México.",
    "es-dos": "Hubo desapariciones forzadas, dijo el alcalde. Sus hijos son mayores de edad.",
    "es-tres": "Violaciones graves a los derechos humanos por sicarios; la bodega ardió.",
    "es-cuatro": "En Culiacán el cártel perdió un cargamento: el aseguramiento fue de treinta kilos de droga.",
    "es-cinco": "El 5 de mayo hubo 2 mítines; el 13 de junio, ninguno.",
    "en-cinco": "On May 5 there may be 13 of them, in June.",
    "en": "The National Guard seized fentanyl and firearms in Mexico City.",
    "en-two": "The mayor spoke of enforced disappearances and of hitmen; sicarios, he said.",
    "en-three": "My son is at the warehouse with the fentanyl test strips.",
}


class Dictionary:
    """A translator of one word, which counts its questions."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Language]] = []

    def translate(self, text: str, source: Language, target: Language) -> Translation | None:
        self.asked.append((text, source))
        if (text, target) == ("warehouse", Language.SPANISH):
            return Translation("Bodega", ())
        return Translation(text, (text,))


class Bilingual(Searched):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.dictionary = Dictionary()
        self.glossary = GlossaryFile(SHIPPED_GLOSSARY)
        expander = GlossaryExpander(self.glossary, self.dictionary)
        self.service = SearchService(self.catalog, lambda: self.engine, expander)
        self.names: dict[str, str] = {}
        for name, text in TEXTS.items():
            language = Language(name[:2])
            document = read_document(
                name,
                Page(1, text, "text 1", language=language),
                metadata=Metadata(title=name, language=language),
                passages=(Passage(1, 1, 0, len(text), language=language),),
            )
            self.names[add(self.catalog, document, collection="presidencia")] = name
        self.index()

    def ask(self, query: str, **more: object) -> SearchResults:
        return self.service.search(SearchRequest(query, **more), OWNER)  # type: ignore[arg-type]

    def found(self, query: str, **more: object) -> list[str]:
        return [self.names[hit.document.id] for hit in self.ask(query, **more).hits]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bilingual]:
    opened = Bilingual(tmp_path_factory.mktemp("bilingual"))
    yield opened
    opened.engine.close()
    opened.catalog.close()


def added(results: SearchResults) -> dict[str, list[str]]:
    return {expansion.term: list(expansion.added) for expansion in results.expansions}


def test_each_language_finds_the_other(archive: Bilingual) -> None:
    assert set(archive.found("fentanyl")) == {"en", "en-three", "es"}
    assert set(archive.found("fentanilo")) == {"en", "en-three", "es"}
    assert set(archive.found("enforced disappearance")) == {"en-two", "es-dos"}
    assert set(archive.found("human rights violations")) == {"es-tres"}
    assert set(archive.found("armas de fuego Mexico City")) == {"en", "es"}


@pytest.mark.parametrize(
    "query",
    [
        "drug seizure Culiacán",
        "the cartel's drug seizures in Culiacán",
        "Drug Seizures in Culiacan",
        "DRUG SEIZURES CULIACAN",
        "what was the cartel's drug seizure in Culiacán?",
    ],
)
def test_the_words_of_an_expression_are_found_apart_and_little_words_are_not_asked_for(
    archive: Bilingual, query: str
) -> None:
    assert archive.found(query) == ["es-cuatro"]


def test_an_expression_together_comes_before_its_words_apart(archive: Bilingual) -> None:
    assert archive.found("drug seizure") == ["es-cuatro"]
    results = archive.ask("drug seizure")
    assert set(added(results)) == {"drug seizure", "drug", "seizure"}
    assert archive.found("drug seizure", without=("aseguramiento",)) == []
    assert archive.found("drug seizure", expand=False) == []


@pytest.mark.parametrize(
    "query", ["5 de mayo", "5 mayo", "May 5", "May 5th", "5th of May", "05/05", "5/5", "mítines 5 de mayo OR May 5"]
)
def test_a_day_without_a_year_is_found_in_its_ways_of_writing(archive: Bilingual, query: str) -> None:
    assert set(archive.found(query)) == {"es-cinco", "en-cinco"}


@pytest.mark.parametrize("query", ["13/06", "13 de junio"])
def test_a_day_without_a_year_is_no_two_numbers_that_stand_somewhere(archive: Bilingual, query: str) -> None:
    assert archive.found(query) == ["es-cinco"]


@pytest.mark.parametrize("query", ["32/01", "31/02", "30 de febrero"])
def test_what_is_no_day_is_no_date(archive: Bilingual, query: str) -> None:
    assert archive.found(query) == []


def test_the_ways_of_writing_a_day_are_switched_off_like_others(archive: Bilingual) -> None:
    assert archive.found("5 de mayo", without=("may 5",)) == ["es-cinco"]
    assert archive.found("5 de mayo", expand=False) == ["es-cinco"]


def test_an_addition_is_told_once(archive: Bilingual) -> None:
    every = [text for expansion in archive.ask("human trafficking victims").expansions for text in expansion.added]
    assert len(every) == len(set(every))


def test_a_question_is_answered_without_its_little_words(archive: Bilingual) -> None:
    results = archive.ask("¿Cuántos kilos de droga fueron?")
    assert [archive.names[hit.document.id] for hit in results.hits] == ["es-cuatro"]
    assert results.notes


def test_a_negation_is_no_little_word(archive: Bilingual) -> None:
    assert archive.found("cártel no perdió", expand=False) == []


def test_what_was_added_is_told_with_its_reason(archive: Bilingual) -> None:
    results = archive.ask("fentanyl")
    assert added(results) == {"fentanyl": ["fentanilo"]}
    assert [hit.added[0].reason.value for hit in results.hits if hit.added] == ["glossary"]


def test_literal_hits_come_before_added_ones(archive: Bilingual) -> None:
    assert archive.found("National Guard") == ["en", "es"]
    assert archive.found("Guardia Nacional") == ["es", "en"]


def test_phrases_are_never_expanded(archive: Bilingual) -> None:
    assert set(archive.found('"fentanyl"')) == {"en", "en-three"}
    assert archive.ask('"fentanyl"').expansions == ()


def test_excluded_words_are_excluded_as_typed(archive: Bilingual) -> None:
    assert set(archive.found("fentanilo -fentanyl")) == {"es"}
    assert "es" in archive.found("Guardia -fentanyl")


def test_expansion_is_switched_off_as_a_whole_and_word_by_word(archive: Bilingual) -> None:
    assert set(archive.found("fentanyl", expand=False)) == {"en", "en-three"}
    assert set(archive.found("fentanyl", without=("fentanilo",))) == {"en", "en-three"}
    assert set(archive.found("fentanyl", without=("Fentanyl",))) == {"en", "en-three"}
    without_city = archive.ask("Mexico City fentanyl", without=("CDMX",))
    assert "CDMX" not in added(without_city)["Mexico City"]
    assert "Ciudad de México" in added(without_city)["Mexico City"]


def test_a_language_may_be_chosen_for_the_answers(archive: Bilingual) -> None:
    assert archive.found("fentanyl", languages=(Language.SPANISH,)) == ["es"]
    assert archive.found("fentanilo", languages=(Language.SPANISH,)) == ["es"]


def test_words_of_both_languages_are_looked_for_in_their_own(archive: Bilingual) -> None:
    assert set(archive.found("hijos")) == {"es-dos", "en-three"}  # not "son" of the verb ser
    assert set(archive.found("alcalde")) == {"es-dos", "en-two"}
    assert added(archive.ask("quienes son los de la Guardia")).get("son") is None


def test_a_loan_word_is_found_in_the_other_language(archive: Bilingual) -> None:
    assert "en-two" in archive.found("sicarios")
    assert "es-tres" in archive.found("hitman")


def test_words_in_or_and_in_brackets_are_expanded(archive: Bilingual) -> None:
    results = archive.ask("fentanyl mayor")
    assert set(added(results)) == {"fentanyl", "mayor"}


def test_what_the_glossary_lacks_is_translated(archive: Bilingual) -> None:
    results = archive.ask("ardió patinador", languages=())
    assert all(expansion.term != "patinador" for expansion in results.expansions)
    assert ("patinador", Language.SPANISH) in archive.dictionary.asked


def test_names_of_months_are_no_words_to_translate(archive: Bilingual) -> None:
    archive.dictionary.asked.clear()
    assert "es-cinco" in archive.found("mayo")
    assert archive.dictionary.asked == []


def test_names_acronyms_and_small_words_are_not_translated(archive: Bilingual) -> None:
    archive.dictionary.asked.clear()
    archive.ask("Culiacán XYZ the para 2023 C.N.I.")
    assert archive.dictionary.asked == []


def test_a_broken_glossary_is_told_and_searching_goes_on(tmp_path: Path, archive: Bilingual) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text("[[drugs]]\nes = 1\n", encoding="utf-8")
    service = SearchService(archive.catalog, lambda: archive.engine, GlossaryExpander(GlossaryFile(path)))
    results = service.search(SearchRequest("fentanyl"), OWNER)
    assert results.total == 2
    assert any("line 1" in note for note in results.notes)
