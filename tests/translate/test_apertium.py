"""Words and sentences by the real Apertium; what its absence and its silence mean."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.models import Language
from indexer.translate import apertium as module
from indexer.translate.apertium import Apertium
from indexer.translate.probe import Pipeline, probe

SPANISH, ENGLISH = Language.SPANISH, Language.ENGLISH


@pytest.fixture
def translator() -> Iterator[Apertium]:
    if probe(SPANISH, ENGLISH) is None:
        pytest.skip("apertium-eng-spa is not installed")
    running = Apertium()
    yield running
    running.close()


def test_a_word_is_translated_both_ways(translator: Apertium) -> None:
    there = translator.translate("warehouse", ENGLISH, SPANISH, wait=30)
    back = translator.translate("perros", SPANISH, ENGLISH, wait=30)
    assert there is not None
    assert there.text.lower() == "almacén"
    assert back is not None
    assert back.text.lower() == "dogs"


def test_an_unknown_word_is_told(translator: Apertium) -> None:
    said = translator.translate("the fentanyl arrived", ENGLISH, SPANISH, wait=30)
    assert said is not None
    assert said.unknown == ("fentanyl",)
    assert "fentanyl" in said.text


def test_what_has_a_meaning_in_its_stream_does_no_harm(translator: Apertium) -> None:
    said = translator.translate("[dog] ^cat$ <house> \\ / \0 @ * {x}\n", ENGLISH, SPANISH, wait=30)
    again = translator.translate("dog", ENGLISH, SPANISH, wait=30)
    assert said is not None
    assert "perro" in said.text.lower()
    assert again is not None
    assert again.text.lower() == "perro"


def test_it_starts_again_after_it_was_closed(translator: Apertium) -> None:
    translator.translate("dog", ENGLISH, SPANISH, wait=30)
    translator.close()
    said = translator.translate("cat", ENGLISH, SPANISH, wait=30)
    assert said is not None


def test_without_the_program_there_is_no_translation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert probe(ENGLISH, SPANISH, tmp_path) is None
    monkeypatch.setattr(module, "probe", lambda source, target: None)
    assert Apertium().translate("dog", ENGLISH, SPANISH) is None


def test_a_mode_that_names_missing_files_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "eng-spa.mode").write_text(f"'{sys.executable}' '/no/such.bin'", encoding="utf-8")
    assert probe(ENGLISH, SPANISH, tmp_path) is None


def test_a_silent_program_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = Pipeline("silent", ((sys.executable, "-c", "import sys; sys.stdin.read()"),))
    monkeypatch.setattr(module, "probe", lambda source, target: silent)
    translator = Apertium()
    assert translator.translate("dog", ENGLISH, SPANISH, wait=0.05) is None
    assert translator.translate("dog", ENGLISH, SPANISH, wait=0.05) is None
    translator.close()


def test_a_program_that_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Pipeline("gone", ((sys.executable, "-c", ""),))
    monkeypatch.setattr(module, "probe", lambda source, target: gone)
    translator = Apertium()
    assert translator.translate("dog", ENGLISH, SPANISH, wait=0.2) is None
    translator.close()


def test_a_text_beyond_the_limit_is_not_sent() -> None:
    assert Apertium().translate("x" * 6_000, ENGLISH, SPANISH) is None
