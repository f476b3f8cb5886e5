"""The text layer of a PDF, its geometry and its declarations: the sole importer of pdfminer.

Boxes come out as a viewer shows the page: turned by /Rotate, cut to the crop box, origin at the top left, in points.
"""

from __future__ import annotations

import logging
import math
import re
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar
from zlib import error as ZlibError  # noqa: N812 - an exception class, whatever zlib calls it

import pdfminer
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.utils import Matrix, PathSegment, Rect, apply_matrix_pt, apply_matrix_rect, decode_text

from indexer.errors import PdfDamaged, PdfEncrypted
from indexer.extract.layout import lay_out
from indexer.extract.printed import printed_page
from indexer.extract.segments import Glyph, turned
from indexer.models import Word
from indexer.models.printed import PrintedPage, PrintedRule

_Read = TypeVar("_Read")

ENGINE = f"pdfminer.six {pdfminer.__version__}"

CACHE_BELOW_BYTES = 64 * 1_000_000
"""pdfminer keeps every object it has read, streams with it. A file of text needs that for speed (object streams would
be unpacked anew for each object); a file this large is a scan, whose images would fill the memory."""

DAMAGE = (
    PSException,
    struct.error,
    ZlibError,
    RecursionError,
    AssertionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)
"""What pdfminer raises on broken files (all of these were seen under bit flips). MemoryError is not among them: it is
the worker's limit and must reach it."""

STROKE_SEGMENTS = 6
"""Steps of a path that may be a level stroke: a line has 2, a thin rectangle 5."""

STROKE_HEIGHT, STROKE_LENGTH = 2.5, 24.0
"""Points: rules above notes are 0.4 to 1 high and a third of the column long."""

MOST_RULES = 2_000
"""Of a page: a plot may draw a hundred thousand."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TextLayer:
    """What a PDF page says of itself. Sizes in points. ``image_share`` is the part of the page that its largest image
    covers (0 to 1), ``image_dpi`` that image's resolution, 0 without one."""

    text: str
    words: tuple[Word, ...]
    width: float
    height: float
    label: str | None
    image_share: float
    image_dpi: float


class PdfText:
    """An open PDF. Use :func:`open_text`."""

    def __init__(self, document: PDFDocument) -> None:
        self._document = document

    def title(self) -> str | None:
        """The title of the document information, as declared."""
        try:
            for info in self._document.info:
                value = resolve1(info.get("Title"))
                if isinstance(value, bytes) and (title := " ".join(decode_text(value).split())):
                    return _printable(title)
        except DAMAGE:
            return None
        return None

    def count_pages(self) -> int:
        """How many pages pdfminer finds; -1 when it cannot list them to the end."""
        try:
            return sum(1 for _ in PDFPage.create_pages(self._document))
        except DAMAGE:
            return -1

    def layers(self) -> Iterator[TextLayer | None]:
        """The pages in order; None for one that pdfminer cannot interpret. Each is built when it is asked for.

        Raises PdfDamaged when the pages cannot be enumerated to the end.
        """
        return self._read(lambda device, page: device.layer(page.label))

    def printed_pages(self) -> Iterator[PrintedPage]:
        """The pages' lines with the size and height of their characters, in order; a page that pdfminer cannot
        interpret has none. Raises PdfDamaged as layers does."""
        read = self._read(lambda device, _: (*device.page(), device.rules()))
        for number, page in enumerate(read, start=1):
            glyphs, width, height, rules = page or ((), 0.0, 0.0, ())
            yield printed_page(number, width, height, glyphs, rules)

    def _read(self, result: Callable[[_Collector, PDFPage], _Read]) -> Iterator[_Read | None]:
        device = _Collector(PDFResourceManager(caching=True))
        interpreter = PDFPageInterpreter(device.rsrcmgr, device)
        pages = PDFPage.create_pages(self._document)
        while True:
            try:
                page = next(pages, None)
            except DAMAGE as error:
                raise PdfDamaged(f"The PDF's pages cannot be listed ({type(error).__name__}).") from error
            if page is None:
                return
            try:
                _crop(page)
                interpreter.process_page(page)
                yield result(device, page)
            except DAMAGE as error:
                logging.getLogger(__name__).info("pdfminer cannot interpret a page: %r", error)
                device.reset()
                yield None


