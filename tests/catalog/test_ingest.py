"""What an `add` writes."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from indexer.catalog.readings import reading_id
from indexer.catalog.repository import Catalog
from indexer.errors import EncodingUnknown, NotFound, SourceError, StorageError
from indexer.models import Kind, Language, Metadata, PageStatus, Passage, Problem, SourceFile, Word
from tests.catalog.builders import UNREAD, add, page, read_document, reread, unread_page


def occurs(catalog: Catalog, document: str, path: str, collection: str = "inbox", sidecar: str | None = None) -> bool:
    return catalog.ingest.add_occurrence(
        document, path=path, raw_path=path.encode(), collection=collection, sidecar_sha256=sidecar
    )


def test_the_same_document_is_added_once_and_then_only_occurs_again(catalog: Catalog) -> None:
    read = read_document()
    common = {"raw_path": b"", "collection": "inbox", "sidecar_sha256": None, "images": {}}
    assert catalog.ingest.add(read, path="/a/memo.txt", **common) is True
    assert catalog.ingest.add(read, path="/b/memo.txt", **common) is False
    assert catalog.ingest.add(read, path="/b/memo.txt", **common) is False
    key = read.source.document
    assert [item.path for item in catalog.documents.occurrences(key)] == ["/a/memo.txt", "/b/memo.txt"]
    assert len(catalog.documents.passages(key)) == 1


def test_adding_clears_the_failure_of_the_path_alone(catalog: Catalog) -> None:
    for path in ("/a", "/b"):
        catalog.failures.record(path, path.encode(), Problem("pdf_damaged", "It ends early."))
    add(catalog, read_document(), path="/a")
    assert [failure.path for failure in catalog.failures.list()] == ["/b"]


def test_an_occurrence_in_a_new_collection_changes_the_revision_and_a_new_path_does_not(catalog: Catalog) -> None:
    key = add(catalog, read_document(), path="/a")
    assert occurs(catalog, key, "/a") is False
    assert occurs(catalog, key, "/b") is True
    assert catalog.documents.revisions() == {key: 1}
    assert occurs(catalog, key, "/b", "dof") is True
    assert catalog.documents.revisions() == {key: 2}
    assert catalog.documents.get(key).collections == ("dof", "inbox")
    assert occurs(catalog, key, "/c", "dof") is True
    assert catalog.documents.revisions() == {key: 2}


def test_an_occurrence_needs_its_document_and_its_collection(catalog: Catalog) -> None:
    key = add(catalog, read_document())
    with pytest.raises(NotFound, match="no document"):
        occurs(catalog, "0" * 16, "/a")
    with pytest.raises(NotFound, match="no collection"):
        occurs(catalog, key, "/a", "nowhere")
    with pytest.raises(NotFound, match="no collection"):
        add(catalog, read_document("other"), collection="nowhere")
    assert catalog.documents.find(read_document("other").source.sha256) is None


def test_the_sidecar_belongs_to_the_path(catalog: Catalog) -> None:
    key = add(catalog, read_document(), path="/a", sidecar="1" * 64)
    assert catalog.ingest.sidecar("/a", key) == "1" * 64
    assert catalog.ingest.sidecar("/b", key) is None
    assert occurs(catalog, key, "/a", "dof", sidecar="2" * 64) is True
    assert catalog.ingest.sidecar("/a", key) == "2" * 64
    assert occurs(catalog, key, "/a", sidecar="2" * 64) is False
    assert occurs(catalog, key, "/a", sidecar=None) is False
    assert catalog.ingest.sidecar("/a", key) is None


def test_a_path_that_print_does_not_spell_keeps_its_bytes(catalog: Catalog) -> None:
    key = add(catalog, read_document())
    catalog.ingest.add_occurrence(key, path="/caf\\xe9", raw_path=b"/caf\xe9", collection="inbox", sidecar_sha256=None)
    with catalog._database.read() as session:
        rows = session.connection().exec_driver_sql("SELECT path, raw_path FROM occurrences ORDER BY path").all()
    assert rows == [("/caf\\xe9", b"/caf\xe9"), ("/sources/memo", None)]


def test_new_facts_change_the_revision(catalog: Catalog) -> None:
    key = add(catalog, read_document())
    facts = Metadata(title="Otro", kind=Kind.DECREE, date=dt.date(1, 1, 1))
    catalog.ingest.set_metadata(key, facts, specimen=True)
    document = catalog.documents.get(key)
    assert (document.metadata, document.specimen) == (facts, True)
    assert catalog.documents.revisions() == {key: 2}
    with pytest.raises(NotFound):
        catalog.ingest.set_metadata("0" * 16, facts, specimen=False)


def test_an_unread_page_that_is_read_later_becomes_current_and_the_older_reading_stays(catalog: Catalog) -> None:
    key = add(catalog, read_document("scan", page(1, "Carátula"), unread_page(2)))
    now_read = dataclasses.replace(page(2, "SECRETARÍA", "tesseract 5.3"), ocr=True, words=(Word(0, 10, 1, 2, 3, 4),))
    reread(catalog, read_document("scan", page(1, "Carátula"), now_read), {2: "b" * 64})

    document = catalog.documents.get(key)
    assert (document.pages, document.pages_ocr, document.pages_unreadable, document.passages) == (2, 1, 0, 2)
    assert catalog.ingest.unread_pages(key) == []
    assert catalog.documents.revisions() == {key: 2}
    current = catalog.documents.page(key, 2)
    assert (current.text, current.status, current.problem, current.image) == (
        "SECRETARÍA",
        PageStatus.READ,
        None,
        "b" * 64,
    )
    assert catalog.documents.page(key, 2, reading=reading_id("")).text == ""
    assert [(item.page, item.current) for item in catalog.documents.readings(key)] == [
        (1, True),
        (2, True),
        (2, False),
    ]
    assert [passage.text for passage in catalog.documents.passages(key)] == ["Carátula", "SECRETARÍA"]


def test_the_same_text_by_another_engine_is_the_same_reading(catalog: Catalog) -> None:
    key = add(catalog, read_document("scan", page(1, "Texto", "tesseract 4")))
    reread(catalog, read_document("scan", page(1, "Texto", "tesseract 5")), {})
    (reading,) = catalog.documents.readings(key)
    assert (reading.engine, reading.current) == ("tesseract 5", True)


def test_a_text_that_comes_back_is_current_again(catalog: Catalog) -> None:
    key = add(catalog, read_document("scan", page(1, "uno")))
    for text in ("dos", "uno", "dos"):
        reread(catalog, read_document("scan", page(1, text)), {})
        assert catalog.documents.page(key, 1).text == text
        assert sum(item.current for item in catalog.documents.readings(key)) == 1
    assert len(catalog.documents.readings(key)) == 2
    assert catalog.documents.revisions() == {key: 4}


def test_a_page_that_is_no_longer_there_keeps_its_readings(catalog: Catalog) -> None:
    key = add(catalog, read_document("web", page(1, "uno"), unread_page(2)))
    reread(catalog, read_document("web", page(1, "uno y dos")), {})
    assert [stored.number for stored in catalog.documents.pages(key)] == [1]
    assert catalog.ingest.unread_pages(key) == []
    with pytest.raises(NotFound):
        catalog.documents.page(key, 2)
    assert catalog.documents.page(key, 2, reading=reading_id("")).number == 2


def test_reading_again_fills_in_what_was_unknown_and_keeps_what_was_known(catalog: Catalog) -> None:
    unread = Metadata(title="Del archivista", kind=Kind.OTHER, language=Language.OTHER)
    key = add(catalog, read_document("scan", unread_page(1), metadata=unread, specimen=True))
    detected = Metadata(title="LEÍDO", kind=Kind.MEMO, date=dt.date(2019, 7, 5), language=Language.SPANISH)
    reread(catalog, read_document("scan", page(1, "LEÍDO"), metadata=detected), {})
    document = catalog.documents.get(key)
    assert document.metadata == dataclasses.replace(detected, title="Del archivista")
    assert document.specimen


def test_reading_again_needs_the_document(catalog: Catalog) -> None:
    with pytest.raises(NotFound):
        reread(catalog, read_document("unknown"), {})


def test_every_unread_page_tells_why(catalog: Catalog) -> None:
    key = add(catalog, read_document("scan", unread_page(1), page(2, "x"), unread_page(3)))
    assert catalog.ingest.unread_pages(key) == [UNREAD, UNREAD]


def test_a_lone_surrogate_is_refused_as_no_character(catalog: Catalog) -> None:
    with pytest.raises(EncodingUnknown):
        add(catalog, read_document("broken font", page(1, "a\ud800b")))
    with pytest.raises(EncodingUnknown):
        add(catalog, read_document("broken title", metadata=Metadata(title="\udfff")))
    assert catalog.documents.revisions() == {}


def test_two_files_with_the_same_half_of_a_hash_are_told_apart(catalog: Catalog) -> None:
    read = read_document()
    key = add(catalog, read)
    forged = SourceFile(read.source.path, key + "0" * 48, 1, "text/plain")
    with pytest.raises(SourceError, match="same identifier"):
        add(catalog, dataclasses.replace(read, source=forged), path="/forged")
    assert len(catalog.documents.occurrences(key)) == 1


@pytest.mark.parametrize(
    "read",
    [
        read_document("twice", page(1, "a"), page(1, "b")),
        read_document("backwards", page(1, "abc"), passages=(Passage(1, 1, 3, 1),)),
        read_document("page zero", page(0, "abc"), passages=()),
    ],
    ids=["two pages of one number", "a passage that ends before it starts", "page zero"],
)
def test_what_contradicts_itself_is_refused_as_a_whole(catalog: Catalog, read: object) -> None:
    with pytest.raises(StorageError):
        add(catalog, read)  # type: ignore[arg-type]
    assert catalog.documents.revisions() == {}
    assert catalog.failures.list() == []


def test_a_document_without_passages_is_a_document(catalog: Catalog) -> None:
    key = add(catalog, read_document("blank", page(1, "")))
    assert catalog.documents.get(key).passages == 0
    assert catalog.documents.passages(key) == []


def test_three_hundred_pages_and_two_thousand_passages_are_one_document(catalog: Catalog) -> None:
    pages = [page(number, f"Página {number}. " * 100) for number in range(1, 301)]
    passages = tuple(Passage(n, (n - 1) // 7 + 1, n % 7 * 100, n % 7 * 100 + 90) for n in range(1, 2001))
    key = add(catalog, read_document("long", *pages, passages=passages))
    assert catalog.documents.get(key).pages == 300
    assert [stored.passage for stored in catalog.documents.passages(key)] == list(passages)
