"""glossary.toml → frozen value objects: what is called how in Spanish and in English.

The file explains its own format (``corpus/glossary.toml``). A mistake in it is a ConfigError that names file, line and
entry, and nothing of a file with a mistake is used: half a glossary would make searches find less without a word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from indexer.errors import ConfigError
from indexer.index.analysis import words
from indexer.models import Language

MAX_BYTES = 4 << 20
"""Twenty times what ships; it is held in memory and read again at every change."""

MAX_FORM_WORDS = 12
MAX_FORMS = 24
"""Names of institutions have up to ten words. Every form of a language is one more thing to search."""

_KEYS = ("es", "en", "shared", "sense", "direction", "capitals", "homographs")
_LISTS = ("es", "en", "shared", "homographs")
_LANGUAGES = {"es": Language.SPANISH, "en": Language.ENGLISH, "shared": None}
_HEADER = re.compile(r"\s*\[\[\s*[\"']?(?P<domain>[^\]\"']+?)[\"']?\s*\]\]")


class Direction(StrEnum):
    """Which language's forms an entry expands."""

    FROM_SPANISH = "es-en"
    FROM_ENGLISH = "en-es"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say it. ``words`` are folded; ``language`` is None for what both languages use (acronyms, names).
    A ``homograph`` is a word of the other language too (*son*, *mayor*): it is looked for in its own language only."""

    text: str
    language: Language | None
    words: tuple[str, ...]
    homograph: bool = False
    capitals: bool = False

    @property
    def acronym(self) -> bool:
        return self.text.isupper()


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense and its forms in both languages. ``line`` is where it stands in the file."""

    domain: str
    sense: str
    forms: tuple[Form, ...]
    direction: Direction = Direction.BOTH
    line: int | None = None

    def expands(self, language: Language) -> bool:
        """Whether a form of ``language`` is expanded to the other."""
        own = {Language.SPANISH: Direction.FROM_SPANISH, Language.ENGLISH: Direction.FROM_ENGLISH}
        return self.direction in (Direction.BOTH, own[language])


def read_glossary(path: Path) -> tuple[Entry, ...]:
    """All entries of ``path``. Raises ConfigError for the first mistake, with its line."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(f"{path} is larger than {MAX_BYTES >> 20} MB.", remedy="Split off what is not needed.")
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The glossary {path} cannot be read: {error}.", remedy=_REMEDY) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The glossary {path} is not valid TOML: {error}.", remedy=_REMEDY) from error
    return tuple(_Reader(path, text).entries(table))


_REMEDY = "The format is explained at the top of the glossary that ships with Cotejo."


class _Reader:
    """Turns one parsed file into entries, knowing the line of each for its error messages."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines: dict[str, list[int]] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                self._lines.setdefault(header["domain"], []).append(number)
        self._seen: dict[tuple[object, ...], str] = {}

    def entries(self, table: dict[str, Any]) -> Iterator[Entry]:
        for domain, blocks in table.items():
            if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
                self._fail(f"«{domain}»", f"must be a block, written [[{domain}]].")
            lines = self._lines.get(domain, [])
            for place, block in enumerate(blocks):
                line = lines[place] if len(lines) == len(blocks) else None
                yield self._entry(domain, block, line, place + 1)

    def _entry(self, domain: str, block: dict[str, Any], line: int | None, number: int) -> Entry:
        where = f"line {line}, [[{domain}]]" if line else f"[[{domain}]] number {number}"
        for key in block:
            if key not in _KEYS:
                self._fail(where, f"there is no key «{key}»; an entry has {', '.join(_KEYS)}.")
        sense = block.get("sense", "")
        if not isinstance(sense, str) or not sense.strip():
            self._fail(where, "«sense» is missing: say in a sentence what the forms mean.")
        if not isinstance(block.get("capitals", False), bool):
            self._fail(where, "«capitals» must be true or false.")
        direction = block.get("direction", Direction.BOTH.value)
        if direction not in list(Direction):
            self._fail(where, f"«direction» must be es-en, en-es or both, not {direction!r}.")
        entry = Entry(domain, sense.strip(), self._forms(block, where), Direction(direction), line)
        same = (entry.direction, frozenset((form.language, form.words) for form in entry.forms))
        if same in self._seen:
            self._fail(where, f"the same forms stand at {self._seen[same]} already.")
        self._seen[same] = where
        return entry

    def _forms(self, block: dict[str, Any], where: str) -> tuple[Form, ...]:
        texts = {key: self._texts(key, block[key], where) for key in _LISTS if key in block}
        homographs = texts.pop("homographs", ())
        forms: list[Form] = []
        for key, listed in texts.items():
            for text in listed:
                found = tuple(words(text))
                if not found:
                    self._fail(where, f"«{text}» has no letters or digits.")
                if len(found) > MAX_FORM_WORDS:
                    self._fail(where, f"«{text}» has more than {MAX_FORM_WORDS} words.")
                if any(form.words == found for form in forms):
                    self._fail(where, f"«{text}» stands there twice (accents and capitals make no difference).")
                capitals = bool(block.get("capitals")) and text.isupper()
                forms.append(Form(text, _LANGUAGES[key], found, text in homographs, capitals))
        if missing := [text for text in homographs if text not in {form.text for form in forms}]:
            self._fail(where, f"«homographs» names «{missing[0]}», which is none of the forms.")
        sides = {form.language for form in forms}
        if len(forms) < 2 or not (None in sides or {Language.SPANISH, Language.ENGLISH} <= sides):
            self._fail(where, "there must be forms of both languages: «es» and «en», or «shared» and another.")
        return tuple(forms)

    def _texts(self, key: str, value: object, where: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            self._fail(where, f"«{key}» must be a list of texts with something in it.")
        if wrong := [item for item in value if not isinstance(item, str) or not item.strip()]:
            self._fail(where, f"«{key}» holds {wrong[0]!r}, which is not a text.")
        if len(value) > MAX_FORMS:
            self._fail(where, f"«{key}» has more than {MAX_FORMS} forms.")
        return tuple(item.strip() for item in value)

    def _fail(self, where: str, sentence: str) -> NoReturn:
        raise ConfigError(f"The glossary {self._path}, {where}: {sentence}", remedy=_REMEDY)
