"""What bars somebody out of a page: serious findings of axe-core (names, roles, order, contrast)."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("serious", "critical")


def barriers(page: Page) -> list[str]:
    """The rule that is broken and the element, for each grave finding of the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html']}" for item in found if item["impact"] in GRAVE]
