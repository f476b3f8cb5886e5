"""The pages in a real browser: the walk of a reader, by mouse and by keyboard, in both languages and themes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.web.barriers import barriers
from tests.web.chromium import CHROMIUM, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed (Debian: apt-get install chromium)"),
]

REPORT = "/reports/warlike-approach"
MISSING = "/no/such/page"
PAGES = ["/", "/search?q=fentanilo", "/search?q=xyzzy", "/documents", REPORT, "/reports", "/about", MISSING]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console says, policy violations among it; must stay empty."""
    return []


@pytest.fixture
def page(browser: Browser, server: str, complaints: list[str]) -> Iterator[Page]:
    """A Spanish reader's page, 1280 px wide; the test fails if the console complains."""
    context = browser.new_context(base_url=server, locale="es-MX", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.on("console", lambda message: complaints.extend(complaint(message)))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def complaint(message: ConsoleMessage) -> list[str]:
    """What an error or warning says; that the page which is not there is not there is none."""
    expected = message.location["url"].split("?")[0].endswith(MISSING) and "404" in message.text
    return [message.text] if message.type in ("error", "warning") and not expected else []


def cited_document(page: Page) -> str:
    """The address of a document that note 52 cites."""
    page.goto(f"{REPORT}#fn-52")
    return page.locator("#fn-52 .source a").first.get_attribute("href") or ""


def test_a_reader_walks_from_a_word_to_the_note_and_back(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("fentanilo")
    page.get_by_role("button", name="Buscar").click()
    expect(page).to_have_url(re.compile(r"/search\?q=fentanilo"))
    expect(page.locator(".result mark").first).to_be_visible()

    chip = page.get_by_role("link", name="citado en la nota 52").first
    result = page.locator(".result", has=chip).first
    title = result.get_by_role("heading").get_by_role("link")
    name = title.inner_text()
    title.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("mark").first).to_be_attached()

    page.get_by_role("link", name="citado en la nota 52").first.click()
    expect(page).to_have_url(re.compile(re.escape(f"{REPORT}#fn-52") + "$"))
    note = page.locator("#fn-52")
    expect(note).to_be_in_viewport()
    background = note.evaluate("element => getComputedStyle(element).boxShadow")
    assert background != "none", "the note that was asked for stands out"

    note.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_callout_leads_to_its_note_and_the_note_back(page: Page) -> None:
    page.goto(REPORT)
    page.locator(".report-body .callout a", has_text="52").first.click()
    expect(page.locator("#fn-52")).to_be_in_viewport()
    page.locator("#fn-52 [role=doc-backlink]").first.click()
    expect(page.locator("#ref-52-1")).to_be_in_viewport()


def test_the_language_can_be_switched_and_stays(page: Page) -> None:
    page.goto("/search?q=fentanilo&kind=memo")
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("#q")).to_have_value("fentanilo")
    assert "kind=memo" in page.url
    page.goto("/about")
    expect(page.get_by_role("heading", level=1)).to_have_text("About this archive")


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Saltar al contenido")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    press_until(page, page.locator("#q"))
    page.keyboard.type("fentanilo")
    page.keyboard.press("Enter")
    expect(page.locator(".result").first).to_be_visible()
    hit = page.locator(".result h2 a").first
    press_until(page, hit)
    outline = hit.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline != "none", "the focus can be seen"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/documents/"))


def press_until(page: Page, wanted: object, presses: int = 60) -> None:
    for _ in range(presses):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):  # type: ignore[attr-defined]
            return
    raise AssertionError(f"{presses} tabs did not reach {wanted}")


def test_a_passage_that_is_asked_for_is_brought_into_view(page: Page, server: str) -> None:
    hits = page.request.get("/api/v1/search?q=fentanilo&size=50").json()["hits"]
    far = max(hits, key=lambda hit: hit["start"])
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(far["url"])
    marked = page.locator("#marked")
    expect(marked).to_be_in_viewport()
    assert marked.inner_text().strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_bars_anyone_out(page: Page, scheme: str) -> None:
    """axe-core finds nothing serious: names, roles, order, contrast."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    document = cited_document(page)
    for address in [*PAGES, f"{document}?q=fentanilo", f"{document}/pages/1?q=fentanilo"]:
        page.goto(address)
        assert barriers(page) == [], address


@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_needs_sideways_scrolling_on_a_small_phone(page: Page, language: str) -> None:
    document = cited_document(page)
    page.set_viewport_size({"width": 360, "height": 740})
    for address in [*PAGES, f"{document}?q=fentanilo", f"{document}/pages/1?q=fentanilo"]:
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, (address, width)


def test_the_pages_work_without_javascript(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False, locale="es-MX")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("fentanilo")
    page.keyboard.press("Enter")
    page.locator(".result h2 a").first.click()
    expect(page.locator(".text").first).to_be_visible()
    context.close()


def test_nobody_is_moved_who_asked_for_less_motion(browser: Browser, server: str) -> None:
    for motion, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        context = browser.new_context(base_url=server, reduced_motion=motion)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto("/about")
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
        context.close()
