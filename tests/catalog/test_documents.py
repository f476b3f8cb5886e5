"""What the catalog tells of documents."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from indexer.catalog.repository import Catalog
from indexer.errors import NotFound, UsageError
from indexer.models import (
    OWNER,
    Access,
    Counts,
    EngineUse,
    Kind,
    Language,
    Metadata,
    Page,
    PageStatus,
    Passage,
    PassageKind,
    Word,
)
from tests.catalog.builders import UNREAD, add, page, read_document, unread_page

PUBLIC = Access(frozenset({"dof", "inbox"}))
DOF_ONLY = Access(frozenset({"dof"}))
NOBODY = Access(frozenset())

FACTS = Metadata(
    title="Acuerdo por el que se «dispone»…",
    kind=Kind.AGREEMENT,
    date=dt.date(2020, 5, 11),
    language=Language.SPANISH,
    official_url="https://www.dof.gob.mx/nota_detalle.php?codigo=5593105",
    code="5593105",
    issuer="Presidencia",
    place="México",
    addressee="Fuerza Armada",
    file_number="A/1",
)


def dated(catalog: Catalog, name: str, date: dt.date | None, kind: Kind = Kind.MEMO, collection: str = "inbox") -> str:
    return add(catalog, read_document(name, metadata=Metadata(title=name, date=date, kind=kind)), collection=collection)


def test_a_document_comes_back_as_it_was_read(catalog: Catalog) -> None:
    before = dt.datetime.now(dt.UTC)
    read = read_document("acuerdo", page(1, "Uno."), page(2, "Dos."), metadata=FACTS, specimen=True)
    document = catalog.documents.get(add(catalog, read, collection="dof"))
    assert document.metadata == FACTS
    assert (document.id, document.sha256, document.size) == (read.source.document, read.source.sha256, 7)
    assert (document.pages, document.passages, document.specimen) == (2, 2, True)
    assert document.collections == ("dof",)
    assert before <= document.added_at <= dt.datetime.now(dt.UTC)


def test_a_document_is_found_by_its_whole_hash_only(catalog: Catalog) -> None:
    read = read_document()
    key = add(catalog, read)
    found = catalog.documents.find(read.source.sha256)
    assert found is not None
    assert found.id == key
    assert catalog.documents.find(key + "0" * 48) is None


def test_what_is_not_there_is_not_found(catalog: Catalog) -> None:
    key = add(catalog, read_document())
    for odd in ("0" * 16, "", "'; DROP TABLE documents", "\udcff", "á\0b"):
        with pytest.raises(NotFound):
            catalog.documents.get(odd)
    for number in (0, 2, -1, 10**30):
        with pytest.raises(NotFound):
            catalog.documents.page(key, number)
    with pytest.raises(NotFound):
        catalog.documents.page(key, 1, reading="0" * 12)
    with pytest.raises(NotFound):
        catalog.documents.words(key, 1, "0" * 12)


def test_text_is_kept_to_the_character(catalog: Catalog) -> None:
    text = "n\u0303 ñ ﬁ A\u0301\r\n\t«…» \u00ad\u200b\ufeff 𝒜 \0 fin \u2028\x0b"
    key = add(catalog, read_document("odd", page(1, text), passages=(Passage(1, 1, 4, len(text)),)))
    assert catalog.documents.page(key, 1).text == text
    assert catalog.documents.passages(key)[0].text == text[4:]
    assert list(catalog.documents.passages_outside_text()) == []


def test_a_page_comes_back_with_its_reading_words_and_image(catalog: Catalog) -> None:
    scanned = Page(
        2,
        "SECRETARÍA",
        "tesseract 5.3.0 spa",
        words=(Word(0, 10, 1.5, 2, 3, 4, 0.5),),
        width=2550,
        height=3300,
        confidence=0.87,
        ocr=True,
        label="ii",
        language=Language.SPANISH,
    )
    key = add(catalog, read_document("scan", page(1, "Carátula"), scanned), images={2: "a" * 64})
    stored = catalog.documents.page(key, 2)
    assert (stored.label, stored.status, stored.width, stored.image) == ("ii", PageStatus.READ, 2550, "a" * 64)
    assert (stored.ocr, stored.reading.confidence, stored.reading.current) == (True, 0.87, True)
    assert stored.reading.engine == "tesseract 5.3.0 spa"
    assert catalog.documents.words(key, 2, stored.reading.reading) == scanned.words
    assert catalog.documents.images() == {"a" * 64}
    assert [item.number for item in catalog.documents.pages(key)] == [1, 2]


def test_some_pages_of_a_document_come_with_their_passages_alone(catalog: Catalog) -> None:
    key = add(catalog, read_document("long", *(page(number, f"Texto {number}") for number in range(1, 8))))
    documents = catalog.documents
    assert [item.number for item in documents.pages(key, 3, 5)] == [3, 4, 5]
    assert [item.number for item in documents.pages(key, 6)] == [6, 7]
    assert [item.text for item in documents.passages(key, 3, 5)] == ["Texto 3", "Texto 4", "Texto 5"]
    assert [item.page for item in documents.readings(key, 4)] == [4]
    assert documents.passage_pages(key) == {f"{key}-{number}": number for number in range(1, 8)}


def test_pages_and_turns_of_many_places_come_together_as_they_come_alone(catalog: Catalog) -> None:
    one, other = (
        add(catalog, read_document(name, *(page(number, f"{name} {number}") for number in range(1, 5))))
        for name in ("one", "other")
    )
    asked = [(one, 2, 3), (other, 4, 4), ("nowhere", 1, 2), (one, 3, 9), (one, 2, 3)]
    documents = catalog.documents
    assert documents.stretches(asked) == [(documents.pages(*at), documents.turns(*at)) for at in asked]
    assert [len(pages) for pages, _ in documents.stretches(asked)] == [2, 1, 0, 2, 2]
    assert documents.stretches([]) == []


def test_what_read_a_document_is_told_by_engine(catalog: Catalog) -> None:
    scanned = [
        Page(number, f"Hoja {number}", "tesseract 5", confidence=confidence, ocr=True)
        for number, confidence in ((2, 0.8), (3, 0.95))
    ]
    key = add(catalog, read_document("mixed", page(1, "Uno"), *scanned, unread_page(4)))
    assert catalog.documents.engines(key) == [
        EngineUse("tesseract", True, 1, None, None),
        EngineUse("tesseract 5", True, 2, 0.8, 0.95),
        EngineUse("text 1", True, 1, None, None),
    ]
    assert catalog.documents.unreadable(key) == [4]


def test_an_unreadable_page_keeps_its_problem(catalog: Catalog) -> None:
    key = add(catalog, read_document("scan", page(1, "Uno"), unread_page(2)))
    assert catalog.documents.page(key, 2).problem == UNREAD
    assert catalog.documents.get(key).pages_unreadable == 1
    assert catalog.ingest.unread_pages(key) == [UNREAD]


def test_passages_are_slices_of_their_page(catalog: Catalog) -> None:
    turn = Passage(1, 1, 4, 9, PassageKind.TURN, "3", "PRESIDENTE", Language.SPANISH)
    key = add(catalog, read_document("turns", page(1, "PRES Buenos días"), passages=(turn,)))
    (stored,) = catalog.documents.passages(key)
    assert (stored.id, stored.text, stored.passage) == (f"{key}-1", " Buen", turn)
    assert stored.reading == catalog.documents.page(key, 1).reading.reading


def test_passages_are_found_by_id_whatever_else_is_asked_for(catalog: Catalog) -> None:
    first = add(catalog, read_document("one", page(1, "Uno"), page(2, "Dos")))
    second = add(catalog, read_document("two"))
    wanted = [f"{second}-1", f"{first}-2"]
    odd = ["", "x", f"{first}-3", f"{first}-0", f"{first}--1", f"{first}-{'9' * 30}", f"{'0' * 16}-1", "\udcff-1"]
    found = catalog.documents.passages_by_id(wanted + odd)
    assert {key: passage.text for key, passage in found.items()} == {wanted[0]: "El texto de two.", wanted[1]: "Dos"}
    assert catalog.documents.passages_by_id([]) == {}


def test_many_documents_are_fetched_at_once(catalog: Catalog) -> None:
    ids = [add(catalog, read_document(f"memo {n}")) for n in range(20)]
    absent = [f"{n:016x}" for n in range(40_000)]
    assert set(catalog.documents.many(absent + ids)) == set(ids)
    assert [document.id for document in catalog.documents.all()] == sorted(ids)


def test_the_list_goes_from_the_newest_to_the_undated(catalog: Catalog) -> None:
    old = dated(catalog, "old", dt.date(1999, 12, 31))
    same = sorted(dated(catalog, name, dt.date(2020, 5, 11)) for name in "abc")
    undated = sorted(dated(catalog, name, None) for name in "xyz")
    expected = [*same, old, *undated]
    assert [document.id for document in catalog.documents.list(OWNER, size=10)] == expected
    for size in (1, 2, 3, 6, 7):
        walked: list[str] = []
        while step := catalog.documents.list(OWNER, size=size, after=walked[-1] if walked else None):
            walked += [document.id for document in step]
        assert walked == expected


def test_the_list_is_narrowed_by_kind_and_collection(catalog: Catalog) -> None:
    memo = dated(catalog, "memo", dt.date(2020, 1, 1))
    decree = dated(catalog, "decree", dt.date(2019, 1, 1), Kind.DECREE, "dof")
    unknown = add(catalog, read_document("unknown", metadata=Metadata()))
    assert [document.id for document in catalog.documents.list(OWNER, kind=Kind.DECREE, size=9)] == [decree]
    assert [document.id for document in catalog.documents.list(OWNER, kind=Kind.OTHER, size=9)] == [unknown]
    assert [document.id for document in catalog.documents.list(OWNER, collection="dof", size=9)] == [decree]
    assert [document.id for document in catalog.documents.list(OWNER, collection="inbox", size=9)] == [memo, unknown]


def test_a_restricted_document_is_as_absent_as_an_absent_one(catalog: Catalog) -> None:
    hidden = dated(catalog, "hidden", dt.date(2020, 1, 1), collection="guacamaya")
    shown = dated(catalog, "shown", dt.date(2019, 1, 1))
    messages = []
    for key in (hidden, "0" * 16):
        with pytest.raises(NotFound) as raised:
            catalog.documents.get(key, PUBLIC)
        messages.append(str(raised.value).replace(key, "ID"))
        with pytest.raises(UsageError):
            catalog.documents.list(PUBLIC, size=5, after=key)
    assert messages[0] == messages[1]
    assert set(catalog.documents.many([hidden, shown], PUBLIC)) == {shown}
    assert [document.id for document in catalog.documents.list(PUBLIC, size=5)] == [shown]
    assert list(catalog.documents.list(PUBLIC, size=5, collection="guacamaya")) == []
    assert catalog.documents.occurrences(hidden, PUBLIC) == []
    assert catalog.documents.counts(PUBLIC).documents == 1
    assert catalog.documents.counts(NOBODY) == Counts()
    assert catalog.documents.get(hidden, OWNER).id == hidden


def test_of_two_occurrences_a_reader_sees_only_the_visible_one(catalog: Catalog) -> None:
    read = read_document()
    key = add(catalog, read, collection="guacamaya", path="/leak/memo.pdf")
    add(catalog, read, collection="dof", path="/dof/memo.pdf")
    assert catalog.documents.get(key, DOF_ONLY).collections == ("dof",)
    assert catalog.documents.get(key).collections == ("dof", "guacamaya")
    assert [item.path for item in catalog.documents.occurrences(key, DOF_ONLY)] == ["/dof/memo.pdf"]
    assert len(catalog.documents.occurrences(key)) == 2
    (seen,) = catalog.documents.occurrences(key, DOF_ONLY)
    assert catalog.documents.get(key, DOF_ONLY).added_at == seen.added_at > catalog.documents.get(key).added_at
    assert catalog.documents.counts(DOF_ONLY).by_collection == {"dof": 1}


def test_a_document_without_a_title_is_called_by_the_file_that_the_reader_sees(catalog: Catalog) -> None:
    read = read_document(metadata=Metadata())
    key = add(catalog, read, collection="guacamaya", path="/leak/informante.pdf")
    add(catalog, read, collection="dof", path="/dof/memo.pdf")
    assert catalog.documents.get(key, DOF_ONLY).title == "memo.pdf"
    assert catalog.documents.get(key).title == "informante.pdf"


def test_a_document_is_new_when_a_reader_first_sees_it(catalog: Catalog) -> None:
    leaked = read_document("leaked")
    key = add(catalog, leaked, collection="guacamaya", path="/leak/memo.pdf")
    shown = add(catalog, read_document("shown"), collection="dof")
    add(catalog, leaked, collection="dof", path="/dof/memo.pdf")
    assert [document.id for document in catalog.documents.newest(DOF_ONLY, size=9)] == [key, shown]
    assert [document.id for document in catalog.documents.newest(OWNER, size=9)] == [shown, key]
    (newest, _) = catalog.documents.newest(DOF_ONLY, size=9)
    assert newest.added_at > catalog.documents.get(shown).added_at


def test_counts_are_of_what_the_reader_may_see(catalog: Catalog) -> None:
    add(catalog, read_document("a", page(1, "Uno"), unread_page(2), specimen=True))
    add(catalog, read_document("b", metadata=Metadata()), collection="guacamaya")
    assert catalog.documents.counts(PUBLIC) == Counts(
        documents=1,
        specimens=1,
        pages=2,
        pages_ocr=1,
        pages_unreadable=1,
        passages=1,
        by_kind={"memo": 1},
        by_collection={"inbox": 1},
        by_language={"es": 1},
    )
    everything = catalog.documents.counts()
    assert (everything.documents, everything.specimens) == (2, 1)
    assert everything.by_kind == {"memo": 1, "other": 1}
    assert everything.by_language == {"es": 1, "other": 1}


def test_revisions_and_passage_counts_are_of_every_document(catalog: Catalog) -> None:
    read = read_document("a", page(1, "Uno"), page(2, "Dos"))
    key = add(catalog, read)
    assert catalog.documents.revisions() == {key: 1}
    assert catalog.documents.passage_counts() == {key: 2}


def test_a_passage_outside_its_text_is_found_out(catalog: Catalog) -> None:
    add(catalog, read_document("sound"))
    read = read_document("unsound", page(1, "corto"))
    unsound = dataclasses.replace(read, passages=(Passage(1, 1, 0, 6),))
    assert list(catalog.documents.passages_outside_text()) == []
    key = add(catalog, unsound)
    assert list(catalog.documents.passages_outside_text()) == [key]
