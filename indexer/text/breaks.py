"""Words broken at the end of a line."""

from __future__ import annotations

import re

BREAK = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\u00ac][^\S\n]*\n\s{0,8}(?=[^\W\d_])")
"""A hyphen (or soft hyphen, or the angled sign of old PDFs) at the end of a line, between letters. Eight characters of
white space hold the blank line that OCR sets between blocks, and an indentation, but not the gap to another page."""
