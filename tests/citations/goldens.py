"""The citations made by hand from the style guides (tests/files/citations), as items and as they must be printed."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from typing import Any

from indexer.citations.csl import Form, Genre, Item, ItemDate, read_name
from indexer.models import Language
from tests.conftest import ROOT

ACCESSED = dt.date(2026, 11, 24)


@dataclass(frozen=True)
class Golden:
    """An item and the three ways it is printed."""

    name: str
    language: Language
    item: Item
    apa: str
    chicago_note: str
    chicago_bibliography: str


def goldens() -> list[Golden]:
    found = []
    for language in (Language.ENGLISH, Language.SPANISH):
        text = (ROOT / f"tests/files/citations/goldens-{language}.toml").read_text(encoding="utf-8")
        found += [_golden(entry, language) for entry in tomllib.loads(text)["golden"]]
    return found


def _golden(entry: dict[str, Any], language: Language) -> Golden:
    item = Item(
        key="golden",
        form=Form(entry["form"]),
        genre=Genre(entry["genre"]) if "genre" in entry else None,
        accessed=ACCESSED,
        authors=tuple(read_name(name) for name in entry.get("authors", ())),
        date=ItemDate(*entry["date"]) if "date" in entry else None,
        urls=tuple(entry.get("urls", ())),
        **{
            name: entry.get(name)
            for name in ("title", "container", "volume", "issue", "extent", "publisher", "number", "locator")
        },
    )
    printed = {name: entry[name] for name in ("apa", "chicago_note", "chicago_bibliography")}
    return Golden(entry["name"], language, item, **printed)
