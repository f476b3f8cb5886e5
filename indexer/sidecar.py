"""What the archivist wrote beside a file: ``NAME.ext.toml`` or ``NAME.toml``, which overrides anything detected.

title = "Oficio 123"           kind = "memo"              date = "2020-07-30"        language = "es"
collection = "guacamaya-sedena" official_url = "https://…" code = "5671829"           issuer = "SEDENA"
place = "Culiacán, Sin."       addressee = "…"            file_number = "…"
specimen = false               cited_in = ["warlike-approach#fn-52"]
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NoReturn

from indexer.errors import FileUnreadable, SidecarInvalid
from indexer.models import COLLECTION_ID, NOTE_REFERENCE, Kind, Language, Metadata, Sidecar

MAX_SIDECAR_BYTES = 64 * 1024
"""A sidecar holds a dozen short facts; anything larger is some other file."""

MAX_TEXT = 2000
"""Characters of one text: the longest title of a DOF decree has about 500."""

SUFFIX = ".toml"
TEXT_KEYS = ("title", "official_url", "code", "issuer", "place", "addressee", "file_number")
KEYS = (*TEXT_KEYS, "kind", "date", "language", "collection", "specimen", "cited_in")

_TOML_LINE = re.compile(r"\(at line (\d+)")


def find_sidecar(path: Path) -> Path | None:
    """The sidecar of the file at ``path``: ``NAME.ext.toml`` wins over ``NAME.toml``; None if there is neither.

    Raises FileUnreadable if the operating system will not tell.
    """
    for beside in (path.with_name(path.name + SUFFIX), path.with_name(path.stem + SUFFIX)):
        if beside != path and _is_file(beside):
            return beside
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # no file can have that name
            return False
        raise FileUnreadable(f"The sidecar {_name(path)} cannot be read: {error.strerror}.") from error


def sidecars_among(names: Iterable[str]) -> frozenset[str]:
    """Of the names of one folder's files, those ``.toml`` that stand beside the file they speak of."""
    files = {name: PurePath(name) for name in names}
    spoken_of = {path.stem for path in files.values() if path.suffix != SUFFIX} | files.keys()
    return frozenset(name for name, path in files.items() if path.suffix == SUFFIX and path.stem in spoken_of)


def read_sidecar(path: Path) -> Sidecar:
    """Read and check the sidecar at ``path``.

    Raises SidecarInvalid, naming file, line and key, for an unknown key, a wrong type, a value that cannot be, a file
    that is not UTF-8 or not TOML or too large; FileUnreadable if the operating system will not let us read it.
    """
    untrusted_bytes = _bytes(path)
    try:
        untrusted_text = untrusted_bytes.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = untrusted_bytes.count(b"\n", 0, error.start) + 1
        raise SidecarInvalid(f"{_name(path)}, line {line}: the sidecar is not UTF-8.") from error
    try:
        untrusted = tomllib.loads(untrusted_text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _TOML_LINE.search(str(error))
        where = f", line {found[1]}" if found else ""
        raise SidecarInvalid(f"{_name(path)}{where}: this is not TOML ({error}).") from error
    return _Check(path, untrusted_text, untrusted).sidecar(hashlib.sha256(untrusted_bytes).hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_SIDECAR_BYTES + 1)
    except OSError as error:
        raise FileUnreadable(f"The sidecar {_name(path)} cannot be read: {error.strerror}.") from error
    if len(content) > MAX_SIDECAR_BYTES:
        raise SidecarInvalid(f"{_name(path)} is larger than {MAX_SIDECAR_BYTES // 1024} KB, too large for a sidecar.")
    return content


def _name(path: Path) -> str:
    """The file's name as text that any log can carry."""
    return path.name.encode("utf-8", "backslashreplace").decode("utf-8").encode("unicode_escape").decode("ascii")


@dataclass(frozen=True, slots=True)
class _Check:
    """Turns the keys of one sidecar into checked values, or says what is wrong with the first that is not right."""

    path: Path
    text: str
    untrusted: Mapping[str, object]

    def sidecar(self, sha256: str) -> Sidecar:
        for key in self.untrusted:
            if key not in KEYS:
                self._fail(key, f"there is no key «{key}»; a sidecar has {', '.join(KEYS)}")
        texts = {key: self._text(key) for key in TEXT_KEYS}
        url = texts["official_url"]
        if url is not None and not re.match(r"https?://[^\s/]+", url):
            self._fail("official_url", "«official_url» must begin with http:// or https://")
        kind = self._text("kind")
        if kind is not None and kind not in list(Kind):
            self._fail("kind", f"«kind» must be one of {', '.join(Kind)}, not {kind!r}")
        language = self._text("language")
        if language is not None and language not in list(Language):
            self._fail("language", f"«language» must be one of {', '.join(Language)}, not {language!r}")
        metadata = Metadata(
            **texts,
            kind=Kind(kind) if kind else None,
            date=self._date(),
            language=Language(language) if language else None,
        )
        return Sidecar(metadata, self._collection(), self._specimen(), self._cited_in(), sha256)

    def _text(self, key: str) -> str | None:
        value = self.untrusted.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self._fail(key, f"«{key}» must be text in quotes, not {_shown(value)}")
        if not value.strip():
            self._fail(key, f"«{key}» is empty; leave it out instead")
        if len(value) > MAX_TEXT:
            self._fail(key, f"«{key}» is longer than {MAX_TEXT} characters")
        if not value.isprintable():
            self._fail(key, f"«{key}» holds a line break or a character that cannot be printed")
        return value.strip()

    def _date(self) -> dt.date | None:
        value = self.untrusted.get("date")
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            self._fail("date", f'«date» must be a day such as "2020-07-30", not {_shown(value)}')
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self._fail("date", f"«date» is no day of the calendar: {value!r}")

    def _collection(self) -> str | None:
        value = self._text("collection")
        if value is not None and not COLLECTION_ID.fullmatch(value):
            self._fail("collection", f"«collection» must be lower-case letters, digits, - and _, not {value!r}")
        return value

    def _specimen(self) -> bool | None:
        value = self.untrusted.get("specimen")
        if value is not None and not isinstance(value, bool):
            self._fail("specimen", f"«specimen» must be true or false, not {_shown(value)}")
        return value

    def _cited_in(self) -> tuple[str, ...]:
        value = self.untrusted.get("cited_in", [])
        if not isinstance(value, list):
            self._fail("cited_in", f'«cited_in» must be a list such as ["REPORT#fn-52"], not {_shown(value)}')
        for note in value:
            if not isinstance(note, str) or not NOTE_REFERENCE.fullmatch(note):
                self._fail(
                    "cited_in", f"«cited_in» names notes as REPORT#fn-N or REPORT#fn-CHAPTER-N, not {_shown(note)}"
                )
        return tuple(dict.fromkeys(value))

    def _fail(self, key: str, sentence: str) -> NoReturn:
        line = self._line(key)
        where = f", line {line}" if line else ""
        raise SidecarInvalid(f"{_name(self.path)}{where}: {sentence}.")

    def _line(self, key: str) -> int | None:
        """The line that gives ``key``, or opens the table of that name, counted from 1."""
        given = re.compile(rf"""\s*(?:\[+\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
        for number, line in enumerate(self.text.splitlines(), start=1):
            if given.match(line):
                return number
        return None


def _shown(untrusted_value: object) -> str:
    """A value short enough for a message."""
    text = repr(untrusted_value)
    return text if len(text) <= 60 else text[:57] + "…"