@contextmanager
def open_text(path: Path) -> Iterator[PdfText]:
    """Open a PDF for its text. Raises PdfDamaged, PdfEncrypted (an empty password is tried)."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every oddity of every font
    with path.open("rb") as file:
        yield PdfText(_document(file, caching=path.stat().st_size < CACHE_BELOW_BYTES))


def _document(file: BinaryIO, *, caching: bool) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(file), caching=caching)
    except PDFEncryptionError as error:
        raise PdfEncrypted("The PDF asks for a password.") from error
    except DAMAGE as error:
        raise PdfDamaged(f"The PDF's structure is broken ({type(error).__name__}).") from error


def _crop(page: PDFPage) -> None:
    """Make the crop box the page: pdfminer places everything by the media box, viewers show the crop box."""
    (mx0, my0, mx1, my1), (cx0, cy0, cx1, cy1) = page.mediabox, page.cropbox
    mx0, mx1, my0, my1 = min(mx0, mx1), max(mx0, mx1), min(my0, my1), max(my0, my1)
    cx0, cx1, cy0, cy1 = min(cx0, cx1), max(cx0, cx1), min(cy0, cy1), max(cy0, cy1)
    box = (max(mx0, cx0), max(my0, cy0), min(mx1, cx1), min(my1, cy1))
    page.mediabox = box if box[0] < box[2] and box[1] < box[3] else (mx0, my0, mx1, my1)


class _Collector(PDFLayoutAnalyzer):
    """Collects the page's characters and its largest image; paths and pdfminer's own layout are left out."""

    def __init__(self, rsrcmgr: PDFResourceManager) -> None:
        super().__init__(rsrcmgr, laparams=None)
        self._outer: list[Matrix] = []
        self._images: list[tuple[float, float]] = []
        self._rules: list[PrintedRule] = []
        self._page: LTPage | None = None

    def reset(self) -> None:
        """Forget a page that was not finished."""
        self._outer.clear()
        self._images.clear()
        self._rules.clear()

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self._images.clear()
        self._rules.clear()
        super().begin_page(page, ctm)

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        """Text in a form belongs to the page it is shown on; only the place in the page is kept over the form."""
        self._outer.append(self.ctm)

    def end_figure(self, _: str) -> None:
        self.set_ctm(self._outer.pop())

    def render_image(self, name: str, stream: PDFStream) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(self.ctm, (0, 0, 1, 1))
        shown = (min(x1, self.cur_item.x1) - max(x0, 0)) * (min(y1, self.cur_item.y1) - max(y0, 0))
        area = self.cur_item.width * self.cur_item.height
        pixels = max(int(resolve1(stream.get_any(names))) for names in (("W", "Width"), ("H", "Height")))
        inches = max(x1 - x0, y1 - y0) / 72
        self._images.append((max(0.0, shown) / area if area else 0.0, pixels / inches if inches else 0.0))

    def paint_path(
        self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        """Of drawings only level strokes are kept, which may part notes from text; leaving out the rest halves the time
        for pages of maps and tables."""
        if len(path) > STROKE_SEGMENTS or len(self._rules) >= MOST_RULES:
            return
        places = [
            apply_matrix_pt(self.ctm, (float(x), float(y))) for step, *at in path if step in "ml" for x, y in [at]
        ]
        if len(places) < 2:
            return
        (x0, x1), (y0, y1) = ((min(values), max(values)) for values in zip(*places, strict=True))
        if y1 - y0 <= STROKE_HEIGHT and x1 - x0 >= STROKE_LENGTH:
            self._rules.append(PrintedRule(x0, x1, self.cur_item.height - (y0 + y1) / 2))

    def receive_layout(self, ltpage: LTPage) -> None:
        self._page = ltpage

    def rules(self) -> tuple[PrintedRule, ...]:
        """The page's level strokes, as they were drawn."""
        return tuple(self._rules)

    def page(self) -> tuple[Sequence[Glyph], float, float]:
        """The page's characters, width and height."""
        page = self._page
        if page is None:
            raise PdfDamaged("The PDF's page came to no end.")
        glyphs = [_glyph(item, page) for item in page if isinstance(item, LTChar) and _on_page(item, page)]
        return glyphs, page.width, page.height

    def layer(self, label: str | None) -> TextLayer:
        glyphs, width, height = self.page()
        share, dpi = max(self._images, default=(0.0, 0.0))
        layout = lay_out(glyphs)
        return TextLayer(layout.text, layout.words, width, height, _printable(label), share, dpi)


def _on_page(item: LTChar, page: LTPage) -> bool:
    """Whether the middle of a character lies on the page that viewers show."""
    return 0 <= (item.x0 + item.x1) / 2 <= page.width and 0 <= (item.y0 + item.y1) / 2 <= page.height


def _glyph(item: LTChar, page: LTPage) -> Glyph:
    """The character in the frame of its own writing direction (see :mod:`indexer.extract.layout`)."""
    a, b, _, _, x, y = item.matrix
    turn = round(math.degrees(math.atan2(b, a)) / 90) % 4
    corners = (turned(item.x0, page.height - item.y1, turn), turned(item.x1, page.height - item.y0, turn))
    (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
    return Glyph(_printable(item.get_text()) or "", x0, y0, x1, y1, turned(x, page.height - y, turn)[1], y1 - y0, turn)


def _printable(text: str | None) -> str | None:
    """Controls and half characters, which no database or JSON can carry, as U+FFFD: the sign for what is not known."""
    return text and _UNPRINTABLE.sub("\ufffd", text)
