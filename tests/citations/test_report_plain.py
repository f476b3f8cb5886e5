"""Reports in plain text, from file to notes, claims and body."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from indexer.citations.markup import render_body
from indexer.citations.report import ReadReport, read_report
from tests.citations.conftest import DIGEST


def read(folder: Path, text: str | bytes, name: str = "report.txt") -> ReadReport:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_report(path)


def texts(found: ReadReport) -> dict[str, str]:
    return {note.note: note.text for note in found.report.footnotes}


def claims(found: ReadReport) -> dict[str, list[str]]:
    return {note.note: [claim.sentence for claim in note.claims] for note in found.report.footnotes}


def test_raised_and_plain_numbers_begin_notes(tmp_path: Path) -> None:
    found = read(tmp_path, "A claim¹. Another².\n\n¹ First.\n\n2 Second.\n")
    assert texts(found) == {"fn-1": "First.", "fn-2": "Second."}
    assert claims(found) == {"fn-1": ["A claim."], "fn-2": ["Another."]}


def test_notes_on_lines_of_their_own_are_parted(tmp_path: Path) -> None:
    found = read(tmp_path, "A claim.¹ Another.² More.³\n\n1 First,\ngoes on.\n2 Second.\n3 Third.\n")
    assert texts(found) == {"fn-1": "First,\ngoes on.", "fn-2": "Second.", "fn-3": "Third."}


def test_bracketed_numbers_are_callouts_and_notes(tmp_path: Path) -> None:
    found = read(tmp_path, "A claim [1]. Another [2].\n\nNotes\n\n[1] First.\n[2] Second.\n")
    assert texts(found) == {"fn-1": "First.", "fn-2": "Second."}
    assert claims(found)["fn-2"] == ["Another."]


def test_numbers_glued_to_words_are_callouts_where_there_are_no_others(tmp_path: Path) -> None:
    found = read(tmp_path, "The law1 of 2019 changed it all.2 In 2020, 35% left.\n\n1 First.\n\n2 Second.\n")
    assert claims(found) == {
        "fn-1": ["The law of 2019 changed it all."],
        "fn-2": ["The law of 2019 changed it all."],
    }


def test_a_page_number_on_its_line_does_not_part_a_sentence(tmp_path: Path) -> None:
    text = "The leaders had long\n\n1 First.\n\n17\n\nsought it¹. Done.\n"
    found = read(tmp_path, text.replace("long", "long wished¹ and").replace("it¹", "it"))
    assert claims(found) == {"fn-1": ["The leaders had long wished and sought it."]}


def test_exponents_and_formulas_call_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, "The field¹ has 30 m² and 10³ cows that breathe CO₂ all day². Yes.\n\n¹ One.\n\n² Two.\n")
    assert claims(found)["fn-2"] == ["The field has 30 m² and 10³ cows that breathe CO₂ all day."]


def test_list_items_among_notes_are_no_notes(tmp_path: Path) -> None:
    found = read(tmp_path, "Three¹ aims²:\n\n1. Protect.\n\n2. Prevent.\n\n¹ One.\n\n² Two.\n")
    assert texts(found) == {"fn-1": "One.", "fn-2": "Two."}


def test_notes_that_begin_anew_are_told_apart_by_chapter(tmp_path: Path) -> None:
    text = "One¹ two².\n\n¹ A.\n\n² B.\n\nThree¹ four².\n\n¹ C.\n\n² D.\n"
    found = read(tmp_path, text)
    assert texts(found) == {"fn-1-1": "A.", "fn-1-2": "B.", "fn-2-1": "C.", "fn-2-2": "D."}
    assert [note.chapter for note in found.report.footnotes] == ["1", "1", "2", "2"]
    html = render_body(found.report)
    assert '<sup class="callout" id="ref-2-1-1"><a href="#fn-2-1" role="doc-noteref">1</a></sup>' in html


def test_a_missing_note_and_a_double_one_are_said(tmp_path: Path) -> None:
    text = "A¹ b² c³ d⁴.\n\n¹ One.\n\n² Two.\n\n² Again two.\n\n⁴ Four.\n"
    found = read(tmp_path, text.replace("b²", "b² e²"))
    assert [note.note for note in found.report.footnotes] == ["fn-1", "fn-2", "fn-2-2", "fn-4"] or [
        note.note for note in found.report.footnotes
    ] == ["fn-1", "fn-2", "fn-4"]
    assert "Numbers that no note has: 3." in found.warnings


def test_a_text_without_notes_is_kept_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, "Just text, 2019 m² and 10³.\n\n2019 was a year.\n")
    assert not found.report.footnotes
    assert "2019 was a year." in found.report.body
    assert [warning for warning in found.warnings if warning.startswith("No notes were found")]


def test_markup_in_the_text_stays_harmless(tmp_path: Path) -> None:
    found = read(tmp_path, "A `code¹` <script>x</script>\n---\n[a]: http://x.org\nmore².\n\n¹ One.\n\n² Two.\n")
    html = render_body(found.report)
    assert "<script>" not in html and "<code>" not in html
    assert html.count('class="callout"') == 2


def test_three_thousand_notes_are_read(tmp_path: Path) -> None:
    raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    pages = [
        "".join(f"Claim {n}{str(n).translate(raised)}. " for n in range(first, first + 10))
        + "".join(f"\n\n{n} Note number {n}." for n in range(first, first + 10))
        for first in range(1, 3000, 10)
    ]
    started = time.perf_counter()
    found = read(tmp_path, "\n\n".join(pages))
    assert [note.number for note in found.report.footnotes] == list(range(1, 3001))
    assert all(len(note.claims) == 1 for note in found.report.footnotes)
    assert time.perf_counter() - started < 60


@pytest.mark.shared_data
def test_the_72_notes_of_the_report_are_read(shared_data: Path) -> None:
    found = read_report(shared_data / "reports" / "warlike-approach.txt", id="warlike-approach-full")
    notes = found.report.footnotes
    assert [note.number for note in notes] == list(range(1, 73))
    assert [note.note for note in notes if len(note.claims) != 1] == []
    assert found.warnings == ("Callouts out of order, joined to no note: 2.",)
    digest = read_report(DIGEST).report.footnotes
    same = [a for a, b in zip(notes, digest, strict=True) if re.sub(r"[*_]", "", a.text) == re.sub(r"[*_]", "", b.text)]
    assert len(same) == 62
    assert notes[23].claims[0].sentence == "Area of Cooperation: Public Health:"
    assert notes[6].claims[0].sentence.endswith("military leaders had long sought.")
    (url,) = notes[38].references[0].urls
    assert (url.text, url.target[:40]) == ("dthx.short.gy/pXVYhs", "https://www.bbc.com/news/world-latin-ame")


def test_two_notes_of_one_number_are_both_kept(tmp_path: Path) -> None:
    found = read(
        tmp_path, "A claim [1]. Another [2]. A third [3].\n\nNotes\n\n[1] First.\n[2] Second.\n[2] Again.\n[3] Third.\n"
    )
    assert [note.text for note in found.report.footnotes] == ["First.", "Second.", "Again.", "Third."]
    assert [note.label for note in found.report.footnotes] == ["1", "2", "2", "3"]


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("The Report\n\nChapter 1. Facts\n\nIt was said.1", "The Report"),
        ("Un informe\n\nsobre la guerra\n\nSe dijo ayer.1", "Un informe sobre la guerra"),
        ("Informe anual\n\n1. Introducción\n\nSe dijo.1", "Informe anual"),
    ],
)
def test_the_title_ends_where_the_text_begins(tmp_path: Path, opening: str, title: str) -> None:
    found = read(tmp_path, f"{opening}\n\nNotes\n\n1 A note.\n")
    assert (found.report.title, len(found.report.footnotes)) == (title, 1)
