"""Reports in Word's format, from file to notes and claims."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.citations.markup import render_body
from indexer.citations.report import ReadReport, read_report
from indexer.errors import ReportError
from indexer.models import Footnote, Url
from tests.citations.word_files import STRICT, call, note, par, parts, run, sup, zipped


def read(folder: Path, *arguments: str, **options: object) -> ReadReport:
    return read_bytes(folder, zipped(parts(*arguments, **options)))  # type: ignore[arg-type]


def read_bytes(folder: Path, data: bytes) -> ReadReport:
    path = folder / "informe.docx"
    path.write_bytes(data)
    return read_report(path)


def texts(found: ReadReport) -> dict[str, str]:
    return {note.label: note.text for note in found.report.footnotes}


def claims(found: ReadReport) -> dict[str, list[str]]:
    return {note.label: [claim.sentence for claim in note.claims] for note in found.report.footnotes}


def only(found: ReadReport) -> Footnote:
    assert len(found.report.footnotes) == 1
    return found.report.footnotes[0]


def test_notes_are_numbered_as_they_are_called_and_not_as_they_are_stored(tmp_path: Path) -> None:
    body = par("One thing.", call(5), " Another", call(2), ".") + par("A third.", call(3))
    found = read(tmp_path, body, note(2, "Second.") + note(3, "Third.") + note(5, "First."))
    assert texts(found) == {"1": "First.", "2": "Second.", "3": "Third."}
    assert claims(found) == {"1": ["One thing."], "2": ["Another."], "3": ["A third."]}
    assert found.warnings == ()


def test_title_headings_quotations_and_lists_are_told_by_style(tmp_path: Path) -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    body = (
        par("Informe de prueba", style="Ttulo")
        + par("Índice ..... 3", style="TDC1")
        + par("Antecedentes", style="Ttulo1")
        + par("El presidente dijo:", call(1))
        + par("No hay guerra.", style="Cita")
        + par("Un punto.", properties=item)
        + par("Cita de otro.", call(2), properties='<w:ind w:left="720" w:right="720"/>')
    )
    found = read(tmp_path, body, note(1, "Conferencia.") + note(2, "Otra."))
    assert found.report.title == "Informe de prueba"
    assert "Índice" not in found.report.body
    assert "# Antecedentes" in found.report.body
    assert "- Un punto." in found.report.body
    assert [claim.quotes for note in found.report.footnotes for claim in note.claims] == [
        ("No hay guerra.",),
        ("Cita de otro.",),
    ]


def test_a_link_keeps_its_visible_text_and_its_target(tmp_path: Path) -> None:
    link = f'<w:hyperlink r:id="rId1">{run("el ")}{run("comunicado")}</w:hyperlink>'
    same = f'<w:hyperlink r:id="rId2">{run("https://dof.gob.mx/x?a=1&amp;b=2")}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://c.mx/a b" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("aquí")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr="HYPERLINK &quot;https://d.mx/e&quot;">{run("allá")}</w:fldSimple>'
    found = read(
        tmp_path,
        par("Uno.", call(1)),
        note(1, "Véase ", link, ", ", same, ", ", field, " y ", simple, "."),
        note_links={"rId1": "https://gob.mx/c(1)", "rId2": "https://dof.gob.mx/x?a=1&amp;b=2"},
    )
    assert only(found).text == (
        "Véase [el comunicado](https://gob.mx/c(1)), https://dof.gob.mx/x?a=1&b=2, "
        "[aquí](https://c.mx/a%20b) y [allá](https://d.mx/e)."
    )
    assert [url for reference in only(found).references for url in reference.urls] == [
        Url("el comunicado", "https://gob.mx/c(1)"),
        Url("https://dof.gob.mx/x?a=1&b=2", "https://dof.gob.mx/x?a=1&b=2"),
        Url("aquí", "https://c.mx/a%20b"),
        Url("allá", "https://d.mx/e"),
    ]


def test_custom_marks_count_no_number(tmp_path: Path) -> None:
    custom = 'w:customMarkFollows="1"'
    symbol = '<w:sym w:font="Symbol" w:char="F02A"/>'
    body = par(
        "One",
        call(1, attributes=custom, mark="<w:t>†</w:t>"),
        " two",
        call(2),
        " three",
        call(3, attributes=custom, mark=symbol),
        " four",
        call(4),
        ".",
    )
    marked = '<w:footnote w:id="1"><w:p><w:r><w:t>† Own mark.</w:t></w:r></w:p></w:footnote>'
    signed = f'<w:footnote w:id="3"><w:p><w:r>{symbol}<w:t xml:space="preserve"> Sign.</w:t></w:r></w:p></w:footnote>'
    found = read(tmp_path, body, marked + note(2, "First.") + signed + note(4, "Second."))
    assert texts(found) == {"†": "Own mark.", "1": "First.", "*": "Sign.", "2": "Second."}
    assert claims(found)["†"] == ["One two three four."]


@pytest.mark.parametrize(
    ("format", "labels"),
    [
        ("lowerRoman", ["i", "ii", "iii", "iv", "v"]),
        ("upperRoman", ["I", "II", "III", "IV", "V"]),
        ("lowerLetter", ["a", "b", "c", "d", "e"]),
        ("chicago", ["*", "†", "‡", "§", "**"]),
        ("decimal", ["1", "2", "3", "4", "5"]),
    ],
)
def test_labels_are_printed_in_the_documents_format(tmp_path: Path, format: str, labels: list[str]) -> None:
    body = "".join(par(f"Claim {number}.", call(number)) for number in range(1, 6))
    footnotes = "".join(note(number, f"Note {number}.") for number in range(1, 6))
    settings = f'<w:footnotePr><w:numFmt w:val="{format}"/></w:footnotePr>'
    found = read(tmp_path, body, footnotes, settings=settings)
    assert list(texts(found)) == labels
    assert claims(found) == {label: [f"Claim {number}."] for number, label in enumerate(labels, start=1)}


def test_endnotes_are_lower_roman_unless_the_document_says_otherwise(tmp_path: Path) -> None:
    body = par("Claim.", call(1, "endnote"), " More.", call(2, "endnote"))
    endnotes = note(1, "First.", kind="endnote") + note(2, "Second.", kind="endnote")
    assert list(texts(read(tmp_path, body, "", endnotes))) == ["i", "ii"]
    decimal = '<w:endnotePr><w:numFmt w:val="decimal"/><w:numStart w:val="7"/></w:endnotePr>'
    assert list(texts(read(tmp_path, body, "", endnotes, settings=decimal))) == ["7", "8"]


def test_footnotes_and_endnotes_of_one_file_are_kept_apart(tmp_path: Path) -> None:
    body = par("One.", call(1), " Two.", call(1, "endnote"), " Three.", call(2))
    found = read(tmp_path, body, note(1, "F1.") + note(2, "F2."), note(1, "E1.", kind="endnote"))
    assert texts(found) == {"1": "F1.", "2": "F2.", "i": "E1."}
    assert claims(found) == {"1": ["One."], "2": ["Three."], "i": ["Two."]}


def test_numbers_begin_anew_in_each_section(tmp_path: Path) -> None:
    restart = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = (
        par("Chapter one.", call(1), " More.", call(2))
        + par("End.", properties=restart)
        + par("Chapter two.", call(3))
        + par("And on.", call(4))
        + restart
    )
    found = read(tmp_path, body, "".join(note(number, f"Note {number}.") for number in range(1, 5)))
    assert [(item.note, item.label, item.text) for item in found.report.footnotes] == [
        ("fn-1-1", "1", "Note 1."),
        ("fn-1-2", "2", "Note 2."),
        ("fn-2-1", "1", "Note 3."),
        ("fn-2-2", "2", "Note 4."),
    ]
    assert [item.claims[0].sentence for item in found.report.footnotes][2:] == ["Chapter two.", "And on."]


def test_pages_are_counted_by_words_own_breaks(tmp_path: Path) -> None:
    broken = "<w:r><w:lastRenderedPageBreak/></w:r>"
    by_author = '<w:r><w:br w:type="page"/></w:r>'
    settings = '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'
    body = (
        par("Page one.", call(1), " Still one.", call(2))
        + par("On page", broken, " two.", call(3), by_author)
        + par(broken, "Page three.", call(4))
    )
    found = read(tmp_path, body, "".join(note(number, "Text.") for number in range(1, 5)), settings=settings)
    assert [(item.label, item.page, item.claims[0].page) for item in found.report.footnotes] == [
        ("1", 1, 1),
        ("2", 1, 1),
        ("1", 2, 2),
        ("1", 3, 3),
    ]


def test_without_page_breaks_no_page_is_claimed(tmp_path: Path) -> None:
    found = read(tmp_path, par("One.", call(1)), note(1, "Text."))
    assert (only(found).page, only(found).claims[0].page) == (None, None)


def test_numbers_that_restart_on_unknown_pages_run_on_and_are_told(tmp_path: Path) -> None:
    settings = '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'
    body = par("One.", call(1), " Two.", call(2))
    found = read(tmp_path, body, note(1, "First.") + note(2), settings=settings)
    assert texts(found) == {"1": "First.", "2": ""}
    assert "Notes are numbered anew on each page, but the file does not tell its pages." in found.warnings
    assert "Notes without text: 2." in found.warnings


def test_deleted_text_and_its_notes_are_left_out_and_inserted_text_is_kept(tmp_path: Path) -> None:
    deleted = f'<w:del w:id="9"><w:r><w:delText>not </w:delText></w:r>{call(1)}</w:del>'
    moved = f'<w:moveFrom w:id="8">{run("moved away")}</w:moveFrom>'
    inserted = f'<w:ins w:id="7">{run("indeed ")}</w:ins>'
    joined = par("It was ", properties='<w:rPr><w:del w:id="6"/></w:rPr>')
    found = read(tmp_path, joined + par(deleted, moved, inserted, "so.", call(2)), note(1, "Gone.") + note(2, "Kept."))
    assert texts(found) == {"1": "Kept."}
    assert claims(found) == {"1": ["It was indeed so."]}
    assert "Footnotes in the file that its text does not call, left out: «Gone.»." in found.warnings


def test_tabs_breaks_and_hyphens_become_text(tmp_path: Path) -> None:
    odd = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t><w:br/>"
        "<w:t>e</w:t></w:r>"
    )
    found = read(tmp_path, par(odd, call(1), "."), note(1, odd))
    assert only(found).text == "a b-cd\ne"
    assert only(found).claims[0].sentence == "a b-cd e."


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    inside = f"<w:txbxContent>{par('In the box.')}</w:txbxContent>"
    box = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = read(tmp_path, par("Before ", box, "and after.", call(1)), note(1, "Text."))
    assert found.report.body.count("In the box.") == 1
    assert claims(found) == {"1": ["Before and after."]}


def test_rows_of_short_cells_are_lines_and_long_cells_are_paragraphs(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    table = (
        f"<w:tbl>{row(par('Oaxaca'), par('286,494', call(1)))}{row(par('Word ' * 40), par('Short.', call(2)))}</w:tbl>"
    )
    found = read(tmp_path, table, note(1, "INEGI.") + note(2, "Other."))
    assert claims(found) == {"1": ["Oaxaca | 286,494"], "2": ["Short."]}


def test_a_cross_reference_calls_its_note_again(tmp_path: Path) -> None:
    bookmark = f'<w:bookmarkStart w:id="4" w:name="_Ref1"/>{call(1)}<w:bookmarkEnd w:id="4"/>'
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> NOTEREF _Ref1 \\h </w:instrText></w:r>'
    middle, end = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = (
        par("One.", bookmark)
        + par("Two.", begin, middle, sup("1"), end)
        + par("See note ", begin, middle, "1", end, ".")
    )
    found = read(tmp_path, body, note(1, "Text."))
    assert claims(found) == {"1": ["One.", "Two."]}
    assert "See note 1." in found.report.body


def test_exponents_are_no_callouts(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        par("An area of 12 m", sup("2"), " and CO", run("2", '<w:vertAlign w:val="subscript"/>'), ".", call(1)),
        note(1, "x", sup("2"), "."),
    )
    assert claims(found) == {"1": ["An area of 12 m² and CO2."]}
    assert only(found).text == "x²."


def test_fields_of_a_reference_manager_are_read_by_their_result(tmp_path: Path) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = '<w:r><w:instrText> ADDIN ZOTERO_ITEM CSL_CITATION {"id": 1} </w:instrText></w:r>'
    link = '<w:r><w:instrText> HYPERLINK "https://a.mx/b" </w:instrText></w:r>'
    inner = mark("begin") + link + mark("separate") + run("https://a.mx/b") + mark("end")
    cited = mark("begin") + code + mark("separate") + run("Pérez, 2020, ") + inner + mark("end")
    assert only(read(tmp_path, par("Uno.", call(1)), note(1, cited, "."))).text == "Pérez, 2020, https://a.mx/b."


def test_notes_may_be_stored_from_zero_as_google_does(tmp_path: Path) -> None:
    found = read(tmp_path, par("One.", call(0), " Two.", call(1)), note(0, "First.") + note(1, "Second."))
    assert texts(found) == {"1": "First.", "2": "Second."}


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    found = read(tmp_path, par("Seen", run(" unseen", "<w:vanish/>"), ".", call(1)), note(1, "Text."))
    assert claims(found) == {"1": ["Seen."]}


def test_strict_documents_are_read_alike(tmp_path: Path) -> None:
    found = read(tmp_path, par("One.", call(1)), note(1, "Text."), space=STRICT)
    assert texts(found) == {"1": "Text."}


def test_a_note_of_several_paragraphs_is_whole(tmp_path: Path) -> None:
    two = note(1, "First.").replace("</w:footnote>", par("Second.") + "</w:footnote>")
    assert only(read(tmp_path, par("One.", call(1)), two)).text == "First.\n\nSecond."


# --- typed by hand ------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["", "Notas"])
def test_notes_typed_by_hand_are_read_as_in_plain_text(tmp_path: Path, heading: str) -> None:
    body = (
        par("El Ejército", sup("1"), " siguió en 10 m", sup("2"), " de terreno.", sup("2"))
        + par("Más.", sup("3"))
        + (par(heading, style="Ttulo1") if heading else "")
        + par(sup("1"), " Primera.")
        + par(sup("2"), " Segunda, ", '<w:hyperlink r:id="rId1"><w:r><w:t>aquí</w:t></w:r></w:hyperlink>', ".")
        + par(sup("3"), " Tercera.")
    )
    found = read(tmp_path, body, body_links={"rId1": "https://gob.mx/x"})
    assert texts(found) == {"1": "Primera.", "2": "Segunda, [aquí](https://gob.mx/x).", "3": "Tercera."}
    assert claims(found)["3"] == ["Más."]


def test_an_automatic_list_of_typed_notes_has_its_numbers(tmp_path: Path) -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    body = (
        par("Uno.", sup("1"), " Dos.", sup("2"))
        + par("Notas")
        + par("Primera.", properties=item)
        + par("Segunda.", properties=item)
    )
    assert texts(read(tmp_path, body)) == {"1": "Primera.", "2": "Segunda."}


def test_raised_asterisks_are_callouts_too(tmp_path: Path) -> None:
    body = par("Uno.", sup("*"), " Dos.", sup("1")) + par(sup("*"), " El autor.") + par(sup("1"), " Fuente.")
    found = read(tmp_path, body)
    assert texts(found) == {"*": "El autor.", "1": "Fuente."}
    assert claims(found) == {"*": ["Uno."], "1": ["Dos."]}


# --- bad input ----------------------------------------------------------------------------------


def assert_without_notes(found: ReadReport) -> None:
    assert not found.report.footnotes
    assert any(warning.startswith("No notes were found") for warning in found.warnings)
    assert found.report.body


def test_a_report_without_notes_is_told(tmp_path: Path, shared_data: Path) -> None:
    assert_without_notes(read(tmp_path, par("Just text.")))
    assert_without_notes(read_report(shared_data / "dof" / "laws" / "LGN_document.docx"))


def test_three_thousand_notes_take_seconds(tmp_path: Path) -> None:
    numbers = range(1, 3001)
    body = "".join(par(f"Claim {number}", call(number), ".") for number in numbers)
    data = zipped(parts(body, "".join(note(number, f"Source {number}, p. 3.") for number in numbers)))
    start = time.monotonic()
    found = read_bytes(tmp_path, data)
    assert time.monotonic() - start < 30
    assert len(found.report.footnotes) == 3000
    assert claims(found)["2718"] == ["Claim 2718."]


def test_a_missing_note_is_told_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    body = "".join(par(f"Claim {number}.", call(number)) for number in range(1, 10))
    found = read(tmp_path, body, "".join(note(number, f"Note {number}.") for number in range(1, 10) if number != 7))
    assert list(texts(found)) == ["1", "2", "3", "4", "5", "6", "8", "9"]
    assert texts(found)["8"] == "Note 8."
    assert "Callouts whose footnote is not in the file: 7." in found.warnings


def test_two_notes_of_one_number_are_both_kept(tmp_path: Path) -> None:
    own = 'w:customMarkFollows="1"'
    body = par(
        "One.", call(1, attributes=own, mark="<w:t>12</w:t>"), " Two.", call(2, attributes=own, mark="<w:t>12</w:t>")
    )
    found = read(tmp_path, body, note(1, "12 First.") + note(2, "12 Second."))
    assert [(item.note, item.text) for item in found.report.footnotes] == [("fn-12", "First."), ("fn-12-2", "Second.")]
    assert [item.claims[0].sentence for item in found.report.footnotes] == ["One.", "Two."]
    assert "Numbers that several notes have: 12." in found.warnings


def test_a_cut_file_gives_what_can_be_read(tmp_path: Path) -> None:
    members = parts(
        "".join(par(f"Claim {number}.", call(number)) for number in range(1, 4)),
        note(1, "First.") + note(2, "Second.") + note(3, "Third."),
    )
    order = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/footnotes.xml", "word/styles.xml"]
    whole = zipped({name: members[name] for name in order})
    found = read_bytes(tmp_path, whole[: whole.index(b"word/styles.xml") + 4])
    assert texts(found) == {"1": "First.", "2": "Second.", "3": "Third."}
    assert any("damaged" in warning for warning in found.warnings)


def test_broken_markup_is_kept_up_to_the_break(tmp_path: Path) -> None:
    members = parts(par("One.", call(1)) + par("Two.", call(2)), note(1, "First.") + note(2, "Second."))
    members["word/document.xml"] = members["word/document.xml"].replace("Two.", "Two.</w:nonsense>")
    found = read_bytes(tmp_path, zipped(members))
    assert texts(found) == {"1": "First.", "2": "Second."}
    assert claims(found) == {"1": ["One."], "2": []}
    assert any("word/document.xml is broken" in warning for warning in found.warnings)


def test_of_a_lost_text_the_notes_are_kept(tmp_path: Path) -> None:
    members = parts(par("One.", call(1)), note(1, "First.") + note(2, "Second."))
    found = read_bytes(tmp_path, zipped(members | {"word/document.xml": "<w:document"}))
    assert texts(found) == {"1": "First.", "2": "Second."}
    assert any("word/document.xml is broken" in warning for warning in found.warnings)


def test_a_file_without_its_notes_is_told(tmp_path: Path) -> None:
    members = parts(par("One.", call(1)), note(1, "First."))
    del members["word/footnotes.xml"]
    assert_without_notes(read_bytes(tmp_path, zipped(members)))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', "document type"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "document type"),
        ("<x>" * 5000, "nested deeper"),
        ("<x>" + " " * 60_000_000 + "</x>", "unpacks to"),
        ("<x>" + " " * 20_000_000 + "</x>", "unpacks to"),
    ],
)
def test_hostile_parts_are_refused(tmp_path: Path, document: str, said: str) -> None:
    members = parts(par("One.", call(1)), note(1, "First."))
    with pytest.raises(ReportError, match=said) as refused:
        read_bytes(tmp_path, zipped(members | {"word/document.xml": document}))
    assert refused.value.advice


def test_a_zip_that_is_no_document_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no Word document"):
        read_bytes(tmp_path, zipped({"a.txt": "text"}))


def test_the_body_shows_its_callouts(tmp_path: Path) -> None:
    found = read(tmp_path, par("One * two_", call(1), "."), note(1, "First."))
    assert '<sup class="callout" id="ref-1-1"><a href="#fn-1"' in render_body(found.report)
    assert "One * two_" in render_body(found.report)
