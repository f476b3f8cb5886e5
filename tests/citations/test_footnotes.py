"""Notes, callouts and claims of Markdown reports."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.citations.footnotes import MOST_NOTES, note_ids, read_footnotes
from indexer.citations.report import read_report
from indexer.errors import ReportError
from indexer.models import Footnote
from tests.citations.conftest import DIGEST


def notes(body: str) -> dict[str, Footnote]:
    return {note.note: note for note in read_footnotes(body).footnotes}


def claim(body: str, note: str = "fn-1") -> str:
    (found,) = notes(body)[note].claims
    return found.sentence


def test_a_note_keeps_its_text_as_it_is_written() -> None:
    note = notes("X.[^1]\n\n[^1]: Dalby, C. (2023). *Insight Crime*. [a](https://b.org/c)\n")["fn-1"]
    assert note.text == "Dalby, C. (2023). *Insight Crime*. [a](https://b.org/c)"
    assert (note.label, note.number, note.page, note.chapter) == ("1", 1, None, None)


def test_a_note_of_several_paragraphs_is_one() -> None:
    body = "X.[^1]\n\n[^1]: First line\n    goes on.\n\n    Second paragraph.\n\nNot the note.\n"
    assert notes(body)["fn-1"].text == "First line\ngoes on.\n\nSecond paragraph."


def test_windows_line_ends_change_nothing() -> None:
    body = "X.[^1] Y.[^2]\r\n\r\n[^1]: One\r\n    two.\r\n[^2]: Three.\r\n"
    assert [note.text for note in notes(body).values()] == ["One\ntwo.", "Three."]


def test_the_claim_is_the_sentence_that_carries_the_callout() -> None:
    body = "First. *Second* has a [link](https://x.org) and\n**77.3%**[^1] in 2019. Third.\n\n[^1]: A.\n"
    assert claim(body) == "Second has a link and 77.3% in 2019."


def test_a_callout_after_the_stop_and_the_quotation_marks_belongs_to_that_sentence() -> None:
    body = "First. He said: “One. Two.”[^1] Third.\n\n[^1]: A.\n"
    (found,) = notes(body)["fn-1"].claims
    assert found.sentence == "He said: “One. Two.”"
    assert found.quotes == ("One. Two.",)


def test_each_callout_of_a_note_is_a_claim_in_order() -> None:
    body = "One.[^1] Two.[^2]\n\n- Three[^1]\n\n| a | b |\n|---|---|\n| x[^2] | y |\n\n[^1]: A.\n[^2]: B.\n"
    read = notes(body)
    assert [found.sentence for found in read["fn-1"].claims] == ["One.", "Three"]
    assert [found.sentence for found in read["fn-2"].claims] == ["Two.", "x"]


def test_a_heading_may_carry_a_callout() -> None:
    assert claim("## Public Health[^1]\n\nText.\n\n[^1]: A.\n") == "Public Health"


def test_a_block_quotation_is_quoted() -> None:
    body = "> We do not\n> produce it.[^1]\n\nThe president said:[^2]\n\n> It is a lie.\n\n[^1]: A.\n[^2]: B.\n"
    read = notes(body)
    assert read["fn-1"].claims[0].quotes == ("We do not produce it.",)
    assert read["fn-2"].claims[0].quotes == ("It is a lie.",)


def test_labels_that_are_no_numbers_have_ids_of_their_own() -> None:
    body = "A[^a] b[^*] c[^**] d[^†] e[^Ñandú] f[^§x] g[^12].\n\n" + "".join(
        f"[^{label}]: Note.\n" for label in ("a", "*", "**", "†", "Ñandú", "§x", "12")
    )
    read = notes(body)
    assert list(read) == ["fn-a", "fn-asterisk", "fn-asterisk-2", "fn-dagger", "fn-nandu", "fn-x", "fn-12"]
    assert [note.number for note in read.values()] == [None] * 6 + [12]


def test_labels_that_would_share_an_id_are_told_apart_and_reported() -> None:
    read = read_footnotes("A[^a] b[^A].\n\n[^a]: One.\n[^A]: Two.\n")
    assert [note.note for note in read.footnotes] == ["fn-a", "fn-a-2"]
    assert read.warnings == ("Labels that differ only in case or accents: a, A.",)


def test_no_two_labels_share_an_id() -> None:
    labels = ["a", "A", "á", "a-2", "*", "**", "asterisk", "asterisk-2", "1", "01", "¹", "日", "本", "😀", "%", "."]
    assert len(set(note_ids(labels))) == len(labels)


def test_a_callout_in_code_is_none() -> None:
    assert list(notes("Real.[^1] `[^2]`\n\n```\n[^3]\n```\n\n[^1]: A.\n")) == ["fn-1"]


def test_a_note_that_is_never_called_is_a_warning() -> None:
    read = read_footnotes("One.[^1]\n\n[^1]: A.\n[^2]: B.\n")
    assert read.warnings == ("Notes never called in the text: 2.",)
    assert read.footnotes[1].claims == ()


def test_a_missing_number_is_a_warning() -> None:
    read = read_footnotes("One.[^1] Three.[^3]\n\n[^1]: A.\n[^3]: B.\n")
    assert read.warnings == ("Numbers that no note has: 2.",)


@pytest.mark.parametrize(
    ("body", "notes", "sentence"),
    [
        ("No notes at all.", [], "No notes were found in the report."),
        ("A callout.[^1]", [], "Callouts without a note: 1."),
        ("One.[^1] Two.[^2] Three.[^x]\n\n[^1]: A.\n", ["fn-1"], "Callouts without a note: 2, x."),
        ("One.[^1]\n\n[^1]: A.\n[^1]: B.\n", ["fn-1", "fn-1-2"], "Notes defined more than once, of which"),
        ("One.[^1]\n\n[^1]:\n", ["fn-1"], "Notes without text: 1."),
        ("".join(f"[^{n}]" for n in range(1, 20)) + "\n\n[^0]: x\n", ["fn-0"], "and 14 more"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_and_the_rest_is_read(body: str, notes: list[str], sentence: str) -> None:
    read = read_footnotes(body)
    assert [note.note for note in read.footnotes] == notes
    assert any(sentence in warning for warning in read.warnings)


def test_of_two_notes_with_one_label_the_first_is_called() -> None:
    first, second = read_footnotes("One.[^12]\n\n[^12]: A.\n[^12]: B.\n").footnotes
    assert ([claim.sentence for claim in first.claims], second.claims) == (["One."], ())
    assert (first.text, second.text) == ("A.", "B.")


def test_a_note_of_a_giant_number_is_borne() -> None:
    read = read_footnotes(f"A[^1] b[^999999] c[^{'9' * 90}].\n\n[^1]: A.\n[^999999]: B.\n[^{'9' * 90}]: C.\n")
    assert [note.number for note in read.footnotes] == [1, 999999, None]
    assert all(len(warning) < 200 for warning in read.warnings)


def test_more_notes_than_any_book_has_are_refused() -> None:
    body = "x\n\n" + "".join(f"[^{n}]: y\n" for n in range(MOST_NOTES + 1))
    with pytest.raises(ReportError, match="are the most"):
        read_footnotes(body)


def test_three_thousand_notes_are_read() -> None:
    numbers = range(1, 3001)
    body = "".join(f"Claim {n}.[^{n}]\n\n" for n in numbers) + "".join(f"[^{n}]: Note, p. {n}.\n" for n in numbers)
    read = read_footnotes(body)
    assert [note.number for note in read.footnotes] == list(numbers)
    assert [note.claims[0].sentence for note in read.footnotes] == [f"Claim {n}." for n in numbers]


@pytest.mark.parametrize(
    "unit", ["[", "[^", "*", "> ", "- ", "`a", "![", "[a](", "&", "<", "|", "_a", "[^1]", "\\", "**a ", "“", "# "]
)
def test_a_wall_of_marks_neither_hangs_nor_breaks_the_reader(unit: str) -> None:
    started = time.monotonic()
    read = read_footnotes(unit * (60_000 // len(unit)) + "\n\nEnd.[^1]\n\n[^1]: A.\n")
    assert read.footnotes[-1].note == "fn-1"
    assert time.monotonic() - started < 60


# --- the bundled digest ---------------------------------------------------------------------------


def test_the_digest_has_its_72_notes_each_called_once_with_a_claim() -> None:
    read = read_report(DIGEST)
    assert read.warnings == ()
    assert [note.number for note in read.report.footnotes] == list(range(1, 73))
    assert [note.note for note in read.report.footnotes] == [f"fn-{n}" for n in range(1, 73)]
    for note in read.report.footnotes:
        (found,) = note.claims
        assert len(found.sentence) > 20
        assert "[^" not in found.sentence


def test_the_quotations_of_the_digest_are_with_their_notes() -> None:
    notes_of_digest = {note.number: note for note in read_report(DIGEST).report.footnotes}
    assert notes_of_digest[52].claims[0].quotes == ("We do not produce fentanyl here, nor do we consume it",)
    assert notes_of_digest[2].claims[0].quotes == ("the ‘war’ no longer exists",)
    assert [number for number, note in notes_of_digest.items() if note.claims[0].quotes] == [
        2,
        11,
        13,
        14,
        16,
        21,
        52,
        60,
        68,
    ]
    assert notes_of_digest[13].claims[0].quotes[0].startswith("In the past, there was interference")


def test_the_title_comes_from_the_front_matter_else_the_first_heading_else_the_file(tmp_path: Path) -> None:
    assert read_report(DIGEST).report.title.startswith("Warlike Approach")
    for text, title in (("# Heading *one*\n\n", "Heading one"), ("", "some")):
        path = tmp_path / "some.md"
        path.write_text(f"{text}A.[^1]\n\n[^1]: B.\n", encoding="utf-8")
        assert read_report(path).report.title == title
