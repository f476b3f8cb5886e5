"""The parts of an Office Open XML file (ECMA-376, transitional and strict) as trees, read within limits.

Only what a Word file needs is unpacked, never to disk, and each part only as far as its limit. A part may be cut or
broken: what stands before the damage is kept and named. A document type is refused (OPC forbids it, ECMA-376-2, 8.1.1),
so that there are no entities at all.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from indexer.errors import ReportError
from indexer.sources.report_tree import Node

MAX_ENTRIES = 20_000
"""Members of one file; a Word file has some dozens and one for each picture."""

MAX_PART = 48 * 1024 * 1024
"""Bytes of a part unpacked: a book of 1,000 pages with tracked changes has 20 MB."""

MAX_TOTAL = 96 * 1024 * 1024
"""Bytes of all parts unpacked."""

MAX_RATIO = 400
"""Of unpacked to packed bytes for parts above SMALL_PART: Word's own stay under 60; deflate itself ends at 1,032."""

SMALL_PART = 8 * 1024 * 1024

MAX_DEPTH = 160
"""Elements within elements: a table in a text box in a table in a field needs 40."""

MAX_NODES = 2_000_000
"""Elements of a part: 300 MB in memory."""

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_LOCAL_HEADER = struct.Struct("<4s2xHH8xI4xHH")
_LOCAL_MAGIC = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZE_FOLLOWS = 0x1, 0x8


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points to: an address (``external``) or another part."""

    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """An opened file. ``warnings`` grow as its parts are read."""

    data: bytes
    warnings: list[str] = field(default_factory=list)
    _places: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    _unpacked: int = 0

    def __post_init__(self) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                members = archive.infolist()
            self._places = {
                member.filename.lstrip("/"): (member.header_offset, member.compress_size)
                for member in members[: MAX_ENTRIES + 1]
            }
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
            self._places = {name: (at, None) for name, at in _scanned(self.data)}
            if self._places:
                self.warnings.append("The file is cut or damaged; what could be read of it was kept.")
        if len(self._places) > MAX_ENTRIES:
            raise ReportError(f"The file has more than {MAX_ENTRIES:,} members; no Word document has.")

    def __contains__(self, part: str) -> bool:
        return part in self._places

    def tree(self, part: str) -> Node | None:
        """A part's tree, as far as it can be read; None if it is missing or holds nothing. Raises ReportError for a
        part beyond the limits or with a document type."""
        if part not in self._places:
            return None
        data, whole = self._read(part)
        builder = _TreeBuilder(part)
        problem = builder.feed(data)
        if problem or not whole:
            self.warnings.append(
                f"The part {part} is broken" + (f" ({problem})" if problem else "") + "; its text up to there was kept."
            )
        return builder.root()

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part points to, by id; parts by their full names. Never fails for a missing list."""
        folder, name = posixpath.split(part)
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for node in tree.descendants() if tree else ():
            if node.name == "Relationship" and "Id" in node.attributes:
                target = node.attributes.get("Target", "")
                external = node.attributes.get("TargetMode", "").lower() == "external"
                kind = node.attributes.get("Type", "").rpartition("/")[2]
                place = target if external else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[node.attributes["Id"]] = Relation(kind, place, external)
        return found

    def _read(self, part: str) -> tuple[bytes, bool]:
        at, packed = self._places[part]
        data, used, whole = _unpacked(self.data, at, packed)
        self._unpacked += len(data)
        if len(data) > MAX_PART or self._unpacked > MAX_TOTAL:
            raise ReportError(
                f"The part {part} unpacks to more than any report needs.",
                remedy="Save the document again in Word without what is embedded in it.",
            )
        if len(data) > SMALL_PART and len(data) > MAX_RATIO * max(used, 1):
            raise ReportError(
                f"The part {part} unpacks to {len(data) // max(used, 1)} times its size: this is no normal document.",
                remedy="Save the document again in Word; if that fails, do not trust the file.",
            )
        return data, whole


def _scanned(data: bytes) -> Iterator[tuple[str, int]]:
    """Names and places of members by their own heads, where the directory at the file's end is lost."""
    at, count = data.find(_LOCAL_MAGIC), 0
    while 0 <= at <= len(data) - _LOCAL_HEADER.size and count <= MAX_ENTRIES:
        length = _LOCAL_HEADER.unpack_from(data, at)[4]
        start = at + _LOCAL_HEADER.size
        yield data[start : start + length].decode("utf-8", "replace").lstrip("/"), at
        count += 1
        at = data.find(_LOCAL_MAGIC, start)


def _unpacked(data: bytes, at: int, packed: int | None) -> tuple[bytes, int, bool]:
    """A member's bytes, one more than MAX_PART at most; how many packed ones they were; whether they are all."""
    if not 0 <= at <= len(data) - _LOCAL_HEADER.size or data[at : at + 4] != _LOCAL_MAGIC:
        return b"", 0, False
    _, flags, method, size, length, extra = _LOCAL_HEADER.unpack_from(data, at)
    start = at + _LOCAL_HEADER.size + length + extra
    if flags & _ENCRYPTED:
        raise ReportError("The document is encrypted.", remedy="Save it without a password and add it again.")
    if method == _STORED:
        size = size if packed is None else packed
        stored = data[start : start + min(size, MAX_PART + 1)]
        return stored, len(stored), len(stored) == size and not (packed is None and flags & _SIZE_FOLLOWS)
    if method != _DEFLATED:
        return b"", 0, False
    return _inflated(data, start)


def _inflated(data: bytes, start: int) -> tuple[bytes, int, bool]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    parts: list[bytes] = []
    length, used, step = 0, 0, 1 << 16
    source = memoryview(data)[start:]
    try:
        while used < len(source) and not inflater.eof and length <= MAX_PART:
            parts.append(inflater.decompress(source[used : used + step], MAX_PART + 1 - length))
            used += min(step, len(source) - used) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
            length += len(parts[-1])
    except zlib.error:
        return b"".join(parts), used, False
    return b"".join(parts), used, inflater.eof


class _TreeBuilder:
    """Makes nodes of what expat tells; what is open at the end of a broken part is closed."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._open: list[tuple[str, dict[str, str], list[Node | str]]] = []
        self._root: Node | None = None
        self._count = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, data: bytes) -> str | None:
        """Read a part; returns what is wrong with it, if anything."""
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: an encoding nobody knows
            return str(error)
        return None

    def root(self) -> Node | None:
        while self._open:
            self._end("")
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH or self._count > MAX_NODES:
            raise ReportError(
                f"The part {self._part} is nested deeper, or has more elements, than any report.",
                remedy="Save the document again in Word, or copy its text into a new one.",
            )
        kept = {_prefixed(key): value for key, value in attributes.items() if "rsid" not in key}
        self._open.append((_prefixed(name), kept, []))

    def _end(self, name: str) -> None:
        tag, attributes, children = self._open.pop()
        node = Node(tag, attributes, tuple(children))
        if self._open:
            self._open[-1][2].append(node)
        else:
            self._root = node

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1][2].append(text)

    def _doctype(self, *_: object) -> None:
        raise ReportError(
            f"The part {self._part} declares a document type, which Word files may not.",
            remedy="Save the document again in Word; if that fails, do not trust the file.",
        )


def _prefixed(name: str) -> str:
    namespace, space, local = name.rpartition(" ")
    if not space:
        return name
    prefix = _NAMESPACES.get(namespace)
    return f"{prefix}:{local}" if prefix else local
