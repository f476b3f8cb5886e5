"""PDF: the text layer where it is good, OCR where it is not, and one clear error for what is broken."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from indexer.config import IngestLimits
from indexer.errors import PdfDamaged, PdfEncrypted, PdfWithoutPages, TooManyPages
from indexer.extract.render import PdfPictures
from indexer.models import PageStatus
from tests.extract.helpers import PROSE, ScriptedReader, make_pdf, paragraph, read, tesseract

LINES = [PROSE.strip()[:90], PROSE.strip()[90:]] * 6


def raw_pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with a right cross-reference table."""
    data, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(data) + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def scan(lines: list[str], tmp_path: Path, size: tuple[int, int] = (1275, 1650)) -> ImageReader:
    """A picture of a page of text, as a scanner would make it."""
    from indexer.extract.render import open_pictures

    drawn = make_pdf(tmp_path / "drawn.pdf", paragraph(72, 700, lines, leading=22, size=14))
    with open_pictures(drawn) as pictures:
        (tmp_path / "drawn").write_bytes(pictures.render(1, 150, 10**8).image.data)
    return ImageReader(Image.open(tmp_path / "drawn").resize(size))


def test_a_text_layer_is_read_with_words_in_their_places(tmp_path: Path) -> None:
    page = read(make_pdf(tmp_path / "a.pdf", paragraph(72, 700, LINES))).pages[0]
    assert page.text.splitlines() == LINES
    assert [page.text[word.start : word.end] for word in page.words] == page.text.split()
    assert (page.status, page.ocr, page.confidence) == (PageStatus.READ, False, None)
    assert (page.width, page.height) == letter
    assert page.engine.startswith("pdfminer.six ")


def test_a_scan_is_read_by_ocr_page_by_page_in_a_mixed_document(tmp_path: Path) -> None:
    picture = scan(["Se informa que el laboratorio fue asegurado.", "Culiacán, Sinaloa."], tmp_path)
    mixed = make_pdf(
        tmp_path / "mixed.pdf",
        paragraph(72, 700, LINES),
        lambda canvas: canvas.drawImage(picture, 0, 0, *letter),
        lambda canvas: None,
    )
    text, scanned, blank = read(mixed, tesseract()).pages
    assert not text.ocr
    assert scanned.text.splitlines() == ["Se informa que el laboratorio fue asegurado.", "Culiacán, Sinaloa."]
    assert scanned.ocr
    assert scanned.image is not None
    assert (scanned.width, scanned.height) == (scanned.image.width, scanned.image.height)
    assert (blank.status, blank.text, blank.problem) == (PageStatus.BLANK, "", None)


def test_a_stamp_over_a_scan_does_not_hide_the_scan(tmp_path: Path) -> None:
    picture = scan(LINES, tmp_path)

    def stamped(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, *letter)
        canvas.drawString(400, 20, "Folio 330026424000557, página 1 de 8")

    reader = ScriptedReader("Lo que dice la página entera, con el folio y todo lo demás")
    assert read(make_pdf(tmp_path / "a.pdf", stamped), reader).pages[0].ocr


def test_a_scan_with_a_good_layer_of_ocr_is_not_read_twice(tmp_path: Path) -> None:
    picture = scan(LINES, tmp_path)

    def searchable(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, *letter)
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(3)
        text.textLines("\n".join(LINES))
        canvas.drawText(text)

    reader = ScriptedReader()
    page = read(make_pdf(tmp_path / "a.pdf", searchable), reader).pages[0]
    assert (page.ocr, reader.seen) == (False, [])


def test_a_garbage_layer_is_replaced_by_ocr_unless_ocr_does_worse(tmp_path: Path) -> None:
    spaced = make_pdf(tmp_path / "a.pdf", paragraph(72, 700, [" ".join(line) for line in LINES], size=5))
    assert read(spaced, ScriptedReader("Leído")).pages[0].text == "Leído"
    assert not read(spaced, ScriptedReader("Lddo", confidence=0.2)).pages[0].ocr
    kept = read(spaced, ScriptedReader(None)).pages[0]
    assert (kept.status, kept.ocr) == (PageStatus.READ, False)


