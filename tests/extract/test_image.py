"""Pictures of pages, whatever form they come in."""

from __future__ import annotations

import contextlib
import struct
import subprocess
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.config import IngestLimits
from indexer.errors import ImageDamaged, ImageTooLarge, TooManyPages
from indexer.extract import image
from indexer.extract.raster import ink_on, page_image
from indexer.models import PageStatus
from tests.extract.helpers import ScriptedReader, read, tesseract
from tests.ocr.pages import grainy, page

TEXT = "La Guardia Nacional en Sinaloa"


def sheet(text: str = TEXT, size: tuple[int, int] = (1000, 400)) -> Image.Image:
    picture = Image.new("L", size, 255)
    ImageDraw.Draw(picture).text((60, 160), text, fill=0, font=ImageFont.load_default(48))
    return picture


def words(path: Path) -> str:
    return " ".join(" ".join(page.text.split()) for page in read(path, tesseract()).pages)


def on_transparent(picture: Image.Image) -> Image.Image:
    layers = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    layers.paste((0, 0, 0, 255), mask=picture.point(lambda value: 255 - value))
    return layers


def sixteen_bits(picture: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(picture).astype(np.uint16) * 257)


MODES = {
    "two-level.png": lambda picture: picture.convert("1"),
    "gray.png": lambda picture: picture,
    "palette.png": lambda picture: picture.convert("RGB").convert("P"),
    "colour.png": lambda picture: picture.convert("RGB"),
    "transparent.png": on_transparent,
    "gray-alpha.png": lambda picture: on_transparent(picture).convert("LA"),
    "sixteen.png": sixteen_bits,
    "sixteen.tif": sixteen_bits,
    "twelve.tif": lambda picture: Image.fromarray(np.asarray(picture).astype(np.uint16) * 16),
    "cmyk.tif": lambda picture: picture.convert("RGB").convert("CMYK"),
    "cmyk.jpg": lambda picture: picture.convert("RGB").convert("CMYK"),
    "float.tif": lambda picture: Image.fromarray(np.asarray(picture).astype(np.float32) / 255),
    "gray.jpg": lambda picture: picture,
    "colour.jpg": lambda picture: picture.convert("RGB"),
}


@pytest.mark.parametrize("name", MODES)
def test_every_form_of_picture_is_read(tmp_path: Path, name: str) -> None:
    MODES[name](sheet()).save(tmp_path / name)
    assert words(tmp_path / name) == TEXT
    page = read(tmp_path / name).pages[0]
    assert page.status is PageStatus.READ


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_turned_upright(tmp_path: Path, orientation: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what turned the sheet, so that the tag turns it back
    picture = sheet() if orientation == 1 else sheet().transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(tmp_path / "a.jpg", exif=exif, quality=95)
    reader = ScriptedReader()
    read(tmp_path / "a.jpg", reader)
    seen = np.asarray(Image.open(BytesIO(reader.seen[0].data)).convert("L"), dtype=int)
    assert np.abs(seen - np.asarray(sheet(), dtype=int)).mean() < 2


def test_each_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    frames = [sheet("primera").convert("1"), sheet("segunda"), Image.new("1", (800, 1000), 1)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:], dpi=(200, 200))
    pages = read(tmp_path / "a.tif", tesseract()).pages
    assert [page.number for page in pages] == [1, 2, 3]
    assert [page.text for page in pages] == ["primera", "segunda", ""]
    assert pages[2].status is PageStatus.BLANK
    with pytest.raises(TooManyPages):
        read(tmp_path / "a.tif", limits=IngestLimits(max_pages=2))


def test_a_jpeg_is_kept_as_it_came(tmp_path: Path) -> None:
    sheet().save(tmp_path / "a.jpg", dpi=(200, 200))
    reader = ScriptedReader()
    read(tmp_path / "a.jpg", reader)
    assert reader.seen[0].data == (tmp_path / "a.jpg").read_bytes()
    assert (reader.seen[0].media_type, reader.seen[0].dpi) == ("image/jpeg", 200)


