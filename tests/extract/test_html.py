"""HTML: the document without its page's furniture; and markup that means harm."""

from __future__ import annotations

import datetime as dt
import resource
import time
from pathlib import Path

import pytest

from indexer.errors import FileEmpty, MarkupTooDeep, NothingToRead
from indexer.models import Extraction
from tests.extract.helpers import PROSE, read

GAZETTE = """<!DOCTYPE html><html><head><title>DOF - Diario Oficial de la Federación</title>
<meta http-equiv="content-type" content="text/html; charset=ISO-8859-1" />
<link rel="canonical" href="https://www.dof.gob.mx/nota_detalle.php?codigo=5555126&fecha=26/03/2019">
</head><body><div class="menu">Trámites Servicios</div>
<table><tr><td><table><tr><td>&nbsp;</td></tr><tr><td class='txt'><b>DOF: 26/03/2019</b> </td></tr>
<tr><td><div id='DivDetalleNota'>
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"> <HTML> <head> <title>DECRETO   por el que se reforman
artículos</title> <style>.a {color:red}</style></head><body>
<div class="Texto"><span>Artículo</span><span> </span><span>Ú</span><span>nico</span><span>.-</span>
<span>Se</span> <span>reforma.</span></div><p>TRANSITORIOS<br>Primero.</p>
<table><tr><td>Uno</td><td>Dos</td></tr></table>
</body></html></div></td></tr></table></td></tr></table><div>Derechos reservados</div></body></html>"""


def page(tmp_path: Path, html: str | bytes) -> Extraction:
    path = tmp_path / "page.html"
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    return read(path)


def text(extraction: Extraction) -> str:
    return "".join(one.text for one in extraction.pages)


def test_a_gazette_page_is_its_date_and_its_note(tmp_path: Path) -> None:
    extraction = page(tmp_path, GAZETTE)
    assert text(extraction) == ("DOF: 26/03/2019\n\nArtículo Único.- Se reforma.\n\nTRANSITORIOS\nPrimero.\n\nUno Dos")
    facts = extraction.metadata
    assert facts.title == "DECRETO por el que se reforman artículos"
    assert (facts.date, facts.code) == (dt.date(2019, 3, 26), "5555126")
    assert facts.official_url == "https://www.dof.gob.mx/nota_detalle.php?codigo=5555126&fecha=26/03/2019"
    assert facts.kind is None


def test_an_article_that_its_page_marks_is_kept_whole(tmp_path: Path) -> None:
    html = (
        "<html><head><title>Press | Ministry</title><meta property='og:title' content='Joint statement'>"
        "<meta property='article:published_time' content='2024-02-07T10:00:00Z'></head><body><nav>Home</nav>"
        f"<main><h1>Joint statement</h1><p>{PROSE}</p><ul><li>Migration<li>Fentanyl</ul><nav>More</nav></main>"
        "<footer>Contact</footer></body></html>"
    )
    extraction = page(tmp_path, html)
    assert text(extraction) == f"Joint statement\n\n{PROSE.strip()}\n\nMigration\n\nFentanyl"
    assert (extraction.metadata.title, extraction.metadata.date) == ("Joint statement", dt.date(2024, 2, 7))


def test_of_any_other_page_the_boilerplate_is_left_out(tmp_path: Path) -> None:
    menu = "".join(f"<li><a href='/{index}'>Sección {index}</a></li>" for index in range(20))
    body = "".join(f"<p>{PROSE} Párrafo {index}.</p>" for index in range(8))
    html = f"<html><head><title>T</title></head><body><ul class='menu'>{menu}</ul><div>{body}</div></body></html>"
    extraction = page(tmp_path, html)
    assert "Párrafo 7." in text(extraction)
    assert "Sección 3" not in text(extraction)
    assert extraction.pages[0].engine.startswith("trafilatura ")


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>Comunicado <b>045</b></h1><div><p>{PROSE}</p></div>",
        f"<h1>Comunicado <b>045</b></h1><article><p>{PROSE}</p></article>",
        f"<article><h1>Comunicado <b>045</b></h1><p>{PROSE}</p></article>",
    ],
)
def test_the_heading_is_words_of_the_page_wherever_it_stands(tmp_path: Path, html: str) -> None:
    read_text = text(page(tmp_path, f"<html><head><title>T</title></head><body>{html}</body></html>"))
    assert read_text.startswith("Comunicado 045\n\n")
    assert read_text.count("Comunicado") == 1


def test_a_page_too_odd_for_that_is_read_whole(tmp_path: Path) -> None:
    assert text(page(tmp_path, "<html><body>Sólo esto.</body></html>")) == "Sólo esto."


