"""What the page view says and carries without a browser: its parts, its bounds, its troubles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from reportlab.pdfgen import canvas

from indexer.config import load_config
from indexer.errors import DrawingBusy, PageUndrawable
from indexer.models import OWNER, Document
from tests.web.archive import run
from tests.web.scans import FONTS, WORD, printed, scan
from webapp import create_app
from webapp.viewer import STRIP

pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="the fonts are not there (Debian: fonts-liberation)")

PAGES = 60


@pytest.fixture(scope="module")
def view_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("html")
    (folder / "config.toml").write_text('[archive]\ndata = "var"\n', encoding="utf-8")
    files = folder / "files"
    files.mkdir()
    scan(files / "abejas.tif")
    printed(files / "decreto.pdf")
    long = canvas.Canvas(str(files / "largo.pdf"), invariant=1)
    for number in range(1, PAGES + 1):
        long.drawString(100, 700, f"Hoja {number} del expediente" + (" con panales" if number in (2, 20, 59) else ""))
        long.showPage()
    long.save()
    (files / "nota.txt").write_text("Una nota sobre panales.\n", encoding="utf-8")
    run("add", files, archive=folder)
    app = create_app(load_config(folder / "config.toml"))
    yield app
    app.extensions["cotejo"].close()


@pytest.fixture
def reader(view_app: Flask) -> FlaskClient:
    return view_app.test_client()


def document(app: Flask, name: str) -> Document:
    catalog = app.extensions["cotejo"].catalog
    return next(
        item for item in catalog.documents.list(OWNER) if name in catalog.documents.occurrences(item.id)[0].path
    )


def tree(client: FlaskClient, address: str, status: int = 200) -> lxml.html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status, response.text[:2000]
    return lxml.html.fromstring(response.text)


def test_boxes_and_text_are_there_without_a_script(view_app: Flask, reader: FlaskClient) -> None:
    page = tree(reader, f"/documents/{document(view_app, 'abejas').id}/pages/1?q={WORD}")
    assert len(page.xpath("//*[local-name()='g'][contains(@class, 'hit')]/*[local-name()='rect']")) == 2
    assert [mark.text_content() for mark in page.xpath("//mark")] == [WORD, WORD]
    numbers = page.xpath("//*[@class='words']/*/@data-w")
    assert numbers == [str(number) for number in range(len(numbers))]
    assert set(page.xpath("//div[@class='text']//*[@data-w]/@data-w")) == set(numbers)


def test_a_text_layer_has_boxes_as_a_scan_has(view_app: Flask, reader: FlaskClient) -> None:
    page = tree(reader, f"/documents/{document(view_app, 'decreto').id}/pages/1?q=meliponicultura")
    assert len(page.xpath("//*[@data-hit='2']/*[local-name()='rect']")) == 2


def test_the_passage_asked_for_is_drawn_line_by_line(view_app: Flask, reader: FlaskClient) -> None:
    key = document(view_app, "abejas").id
    text = view_app.extensions["cotejo"].catalog.documents.page(key, 1).text
    start, end = text.index("En el mes"), text.index("carpinteras" if "carpinteras" in text else "pinteras")
    page = tree(reader, f"/documents/{key}/pages/1?start={start}&end={end}")
    assert len(page.xpath("//*[@class='passage']/*")) == 2
    assert page.xpath("//*[@id='marked']")[0].text_content() == text[start:end]


def test_a_view_is_in_its_address(view_app: Flask, reader: FlaskClient) -> None:
    key = document(view_app, "abejas").id
    page = tree(reader, f"/documents/{key}/pages/1?q={WORD}&hit=2&zoom=200&turn=270")
    assert page.xpath("//*[@id='sheet']/@class") == ["sheet zoom-200 turn-270"]
    assert page.xpath("//mark[@class='current']/@id") == ["m-2"]
    kept = parse_qs(urlsplit(page.xpath("//*[@id='permalink']/@href")[0]).query)
    assert (kept["hit"], kept["zoom"], kept["turn"], kept["q"]) == (["2"], ["200"], ["270"], [WORD])
    assert re.fullmatch(r"[0-9a-f]{12}", kept["reading"][0])
    (onward,) = page.xpath("//nav[@class='pager']//a[@rel='next']/@href")
    assert "zoom=200" in onward
    assert "hit=" not in onward
    assert tree(reader, f"/documents/{key}/pages/1?q={WORD}&hit=999").xpath("//mark[@class='current']/@id") == ["m-2"]


@pytest.mark.parametrize("wrong", ["zoom=10", "zoom=abc", "turn=45", "turn=-90", "hit=0", "hit=x", "zoom=100&zoom=200"])
def test_an_impossible_view_is_refused_with_a_sentence(view_app: Flask, reader: FlaskClient, wrong: str) -> None:
    page = tree(reader, f"/documents/{document(view_app, 'abejas').id}/pages/1?{wrong}", status=400)
    assert wrong.split("=", maxsplit=1)[0] in page.xpath("string(//main)")


def test_an_unknown_size_of_image_is_refused(view_app: Flask, reader: FlaskClient) -> None:
    assert reader.get(f"/documents/{document(view_app, 'abejas').id}/pages/1.png?size=huge").status_code == 400


def test_hits_are_walked_over_the_pages_of_a_long_document(view_app: Flask, reader: FlaskClient) -> None:
    address = f"/documents/{document(view_app, 'largo').id}/pages/1?q=panales"
    walked = []
    while True:
        page = tree(reader, address)
        forward = page.xpath("//a[@data-tool='next']/@href")
        if not forward:
            break
        address = forward[0].split("#")[0]
        walked.append(int(re.search(r"/pages/(\d+)", address)[1]))  # type: ignore[index]
    assert walked == [2, 20, 59]
    assert "/pages/20?" in page.xpath("//a[@data-tool='previous']/@href")[0]


def test_the_strip_is_short_however_long_the_document(view_app: Flask, reader: FlaskClient) -> None:
    page = tree(reader, f"/documents/{document(view_app, 'largo').id}/pages/30?q=panales")
    assert len(page.xpath("//nav[@class='strip']//li")) == STRIP
    assert all(image.get("loading") == "lazy" for image in page.xpath("//nav[@class='strip']//img"))
    before, after = (" ".join(link.text_content().split()) for link in page.xpath("//a[@class='more']"))
    assert before.endswith("2 con aciertos")
    assert after.endswith("1 con aciertos")


def test_a_document_page_reads_only_the_pages_it_shows(
    view_app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = view_app.extensions["cotejo"].catalog.documents
    asked = []
    whole = type(documents).pages
    monkeypatch.setattr(
        type(documents),
        "pages",
        lambda self, key, first=1, last=None: asked.append(last) or whole(self, key, first, last),
    )
    tree(reader, f"/documents/{document(view_app, 'largo').id}?part=2")
    assert asked == [80]


def test_a_page_of_text_says_that_it_has_no_image(view_app: Flask, reader: FlaskClient) -> None:
    key = document(view_app, "nota").id
    page = tree(reader, f"/documents/{key}/pages/1?q=panales")
    assert not page.xpath("//figure | //*[@data-tool='in']")
    assert page.xpath("//mark[@class='current']/@id") == ["m-1"]
    assert "no tiene imagen" in tree(reader, f"/documents/{key}/pages/1.png", status=404).xpath("string(//h1)")


def test_an_image_that_does_not_come_says_why(
    view_app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/documents/{document(view_app, 'decreto').id}/pages/1.png"
    for error, status, sentence, retry in (
        (DrawingBusy("Too many."), 503, "aún no está lista", "5"),
        (PageUndrawable("Broken."), 404, "no se puede dibujar", None),
    ):
        monkeypatch.setattr(view_app.extensions["cotejo"], "page_image", refusing(error))
        response = reader.get(address)
        assert response.status_code == status
        assert sentence in response.text
        assert response.headers.get("Retry-After") == retry


def refusing(error: Exception) -> Callable[..., None]:
    def refuse(*arguments: object, **named: object) -> None:
        raise error

    return refuse


def test_a_hit_on_a_doubtful_word_says_to_check_the_image(
    view_app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.page_words.UNSURE", 1.1)
    monkeypatch.setattr("indexer.search.certainty.UNSURE", 1.1)
    assert "revise la imagen" in tree(reader, f"/search?q={WORD}").xpath("string(//ul[@class='hits'])")
    key = document(view_app, "abejas").id
    page = tree(reader, f"/documents/{key}/pages/1?q={WORD}")
    assert page.xpath("//mark/@data-check") == ["revise la imagen"] * 2
    assert page.xpath("//span[@class='w unsure']")
    read = tree(reader, f"/documents/{key}?q={WORD}&lang=en")
    assert set(read.xpath("//mark/@data-check")) == {"check the image"}
    assert "OCR was not sure" in read.xpath("string(//main)")


def test_a_sure_hit_says_nothing_of_the_kind(view_app: Flask, reader: FlaskClient) -> None:
    assert "revise la imagen" not in tree(reader, f"/search?q={WORD}").xpath("string(//ul[@class='hits'])")
    assert "leída por OCR" in tree(reader, f"/search?q={WORD}").xpath("string(//ul[@class='hits'])")
    page = tree(reader, f"/documents/{document(view_app, 'decreto').id}/pages/1?q=decreto")
    assert not page.xpath("//mark/@data-check")


def test_an_older_reading_has_the_boxes_and_the_image_of_its_own(view_app: Flask, reader: FlaskClient) -> None:
    key = document(view_app, "decreto").id
    current = view_app.extensions["cotejo"].catalog.documents.page(key, 1).reading.reading
    assert reader.get(f"/documents/{key}/pages/1.png?size=thumb&reading={current}").status_code == 200
    assert reader.get(f"/documents/{key}/pages/1.png?size=thumb&reading={'0' * 12}").status_code == 404


def test_hits_are_walked_even_without_an_index(
    view_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.errors import IndexMissing

    class Gone:
        def search(self, *arguments: object, **named: object) -> None:
            raise IndexMissing("There is no index.")

        vocabulary = search

    monkeypatch.setitem(view_app.extensions["cotejo"].__dict__, "engine", Gone())
    page = tree(view_app.test_client(), f"/documents/{document(view_app, 'largo').id}/pages/1?q=panales")
    assert "/pages/2?" in page.xpath("//a[@data-tool='next']/@href")[0]


def test_a_scan_can_be_taken_home_as_a_searchable_pdf(view_app: Flask, reader: FlaskClient) -> None:
    key = document(view_app, "abejas").id
    (link,) = tree(reader, f"/documents/{key}").xpath("//a[contains(@href, 'searchable.pdf')]/@href")
    response = reader.get(link)
    assert response.status_code == 200
    assert response.data.startswith(b"%PDF")
    assert response.headers["Content-Disposition"] == "attachment; filename=abejas-ocr.pdf"
    response.close()
    assert reader.get(f"{link}?part=2").status_code == 404
    printed_one = document(view_app, "decreto").id
    assert not tree(reader, f"/documents/{printed_one}").xpath("//a[contains(@href, 'searchable.pdf')]")
    assert reader.get(f"/documents/{printed_one}/searchable.pdf").status_code == 404
