"""Reports in HTML as many programs write them, from file to notes and claims."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer.citations.report import ReadReport, read_report
from indexer.errors import ReportError
from indexer.models import Url


def read(folder: Path, body: str | bytes, name: str = "informe.html") -> ReadReport:
    path = folder / name
    page = body if isinstance(body, bytes) else f"<!DOCTYPE html><html><body>{body}</body></html>".encode()
    path.write_bytes(page)
    return read_report(path)


def texts(found: ReadReport) -> dict[str, str]:
    return {note.label: note.text for note in found.report.footnotes}


def claims(found: ReadReport) -> dict[str, list[str]]:
    return {note.label: [claim.sentence for claim in note.claims] for note in found.report.footnotes}


PANDOC = """
<h1 class="title">Informe</h1>
<p>El Ejército siguió.<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> Otra
frase<a href="#fn2" class="footnote-ref" id="fnref2" role="doc-noteref"><sup>2</sup></a>.</p>
<section class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr /><ol>
<li id="fn1" role="doc-endnote"><p>Primera, <a href="https://dof.gob.mx/a">DOF</a>.<a href="#fnref1"
class="footnote-back" role="doc-backlink">↩︎</a></p></li>
<li id="fn2" role="doc-endnote"><p>Segunda.</p><p>Más. <a href="#fnref2" class="footnote-back">↩︎</a></p></li>
</ol></section>"""

WORD = """
<p class=MsoNormal>El Ejército siguió.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference><span lang=ES>[1]</span></span><![endif]></span></span></a> Otra frase<a href="#_edn1"
name="_ednref1"><span class=MsoEndnoteReference>[i]</span></a>.</p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%">
<![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"
title=""><span class=MsoFootnoteReference>[1]</span></a> Primera, <a href="https://dof.gob.mx/a">DOF</a>.</p>
</div></div><div style='mso-element:endnote-list'><div style='mso-element:endnote' id=edn1><p class=MsoEndnoteText><a
href="#_ednref1" name="_edn1"><span>[i]</span></a> Segunda.</p><p class=MsoEndnoteText>Más.</p></div></div>"""

EASY = """
<article><p>El Ejército siguió.<span id='easy-footnote-1-12' class='easy-footnote-margin-adjust'></span><span
class='easy-footnote'><a href='#easy-footnote-bottom-1-12' title='Primera'><sup>1</sup></a></span> Otra frase<span
id='easy-footnote-2-12' class='easy-footnote-margin-adjust'></span><span class='easy-footnote'><a
href='#easy-footnote-bottom-2-12' title='Segunda'><sup>2</sup></a></span>.</p>
<div class="easy-footnote-title"><h4>Notas</h4></div><ol class="easy-footnotes-wrapper">
<li class="easy-footnote-single">
<span id="easy-footnote-bottom-1-12" class="easy-footnote-margin-adjust"></span>Primera,
<a href="https://dof.gob.mx/a">DOF</a>.<a class="easy-footnote-to-top" href="#easy-footnote-1-12"></a></li>
<li class="easy-footnote-single">
<span id="easy-footnote-bottom-2-12" class="easy-footnote-margin-adjust"></span>Segunda.
<p>Más.</p><a class="easy-footnote-to-top" href="#easy-footnote-2-12"></a></li></ol></article>"""

MODERN = """
<p>El Ejército siguió.<sup class="modern-footnotes-footnote " data-mfn="1" data-mfn-post-scope="0001_0"><a
href="javascript:void(0)" title="Primera" role="button" aria-pressed="false"
aria-describedby="mfn-content-0001_0-1">1</a></sup><span id="mfn-content-0001_0-1" role="tooltip"
class="modern-footnotes-footnote__note" tabindex="0" data-mfn="1" style="display:none">Primera, <a
href="https://dof.gob.mx/a">DOF</a>.</span> Otra frase<sup class="modern-footnotes-footnote " data-mfn="2"><a
href="javascript:void(0)" role="button" aria-describedby="mfn-content-0001_0-2">2</a></sup><span
id="mfn-content-0001_0-2" role="tooltip" class="modern-footnotes-footnote__note" data-mfn="2">Segunda.<br><br>
Más.</span>.</p>"""

BLOCK_EDITOR = """
<p>El Ejército siguió.<sup data-fn="aa-1" class="fn"><a href="#aa-1" id="aa-1-link">1</a></sup> Otra frase<sup
data-fn="bb-2" class="fn"><a href="#bb-2" id="bb-2-link">2</a></sup>.</p>
<ol class="wp-block-footnotes"><li id="aa-1">Primera, <a href="https://dof.gob.mx/a">DOF</a>. <a href="#aa-1-link"
aria-label="Ir a la nota">↩︎</a></li><li id="bb-2">Segunda.<br><br>Más. <a href="#bb-2-link">↩︎</a></li></ol>"""

GOOGLE = """
<p class="c1"><span>El Ejército siguió.</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span> Otra
frase</span><sup><a href="#ftnt2" id="ftnt_ref2">[2]</a></sup><span>.</span></p><hr class="c5">
<div><p class="c3"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Primera, </span><span><a
href="https://www.google.com/url?q=https://dof.gob.mx/a&amp;sa=D&amp;ust=1">DOF</a></span><span>.</span></p></div>
<div><p><a href="#ftnt_ref2" id="ftnt2">[2]</a><span>&nbsp;Segunda.</span></p><p><span>Más.</span></p></div>"""

LIBREOFFICE = """
<p>El Ejército siguió.<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> Otra
frase<a class="sdfootnoteanc" name="sdfootnote2anc" href="#sdfootnote2sym"><sup>2</sup></a>.</p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym"
href="#sdfootnote1anc">1</a>Primera, <a href="https://dof.gob.mx/a">DOF</a>.</p></div>
<div id="sdfootnote2"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote2sym"
href="#sdfootnote2anc">2</a>Segunda.</p><p>Más.</p></div>"""

EPUB = """
<p>El Ejército siguió.<a epub:type="noteref" href="#n1">1</a> Otra frase<a epub:type="noteref" href="#n2">2</a>.</p>
<aside epub:type="footnote" id="n1"><p>1. Primera, <a href="https://dof.gob.mx/a">DOF</a>.</p></aside>
<aside epub:type="footnote" id="n2"><p>2. Segunda.</p><p>Más.</p></aside>"""

SUBSTACK = """
<p>El Ejército siguió.<a data-component-name="FootnoteAnchorToDOM" id="footnote-anchor-1"
href="https://x.substack.com/p/y#footnote-1" class="footnote-anchor">1</a> Otra frase<a id="footnote-anchor-2"
href="https://x.substack.com/p/y#footnote-2" class="footnote-anchor">2</a>.</p>
<div class="footnote"><a id="footnote-1" href="https://x.substack.com/p/y#footnote-anchor-1"
class="footnote-number">1</a>
<div class="footnote-content"><p>Primera, <a href="https://dof.gob.mx/a">DOF</a>.</p></div></div>
<div class="footnote"><a id="footnote-2" href="https://x.substack.com/p/y#footnote-anchor-2"
class="footnote-number">2</a>
<div class="footnote-content"><p>Segunda.</p><p>Más.</p></div></div>"""

SPHINX = """
<p>El Ejército siguió.<a class="footnote-reference brackets" href="#id3" id="id1">1</a> Otra frase<a
class="footnote-reference brackets" href="#id4" id="id2">2</a>.</p><dl class="footnote brackets">
<dt class="label" id="id3"><span class="brackets"><a class="fn-backref" href="#id1">1</a></span></dt>
<dd><p>Primera, <a href="https://dof.gob.mx/a">DOF</a>.</p></dd>
<dt class="label" id="id4"><span class="brackets"><a class="fn-backref" href="#id2">2</a></span></dt>
<dd><p>Segunda.</p><p>Más.</p></dd></dl>"""

FLAT = """
<p>El Ejército siguió.<a href="#nota1"><sup>1</sup></a> Otra frase<a href="#nota2"><sup>2</sup></a>.</p>
<h3>Notas</h3><p><a name="nota1"></a>1. Primera, <a href="https://dof.gob.mx/a">DOF</a>.</p>
<p><a name="nota2"></a>2. Segunda.</p><p>Más.</p>"""


@pytest.mark.parametrize(
    "page",
    [PANDOC, WORD, EASY, MODERN, BLOCK_EDITOR, GOOGLE, LIBREOFFICE, EPUB, SUBSTACK, SPHINX],
    ids=["pandoc", "word", "easy", "modern", "block", "google", "libreoffice", "epub", "substack", "sphinx"],
)
def test_every_program_writes_notes_its_own_way(tmp_path: Path, page: str) -> None:
    found = read(tmp_path, page)
    first, second = found.report.footnotes
    assert (first.label, first.text) == ("1", "Primera, [DOF](https://dof.gob.mx/a).")
    assert (second.label, second.text.split()) == ("i" if page is WORD else "2", ["Segunda.", "Más."])
    assert [claim.sentence for claim in first.claims] == ["El Ejército siguió."]
    assert [claim.sentence for claim in second.claims] == ["Otra frase."]
    assert first.references[0].urls == (Url("DOF", "https://dof.gob.mx/a"),)
    assert "Primera" not in found.report.body
    assert found.warnings == ()


def test_several_callouts_share_their_brackets(tmp_path: Path) -> None:
    page = (
        '<p>Uno [<a href="#B1" class="bibr">1</a>, <a href="#B2" class="bibr">2</a>] y dos <sup><a href="#B2">2</a>,'
        '<a href="#B1">1</a></sup>.</p>'
        '<ul class="ref-list"><li id="B1"><span>1.</span>A.</li><li id="B2">2. B.</li></ul>'
    )
    found = read(tmp_path, page)
    assert texts(found) == {"1": "A.", "2": "B."}
    assert claims(found)["1"][0] == "Uno y dos."


def test_letters_below_a_table_are_notes(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>Oaxaca</td><td>12<sup><a href='#t1'>a</a></sup></td></tr></table>"
        "<p id='t1' class='tablenote'><sup>a</sup> Cifra preliminar.</p>"
    )
    found = read(tmp_path, page)
    assert texts(found) == {"a": "Cifra preliminar."}
    assert claims(found) == {"a": ["Oaxaca | 12"]}


def test_notes_in_one_paragraph_are_parted_at_their_anchors(tmp_path: Path) -> None:
    page = (
        '<p>Uno<a href="#_1"><sup>1</sup></a>. Dos<a href="#_2"><sup>2</sup></a>.</p>'
        '<p class="notas"><a name="_1">1</a> Primera.<br><a name="_2">2</a> Segunda, <i>Ibid</i>.</p>'
    )
    assert texts(read(tmp_path, page)) == {"1": "Primera.", "2": "Segunda, Ibid."}


def test_notes_in_flat_paragraphs_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, FLAT)
    assert texts(found)["1"] == "Primera, [DOF](https://dof.gob.mx/a)."
    assert texts(found)["2"] == "Segunda."


def test_an_encyclopedias_note_is_called_several_times(tmp_path: Path) -> None:
    page = """
    <p>One thing.<sup id="cite_ref-x_1-0" class="reference"><a
    href="#cite_note-x-1"><span>[</span>1<span>]</span></a></sup>
    Another.<sup id="cite_ref-2" class="reference"><a href="./Page#cite_note-2">[2]</a></sup> Again.<sup
    id="cite_ref-x_1-1" class="reference"><a href="#cite_note-x-1">[1]</a></sup></p>
    <div class="reflist"><ol class="references"><li id="cite_note-x-1"><span class="mw-cite-backlink">^ <a
    href="#cite_ref-x_1-0"><sup><i><b>a</b></i></sup></a> <a
    href="#cite_ref-x_1-1"><sup><i><b>b</b></i></sup></a></span>
    <span class="reference-text">First source.</span></li><li id="cite_note-2"><span class="mw-cite-backlink"><b><a
    href="#cite_ref-2">^</a></b></span> <span class="reference-text">2 de octubre de 1968.</span></li></ol></div>"""
    found = read(tmp_path, page)
    assert texts(found) == {"1": "First source.", "2": "2 de octubre de 1968."}
    assert claims(found) == {"1": ["One thing.", "Again."], "2": ["Another."]}


@pytest.mark.parametrize("heading", ["<h2>Notas</h2>", "<hr>"])
def test_raised_numbers_without_links_are_tied_to_a_list_of_notes(tmp_path: Path, heading: str) -> None:
    page = (
        "<h1>Informe</h1><p>El Ejército<sup>1</sup> midió 10 m<sup>2</sup> de la 1<sup>er</sup> zona con "
        "CO<sub>2</sub>.<sup>2</sup></p><ol><li>Una lista.</li><li>Del cuerpo.</li></ol>"
        f"<p>{'Prosa del cuerpo. ' * 20}Fin.<sup>3</sup></p>"
        f"{heading}<ol><li>Primera.</li><li>Segunda.</li><li>Tercera.</li></ol>"
    )
    found = read(tmp_path, page)
    assert texts(found) == {"1": "Primera.", "2": "Segunda.", "3": "Tercera."}
    assert claims(found)["1"] == ["El Ejército midió 10 m² de la 1er zona con CO2."]
    assert claims(found)["2"] == claims(found)["1"]


def test_typed_notes_of_each_chapter_are_its_own(tmp_path: Path) -> None:
    def chapter(number: int) -> str:
        body = "".join(f"<p>Claim {number}.{turn} stands here.<sup>{turn}</sup></p>" for turn in (1, 2, 3))
        items = "".join(f"<li><p>Note {number}.{turn}.</p><p>More.</p></li>" for turn in (1, 2, 3))
        return f"<h2>Capítulo {number}</h2>{body}<h3>Notas</h3><ol>{items}</ol>"

    found = read(tmp_path, chapter(1) + chapter(2))
    assert [(item.note, item.text.split("\n")[0]) for item in found.report.footnotes][3:5] == [
        ("fn-2-1", "Note 2.1."),
        ("fn-2-2", "Note 2.2."),
    ]
    assert [claim.sentence for claim in found.report.footnotes[3].claims] == ["Claim 2.1 stands here."]


@pytest.mark.parametrize("brackets", ["<sup>[{}]</sup>", "[{}]", "<sup>({})</sup>"])
def test_bracketed_numbers_are_tied_to_a_numbered_list(tmp_path: Path, brackets: str) -> None:
    page = (
        f"<p>Uno.{brackets.format(1)} Dos.{brackets.format(2)}</p><h2>Referencias</h2><ol><li>A.</li><li>B.</li></ol>"
    )
    found = read(tmp_path, page)
    assert texts(found) == {"1": "A.", "2": "B."}
    assert claims(found) == {"1": ["Uno."], "2": ["Dos."]}


def test_notes_written_where_they_are_called_are_taken_out_of_the_text(tmp_path: Path) -> None:
    side = (
        '<label for="s{0}" class="sidenote-number"></label><input type="checkbox" id="s{0}"/>'
        '<span class="sidenote">{1}</span>'
    )
    found = read(tmp_path, f"<p>Uno{side.format(1, 'Al margen.')} sigue. Dos.{side.format(2, 'Otra.')}</p>")
    assert texts(found) == {"1": "Al margen.", "2": "Otra."}
    assert claims(found) == {"1": ["Uno sigue."], "2": ["Dos."]}
    mark = '<sup class="ltx_note_mark">{0}</sup>'
    latexml = (
        f'<p>Uno<span class="ltx_note">{mark}<span class="ltx_note_outer"><span class="ltx_note_content">{mark}'
        '<span class="ltx_tag ltx_tag_note">{0}</span>{1}</span></span></span> sigue.</p>'
    )
    assert texts(read(tmp_path, latexml.format(4, "Cuarta."))) == {"4": "Cuarta."}


def test_a_note_that_begins_with_a_number_keeps_it(tmp_path: Path) -> None:
    page = '<p>A.<a href="#n2" class="fn">2</a></p><div id="n2" class="note">2 de octubre de 1968.</div>'
    assert texts(read(tmp_path, page)) == {"2": "2 de octubre de 1968."}


def test_a_reference_to_another_note_stays_in_the_text(tmp_path: Path) -> None:
    page = (
        '<p>A<sup><a id="a1" href="#n1">1</a></sup>, B<sup><a id="a2" href="#n2">2</a></sup>.</p><div class="notes">'
        '<p><a id="n1" href="#a1">1</a>. First. <a href="#a1">[volver]</a></p>'
        '<p><a id="n2" href="#a2">2</a>. See note <a href="#n1">1</a>. <a href="#a2">Regresar al texto</a></p></div>'
    )
    assert texts(read(tmp_path, page)) == {"1": "First.", "2": "See note 1."}


def test_exponents_and_ordinals_are_no_callouts(tmp_path: Path) -> None:
    page = PANDOC.replace("Otra", "Son 3 km<sup>2</sup>, el 1<sup>o</sup> y 10<sup>-3</sup> de CO<sub>2</sub>: otra")
    assert claims(read(tmp_path, page))["2"] == ["Son 3 km², el 1o y 10⁻³ de CO2: otra frase."]


def test_what_surrounds_the_document_is_left_out(tmp_path: Path) -> None:
    page = (
        '<header><a href="#menu">Menu</a></header><nav>Navigation</nav><div class="cookie-banner">Cookies!</div>'
        '<script>var a = "<p>code</p>"</script><p hidden>Hidden</p><p style="display: none">Unseen</p>'
        f"<main>{PANDOC}</main><footer>Imprint</footer>"
    )
    body = read(tmp_path, page).report.body
    assert "siguió" in body
    for left_out in ("Menu", "Navigation", "Cookies", "code", "Hidden", "Unseen", "Imprint"):
        assert left_out not in body


def test_headings_are_no_furniture_for_their_words(tmp_path: Path) -> None:
    page = f'<section id="contexto-social"><h2 id="social">Social</h2><p>Contexto.</p></section>{PANDOC}'
    assert "## Social" in read(tmp_path, page).report.body


def test_unseen_characters_do_not_join_sentences(tmp_path: Path) -> None:
    found = read(tmp_path, PANDOC.replace("</a> Otra", "</a>&#8203; Otra"))
    assert claims(found) == {"1": ["El Ejército siguió."], "2": ["Otra frase."]}


def test_links_within_the_page_are_no_callouts(tmp_path: Path) -> None:
    page = (
        '<ul class="contents"><li><a href="#s1">1</a> Uno</li></ul><h2 id="s1">Uno <a href="#s1">¶</a></h2>'
        '<p><a href="#A">A</a> <a href="#B">B</a></p><p id="A">Aaa.</p><p id="B">Bbb.</p>'
    )
    assert list(texts(read(tmp_path, page + PANDOC))) == ["1", "2"]


def test_quotations_and_lists_are_told(tmp_path: Path) -> None:
    page = PANDOC.replace("siguió.<a", "siguió:<a").replace(
        "Otra\nfrase", "</p><blockquote>No hay guerra.</blockquote><p>Otra frase"
    )
    found = read(tmp_path, page)
    assert found.report.footnotes[0].claims[0].quotes == ("No hay guerra.",)
    assert found.report.title == "Informe"


def test_pages_of_an_electronic_book_are_kept(tmp_path: Path) -> None:
    page = EPUB.replace("Otra", '<span epub:type="pagebreak" id="p17" title="17"></span>Otra')
    assert [note.claims[0].page for note in read(tmp_path, page).report.footnotes] == [None, 17]


def test_encodings_and_xhtml_are_read(tmp_path: Path) -> None:
    latin = f'<html><head><meta charset="iso-8859-1"></head><body>{PANDOC.replace("↩︎", "")}</body></html>'.encode(
        "cp1252"
    )
    assert claims(read(tmp_path, latin, "informe.htm"))["1"] == ["El Ejército siguió."]
    spaced = f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><a id="top"/>{EPUB}</body></html>'
    assert len(texts(read(tmp_path, spaced.encode(), "informe.xhtml"))) == 2


# --- bad input ----------------------------------------------------------------------------------


def page_of(numbers: range, without: int | None = None) -> str:
    body = "".join(f'<p>Claim {n}.<sup><a href="#fn{n}" id="r{n}">{n}</a></sup></p>' for n in numbers)
    items = "".join(f'<li id="fn{n}">Note {n}. <a href="#r{n}">↩</a></li>' for n in numbers if n != without)
    return f"{body}<ol>{items}</ol>"


def test_a_page_without_notes_is_told(tmp_path: Path, shared_data: Path) -> None:
    written = "<p>Just text, 10 m<sup>2</sup>.</p><ol><li>One.</li><li>Two.</li></ol>"
    saved = (shared_data / "presidencia" / "html").glob("*.html")
    for found in (read(tmp_path, written), *map(read_report, saved)):
        assert not found.report.footnotes
        assert any(warning.startswith("No notes were found") for warning in found.warnings)


def test_three_thousand_notes_take_seconds(tmp_path: Path) -> None:
    start = time.monotonic()
    found = read(tmp_path, page_of(range(1, 3001)))
    assert time.monotonic() - start < 30
    assert claims(found)["2718"] == ["Claim 2718."]


def test_a_missing_note_is_told_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, page_of(range(1, 10), without=7))
    assert list(texts(found)) == ["1", "2", "3", "4", "5", "6", "8", "9"]
    assert claims(found)["8"] == ["Claim 8."]
    assert "Callouts whose note is not in the page: 7." in found.warnings


def test_two_notes_of_one_number_are_both_kept(tmp_path: Path) -> None:
    page = (
        '<p>One.<sup><a href="#fn12">12</a></sup> Two.<sup><a href="#fn12">12</a></sup></p>'
        '<ol start="12"><li id="fn12">First.</li><li id="fn12">Second.</li></ol>'
    )
    found = read(tmp_path, page)
    assert [(note.note, note.text) for note in found.report.footnotes] == [("fn-12", "First."), ("fn-12-2", "Second.")]
    assert [note.claims[0].sentence for note in found.report.footnotes] == ["One.", "Two."]


def test_a_note_that_nothing_calls_is_kept(tmp_path: Path) -> None:
    page = page_of(range(1, 6)).replace('<sup><a href="#fn3" id="r3">3</a></sup>', "")
    found = read(tmp_path, page)
    assert texts(found)["3"] == "Note 3."
    assert claims(found)["3"] == []


def test_deep_and_broken_markup_is_a_sentence_or_is_read(tmp_path: Path) -> None:
    assert list(texts(read(tmp_path, "<div>" * 200 + PANDOC))) == ["1", "2"]
    assert list(texts(read(tmp_path, PANDOC[: PANDOC.index("Más")]))) == ["1", "2"]
    with pytest.raises(ReportError):
        read(tmp_path, "<div>" * 100_000)