def test_the_bytes_are_believed_before_the_declaration(tmp_path: Path) -> None:
    declared = "<html><head><meta charset='ISO-8859-1'></head><body><main>Año</main></body></html>"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert text(page(tmp_path, declared.encode(encoding))) == "Año", encoding
    xhtml = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><body>Año</body></html>'
    )
    assert text(page(tmp_path, xhtml.encode("latin-1"))) == "Año"


def test_white_space_of_the_source_is_one_space_but_hard_spaces_are_kept(tmp_path: Path) -> None:
    html = "<html><body><main><p>286\u00a0494\n   kilos  <b>de</b>\tcocaína</p></main></body></html>"
    assert text(page(tmp_path, html)) == "286\u00a0494 kilos de cocaína"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://[::1", "//x", "file:///etc/passwd", "https://" + "a" * 3000]
)
def test_an_address_that_is_none_is_not_taken(tmp_path: Path, url: str) -> None:
    html = f"<html><head><link rel='canonical' href='{url}'></head><body><p>Texto</p></body></html>"
    assert page(tmp_path, html).metadata.official_url is None


def test_characters_that_are_none_come_out_as_text_a_database_can_hold(tmp_path: Path) -> None:
    got = text(page(tmp_path, "<html><body><main>a&#xD800;b&#0;c&#x110000;d&#1;e</main></body></html>"))
    assert got.encode("utf-8").decode() == got
    assert "\x00" not in got


def test_a_page_without_text_has_nothing_to_read(tmp_path: Path) -> None:
    for html in ("<html></html>", "<html><body><script>x()</script></body></html>", "<!doctype html><p>&nbsp;</p>"):
        with pytest.raises((NothingToRead, FileEmpty)):
            page(tmp_path, html)


# --- hostile markup -----------------------------------------------------------------------------


def test_tags_left_open_a_thousand_deep_are_read(tmp_path: Path) -> None:
    html = "<html><body><main>" + "<div><font>" * 600 + "al fondo" + "</main></body></html>"
    assert text(page(tmp_path, html)) == "al fondo"


HOSTILE = {
    "nesting": "<html><body>" + "<div>" * 3_000_000,
    "inline nesting": "<html><body>" + "<b>" * 1_000_000 + "x",
    "attributes": "<html><body><p " + " ".join(f"a{index}='1'" for index in range(100_000)) + ">x</p>",
    "bare attributes": "<html><body><p " + " ".join(f"a{index}" for index in range(100_000)) + ">x</p>",
    "giant attribute": "<html><body><p class='" + "x" * 20_000_000 + "'>x</p>",
    "giant page": "<html><body>" + "<p>hola</p>" * 3_500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_one_error_soon_and_in_little_memory(tmp_path: Path, name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    with pytest.raises(MarkupTooDeep):
        page(tmp_path, HOSTILE[name])
    assert time.process_time() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


def test_a_billion_laughs_are_not_laughed(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "ja">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
    for head in ('<?xml version="1.0"?>', ""):
        started = time.process_time()
        got = text(page(tmp_path, f"{head}<!DOCTYPE html [{entities}]><html><body><p>uno &a10; dos</p></body></html>"))
        assert len(got) < 5000
        assert time.process_time() - started < 10


def test_quotes_and_brackets_without_end_take_no_time(tmp_path: Path) -> None:
    for filler in ("<a '", '<a "', "<a", "<", "<!--", "<script>", "<a b='>'", "&#"):
        started = time.process_time()
        try:
            page(tmp_path, "<html><body><p>hola</p>" + filler * 200_000)
        except MarkupTooDeep:
            continue
        finally:
            assert time.process_time() - started < 20, filler


@pytest.mark.shared_data
def test_the_real_pages_are_understood(shared_data: Path) -> None:
    note = read(shared_data / "dof/html/nota_detalle_sample.html")
    assert text(note).startswith("DOF: 07/08/2026\n\nACUERDO por el que se modifican las Reglas de carácter general")
    assert note.metadata.date == dt.date(2026, 8, 7)
    assert "Trámites" not in text(note)
    conference = read(shared_data / "presidencia/html/conferencia-28-de-junio-de-2021.html")
    assert conference.metadata.date == dt.date(2021, 6, 28)
    assert conference.metadata.title is not None
    assert conference.metadata.title.startswith("Versión estenográfica. Conferencia de prensa del presidente Andrés")
    assert conference.metadata.title.endswith("del 28 de junio de 2021")
    assert "\n\nPRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR:" in text(conference)
    assert "Interruptor de Navegación" not in text(conference)
