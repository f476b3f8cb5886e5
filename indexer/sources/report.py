"""A report's file: its bytes, hash and id, and for text its front matter and body, checked.

The notes are read by :mod:`indexer.citations.report`, which knows the formats.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import ReportError
from indexer.models import Language

REPORT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""Ids stand in addresses and in note references such as ``REPORT#fn-12``."""

MAX_REPORT_BYTES = 4 * 1024 * 1024
"""A book of 1,000 pages is under 3 MB of Markdown; reading its notes takes 2.5 s a megabyte (1,800 notes in 0.7 MB)."""

MAX_BINARY_BYTES = 64 * 1024 * 1024
"""Reports in PDF or DOCX with photographs: the largest seen (a thesis of 200 pages) has 3 MB, scans of books 40."""

_FRONT_MATTER = re.compile(r"\+\+\+[ \t]*(?:\r\n?|\n)(.*?)(?<=[\r\n])\+\+\+[ \t]*(?:\r\n?|\n|$)", re.DOTALL)
_KEYS = ("id", "title", "author", "language", "full_text_url", "note")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as its file has it. ``title`` is None if the front matter gives none; ``body`` is empty if the file is
    not text."""

    id: str
    body: str
    sha256: str
    title: str | None = None
    author: str | None = None
    language: Language = Language.OTHER
    full_text_url: str | None = None
    note: str | None = None


def read_report_file(path: Path, *, id: str | None = None) -> ReportFile:
    """Read a report in Markdown or plain text with an optional TOML front matter between two ``+++`` lines.

    The id is ``id``, else the front matter's, else made of the file's name. Raises ReportError with a sentence for a
    file that cannot be read, is too large, is not UTF-8 text, or has a wrong front matter or id.
    """
    data = _bytes(path, MAX_REPORT_BYTES)
    text = _text(path, data)
    front, body = _split_front_matter(path, text)
    return ReportFile(
        id=checked_report_id(id or front.get("id") or _slug(path.stem)),
        body=body,
        sha256=hashlib.sha256(data).hexdigest(),
        title=front.get("title"),
        author=front.get("author"),
        language=_language(path, front.get("language")),
        full_text_url=_address(path, front.get("full_text_url")),
        note=front.get("note"),
    )


def read_binary_report(path: Path, *, id: str | None = None) -> tuple[ReportFile, bytes]:
    """A report that is not plain text (PDF, DOCX, HTML), and its bytes. Raises ReportError as read_report_file."""
    data = _bytes(path, MAX_BINARY_BYTES)
    return ReportFile(checked_report_id(id or _slug(path.stem)), "", hashlib.sha256(data).hexdigest()), data


def checked_report_id(untrusted_id: str) -> str:
    """``untrusted_id`` if it can stand in an address. Raises ReportError."""
    if not REPORT_ID.fullmatch(untrusted_id):
        raise ReportError(
            f"«{untrusted_id[:80]}» is not a report id.",
            remedy="Use small letters, digits and hyphens, 64 at most; name one with --id.",
        )
    return untrusted_id


def _bytes(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise ReportError(
            f"{path} cannot be read: {error.strerror}.", remedy="Check that it is a file and that you may read it."
        ) from error
    if len(data) > limit:
        raise ReportError(
            f"{path.name} is larger than {limit // 1024**2} MB.",
            remedy="Leave out what is not text (embedded images), or split the report.",
        )
    return data


def _text(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportError(f"{path.name} is not UTF-8 text (byte {error.start}).", remedy="Save it as UTF-8.") from error
    if "\0" in text:
        raise ReportError(f"{path.name} is not a text file.")
    if not text.strip():
        raise ReportError(f"{path.name} is empty.")
    return text


def _split_front_matter(path: Path, text: str) -> tuple[dict[str, str], str]:
    if not re.match(r"\+\+\+[ \t]*(?:\r|\n|$)", text):
        return {}, text
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise ReportError(f"The front matter of {path.name} has no closing +++ line.")
    try:
        table = tomllib.loads(match[1].replace("\r\n", "\n").replace("\r", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReportError(f"The front matter of {path.name} is not valid TOML: {error}.") from error
    for key, value in table.items():
        if key not in _KEYS:
            raise ReportError(f"The front matter of {path.name} has no key «{key[:80]}»; there are {', '.join(_KEYS)}.")
        if not isinstance(value, str):
            raise ReportError(f"«{key}» in the front matter of {path.name} must be text in quotes.")
    return table, text[match.end() :]


def _language(path: Path, code: str | None) -> Language:
    if code is None:
        return Language.OTHER
    if code not in set(Language):
        raise ReportError(f"«language» in the front matter of {path.name} must be es, en or other, not «{code[:40]}».")
    return Language(code)


def _address(path: Path, url: str | None) -> str | None:
    if url is not None and not re.fullmatch(r"https?://[^\s<>\"]+", url):
        raise ReportError(f"«full_text_url» in the front matter of {path.name} must begin with https:// or http://.")
    return url


def _slug(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-")[:64]
