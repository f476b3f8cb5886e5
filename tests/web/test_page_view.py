"""The page view in a real browser: boxes lie on the ink of their words, however the page is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.config import load_config
from tests.web.archive import run
from tests.web.barriers import barriers
from tests.web.chromium import CHROMIUM, chromium
from tests.web.scans import FONTS, LYING, WORD, Ink, iou, lying, printed, scan
from tests.web.serving import served
from tests.web.test_browser import complaint
from webapp import create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed (Debian: apt-get install chromium)"),
    pytest.mark.skipif(not FONTS.exists(), reason=f"{FONTS} is not there (Debian: apt-get install fonts-liberation)"),
]

Rectangle = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def inks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[Ink]]]:
    """A server with the scans and the printed page; its address, and the ink of the scan's first page and of the words
    sought in those that lie askew or turned."""
    folder = tmp_path_factory.mktemp("view")
    (folder / "config.toml").write_text('[archive]\ndata = "var"\n', encoding="utf-8")
    files = folder / "files"
    files.mkdir()
    known = scan(files / "abejas.tif")
    for word, (degrees, quarters) in LYING.items():
        known += lying(files / f"{word}.png", word, degrees, quarters)
    printed(files / "decreto.pdf")
    (files / "nota.txt").write_text("Una nota sobre abejas y puentes.\n", encoding="utf-8")
    run("add", files, archive=folder)
    app = create_app(load_config(folder / "config.toml"))
    with served(app) as address:
        yield address, known
    app.extensions["cotejo"].close()


@pytest.fixture
def page(browser: Browser, inks: tuple[str, list[Ink]]) -> Iterator[Page]:
    context = browser.new_context(
        base_url=inks[0], locale="es-MX", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(8000)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.extend(complaint(message)))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def open_hit(page: Page, word: str = WORD) -> None:
    """From the search to the first hit, as a reader does."""
    page.goto("/")
    page.locator("#q").fill(word)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="página 1").click()
    expect(page.locator("#viewer")).to_be_visible()
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until the image has come."""
    image = page.locator("#page-image")
    expect(image).to_have_js_property("complete", True, timeout=20_000)
    expect(image).not_to_have_js_property("naturalWidth", 0)
    scripted(page)


def scripted(page: Page) -> None:
    """Wait until the page's script has run: only it shows the choice of keys."""
    expect(page.locator("#keys-choice")).not_to_have_attribute("hidden", "")


