"""What the pages say, read with the test client."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.models import OWNER, Document

REPORT = "/reports/warlike-approach"


def tree(client: FlaskClient, address: str, status: int = 200) -> lxml.html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status, response.text[:2000]
    return lxml.html.fromstring(response.text)


def text_of(element: lxml.html.HtmlElement, selector: str = "main") -> str:
    (found,) = element.xpath(f"//{selector}")
    return " ".join(found.text_content().split())


@pytest.fixture(scope="session")
def documents(app: Flask) -> list[Document]:
    return app.extensions["cotejo"].catalog.documents.list(OWNER, size=500)


@pytest.fixture(scope="session")
def long_document(documents: list[Document]) -> Document:
    return max(documents, key=lambda document: document.pages)


@pytest.fixture(scope="session")
def hostile_document(app: Flask, documents: list[Document]) -> Document:
    catalog = app.extensions["cotejo"].catalog
    return next(item for item in documents if "rare" in catalog.documents.occurrences(item.id)[0].path)


@pytest.fixture(scope="session")
def scan(documents: list[Document]) -> Document:
    return next(item for item in documents if item.pages_ocr and "fentanilo" in item.title)


@pytest.fixture(scope="session")
def secret(documents: list[Document]) -> Document:
    return next(item for item in documents if item.collections == ("reservada",))


# --- every page --------------------------------------------------------------------------------


def test_every_link_of_every_page_leads_somewhere(client: FlaskClient) -> None:
    """Follows all internal links from the start page, places in pages included, until there are no new ones."""
    waiting, seen, ids, wanted = ["/"], set(), {}, set()
    while waiting:
        address = waiting.pop()
        if address in seen or len(seen) > 400:
            continue
        seen.add(address)
        response = client.get(address, buffered=True)
        assert response.status_code == 200, address
        if not response.content_type.startswith("text/html"):
            continue
        page = lxml.html.fromstring(response.text)
        ids[address] = page.xpath("//@id")
        assert len(ids[address]) == len(set(ids[address])), f"{address} has an id twice"
        for link in page.xpath("//a/@href | //img/@src | //link/@href | //script/@src"):
            parts = urlsplit(urljoin(address, link))
            if (
                parts.scheme
                or parts.netloc
                or re.search(r"[?&](lang|kind|collection|language|from|cursor|after)=", link)
            ):
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            waiting.append(target)
            if parts.fragment:
                wanted.add((target, parts.fragment, address))
    assert len(seen) > 60
    lost = [(target, place, source) for target, place, source in wanted if target in ids and place not in ids[target]]
    assert lost == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_has_its_landmarks_in_its_language(client: FlaskClient, language: str) -> None:
    for address in ("/", "/search", "/search?q=fentanilo", "/documents", "/reports", REPORT, "/about"):
        page = tree(client, f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert page.get("lang") == language
        assert len(page.xpath("//main")) == len(page.xpath("//h1")) == len(page.xpath("//head/title")) == 1
        assert page.xpath("//a[@class='skip']/@href") == ["#content"]
        for field in page.xpath("//input[not(@type='hidden')] | //select"):
            assert page.xpath(f"//label[@for='{field.get('id')}']") or field.getparent().tag == "label"


def test_the_language_is_asked_for_then_remembered_then_the_browsers(app: Flask) -> None:
    client = app.test_client()
    assert tree(client, "/about").get("lang") == "es"
    assert lxml.html.fromstring(client.get("/about", headers={"Accept-Language": "en-GB,fr"}).text).get("lang") == "en"
    assert lxml.html.fromstring(client.get("/about", headers={"Accept-Language": "fr"}).text).get("lang") == "es"
    tree(client, "/about?lang=en")
    assert tree(client, "/about").get("lang") == "en"
    client.set_cookie("cotejo_lang", "<script>")
    assert tree(client, "/about").get("lang") == "es"


def test_switching_the_language_keeps_the_address(client: FlaskClient) -> None:
    page = tree(client, "/search?q=%22no+producimos%22&kind=memo&kind=decree&lang=es")
    (link,) = page.xpath("//nav[@class='languages']//a[@lang='en']/@href")
    assert link == "/search?q=%22no+producimos%22&kind=memo&kind=decree&lang=en"


# --- search ------------------------------------------------------------------------------------


def test_a_word_finds_memo_transcript_and_decree(client: FlaskClient) -> None:
    page = tree(client, "/search?q=fentanilo&size=50")
    facts = " ".join(item.text_content() for item in page.xpath("//ul[@class='facts']/li[1]"))
    assert "memorándum" in facts
    assert "versión estenográfica" in facts
    assert "decreto" in facts or "acuerdo" in facts
    assert re.search(r"\d+ pasajes en \d+ documentos", text_of(page))
    assert {mark.text.lower() for mark in page.xpath("//p[@class='snippet']/mark")} >= {"fentanilo"}


def test_a_result_says_how_its_page_was_read_and_that_it_is_a_specimen(client: FlaskClient) -> None:
    said = text_of(tree(client, "/search?q=fentanilo&kind=memo"))
    assert re.search(r"leída por OCR, \d+\s% de certeza", said)
    assert "Espécimen: no es el documento original" in said


def test_a_chip_leads_to_the_note(client: FlaskClient) -> None:
    page = tree(client, "/search?q=fentanilo&size=50")
    chips = {chip.text_content().strip(): chip.get("href") for chip in page.xpath("//a[@class='chip']")}
    assert chips["citado en la nota 52"] == f"{REPORT}#fn-52"


def test_results_come_in_pages_that_do_not_repeat(client: FlaskClient) -> None:
    seen: list[str] = []
    address = "/search?q=de&size=4"
    while address:
        page = tree(client, address)
        seen += page.xpath("//li[@class='result']/h2/a/@href")
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert len(seen) == len(set(seen)) > 8


def test_a_facet_narrows_and_can_be_taken_away(client: FlaskClient) -> None:
    page = tree(client, "/search?q=fentanilo")
    (link,) = page.xpath("//section[@class='facet']//a[contains(@href, 'kind=memo')]/@href")
    count = int(page.xpath(f"//a[@href='{link}']/following-sibling::span/text()")[0])
    narrowed = tree(client, link)
    assert f"{count} pasaje" in text_of(narrowed)
    (back,) = narrowed.xpath("//ul[@class='active-filters']//a/@href")
    assert back == "/search?q=fentanilo"


def test_nothing_found_says_what_was_searched_and_what_may_help(client: FlaskClient) -> None:
    said = text_of(tree(client, "/search?q=%22xyzzy+plugh%22&kind=memo"))
    assert "No se encontró nada." in said
    assert '"xyzzy plugh"' in said
    assert re.search(r"Se buscó en \d+ documentos", said)
    assert "Buscar sin filtros" in said


@pytest.mark.parametrize(
    "query", ['"', "-", "- - -", '"" ""', "()*?:[]^~", "🙂", "-fentanilo", 'OR AND NOT "', "\\", "a" * 2000]
)
def test_an_odd_query_gets_an_answer(client: FlaskClient, query: str) -> None:
    assert client.get("/search", query_string={"q": query}).status_code == 200
    assert client.get("/api/v1/search", query_string={"q": query}).status_code == 200


def test_a_search_without_words_lists_what_the_filters_leave(client: FlaskClient) -> None:
    page = tree(client, "/search?kind=decree")
    assert page.xpath("//li[@class='result']")
    assert not tree(client, "/search").xpath("//li[@class='result']")


@pytest.mark.parametrize(
    "address",
    [
        "/search?from=2020-13-45",
        "/search?lang=xx",
        "/search?kind=foo",
        "/search?size=-1",
        "/search?q=" + "a" * 10_000,
        "/search?q=%00",
        "/search?q=a%1b%5b31m",
        "/search?q=%ff%fe",
        "/search?q=a&q=b",
        "/search?q=" + "+".join(f"w{n}" for n in range(100)),
        "/search?q=paz&cursor=zzzz",
        "/documents?after=abc",
        "/documents?after=0000000000000000",
        "/about?lang=xx",
    ],
)
def test_a_bad_argument_is_a_page_with_a_sentence(client: FlaskClient, address: str) -> None:
    assert len(text_of(tree(client, address, status=400))) > 40
    if "/search" in address:
        error = client.get(address.replace("/search", "/api/v1/search")).get_json()["error"]
        assert error["code"]
        assert error["message"]


# --- documents ---------------------------------------------------------------------------------


def test_a_document_tells_where_it_came_from_and_what_read_it(client: FlaskClient, scan: Document) -> None:
    said = text_of(tree(client, f"/documents/{scan.id}"))
    assert scan.sha256 in said
    assert "tesseract 5" in said
    assert re.search(r"confianza (de )?\d+\s%", said)
    assert "Nombre original" in said
    assert "No es la fuente original" in said


def test_a_document_shows_all_its_text_with_places_to_link_to(client: FlaskClient, app: Flask, scan: Document) -> None:
    page = tree(client, f"/documents/{scan.id}")
    for stored in app.extensions["cotejo"].catalog.documents.pages(scan.id):
        (section,) = page.xpath(f"//section[@id='p-{stored.number}']")
        (shown,) = section.xpath(".//div[@class='text']")
        assert "".join(shown.text_content().split()) == "".join(stored.text.split())


def test_a_long_document_comes_in_parts(client: FlaskClient, long_document: Document) -> None:
    assert long_document.pages > 80
    first = tree(client, f"/documents/{long_document.id}")
    (link,) = first.xpath("//a[@rel='next']/@href")
    second = tree(client, link)
    numbers = [int(place[2:]) for place in second.xpath("//section[@class='page']/@id")]
    assert numbers[0] == len(first.xpath("//section[@class='page']")) + 1
    assert client.get(f"/documents/{long_document.id}?part=9999").status_code == 404


def test_words_are_marked_in_a_document_and_its_pages_listed(client: FlaskClient, scan: Document) -> None:
    page = tree(client, f"/documents/{scan.id}?q=fentanilo")
    assert page.xpath("//div[@class='text']//mark")
    assert re.search(r"\d+ pasajes? con «fentanilo»", text_of(page))


def test_a_page_that_could_not_be_read_says_so_plainly(client: FlaskClient, documents: list[Document]) -> None:
    unread = next(document for document in documents if document.pages_unreadable)
    said = text_of(tree(client, f"/documents/{unread.id}"))
    assert "1 página de este documento no se pudo leer" in said
    page = tree(client, f"/documents/{unread.id}/pages/1")
    assert "Esta página no se pudo leer" in text_of(page)
    assert page.xpath("//figure//img")
    nothing = text_of(tree(client, "/search?q=xyzzy"))
    assert "1 página no se pudo leer: las palabras podrían estar ahí" in nothing


def test_hostile_text_is_shown_as_text(client: FlaskClient, hostile_document: Document) -> None:
    response = client.get(f"/documents/{hostile_document.id}?q=fentanilo")
    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert" in response.text
    assert "&lt;b&gt;negrita" in response.text


def test_the_original_is_only_ever_a_download(client: FlaskClient, hostile_document: Document, scan: Document) -> None:
    for document in (hostile_document, scan):
        response = client.get(f"/documents/{document.id}/original")
        assert response.content_type == "application/octet-stream"
        disposition = response.headers["Content-Disposition"]
        assert disposition.startswith("attachment;")
        assert not re.search(r"[\r\n<>]", disposition)
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["ETag"] == f'"{document.sha256}"'
        assert len(response.data) == document.size
        response.close()


def test_a_page_image_is_an_image_and_a_text_has_none(
    client: FlaskClient, scan: Document, long_document: Document
) -> None:
    image = client.get(f"/documents/{scan.id}/pages/1.png")
    assert image.data.startswith((b"\x89PNG", b"\xff\xd8"))
    again = client.get(f"/documents/{scan.id}/pages/1.png", headers={"If-None-Match": image.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(f"/documents/{long_document.id}/pages/1.png").status_code == 404


def test_one_passage_is_pointed_out(client: FlaskClient, app: Flask, scan: Document) -> None:
    stored = app.extensions["cotejo"].catalog.documents.passages(scan.id)[0]
    passage = stored.passage
    where = f"start={passage.start}&end={passage.end}&reading={stored.reading}"
    page = tree(client, f"/documents/{scan.id}/pages/{passage.page}?{where}")
    (marked,) = page.xpath("//*[@id='marked']")
    assert marked.text_content() == stored.text


def test_a_place_beyond_the_text_is_cut_and_said(client: FlaskClient, scan: Document) -> None:
    said = text_of(tree(client, f"/documents/{scan.id}/pages/1?start=5&end=999999999"))
    assert "999999999" in said
    assert "termina en el" in said
    assert client.get(f"/documents/{scan.id}/pages/1?start=900000000&end=999999999").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["", "/pages/1", "/pages/1.png", "/original", "/pages/1?reading=000000000000", "/pages/0", "/pages/99999"],
)
def test_what_is_not_there_is_a_404(client: FlaskClient, scan: Document, address: str) -> None:
    missing = "f" * 16 if address in ("", "/pages/1", "/pages/1.png", "/original") else scan.id
    assert "No se encontró" in text_of(tree(client, f"/documents/{missing}{address}", status=404))


@pytest.mark.parametrize("number", ["999999999999999999999999", "-1", "abc", "1e9", "%00"])
def test_an_impossible_page_number_is_a_404(client: FlaskClient, scan: Document, number: str) -> None:
    for ending in ("", ".png"):
        assert client.get(f"/documents/{scan.id}/pages/{number}{ending}").status_code == 404


@pytest.mark.parametrize("id", ["..%2f..%2fetc%2fpasswd", "%00", "'", "é", "a" * 5000, quote("🙂")])
def test_an_impossible_identifier_is_a_404(client: FlaskClient, id: str) -> None:
    for room in ("documents", "reports", "api/v1/documents", "api/v1/reports"):
        assert client.get(f"/{room}/{id}").status_code == 404, room


def test_go_to_page_leads_there_and_refuses_what_is_no_number(client: FlaskClient, long_document: Document) -> None:
    response = client.get(f"/documents/{long_document.id}/pages?page=3&q=paz")
    assert response.status_code == 302
    assert response.headers["Location"] == f"/documents/{long_document.id}/pages/3?q=paz"
    assert "abc" in text_of(tree(client, f"/documents/{long_document.id}/pages?page=abc", status=400))


def test_the_list_of_documents_is_complete_and_without_repetition(
    client: FlaskClient, documents: list[Document]
) -> None:
    seen: list[str] = []
    address = "/documents?size=4"
    while address:
        page = tree(client, address)
        seen += page.xpath("//li[@class='result']/h2/a/@href")
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert sorted(seen) == sorted(f"/documents/{item.id}" for item in documents if item.collections != ("reservada",))


# --- access ------------------------------------------------------------------------------------


def test_what_is_not_public_does_not_exist(client: FlaskClient, secret: Document) -> None:
    for address in ("", "/pages/1", "/pages/1?q=fentanilo&hit=1", "/pages/1.png", "/original", "/searchable.pdf"):
        hidden, absent = client.get(f"/documents/{secret.id}{address}"), client.get(f"/documents/{'f' * 16}{address}")
        assert hidden.status_code == 404
        assert hidden.text.replace(secret.id, "f" * 16) == absent.text
    assert client.get(f"/api/v1/documents/{secret.id}").status_code == 404


def test_no_page_lets_on_about_what_is_not_public(client: FlaskClient, secret: Document) -> None:
    for address in (
        "/search?q=xilófono",
        "/search?q=fentanilo&size=50",
        "/search?q=fentanilo&collection=reservada",
        "/documents?collection=reservada",
        "/documents?size=100",
        "/about",
        "/",
        "/api/v1/search?q=xil%C3%B3fono",
        "/api/v1/search?collection=reservada",
        "/api/v1/documents?size=100",
    ):
        response = client.get(address)
        assert secret.id not in response.text, address
        assert "reservado" not in response.text, address


def test_a_copy_in_a_restricted_collection_is_not_told_of(client: FlaskClient, hostile_document: Document) -> None:
    assert "reservada" in hostile_document.collections
    for address in (
        f"/documents/{hostile_document.id}",
        f"/documents/{hostile_document.id}/pages/1",
        f"/api/v1/documents/{hostile_document.id}",
        "/search?q=negrita",
        "/api/v1/search?q=negrita",
        "/api/v1/search?q=fentanilo&size=50",
    ):
        text = client.get(address).text
        assert "reservada" not in text, address
        assert "copia de rare" not in text, address


# --- reports -----------------------------------------------------------------------------------


def test_every_note_of_the_report_is_there_and_every_callout_leads_to_one(client: FlaskClient) -> None:
    page = tree(client, REPORT)
    notes = page.xpath("//li[@class='note']/@id")
    assert notes == [f"fn-{number}" for number in range(1, 73)]
    callouts = page.xpath("//sup[@class='callout']/a/@href")
    assert {callout[1:] for callout in callouts} == set(notes)
    places = page.xpath("//sup[@class='callout']/@id")
    assert page.xpath("//a[@role='doc-backlink']/@href") == sorted(
        (f"#{place}" for place in places), key=lambda place: [int(part) for part in re.findall(r"\d+", place)]
    )


def test_a_note_leads_to_its_source_or_says_that_it_is_missing(client: FlaskClient) -> None:
    page = tree(client, REPORT)
    (note,) = page.xpath("//li[@id='fn-52']")
    assert note.xpath(".//div[@class='source']//a[starts-with(@href, '/documents/')]")
    assert "Espécimen" in note.text_content()
    missing = [note for note in page.xpath("//li[@class='note']") if not note.xpath(".//div[@class='source']")]
    assert missing
    sentences = ("La fuente aún no está en el archivo.", "Esta nota no nombra una fuente propia.")
    assert all(any(sentence in note.text_content() for sentence in sentences) for note in missing)


def test_links_out_of_the_archive_give_nothing_away(client: FlaskClient) -> None:
    page = tree(client, REPORT)
    outside = page.xpath("//main//a[starts-with(@href, 'http')]")
    assert outside
    for link in outside:
        assert {"noopener", "nofollow"} <= set(link.get("rel").split())


# --- programs ----------------------------------------------------------------------------------


def test_health_counts_the_public_documents(client: FlaskClient, documents: list[Document]) -> None:
    assert client.get("/healthz").get_json() == {"ok": True, "documents": len(documents) - 1, "index": "ok"}


def test_the_api_answers_as_the_command_does(client: FlaskClient, scan: Document) -> None:
    found = client.get("/api/v1/search?q=fentanilo&kind=memo").get_json()
    assert set(found) >= {
        "query",
        "read_as",
        "total",
        "documents",
        "took_ms",
        "expansions",
        "suggestion",
        "next",
        "hits",
        "facets",
    }
    hit = found["hits"][0]
    assert client.get(hit["url"]).status_code == 200
    shown = client.get(f"/api/v1/documents/{scan.id}?page=1").get_json()
    assert shown["provenance"]["sha256"] == scan.sha256
    assert shown["text"]
    report = client.get("/api/v1/reports/warlike-approach").get_json()
    assert len(report["footnotes"]) == 72
    (listed,) = client.get("/api/v1/reports").get_json()["reports"]
    assert listed["id"] == "warlike-approach"


def test_the_description_of_the_api_describes_what_there_is(client: FlaskClient, app: Flask, scan: Document) -> None:
    described = client.get("/api/v1/openapi.json").get_json()
    rules = {
        re.sub(r"<(\w+)>", r"{\1}", str(rule)) for rule in app.url_map.iter_rules() if str(rule).startswith("/api/")
    }
    assert set(described["paths"]) == rules - {"/api/v1/openapi.json"}
    schemas = described["components"]["schemas"]
    answers = {
        "SearchResults": "/api/v1/search?q=fentanilo",
        "Documents": "/api/v1/documents",
        "Document": f"/api/v1/documents/{scan.id}",
        "Reports": "/api/v1/reports",
        "Report": "/api/v1/reports/warlike-approach",
        "Error": "/api/v1/documents/0",
    }
    for name, address in answers.items():
        assert set(schemas[name]["required"]) <= set(client.get(address).get_json()), name


def test_errors_of_the_api_have_one_shape(client: FlaskClient) -> None:
    for address, status, code in (
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/documents/0", 404, "not_found"),
        ("/api/v1/search?kind=foo", 400, "bad_argument"),
    ):
        response = client.get(address)
        assert response.status_code == status
        assert set(response.get_json()["error"]) == {"code", "message", "remedy"}
        assert response.get_json()["error"]["code"] == code
        assert "/api/v1/" in response.get_json()["error"]["remedy"]
        assert "`cotejo" not in response.get_json()["error"]["remedy"]
    assert client.post("/api/v1/search").get_json()["error"]["code"] == "method_not_allowed"
