"""PDFs: set pages with a text layer, scanned pages as one image each, or both in one file.

The fonts are the PDF standard ones, so nothing is embedded; ReportLab's ``invariant`` fixes dates and file ids, so
the same source has the same bytes and the document keeps its id.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from html import escape

import typewriter
from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Paragraph, Preformatted, Spacer
from specimen import Block, Page, Specimen

rl_config.useA85 = 0  # JPEG bytes as they are: ASCII-85 makes a scan a quarter larger

PAGE_WIDTH, PAGE_HEIGHT = letter
MARGIN = 62
BOLD = {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold"}


def render_pdf(specimen: Specimen, pages: Sequence[Page]) -> bytes:
    """Draw the pages in order; a set page that runs over goes on to a further sheet."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=letter, invariant=1, lang=specimen.language)
    canvas.setTitle(f"{specimen.title} ({specimen.notice})")
    canvas.setAuthor("Cotejo")
    for number, page in enumerate(pages, start=1):
        if page.skew is None:
            _set_page(canvas, specimen, page)
        else:
            image = typewriter.scan(page.blocks, specimen.notice, f"{specimen.output}#{number}", page.skew)
            jpeg = ImageReader(io.BytesIO(typewriter.as_jpeg(image)))
            canvas.drawImage(jpeg, 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
            canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _set_page(canvas: Canvas, specimen: Specimen, page: Page) -> None:
    face = specimen.options.get("face", "Times-Roman")
    story = list(_story(page.blocks, _styles(face)))
    while story:
        _furniture(canvas, specimen, face)
        before = len(story)
        frame = Frame(MARGIN, 54, PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 144, showBoundary=0)
        frame.addFromList(story, canvas)
        if len(story) == before:
            raise ValueError(f"{specimen.output}: a block does not fit on a page; split it")
        canvas.showPage()


def _furniture(canvas: Canvas, specimen: Specimen, face: str) -> None:
    """The notice as the first line of the sheet, then the running head and the page number."""
    canvas.setFont(BOLD[face], 9)
    canvas.drawCentredString(PAGE_WIDTH / 2, PAGE_HEIGHT - 40, specimen.notice)
    canvas.setFont(face, 9)
    if "head" in specimen.options:
        canvas.drawString(MARGIN, PAGE_HEIGHT - 64, specimen.options["head"])
    canvas.line(MARGIN, PAGE_HEIGHT - 70, PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 70)
    canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 64, str(canvas.getPageNumber()))


def _styles(face: str) -> dict[str, ParagraphStyle]:
    body = ParagraphStyle("body", fontName=face, fontSize=10, leading=13, alignment=TA_JUSTIFY, spaceAfter=6)
    return {
        "paragraph": body,
        "highlight": body,
        "title": ParagraphStyle(
            "title", body, fontName=BOLD[face], fontSize=13, leading=17, alignment=TA_CENTER, spaceAfter=10
        ),
        "heading": ParagraphStyle("heading", body, fontName=BOLD[face], alignment=TA_CENTER, spaceBefore=6),
        "centre": ParagraphStyle("centre", body, alignment=TA_CENTER, spaceAfter=2),
        "right": ParagraphStyle("right", body, alignment=TA_RIGHT, spaceAfter=2),
        "item": ParagraphStyle("item", body, leftIndent=16, bulletIndent=4),
        "typed": ParagraphStyle("typed", fontName="Courier", fontSize=9, leading=12),
    }


def _story(blocks: Sequence[Block], styles: dict[str, ParagraphStyle]) -> Iterator[Flowable]:
    for block in blocks:
        if block.kind == "gap":
            yield Spacer(1, 2)
        elif block.kind == "typed":
            yield Preformatted(block.text, styles["typed"])
        elif block.kind == "item":
            yield Paragraph(escape(block.text, quote=False), styles["item"], bulletText="•")
        else:
            yield Paragraph(escape(block.text, quote=False), styles[block.kind])
