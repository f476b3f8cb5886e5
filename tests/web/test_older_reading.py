"""A link to an older reading opens that reading, and says what has become of the passage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.archive import Archive
from indexer.config import load_config
from indexer.correction import corrected, find_stretch
from indexer.models import Page
from tests.catalog.builders import add, read_document
from webapp import create_app

TEXT = "El fentani1o llega por el puerto.\n\nAquí no ha cambiado nada, dice el general."


@pytest.fixture
def corrected_page(tmp_path: Path) -> Iterator[tuple[FlaskClient, str, str]]:
    """The web over an archive with a page that was corrected; its address, and the older reading."""
    (tmp_path / "config.toml").write_text("")
    config = load_config(tmp_path / "config.toml")
    with Archive.open(config, create=True) as archive:
        archive.ensure_collection("inbox")
        page = Page(1, TEXT, "tesseract 5 spa", width=300, height=100, confidence=0.85, ocr=True)
        document = add(archive.catalog, read_document("memo", page))
        stored = archive.catalog.documents.page(document, 1)
        passages = [known.passage for known in archive.catalog.documents.passages(document)]
        made = corrected(TEXT, (), passages, find_stretch(TEXT, "fentani1o", None), "fentanilo")
        archive.catalog.corrections.apply(
            stored, made.text, made.words, made.passages, engine="correction by Ana <b>", confidence=0.9
        )
    app = create_app(config)
    yield app.test_client(), f"/documents/{document}/pages/1", stored.reading.reading
    app.extensions["cotejo"].close()


def get(client: FlaskClient, address: str) -> str:
    response = client.get(address, headers={"Accept-Language": "es"})
    assert response.status_code == 200, response.text
    return response.text


def test_an_unchanged_passage_is_found_again(corrected_page: tuple[FlaskClient, str, str]) -> None:
    client, address, older = corrected_page
    start = TEXT.index("Aquí")
    shown = get(client, f"{address}?start={start}&end={len(TEXT)}&reading={older}")
    assert "fentani1o" in shown
    assert "palabra por palabra" in shown
    assert f"start={start}&amp;end={len(TEXT)}&amp;reading=" in shown


def test_a_changed_passage_is_told_as_such(corrected_page: tuple[FlaskClient, str, str]) -> None:
    client, address, older = corrected_page
    shown = get(client, f"{address}?start=0&end=33&reading={older}")
    assert "En la lectura actual el pasaje es distinto" in shown
    shown = get(client, f"{address}?start=3&end=12&reading={older}")
    assert "La lectura actual no tiene este pasaje" in shown


def test_the_current_reading_says_nothing_of_older_ones_but_lists_them(
    corrected_page: tuple[FlaskClient, str, str],
) -> None:
    client, address, older = corrected_page
    shown = get(client, address)
    assert "lectura anterior" not in shown
    assert f"{address}/compare?reading={older}" in shown
    assert "corrección de Ana &lt;b&gt;" in shown


def test_two_readings_can_be_laid_side_by_side(corrected_page: tuple[FlaskClient, str, str]) -> None:
    client, address, older = corrected_page
    shown = get(client, f"{address}/compare?reading={older}")
    assert "<del>fentani1o</del>" in shown
    assert "<ins>fentanilo</ins>" in shown
    assert "Difieren en 1 lugar." in shown
    assert "mismas palabras" in get(client, f"{address}/compare")


@pytest.mark.parametrize(
    ("query", "status"), [("?reading=ffffffffffff", 404), ("?reading=x", 400), ("?reading=" + "f" * 400, 400)]
)
def test_readings_that_are_not_there_are_told(
    corrected_page: tuple[FlaskClient, str, str], query: str, status: int
) -> None:
    client, address, _ = corrected_page
    for page in (address, f"{address}/compare"):
        assert client.get(page + query).status_code == status
    assert client.get(f"/documents/{'f' * 16}/pages/1/compare").status_code == 404
