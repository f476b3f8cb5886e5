"""Everyday words in the other language, from a list that ships with Cotejo (everyday_words.txt)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from indexer.index.analysis import stem, words
from indexer.models import Language


def everyday(word: str, source: Language, target: Language) -> tuple[str, ...]:
    """What a folded word may be called in the language ``target``; nothing if it is in no line of the list."""
    return _meanings(source, target).get(_key(word, source), ())


@cache
def _meanings(source: Language, target: Language) -> Mapping[str, tuple[str, ...]]:
    meant: dict[str, dict[str, None]] = {}
    for line in files("indexer.search").joinpath("everyday_words.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        english, _, spanish = line.partition(":")
        sides = {Language.ENGLISH: words(english), Language.SPANISH: words(spanish)}
        for word in sides[source]:
            meant.setdefault(_key(word, source), {}).update(dict.fromkeys(sides[target]))
    return {key: tuple(forms) for key, forms in meant.items()}


def _key(word: str, language: Language) -> str:
    return stem(word, language) or word