def test_text_drawn_as_outlines_is_read_by_ocr(tmp_path: Path) -> None:
    def outline(canvas: Canvas) -> None:
        for column in range(20):
            canvas.rect(72 + 12 * column, 600, 6, 10, fill=1)

    reader = ScriptedReader("A")
    read(make_pdf(tmp_path / "a.pdf", outline), reader)
    assert len(reader.seen) == 1


def test_ink_in_which_ocr_finds_nothing_is_unreadable_dust_is_blank(tmp_path: Path) -> None:
    picture = make_pdf(tmp_path / "a.pdf", lambda canvas: canvas.circle(300, 400, 100, fill=1))
    assert read(picture, ScriptedReader(None)).pages[0].status is PageStatus.UNREADABLE
    dust = make_pdf(tmp_path / "b.pdf", lambda canvas: canvas.circle(300, 400, 2, fill=1))
    page = read(dust, ScriptedReader(None)).pages[0]
    assert (page.status, page.problem) == (PageStatus.BLANK, None)


def test_pages_on_which_nothing_is_drawn_are_blank_without_being_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(PdfPictures, "render")
    empty = make_pdf(tmp_path / "empty.pdf", lambda canvas: None, lambda canvas: None)
    assert [page.status for page in read(empty, tesseract()).pages] == [PageStatus.BLANK] * 2


def test_printed_page_labels_are_apart_from_page_numbers(tmp_path: Path) -> None:
    def label(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        canvas.addPageLabel(2, style="ARABIC", start=7)

    pages = read(make_pdf(tmp_path / "a.pdf", label, lambda canvas: None, lambda canvas: None)).pages
    assert [(page.number, page.label) for page in pages] == [(1, "i"), (2, "ii"), (3, "7")]


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ("Ley de la Guardia Nacional", "Ley de la Guardia Nacional"),
        ("Microsoft Word - oficio 293.doc", None),
        ("untitled", None),
        ("Scanned Document", None),
        ("OFICIO_0293.pdf", None),
        ("Acuerdo", None),
        ("", None),
    ],
)
def test_only_a_real_title_is_taken_from_the_declaration(tmp_path: Path, declared: str, title: str | None) -> None:
    path = make_pdf(tmp_path / "a.pdf", lambda canvas: canvas.setTitle(declared))
    assert read(path).metadata.title == title


def encrypted(path: Path, user: str) -> Path:
    canvas = Canvas(str(path), encrypt=StandardEncryption(user, ownerPassword="owner", strength=128))
    canvas.drawString(72, 700, PROSE[:60])
    canvas.save()
    return path


def test_a_password_is_asked_for_only_if_there_is_one(tmp_path: Path) -> None:
    with pytest.raises(PdfEncrypted):
        read(encrypted(tmp_path / "a.pdf", "secret"))
    assert read(encrypted(tmp_path / "b.pdf", "")).pages[0].text.startswith("La Guardia Nacional")


def test_a_truncated_pdf_is_one_error_wherever_it_was_cut(tmp_path: Path) -> None:
    whole = make_pdf(tmp_path / "whole.pdf", *[paragraph(72, 700, LINES)] * 5).read_bytes()
    for share in range(1, 20):
        (tmp_path / "cut.pdf").write_bytes(whole[: len(whole) * share // 20])
        with pytest.raises(PdfDamaged):
            read(tmp_path / "cut.pdf")


def test_a_wrong_cross_reference_table_is_rebuilt(tmp_path: Path) -> None:
    whole = make_pdf(tmp_path / "a.pdf", *[paragraph(72, 700, LINES)] * 3).read_bytes()
    (tmp_path / "a.pdf").write_bytes(whole.replace(b"startxref\n", b"startxref\n9"))
    assert [page.text.splitlines() for page in read(tmp_path / "a.pdf").pages] == [LINES] * 3


def test_junk_before_and_after_a_pdf_does_no_harm(tmp_path: Path) -> None:
    whole = make_pdf(tmp_path / "a.pdf", paragraph(72, 700, LINES)).read_bytes()
    (tmp_path / "a.pdf").write_bytes(b"\r\n\r\n" + whole + b"\n<!-- served in 0.01 s -->" * 20)
    assert read(tmp_path / "a.pdf").pages[0].text.splitlines() == LINES


def test_a_pdf_without_pages_and_one_with_too_many_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"))
    with pytest.raises(PdfWithoutPages):
        read(empty)
    three = make_pdf(tmp_path / "three.pdf", *[lambda canvas: None] * 3)
    with pytest.raises(TooManyPages, match="3 pages; the limit is 2"):
        read(three, limits=IngestLimits(max_pages=2))


def test_a_page_tree_that_bites_its_tail_ends(tmp_path: Path) -> None:
    path = tmp_path / "loop.pdf"
    kids = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"
    path.write_bytes(raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", kids, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"))
    assert len(read(path).pages) <= 2


def test_a_form_that_draws_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 5>>"
    form += b"stream\n/F Do\nendstream"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</F 4 0 R>>>>/Contents 5 0 R>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    content = b"<</Length 5>>stream\n/F Do\nendstream"
    path.write_bytes(raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, form, content))
    assert len(read(path).pages) == 1


