"""Reading order, paragraphs, and words where their ink is."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from indexer.extract.render import open_pictures
from tests.extract.helpers import make_pdf, paragraph, read

LEFT = [f"izquierda {number} con texto que llena la columna" for number in range(1, 13)]
RIGHT = [f"derecha {number} con texto que llena la columna" for number in range(1, 13)]
DPI = 144


def text_of(path: Path) -> str:
    return read(path).pages[0].text


def test_two_columns_are_read_one_after_the_other_below_their_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        paragraph(72, 740, ["UN ENCABEZADO QUE VA DE LADO A LADO DE LA PÁGINA, SOBRE LAS DOS COLUMNAS DE TEXTO"])(
            canvas
        )
        for left, right, y in zip(LEFT, RIGHT, range(700, 0, -12), strict=False):
            paragraph(72, y, [left])(canvas)
            paragraph(320, y, [right])(canvas)
        paragraph(300, 40, ["2"])(canvas)

    words = text_of(make_pdf(tmp_path / "a.pdf", draw)).split("\n")
    assert [line for line in words if line][1:-1] == LEFT + RIGHT
    assert words[-1] == "2"


def test_columns_whose_lines_do_not_align_are_columns_too(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        paragraph(72, 700, LEFT, leading=12)(canvas)
        paragraph(320, 695, RIGHT, leading=13)(canvas)

    assert [line for line in text_of(make_pdf(tmp_path / "a.pdf", draw)).split("\n") if line] == LEFT + RIGHT


def test_a_numeral_stays_with_its_text_and_a_table_keeps_its_rows(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for index, numeral in enumerate(("I.", "II.", "III.", "IV.")):
            y = 700 - 40 * index
            paragraph(72, y, [numeral])(canvas)
            paragraph(120, y, [f"Fracción {index} que ocupa toda la línea hasta el margen derecho de la página,"])(
                canvas
            )
            paragraph(120, y - 12, ["y sigue en otra."])(canvas)
        for index in range(6):
            for x, cell in ((72, str(index)), (110, f"NOMBRE {index}"), (300, "Femenino"), (420, f"{index}/2024")):
                paragraph(x, 400 - 12 * index, [cell])(canvas)

    lines = [line for line in text_of(make_pdf(tmp_path / "a.pdf", draw)).split("\n") if line]
    assert lines[0].startswith("I. Fracción 0")
    assert lines[6].startswith("IV. Fracción 3")
    assert lines[8] == "0 NOMBRE 0 Femenino 0/2024"


def test_paragraphs_part_at_wider_steps_and_at_other_sizes(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        paragraph(72, 700, ["TÍTULO"], size=16)(canvas)
        paragraph(72, 684, ["Primera línea", "segunda línea"])(canvas)
        paragraph(72, 650, ["Otro párrafo", "que sigue", "y sigue"])(canvas)

    assert text_of(make_pdf(tmp_path / "a.pdf", draw)) == (
        "TÍTULO\n\nPrimera línea\nsegunda línea\n\nOtro párrafo\nque sigue\ny sigue"
    )


def test_double_spaced_lines_are_one_paragraph(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", paragraph(72, 700, ["uno", "dos", "tres", "cuatro"], leading=26))
    assert text_of(path) == "uno\ndos\ntres\ncuatro"


def test_a_superscript_stays_in_its_line(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        paragraph(72, 700, ["según la fuente"])(canvas)
        width = canvas.stringWidth("según la fuente", "Helvetica", 10)
        paragraph(72 + width, 704, ["13"], size=6)(canvas)
        paragraph(72 + width + 10, 700, ["y otra más"])(canvas)
        paragraph(72, 688, ["la línea siguiente"])(canvas)

    assert text_of(make_pdf(tmp_path / "a.pdf", draw)).startswith("según la fuente13 y otra más\n")


def test_letters_written_in_disorder_are_read_from_left_to_right(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 10)
        for index in (5, 0, 3, 1, 4, 2):
            canvas.drawString(72 + 6 * index, 700, "abcdef"[index])

    assert text_of(make_pdf(tmp_path / "a.pdf", draw)) == "abcdef"


def test_letters_printed_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for step in (0, 0.3):
            for index, letter in enumerate("DECRETO"):
                canvas.drawString(72 + 10 * index + step, 700, letter)

    assert text_of(make_pdf(tmp_path / "a.pdf", draw)).replace(" ", "") == "DECRETO"


def test_a_page_of_three_thousand_scattered_words_takes_seconds(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 4)
        for index in range(3000):
            canvas.drawString((index * 7919) % 580, (index * 104729) % 780, f"palabra{index}")

    path = make_pdf(tmp_path / "a.pdf", draw)
    started = time.process_time()
    assert len(text_of(path)) > 10_000
    assert time.process_time() - started < 30


# --- boxes against ink --------------------------------------------------------------------------


def scattered(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 18)
    for x, y, word in ((90, 560, "HMMH"), (300, 560, "HNNNH"), (180, 420, "MMM"), (350, 220, "HHHHHH")):
        canvas.drawString(x, y, word)


def rotated(degrees: int) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(degrees)
        scattered(canvas)

    return draw


def cropped(canvas: Canvas) -> None:
    canvas.setCropBox((60, 150, 560, 700))
    scattered(canvas)
    canvas.drawString(20, 750, "OUTSIDE")


def cropped_and_rotated(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    cropped(canvas)


def sideways(canvas: Canvas) -> None:
    canvas.rotate(90)
    canvas.setFont("Helvetica-Bold", 18)
    for x, y, word in ((90, -200, "HMMH"), (300, -200, "HNNNH"), (180, -420, "MMM")):
        canvas.drawString(x, y, word)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("stamp")
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(0, 0, "HMMH")
    canvas.endForm()
    canvas.translate(200, 500)
    canvas.doForm("stamp")
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(0, -100, "NNN")


@pytest.mark.parametrize(
    "draw",
    [
        scattered,
        rotated(90),
        rotated(180),
        rotated(270),
        cropped,
        cropped_and_rotated,
        sideways,
        in_a_form,
    ],
    ids=["upright", "90", "180", "270", "cropped", "cropped-90", "sideways", "form"],
)
def test_every_word_lies_on_its_ink_and_all_ink_in_a_word(tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    path = make_pdf(tmp_path / "a.pdf", draw)
    page = read(path).pages[0]
    with open_pictures(path) as pictures:
        picture = Image.open(BytesIO(pictures.render(1, DPI, 10**8).image.data))
    assert page.width is not None
    assert page.height is not None
    assert (round(page.width * DPI / 72), round(page.height * DPI / 72)) == pytest.approx(picture.size, abs=2)
    ink = np.asarray(picture.convert("L")) < 128
    covered = np.zeros_like(ink)
    assert "OUTSIDE" not in page.text
    for word in page.words:
        x0, y0, x1, y1 = (round(edge * DPI / 72) for edge in (word.x0, word.y0, word.x1, word.y1))
        rows, columns = np.nonzero(ink[y0:y1, x0:x1])
        # A box is as high as the font and as wide as the advance: capitals fill two thirds of it and more.
        width, height = x1 - x0, y1 - y0
        long, across = (columns, rows) if width > height else (rows, columns)
        assert np.ptp(long) >= 0.85 * max(width, height), word
        assert np.ptp(across) >= 0.6 * min(width, height), word
        covered[y0:y1, x0:x1] = True
    outside = int((ink & ~covered).sum())
    assert outside <= 0.01 * ink.sum()


@pytest.mark.shared_data
def test_a_real_law_and_gazette_are_read_in_order(shared_data: Path) -> None:
    law = read(shared_data / "dof/laws/LGN_static.pdf").pages[0].text
    assert "\n\nIII. Instituciones de seguridad pública: El Ministerio Público, las instituciones policiales" in law
    assert (
        "Personal de confianza: Persona civil que realiza funciones técnicas, profesionales y\nadministrativas" in law
    )
    gazette = read(shared_data / "dof/pdf/15122024-MAT_pages1-2.pdf").pages[1].text
    assert "\n10 AARÓN RICHARTE GARCÍA Indistinto 7/2024\n" in gazette
