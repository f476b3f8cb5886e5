"""What a report states is checked against what it cites, then the archive; and again when that changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from indexer.archive import Archive
from indexer.citations.audit import audit_json
from indexer.claims.run import Made
from indexer.correction import corrected, find_stretch
from indexer.indexing import sync_index
from indexer.models import OWNER, Access, Scope
from tests.claims.conftest import ALTERED, ELSEWHERE, HIDDEN, VERBATIM, take_in, titled
from tests.commands import cotejo

TODAY = dt.date(2026, 11, 26)


def check(archive: Archive, *, anew: bool = False) -> list[Made]:
    return [made for made, _ in archive.claims.check("informe", anew=anew)]


def notes(archive: Archive, access: Access = OWNER) -> dict[str, dict[str, Any]]:
    shown = audit_json(archive.claims.audit("informe", access, TODAY))
    return {note["label"]: note for note in shown["footnotes"]}


def correct(archive: Archive, document: str, old: str, new: str) -> None:
    page = archive.catalog.documents.page(document, 1)
    passages = [stored.passage for stored in archive.catalog.documents.passages(document)]
    made = corrected(page.text, (), passages, find_stretch(page.text, old, None), new)
    archive.catalog.corrections.apply(page, made.text, (), made.passages, engine="correction by X", confidence=None)
    sync_index(archive, processes=1, say=lambda _: None, wait_seconds=5)


def codes(note: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in note["warnings"]]


def test_before_any_check_nothing_is_claimed(archive: Archive) -> None:
    note = notes(archive)["1"]
    assert [(quote["verdict"], quote["match"], quote["checked_at"]) for quote in note["quotes"]] == [(None, None, None)]


def test_each_quotation_has_its_verdict_and_place(archive: Archive) -> None:
    check(archive)
    found = notes(archive)
    verdicts = {label: note["quotes"][0]["verdict"] for label, note in found.items() if note["quotes"]}
    assert verdicts == {
        "1": "verbatim", "2": "altered", "3": "not_found", "4": "verbatim", "6": "verbatim",
    }  # fmt: skip
    match = found["1"]["quotes"][0]["match"]
    page = archive.catalog.documents.page(match["document"], match["page"], reading=match["reading"])
    assert page.text[match["start"] : match["end"]] == match["source_text"] == VERBATIM
    assert found["3"]["quotes"][0]["match"] is None


def test_of_places_alike_the_cited_one_is_told(archive: Archive) -> None:
    check(archive)
    conference = titled(archive, "9 de marzo").id
    assert [notes(archive)[label]["quotes"][0]["match"]["document"] for label in "12"] == [conference] * 2


def test_a_changed_negation_is_critical(archive: Archive) -> None:
    check(archive)
    (quote,) = notes(archive)["2"]["quotes"]
    assert (quote["quote"], quote["critical"]) == (ALTERED, True)
    assert [change["type"] for change in quote["match"]["changes"] if change["critical"]] == ["negation"]


def test_what_stands_elsewhere_than_cited_is_told(archive: Archive) -> None:
    check(archive)
    note = notes(archive)["4"]
    assert (note["quotes"][0]["quote"], note["quotes"][0]["cited"]) == (ELSEWHERE, False)
    assert codes(note) == ["quote_elsewhere"]


def test_figures_are_found_otherwise_written_or_not(archive: Archive) -> None:
    check(archive)
    found = {figure["figure"]: figure for figure in notes(archive)["5"]["figures"]}
    assert {name: figure["status"] for name, figure in found.items()} == {
        "286,494": "found_differently",
        "77.3%": "found_differently",
        "1,250": "found",
        "912,345": "not_found",
    }
    assert found["286,494"]["match"]["source_text"] == "286 mil 494"
    assert found["912,345"]["match"] is None


def test_without_an_archived_source_a_figure_is_not_looked_for(archive: Archive) -> None:
    check(archive)
    assert [(figure["status"], figure["match"]) for figure in notes(archive)["7"]["figures"]] == [("no_source", None)]


def test_a_specimen_makes_nothing_found(archive: Archive) -> None:
    conference = titled(archive, "9 de marzo")
    archive.catalog.ingest.set_metadata(conference.id, conference.metadata, True)
    check(archive)
    found = notes(archive)
    assert [figure["status"] for figure in found["5"]["figures"]] == ["no_source"] * 4
    assert found["1"]["quotes"][0]["match"]["document"] == titled(archive, "10 de marzo").id


def test_readers_are_told_nothing_of_what_is_kept_from_them(archive: Archive) -> None:
    check(archive)
    public = archive.catalog.collections.public()
    assert notes(archive)["6"]["quotes"][0]["match"]["source_text"] == HIDDEN
    (quote,) = notes(archive, public)["6"]["quotes"]
    assert (quote["verdict"], quote["match"]) == ("not_found", None)
    assert notes(archive, public)["1"]["quotes"][0]["verdict"] == "verbatim"


def test_what_is_hidden_after_a_check_is_hidden_with_it(archive: Archive) -> None:
    check(archive)
    (quote,) = notes(archive, Access(frozenset({"nothing"})))["1"]["quotes"]
    assert (quote["verdict"], quote["match"], quote["former"]) == (None, None, None)


def test_nothing_is_due_twice(archive: Archive) -> None:
    assert check(archive)
    assert check(archive) == []


def test_a_run_that_ended_early_is_taken_up(archive: Archive) -> None:
    first = next(archive.claims.check("informe"))
    made = check(archive)
    assert len(made) == first[1]


def test_a_correction_that_changes_the_words_is_drift(archive: Archive) -> None:
    check(archive)
    correct(archive, titled(archive, "9 de marzo").id, "nosotros no tenemos", "nosotros tenemos")
    changed = [made for made in check(archive) if made.changed and made.check.scope is Scope.OWNER]
    assert {made.check.note for made in changed} == {"fn-1"}  # fn-2 was altered and is
    note = notes(archive)["1"]
    # The other conference still has the words: they are found, but no longer where the note says.
    assert "check_moved" in codes(note)
    assert "quote_elsewhere" in codes(note)
    assert note["quotes"][0]["former"]["document"] == titled(archive, "9 de marzo").id


def test_a_correction_of_the_only_source_changes_the_verdict(archive: Archive) -> None:
    check(archive)
    correct(archive, titled(archive, "10 de marzo").id, "primero los\npobres", "primero los\nricos")
    (changed,) = [made for made in check(archive) if made.changed and made.check.scope is Scope.OWNER]
    assert (changed.before and changed.before.verdict, changed.check.verdict) == ("verbatim", "altered")
    warning = next(item for item in notes(archive)["4"]["warnings"] if item["code"] == "check_changed")
    assert "it was verbatim, and now it is altered" in warning["message"]


def test_a_correction_elsewhere_on_the_page_is_no_drift(archive: Archive) -> None:
    check(archive)
    correct(archive, titled(archive, "9 de marzo").id, "Buenos días.", "Muy buenos días a todas y a todos.")
    made = check(archive)
    assert made
    assert not any(one.changed for one in made)
    match = notes(archive)["1"]["quotes"][0]["match"]
    page = archive.catalog.documents.page(match["document"], 1)
    assert page.text[match["start"] : match["end"]] == VERBATIM
    assert match["reading"] == page.reading.reading


def test_a_new_document_is_looked_through_for_what_was_not_found(archive: Archive) -> None:
    check(archive)
    folder = archive.config.root / "more"
    folder.mkdir()
    (folder / "x.txt").write_text("Un cuento.\n\nLa luna es de queso manchego y se derrite los martes en Tabasco.\n")
    take_in(archive, folder)
    changed = [made for made in check(archive) if made.changed and made.check.scope is Scope.OWNER]
    assert [(made.check.note, made.check.verdict) for made in changed] == [("fn-3", "verbatim")]
    assert "check_changed" not in codes(notes(archive)["3"])  # found at last is no drift


def test_a_link_taken_back_is_checked_anew(archive: Archive) -> None:
    check(archive)
    archive.citations.reject("informe#fn-5", titled(archive, "9 de marzo").id)
    assert {figure["status"] for figure in notes(archive)["5"]["figures"]} == {"no_source"}
    assert {made.check.note for made in check(archive)} == {"fn-5"}


def test_the_commands_check_and_tell(archive: Archive) -> None:
    root = archive.config.root
    answer = cotejo("report", "check", "informe", "--json", archive=root)
    assert answer.status == 0
    assert answer.json["quotes"] == {"verbatim": 3, "altered": 1, "not_found": 1}
    assert answer.json["figures"] == {"found": 1, "found_differently": 2, "not_found": 1, "no_source": 1}
    document = titled(archive, "10 de marzo").id
    words = ("correct", document, "primero los pobres", "primero los ricos", "--page", "1", "--by", "X")
    told = cotejo(*words, archive=root)
    assert "was verbatim, is altered" in told.err
    assert "altered" in cotejo("report", "audit", "informe", archive=root).out
    assert cotejo("reindex", archive=root).status == 0
    (row,) = cotejo("report", "audit", "informe", "--json", archive=root).rows
    assert "check_changed" in {warning["code"] for note in row["footnotes"] for warning in note["warnings"]}


def test_an_unknown_report_is_a_sentence(archive: Archive) -> None:
    answer = cotejo("report", "check", "nowhere", archive=archive.config.root)
    assert answer.status in (1, 2)
    assert "nowhere" in answer.err
