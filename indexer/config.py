"""config.toml → frozen dataclasses. The sole reader of configuration.

Every section is a dataclass below and every field is a key; ``minimum`` in a field's metadata is its least value.
An unknown key, a wrong type or an impossible value is a :class:`~indexer.errors.ConfigError` that names the key and
the line to change.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from indexer.errors import ArchiveMissing, ConfigError

CONFIG_NAME = "config.toml"
ARCHIVE_VARIABLE = "COTEJO_ARCHIVE"


def _least(default: float, minimum: float) -> Any:
    return field(default=default, metadata={"minimum": minimum})


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """[archive]: where things are, relative to config.toml."""

    data: str = "var"
    collections: str = ""
    default_collection: str = "inbox"


@dataclass(frozen=True, slots=True)
class IngestLimits:
    """[ingest]: how many processes read, and what one file may cost."""

    jobs: int = _least(0, 0)
    file_seconds: int = _least(900, 1)
    file_memory_mb: int = _least(1400, 256)
    max_file_mb: int = _least(512, 1)
    max_pages: int = _least(5000, 1)


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """[ocr]: how pages without text are read."""

    languages: tuple[str, ...] = ("spa", "eng")
    dpi: int = _least(300, 72)
    page_seconds: int = _least(120, 1)
    max_megapixels: int = _least(150, 1)


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """[index]: which engine, and how long a writer waits for another."""

    engine: str = "whoosh"
    wait_seconds: int = _least(600, 0)


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """[search]: by what a query is expanded to the other language."""

    glossary: str = ""
    translator: str = "apertium"


@dataclass(frozen=True, slots=True)
class WebSettings:
    """[web]: the server. ``base_url`` is where the archive is published, for whole addresses in exported citations: the
    Host header of a request could be forged."""

    host: str = "127.0.0.1"
    port: int = _least(8000, 1)
    threads: int = _least(8, 1)
    page_size: int = _least(10, 1)
    language: str = "es"
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration. ``root`` is the folder of config.toml; relative paths start there."""

    root: Path
    archive: ArchiveSettings = field(default_factory=ArchiveSettings)
    ingest: IngestLimits = field(default_factory=IngestLimits)
    ocr: OcrSettings = field(default_factory=OcrSettings)
    index: IndexSettings = field(default_factory=IndexSettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    web: WebSettings = field(default_factory=WebSettings)

    @property
    def data(self) -> Path:
        return self.root / self.archive.data

    @property
    def collections_file(self) -> Path | None:
        return self.root / self.archive.collections if self.archive.collections else None

    @property
    def glossary_file(self) -> Path:
        """The glossary that is used: the archive's own, or the one that ships."""
        return self.root / self.search.glossary if self.search.glossary else SHIPPED_GLOSSARY


SHIPPED_GLOSSARY = Path(__file__).parent / "search" / "glossary.toml"
"""A link to corpus/glossary.toml, so that an installed package has it too."""

CHOICES = {"index.engine": ("whoosh",), "search.translator": ("apertium", ""), "web.language": ("es", "en")}
BASE_URL = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")
"""Where an archive can be published: a host and perhaps a path."""
FORMS = {"web.base_url": BASE_URL}


def find_config(archive: Path | None) -> Path:
    """The config.toml to use: of ``archive``, of ``$COTEJO_ARCHIVE``, or of the working folder.

    Raises ArchiveMissing when there is none.
    """
    named = archive or (Path(value) if (value := os.environ.get(ARCHIVE_VARIABLE)) else None)
    folder = named or Path.cwd()
    path = folder / CONFIG_NAME if folder.is_dir() else folder
    if not path.is_file():
        raise ArchiveMissing(f"There is no {CONFIG_NAME} in {folder}.")
    return path


def load_config(path: Path) -> Config:
    """Read and validate ``path``. Raises ConfigError with the key, the line and what is allowed."""
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error
    return _Reader(path, text).config(table)


class _Reader:
    """Turns one parsed config.toml into a Config, knowing the line of each key for its error messages."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def config(self, table: dict[str, Any]) -> Config:
        sections = {f.name: f for f in fields(Config) if f.name != "root"}
        hints = get_type_hints(Config)
        for name, value in table.items():
            if name not in sections:
                self._fail(name, None, f"There is no section or key «{name}»; the sections are {', '.join(sections)}.")
            if not isinstance(value, dict):
                self._fail(name, None, f"«{name}» must be a section, written [{name}].")
        read = {name: self._section(hints[name], name, table.get(name, {})) for name in sections}
        return Config(root=self.path.parent.resolve(), **read)

    def _section(self, cls: type[Any], section: str, table: dict[str, Any]) -> Any:
        known = {f.name: f for f in fields(cls)}
        hints = get_type_hints(cls)
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                self._fail(section, key, f"There is no key «{section}.{key}»; [{section}] has {', '.join(known)}.")
            values[key] = self._value(section, known[key], hints[key], value)
        return cls(**values)

    def _value(self, section: str, spec: Field[Any], hint: Any, value: Any) -> Any:
        name = f"{section}.{spec.name}"
        if hint is int and (isinstance(value, bool) or not isinstance(value, int)):
            self._fail(section, spec.name, f"«{name}» must be a whole number, not {value!r}.")
        if hint is str and not isinstance(value, str):
            self._fail(section, spec.name, f"«{name}» must be text in quotes, not {value!r}.")
        if hint == tuple[str, ...]:
            if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
                self._fail(section, spec.name, f"«{name}» must be a list of texts, such as {_example(spec)}.")
            value = tuple(value)
        if (least := spec.metadata.get("minimum")) is not None and value < least:
            self._fail(section, spec.name, f"«{name}» must be at least {least}, not {value}.")
        if (form := FORMS.get(name)) and value and not form.fullmatch(value):
            self._fail(
                section, spec.name, f"«{name}» must be an address such as https://archive.example, not {value!r}."
            )
        if (allowed := CHOICES.get(name)) and value not in allowed:
            self._fail(section, spec.name, f"«{name}» must be one of {', '.join(allowed)}, not {value!r}.")
        return value

    def _fail(self, section: str, key: str | None, sentence: str) -> None:
        line = self._line(section, key)
        place = f"{self.path}, line {line}" if line else f"{self.path}"
        raise ConfigError(f"{place}: {sentence}")

    def _line(self, section: str, key: str | None) -> int | None:
        """The line of ``key`` in [section] (or of the section itself), counted from 1."""
        current = ""
        for number, line in enumerate(self.lines, start=1):
            if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
                current = header[1]
                if key is None and current == section:
                    return number
            elif assignment := re.match(r"""\s*["']?([\w.-]+)["']?\s*=""", line):
                if key is None and current == "" and assignment[1].split(".")[0] == section:
                    return number
                if (current == section and assignment[1] == key) or f"{section}.{key}" == assignment[1]:
                    return number
        return None


def _example(spec: Field[Any]) -> str:
    default = spec.default if spec.default is not MISSING else ()
    return "[" + ", ".join(f'"{item}"' for item in default) + "]"
