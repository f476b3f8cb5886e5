"""Did you mean, and how scans misread a word: on a real catalog and index, with pages that OCR read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.models import OWNER, Access, Language, Metadata, Page, Passage
from indexer.search.misreadings import looks_like
from indexer.search.results import to_json
from indexer.search.service import SearchRequest
from tests.catalog.builders import add, read_document
from tests.search.test_service import PUBLIC, Searched

SCANS = {
    "scan-1": "Se aseguro fentani1o y anfetarnina en Culiacan.",
    "scan-2": "El fentauilo y la fenta nilo, la Secretarfa y los Guardias; la heroma.",
}
TEXTS = {
    "text": "Se aseguró fentanilo en Culiacán por la Secretaría; los guardias declararon.",
    "text-2": "Declararon los guardias de la ciudad. Una errata: guardiaz.",
}


class Scanned(Searched):
    def put(self, name: str, text: str, *, ocr: bool, collection: str = "presidencia") -> None:
        page = Page(1, text, "engine", language=Language.SPANISH, ocr=ocr, confidence=0.8 if ocr else None)
        passages = (Passage(1, 1, 0, len(text), language=Language.SPANISH),)
        metadata = Metadata(title=name, language=Language.SPANISH)
        add(self.catalog, read_document(name, page, metadata=metadata, passages=passages), collection=collection)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanned]:
    opened = Scanned(tmp_path_factory.mktemp("scanned"))
    for name, text in SCANS.items():
        opened.put(name, text, ocr=True)
    for name, text in TEXTS.items():
        opened.put(name, text, ocr=False)
    opened.put("hidden", "metanfetamina y rnetanfetamina", ocr=True, collection="secret")
    opened.index()
    yield opened
    opened.engine.close()
    opened.catalog.close()


def variants(archive: Scanned, query: str, access: Access = OWNER) -> dict[str, list[str]]:
    shown = to_json(archive.service.search(SearchRequest(query), access))
    return {found["term"]: found["variants"] for found in shown["variants"]}


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("fentanylo", "fentanilo"),
        ("culiacna", "culiacan"),
        ("secretariafentanilo", "secretaria fentanilo"),
        ('"aseguró fentnailo"', '"aseguró fentanilo"'),
        ("Culiacán fentnailo", "Culiacán fentanilo"),
        ("guardiaz", None),  # found, and its correction is no ten times as common
        ("fentanilo", None),
        ("xyzzy", None),
        ("-fentnailo", None),
    ],
)
def test_a_mistake_is_corrected_by_words_of_the_archive(archive: Scanned, query: str, suggested: str | None) -> None:
    assert archive.service.search(SearchRequest(query), OWNER).suggestion == suggested


def test_what_a_reader_may_not_see_is_not_suggested(archive: Scanned) -> None:
    assert archive.service.search(SearchRequest("metanfetamona"), OWNER).suggestion == "metanfetamina"
    assert archive.service.search(SearchRequest("metanfetamona"), PUBLIC).suggestion is None
    assert variants(archive, "metanfetamina") == {"metanfetamina": ["rnetanfetamina"]}
    assert variants(archive, "metanfetamina", PUBLIC) == {}


def test_misreadings_in_scans_are_offered_and_not_searched(archive: Scanned) -> None:
    assert variants(archive, "fentanilo") == {"fentanilo": ["fentani1o", "fentauilo", "fenta nilo"]}
    assert variants(archive, "anfetamina heroina") == {"anfetamina": ["anfetarnina"], "heroina": ["heroma"]}
    assert archive.service.search(SearchRequest("fentanilo"), OWNER).total == 1


def test_misreadings_are_searched_on_request_below_what_was_typed(archive: Scanned) -> None:
    results = archive.service.search(SearchRequest("fentanilo", misreadings=True), OWNER)
    shown = to_json(results)
    assert [hit["title"] for hit in shown["hits"]] == ["text", "scan-1", "scan-2"]
    assert [hit["reasons"] for hit in shown["hits"]] == [[], ["ocr"], ["ocr", "ocr"]]
    assert shown["variants"][0]["searched"]


def test_a_misreading_is_no_suggestion(archive: Scanned) -> None:
    assert archive.service.search(SearchRequest("anfetamina"), OWNER).suggestion is None


def test_excluded_words_and_phrases_have_no_misreadings(archive: Scanned) -> None:
    assert variants(archive, '-fentanilo "fentanilo" guardias') == {}


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("gobierno", "gobiemo"),
        ("gobierno", "gobiern0"),
        ("ejército", "ejereito".replace("er", "ér")),
        ("mañana", "manana"),
        ("detenido", "cletenido"),
        ("oficial", "oficia1"),
        ("seguridad", "5eguridad"),
        ("habitantes", "babitantes"),
        ("policia", "policfa"),
    ],
)
def test_letters_that_look_alike(word: str, read: str) -> None:
    assert looks_like(word, read)


@pytest.mark.parametrize(
    ("word", "other"),
    [("fentanilo", "fentanilo"), ("casa", "cosa"), ("detenido", "detenida"), ("arma", "armas"), ("norte", "muerte")],
)
def test_other_words_do_not_look_alike(word: str, other: str) -> None:
    assert not looks_like(word, other)
