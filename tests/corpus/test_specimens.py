"""The bundled specimens: each says what it is, has a sound sidecar, and can be rendered again to the same bytes."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
DOCUMENTS = CORPUS / "documents"
RENDER = CORPUS / "specimens" / "render.py"

NOTICES = (
    "ESPÉCIMEN DE DEMOSTRACIÓN - NO ES EL DOCUMENTO ORIGINAL",
    "DEMONSTRATION SPECIMEN - NOT THE ORIGINAL DOCUMENT",
)
KINDS = {
    "transcript", "decree", "memo", "report", "press", "dataset", "information_request", "agreement", "message",
    "other",
}  # fmt: skip
SIDECAR_KEYS = {
    "title", "kind", "date", "language", "collection", "official_url", "code", "issuer", "place", "addressee",
    "file_number", "specimen", "cited_in",
}  # fmt: skip
NOTE = re.compile(r"warlike-approach#fn-([1-9][0-9]?)")
LAST_NOTE = 72
MAX_BYTES = 4_000_000
"""What the bundled documents may take in a clone."""
MAX_SCAN_BYTES = 400_000

SPECIMENS = sorted(
    path for path in DOCUMENTS.rglob("*") if path.is_file() and path.suffix != ".toml" and path.name != "README.md"
)

each_specimen = pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.name)


def read_toml(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def render(*arguments: str) -> str:
    return subprocess.run([sys.executable, RENDER, *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All specimens, rendered again on this machine."""
    pytest.importorskip("reportlab", reason="the specimens' PDFs are drawn with ReportLab (extra: test)")
    typewriter = Path("/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf")
    if not typewriter.is_file():
        pytest.skip("the scans are typed in Liberation Mono (Debian: fonts-liberation)")
    out = tmp_path_factory.mktemp("specimens")
    render("--out", str(out))
    return out


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "README.md"
    }


def test_the_corpus_has_the_promised_specimens() -> None:
    assert len(SPECIMENS) >= 14
    assert {path.suffix for path in SPECIMENS} == {".pdf", ".html", ".txt", ".md", ".tif", ".jpg"}


@each_specimen
def test_each_specimen_has_a_sound_sidecar(path: Path) -> None:
    sidecar = read_toml(path.with_name(path.name + ".toml"))
    assert sidecar["specimen"] is True
    assert set(sidecar) <= SIDECAR_KEYS
    assert sidecar.get("kind", "other") in KINDS
    assert sidecar.get("language", "es") in {"es", "en"}
    assert dt.date.fromisoformat(str(sidecar.get("date", "2020-01-01")))


@each_specimen
def test_each_specimen_lies_in_the_folder_of_its_collection(path: Path) -> None:
    collections = read_toml(CORPUS / "collections.toml")["collections"]
    assert isinstance(collections, dict)
    sidecar = read_toml(path.with_name(path.name + ".toml"))
    assert sidecar["collection"] in collections
    assert path.parent == DOCUMENTS / str(sidecar["collection"])


@each_specimen
def test_each_specimen_names_notes_that_the_report_can_have(path: Path) -> None:
    notes = read_toml(path.with_name(path.name + ".toml"))["cited_in"]
    assert isinstance(notes, list)
    numbers = [NOTE.fullmatch(note) for note in notes]
    assert all(number and int(number[1]) <= LAST_NOTE for number in numbers)


@each_specimen
def test_each_specimen_is_listed_in_the_readme(path: Path) -> None:
    assert f"`{path.relative_to(DOCUMENTS)}`" in (DOCUMENTS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [path for path in SPECIMENS if path.suffix in {".txt", ".md", ".html"}], ids=lambda path: path.name
)
def test_the_first_line_of_a_text_is_the_notice(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.removeprefix("<!-- ").startswith(NOTICES)


@pytest.mark.parametrize("path", [path for path in SPECIMENS if path.suffix == ".pdf"], ids=lambda path: path.name)
def test_the_first_line_of_every_page_with_a_text_layer_is_the_notice(path: Path) -> None:
    from pdfminer.high_level import extract_text

    pages = [page.strip() for page in extract_text(path).split("\f")]
    assert all(page.startswith(NOTICES) for page in pages if page)


def test_one_pdf_is_mixed_and_two_are_only_pixels() -> None:
    from pdfminer.high_level import extract_text

    texts = {
        path.name: [bool(page.strip()) for page in extract_text(path).split("\f")[:-1]]
        for path in SPECIMENS
        if path.suffix == ".pdf"
    }
    assert texts["respuesta-330026424000557.pdf"] == [True, False]
    assert sum(not any(pages) for pages in texts.values()) == 2


def test_the_specimens_stay_small() -> None:
    assert sum(len(content) for content in files(DOCUMENTS).values()) < MAX_BYTES
    assert all(path.stat().st_size < MAX_SCAN_BYTES for path in SPECIMENS)


def test_collections_are_described_in_both_languages() -> None:
    collections = read_toml(CORPUS / "collections.toml")["collections"]
    assert isinstance(collections, dict)
    for collection in collections.values():
        assert set(collection) == {"title_es", "title_en", "description_es", "description_en", "access"}
        assert collection["access"] in {"public", "restricted"}


def test_rendering_twice_gives_the_same_bytes(rendered: Path, tmp_path: Path) -> None:
    render("--out", str(tmp_path))
    assert files(tmp_path) == files(rendered)


def test_the_committed_texts_are_what_the_sources_render(rendered: Path) -> None:
    texts = (".txt", ".md", ".html", ".toml")
    committed = {name: content for name, content in files(DOCUMENTS).items() if name.endswith(texts)}
    assert committed == {name: content for name, content in files(rendered).items() if name.endswith(texts)}


def test_the_committed_pixels_are_what_the_sources_render(rendered: Path) -> None:
    recorded, here = read_toml(RENDER.with_name("toolchain.toml")), tomllib.loads(render("--toolchain"))
    other = {name: here[name] for name in recorded if recorded[name] != here.get(name)}
    if other:
        pytest.skip(f"drawn with other versions than on this machine, where they are {other}")
    assert files(rendered) == files(DOCUMENTS)
