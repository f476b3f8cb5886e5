"""The glossary that ships, and what a mistake in one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.config import SHIPPED_GLOSSARY
from indexer.errors import ConfigError
from indexer.models import Language
from indexer.search.glossary import Direction, read_glossary
from tests.conftest import ROOT

GOOD = '[[drugs]]\nes = ["amapola"]\nen = ["poppy"]\nsense = "A plant."\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "glossary.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_ships_is_valid_and_broad() -> None:
    entries = read_glossary(ROOT / "corpus" / "glossary.toml")
    assert len(entries) >= 350
    assert all(entry.sense.endswith(".") and entry.line for entry in entries)


def test_an_installed_package_has_the_same_glossary() -> None:
    assert SHIPPED_GLOSSARY.read_bytes() == (ROOT / "corpus" / "glossary.toml").read_bytes()


def test_an_entry_has_forms_of_both_languages(tmp_path: Path) -> None:
    text = GOOD + 'shared = ["P-1"]\ndirection = "en-es"\n'
    (entry,) = read_glossary(written(tmp_path, text))
    assert [(form.text, form.language) for form in entry.forms] == [
        ("amapola", Language.SPANISH),
        ("poppy", Language.ENGLISH),
        ("P-1", None),
    ]
    assert entry.direction is Direction.FROM_ENGLISH
    assert (entry.domain, entry.sense, entry.line) == ("drugs", "A plant.", 1)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('es = ["opio"]\nen = ["opium"]\n', "sense"),
        ('es = ["opio"]\nen = ["opium"]\nsense = "  "\n', "sense"),
        ('es = ["opio"]\nsense = "x"\n', "both languages"),
        ('es = []\nen = ["opium"]\nsense = "x"\n', "«es»"),
        ('es = "opio"\nen = ["opium"]\nsense = "x"\n', "«es»"),
        ('es = ["opio", ""]\nen = ["opium"]\nsense = "x"\n', "«es»"),
        ('es = ["opio", 7]\nen = ["opium"]\nsense = "x"\n', "7"),
        ('es = ["opio", "Ópio"]\nen = ["opium"]\nsense = "x"\n', "«Ópio»"),
        ('es = ["opio"]\nen = ["opio"]\nsense = "x"\n', "«opio»"),
        ('es = ["…"]\nen = ["opium"]\nsense = "x"\n', "«…»"),
        ('es = ["opio"]\nen = ["opium"]\nsens = "x"\n', "«sens»"),
        ('es = ["opio"]\nen = ["opium"]\nsense = "x"\ndirection = "fr-es"\n', "fr-es"),
        ('es = ["opio"]\nen = ["opium"]\nsense = "x"\ncapitals = "yes"\n', "«capitals»"),
        ('es = ["opio"]\nen = ["opium"]\nsense = "x"\nhomographs = ["opia"]\n', "«opia»"),
        ('es = ["amapola"]\nen = ["poppy"]\nsense = "Again."\n', "line 1"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, block: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_glossary(written(tmp_path, f"{GOOD}\n[[drugs]]\n{block}"))
    assert "line 6, [[drugs]]" in str(raised.value)
    assert said in str(raised.value)


@pytest.mark.parametrize("text", ["[[drugs]\n", "drugs = 1\n", "[drugs]\nes = 1\n", "\x00"])
def test_what_is_no_glossary_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError):
        read_glossary(written(tmp_path, text))


def test_a_missing_glossary_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_glossary(tmp_path / "none.toml")