def test_a_sheet_of_absurd_size_does_not_eat_the_memory(tmp_path: Path) -> None:
    page = read(make_pdf(tmp_path / "a.pdf", lambda canvas: canvas.circle(5, 5, 5), size=(900_000, 900_000))).pages[0]
    assert page.status in (PageStatus.UNREADABLE, PageStatus.BLANK)
    assert page.image is None


def test_a_page_too_large_to_draw_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_pdf(tmp_path / "a.pdf", lambda canvas: canvas.circle(5, 5, 5))

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(PdfPictures, "render", fail)
    page = read(path).pages[0]
    assert page.status is PageStatus.UNREADABLE
    assert page.problem is not None
    assert page.problem.code == "ocr_memory"


def test_a_page_without_a_meaning_for_its_glyphs_is_read_by_ocr(tmp_path: Path) -> None:
    """A composite font without a ToUnicode map: pdfminer can only say (cid:65)."""
    path = tmp_path / "cid.pdf"
    content = b"BT /F 20 Tf 50 500 Td <" + b"0041" * 40 + b"> Tj ET"
    path.write_bytes(
        raw_pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Resources<</Font<</F 4 0 R>>>>/Contents 6 0 R>>",
            b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[5 0 R]>>",
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/FontDescriptor<</Type/FontDescriptor/FontName/X>>"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        )
    )
    reader = ScriptedReader("Leído por OCR")
    assert read(path, reader).pages[0].text == "Leído por OCR"


def test_words_survive_in_utf8_whatever_the_font_says(tmp_path: Path) -> None:
    """A ToUnicode map may name half a character (a lone surrogate) or a control."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"2 beginbfchar <41> <D800> <42> <0000> endbfchar endcmap end"
    )
    content = b"BT /F 20 Tf 50 500 Td (ABC) Tj ET"
    path = tmp_path / "half.pdf"
    path.write_bytes(
        raw_pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
        )
    )
    for page in read(path, ScriptedReader(None)).pages:
        assert page.text.encode("utf-8").decode("utf-8") == page.text
        assert "\x00" not in page.text


def test_random_bytes_after_a_header_are_one_error(tmp_path: Path) -> None:
    noise = struct.pack("<256Q", *(number * 0x9E3779B97F4A7C15 % 2**64 for number in range(256)))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + noise + b"\nstartxref\n0\n%%EOF")
    with pytest.raises(PdfDamaged):
        read(tmp_path / "a.pdf")


@pytest.mark.shared_data
def test_a_real_scan_with_a_layer_keeps_it_and_its_twin_without_is_read(shared_data: Path) -> None:
    twin = read(shared_data / "scans/mixed/mof1_1992_233_OCRED_TWIN.pdf")
    assert not any(page.ocr for page in twin.pages)
    bare = read(shared_data / "scans/mixed/mof1_1992_233_SCAN_NO_TEXT.pdf")
    assert all(page.ocr for page in bare.pages)
    assert len(twin.pages) == len(bare.pages) == 8
