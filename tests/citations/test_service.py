"""Reports, documents, sidecars and people tie notes to sources, in whatever order they come."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path

import pytest

from indexer.catalog.repository import Catalog
from indexer.citations.service import CitationService, NoteSource, report_json
from indexer.errors import NotFound, ReportError, UsageError
from indexer.models import OWNER, Access, Collection, Kind, LinkBy, LinkStatus, Metadata
from tests.catalog.builders import add, read_document
from tests.citations.conftest import DIGEST

DAY = dt.date(2023, 3, 9)
CONFERENCE = Metadata(title="Conferencia de prensa matutina del 9 de marzo de 2023", kind=Kind.TRANSCRIPT, date=DAY)
REPORT = """
He said “we do not produce it”.[^1] It was law.[^2] See there.[^3] A remark.[^4]

[^1]: Presidency. (2023, March 9). Presidential morning press conference. dthx.short.gy/6rIDyn
[^2]: Gazette. https://dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022
[^3]: Information request, Elementa DDHH. File number 330026424000557.
[^4]: Only a remark.
"""

Standing = tuple[str, str, LinkStatus, LinkBy]


def put(
    catalog: Catalog,
    service: CitationService,
    name: str,
    metadata: Metadata = CONFERENCE,
    *,
    specimen: bool = False,
    cited_in: tuple[str, ...] = (),
    collection: str = "inbox",
) -> str:
    """Add a document as the pipeline does."""
    document = add(catalog, read_document(name, metadata=metadata, specimen=specimen), collection=collection)
    service.apply_sidecar(document, cited_in)
    service.document_added(document)
    return document


def standing(catalog: Catalog, report: str = "r") -> set[Standing]:
    return {(link.note, link.document, link.status, link.by) for link in catalog.reports.links_of_report(report)}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "r.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


CONFIRMED, PROPOSED, REJECTED = LinkStatus.CONFIRMED, LinkStatus.PROPOSED, LinkStatus.REJECTED
MATCH, IDENTIFIER, PERSON = LinkBy.MATCH, LinkBy.IDENTIFIER, LinkBy.PERSON


# --- who comes first changes nothing --------------------------------------------------------------


def test_a_report_finds_the_documents_that_are_there(catalog: Catalog, service: CitationService, written: Path) -> None:
    conference = put(catalog, service, "a")
    decree = put(catalog, service, "b", Metadata(kind=Kind.DECREE, code="5671829"))
    added = service.add_report(written)
    assert added.warnings == ()
    assert [(link.note, link.document, link.by) for link in added.links] == [
        ("fn-1", conference, MATCH),
        ("fn-2", decree, IDENTIFIER),
    ]


def test_a_document_finds_the_notes_that_are_there(catalog: Catalog, service: CitationService, written: Path) -> None:
    service.add_report(written)
    document = add(catalog, read_document("a", metadata=CONFERENCE))
    (link,) = service.document_added(document)
    assert (link.report, link.note, link.label, link.status, link.by) == ("r", "fn-1", "1", CONFIRMED, MATCH)
    assert service.document_added(add(catalog, read_document("other"))) == []


def test_links_are_the_same_in_every_order_of_coming(tmp_path: Path, written: Path) -> None:
    metadata = {
        "a": CONFERENCE,
        "b": CONFERENCE,
        "c": Metadata(kind=Kind.OTHER, official_url="https://dthx.short.gy/6rIDyn/"),
    }
    outcomes = set()
    for turn, order in enumerate(itertools.permutations(["report", *metadata])):
        folder = tmp_path / str(turn)
        folder.mkdir()
        catalog = Catalog.open(folder / "catalog.sqlite", create=True)
        catalog.collections.ensure(Collection("inbox", "Inbox", "Inbox"))
        service = CitationService(catalog)
        for name in order:
            if name == "report":
                service.add_report(written)
            else:
                put(catalog, service, name, metadata[name])
        outcomes.add(frozenset(standing(catalog)))
        catalog.close()
    assert len(outcomes) == 1
    ((only,),) = outcomes
    assert only[0] == "fn-1"
    assert only[2:] == (CONFIRMED, IDENTIFIER)


def test_a_second_conference_of_the_day_makes_a_match_a_proposal(
    catalog: Catalog, service: CitationService, written: Path
) -> None:
    service.add_report(written)
    one = put(catalog, service, "a")
    assert standing(catalog) == {("fn-1", one, CONFIRMED, MATCH)}
    two = put(catalog, service, "b")
    assert standing(catalog) == {("fn-1", one, PROPOSED, MATCH), ("fn-1", two, PROPOSED, MATCH)}


def test_a_document_whose_date_is_corrected_loses_its_match_and_frees_the_other(
    catalog: Catalog, service: CitationService, written: Path
) -> None:
    service.add_report(written)
    one, two = put(catalog, service, "a"), put(catalog, service, "b")
    catalog.ingest.set_metadata(two, Metadata(kind=Kind.TRANSCRIPT, date=dt.date(2023, 3, 10)).over(CONFERENCE), False)
    assert service.document_added(two) == []
    assert standing(catalog) == {("fn-1", one, CONFIRMED, MATCH)}


def test_a_report_added_by_another_process_is_noticed(
    catalog: Catalog, service: CitationService, written: Path
) -> None:
    put(catalog, service, "before", Metadata(kind=Kind.OTHER))
    CitationService(catalog).add_report(written)
    assert service.document_added(put(catalog, service, "a"))


# --- reading again --------------------------------------------------------------------------------


def test_reading_a_report_again_follows_its_notes(catalog: Catalog, service: CitationService, written: Path) -> None:
    put(catalog, service, "a")
    service.add_report(written)
    written.write_text(REPORT.replace("2023, March 9", "2023, March 8"), encoding="utf-8")
    assert service.add_report(written).links == ()
    assert standing(catalog) == set()


def test_decisions_survive_reading_again(catalog: Catalog, service: CitationService, written: Path) -> None:
    document = put(catalog, service, "a")
    other = put(catalog, service, "x", Metadata(kind=Kind.MEMO))
    service.add_report(written)
    assert service.reject("r#fn-1", document).status is REJECTED
    assert service.confirm("r#fn-3", other).by is PERSON
    service.add_report(written)
    service.document_added(document)
    service.document_added(other)
    assert standing(catalog) == {("fn-1", document, REJECTED, PERSON), ("fn-3", other, CONFIRMED, PERSON)}
    assert [link.note for link in service.add_report(written).links] == ["fn-3"]


def test_decisions_follow_their_notes_to_other_numbers(
    catalog: Catalog, service: CitationService, written: Path
) -> None:
    document = put(catalog, service, "a")
    other = put(catalog, service, "x", Metadata(kind=Kind.MEMO))
    service.add_report(written)
    service.reject("r#fn-1", document)
    service.confirm("r#fn-3", other)
    service.confirm("r#fn-4", other)
    head, _, rest = REPORT.partition("He said")
    renumbered = rest
    for n in (4, 3, 2, 1):
        renumbered = renumbered.replace(f"[^{n}]", f"[^{n + 1}]")
    written.write_text(f"{head}New.[^1] He said{renumbered}[^1]: Another source, p. 3.\n", encoding="utf-8")
    service.add_report(written)
    assert standing(catalog) == {
        ("fn-2", document, REJECTED, PERSON),
        ("fn-4", other, CONFIRMED, PERSON),
        ("fn-5", other, CONFIRMED, PERSON),
    }
    written.write_text(REPORT, encoding="utf-8")
    service.add_report(written)
    assert standing(catalog) == {
        ("fn-1", document, REJECTED, PERSON),
        ("fn-3", other, CONFIRMED, PERSON),
        ("fn-4", other, CONFIRMED, PERSON),
    }


def test_a_corrected_note_keeps_its_decision_and_another_in_its_place_does_not(
    catalog: Catalog, service: CitationService, written: Path
) -> None:
    other = put(catalog, service, "x", Metadata(kind=Kind.MEMO))
    service.add_report(written)
    service.confirm("r#fn-3", other)
    written.write_text(REPORT.replace("request, Elementa DDHH", "request by Elementa"), encoding="utf-8")
    assert service.add_report(written).warnings == ()
    assert standing(catalog) == {("fn-3", other, CONFIRMED, PERSON)}
    written.write_text(
        REPORT.replace(
            "Information request, Elementa DDHH. File number 330026424000557.", "Eco, U. (1980). *A novel*."
        ),
        encoding="utf-8",
    )
    (warning,) = service.add_report(written).warnings
    assert warning.startswith(f"Note fn-3 is another one now: the decision that it cites {other} is dropped")
    assert standing(catalog) == set()


def test_a_note_missing_from_one_reading_keeps_its_decision(
    catalog: Catalog, service: CitationService, written: Path
) -> None:
    other = put(catalog, service, "x", Metadata(kind=Kind.MEMO))
    service.add_report(written)
    service.confirm("r#fn-4", other)
    written.write_text(REPORT.replace("[^4]: Only a remark.", "").replace("[^4]", ""), encoding="utf-8")
    service.add_report(written)
    assert standing(catalog) == set()
    written.write_text(REPORT, encoding="utf-8")
    service.add_report(written)
    assert standing(catalog) == {("fn-4", other, CONFIRMED, PERSON)}


def test_a_report_that_cannot_be_read_changes_nothing(
    catalog: Catalog, service: CitationService, written: Path
) -> None:
    put(catalog, service, "a")
    service.add_report(written)
    before = standing(catalog), catalog.reports.get("r")
    written.write_text("No notes.", encoding="utf-8")
    with pytest.raises(ReportError, match="none were found in the file"):
        service.add_report(written)
    written.write_bytes(b"")
    with pytest.raises(ReportError):
        service.add_report(written)
    assert (standing(catalog), catalog.reports.get("r")) == before


# --- sidecars -------------------------------------------------------------------------------------


def test_a_sidecar_ties_in_a_persons_name(catalog: Catalog, service: CitationService, written: Path) -> None:
    service.add_report(written)
    document = add(catalog, read_document("a", metadata=CONFERENCE))
    links = service.apply_sidecar(document, ["r#fn-3", "r#fn-1"])
    assert [(link.note, link.status, link.by) for link in links] == [
        ("fn-1", CONFIRMED, PERSON),
        ("fn-3", CONFIRMED, PERSON),
    ]
    service.document_added(document)
    assert {row[3] for row in standing(catalog)} == {PERSON}


def test_what_a_sidecar_wishes_waits_for_the_report(catalog: Catalog, service: CitationService, written: Path) -> None:
    document = put(catalog, service, "a", Metadata(kind=Kind.MEMO), cited_in=("r#fn-3", "r#fn-9", "unknown#fn-1"))
    assert catalog.reports.links_of_documents([document]) == {}
    added = CitationService(catalog).add_report(written)
    assert [(link.note, link.by) for link in added.links] == [("fn-3", PERSON)]
    assert added.warnings == ("A sidecar names the note fn-9, which the report lacks.",)


def test_a_sidecar_read_again_does_not_undo_a_rejection(
    catalog: Catalog, service: CitationService, written: Path
) -> None:
    service.add_report(written)
    document = put(catalog, service, "a", cited_in=("r#fn-3",))
    service.reject("r#fn-3", document)
    assert service.apply_sidecar(document, ["r#fn-3"]) == []
    service.add_report(written)
    assert ("fn-3", document, REJECTED, PERSON) in standing(catalog)
    service.confirm("r#fn-3", document)
    assert ("fn-3", document, CONFIRMED, PERSON) in standing(catalog)


def test_a_note_taken_out_of_a_sidecar_is_let_go(catalog: Catalog, service: CitationService, written: Path) -> None:
    service.add_report(written)
    document = put(catalog, service, "a", cited_in=("r#fn-1", "r#fn-2", "r#fn-3"))
    service.reject("r#fn-2", document)
    service.apply_sidecar(document, ["r#fn-3"], instead=True)
    service.document_added(document)
    expected = {
        ("fn-1", document, CONFIRMED, MATCH),
        ("fn-2", document, REJECTED, PERSON),
        ("fn-3", document, CONFIRMED, PERSON),
    }
    assert standing(catalog) == expected
    service.add_report(written)
    assert standing(catalog) == expected
    service.apply_sidecar(document, [])  # the sidecar beside another copy
    assert standing(catalog) == expected
    service.apply_sidecar(document, [], instead=True)
    assert ("fn-3", document, CONFIRMED, PERSON) not in standing(catalog)


def test_a_sidecar_of_no_document_or_naming_no_note_is_refused(catalog: Catalog, service: CitationService) -> None:
    with pytest.raises(NotFound):
        service.apply_sidecar("0" * 16, ["r#fn-1"])
    document = put(catalog, service, "a")
    for wrong in ("r", "r#1", "#fn-1", "r#fn-", "R#fn-1", "r#fn-1 ", "r#fn-1\n", "../r#fn-1"):
        with pytest.raises(UsageError, match="is not a note"):
            service.apply_sidecar(document, [wrong])


# --- people ---------------------------------------------------------------------------------------


def test_a_decision_on_what_is_not_there_is_refused(catalog: Catalog, service: CitationService, written: Path) -> None:
    document = put(catalog, service, "a")
    service.add_report(written)
    for note, of in (("r#fn-99", document), ("x#fn-1", document), ("r#fn-1", "0" * 16)):
        with pytest.raises(NotFound):
            service.confirm(note, of)
        with pytest.raises(NotFound):
            service.reject(note, of)
    with pytest.raises(UsageError):
        service.confirm("fn-1", document)


# --- what a reader sees ---------------------------------------------------------------------------


def sources(service: CitationService, access: Access = OWNER) -> list[NoteSource]:
    return [note.source for note in service.report_view("r", access).notes]


def test_each_note_says_where_its_source_stands(catalog: Catalog, service: CitationService, written: Path) -> None:
    service.add_report(written)
    assert sources(service) == [NoteSource.MISSING] * 3 + [NoteSource.NOT_ARCHIVABLE]
    put(catalog, service, "specimen", specimen=True, cited_in=("r#fn-1",))
    put(catalog, service, "decree", Metadata(kind=Kind.DECREE, code="5671829"))
    assert sources(service)[:2] == [NoteSource.SPECIMEN_ONLY, NoteSource.ARCHIVED]
    put(catalog, service, "a")
    assert sources(service)[0] is NoteSource.ARCHIVED
    put(catalog, service, "b")
    assert sources(service)[0] is NoteSource.PROPOSED


def test_originals_come_before_specimens_and_confirmed_before_proposed(
    catalog: Catalog, service: CitationService, written: Path
) -> None:
    service.add_report(written)
    specimen = put(catalog, service, "s", specimen=True, cited_in=("r#fn-1",))
    proposed = {put(catalog, service, name) for name in "ab"}
    person = put(catalog, service, "c", Metadata(kind=Kind.MEMO), cited_in=("r#fn-1",))
    shown = [linked.document.id for linked in service.report_view("r", OWNER).notes[0].documents]
    assert shown[:2] == [person, specimen]
    assert set(shown[2:]) == proposed


def test_what_a_reader_may_not_see_does_not_exist(catalog: Catalog, service: CitationService, written: Path) -> None:
    service.add_report(written)
    secret = put(catalog, service, "a", collection="secret")
    public = Access(frozenset({"inbox"}))
    assert sources(service)[0] is NoteSource.ARCHIVED
    assert sources(service, public)[0] is NoteSource.MISSING
    assert service.report_view("r", public).notes[0].documents == ()
    assert service.notes_of([secret], public) == {}
    assert [link.note for link in service.notes_of([secret, "0" * 16], OWNER)[secret]] == ["fn-1"]


def test_rejected_links_are_not_shown(catalog: Catalog, service: CitationService, written: Path) -> None:
    service.add_report(written)
    document = put(catalog, service, "a")
    service.reject("r#fn-1", document)
    assert sources(service)[0] is NoteSource.MISSING
    assert service.notes_of([document], OWNER) == {}


def test_an_unknown_report_is_not_found(service: CitationService) -> None:
    with pytest.raises(NotFound):
        service.report_view("r", OWNER)


def test_the_json_has_the_contracts_shape(catalog: Catalog, service: CitationService, written: Path) -> None:
    service.add_report(written)
    document = put(catalog, service, "a", specimen=True, cited_in=("r#fn-1",))
    shown = json.loads(json.dumps(report_json(service.report_view("r", OWNER))))
    assert {"id", "title", "document", "footnotes"} <= set(shown)
    first = shown["footnotes"][0]
    assert list(first)[:11] == [
        "note", "number", "label", "chapter", "page", "text", "kind", "references", "cross_reference", "claims",
        "documents",
    ]  # fmt: skip
    assert first["references"][0] == {
        "kind": "transcript", "authors": ["Presidency"], "date": "2023-03-09", "year": 2023, "month": 3,
        "title": "Presidential morning press conference", "publisher": None,
        "urls": [{"text": "dthx.short.gy/6rIDyn", "target": "https://dthx.short.gy/6rIDyn"}],
        "file_number": None, "locator": None, "confidence": 1.0,
    }  # fmt: skip
    assert first["claims"] == [
        {"page": None, "sentence": "He said “we do not produce it”.", "quotes": ["we do not produce it"]}
    ]
    assert first["documents"] == [
        {
            "document": document, "title": CONFERENCE.title, "kind": "transcript", "date": "2023-03-09",
            "specimen": True, "status": "confirmed", "by": "person", "score": None, "via": None,
            "url": f"/documents/{document}",
        }
    ]  # fmt: skip
    assert (first["source"], first["cross_reference"]) == ("specimen_only", None)


def test_the_bundled_digest_is_taken_in(catalog: Catalog, service: CitationService) -> None:
    added = service.add_report(DIGEST)
    assert (added.report.id, len(added.report.footnotes), added.warnings) == ("warlike-approach", 72, ())
    assert catalog.reports.get("warlike-approach") == added.report
    view = service.report_view("warlike-approach", OWNER)
    counts = {source: sum(note.source is source for note in view.notes) for source in NoteSource}
    assert counts[NoteSource.MISSING] == 72 - counts[NoteSource.NOT_ARCHIVABLE] == 64


# --- cross-references have what their target has --------------------------------------------------

POINTING = """
He said so.[^1] And again.[^2] And once more.[^3] Elsewhere.[^4] As before.[^5]