def boxes(page: Page, selector: str) -> list[Rectangle]:
    """Where the boxes are in the window."""
    found: list[Rectangle] = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].map(box => box.getBoundingClientRect())
             .map(box => [box.left, box.top, box.right, box.bottom])""",
        selector,
    )
    return [tuple(box) for box in found]  # type: ignore[misc]


def on_window(page: Page, ink: Ink) -> Rectangle:
    """Where the ink of a word is in the window: from where the browser has put the image, and how it is turned."""
    ((left, top, right, bottom),) = boxes(page, "#page-image")
    turn = int(re.search(r"turn-(\d+)", page.locator("#sheet").get_attribute("class") or "")[1])  # type: ignore[index]
    corners = [(ink.x0, ink.y0), (ink.x1, ink.y1)]
    for _ in range(turn // 90):
        corners = [(1 - y, x) for x, y in corners]
    (xa, ya), (xb, yb) = corners
    across, down = right - left, bottom - top
    return (
        left + min(xa, xb) * across,
        top + min(ya, yb) * down,
        left + max(xa, xb) * across,
        top + max(ya, yb) * down,
    )


def words(inks: tuple[str, list[Ink]], word: str) -> list[Ink]:
    return [ink for ink in inks[1] if ink.word == word]


def press(page: Page, tool: str) -> None:
    page.locator(f"[data-tool={tool}]").click()


@pytest.mark.parametrize("word", [WORD, *LYING])
def test_the_box_lies_on_the_ink_at_every_zoom_and_turned(page: Page, inks: tuple[str, list[Ink]], word: str) -> None:
    open_hit(page, word)
    ink = words(inks, word)[0]
    seen = {}
    for zoom in (50, 100, 200):
        page.goto(re.sub(r"&zoom=\d+", "", page.url) + f"&zoom={zoom}")
        drawn(page)
        for _ in range(4):
            (box,) = boxes(page, ".hit.current rect")
            seen[zoom, page.locator("#sheet").get_attribute("class")] = iou(box, on_window(page, ink))
            press(page, "right")
    assert len(seen) == 12
    assert min(seen.values()) >= 0.6, seen


def test_the_hit_is_in_sight_at_every_zoom(page: Page) -> None:
    open_hit(page)
    for _ in range(3):
        expect(page.locator(".hit.current rect")).to_be_in_viewport(ratio=0.9)
        press(page, "in")
    press(page, "right")
    expect(page.locator(".hit.current rect")).to_be_in_viewport(ratio=0.9)
    expect(page.locator("mark.current")).to_be_in_viewport()


def test_the_next_hit_is_the_next_on_the_page_and_then_on_a_later_page(page: Page, inks: tuple[str, list[Ink]]) -> None:
    open_hit(page)
    first, second = words(inks, WORD)
    assert iou(boxes(page, ".hit.current rect")[0], on_window(page, first)) >= 0.6
    press(page, "next")
    assert iou(boxes(page, ".hit.current rect")[0], on_window(page, second)) >= 0.6
    expect(page.locator("#hit-place")).to_have_text("Acierto 2 de 2")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/pages/3"))
    expect(page.locator("mark.current")).to_have_text(WORD)
    scripted(page)
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("/pages/1"))
    expect(page.locator("#hit-place")).to_have_text("Acierto 2 de 2")


@pytest.mark.parametrize("word", LYING)
def test_the_next_hit_of_a_scan_askew_or_turned_is_its_next_ink(
    page: Page, inks: tuple[str, list[Ink]], word: str
) -> None:
    open_hit(page, word)
    for number, ink in enumerate(words(inks, word), start=1):
        expect(page.locator("#hit-place")).to_have_text(f"Acierto {number} de 2")
        assert iou(boxes(page, ".hit.current rect")[0], on_window(page, ink)) >= 0.6
        if number == 1:
            press(page, "next")


@pytest.mark.parametrize("word", [WORD, *LYING])
def test_the_permalink_reopens_the_view(page: Page, browser: Browser, word: str) -> None:
    open_hit(page, word)
    press(page, "in")
    press(page, "in")
    press(page, "right")
    press(page, "next")
    before = boxes(page, ".hit.current rect")[0]
    kept = page.locator("#permalink").get_attribute("href") or ""
    for address in (kept, page.url):
        page.goto("/about")
        page.goto(address)
        drawn(page)
        expect(page.locator("#sheet")).to_have_class("sheet zoom-200 turn-90")
        expect(page.locator("#hit-place")).to_have_text("Acierto 2 de 2")
        after = boxes(page, ".hit.current rect")[0]
        assert iou(before, after) > 0.9, (before, after)


def test_both_pieces_of_a_broken_word_have_a_box(page: Page, inks: tuple[str, list[Ink]]) -> None:
    open_hit(page)
    page.goto(re.sub(r"\?.*", "?q=carpinteras", page.url))
    drawn(page)
    found = boxes(page, ".hit.current rect")
    assert len(found) == 2
    for piece, box in zip(("car", "pinteras"), found, strict=True):
        assert iou(box, on_window(page, words(inks, piece)[0])) >= 0.6


def test_a_printed_page_that_is_turned_has_its_boxes_too(page: Page) -> None:
    page.goto("/search?q=meliponicultura")
    page.locator(".hit .where a").first.click()
    drawn(page)
    assert page.locator(".hit").count() == 2
    assert len(boxes(page, ".hit[data-hit='2'] rect")) == 2
    assert ink_within(page, ".hit[data-hit='1'] rect") > 0.9


def ink_within(page: Page, selector: str) -> float:
    """The share of the ink on and to both sides of a line's box that the box covers, counted on the image itself."""
    share: float = page.evaluate(
        """selector => {
             const image = document.getElementById('page-image');
             const canvas = Object.assign(document.createElement('canvas'),
               {width: image.naturalWidth, height: image.naturalHeight});
             const context = canvas.getContext('2d', {willReadFrequently: true});
             context.drawImage(image, 0, 0);
             const box = document.querySelector(selector);
             const at = name => Number(box.getAttribute(name)) / 100;
             const ink = (x, y, width, height) => {
               const data = context.getImageData(x * canvas.width, y * canvas.height,
                 width * canvas.width, height * canvas.height).data;
               let dark = 0;
               for (let i = 0; i < data.length; i += 4) dark += data[i] < 128;
               return dark;
             };
             const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(at);
             const upright = height * canvas.height > width * canvas.width;
             const around = upright ? ink(x - width * 0.3, y, width * 1.6, height)
               : ink(x, y - height * 0.3, width, height * 1.6);
             return around ? ink(x, y, width, height) / around : 0;
           }""",
        selector,
    )
    return share


def test_a_word_in_the_text_lights_up_on_the_image_and_the_other_way(page: Page, inks: tuple[str, list[Ink]]) -> None:
    open_hit(page)
    word = page.locator(".reading .w", has_text=re.compile("^molino"))
    word.hover()
    (box,) = boxes(page, ".words rect.on")
    assert iou(box, on_window(page, words(inks, "molino")[0])) >= 0.6
    (left, top, right, bottom) = on_window(page, words(inks, "camino")[0])
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    expect(page.locator(".reading .w.on")).to_have_text("camino")


