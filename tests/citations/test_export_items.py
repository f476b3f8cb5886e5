"""Notes and documents of an archive become items: their form, their names, their place, and who may see them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indexer.catalog.repository import Catalog
from indexer.citations.csl import Form, Item, Name, read_name
from indexer.citations.export import Format, export
from indexer.citations.items import Citing, Spot, cite_document, item_of_document, items_of_report
from indexer.citations.service import CitationService
from indexer.errors import NotFound, UsageError
from indexer.models import OWNER, Access, Kind, Language, Metadata
from tests.catalog.builders import add, read_document
from tests.citations.goldens import ACCESSED

CITING = Citing(ACCESSED)
DAY = dt.date(2023, 3, 9)
CONFERENCE = Metadata(title="Conferencia del 9 de marzo de 2023", kind=Kind.TRANSCRIPT, date=DAY, issuer="Presidencia")
REPORT = """
It was said.[^1] Two sources.[^2] See there.[^3] A remark.[^4] A paper.[^5] Again.[^6] Which?[^7]

[^1]: Presidency. (2023, March 9). Presidential morning press conference. dthx.short.gy/6rIDyn
[^2]: Meza, A. M. (2022). One. *Proceso*; Ferri, P. (2023). Two. *El País*
[^3]: Ibid. p. 1.
[^4]: Only a remark.
[^5]: Goodman-Meza, D. (2022). Impact. Drug and Alcohol Dependence Reports, 2.
[^6]: Ibid., p. 7.
[^7]: Ferri, *Op. cit.*, p. 9.
"""


@pytest.fixture
def service(catalog: Catalog, tmp_path: Path) -> CitationService:
    path = tmp_path / "r.md"
    path.write_text(REPORT, encoding="utf-8")
    service = CitationService(catalog)
    service.add_report(path)
    return service


def items(service: CitationService, note: str | None = None, access: Access = OWNER) -> tuple[Item, ...]:
    return items_of_report(service.report_view("r", access), CITING, note)


def put(catalog: Catalog, metadata: Metadata = CONFERENCE, *, specimen: bool = False, collection: str = "inbox") -> str:
    return add(catalog, read_document("memo", metadata=metadata, specimen=specimen), collection=collection)


# --- notes ----------------------------------------------------------------------------------------


def test_a_note_with_two_references_is_two_items(service: CitationService) -> None:
    first, second = items(service, "fn-2")
    assert (first.key, second.key) == ("r-fn-2", "r-fn-2-2")
    assert (first.title, second.title) == ("One", "Two")
    assert first.note == second.note


def test_commentary_and_unsure_cross_references_have_their_text_alone_and_a_heading(service: CitationService) -> None:
    for note, text, heading in (
        ("fn-3", "Ibid. p. 1.", "Note 3 (cross-reference)"),
        ("fn-4", "Only a remark.", "Note 4 (commentary)"),
    ):
        (item,) = items(service, note)
        assert not item.cites
        assert item.note == text
        assert export([item], Format.APA, Language.ENGLISH).startswith(f"{note[3:]}. {text}\n")
        for known in (Format.CSL, Format.RIS, Format.BIBTEX):
            assert heading in export([item], known, Language.ENGLISH)


def test_ibid_is_exported_as_its_target_with_its_own_page(service: CitationService) -> None:
    (item,) = items(service, "fn-6")
    assert (item.title, item.container, item.locator) == ("Impact", "Drug and Alcohol Dependence Reports", "p. 7")
    assert item.note == "Ibid., p. 7."
    assert "Refers to note 5" in export([item], Format.RIS, Language.ENGLISH)
    assert "Remite a la nota 5" in export([item], Format.APA, Language.SPANISH)


def test_op_cit_names_which_of_several_sources_is_meant(service: CitationService) -> None:
    (item,) = items(service, "fn-7")
    assert (item.title, item.locator) == ("Two", "p. 9")


def test_a_cross_reference_to_a_note_of_several_sources_says_it_is_ambiguous(service: CitationService) -> None:
    """Ibid. under a note with two references, which cannot tell one from the other."""
    (item,) = items(service, "fn-3")
    assert "Ambiguous: perhaps refers to note 2" in export([item], Format.BIBTEX, Language.ENGLISH)


def test_a_name_with_a_volume_is_a_journal(service: CitationService) -> None:
    (item,) = items(service, "fn-5")
    assert (item.form, item.container, item.volume) == (
        Form.JOURNAL_ARTICLE,
        "Drug and Alcohol Dependence Reports",
        "2",
    )


def test_a_note_tells_its_report_and_its_confirmed_document(service: CitationService, catalog: Catalog) -> None:
    document = put(catalog)
    service.confirm("r#fn-1", document)
    (item,) = items(service, "fn-1")
    assert item.place is not None
    assert item.place.permalink == "/reports/r#fn-1"
    assert item.place.sha256 is not None
    assert [copy.permalink for copy in item.copies] == [f"/documents/{document}"]
    assert not item.specimen


def test_a_rejected_document_is_no_copy(service: CitationService, catalog: Catalog) -> None:
    document = put(catalog)
    service.reject("r#fn-1", document)
    assert items(service, "fn-1")[0].copies == ()


def test_a_copy_that_the_reader_may_not_see_is_not_told(service: CitationService, catalog: Catalog) -> None:
    service.confirm("r#fn-1", put(catalog, collection="secret"))
    assert items(service, "fn-1")[0].copies
    assert items(service, "fn-1", Access(frozenset({"inbox"})))[0].copies == ()


def test_a_note_answered_by_a_specimen_says_so(service: CitationService, catalog: Catalog) -> None:
    service.confirm("r#fn-1", put(catalog, specimen=True))
    for known in Format:
        assert "Specimen, not the original" in export(items(service, "fn-1"), known, Language.ENGLISH)


def test_a_note_that_is_not_there_is_not_found(service: CitationService) -> None:
    with pytest.raises(NotFound):
        items(service, "fn-99")


# --- documents ------------------------------------------------------------------------------------


def test_a_document_is_cited_with_its_permalink_and_hash(catalog: Catalog) -> None:
    document = put(catalog)
    item = cite_document(catalog, document, OWNER, CITING)
    assert (item.form, item.title, item.locator) == (Form.SPEECH, CONFERENCE.title, None)
    assert item.copies[0].permalink == f"/documents/{document}"
    assert item.copies[0].sha256.startswith(document)
    assert item.urls == ()


def test_a_published_archive_gives_whole_addresses(catalog: Catalog) -> None:
    document = put(catalog)
    item = cite_document(catalog, document, OWNER, Citing(ACCESSED, "https://a.example"), Spot(1))
    assert item.urls == (f"https://a.example/documents/{document}/pages/1",)


def test_a_hit_is_cited_with_its_page_offsets_and_reading(catalog: Catalog) -> None:
    document = put(catalog)
    reading = catalog.documents.page(document, 1).reading.reading
    item = cite_document(catalog, document, OWNER, CITING, Spot(1, 3, 8, reading))
    assert item.pages == "1"
    assert item.copies[0].permalink == f"/documents/{document}/pages/1?start=3&end=8&reading={reading}"


@pytest.mark.parametrize("spot", [Spot(2), Spot(1, reading="000000000000")])
def test_a_place_that_is_not_there_is_not_found(catalog: Catalog, spot: Spot) -> None:
    with pytest.raises(NotFound):
        cite_document(catalog, put(catalog), OWNER, CITING, spot)


@pytest.mark.parametrize("spot", [Spot(1, 0, 10_000), Spot(1, 8, 3)])
def test_offsets_outside_the_text_are_refused(catalog: Catalog, spot: Spot) -> None:
    with pytest.raises(UsageError):
        cite_document(catalog, put(catalog), OWNER, CITING, spot)


def test_a_document_that_the_reader_may_not_see_is_not_found(catalog: Catalog) -> None:
    document = put(catalog, collection="secret")
    with pytest.raises(NotFound):
        cite_document(catalog, document, Access(frozenset({"inbox"})), CITING)


def test_a_decree_at_the_gazette_s_address_stands_in_the_gazette(catalog: Catalog) -> None:
    address = "https://dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022"
    item = cite_document(catalog, put(catalog, Metadata(kind=Kind.DECREE, official_url=address)), OWNER, CITING)
    assert item.container == "Diario Oficial de la Federación"
    assert item.urls == (address,)


TYPES = {
    Kind.TRANSCRIPT: ("speech", "GOVDOC", "misc"),
    Kind.DECREE: ("legislation", "STAT", "misc"),
    Kind.MEMO: ("document", "UNPB", "misc"),
    Kind.REPORT: ("report", "RPRT", "techreport"),
    Kind.PRESS: ("webpage", "ELEC", "misc"),
    Kind.DATASET: ("dataset", "DATA", "misc"),
    Kind.INFORMATION_REQUEST: ("document", "GEN", "misc"),
    Kind.AGREEMENT: ("treaty", "LEGAL", "misc"),
    Kind.MESSAGE: ("document", "ICOMM", "misc"),
    Kind.OTHER: ("document", "GEN", "misc"),
}


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_has_a_type_in_every_format(catalog: Catalog, kind: Kind) -> None:
    csl, ris, bibtex = TYPES[kind]
    document = catalog.documents.get(put(catalog, Metadata(title="T", kind=kind)), OWNER)
    item = item_of_document(document, CITING)
    assert f'"type": "{csl}"' in export([item], Format.CSL, Language.ENGLISH)
    assert export([item], Format.RIS, Language.ENGLISH).startswith(f"TY  - {ris}\r\n")
    assert export([item], Format.BIBTEX, Language.ENGLISH).startswith(f"@{bibtex}{{")


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Meza, A. M.", Name(family="Meza", given="A. M.")),
        ("Osorio Reyes, M. D.", Name(family="Osorio Reyes", given="M. D.")),
        ("Muñoz-Ñáñez, Á.", Name(family="Muñoz-Ñáñez", given="Á.")),
        ("Astorga, Luis", Name(family="Astorga", given="Luis")),
        ("INEGI", Name(literal="INEGI")),
        ("López Obrador", Name(literal="López Obrador")),
        ("SEDENA, Unidad de Transparencia", Name(literal="SEDENA, Unidad de Transparencia")),
    ],
)
def test_a_given_name_after_a_comma_makes_a_person(printed: str, name: Name) -> None:
    assert read_name(printed) == name
