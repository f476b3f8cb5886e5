"""Where sentences end, near a quotation."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[^\W\d_A-ZÁÉÍÓÚÑ]{2})[.!?…]+[\"'”’»)\]]*\s+(?=[^\sa-záéíóúñü])|\n\s*\n\s*|\n(?=[—–-])")

STOP = re.compile(r"[.!?…¿¡]|\n\s*\n")
"""What may part two sentences, where it stands between two words."""


def sentence_ends(text: str) -> list[int]:
    """Where in ``text`` a sentence begins after another's end, its own beginning and end included.

    Abbreviations of one letter and capitals (``C. GRAL.``) end nothing; an empty line does.
    """
    return [0, *(match.end() for match in _END.finditer(text) if match.end() < len(text)), len(text)]
