"""What a file is, told from its bytes, and its hash. The sole importer of puremagic.

What Cotejo reads is recognised by rules of our own, because a wrong guess here costs a document; puremagic names the
rest, so that a refusal can say what the file is (docs/decisions/0004-extractors.md).
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

import puremagic

from indexer.config import IngestLimits
from indexer.errors import FileChanged, FileEmpty, FileTooLarge, FileUnreadable
from indexer.extract.textkind import text_type
from indexer.models import SourceFile

HEAD_BYTES = 64 * 1024
"""Read from the start of a file to tell what it is: enough for any signature and for long mail headers."""

PDF_HEADER_WITHIN = 1024
"""A PDF's header may follow junk within the first 1,024 bytes (ISO 32000-1, annex H, implementation note 13)."""

UNKNOWN = "application/octet-stream"

_CHUNK = 1 << 20
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"!BDN", "application/vnd.ms-outlook-pst"),
    (b"{\\rtf", "application/rtf"),
)
_PDF_HEADER = re.compile(rb"%PDF-[12]\.\d")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
"""An OLE file says what it is by the names in its directory, written in UTF-16."""

_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIP_FOLDERS = (
    ("word/", _OFFICE + "wordprocessingml.document"),
    ("xl/", _OFFICE + "spreadsheetml.sheet"),
    ("ppt/", _OFFICE + "presentationml.presentation"),
)
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-zA-Z0-9][\w.+-]{0,126}")


class _ZipMember(NamedTuple):
    """How a member of a zip begins (APPNOTE.TXT 4.3.7): method, packed size, lengths of name and extra field."""

    magic: bytes
    fixed: struct.Struct


_ZIP_MEMBER = _ZipMember(b"PK\x03\x04", struct.Struct("<4x4xH8xL4xHH"))


def hash_file(path: Path, limits: IngestLimits) -> SourceFile:
    """Hash and identify a regular file, reading it once in pieces.

    Raises FileUnreadable (also for a folder, a pipe or a device, none of which is opened for longer than it takes to
    see what it is), FileEmpty, FileTooLarge, FileChanged.
    """
    try:
        with _open_regular(path) as file:
            before = os.fstat(file.fileno())
            _check_size(before.st_size, limits)
            digest, size = _digest(file, limits)
            after = os.fstat(file.fileno())
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != before.st_size:
                raise FileChanged("The file changed while it was being read.")
            return SourceFile(path, digest, size, _identify(file, path))
    except OSError as error:
        raise FileUnreadable(f"The file cannot be read: {error.strerror or error}.") from error


def identify(path: Path) -> str:
    """The media type of a regular file, from its bytes. The name only tells Markdown from plain text.

    Never raises for unknown bytes: they are ``application/octet-stream``. Raises FileUnreadable.
    """
    try:
        with _open_regular(path) as file:
            return _identify(file, path)
    except OSError as error:
        raise FileUnreadable(f"The file cannot be read: {error.strerror or error}.") from error


def _open_regular(path: Path) -> BinaryIO:
    """Open without blocking: a pipe without a writer would hold the run for ever."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise FileUnreadable("This is not a regular file.")
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise FileUnreadable("This is not a regular file.")
    return file


def _check_size(size: int, limits: IngestLimits) -> None:
    if size == 0:
        raise FileEmpty("The file has no bytes.")
    if size > limits.max_file_mb * 1_000_000:
        raise FileTooLarge(f"The file has {size / 1e6:,.0f} MB; the limit is {limits.max_file_mb} MB.")


def _digest(file: BinaryIO, limits: IngestLimits) -> tuple[str, int]:
    sha256, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK):
        sha256.update(chunk)
        size += len(chunk)
        _check_size(size, limits)
    return sha256.hexdigest(), size


def _identify(file: BinaryIO, path: Path) -> str:
    file.seek(0)
    untrusted_head = file.read(HEAD_BYTES)
    for signature, media_type in _SIGNATURES:
        if untrusted_head.startswith(signature):
            return media_type
    if untrusted_head.startswith(_OLE):
        return _ole_type(file)
    if untrusted_head.startswith(_ZIP):
        return _zip_type(untrusted_head)
    text = text_type(untrusted_head, path.suffix.lower())
    if text not in (None, "text/plain", "text/markdown"):
        return str(text)
    if (header := _PDF_HEADER.search(untrusted_head[: PDF_HEADER_WITHIN + 8])) and b" obj" in untrusted_head[
        header.start() :
    ]:
        return "application/pdf"
    return text or _named_by_puremagic(untrusted_head)


def _ole_type(file: BinaryIO) -> str:
    file.seek(0)
    overlap, tail = 128, b""
    wanted = [(name.encode("utf-16-le"), media_type) for name, media_type in _OLE_STREAMS]
    found: set[bytes] = set()
    while chunk := file.read(_CHUNK):
        window = tail + chunk
        found |= {name for name, _ in wanted if name in window}
        tail = window[-overlap:]
    return next((media_type for name, media_type in wanted if name in found), "application/x-ole-storage")


def _zip_type(untrusted_head: bytes) -> str:
    """The type of a container by the names of its first members. The archive is never opened: this runs without a
    worker's limits, and a directory of a million entries or a damaged member must cost nothing."""
    names: list[str] = []
    at = untrusted_head.find(_ZIP_MEMBER.magic)
    while 0 <= at <= len(untrusted_head) - _ZIP_MEMBER.fixed.size:
        method, packed, length, extra = _ZIP_MEMBER.fixed.unpack_from(untrusted_head, at)
        start = at + _ZIP_MEMBER.fixed.size
        names.append(untrusted_head[start : start + length].decode("latin-1"))
        data = untrusted_head[start + length + extra : start + length + extra + packed]
        if names == ["mimetype"] and method == 0 and _MEDIA_TYPE.fullmatch(declared := data.decode("latin-1").strip()):
            return declared
        at = untrusted_head.find(_ZIP_MEMBER.magic, start)
    for folder, media_type in _ZIP_FOLDERS:
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return media_type
    return "application/zip"


def _named_by_puremagic(untrusted_head: bytes) -> str:
    try:
        matches = puremagic.magic_string(untrusted_head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    named = [match.mime_type for match in matches if match.mime_type and not match.mime_type.startswith("text/")]
    # What Cotejo reads was looked for above with better knowledge: a weak match of puremagic must not bring it back.
    read_here = {media_type for _, media_type in _SIGNATURES}
    return next((name for name in named if name not in read_here and _MEDIA_TYPE.fullmatch(name)), UNKNOWN)
