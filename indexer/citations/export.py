"""Items in the formats that readers take away: CSL-JSON, RIS, BibTeX, and printed APA and Chicago."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from indexer.citations.apa import apa
from indexer.citations.bibtex import bibtex
from indexer.citations.chicago import chicago_bibliography, chicago_note
from indexer.citations.csl import Item, csl_json
from indexer.citations.ris import ris
from indexer.citations.styles import as_written, escaped, heading, remarks
from indexer.models import Language


class Format(StrEnum):
    """A format of export, by its name in addresses and commands."""

    CSL = "csl"
    RIS = "ris"
    BIBTEX = "bibtex"
    APA = "apa"
    CHICAGO = "chicago"


@dataclass(frozen=True, slots=True)
class FileType:
    """What a format is to a browser and a file system."""

    media_type: str
    extension: str


FILE_TYPES = {
    Format.CSL: FileType("application/vnd.citationstyles.csl+json", ".csl.json"),
    Format.RIS: FileType("application/x-research-info-systems", ".ris"),
    Format.BIBTEX: FileType("application/x-bibtex", ".bib"),
    Format.APA: FileType("text/markdown", ".apa.md"),
    Format.CHICAGO: FileType("text/markdown", ".chicago.md"),
}


_RECORDS: dict[Format, Callable[[Item, tuple[str, ...]], str]] = {Format.RIS: ris, Format.BIBTEX: bibtex}
_BETWEEN = {Format.RIS: "\r\n", Format.BIBTEX: "\n"}


def export(items: Sequence[Item], format: Format, language: Language) -> str:
    """The items in ``format``, in their order; ``language`` is that of dates, terms and remarks (es or en).

    Every format carries the raw notes, permalinks, hashes and the day of access, and says of a specimen that it is one.
    """
    if format in (Format.CSL, *_RECORDS):  # records of nothing but a note would be empty lines in a manager
        items = [item if item.cites else replace(item, title=heading(item, language)) for item in items]
    if format is Format.CSL:
        shapes = [csl_json(item, remarks(item, language)) for item in items]
        return json.dumps(shapes, ensure_ascii=False, indent=2) + "\n"
    if format in _RECORDS:
        return "".join(_RECORDS[format](item, remarks(item, language)) + _BETWEEN[format] for item in items)
    return "\n".join(_printed(item, format, language) for item in items)


def _printed(item: Item, format: Format, language: Language) -> str:
    """The entry, its note's label before it, and the remarks below. Commentary and Ibid. are printed as written."""
    entries = [as_written(item.note)]
    if item.cites:
        entries = (
            [apa(item, language)]
            if format is Format.APA
            else [chicago_note(item, language), *([] if item.place else [chicago_bibliography(item, language)])]
        )
    label = f"{escaped(item.place.label)}. " if item.place else ""
    below = escaped("; ".join(remarks(item, language)))
    return "\n".join((f"{label}{entries[0]}", *entries[1:], f"({below})")) + "\n"
