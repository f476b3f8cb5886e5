"""Renews docs/screenshots from the running app: `make screenshots`, or `python -m tests.web.screenshots [FOLDER]`.

With a FOLDER, every page is taken there in both languages, both themes and both widths, for looking at; without one,
only those that the documentation shows.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tests.web.archive import bundled_archive
from tests.web.chromium import chromium
from tests.web.serving import served
from webapp import create_app

MAX_BYTES = 260_000
"""What a picture in the repository may weigh."""

WIDTHS = {"desktop": (1280, 860), "phone": (360, 740)}


@dataclass(frozen=True)
class Shot:
    """A picture: of which page, in which language and theme, how wide."""

    page: str
    language: str
    theme: str
    width: str

    @property
    def name(self) -> str:
        return f"{self.page}-{self.language}-{self.theme}-{self.width}.png"


KEPT = (
    Shot("results", "es", "light", "desktop"),
    Shot("verify", "es", "light", "desktop"),
    Shot("report", "en", "light", "desktop"),
    Shot("page", "es", "dark", "desktop"),
    Shot("document", "es", "light", "phone"),
)


def addresses(browser: Browser, address: str) -> dict[str, str]:
    """Page → its address; the document is a scanned memo that has the word."""
    page = browser.new_page()
    hit = page.request.get(f"{address}/api/v1/search?q=fentanilo&kind=memo").json()["hits"][0]
    page.close()
    document = f"/documents/{hit['document']}"
    return {
        "start": "/",
        "results": "/search?q=fentanilo",
        "nothing": "/search?q=%22no+existe+tal+frase%22&kind=memo",
        "documents": "/documents",
        "document": f"{document}?q=fentanilo",
        "page": f"{hit['url']}#marked",
        "report": "/reports/warlike-approach#fn-52",
        "report-top": "/reports/warlike-approach",
        "verify": "/verify?quote=Aqu%C3%AD+nosotros+producimos+fentanilo+y+nosotros+no+tenemos+consumo+de+fentanilo",
        "about": "/about",
        "error": "/search?from=2020-13-45",
    }


def take(browser: Browser, base: str, path: str, shot: Shot, folder: Path) -> Path:
    """One picture of what a reader sees first."""
    width, height = WIDTHS[shot.width]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{base}/about?lang={shot.language}")
    page.goto(base + path)
    file = folder / shot.name
    page.screenshot(path=file)
    context.close()
    with Image.open(file) as picture:  # 256 colours are enough for a page, and weigh a third
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    return file


def main(folder: Path | None) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        app = create_app(bundled_archive(Path(scratch)))
        with served(app) as base, chromium() as browser:
            paths = addresses(browser, base)
            if folder is None:
                shots, folder = KEPT, ROOT / "docs" / "screenshots"
            else:
                choices = itertools.product(paths, ("es", "en"), ("light", "dark"), WIDTHS)
                shots = tuple(Shot(*choice) for choice in choices)
            folder.mkdir(parents=True, exist_ok=True)
            for shot in shots:
                file = take(browser, base, paths[shot.page], shot, folder)
                sys.stdout.write(f"{file}: {file.stat().st_size:,} bytes\n")
                if shots is KEPT and file.stat().st_size > MAX_BYTES:
                    raise SystemExit(f"{file} weighs more than {MAX_BYTES:,} bytes.")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
