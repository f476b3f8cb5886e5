"""Ibid., Op. cit. and supra lead to the note that is meant, or say that it cannot be told."""

from __future__ import annotations

import pytest

from indexer.citations.cross_references import resolve
from indexer.citations.references import note_kind, read_references
from indexer.citations.report import read_report
from indexer.models import CrossReference, CrossReferenceType, Footnote
from tests.citations.conftest import DIGEST

ENVIPE = "INEGI. (2023). Press Release, National Survey of Victimization (ENVIPE) 2023, p. 1."
HOMICIDES = "INEGI. (2022). Homicide Deaths: January to December 2022."
YOLANDA = "Martínez, Y. (2023, March 23). Overdose deaths in Baja California. Pie de Página."
CESAR = "Martínez, C. (2023, June 1). An Analysis of Disappearances. The Whereabouts."
REMARK = "Only a remark."


def notes(*texts: str, chapters: tuple[str | None, ...] = ()) -> list[Footnote]:
    chapters = chapters or (None,) * len(texts)
    labels: dict[str | None, int] = {}
    made = []
    for text, chapter in zip(texts, chapters, strict=True):
        label = labels[chapter] = labels.get(chapter, 0) + 1
        place = f"fn-{label}" if chapter is None else f"fn-{chapter}-{label}"
        made.append(Footnote(place, str(label), label, text, note_kind(text), read_references(text), chapter=chapter))
    return made


def last(*texts: str, chapters: tuple[str | None, ...] = ()) -> CrossReference:
    """What the last note points to."""
    read = notes(*texts, chapters=chapters)
    return resolve(read)[read[-1].note]


def test_the_bundled_report_resolves() -> None:
    pointing = resolve(read_report(DIGEST).report.footnotes)
    assert {note: (found.target, found.via, found.ambiguous) for note, found in pointing.items()} == {
        "fn-29": ("fn-28", (), False),
        "fn-45": ("fn-44", (), False),
        "fn-48": ("fn-47", (), False),
        "fn-49": ("fn-47", ("fn-48",), False),
        "fn-63": ("fn-61", (), True),
    }
    assert pointing["fn-63"].candidates == ("fn-61", "fn-35", "fn-33", "fn-32", "fn-31", "fn-30")
    assert pointing["fn-63"].type is CrossReferenceType.OP_CIT


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Ibid.", "ibid"),
        ("Ibid. p. 1.", "ibid"),
        ("*Ibidem*.", "ibid"),
        ("_Ibíd._, pp. 3-4", "ibid"),
        ("Id. at 7.", "idem"),
        ("Ídem.", "idem"),
        ("*Idem*, p. 12", "idem"),
        ("Loc. cit.", "loc_cit"),
        ("See ibid.", "ibid"),
        ("Véase *ibidem*, p. 4, nota 1.", "ibid"),
    ],
)
def test_the_note_before_is_meant(text: str, how: str) -> None:
    assert last(ENVIPE, CESAR, text) == CrossReference(CrossReferenceType(how), "fn-2")


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("supra nota 1", "supra"),
        ("Supra note 1, p. 4.", "supra"),
        ("See *supra* note 1 and accompanying text.", "supra"),
        ("Véase nota 1 supra.", "supra"),
        ("Véase la nota 1.", "supra"),
        ("INEGI, *supra* note 1, at 12", "supra"),
        ("INEGI, op. cit., supra nota 1", "op_cit"),
        ("INEGI, Op. Cit.", "op_cit"),
        ("INEGI, *Op. Cit.*", "op_cit"),
        ("INEGI, ob. cit., p. 3", "op_cit"),
        ("Véase INEGI, op. cit., p. 3.", "op_cit"),
        ("INEGI, loc. cit.", "loc_cit"),
    ],
)
def test_a_note_further_back_is_meant(text: str, how: str) -> None:
    assert last(ENVIPE, CESAR, text) == CrossReference(CrossReferenceType(how), "fn-1")


@pytest.mark.parametrize(
    ("named", "target"), [("Meza", "fn-1"), ("Goodman-Meza", "fn-2"), ("Goodman-Meza, D.", "fn-2")]
)
def test_a_part_of_a_hyphenated_surname_is_not_its_bearer(named: str, target: str) -> None:
    meza = "Meza, C. (2020). Balas y barrios. UNAM."
    goodman = "Goodman-Meza, D. (2021). Opioid overdose in Mexico. Addiction."
    assert last(meza, goodman, f"{named}, op. cit., p. 3") == CrossReference(CrossReferenceType.OP_CIT, target)


