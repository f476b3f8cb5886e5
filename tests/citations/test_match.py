"""Which documents a note cites: rules of the contract's section on identity."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from pathlib import Path

import pytest

from indexer.citations.footnotes import read_footnotes
from indexer.citations.identity import DocumentFacts
from indexer.citations.match import propose_links
from indexer.citations.report import read_report
from indexer.models import CitationLink, Kind, LinkBy, LinkStatus, Report
from indexer.text.dates import find_dates
from tests.citations.conftest import DIGEST

CONFERENCE = (
    "Versión estenográfica. Conferencia de prensa del presidente Andrés Manuel López Obrador del 9 de marzo de 2023"
)
DAY = dt.date(2023, 3, 9)
NOTE = (
    "Presidency of the Mexican Republic. (2023, March 9). Presidential morning press conference. dthx.short.gy/6rIDyn"
)
ES_AGREEMENT = (
    "ACUERDO por el que se dispone de la Fuerza Armada permanente para llevar a cabo tareas de seguridad pública de "
    "manera extraordinaria, regulada, fiscalizada, subordinada y complementaria"
)
EN_AGREEMENT = (
    "Ministry of the Interior. (2020, May 11). Agreement by which the Permanent Armed Forces are deployed to carry out "
    "public security tasks in an extraordinary, regulated, audited, subordinate, and complementary manner. Official "
    "Gazette of the Federation."
)


def document(
    name: str,
    kind: Kind = Kind.TRANSCRIPT,
    date: dt.date | None = DAY,
    title: str | None = CONFERENCE,
    *,
    specimen: bool = False,
    url: str | None = None,
    code: str | None = None,
    file_number: str | None = None,
) -> DocumentFacts:
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return DocumentFacts(sha256[:16], kind, sha256, specimen, date, title, url, code, file_number)


def report(*notes: str) -> Report:
    body = "".join(f"Claim.[^{n}] " for n in range(1, len(notes) + 1)) + "\n\n"
    body += "".join(f"[^{n}]: {text}\n" for n, text in enumerate(notes, start=1))
    return Report("r", "R", body, read_footnotes(body).footnotes)


def links(note: str, *documents: DocumentFacts) -> dict[str, tuple[LinkStatus, LinkBy]]:
    return {link.document: (link.status, link.by) for link in propose_links(report(note), documents)}


CONFIRMED_BY_MATCH = (LinkStatus.CONFIRMED, LinkBy.MATCH)
CONFIRMED_BY_IDENTIFIER = (LinkStatus.CONFIRMED, LinkBy.IDENTIFIER)
PROPOSED = (LinkStatus.PROPOSED, LinkBy.MATCH)


# --- identifiers ----------------------------------------------------------------------------------


def test_the_same_address_confirms_whatever_its_scheme_and_ending() -> None:
    cited = document("a", date=None, url="http://www.dthx.short.gy/6rIDyn/#x")
    assert links(NOTE, cited) == {cited.id: CONFIRMED_BY_IDENTIFIER}


def test_another_path_on_the_host_of_a_short_link_is_another_source() -> None:
    assert links(NOTE, document("a", date=None, url="https://dthx.short.gy/6riDYN")) == {}
    assert links(NOTE, document("a", date=None, url="https://dthx.short.gy/")) == {}


def test_the_code_of_the_gazette_confirms_by_metadata_or_address() -> None:
    note = "Gazette. https://dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022#gsc.tab=0"
    by_code = document("a", Kind.DECREE, None, code="5671829")
    by_address = document("b", Kind.DECREE, None, url="http://dof.gob.mx/nota_detalle.php?codigo=5671829")
    other = document("c", Kind.DECREE, None, code="5671830")
    assert links(note, by_code, by_address, other) == dict.fromkeys(
        (by_code.id, by_address.id), CONFIRMED_BY_IDENTIFIER
    )


def test_a_file_number_cited_by_several_notes_links_each() -> None:
    answer = document("a", Kind.INFORMATION_REQUEST, None, file_number="330026424000557")
    request = "Information request, Elementa DDHH. File number 330026424000557."
    found = propose_links(report(request, "Information request, X. File number 330026424000558.", request), [answer])
    assert [(link.note, link.by) for link in found] == [("fn-1", LinkBy.IDENTIFIER), ("fn-3", LinkBy.IDENTIFIER)]


def test_a_hash_and_a_permalink_confirm() -> None:
    cited = document("a", date=None)
    assert links(f"A file, SHA-256 {cited.sha256}.", cited) == {cited.id: CONFIRMED_BY_IDENTIFIER}
    permalink = f"The memo. https://archive.example/documents/{cited.id}/pages/3"
    assert links(permalink, cited) == {cited.id: CONFIRMED_BY_IDENTIFIER}


def test_a_target_that_is_not_what_is_printed_only_proposes() -> None:
    note = "González, M. (2023, January 6). Ovidio. BBC. [dthx.short.gy/pXVYhs](https://www.bbc.com/news/61811111)"
    printed = document("a", Kind.PRESS, None, url="https://dthx.short.gy/pXVYhs")
    hidden = document("b", Kind.PRESS, None, url="https://www.bbc.com/news/61811111")
    assert links(note, hidden) == {hidden.id: PROPOSED}
    assert links(note, hidden, printed) == {printed.id: CONFIRMED_BY_IDENTIFIER}


# --- date, kind and title -------------------------------------------------------------------------


def test_the_sole_conference_of_the_day_is_confirmed_by_match() -> None:
    cited = document("a")
    assert links(NOTE, cited, document("b", date=dt.date(2023, 3, 10))) == {cited.id: CONFIRMED_BY_MATCH}


def test_two_conferences_of_the_day_are_both_proposed() -> None:
    one, two = document("a"), document("b")
    assert links(NOTE, one, two) == {one.id: PROPOSED, two.id: PROPOSED}


def test_another_event_of_the_day_is_not_the_conference_and_does_not_stand_in_its_way() -> None:
    speech = document("a", title="Versión estenográfica. Inauguración de la Universidad del Bienestar")
    cited = document("b")
    assert links(NOTE, speech) == {}
    assert links(NOTE, speech, cited) == {cited.id: CONFIRMED_BY_MATCH}


def test_the_health_ministrys_conference_of_the_day_does_not_stand_in_the_presidents_way() -> None:
    health = document(
        "a", title="Versión estenográfica. Conferencia de prensa. Informe diario sobre coronavirus COVID-19"
    )
    presidents = document("b")
    assert links(NOTE, health, presidents) == {presidents.id: CONFIRMED_BY_MATCH}
    assert links(NOTE, health) == {health.id: PROPOSED}


def test_a_note_that_does_not_say_whose_conference_proposes_all_of_the_day() -> None:
    note = NOTE.replace("Presidential morning press", "Press")
    health = document("a", title="Conferencia de prensa. Secretaría de Salud")
    presidents = document("b")
    assert links(note, health, presidents) == {health.id: PROPOSED, presidents.id: PROPOSED}


@pytest.mark.parametrize("day", [dt.date(2023, 3, 8), dt.date(2023, 3, 10), dt.date(2022, 3, 9), None])
def test_a_day_off_is_off(day: dt.date | None) -> None:
    assert links(NOTE, document("a", date=day)) == {}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.TRANSCRIPT])
def test_a_date_alone_links_nothing(kind: Kind) -> None:
    assert links(NOTE, document("a", kind)) == {}


def test_a_security_report_is_proposed_to_be_that_of_the_days_conference() -> None:
    note = "Government of Mexico. (2023, March 9). Security Report March 9, 2023. dthx.short.gy/KDKyPo"
    cited = document("a")
    assert links(note, cited) == {cited.id: PROPOSED}


def test_the_sole_decree_whose_translated_title_agrees_is_confirmed() -> None:
    day = dt.date(2020, 5, 11)
    cited = document("a", Kind.DECREE, day, ES_AGREEMENT)
    assert links(EN_AGREEMENT, cited) == {cited.id: CONFIRMED_BY_MATCH}


def test_a_decree_of_the_day_with_another_title_is_only_proposed() -> None:
    other = document("a", Kind.DECREE, dt.date(2020, 5, 11), "ACUERDO por el que se da a conocer el precio del maíz")
    assert links(EN_AGREEMENT, other) == {other.id: PROPOSED}


def test_an_article_of_the_day_in_the_same_language_about_something_else_is_nothing() -> None:
    note = "Ferri, P. (2023, November 1). Mexico records more than 30,000 murders for the sixth year. *El País*."
    other = document("a", Kind.PRESS, dt.date(2023, 11, 1), "The price of maize in the markets of the State of Mexico")
    same = document("b", Kind.PRESS, dt.date(2023, 11, 1), "Mexico records more than 30,000 murders for the sixth year")
    assert links(note, other, same) == {same.id: CONFIRMED_BY_MATCH}


def test_a_decree_published_a_day_after_the_notes_date_is_left_to_a_person() -> None:
    note = (
        "Ministry of the Interior. (2019, March 25). Article Five. Decree amending various provisions of the Political "
        "Constitution, regarding the National Guard. Official Gazette of the Federation. dthx.short.gy/NujuSw"
    )
    published = document(
        "a", Kind.DECREE, dt.date(2019, 3, 26), "DECRETO en materia de Guardia Nacional.", code="5555126"
    )
    assert links(note, published) == {}


# --- links that would be wrong --------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "Presidency of Chile. (2023, March 9). Presidential press conference.",
        "White House. (2023, March 9). Presidential press conference.",
        "Gobierno de Jalisco. (2023, 9 de marzo). Conferencia de prensa matutina del gobernador Enrique Alfaro.",
        "Secretaría de Salud. (2023, 9 de marzo). Conferencia de prensa sobre COVID-19.",
        "Suprema Corte de Justicia de la Nación. (2023, 9 de marzo). Conferencia de prensa de la presidenta de la "
        "Suprema Corte, Norma Piña.",
        "Ayuntamiento de Puebla. (2023, 9 de marzo). Conferencia de prensa del presidente municipal.",
        "Presidencia de la República. (2023, 9 de marzo). Discurso en Tlaxiaco. Versión estenográfica.",
        "INEGI. (2022). Conferencia de prensa. Consultado el 9 de marzo de 2023.",
    ],
)
def test_another_office_or_land_did_not_give_the_presidents_conference(note: str) -> None:
    assert links(note, document("a")) == {}


def test_of_what_the_president_spoke_only_makes_it_a_proposal() -> None:
    cited = document("a")
    note = NOTE.replace("press conference.", "press conference on fentanyl and the United States.")
    assert links(note, cited) == {cited.id: PROPOSED}


def test_a_ministrys_conference_is_confirmed_by_its_matter_only() -> None:
    note = "Secretaría de Salud. (2023, 9 de marzo). Conferencia de prensa sobre coronavirus COVID-19."
    title = "Conferencia de prensa. Informe diario sobre coronavirus COVID-19"
    theirs, other = document("a", title=title), document("b", title="Conferencia de prensa. Informe de seguridad")
    assert links(note, document("p"), theirs) == {theirs.id: CONFIRMED_BY_MATCH}
    assert links(note, other) == {other.id: PROPOSED}


@pytest.mark.parametrize(
    ("note", "kind", "title"),
    [
        (
            "Presidencia de la República. (2023, 9 de marzo). Visita al Hospital Rural de Tlaxiaco, Oaxaca [Versión "
            "estenográfica].",
            Kind.TRANSCRIPT,
            "Visita al Hospital Rural de Juxtlahuaca, Oaxaca",
        ),
        (
            "Ferri, P. (2023, March 9). The murders of journalists in Mexico rise for the sixth year. *El País*.",
            Kind.PRESS,
            "The murders of women in Mexico rise for the third year",
        ),
        (
            "Ministry of the Interior. (2023, March 9). Decree amending article 21 of the Constitution regarding the "
            "National Guard. Official Gazette of the Federation.",
            Kind.DECREE,
            "DECRETO por el que se reforma el artículo 13 de la Constitución en materia de Guardia Nacional",
        ),
    ],
)
def test_a_similar_title_is_another_work(note: str, kind: Kind, title: str) -> None:
    similar = document("a", kind, title=title)
    assert links(note, similar) == {similar.id: PROPOSED}


def test_the_same_day_and_title_of_another_kind_confirms_nothing() -> None:
    assert links(EN_AGREEMENT, document("a", Kind.PRESS, dt.date(2020, 5, 11), ES_AGREEMENT)) == {}


def test_an_address_shared_by_documents_of_several_days_confirms_only_that_of_the_notes_day() -> None:
    address = "https://www.gob.mx/sedena/prensa"
    note = f"SEDENA. (2019, May 3). Informe sobre drogas. {address}"
    cited = document("a", Kind.PRESS, dt.date(2019, 5, 3), "Otro título", url=address)
    later = document("b", Kind.PRESS, dt.date(2020, 1, 1), "Informe de enero", url=address)
    assert links(note, cited, later) == {cited.id: CONFIRMED_BY_IDENTIFIER, later.id: PROPOSED}
    assert links(f"SEDENA. {address}", cited, later) == dict.fromkeys((cited.id, later.id), PROPOSED)


def test_an_address_under_which_notes_cite_different_things_confirms_only_that_of_the_day() -> None:
    address = "https://www.gob.mx/sedena/prensa"
    notes = [f"SEDENA. (20{year}, May 3). Informe sobre drogas. {address}?utm_source=x" for year in (19, 20, 21)]
    page = document("a", Kind.PRESS, dt.date(2020, 5, 3), "Informe sobre drogas", url=address)
    found = {link.note: (link.status, link.by) for link in propose_links(report(*notes), [page])}
    assert found == {"fn-1": PROPOSED, "fn-2": CONFIRMED_BY_IDENTIFIER, "fn-3": PROPOSED}


def test_a_page_in_two_formats_is_confirmed_twice() -> None:
    address = "https://www.gob.mx/sedena/prensa/1"
    note = f"SEDENA. (2019, May 3). Informe sobre drogas. {address}"
    html, pdf = (document(name, Kind.PRESS, dt.date(2019, 5, 2), url=address) for name in "ab")
    assert links(note, html, pdf) == dict.fromkeys((html.id, pdf.id), CONFIRMED_BY_IDENTIFIER)


@pytest.mark.parametrize("printed", ["3300 2642 4000 557", "3300.2642.4000.557", "3300-2642-4000-557"])
def test_a_file_number_may_be_printed_in_groups(printed: str) -> None:
    answer = document("a", Kind.INFORMATION_REQUEST, None, file_number="330026424000557")
    for note in (f"Information request, X. File number {printed}.", f"Solicitud de información con folio {printed}."):
        assert links(note, answer) == {answer.id: CONFIRMED_BY_IDENTIFIER}


@pytest.mark.parametrize(
    ("cited", "borne"), [("12/2023", "12/2023"), ("12/32023", "123/2023"), ("S-1/12345", "S-11/2345")]
)
def test_file_numbers_of_many_offices_or_of_other_parts_are_no_identifiers(cited: str, borne: str) -> None:
    answer = document("a", Kind.INFORMATION_REQUEST, None, file_number=borne)
    assert links(f"Information request, X. File number {cited}.", answer) == {}


def test_a_gazette_code_may_be_printed_without_an_address() -> None:
    cited = document("a", Kind.DECREE, None, code="5555126")
    assert links("Decreto. DOF, 26 de marzo de 2019, código 5555126.", cited) == {cited.id: CONFIRMED_BY_IDENTIFIER}
    assert links("Decreto. https://sidof.segob.gob.mx/notas/5555126", cited) == {cited.id: CONFIRMED_BY_IDENTIFIER}
    assert links("Guía de compras, código 5555126.", cited) == {}


# --- specimens ------------------------------------------------------------------------------------


def test_a_specimen_is_never_matched_by_date_kind_and_title() -> None:
    assert links(NOTE, document("a", specimen=True)) == {}


def test_a_specimen_is_tied_by_an_identifier_and_does_not_stand_for_the_original() -> None:
    specimen = document("a", specimen=True, url="https://dthx.short.gy/6rIDyn")
    original = document("b")
    assert links(NOTE, specimen) == {specimen.id: CONFIRMED_BY_IDENTIFIER}
    assert links(NOTE, specimen, original) == {
        specimen.id: CONFIRMED_BY_IDENTIFIER,
        original.id: CONFIRMED_BY_MATCH,
    }


def test_a_specimen_of_the_day_does_not_keep_the_original_from_being_the_sole_one() -> None:
    original = document("b")
    assert links(NOTE, document("a", specimen=True), original) == {original.id: CONFIRMED_BY_MATCH}


def test_an_original_found_by_identifier_ends_the_search() -> None:
    identified, other = document("a", url="https://dthx.short.gy/6rIDyn"), document("b")
    assert links(NOTE, identified, other) == {identified.id: CONFIRMED_BY_IDENTIFIER}


# --- the whole ------------------------------------------------------------------------------------


def test_commentary_and_cross_references_link_nothing() -> None:
    documents = [document("a"), document("b", Kind.REPORT)]
    assert propose_links(report("Only a remark of March 9, 2023.", "Ibid. p. 1.", "INEGI, *Op. Cit.*"), documents) == []


def test_the_order_of_the_documents_changes_nothing() -> None:
    digest = read_report(DIGEST).report
    documents = [
        document(str(n), random.Random(n).choice(list(Kind)), dt.date(2023, 1, 1) + dt.timedelta(days=n % 365))
        for n in range(1500)
    ]
    expected = propose_links(digest, documents)
    random.Random(7).shuffle(documents)
    assert propose_links(digest, documents) == expected


def cited_transcripts(folder: Path) -> dict[str, DocumentFacts]:
    """The real transcripts by the name of their file, with what their first lines say."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        title, _, date = path.read_text(encoding="utf-8").splitlines()[:3]
        (printed,) = find_dates(date)
        found[path.name[:-4]] = document(path.name, date=printed.date, title=title)
    return found


