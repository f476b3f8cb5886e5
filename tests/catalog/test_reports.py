"""Reports, their notes and the links that tie them to documents."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from indexer.catalog.repository import Catalog
from indexer.errors import NotFound, ReportError
from indexer.models import (
    CitationLink,
    Claim,
    Footnote,
    Kind,
    Language,
    LinkBy,
    LinkStatus,
    Reference,
    Report,
    ReportSummary,
    Url,
)
from tests.catalog.builders import add, read_document

TRANSCRIPT = Reference(
    kind=Kind.TRANSCRIPT,
    authors=("López Obrador, A. M.", "Rodríguez, R. I."),
    date=dt.date(2023, 3, 9),
    year=2023,
    title="Versión estenográfica",
    publisher="Presidencia",
    urls=(Url("lopezobrador.org.mx", "https://lopezobrador.org.mx/2023/03/09/"), Url("", "http://x")),
    file_number="SEDENA/1",
    locator="p. 177",
    confidence=0.9,
)
NOTES = (
    Footnote("fn-2", "2", 2, "Versión… ", "source", (TRANSCRIPT, Reference()), (Claim(3, "No.", ("a", "b")),)),
    Footnote("fn-10", "*", None, "Ibidem.", "cross_reference", chapter="II", page=9),
    Footnote("fn-1", "1", 1, "Comentario.", "commentary", claims=(Claim(None, "Sí."), Claim(1, "No."))),
)
REPORT = Report(
    "warlike",
    "Warlike Approach",
    "# Text[^2]\r\n",
    NOTES,
    Language.ENGLISH,
    "CMDPDH",
    "https://x/full.pdf",
    "A digest.",
    sha256="c" * 64,
)


def link(
    document: str, by: LinkBy, status: LinkStatus = LinkStatus.CONFIRMED, note: str = "fn-2", score: float | None = None
) -> CitationLink:
    return CitationLink("warlike", note, "", document, status, by, score)


@pytest.fixture
def document(catalog: Catalog) -> str:
    catalog.reports.save(REPORT)
    return add(catalog, read_document("conference"))


def test_a_report_comes_back_as_it_was_saved(catalog: Catalog) -> None:
    catalog.reports.save(REPORT)
    assert catalog.reports.get("warlike") == REPORT


def test_reports_are_listed_without_their_text(catalog: Catalog) -> None:
    catalog.reports.save(REPORT)
    catalog.reports.save(Report("a-report", "Otro", "", ()))
    assert catalog.reports.list() == [
        ReportSummary("a-report", "Otro", Language.OTHER, 0),
        ReportSummary("warlike", "Warlike Approach", Language.ENGLISH, 3, "CMDPDH", "https://x/full.pdf"),
    ]


def test_an_unknown_report_is_not_found(catalog: Catalog) -> None:
    with pytest.raises(NotFound):
        catalog.reports.get("nothing")
    assert catalog.reports.links_of_report("nothing") == []


def test_a_report_knows_its_document(catalog: Catalog) -> None:
    with pytest.raises(NotFound):
        catalog.reports.save(dataclasses.replace(REPORT, document="0" * 16))
    key = add(catalog, read_document("the report itself"))
    catalog.reports.save(dataclasses.replace(REPORT, document=key))
    assert catalog.reports.get("warlike").document == key


def test_saving_again_replaces_the_notes_and_keeps_the_links(catalog: Catalog, document: str) -> None:
    catalog.reports.link(link(document, LinkBy.PERSON))
    again = dataclasses.replace(REPORT, title="Second edition", footnotes=(NOTES[2], NOTES[0]))
    catalog.reports.save(again)
    assert catalog.reports.get("warlike") == again
    assert [item.document for item in catalog.reports.links_of_report("warlike")] == [document]


def test_a_decision_outlives_a_reading_that_missed_its_note(catalog: Catalog, document: str) -> None:
    catalog.reports.link(link(document, LinkBy.PERSON, LinkStatus.REJECTED))
    catalog.reports.save(dataclasses.replace(REPORT, footnotes=NOTES[1:]))
    assert catalog.reports.links_of_report("warlike") == []
    catalog.reports.save(REPORT)
    assert [item.status for item in catalog.reports.links_of_report("warlike")] == [LinkStatus.REJECTED]
    assert catalog.reports.link(link(document, LinkBy.IDENTIFIER)) is False


def test_two_notes_in_one_place_are_refused(catalog: Catalog) -> None:
    with pytest.raises(ReportError, match="fn-1"):
        catalog.reports.save(dataclasses.replace(REPORT, footnotes=(NOTES[2], NOTES[2])))
    assert catalog.reports.list() == []


def test_a_note_number_beyond_all_counting_is_refused(catalog: Catalog) -> None:
    absurd = dataclasses.replace(NOTES[0], number=10**30)
    with pytest.raises(ReportError, match="beyond"):
        catalog.reports.save(dataclasses.replace(REPORT, footnotes=(absurd,)))
    assert catalog.reports.list() == []


def test_three_thousand_notes_are_a_report(catalog: Catalog) -> None:
    notes = tuple(dataclasses.replace(NOTES[0], note=f"fn-{n}", number=n) for n in range(1, 3001))
    catalog.reports.save(dataclasses.replace(REPORT, footnotes=notes))
    assert catalog.reports.get("warlike").footnotes == notes


def test_a_link_bears_the_label_of_its_note(catalog: Catalog, document: str) -> None:
    catalog.reports.link(link(document, LinkBy.MATCH, LinkStatus.PROPOSED, note="fn-10", score=0.5))
    catalog.reports.link(link(document, LinkBy.IDENTIFIER))
    expected = (
        CitationLink("warlike", "fn-2", "2", document, LinkStatus.CONFIRMED, LinkBy.IDENTIFIER),
        CitationLink("warlike", "fn-10", "*", document, LinkStatus.PROPOSED, LinkBy.MATCH, 0.5),
    )
    assert tuple(catalog.reports.links_of_report("warlike")) == expected
    assert catalog.reports.links_of_documents([document, "0" * 16]) == {document: expected}


def test_a_link_needs_its_note_and_its_document(catalog: Catalog, document: str) -> None:
    for wrong in (
        link(document, LinkBy.PERSON, note="fn-99"),
        link("0" * 16, LinkBy.PERSON),
        dataclasses.replace(link(document, LinkBy.PERSON), report="nothing"),
    ):
        with pytest.raises(NotFound):
            catalog.reports.link(wrong)


RANKS = [LinkBy.MATCH, LinkBy.IDENTIFIER, LinkBy.PERSON]


@pytest.mark.parametrize("first", RANKS)
@pytest.mark.parametrize("second", RANKS)
def test_a_lighter_word_never_overrides_a_heavier_one(
    catalog: Catalog, document: str, first: LinkBy, second: LinkBy
) -> None:
    catalog.reports.link(link(document, first, LinkStatus.REJECTED))
    heavier_or_equal = RANKS.index(second) >= RANKS.index(first)
    assert catalog.reports.link(link(document, second, LinkStatus.CONFIRMED)) is heavier_or_equal
    (kept,) = catalog.reports.links_of_report("warlike")
    assert kept.status is (LinkStatus.CONFIRMED if heavier_or_equal else LinkStatus.REJECTED)


def test_the_same_link_again_changes_nothing(catalog: Catalog, document: str) -> None:
    same = link(document, LinkBy.MATCH, LinkStatus.PROPOSED, score=0.75)
    assert catalog.reports.link(same) is True
    assert catalog.reports.link(same) is False
    assert catalog.reports.link(dataclasses.replace(same, score=0.8)) is True


def test_a_rejected_link_does_not_lead_to_its_document(catalog: Catalog, document: str) -> None:
    catalog.reports.link(link(document, LinkBy.PERSON, LinkStatus.REJECTED))
    assert catalog.reports.links_of_documents([document]) == {}
    assert len(catalog.reports.links_of_documents([document], rejected=True)[document]) == 1
    assert len(catalog.reports.links_of_report("warlike")) == 1
    assert catalog.reports.links_of_report("warlike", rejected=False) == []


def test_a_link_can_be_forgotten(catalog: Catalog, document: str) -> None:
    catalog.reports.link(link(document, LinkBy.PERSON))
    assert catalog.reports.unlink("warlike", "fn-2", document) is True
    assert catalog.reports.unlink("warlike", "fn-2", document) is False
    assert catalog.reports.link(link(document, LinkBy.MATCH)) is True