def test_chains_are_followed_and_kept() -> None:
    found = last(CESAR, ENVIPE, "Ibid.", "Ibid.", "Ibid. p. 3")
    assert (found.target, found.via) == ("fn-2", ("fn-4", "fn-3"))
    assert last(ENVIPE, "Ibid.", CESAR, "supra nota 2").target == "fn-1"
    assert last(CESAR, ENVIPE, HOMICIDES, "INEGI, op. cit.", "Ibid.").ambiguous


def test_an_author_with_several_works_is_ambiguous() -> None:
    found = last(ENVIPE, HOMICIDES, CESAR, "INEGI, op. cit.")
    assert (found.target, found.candidates, found.ambiguous) == ("fn-2", ("fn-2", "fn-1"), True)


def test_one_work_cited_twice_is_not_ambiguous() -> None:
    found = last(ENVIPE, ENVIPE.replace("p. 1", "p. 2"), CESAR, "INEGI, op. cit.")
    assert (found.target, found.ambiguous) == ("fn-2", False)


def test_a_title_tells_the_works_of_an_author_apart() -> None:
    assert last(ENVIPE, HOMICIDES, "INEGI, National Survey of Victimization, op. cit.").target == "fn-1"


def test_a_note_number_tells_the_works_of_an_author_apart() -> None:
    assert last(ENVIPE, HOMICIDES, "INEGI, op. cit., nota 1").target == "fn-1"
    assert last(CESAR, HOMICIDES, "INEGI, op. cit., p. 4, nota 1").target == "fn-2"  # a note in the work cited


def test_initials_tell_two_persons_apart() -> None:
    assert last(YOLANDA, CESAR, "Martínez, Y., op. cit., p. 2") == CrossReference(CrossReferenceType.OP_CIT, "fn-1")
    assert last(YOLANDA, CESAR, "Martínez, op. cit.").ambiguous


def test_an_unknown_author_points_to_nothing() -> None:
    assert last(ENVIPE, "Foucault, op. cit.") == CrossReference(CrossReferenceType.OP_CIT, None)


@pytest.mark.parametrize("text", ["Ibid.", "supra nota 9", "Op. cit.", "INEGI, op. cit.", "supra nota 1"])
def test_a_first_note_points_to_nothing(text: str) -> None:
    assert last(text).target is None


def test_ibid_after_a_remark_is_ambiguous() -> None:
    found = last(ENVIPE, REMARK, "Ibid.")
    assert (found.target, found.candidates, found.ambiguous) == ("fn-1", ("fn-1",), True)
    assert last(REMARK, "Ibid.").target is None


def test_op_cit_without_an_author_is_ambiguous() -> None:
    found = last(ENVIPE, CESAR, "Op. cit., p. 7")
    assert (found.target, found.candidates, found.ambiguous) == ("fn-2", ("fn-2",), True)


def test_a_note_forward_is_not_pointed_to() -> None:
    read = notes(ENVIPE, "supra nota 3", CESAR)
    assert resolve(read)["fn-2"].target is None


def test_several_notes_named_are_ambiguous() -> None:
    found = last(ENVIPE, CESAR, YOLANDA, "supra notas 1 y 3")
    assert (found.target, found.candidates, found.ambiguous) == ("fn-3", ("fn-3", "fn-1"), True)


def test_numbers_are_looked_for_in_the_same_chapter_first() -> None:
    chapters = ("1", "1", "2", "2")
    assert last(ENVIPE, CESAR, HOMICIDES, "supra nota 1", chapters=chapters).target == "fn-2-1"
    assert last(ENVIPE, CESAR, HOMICIDES, "Ibid.", chapters=("1", "1", "1", "2")).ambiguous


def test_prose_is_no_cross_reference() -> None:
    for text in (
        "He wrote in note 5 of the press release. INEGI, Key Findings, p. 7.",
        "Identity cards are not asked for.",
        "See note 5 of the INEGI release.",
    ):
        assert note_kind(text) != "cross_reference", text


def test_thousands_of_cross_references_take_no_time() -> None:
    pointing = resolve(notes(ENVIPE, *["Ibid."] * 3_000))
    assert pointing["fn-3001"].target == "fn-1"