@pytest.mark.shared_data
def test_the_cited_conferences_answer_their_notes_and_no_other(
    shared_data: Path, printed_notes: dict[int, str]
) -> None:
    transcripts = cited_transcripts(shared_data / "presidencia" / "cited")
    names = {facts.id: name.split("--")[0] for name, facts in transcripts.items()}
    expected = {
        "fn-11": ("2023-abril-03", *CONFIRMED_BY_MATCH),
        "fn-13": ("2024-febrero-09", *CONFIRMED_BY_MATCH),
        "fn-52": ("2023-marzo-09", *CONFIRMED_BY_MATCH),
        "fn-60": ("2024-enero-29", *CONFIRMED_BY_MATCH),
        "fn-68": ("2023-junio-01", *CONFIRMED_BY_MATCH),
        "fn-9": ("2023-diciembre-13", *PROPOSED),
        "fn-40": ("2023-diciembre-13", *PROPOSED),
    }

    def summary(found: list[CitationLink]) -> dict[str, tuple[str, LinkStatus, LinkBy]]:
        assert len({link.note for link in found}) == len(found)
        return {link.note: (names[link.document], link.status, link.by) for link in found}

    for read in (report(*printed_notes.values()), read_report(DIGEST).report):
        assert summary(propose_links(read, transcripts.values())) == expected
