"""A search from what was typed to what is shown, on a real catalog and a real index."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from indexer.catalog.repository import Catalog
from indexer.errors import UsageError
from indexer.index.base import IndexDocument, IndexPassage
from indexer.index.query import Added, Expanded, Node, Reason, Term
from indexer.index.vocabulary import Vocabulary
from indexer.index.whoosh_engine import WhooshEngine, create_index, open_engine
from indexer.models import (
    OWNER,
    Access,
    CitationLink,
    Collection,
    Footnote,
    Kind,
    Language,
    LinkBy,
    LinkStatus,
    Metadata,
    Page,
    Report,
    Word,
)
from indexer.search.results import to_json
from indexer.search.service import SearchRequest, SearchService
from tests.catalog.builders import add, page, read_document

PUBLIC = Access(frozenset({"presidencia"}))


class Searched:
    """A small archive: a catalog and its index."""

    def __init__(self, folder: Path) -> None:
        self.catalog = Catalog.open(folder / "catalog.sqlite", create=True)
        for name in ("presidencia", "secret"):
            self.catalog.collections.ensure(Collection(name, name, name, restricted=name == "secret"))
        create_index(folder / "index")
        self.engine: WhooshEngine = open_engine(folder / "index")
        self.service = SearchService(self.catalog, lambda: self.engine)

    def add(
        self,
        name: str,
        *texts: str,
        collection: str = "presidencia",
        date: dt.date | None = None,
    ) -> str:
        metadata = Metadata(title=f"«{name}»", kind=Kind.TRANSCRIPT, date=date, language=Language.SPANISH)
        pages = [page(number, text) for number, text in enumerate(texts, start=1)]
        return add(self.catalog, read_document(name, *pages, metadata=metadata), collection=collection)

    def index(self) -> None:
        """Put every document into the index."""
        documents = self.catalog.documents
        with self.engine.writer() as writer:
            for document in documents.all():
                passages = tuple(
                    IndexPassage(stored.id, stored.text, stored.passage.language)
                    for stored in documents.passages(document.id)
                )
                writer.put(
                    IndexDocument(
                        document=document.id,
                        revision=1,
                        title=document.title,
                        kind=document.kind,
                        collections=document.collections,
                        date=document.metadata.date,
                        specimen=document.specimen,
                        passages=passages,
                    )
                )
            writer.commit()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Searched]:
    archive = Searched(tmp_path)
    yield archive
    archive.engine.close()
    archive.catalog.close()


def test_a_hit_says_all_that_the_contract_asks(archive: Searched) -> None:
    date = dt.date(2023, 3, 9)
    document = archive.add("conferencia", "Nada.", "Aquí nosotros no producimos fentanilo.", date=date)
    note = Footnote(note="fn-52", label="52", number=52, text="Conferencia", kind="transcript")
    archive.catalog.reports.save(Report("warlike-approach", "Warlike", "body", (note,)))
    archive.catalog.reports.link(
        CitationLink("warlike-approach", "fn-52", "52", document, LinkStatus.CONFIRMED, LinkBy.PERSON)
    )
    archive.index()
    query = "producimos «fentanilo»"
    shown = to_json(archive.service.search(SearchRequest(query), OWNER))
    (hit,) = shown["hits"]
    assert (shown["total"], shown["documents"], shown["next"]) == (1, 1, None)
    assert shown["read_as"] == 'producimos "fentanilo"'
    assert shown["facets"]["year"] == {"2023": 1}
    stored = archive.catalog.documents.passages(document)[1]
    address = urlsplit(hit.pop("url"))
    assert address.path == f"/documents/{document}/pages/2"
    assert parse_qs(address.query) == {"q": [query], "start": ["0"], "end": ["38"], "reading": [stored.reading]}
    assert hit.pop("score") > 0
    assert hit == {
        "document": document,
        "title": "«conferencia»",
        "kind": "transcript",
        "collection": "presidencia",
        "collections": ["presidencia"],
        "date": "2023-03-09",
        "language": "es",
        "specimen": False,
        "page": 2,
        "passage": f"{document}-2",
        "start": 0,
        "end": 38,
        "speaker": None,
        "snippet": "Aquí nosotros no producimos fentanilo.",
        "highlights": [[17, 27], [28, 37]],
        "confidence": None,
        "check_image": False,
        "added": [],
        "reasons": [],
        "identical": 0,
        "footnotes": [
            {
                "report": "warlike-approach",
                "note": "fn-52",
                "label": "52",
                "status": "confirmed",
                "url": "/reports/warlike-approach#fn-52",
            }
        ],
    }
    json.dumps(shown)


def test_a_reader_sees_only_their_collections_and_nothing_of_the_others(archive: Searched) -> None:
    archive.add("a", "fentanilo")
    archive.add("b", "fentanilo", collection="secret")
    both = archive.add("c", "fentanilo")
    archive.add("c", "fentanilo", collection="secret")
    archive.index()
    shown = archive.service.search(SearchRequest("fentanilo"), PUBLIC)
    assert (shown.total, shown.documents) == (2, 2)
    assert {hit.collections for hit in shown.hits} == {("presidencia",)}
    assert shown.facets["collection"] == {"presidencia": 2}
    assert archive.service.search(SearchRequest("fentanilo", collections=("secret",)), PUBLIC).total == 0
    everything = archive.service.search(SearchRequest("fentanilo"), OWNER)
    assert everything.total == 3
    assert {hit.collections for hit in everything.hits if hit.document.id == both} == {("presidencia", "secret")}


def test_cited_documents_and_notes_can_be_asked_for(archive: Searched) -> None:
    cited = archive.add("a", "uno")
    archive.add("b", "uno")
    note = Footnote(note="fn-7", label="7", number=7, text="x", kind="transcript")
    archive.catalog.reports.save(Report("r", "R", "body", (note,)))
    archive.catalog.reports.link(CitationLink("r", "fn-7", "7", cited, LinkStatus.PROPOSED, LinkBy.MATCH))
    archive.index()
    shown = archive.service.search(SearchRequest("uno"), OWNER)
    assert shown.facets["cited"] == {"yes": 1, "no": 1}
    assert [hit.document.id for hit in archive.service.search(SearchRequest("uno", cited=True), OWNER).hits] == [cited]
    assert archive.service.search(SearchRequest("", cited=False), OWNER).total == 1
    for name in ("7", "fn-7", "r#fn-7"):
        assert archive.catalog.reports.cited_documents(name) == {cited}
    for name in ("8", "other#fn-7", ""):
        assert archive.catalog.reports.cited_documents(name) == frozenset()


class Translator:
    """An expander of one word."""

    def expand(self, node: Node, vocabulary: Vocabulary, without: frozenset[str]) -> Node:
        added = Added(Term("fentanyl"), 0.8, Reason.GLOSSARY, "fentanyl")
        known = "fentanyl" in vocabulary and "fentanyl" not in without
        return Expanded(node, (added,)) if known else node

    def remarks(self) -> tuple[str, ...]:
        return ()


def test_what_was_added_is_told_and_can_be_switched_off(archive: Searched) -> None:
    archive.add("a", "fentanilo")
    archive.add("b", "we seized fentanyl")
    archive.index()
    service = SearchService(archive.catalog, lambda: archive.engine, Translator())
    shown = to_json(service.search(SearchRequest("fentanilo"), OWNER))
    assert shown["expansions"] == [
        {"term": "fentanilo", "added": ["fentanyl"], "reasons": ["glossary"], "passages": [1]}
    ]
    assert [hit["added"] for hit in shown["hits"]] == [[], ["fentanyl"]]
    assert shown["hits"][1]["highlights"] == [[10, 18]]
    assert service.search(SearchRequest("fentanilo", expand=False), OWNER).total == 1
    assert service.search(SearchRequest("fentanilo", without=("fentanyl",)), OWNER).total == 1


def test_words_parted_by_the_end_of_a_passage_come_last_and_are_said(archive: Searched) -> None:
    archive.add("a", "uno", "dos")
    archive.add("b", "dos uno")
    archive.index()
    shown = archive.service.search(SearchRequest("uno dos"), OWNER)
    assert [hit.title for hit in shown.hits] == ["«b»", "«a»"]
    assert any("beside" in note for note in shown.notes)
    assert archive.service.search(SearchRequest('"uno dos"'), OWNER).total == 0
    assert not archive.service.search(SearchRequest("uno"), OWNER).notes


def test_hits_come_by_document_when_asked(archive: Searched) -> None:
    many = archive.add("a", *["uno"] * 5)
    archive.add("b", "uno dos")
    archive.index()
    shown = archive.service.search(SearchRequest("uno", grouped=True), OWNER)
    totals = {group.document.id: (group.total, len(group.hits)) for group in shown.groups}
    assert totals[many] == (5, 3)
    assert shown.hits == tuple(hit for group in shown.groups for hit in group.hits)
    assert not archive.service.search(SearchRequest("uno"), OWNER).groups


def test_what_the_catalog_no_longer_shows_is_not_shown(archive: Searched) -> None:
    archive.add("a", "uno")
    archive.index()
    with archive.engine.writer() as writer:
        ghost = IndexDocument(
            "f" * 16,
            1,
            "",
            Kind.MEMO,
            ("presidencia",),
            None,
            False,
            (IndexPassage("f" * 16 + "-1", "uno", Language.SPANISH),),
        )
        writer.put(ghost)
        writer.commit()
    assert len(archive.service.search(SearchRequest("uno"), OWNER).hits) == 1


def test_pages_of_results_follow_by_cursor(archive: Searched) -> None:
    for name in "abcde":
        archive.add(name, "uno")
    archive.index()
    seen: list[str] = []
    cursor = None
    for _ in range(3):
        shown = archive.service.search(SearchRequest("uno", size=2, cursor=cursor), OWNER)
        seen += [hit.document.id for hit in shown.hits]
        cursor = shown.next
    assert cursor is None
    assert len(set(seen)) == 5


def test_an_empty_query_lists_and_operators_alone_find_nothing(archive: Searched) -> None:
    archive.add("old", "uno", date=dt.date(2019, 1, 1))
    archive.add("new", "dos", date=dt.date(2024, 1, 1))
    archive.index()
    assert [hit.title for hit in archive.service.search(SearchRequest(""), OWNER).hits] == ["«new»", "«old»"]
    nothing = archive.service.search(SearchRequest('--- "" ...'), OWNER)
    assert (nothing.total, nothing.hits) == (0, ())
    assert nothing.notes
    assert archive.service.search(SearchRequest("---", kinds=(Kind.TRANSCRIPT,)), OWNER).total == 2
    but = archive.service.search(SearchRequest("-uno"), OWNER)
    assert [hit.title for hit in but.hits] == ["«new»"]


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest("x", size=0),
        SearchRequest("x", size=101),
        SearchRequest("x", cursor="nonsense"),
        SearchRequest("x" * 10_000),
        SearchRequest("x", date_from=dt.date(2024, 1, 2), date_to=dt.date(2024, 1, 1)),
    ],
)
def test_a_call_that_is_wrong_is_told_so(archive: Searched, request_: SearchRequest) -> None:
    with pytest.raises(UsageError):
        archive.service.search(request_, OWNER)


@pytest.mark.parametrize(
    "query", ["\x00", "\ud800 uno", '"', "uno " * 60, "<b>uno</b>", "uno\u202e\u200b", "%00", "🙂"]
)
def test_odd_queries_are_answered(archive: Searched, query: str) -> None:
    archive.add("a", "uno")
    archive.index()
    json.dumps(to_json(archive.service.search(SearchRequest(query), OWNER)), ensure_ascii=False).encode("utf-8")


def test_every_answer_says_how_much_was_searched(archive: Searched) -> None:
    archive.add("a", "uno", "dos")
    archive.add("b", "tres", collection="secret")
    archive.index()
    nothing = to_json(archive.service.search(SearchRequest("cuatro"), PUBLIC))
    assert nothing["searched"] == {"documents": 1, "pages": 2, "unreadable_pages": 0}
    asked = SearchRequest("cuatro", collections=("secret",))
    assert to_json(archive.service.search(asked, OWNER))["searched"]["documents"] == 1


def test_a_hit_on_a_word_that_ocr_doubts_says_so(archive: Searched) -> None:
    words = (Word(0, 9, 0, 0, 9, 9, 0.5), Word(10, 15, 10, 0, 15, 9, 0.99))
    scan = Page(1, "fentanilo llega", "tesseract 5", words=words, confidence=0.8, ocr=True, language=Language.SPANISH)
    add(archive.catalog, read_document("scan", scan), collection="presidencia")
    archive.index()
    for query, doubtful in (("fentanilo", True), ("llega", False)):
        (hit,) = to_json(archive.service.search(SearchRequest(query), PUBLIC))["hits"]
        assert (hit["confidence"], hit["check_image"]) == (0.8, doubtful)


def test_a_phrase_over_a_broken_word_is_found_and_marked_with_both_pieces(archive: Searched) -> None:
    archive.add("a", "Combate a la organi-\nzación criminal del norte.")
    archive.index()
    for query in ('"la organización criminal del norte"', '"organización criminal"', "organizaciones"):
        (hit,) = to_json(archive.service.search(SearchRequest(query), OWNER))["hits"]
        marked = [hit["snippet"][start:end] for start, end in hit["highlights"]]
        assert any("organi- zación" in piece for piece in marked), (query, marked)