def test_a_click_on_a_hit_brings_it_to_the_front(page: Page) -> None:
    open_hit(page)
    page.locator("#m-2").click()
    expect(page.locator("#hit-place")).to_have_text("Acierto 2 de 2")
    left, top, right, bottom = boxes(page, ".hit[data-hit='1'] rect")[0]
    page.mouse.click((left + right) / 2, (top + bottom) / 2)
    expect(page.locator("#hit-place")).to_have_text("Acierto 1 de 2")


def test_the_keys_work_are_told_and_can_be_switched_off(page: Page) -> None:
    open_hit(page)
    sheet = page.locator("#sheet")
    page.keyboard.press("+")
    expect(sheet).to_have_class("sheet zoom-150 turn-0")
    page.keyboard.press("R")
    expect(sheet).to_have_class("sheet zoom-150 turn-270")
    page.keyboard.press("0")
    page.keyboard.press("r")
    expect(sheet).to_have_class("sheet zoom-100 turn-0")
    page.keyboard.press("?")
    expect(page.locator(".keys .panel")).to_be_visible()
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.locator("#desk").focus()
    page.keyboard.press("+")
    expect(sheet).to_have_class("sheet zoom-100 turn-0")
    page.reload()
    scripted(page)
    page.keyboard.press("r")
    expect(sheet).to_have_class("sheet zoom-100 turn-0")
    page.keyboard.press("?")
    expect(page.locator(".keys .panel")).not_to_be_visible()
    page.evaluate("localStorage.clear()")


def test_keys_do_nothing_while_a_word_is_typed(page: Page) -> None:
    open_hit(page)
    page.locator(".find input").fill("")
    page.locator(".find input").press_sequentially("r+n")
    expect(page.locator("#sheet")).to_have_class("sheet zoom-100 turn-0")
    expect(page.locator(".find input")).to_have_value("r+n")


def test_the_arrow_keys_turn_pages_and_keep_the_view(page: Page) -> None:
    open_hit(page)
    page.keyboard.press("r")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"/pages/2\?.*turn=90"))
    scripted(page)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"/pages/1\?.*turn=90"))
    scripted(page)
    page.keyboard.press("g")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/pages/3\?.*turn=90"))


def test_everything_can_be_reached_without_the_script(browser: Browser, inks: tuple[str, list[Ink]]) -> None:
    context = browser.new_context(base_url=inks[0], locale="en-US", java_script_enabled=False)
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto(f"/search?q={WORD}")
    page.get_by_role("link", name="page 1").click()
    for name in ("Larger", "Larger", "Turn to the right", "Next hit"):
        page.get_by_role("link", name=name).click()
    expect(page.locator("#sheet")).to_have_class("sheet zoom-200 turn-90")
    expect(page.locator("#hit-place")).to_have_text("Hit 2 of 2")
    expect(page.locator(".reading .text")).to_contain_text(WORD)
    expect(page.locator(".hit.current rect")).to_have_count(1)
    page.get_by_role("link", name="Next hit").click()
    expect(page).to_have_url(re.compile("/pages/3"))
    context.close()


def test_the_strip_shows_where_the_hits_are(page: Page) -> None:
    open_hit(page)
    expect(page.locator(".strip li")).to_have_count(3)
    assert [item.inner_text().split("\n")[-1] for item in page.locator(".strip li").all()] == [
        "Página 1 2 aciertos",
        "Página 2",
        "Página 3 1 acierto",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_view_bars_nobody_out(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_hit(page)
    page.keyboard.press("?")
    assert barriers(page) == []


@pytest.mark.parametrize("zoom", [100, 400])
def test_a_small_phone_scrolls_only_the_image_sideways(page: Page, zoom: int) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_hit(page)
    page.goto(f"{page.url}&zoom={zoom}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(".hit.current rect")).to_be_in_viewport()


def test_a_page_of_text_has_tools_for_its_hits_and_none_for_an_image(page: Page) -> None:
    page.goto("/search?q=nota")
    page.locator(".hit .where a").first.click()
    expect(page.locator("#permalink")).to_be_visible()
    expect(page.locator("#desk")).to_have_count(0)
    expect(page.locator("mark.current")).to_be_in_viewport()


def test_scans_are_in_the_right_place(inks: tuple[str, list[Ink]], tmp_path: Path) -> None:
    """The drawing's own account of its ink is right, or all the measures above would mean nothing."""
    from PIL import Image, ImageChops

    scan(tmp_path / "x.tif")
    with Image.open(tmp_path / "x.tif") as picture:
        for ink in words(inks, WORD):
            box = (ink.x0 * picture.width, ink.y0 * picture.height, ink.x1 * picture.width, ink.y1 * picture.height)
            part = picture.convert("L").crop(tuple(round(value) for value in box))  # type: ignore[arg-type]
            tight = ImageChops.invert(part).getbbox()
            assert tight is not None
            assert (tight[2] - tight[0]) * (tight[3] - tight[1]) >= 0.9 * part.width * part.height
