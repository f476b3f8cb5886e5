"""Is this text layer garbage? A PDF may show one thing and carry another: ``(cid:12)`` for glyphs without a meaning,
letters spaced apart, another encoding's reading, or a font whose letters are shifted.

Each sign has a threshold well clear of real pages: what 218 of them measured (laws, the gazette, two manuals, a thesis,
a statistical paper, an OCR layer of 1992) is given beside its constant.
"""

from __future__ import annotations

import re
import unicodedata

MIN_CHARACTERS = 20
"""Shorter layers are not judged: a page number is no evidence."""

MAX_UNDEFINED = 0.1
"""Share of characters without a meaning: (cid:N), private use (Word's bullets are), U+FFFD, controls. Real: ≤ 0.003."""

MAX_SINGLE_LETTERS = 0.5
"""Share of tokens that are one letter. Spanish prose has 0.08 (y, a, o, e), a page of formulas had 0.39."""

MAX_MOJIBAKE = 0.005
"""Share of characters that are UTF-8 read as Windows-1252 («Ã³»). Real pages: none."""

VOWELS = (0.28, 0.65)
"""Share of vowels among Latin letters. Real pages: 0.34 (English with formulas) to 0.49; a shifted alphabet 0.14 to
0.26."""

MAX_SYMBOLS = 0.4
"""Share of characters that are neither letters nor digits, runs of one sign (dot leaders, rules) counted once. Real
pages: ≤ 0.16."""

MIN_LETTERS_FOR_VOWELS = 200

_CID = re.compile(r"\(cid:\d+\)")
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")
_RUN = re.compile(r"([\W_])\1+")
_VOWELS = frozenset("aeiouyáéíóúüàèìòùâêîôûäëïöãõåæœøăîâ")


def is_garbage(text: str) -> bool:
    """Whether a page's text layer is unfit to be read, and OCR should read the page instead."""
    signs = [char for char in _CID.sub("\ufffd", text) if not char.isspace()]
    if len(signs) < MIN_CHARACTERS:
        return bool(signs) and all(_undefined(char) for char in signs)
    return (
        sum(map(_undefined, signs)) > MAX_UNDEFINED * len(signs)
        or _letter_spaced(text)
        or mojibake_share(text) > MAX_MOJIBAKE
        or _symbols_share(text) > MAX_SYMBOLS
        or _shifted(text)
    )


def mojibake_share(text: str) -> float:
    """Pairs that are UTF-8 read as Windows-1252, per character that is not white space; 0 for an empty text."""
    characters = sum(not char.isspace() for char in text)
    return len(_MOJIBAKE.findall(text)) / characters if characters else 0.0


def _undefined(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs")


def _letter_spaced(text: str) -> bool:
    tokens = [token for token in text.split() if any(char.isalpha() for char in token)]
    return len(tokens) >= MIN_CHARACTERS and sum(len(token) == 1 for token in tokens) > MAX_SINGLE_LETTERS * len(tokens)


def _symbols_share(text: str) -> float:
    signs = _RUN.sub(r"\1", "".join(text.split()))
    return sum(not char.isalnum() for char in signs) / len(signs) if signs else 0.0


def _shifted(text: str) -> bool:
    """A font whose letters are shifted along the alphabet has the vowels of no Latin-script language."""
    latin = [char for char in text.lower() if char.isalpha() and char < "\u0250"]
    if len(latin) < MIN_LETTERS_FOR_VOWELS:
        return False
    low, high = VOWELS
    return not low <= sum(char in _VOWELS for char in latin) / len(latin) <= high
