"""The references of one note, parted: by semicolons, by "and" between two, or at the end of an address."""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.citations.dates import find_parenthesised_date
from indexer.citations.fields import PERSON
from indexer.citations.kinds import INFORMATION_REQUEST
from indexer.citations.urls import find_urls

_AND = r"(?:y|e|and|asimismo|tambi[ée]n|as[íi] como|as well as|see also|v[ée]ase tambi[ée]n|adem[áa]s)"
_AFTER_PAGE = re.compile(r"(?<=\d)[,;.]?\s+(?:y|and)\s+(?=[A-ZÁÉÍÓÚÑ][^,.;]{2,60}[,.] )")
_PAGE_AT_END = re.compile(
    r"\b(?:pp?|p[áa]gs?|p[áa]rrs?|paras?)\.\s?\d[\d–, -]*(?:(?:y|and|a|to) \d+)?\W*$", re.IGNORECASE
)
_LEADING_AND = re.compile(rf"^(?i:{_AND},?:?\s+)+(?=[\W\d]*[A-ZÁÉÍÓÚÑ¿¡])")
_BEFORE_PERSON = re.compile(rf"(?<=[\w.*”\"])[.,;]?\s+(?:y|e|and|&)\s+(?={PERSON} \()")
_BEFORE_ANY = re.compile(rf"(?<=[.;*”\"])\s+(?i:{_AND}),?\s+(?=[A-ZÁÉÍÓÚÑ“\"*])")
_BEGINS = re.compile(
    rf"(?:{_AND},?:?\s+)*(?:(?:v[ée]ase|ver|see|cfr?\.),?\s+)?[\W\d]*[A-ZÁÉÍÓÚÑ]|folio|(?:y|and) \d|\d"
)
_MARK = re.compile(r"(?:1[5-9]|20)\d\d")


def parts(text: str) -> list[str]:
    """The parts of a note that are references of their own. A part must tell when or where it is found by itself, for
    titles have semicolons and conjunctions too."""
    by_semicolon = [part.strip() for part in re.split(r";\s+", text) if part.strip()]
    if len(by_semicolon) > 1 and all(_tells(part) and _BEGINS.match(part) for part in by_semicolon):
        found = by_semicolon
    else:
        found = [text]
    found = [piece for part in found for piece in _at_conjunctions(part)]
    found = [piece for part in found for piece in _after_addresses(part)]
    return [_LEADING_AND.sub("", part, count=1) if index else part for index, part in enumerate(found)]


def _tells(part: str) -> bool:
    """A date in parentheses, an address, a request's number, or a marked title with a year behind it."""
    if find_parenthesised_date(part) or find_urls(part) or _PAGE_AT_END.search(part):
        return True
    if INFORMATION_REQUEST.search(part) or re.search(r"\bfolio\b.{0,20}\d{8}", part):
        return re.search(r"\d{8,16}", part) is not None
    marked = re.search(r"[“\"*][^”\"*]{8,300}[”\"*]", part)
    return marked is not None and _MARK.search(part, marked.end()) is not None


def _at_conjunctions(part: str) -> list[str]:
    cuts = [match for pattern in (_BEFORE_PERSON, _BEFORE_ANY, _AFTER_PAGE) for match in pattern.finditer(part)]
    return _cut(part, sorted({(match.start(), match.end()) for match in cuts}))


def _after_addresses(part: str) -> list[str]:
    """Between an address and what follows it, if both sides tell their own."""
    cuts = []
    for found in find_urls(part):
        match = re.compile(rf"[>.,;)]*\s+(?:{_AND},?\s+)?(?=[“\"*]?[A-ZÁÉÍÓÚÑ])").match(part, found.end)
        if match:
            cuts.append((match.start(), match.end()))
    return _cut(part, cuts)


def _cut(part: str, cuts: list[tuple[int, int]]) -> list[str]:
    """``part`` at those cuts on whose both sides something tells its own date or address."""
    kept: list[tuple[int, int]] = []
    start = 0
    for index, (left, right) in enumerate(cuts):
        end = cuts[index + 1][0] if index + 1 < len(cuts) else len(part)
        if left >= start and _tells(part[start:left]) and (_tells(part[right:end]) or _tells(part[right:])):
            kept.append((left, right))
            start = right
    edges = [(0, 0), *kept, (len(part), len(part))]
    return [part[one[1] : other[0]].strip() for one, other in pairwise(edges)]