@pytest.mark.parametrize("dpi", [(1, 1), (72, 72), (100_000, 100_000), (0, 0)])
def test_a_resolution_that_cannot_be_meant_is_not_believed(tmp_path: Path, dpi: tuple[int, int]) -> None:
    sheet().save(tmp_path / "a.png", dpi=dpi)
    reader = ScriptedReader()
    read(tmp_path / "a.png", reader)
    assert reader.seen[0].dpi == reader.dpi


def bomb(side: int) -> bytes:
    """A PNG of side × side white pixels in some hundred kilobytes at most."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = bytes(1 + side // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_a_picture_of_900_megapixels_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(bomb(30_000))
    with pytest.raises(ImageTooLarge, match="30,000 × 30,000"):
        read(tmp_path / "bomb.png", tesseract())


@pytest.mark.parametrize("form", ["png", "jpg", "tif"])
def test_a_truncated_picture_is_one_error(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    sheet().save(path)
    whole = path.read_bytes()
    for share in (1, 2, 3):
        path.write_bytes(whole[: max(100, len(whole) * share // 4)])
        with pytest.raises(ImageDamaged):
            read(path)


@pytest.mark.parametrize(
    "data",
    [
        b"II*\x00" + b"\xff" * 64,
        b"II*\x00\x08\x00\x00\x00\xff\xff" + b"\x00" * 40,
        b"MM\x00*\x00\x00\x00\x08\x00\x00",
        b"II*\x00\x08\x00\x00\x00" + b"\x00" * 10,
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + b"\xff" * 17,
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
    ],
)
def test_a_broken_head_or_directory_is_one_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises((ImageDamaged, ImageTooLarge)):
        read(tmp_path / "a")


def test_a_tiff_whose_directories_run_in_a_ring_ends(tmp_path: Path) -> None:
    sheet(size=(200, 100)).save(tmp_path / "a.tif")
    data = bytearray((tmp_path / "a.tif").read_bytes())
    start = struct.unpack_from("<I", data, 4)[0]
    (count,) = struct.unpack_from("<H", data, start)
    struct.pack_into("<I", data, start + 2 + 12 * count, start)
    (tmp_path / "a.tif").write_bytes(data)
    with contextlib.suppress(ImageDamaged):
        assert len(read(tmp_path / "a.tif").pages) == 1


# --- blank pages --------------------------------------------------------------------------------


def paper(noise: float = 12.0, shadow: int = 90) -> np.ndarray:
    """A letter page at 150 dpi as a bad scanner sees it: grain, a shadow across, a dark edge."""
    random = np.random.default_rng(0)
    gray = np.full((1650, 1275), 235.0) + random.normal(0, noise, (1650, 1275)) - np.linspace(0, shadow, 1275)
    gray[:, :20] = 20
    return np.clip(gray, 0, 255).astype(np.uint8)


def test_an_empty_page_is_blank_in_spite_of_grain_shadow_and_edge(tmp_path: Path) -> None:
    Image.fromarray(paper()).save(tmp_path / "a.png", dpi=(150, 150))
    reader = ScriptedReader()
    page = read(tmp_path / "a.png", reader).pages[0]
    assert (page.status, reader.seen) == (PageStatus.BLANK, [])


def test_a_page_with_nothing_but_its_number_is_not_blank(tmp_path: Path) -> None:
    picture = Image.fromarray(paper())
    ImageDraw.Draw(picture).text((620, 1550), "7", fill=60, font=ImageFont.load_default(21))
    picture.save(tmp_path / "a.png", dpi=(150, 150))
    reader = ScriptedReader("7")
    assert read(tmp_path / "a.png", reader).pages[0].text == "7"


def test_ink_is_measured_against_the_paper_around_it() -> None:
    assert ink_on(Image.new("L", (500, 500), 0), 150).none
    assert ink_on(Image.new("L", (1, 1), 255), 300).none
    half = Image.new("L", (800, 800), 255)
    ImageDraw.Draw(half).rectangle((0, 0, 800, 400), fill=0)
    assert ink_on(sheet(), 150).share > 0.01
    # A worn ribbon on gray paper is ink too: what it wrote must not pass for a blank page.
    assert not ink_on(sheet().point(lambda value: 155 + value * 50 // 255), 150).none


def test_clean_pages_are_kept_without_loss_and_noisy_ones_as_jpeg() -> None:
    assert page_image(sheet(), 150).media_type == "image/png"
    assert page_image(sheet().convert("1"), 150).media_type == "image/png"
    assert page_image(Image.fromarray(paper()), 150).media_type == "image/jpeg"
    assert page_image(Image.new("L", (1, 1)), 150).media_type == "image/png"


@pytest.mark.parametrize("error", [MemoryError(), OSError("out of memory error when reading image file")])
def test_a_picture_too_large_to_decode_fails_its_page_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    sheet().save(tmp_path / "a.tif", save_all=True, append_images=[sheet()])
    answers = iter((error, sheet()))

    def decode(_: Image.Image) -> Image.Image:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(image, "_flat", decode)
    lost, found = read(tmp_path / "a.tif").pages
    assert lost.status is PageStatus.UNREADABLE
    assert lost.problem is not None
    assert lost.problem.code == "ocr_memory"
    assert (lost.width, found.status) == (1000, PageStatus.READ)


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_ocr_sees_the_pixels_that_came(tmp_path: Path, mode: str) -> None:
    """What is kept for the eye may be a JPEG, and gray."""
    picture = Image.fromarray(np.minimum(paper()[:400, :1000], np.asarray(sheet()))).convert(mode)
    picture.save(tmp_path / "a.png")
    reader = ScriptedReader()
    read(tmp_path / "a.png", reader)
    assert reader.seen[0].exact is not None
    seen = Image.open(BytesIO(reader.seen[0].exact))
    assert seen.mode == mode
    assert seen.tobytes() == picture.tobytes()


@pytest.mark.parametrize("form", ["png", "jpg", "tif"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_sound_page_is_read_as_bare_tesseract_reads_its_file(tmp_path: Path, mode: str, form: str) -> None:
    """Faint ink with some grain, of which a JPEG is kept: letters that hang by a hair."""
    worn = grainy(page().point(lambda value: 140 + value * 90 // 255), grain=5, salt=0).convert(mode)
    if mode == "RGB":
        worn = Image.merge("RGB", [band.point(lambda value, by=by: value - by) for by, band in enumerate(worn.split())])
    path = tmp_path / f"a.{form}"
    worn.save(path, dpi=(200, 200))
    bare = subprocess.run(["tesseract", path, "-", "-l", "spa"], capture_output=True, text=True, check=True)
    assert words(path) == " ".join(bare.stdout.split())


@pytest.mark.parametrize("name", ["two-level.png", "gray.png", "colour.png", "gray.jpg", "colour.jpg"])
def test_a_file_that_a_browser_shows_is_kept_as_it_came(tmp_path: Path, name: str) -> None:
    MODES[name](sheet()).save(tmp_path / name)
    reader = ScriptedReader()
    read(tmp_path / name, reader)
    assert reader.seen[0].data == (tmp_path / name).read_bytes()
    assert (reader.seen[0].exact is None) == (name == "colour.jpg")


@pytest.mark.shared_data
def test_a_real_fax_of_two_levels_is_read(shared_data: Path) -> None:
    text = words(shared_data / "scans/eurotext/eurotext.tif")
    assert "brown" in text
    assert "43,456.78" in text


def test_of_an_animation_each_picture_is_kept(tmp_path: Path) -> None:
    """Its file would be shown, and read, as if it were the first picture."""
    sheet("Uno").save(tmp_path / "a.png", save_all=True, append_images=[sheet("Dos")])
    reader = ScriptedReader()
    read(tmp_path / "a.png", reader)
    seen = [np.asarray(Image.open(BytesIO(image.data)).convert("L")) for image in reader.seen]
    assert len(seen) == 2
    assert (seen[0] != seen[1]).any()
