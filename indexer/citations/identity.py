"""What identifies a document and what a note can be found by: addresses, DOF codes, file numbers, hashes, days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from indexer.citations.urls import canonical_url, document_id, dof_code
from indexer.models import Footnote, Kind, Metadata, Reference
from indexer.text.fold import fold

GAZETTE = re.compile(r"\bDOF\b|diario oficial|official (?:gazette|journal)", re.IGNORECASE)
_PRINTED_CODE = re.compile(r"\b(?:c[óo]digo|code)(?: de nota| number)?\s*:?\s*(\d{6,8})\b", re.IGNORECASE)
_HASH = re.compile(r"\b[0-9a-f]{64}\b", re.IGNORECASE)
_SHORTEST_FILE_NUMBER = 6  # letters and digits
_SHORTEST_OF_DIGITS = 8  # of a number printed in groups: "12-2023" is a count and a year
_NUMBER_WORDS = frozenset(
    {"NO", "NUM", "NUMERO", "NUMBER", "N", "FOLIO", "FOLIOS", "OFICIO", "EXP", "EXPEDIENTE", "FILE", "SOLICITUD"}
)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What matching needs to know of a document."""

    id: str
    kind: Kind
    sha256: str
    specimen: bool = False
    date: dt.date | None = None
    title: str | None = None
    official_url: str | None = None
    code: str | None = None
    file_number: str | None = None


@dataclass(frozen=True, slots=True)
class NoteKeys:
    """What a note can be found by: identifiers, addresses that only propose, and the days it names."""

    identifiers: frozenset[str] = field(default_factory=frozenset)
    hidden: frozenset[str] = field(default_factory=frozenset)
    days: frozenset[dt.date] = field(default_factory=frozenset)


def facts_of(id: str, sha256: str, metadata: Metadata, *, specimen: bool) -> DocumentFacts:
    """The facts of a document as the catalog knows it."""
    return DocumentFacts(
        id=id,
        kind=metadata.kind or Kind.OTHER,
        sha256=sha256,
        specimen=specimen,
        date=metadata.date,
        title=metadata.title,
        official_url=metadata.official_url,
        code=metadata.code,
        file_number=metadata.file_number,
    )


def identifiers_of(facts: DocumentFacts) -> frozenset[str]:
    """The identifiers a document bears, in the form of :class:`NoteKeys`."""
    keys = {f"document:{facts.id}", f"sha256:{facts.sha256}"}
    if facts.official_url:
        keys |= _address_keys(facts.official_url)
    if facts.code:
        keys.add(f"dof:{facts.code}")
    if facts.file_number and (number := file_key(facts.file_number)):
        keys.add(number)
    return frozenset(keys)


def keys_of_note(note: Footnote) -> NoteKeys:
    """What ``note`` can be found by."""
    identifiers = {f"sha256:{found.lower()}" for found in _HASH.findall(note.text)}
    hidden: set[str] = set()
    if GAZETTE.search(note.text):
        identifiers |= {f"dof:{found}" for found in _PRINTED_CODE.findall(note.text)}
    for reference in note.references:
        if reference.file_number and (number := file_key(reference.file_number)):
            identifiers.add(number)
        for url in reference.urls:
            printed, target = _address_keys(url.text), _address_keys(url.target)
            identifiers |= printed or target
            hidden |= target - printed if printed else frozenset()
    days = frozenset(reference.date for reference in note.references if reference.date and reference.kind)
    return NoteKeys(frozenset(identifiers), frozenset(hidden - identifiers), days)


def _address_keys(address: str) -> frozenset[str]:
    if code := dof_code(address):
        return frozenset({f"dof:{code}"})
    if document := document_id(address):
        return frozenset({f"document:{document}"})
    return frozenset({f"url:{canonical}"}) if (canonical := canonical_url(address)) else frozenset()


def addresses_of(reference: Reference) -> frozenset[str]:
    """The keys of the addresses a reference prints; a target that is not what is printed is not one of them."""
    return frozenset[str]().union(*(_address_keys(url.text) or _address_keys(url.target) for url in reference.urls))


def file_key(printed: str) -> str | None:
    """One form for the ways a number is printed: *S-1/123* is *S 1-123*, and *3300 2642 4000 557* is one number.

    Where letters or strokes part it, the parts stay apart: *12/32023* is not *123/2023*. None for what many offices
    count alike, such as *12/2023*.
    """
    words = [word for word in re.findall(r"[A-Z]+|[0-9]+", fold(printed).text.upper()) if word not in _NUMBER_WORDS]
    if re.fullmatch(r"[\d\s.\-]+", printed.strip()) and sum(map(len, words)) >= _SHORTEST_OF_DIGITS:
        words = ["".join(words)]
    telling = any(word.isalpha() for word in words) or max(map(len, words), default=0) >= _SHORTEST_FILE_NUMBER
    if not telling or sum(map(len, words)) < _SHORTEST_FILE_NUMBER:
        return None
    return f"file:{'/'.join(words)}"
