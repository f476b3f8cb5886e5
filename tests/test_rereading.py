"""Reading again: the better reading stands, a person's correction stays, and what was linked to is told about."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.archive import Archive
from indexer.catalog.repository import Catalog
from indexer.choice import is_better, weigh
from indexer.config import load_config
from indexer.drift import drifts
from indexer.errors import UsageError
from indexer.models import Change, Choice, Collection, Kind, KnownPage, Language, Page, PageStatus
from tests.catalog.builders import UNREAD, add, page, read_document
from tests.catalog.builders import reread as file_again
from tests.commands import Ran, cotejo

SURE = "El fentanilo llega por el puerto de Manzanillo, dice el general."
UNSURE = "El fentani1o 1lega por el puerto de Manzani11o, dice el general."


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog.open(tmp_path / "catalog.sqlite", create=True)
    opened.collections.ensure(Collection("inbox", "inbox", "inbox"))
    yield opened
    opened.close()


def ocr(text: str, confidence: float = 0.8, number: int = 1, engine: str = "tesseract 5 spa") -> Page:
    return Page(number, text, engine, ocr=True, confidence=confidence, language=Language.SPANISH)


def unread(number: int = 1) -> Page:
    return Page(number, "", "tesseract", status=PageStatus.UNREADABLE, ocr=True, problem=UNREAD)


@pytest.mark.parametrize(
    ("fresh", "known", "better"),
    [
        (ocr(SURE, 0.95), ocr(UNSURE, 0.8), True),
        (ocr(UNSURE, 0.8), ocr(SURE, 0.95), False),
        (ocr(SURE, 0.8), ocr(UNSURE, 0.8), False),
        (ocr("El", 0.99), ocr(UNSURE, 0.8), False),
        (ocr(SURE), unread(), True),
        (unread(), ocr(SURE), False),
        (ocr(SURE, 0.9), page(1, "\x01\x02\x03 ��� \x04\x05"), True),
        (ocr(SURE[:20], 0.9), page(1, SURE), False),
        (page(1, SURE), ocr(SURE[:20], 0.9), True),
        (page(1, SURE + "!"), page(1, SURE), True),
    ],
)
def test_the_better_reading_of_a_page_stands(fresh: Page, known: Page, better: bool) -> None:
    assert is_better(fresh, known) is better


def known(*pages: Page) -> list[KnownPage]:
    return [KnownPage(item, f"r{item.number}", None) for item in pages]


def test_every_page_is_weighed_by_itself() -> None:
    fresh = read_document(
        "m", ocr(SURE, 0.95), ocr("peor", 0.3, 2), unread(3), ocr("otra cosa", 0.99, 4), ocr("igual", 0.7, 5)
    )
    before = known(
        ocr(UNSURE),
        ocr("bien", 0.9, 2),
        ocr("leída", 0.5, 3),
        ocr("corregida", 0.5, 4, "correction by Ana"),
        ocr("igual", 0.6, 5),
    )
    made = weigh(before, fresh, {})
    assert [item.text for item in made.read.pages] == [SURE, "bien", "leída", "corregida", "igual"]
    assert [made.choices[n] for n in range(1, 6)] == [
        Choice.NEWER,
        Choice.KEPT,
        Choice.UNREAD,
        Choice.CORRECTED,
        Choice.SAME,
    ]
    assert [item.text for item in made.beside] == ["peor", "otra cosa"]
    texts = {item.number: item.text for item in made.read.pages}
    assert [texts[p.page][p.start : p.end] for p in made.read.passages] == list(texts.values())


@pytest.fixture
def document(catalog: Catalog) -> str:
    return add(catalog, read_document("memo", ocr(UNSURE), ocr("Segunda página.", 0.9, 2)))


def reread(catalog: Catalog, *pages: Page) -> None:
    file_again(catalog, read_document("memo", *pages), {})


def test_a_new_reading_stands_beside_the_old_one_and_says_what_has_drifted(catalog: Catalog, document: str) -> None:
    (old, second) = (catalog.documents.page(document, n) for n in (1, 2))
    reread(catalog, ocr(SURE, 0.95), ocr("Segunda pág.", 0.7, 2))
    assert catalog.documents.page(document, 1).text == SURE
    assert catalog.documents.page(document, 1, reading=old.reading.reading).text == UNSURE
    assert catalog.documents.page(document, 2).reading.reading == second.reading.reading
    assert [r.current for r in catalog.documents.readings(document, 2)] == [True, False]
    (told,) = drifts(catalog, document)
    assert (told.page, told.change, told.text, told.newer_text) == (1, Change.CHANGED, UNSURE, SURE)
    assert catalog.rereadings.with_former() == [document]
    assert list(catalog.integrity()) == []


def test_what_is_read_as_it_was_before_has_not_drifted(catalog: Catalog, document: str) -> None:
    reread(catalog, ocr(SURE, 0.95), ocr("Segunda página.", 0.9, 2))
    reread(catalog, ocr(UNSURE, 0.97), ocr("Segunda página.", 0.9, 2))
    # The first reading is current again: links to it hold. Those to the second have drifted.
    assert [(item.text, item.newer_text) for item in drifts(catalog, document)] == [(SURE, UNSURE)]


def test_a_correction_made_meanwhile_is_not_overwritten(catalog: Catalog, document: str) -> None:
    fresh = read_document("memo", ocr(SURE, 0.95), ocr("Segunda página.", 0.9, 2))
    made = weigh(catalog.rereadings.known_pages(document), fresh, {})
    before = catalog.documents.page(document, 1)
    passages = [stored.passage for stored in catalog.documents.passages(document, 1, 1)]
    catalog.corrections.apply(before, UNSURE + "!", (), passages, engine="correction by Ana", confidence=None)
    with pytest.raises(UsageError, match="meanwhile"):
        catalog.ingest.reread(made)
    reread(catalog, ocr(SURE, 0.99), ocr("Segunda página.", 0.9, 2))
    assert catalog.documents.page(document, 1).text == UNSURE + "!"
    assert {r.engine for r in catalog.documents.readings(document, 1)} == {"tesseract 5 spa", "correction by Ana"}


# --- the commands, with real scans --------------------------------------------------------------

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")


def picture(path: Path, text: str) -> None:
    image = Image.new("L", (900, 220), "white")
    font = ImageFont.truetype(str(FONT), 34) if FONT.exists() else ImageFont.load_default(34)
    ImageDraw.Draw(image).text((40, 80), text, font=font, fill=0)
    image.save(path, dpi=(200, 200))


_STUB = """#!/bin/sh
case "$1" in
  --version) echo "tesseract {version}"; exit 0;;
  --list-langs) printf "List:\\nspa\\neng\\n"; exit 0;;