[^1]: Presidency. (2023, March 9). Presidential morning press conference. dthx.short.gy/6rIDyn
[^2]: Ibid.
[^3]: *Ibidem.*
[^4]: Presidency. (2022, May 1). Another speech. dthx.short.gy/other
[^5]: Presidency, op. cit.
"""


@pytest.fixture
def pointing(tmp_path: Path) -> Path:
    path = tmp_path / "r.md"
    path.write_text(POINTING, encoding="utf-8")
    return path


def test_a_cross_reference_inherits_its_targets_documents(
    catalog: Catalog, service: CitationService, pointing: Path
) -> None:
    document = put(catalog, service, "a")
    service.add_report(pointing)
    _, ibid, again, *_ = report_json(service.report_view("r", OWNER))["footnotes"]
    for shown, via in ((ibid, []), (again, ["fn-2"])):
        assert shown["cross_reference"] == {
            "type": "ibid", "target": "fn-1", "via": via, "candidates": [], "ambiguous": False,
        }  # fmt: skip
        assert [(linked["document"], linked["via"]) for linked in shown["documents"]] == [(document, "fn-1")]
        assert shown["source"] == "archived"
    assert standing(catalog) == {("fn-1", document, CONFIRMED, MATCH)}, "what is inherited is not stored"


def test_an_ambiguous_cross_reference_is_not_archived(
    catalog: Catalog, service: CitationService, pointing: Path
) -> None:
    put(catalog, service, "b", Metadata(official_url="https://dthx.short.gy/other", kind=Kind.TRANSCRIPT))
    service.add_report(pointing)
    ambiguous = report_json(service.report_view("r", OWNER))["footnotes"][4]
    assert ambiguous["cross_reference"]["candidates"] == ["fn-4", "fn-1"]
    assert (ambiguous["cross_reference"]["target"], ambiguous["source"]) == ("fn-4", "proposed")


def test_a_cross_reference_shows_no_document_that_its_reader_may_not_see(
    catalog: Catalog, service: CitationService, pointing: Path
) -> None:
    put(catalog, service, "a", collection="secret")
    service.add_report(pointing)
    ibid = service.report_view("r", Access(frozenset({"inbox"}))).notes[1]
    assert (ibid.documents, ibid.source) == ((), NoteSource.MISSING)


def test_decisions_survive_rereading_and_rematching(catalog: Catalog, service: CitationService, pointing: Path) -> None:
    document = put(catalog, service, "a")
    other = put(catalog, service, "b", Metadata(kind=Kind.PRESS))
    service.add_report(pointing)
    service.reject("r#fn-1", document)
    service.confirm("r#fn-4", other)
    decided = {("fn-1", document, REJECTED, PERSON), ("fn-4", other, CONFIRMED, PERSON)}
    pointing.write_text(POINTING.replace("He said so.", "He did say so."), encoding="utf-8")
    service.add_report(pointing)
    for known in (document, other):  # as reindex does
        CitationService(catalog).document_added(known)
    assert standing(catalog) == decided
