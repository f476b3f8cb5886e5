"""From bytes to text: the sole importer of charset-normalizer.

Order of trust: a byte order mark, UTF-8 that decodes strictly (random bytes hardly ever do), what the file declares,
and only then a guess among the few encodings that Spanish and English files really come in.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from indexer.errors import EncodingUnknown
from indexer.text.garbage import mojibake_share

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other."""

PLAUSIBLE = ("cp1252", "mac_roman", "cp850")
"""What Spanish and English text that is not Unicode comes in: Windows (Latin-1 with it), old Macintosh, DOS."""

SAMPLE_BYTES = 256 * 1024
"""A guess is made on this much: charset-normalizer takes about 0.1 s for it, and more does not change its mind."""

MAX_STRAY_SHARE = 0.1
"""UTF-8 pages into which single Windows bytes were pasted are common; above one stray in ten it is another encoding."""

MAX_CONTROL_SHARE = 0.02
"""Control characters in real text files (form feeds, escapes) stay far below this; in binary files they are a tenth."""

_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UTF16_SAMPLE = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the name of the encoding it was stored in."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of ``data``, exactly: line ends and odd white space are kept, only a byte order mark is taken off.

    ``declared`` is what the file says of itself; it is believed only if the bytes are not UTF-8 (a DOF page declares
    ISO-8859-1 and is UTF-8). Raises EncodingUnknown when the bytes are not text.
    """
    decoded = _by_mark(data) or _utf8(data) or _declared(data, declared) or _guessed(data)
    if decoded is None or is_binary(decoded.text[:SAMPLE_BYTES]) or "\x00" in decoded.text:
        raise EncodingUnknown("The bytes are not text in any encoding known here.")
    return decoded


def is_binary(text: str) -> bool:
    """Whether a decoded sample has too many control characters to be text."""
    return bool(text) and ("\x00" in text or len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text))


def wide_encoding(sample: bytes) -> str | None:
    """UTF-16 by its byte order mark, or by the zero in every other byte of Western text without a mark."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = sample[:_UTF16_SAMPLE]
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0 : 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if odd > 0.8 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.8 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _by_mark(data: bytes) -> Decoded | None:
    name = next((name for mark, name in BOMS if data.startswith(mark)), None) or wide_encoding(data)
    return _strictly(data, name) if name else None


def _utf8(data: bytes) -> Decoded | None:
    strict = _strictly(data, "utf-8")
    if strict is not None:
        return strict
    text = data.decode("utf-8", errors="surrogateescape")
    strays = sum("\udc80" <= char <= "\udcff" for char in text)
    runs = len(_HIGH_BYTES.findall(data))
    if strays > MAX_STRAY_SHARE * runs:
        return None
    return Decoded(data.decode("utf-8", errors="cotejo-cp1252"), "utf-8")


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except LookupError:
        return None
    # Browsers read Latin-1 as its superset cp1252 (WHATWG Encoding), and so do the pages' authors.
    decoded = _strictly(data, "cp1252" if name == "iso8859-1" else name)
    return decoded if decoded and not mojibake_share(decoded.text[:SAMPLE_BYTES]) else None


def _guessed(data: bytes) -> Decoded | None:
    best = from_bytes(data[:SAMPLE_BYTES], cp_isolation=list(PLAUSIBLE)).best()
    names = ([best.encoding] if best else []) + ["cp1252", "latin-1"]
    return next((decoded for name in names if (decoded := _strictly(data, name)) is not None), None)


def _strictly(data: bytes, name: str) -> Decoded | None:
    try:
        return Decoded(data.decode(name), name)
    except (UnicodeError, LookupError, TypeError, ValueError):
        # A declared name may be a codec that does not make text at all ("hex", "zip"), or one that fails on its own.
        return None


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    """The Windows reading of bytes that are not UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", errors="replace"), error.end


codecs.register_error("cotejo-cp1252", _stray_byte)