esac
cat > "$2.tsv" <<'END'
{table}
END
"""
_COLUMNS = "level page_num block_num par_num line_num word_num left top width height conf text"


def pretend(folder: Path, text: str, confidence: int, version: str) -> dict[str, str]:
    """An environment whose tesseract is of ``version`` and reads ``text`` with ``confidence`` on every page."""
    folder.mkdir(exist_ok=True)
    program = folder / "tesseract"
    rows = [
        f"5 1 1 1 1 {n} {40 + 90 * n} 80 80 40 {confidence} {word}".replace(" ", "\t")
        for n, word in enumerate(text.split())
    ]
    program.write_text(_STUB.format(version=version, table="\n".join([_COLUMNS.replace(" ", "\t"), *rows])))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one scan that a poor tesseract has read, to be copied."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "config.toml").write_text("")
    picture(folder / "oficio.png", "El general llega al puerto")
    poor = pretend(folder / "poor", "El genera1 1lega al puerto", 60, "4.0")
    added = cotejo("add", folder / "oficio.png", archive=folder, env=poor)
    assert added.status == 0, added.err
    return folder


@pytest.fixture
def scanned(prepared: Path, tmp_path: Path) -> tuple[Path, str]:
    folder = tmp_path / "archive"
    shutil.copytree(prepared, folder)
    with Archive.open(load_config(folder / "config.toml")) as archive:
        (document,) = archive.catalog.documents.revisions()
    return folder, document


def again(folder: Path, *arguments: str, env: dict[str, str]) -> Ran:
    ran = cotejo("reread", *arguments, "--json", archive=folder, env=env)
    assert ran.status == 0, ran.err
    return ran


def test_reread_takes_the_better_reading_and_tells_what_drifted(scanned: tuple[Path, str], tmp_path: Path) -> None:
    folder, document = scanned
    better = pretend(tmp_path / "better", "El general llega al puerto", 95, "5.9")
    (row,) = again(folder, "--poor", env=better).rows
    assert (row["status"], row["pages_changed"], row["drifts"][0]["change"]) == ("changed", [1], "changed")
    assert (
        cotejo("show", document, "--page", "1", "--json", archive=folder).json["text"] == "El general llega al puerto"
    )
    old = next(r for r in cotejo("show", document, "--json", archive=folder).json["provenance"]["readings"][1:])
    shown = cotejo("show", document, "--page", "1", "--reading", old["reading"], "--json", archive=folder).json
    assert shown["text"] == "El genera1 1lega al puerto"
    assert cotejo("search", '"general llega"', "--json", archive=folder).json["total"] == 1
    drifted = cotejo("drift", "--json", archive=folder).json
    assert drifted["drifts"][0]["newer_text"] == "El general llega al puerto"
    assert cotejo("check", archive=folder).status == 0


def test_what_the_present_engine_has_read_is_not_read_twice(scanned: tuple[Path, str], tmp_path: Path) -> None:
    folder, document = scanned
    worse = pretend(tmp_path / "worse", "E1 gcneral 11ega", 40, "5.9")
    (row,) = again(folder, "--poor", env=worse).rows
    assert (row["status"], row["pages_kept"]) == ("unchanged", [1])
    assert again(folder, "--poor", env=worse).rows == []
    assert again(folder, "--all", env=worse).rows == []
    (row,) = again(folder, document, env=worse).rows
    assert (row["status"], row["pages_kept"]) == ("unchanged", [1])


def test_a_correction_outlives_every_reading(scanned: tuple[Path, str], tmp_path: Path) -> None:
    folder, document = scanned
    fixed = cotejo(
        "correct", document, "genera1", "general", "--page", "1", "--by", "Ana", "--json", archive=folder
    ).json
    better = pretend(tmp_path / "better", "El general llega al puerto", 95, "5.9")
    (row,) = again(folder, document, env=better).rows
    assert (row["status"], row["pages_corrected"]) == ("unchanged", [1])
    # Nor does a change of kind, for which `add` reads again, take it away.
    added = cotejo("add", folder / "oficio.png", "--kind", "memo", "--json", archive=folder, env=better)
    assert added.status == 0, added.err
    shown = cotejo("show", document, "--page", "1", "--json", archive=folder).json
    assert (shown["kind"], shown["reading"]) == ("memo", fixed["reading"])
    assert shown["text"] == "El general 1lega al puerto"


def test_calls_that_name_nothing_or_too_much_are_refused(scanned: tuple[Path, str]) -> None:
    folder, document = scanned
    for wrong in ((), (document, "--poor"), ("f" * 16,)):
        assert cotejo("reread", *wrong, archive=folder).status == 2
    assert cotejo("drift", "f" * 16, archive=folder).status == 2


def test_a_document_whose_original_is_gone_is_told_and_the_rest_is_read(scanned: tuple[Path, str]) -> None:
    folder, document = scanned
    with Archive.open(load_config(folder / "config.toml")) as archive:
        archive.original(archive.catalog.documents.get(document).sha256).unlink()
    ran = cotejo("reread", document, "--json", archive=folder)
    assert ran.status == 1
    assert (ran.json["status"], ran.json["error"]["code"]) == ("failed", "storage")


def test_kinds_are_kept(catalog: Catalog, document: str) -> None:
    reread(catalog, ocr(SURE, 0.95), ocr("Segunda página.", 0.9, 2))
    assert catalog.documents.get(document).kind is Kind.MEMO
