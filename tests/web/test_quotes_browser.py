"""A fact-checker's way in a real browser: paste, verdict, the boxed page, the card to be copied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.config import load_config
from tests.commands import cotejo
from tests.web.barriers import barriers
from tests.web.chromium import CHROMIUM, chromium
from tests.web.scans import scan
from tests.web.serving import served
from webapp import create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed (Debian: apt-get install chromium)"),
]

SAID = "La mayor parte de las abejas carpinteras no hace daño a la madera sana"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on an archive of one scan."""
    folder = tmp_path_factory.mktemp("quotes-browser")
    (folder / "config.toml").write_text('[archive]\ndata = "var"\n', encoding="utf-8")
    scan(folder / "abejas.tif")
    assert cotejo("add", folder / "abejas.tif", archive=folder).status == 0
    app = create_app(load_config(folder / "config.toml"))
    with served(app) as found:
        yield found
    app.extensions["cotejo"].close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="es-MX", viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_paste_verdict_boxed_page_and_card(page: Page) -> None:
    page.goto("/verify")
    page.get_by_label("La cita", exact=False).first.fill(f"“{SAID.replace('no hace', 'hace')}”")
    page.locator(".check-form button").click()
    expect(page.locator(".verdict-altered.critical")).to_be_visible()
    expect(page.locator("mark.change-negation").first).to_have_text("no")
    expect(page.locator(".clip rect").first).to_be_attached()
    page.locator("details summary").first.click()
    page.locator("[data-copy=copy-text]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "⟦no⟧ hace daño" in copied
    assert "sha256" in copied
    page.locator("a.clip").first.click()
    expect(page.locator("#marked, .marked").first).to_be_attached()
    assert "start=" in page.url


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    "quote", [SAID.replace("no hace", "hace"), "los delfines azules votaron ayer contra la siesta"]
)
def test_the_answer_bars_nobody_out_and_fits_a_small_phone(page: Page, language: str, quote: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/verify?lang={language}&quote={quote}")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
