"""Scans whose every word's place is known, because they are drawn here: for the page view's tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen import canvas

FONTS = Path("/usr/share/fonts/truetype/liberation")
SIZE = (1275, 1650)
"""A letter page at 150 dpi."""

WORD = "xilocopa"
"""A word that only the scan holds."""

LYING = {"trigona": (5.0, 0), "euglosa": (0.0, 1), "partamona": (-3.0, 2)}
"""Words of scans that lie askew by so many degrees, and turned by so many quarters of a circle."""

BROKEN = "carpinteras"

FIRST_PAGE = (
    "Informe sobre las abejas del valle",
    "",
    "En el mes de marzo se contaron los nidos de la xilocopa",
    "en las vigas del puente viejo. La mayor parte de las abejas car-",
    "pinteras no hace daño a la madera sana, y su presencia es",
    "señal de que el bosque se conserva.",
    "",
    "La segunda visita halló otra xilocopa junto al camino real,",
    "a doce pasos del molino.",
)
SECOND_PAGE = ("Esta página trata de los caminos y de los puentes.", "", "No hay en ella ninguna abeja.")
THIRD_PAGE = ("Anexo: lugares donde la xilocopa fue vista", "", "El molino, el puente viejo y la huerta.")


@dataclass(frozen=True)
class Ink:
    """Where a word's ink is, in shares of the page's width and height."""

    word: str
    x0: float
    y0: float
    x1: float
    y1: float


def page(lines: tuple[str, ...]) -> tuple[Image.Image, list[Ink]]:
    """A page of text, and the ink of each of its words (without the punctuation around them)."""
    font = ImageFont.truetype(str(FONTS / "LiberationSerif-Regular.ttf"), 34)
    picture = Image.new("L", SIZE, "white")
    draw = ImageDraw.Draw(picture)
    inks = []
    for number, line in enumerate(lines):
        y = 180 + 62 * number
        draw.text((150, y), line, font=font, fill=0)
        at = 0
        for piece in line.split(" "):
            word = piece.strip(".,:-")
            before = line[:at] + piece[: piece.find(word)]
            x = 150 + draw.textlength(before, font=font)
            if word:
                x0, y0, x1, y1 = draw.textbbox((x, y), word, font=font)
                inks.append(Ink(word, x0 / SIZE[0], y0 / SIZE[1], x1 / SIZE[0], y1 / SIZE[1]))
            at += len(piece) + 1
    return picture, inks


def scan(path: Path) -> list[Ink]:
    """A scan of three pages as TIFF; the ink of the first page's words."""
    (first, inks), (second, _), (third, _) = page(FIRST_PAGE), page(SECOND_PAGE), page(THIRD_PAGE)
    first.save(path, dpi=(150, 150), save_all=True, append_images=[second, third])
    return inks


def lying(path: Path, word: str, degrees: float, quarters: int) -> list[Ink]:
    """A scan of one page that has the word twice, askew (clockwise) and then turned by quarters; the word's ink on the
    page as it is shown: upright, and still askew."""
    picture, inks = page(
        (f"En el monte se vio una {word} junto al río,", "", f"y otra {word} en la huerta del molino.")
    )

    def askew(sheet: Image.Image) -> Image.Image:
        return sheet.rotate(-degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)

    shown = askew(picture)
    found = []
    for ink in (ink for ink in inks if ink.word == word):
        place = (round(ink.x0 * SIZE[0]), round(ink.y0 * SIZE[1]), round(ink.x1 * SIZE[0]), round(ink.y1 * SIZE[1]))
        alone = Image.new("L", SIZE, 255)
        alone.paste(picture.crop(place), place)
        box = ImageChops.invert(askew(alone)).point(lambda value: 255 * (value > 100)).getbbox()
        assert box is not None
        width, height = shown.size
        found.append(Ink(word, box[0] / width, box[1] / height, box[2] / width, box[3] / height))
    shown.rotate(90 * quarters, expand=True).save(path, dpi=(150, 150))
    return found


def printed(path: Path) -> None:
    """A PDF with a text layer, its page turned by 90° as landscape tables are, with a word broken at a line's end."""
    sheet = canvas.Canvas(str(path), pagesize=letter, invariant=1)
    sheet.setPageRotation(90)
    for number, line in enumerate(
        ("El decreto sobre la meliponicultura", "entra en vigor; la melipo-", "nicultura crece.")
    ):
        sheet.drawString(100, 400 - 20 * number, line)
    sheet.showPage()
    sheet.save()


def iou(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The area that two boxes (x0, y0, x1, y1) share, of the area they cover together."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across * down / (area - across * down)
