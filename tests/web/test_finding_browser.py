"""Finding one's way in a real browser: by mouse and by keyboard, in both languages and themes, on a small phone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.barriers import barriers
from tests.web.chromium import CHROMIUM, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed (Debian: apt-get install chromium)"),
]

RESULTS = "/search?q=fentanilo"
PAGES = [
    RESULTS,
    f"{RESULTS}&from=2020-01-01&to=2020-12-31&kind=memo&cited=yes&sort=-date",
    "/search?q=%22no+existe+tal+frase%22&kind=memo",
    "/compare",
    "/compare?q=fentanilo&q=guardia+nacional&q=seguridad&q=laboratorios&q=migrantes",
    "/help",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A Spanish reader's page, 1280 px wide; the test fails if the console complains."""
    context = browser.new_context(base_url=server, locale="es-MX", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def total(page: Page) -> int:
    return int(re.sub(r"\D.*", "", page.locator(".total").inner_text()))


def test_a_click_on_a_facet_narrows_and_its_chip_takes_it_back(page: Page) -> None:
    page.goto(RESULTS)
    all_of_them = total(page)
    row = page.locator(".facet li", has_text="memorándum")
    count = int(re.findall(r"\d+", row.locator(".number").inner_text())[0])
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile("kind=memo"))
    assert total(page) == count < all_of_them
    page.locator(".active-filters").get_by_role("link", name="memorándum").click()
    expect(page.locator(".active-filters")).to_have_count(0)
    assert total(page) == all_of_them


def test_a_click_on_a_bar_narrows_to_the_year_then_to_the_month_and_back(page: Page) -> None:
    page.goto(RESULTS)
    bar = page.locator(".bars a").first
    said = bar.get_attribute("aria-label") or ""
    bar.click()
    expect(page).to_have_url(re.compile(r"from=2020-01-01&to=2020-12-31"))
    assert said == f"2020: {total(page)} pasajes"
    page.locator(".bars a").first.click()
    expect(page).to_have_url(re.compile(r"from=2020-03-01&to=2020-03-31"))
    expect(page.locator(".active-filters")).to_contain_text("marzo 2020")
    page.get_by_role("link", name="Todas las fechas").click()
    expect(page).not_to_have_url(re.compile("from="))


def test_the_language_can_be_switched_without_losing_the_search(page: Page) -> None:
    page.goto(f"{RESULTS}&kind=memo")
    found = total(page)
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator(".active-filters")).to_contain_text("memo")
    assert total(page) == found
    expect(page.locator("svg.bars title").first).to_have_text(re.compile("Passages found"))


def test_the_chart_and_the_facets_can_be_used_by_keyboard_alone(page: Page) -> None:
    page.goto(RESULTS)
    press_until(page, page.locator(".facet li a").first, presses=120)
    page.keyboard.press("Enter")
    expect(page.locator(".active-filters li")).to_have_count(1)
    bar = page.locator(".bars a").first
    press_until(page, bar)
    stroke = bar.locator(".reach").evaluate("element => getComputedStyle(element).stroke")
    assert stroke != "none", "the bar in focus can be seen"
    page.keyboard.press("Enter")
    expect(page.locator(".active-filters li")).to_have_count(2)
    press_until(page, page.locator(".active-filters a").first)
    page.keyboard.press("Enter")
    expect(page.locator(".active-filters li")).to_have_count(1)


def press_until(page: Page, wanted: Locator, presses: int = 60) -> None:
    for _ in range(presses):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{presses} tabs did not reach {wanted}")


def test_an_example_of_the_help_leads_to_its_results(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Cómo buscar").first.click()
    page.get_by_role("link", name="guardia nacional", exact=True).click()
    expect(page.locator("#q")).to_have_value("guardia nacional")
    assert total(page)


def test_terms_are_compared_as_typed(page: Page) -> None:
    page.goto("/compare")
    page.get_by_role("searchbox", name="Término 1").fill("fentanilo")
    page.get_by_role("searchbox", name="Término 2").fill("seguridad")
    page.get_by_role("button", name="Comparar").click()
    expect(page.locator(".chart polyline")).to_have_count(2)
    expect(page.locator(".compared tbody tr").first).to_be_visible()
    page.locator(".compared td a").first.click()
    assert total(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_bars_anyone_out(page: Page, scheme: str) -> None:
    """axe-core finds nothing serious: names, roles, order, contrast."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for address in PAGES:
        page.goto(address)
        assert barriers(page) == [], address


@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_needs_sideways_scrolling_on_a_small_phone(page: Page, language: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for address in PAGES:
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, (address, width)


def test_labels_below_the_bars_do_not_touch_on_a_small_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for address in PAGES[:2]:
        page.goto(address)
        boxes = [label.bounding_box() for label in page.locator(".bars .label").all() if label.is_visible()]
        ends = sorted((box["x"], box["x"] + box["width"]) for box in boxes if box)
        assert all(one[1] < other[0] for one, other in itertools.pairwise(ends)), ends


def test_a_bar_can_be_used_without_javascript(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False, locale="es-MX")
    page = context.new_page()
    page.goto(RESULTS)
    page.locator(".bars a").first.click()
    expect(page).to_have_url(re.compile("from=2020"))
    context.close()
