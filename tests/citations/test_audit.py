"""The audit says where each source stands, why, and what an editor should look at again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.catalog.repository import Catalog
from indexer.citations.audit import Audit, AuditSource, NoteAudit, audit, audit_json
from indexer.citations.audit_remarks import ENGLISH, ReasonCode, WarningCode
from indexer.citations.audit_warnings import warnings_of_text
from indexer.citations.figures import figures
from indexer.citations.service import CitationService
from indexer.models import OWNER, Access, Kind, Metadata
from tests.citations.conftest import DIGEST
from tests.citations.test_service import CONFERENCE, put

TODAY = dt.date(2026, 11, 24)


def audited(service: CitationService, path: Path, id: str = "r", access: Access = OWNER) -> Audit:
    service.add_report(path, id)
    return audit(service.report_view(id, access), TODAY)


def by_label(found: Audit) -> dict[str, NoteAudit]:
    return {note.view.note.label: note for note in found.notes}


def codes(note: NoteAudit) -> list[str]:
    return [warning.code.value for warning in note.warnings]


@pytest.fixture
def digest(service: CitationService) -> Iterator[dict[str, NoteAudit]]:
    yield by_label(audited(service, DIGEST))


def one_note(tmp_path: Path, service: CitationService, *notes: str, claim: str = "A claim.") -> dict[str, NoteAudit]:
    """Notes 1, 2, … of a report written for the test, each called once."""
    path = tmp_path / "r.md"
    body = "\n\n".join(f"{claim}[^{number}]" for number in range(1, len(notes) + 1))
    path.write_text(
        "\n".join([body, "", *(f"[^{number}]: {note}" for number, note in enumerate(notes, 1))]), encoding="utf-8"
    )
    return by_label(audited(service, path))


# --- the bundled report -------------------------------------------------------------------------


def test_every_warning_on_the_bundled_report_is_one_an_editor_would_raise(digest: dict[str, NoteAudit]) -> None:
    assert {label: codes(note) for label, note in digest.items() if note.warnings} == {
        "9": ["same_source_other_link"],
        "14": ["same_date_other_description"],
        "16": ["before_institution", "same_date_other_description"],
        "17": ["same_date_other_description"],
        "18": ["same_date_other_description"],
        "29": ["ibid_after_unrelated", "ibid_page_of_web_article"],
        "39": ["link_text_differs"],
        "40": ["same_source_other_link"],
        **{label: ["same_request_number"] for label in ("41", "42", "44", "47")},
        "63": ["cross_reference_ambiguous"],
    }


def test_missing_sources_are_told_with_their_address(digest: dict[str, NoteAudit]) -> None:
    assert digest["2"].source is AuditSource.MISSING
    assert digest["2"].reason.message == "Not in the archive. Its address: https://dthx.short.gy/Ugveq9"
    assert digest["59"].reason.message.endswith("Its file number: 330026423002057")
    assert digest["69"].reason.code is ReasonCode.MISSING


def test_a_conference_before_the_first_one_is_doubtful(digest: dict[str, NoteAudit]) -> None:
    assert (digest["14"].source, digest["16"].source) == (AuditSource.MISSING, AuditSource.DOUBTFUL)
    assert "2018-05-08 is before the beginning" in digest["16"].warnings[0].message


def test_claims_and_their_figures_are_listed_unchecked(digest: dict[str, NoteAudit]) -> None:
    assert [figure.text for figure in digest["9"].figures] == ["286,494", "54,980", "49,650"]
    assert tuple(quote.text for quote in digest["52"].quotes) == (
        "We do not produce fentanyl here, nor do we consume it",
    )


def test_the_text_itself_is_looked_through(service: CitationService) -> None:
    (warning,) = audited(service, DIGEST).warnings
    assert (warning.code, warning.values["year"]) == (WarningCode.BODY_YEAR_IN_FUTURE, "2028")
    assert "December 2028" in warning.message, "and not the limit that was moved to 2028"


def test_the_json_has_the_contracts_shape(service: CitationService) -> None:
    shown = json.loads(json.dumps(audit_json(audited(service, DIGEST))))
    assert shown["coverage"] == {
        "notes": 72, "archived": 0, "specimen_only": 0, "missing": 62, "doubtful": 2, "not_archivable": 8,
    }  # fmt: skip
    note = shown["footnotes"][51]
    assert {"note", "source", "reason", "quotes", "figures", "warnings"} <= set(note)
    (quote,) = note["quotes"]
    unchecked = {"quote": "We do not produce fentanyl here, nor do we consume it", "verdict": None, "match": None}
    assert unchecked.items() <= quote.items()
    sourceless = {"figure": "286,494", "status": "no_source", "match": None}
    assert sourceless.items() <= shown["footnotes"][8]["figures"][0].items()
    assert set(shown["footnotes"][28]["warnings"][0]) == {"code", "message"}


# --- where a source stands ----------------------------------------------------------------------


def test_sources_stand_where_their_documents_do(catalog: Catalog, service: CitationService, tmp_path: Path) -> None:
    put(catalog, service, "a")
    put(catalog, service, "b", Metadata(kind=Kind.DECREE, code="5671829"), specimen=True)
    notes = one_note(
        tmp_path,
        service,
        "Presidency. (2023, March 9). Presidential morning press conference.",
        "Ibid.",
        "Gazette. https://dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022",
        "Government of Mexico. (2023, March 9). Security Report March 9, 2023.",
        "Only a remark.",
        "Foucault, op. cit.",
    )
    assert [note.source.value for note in notes.values()] == [
        "archived", "archived", "specimen_only", "doubtful", "not_archivable", "doubtful",
    ]  # fmt: skip
    assert notes["1"].reason.message == f"The archive holds “{CONFERENCE.title}”."
    assert notes["2"].reason.message == "The note refers to note 1 and stands as that does."
    assert notes["4"].reason.code is ReasonCode.PROPOSED
    assert notes["6"].reason.code is ReasonCode.UNRESOLVED


def test_a_rejected_document_makes_nothing_archived(catalog: Catalog, service: CitationService, tmp_path: Path) -> None:
    document = put(catalog, service, "a")
    one_note(tmp_path, service, "Presidency. (2023, March 9). Presidential morning press conference.")
    service.reject("r#fn-1", document)
    (note,) = audit(service.report_view("r", OWNER), TODAY).notes
    assert note.source is AuditSource.MISSING


def test_an_audit_tells_nothing_of_what_its_reader_may_not_see(
    catalog: Catalog, service: CitationService, tmp_path: Path
) -> None:
    put(catalog, service, "a", collection="secret")
    one_note(tmp_path, service, "Presidency. (2023, March 9). Presidential morning press conference.")
    shown = audit_json(audit(service.report_view("r", Access(frozenset({"inbox"}))), TODAY))
    assert shown["footnotes"][0]["source"] == "missing"
    assert CONFERENCE.title not in json.dumps(shown, ensure_ascii=False)


# --- warnings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notes", "warned"),
    [
        (("INEGI. (2031). Key findings.",), {"1": ["date_in_future"]}),
        (("INEGI. (2026, November 25). Key findings.",), {"1": ["date_in_future"]}),
        (("INEGI. (2026, November 24). Key findings.",), {}),
        (("Guardia Nacional. (2017). Informe anual.",), {"1": ["before_institution"]}),
        (("Guardia Nacional. (2019, June 30). Informe anual.",), {}),
        (("U.S. National Guard. (2001). Annual report.",), {}),
        (("Gómez, A. (2018, May 8). La Guardia Nacional que viene. *Proceso*.",), {}),
        (("Presidency. (2018, December 3). Presidential morning press conference.",), {}),
        (("[dof.gob.mx/a](https://www.dof.gob.mx/a)",), {}),
        (("[dof.gob.mx/a](https://example.org/b)",), {"1": ["link_text_differs"]}),
        (("[the decree](https://example.org/b)",), {}),
        (
            (
                "Information request, Elementa. File number 330026424000557.",
                "Solicitud a la Guardia Nacional. Folio 3300 2642 4000 557.",
            ),
            {"1": ["same_request_number"], "2": ["same_request_number"]},
        ),
        (("Only a remark.", "Ibid."), {"2": ["cross_reference_unresolved"]}),
        (("INEGI. (2020). Findings.", "Only a remark.", "Ibid."), {"3": ["ibid_after_remark"]}),
        (
            ("INEGI. (2020, May 1). Findings; CNDH. (2021, May 2). Recommendation.", "Ibid."),
            {"2": ["ibid_after_several"]},
        ),
    ],
)
def test_warnings_are_raised(
    notes: tuple[str, ...], warned: dict[str, list[str]], tmp_path: Path, service: CitationService
) -> None:
    found = one_note(tmp_path, service, *notes)
    assert {label: codes(note) for label, note in found.items() if note.warnings} == warned


def test_ibid_after_a_note_on_the_same_matter_is_not_warned_of(tmp_path: Path, service: CitationService) -> None:
    article = "Martínez, Y. (2023, March 23). Overdose deaths in Baja California increase. Pie de Página. short.gy/nz"
    found = one_note(tmp_path, service, article, "Ibid.", claim="There were more overdoses than in the year before.")
    assert codes(found["2"]) == []
    found = one_note(tmp_path, service, article, "Ibid.", claim="The network was approached by people in the year.")
    assert codes(found["2"]) == ["ibid_after_unrelated"]


def test_newspapers_of_one_day_are_not_warned_of(tmp_path: Path, service: CitationService) -> None:
    found = one_note(
        tmp_path,
        service,
        "Mundo LR. (2020, December 15). Mexico approves law. *La República*.",
        "Ferri, P. (2020, December 15). Mexico records murders. *El País*.",
    )
    assert not any(note.warnings for note in found.values())


def test_notes_never_or_twice_called_are_warned_of(tmp_path: Path, service: CitationService) -> None:
    path = tmp_path / "r.md"
    path.write_text("One.[^1] Two.[^1]\n\n[^1]: INEGI, Key Findings.\n[^2]: A remark.\n", encoding="utf-8")
    found = by_label(audited(service, path))
    assert codes(found["1"]) == ["called_several_times"]
    assert codes(found["2"]) == ["never_called"]
    assert found["1"].warnings[0].message == "The text calls the note 2 times."


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("Seized from December 2028 to February 2024.", ["2028"]),
        ("The limit was moved to 2028.", []),
        ("Vigente hasta el año 2030.", []),
        ("A plan for 2018–2030.", []),
        ("In 2024 nothing.", []),
        ("File number 20281234 and 2028/15.", []),
        ("Decomisos de diciembre de 2028.", ["2028"]),
    ],
)
def test_years_in_the_future_are_found_in_the_text(sentence: str, years: list[str]) -> None:
    assert [warning.values["year"] for warning in warnings_of_text(sentence, TODAY)] == years


def test_every_code_has_a_sentence() -> None:
    assert set(ENGLISH) == {*ReasonCode, *WarningCode}


# --- figures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("It came to 286,494 people, a record, 77.3 % of them soldiers.", ("286,494", "77.3 %")),
        ("Fueron 286 mil 494 elementos y 50 millones de pesos.", ("286 mil 494", "50 millones")),
        ("From June 2019 to May 31, 2021, then 410 in 2022.", ("410",)),
        ("El 30 de julio de 2020, según el artículo 27 y la página 12.", ()),
        ("The paper SGS-DSS-VE-0293-2023 and file 330026424000557/24.", ()),
        ("Up by 405 percent, 25 per 100,000 inhabitants.", ("405 percent", "25", "100,000")),
        ("One of 3 people, 5% in 2007 to 2024.", ("5%",)),
        ("12.4 aggressors for each soldier; 12.4 again.", ("12.4",)),
        ("", ()),
    ],
)
def test_figures_are_counts_sums_and_shares(claim: str, found: tuple[str, ...]) -> None:
    assert figures(claim) == found
