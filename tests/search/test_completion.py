"""What is offered while somebody types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from indexer.config import SHIPPED_GLOSSARY
from indexer.models import OWNER, Access
from indexer.search.completion import Completion, CompletionKind, Speakers, completions
from indexer.search.thesaurus import GlossaryFile
from tests.search.test_service import PUBLIC, Searched


class Typing(Searched):
    glossary = GlossaryFile(SHIPPED_GLOSSARY)

    def complete(self, typed: str, access: Access = OWNER) -> tuple[Completion, ...]:
        thesaurus, _ = self.glossary.current()
        words = typed.lower().split()
        titled = self.catalog.documents.titled(words, access, limit=3)
        vocabulary = self.engine.vocabulary(access.collections)
        return completions(typed, vocabulary, thesaurus, Speakers().of(self.engine, access), titled)

    def words(self, typed: str, access: Access = OWNER) -> list[str]:
        return [found.text for found in self.complete(typed, access) if found.kind is CompletionKind.WORD]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typing]:
    opened = Typing(tmp_path_factory.mktemp("typing"))
    opened.add("Versión uno", "El fentanilo y el fentanilo.", "fentanilo otra vez, fenómeno", date=dt.date(2023, 1, 1))
    opened.add("Secreto", "fentermina", collection="secret")
    opened.index()
    yield opened
    opened.engine.close()
    opened.catalog.close()


def test_words_come_with_their_counts_the_commonest_first(archive: Typing) -> None:
    first = archive.complete("fen")[0]
    assert (first.text, first.kind, first.passages) == ("fentanilo", CompletionKind.WORD, 2)
    assert archive.words("fen") == ["fentanilo", "fenomeno", "fentermina"]


def test_what_a_reader_may_not_see_is_not_completed(archive: Typing) -> None:
    assert "fentermina" not in archive.words("fen", PUBLIC)
    assert [found.kind for found in archive.complete("secreto", PUBLIC) if found.document] == []
    assert [found.text for found in archive.complete("secreto") if found.document] == ["«Secreto»"]


def test_the_last_word_is_completed_and_the_rest_stays(archive: Typing) -> None:
    assert "otra fentanilo" in [found.query for found in archive.complete("otra fen")]


def test_expressions_of_the_glossary_say_what_they_mean(archive: Typing) -> None:
    offered = {found.text: found.means for found in archive.complete("guardia n")}
    assert "National Guard" in offered["Guardia Nacional"]


def test_titles_are_found_without_accents(archive: Typing) -> None:
    assert [found.text for found in archive.complete("version") if found.document] == ["«Versión uno»"]


@pytest.mark.parametrize("typed", ["", "f", "fen ", "\x00", "%", "_", "'", "—", "a" * 500])
def test_nothing_is_offered_where_there_is_nothing_to_complete(archive: Typing, typed: str) -> None:
    assert archive.complete(typed) == ()
