"""config.toml → frozen dataclasses. The sole reader of configuration.

Every section is a dataclass below and every field is a key; ``minimum`` and ``maximum`` in a field's metadata bound it.
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
from indexer.models import COLLECTION_ID

CONFIG_NAME = "config.toml"
ARCHIVE_VARIABLE = "COTEJO_ARCHIVE"


def _within(default: float, minimum: float, maximum: float | None = None) -> Any:
    return field(default=default, metadata={"minimum": minimum, "maximum": maximum})


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """[archive]: where things are, relative to config.toml."""

    data: str = "var"
    collections: str = ""
    default_collection: str = "inbox"


@dataclass(frozen=True, slots=True)
class IngestLimits:
    """[ingest]: how many processes read, and what one file may cost."""

    jobs: int = _within(0, 0, 256)
    file_seconds: int = _within(900, 1)
    file_memory_mb: int = _within(1400, 256)
    max_file_mb: int = _within(512, 1)
    max_pages: int = _within(5000, 1)


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """[ocr]: how pages without text are read."""

    languages: tuple[str, ...] = ("spa", "eng")
    dpi: int = _within(300, 72, 1200)
    page_seconds: int = _within(120, 1)
    max_megapixels: int = _within(150, 1)


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """[index]: which engine, and how long a writer waits for another."""

    engine: str = "whoosh"
    wait_seconds: int = _within(600, 0)


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """[search]: by what a query is expanded to the other language."""

    glossary: str = ""
    translator: str = "apertium"


@dataclass(frozen=True, slots=True)
class QuoteSettings:
    """[quotes]: ``log`` keeps what is checked in quotes.log of the data folder; otherwise nothing of it is kept."""

    log: bool = False


@dataclass(frozen=True, slots=True)
class WebSettings:
    """[web]: the server. ``base_url`` is where the archive is published, for whole addresses in exported citations: the
    Host header of a request could be forged."""

    host: str = "127.0.0.1"
    port: int = _within(8000, 1, 65535)
    threads: int = _within(8, 1, 256)
    page_size: int = _within(10, 1, 100)
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
    quotes: QuoteSettings = field(default_factory=QuoteSettings)
    web: WebSettings = field(default_factory=WebSettings)

    @property
    def data(self) -> Path:
        return self.root / self.archive.data

    @property
    def collections_file(self) -> Path | None:
        return self.root / self.archive.collections if self.archive.collections else None

    @property
    def check_log(self) -> Path | None:
        """Where what is checked is kept, if the owner wants that."""
        return self.data / "quotes.log" if self.quotes.log else None

    @property
    def glossary_file(self) -> Path:
        """The glossary that is used: the archive's own, or the one that ships."""
        return self.root / self.search.glossary if self.search.glossary else SHIPPED_GLOSSARY


SHIPPED_GLOSSARY = Path(__file__).parent / "search" / "glossary.toml"
"""A link to corpus/glossary.toml, so that an installed package has it too."""

CHOICES = {"index.engine": ("whoosh",), "search.translator": ("apertium", ""), "web.language": ("es", "en")}
BASE_URL = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")
"""Where an archive can be published: a host and perhaps a path."""
LANGUAGE_PACK = re.compile(r"[A-Za-z0-9_]+(?:/[A-Za-z0-9_]+)?")
"""What tesseract calls its languages: ``spa``, ``chi_sim``, ``script/Latin``."""
FORMS = {
    "archive.default_collection": (COLLECTION_ID, "a collection id (small letters, digits, hyphens and underscores)"),
    "ocr.languages": (LANGUAGE_PACK, "names of tesseract's language packs, such as spa"),
    "web.host": (re.compile(r"[^\s/]+"), "an address to listen on, such as 127.0.0.1"),
    "web.base_url": (re.compile(rf"(?:{BASE_URL.pattern})?"), "an address such as https://archive.example"),
}
"""What a text must look like, and how that is told."""


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
        if hint is bool and not isinstance(value, bool):
            self._fail(section, spec.name, f"«{name}» must be true or false, not {value!r}.")
        if hint is str and not isinstance(value, str):
            self._fail(section, spec.name, f"«{name}» must be text in quotes, not {value!r}.")
        if hint == tuple[str, ...]:
            if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
                self._fail(section, spec.name, f"«{name}» must be a list of texts, such as {_example(spec)}.")
            value = tuple(value)
        if wrong := _beyond(name, spec, value):
            self._fail(section, spec.name, f"«{name}» must be {wrong}, not {value!r}.")
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


def _beyond(name: str, spec: Field[Any], value: Any) -> str | None:
    """What ``value``, of the right type, should be instead; None if it is allowed."""
    least, most = spec.metadata.get("minimum"), spec.metadata.get("maximum")
    if least is not None and value < least:
        return f"at least {least}"
    if most is not None and value > most:
        return f"at most {most}"
    texts = value if isinstance(value, tuple) else (value,)
    if (form := FORMS.get(name)) and not all(form[0].fullmatch(text) for text in texts):
        return form[1]
    if (allowed := CHOICES.get(name)) and value not in allowed:
        return "one of " + ", ".join(f'"{choice}"' for choice in allowed)
    return None


def _example(spec: Field[Any]) -> str:
    default = spec.default if spec.default is not MISSING else ()
    return "[" + ", ".join(f'"{item}"' for item in default) + "]"
