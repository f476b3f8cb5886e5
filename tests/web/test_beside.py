"""What is searched besides the words typed, its switches, and suggestions while typing: over HTTP and in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from tests.web.barriers import barriers
from tests.web.chromium import CHROMIUM, chromium

IN_BROWSER = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")


def test_each_language_finds_the_other_over_the_api(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=fentanilo").get_json()
    assert {"es", "en"} <= {hit["language"] for hit in found["hits"]}
    assert found["expansions"][0]["added"] == ["fentanyl"]
    assert client.get("/api/v1/search?q=fentanilo&expand=no").get_json()["expansions"] == []
    assert client.get("/api/v1/search?q=fentanilo&not_expanded=fentanyl").get_json()["expansions"] == []


@pytest.mark.parametrize("wrong", ["expand=maybe", "variants=1", "expand=no&expand=no"])
def test_a_switch_is_yes_or_no(client: FlaskClient, wrong: str) -> None:
    assert client.get(f"/api/v1/search?q=x&{wrong}").status_code == 400


def test_a_mistake_is_corrected_by_a_link(client: FlaskClient) -> None:
    shown = client.get("/search?q=fentanylo&lang=en").text
    assert "Did you mean:" in shown
    assert 'q=fentanilo"' in shown


def test_the_words_of_the_other_language_are_marked_in_a_document(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=fentanyl&language=es").get_json()["hits"]
    assert "<mark" in client.get(hits[0]["url"]).text


@pytest.mark.parametrize("switch", ["expand=no", "not_expanded=fentanilo"])
def test_what_was_switched_off_is_not_marked(client: FlaskClient, switch: str) -> None:
    hit = client.get("/api/v1/search?q=fentanyl&language=es").get_json()["hits"][0]
    document = f"/documents/{hit['document']}?q=fentanyl"
    assert "<mark" in client.get(document).text
    without = client.get(f"{document}&{switch}")
    assert "<mark" not in without.text
    assert switch in without.text  # and is kept on the way to the page view
    assert "<mark" not in client.get(f"{hit['url']}&{switch}").text
    results = client.get(f"/search?q=fentanyl&{switch}").text
    assert f"q=fentanyl&amp;{switch}" in results.replace("?q=fentanyl&amp;start", "")


def test_suggestions_are_few_and_lead_somewhere(client: FlaskClient) -> None:
    found = client.get("/api/v1/suggest?q=fentan").get_json()["suggestions"]
    assert 0 < len(found) <= 14
    assert "fentanilo" in [one["query"] for one in found]
    assert all(client.get(one["url"]).status_code == 200 for one in found)


@pytest.mark.parametrize("typed", ["", "f", " ", "%25", "_", "%22", "fentan%20", "%F0%9F%98%80", "a" * 1_000])
def test_nothing_typed_is_a_fault(client: FlaskClient, typed: str) -> None:
    assert client.get(f"/api/v1/suggest?q={typed}").status_code == 200


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(base_url=server, locale="en", viewport={"width": 1100, "height": 800})
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert complaints == []


@IN_BROWSER
@pytest.mark.browser
def test_an_addition_is_switched_off_and_on_by_links(page: Page) -> None:
    page.goto("/search?q=fentanyl")
    both = page.locator(".summary").inner_text()
    page.locator(".beside .chip", has_text="fentanilo").click()
    expect(page.locator(".beside")).to_contain_text("Not searched:")
    assert parse_qs(urlsplit(page.url).query)["not_expanded"] == ["fentanilo"]
    assert page.locator(".summary").inner_text() != both
    page.locator(".beside .chip.off").click()
    expect(page.locator(".summary")).to_have_text(both)
    page.get_by_role("link", name="Search only the words typed").click()
    assert "expand=no" in page.url
    page.get_by_role("link", name="Search the other language too").click()
    expect(page.locator(".summary")).to_have_text(both)


@IN_BROWSER
@pytest.mark.browser
def test_suggestions_are_chosen_by_keyboard_and_by_mouse(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox")
    field.press_sequentially("fentani")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert barriers(page) == []
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "q-completions-0")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.input_value() == "fentani"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=fentanilo*")
    page.get_by_role("combobox").fill("")
    page.get_by_role("combobox").press_sequentially("fentani")
    page.get_by_role("option", name="fentanilo").first.click()
    page.wait_for_url("**/search?q=fentanilo*")


@IN_BROWSER
@pytest.mark.browser
def test_without_javascript_the_box_is_a_plain_search_field(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    opened = context.new_page()
    opened.goto("/")
    opened.get_by_role("searchbox").fill("fentanilo")
    opened.get_by_role("searchbox").press("Enter")
    expect(opened.locator(".beside")).to_be_visible()
    context.close()
