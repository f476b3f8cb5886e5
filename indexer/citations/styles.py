"""What the printed styles share: the words of each language, dates in words, and Markdown that a title cannot break."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.citations.csl import Genre, Item, ItemDate
from indexer.models import Language

_MARKDOWN = re.compile(r"[\\`*_\[\]<>]|&(?=#?\w{1,40};)")
_TOLD_BY_TITLE = {
    Genre.TRANSCRIPT: re.compile(r"stenograph|estenogr|transcri"),
    Genre.REQUEST: re.compile(r"solicitud(?:es)? (?:p[úu]blica )?de |request"),
    Genre.INTERNAL: re.compile(r"\b(?:oficio|memor[áa]ndum|memo|official (?:document|letter)|tarjeta informativa)\b"),
}
_SOUNDS_AS_I = re.compile(r"i|í|hi(?!e)|hí", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; ``months`` are parted by spaces."""

    months: str
    genres: Mapping[Genre, str]
    undated: str
    accessed: str
    number: str
    file_number: str
    note: str
    cited: str
    report_hash: str
    permalink: str
    copy: str
    specimen: str
    within: str
    refers: str
    unsure: str
    unknown: str
    commentary: str
    cross_reference: str


ENGLISH = Words(
    months="January February March April May June July August September October November December",
    genres={
        Genre.TRANSCRIPT: "transcript",
        Genre.INTERNAL: "internal document",
        Genre.REQUEST: "information request",
        Genre.DATASET: "data set",
        Genre.MESSAGE: "message",
    },
    undated="n.d.",
    accessed="accessed",
    number="no.",
    file_number="file no.",
    note="Note",
    cited="Cited at",
    report_hash="SHA-256 of the report",
    permalink="Permalink",
    copy="Archived copy",
    specimen="Specimen, not the original",
    within="In",
    refers="Refers to note",
    unsure="Ambiguous: perhaps refers to note",
    unknown="What it refers to is not known",
    commentary="commentary",
    cross_reference="cross-reference",
)
SPANISH = Words(
    months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    genres={
        Genre.TRANSCRIPT: "versión estenográfica",
        Genre.INTERNAL: "documento interno",
        Genre.REQUEST: "solicitud de información",
        Genre.DATASET: "conjunto de datos",
        Genre.MESSAGE: "mensaje",
    },
    undated="s. f.",
    accessed="acceso el",
    number="núm.",
    file_number="folio",
    note="Nota",
    cited="Lugar citado:",
    report_hash="SHA-256 del informe",
    permalink="Enlace permanente",
    copy="Copia archivada",
    specimen="Ejemplar de demostración, no el original",
    within="En",
    refers="Remite a la nota",
    unsure="Ambigua: quizá remite a la nota",
    unknown="No se sabe a qué remite",
    commentary="comentario",
    cross_reference="remisión",
)


def words(language: Language) -> Words:
    """The words of a citation in ``language``: Spanish, or English for every other."""
    return SPANISH if language is Language.SPANISH else ENGLISH


def written_date(date: ItemDate, language: Language) -> str:
    """``September 6, 2022`` or ``6 de septiembre de 2022``, ``March 2022`` or ``marzo de 2022``; a year as it is."""
    if date.month is None:
        return str(date.year)
    month = words(language).months.split()[date.month - 1]
    if date.day is None:
        return f"{month} de {date.year}" if language is Language.SPANISH else f"{month} {date.year}"
    return (
        f"{date.day} de {month} de {date.year}" if language is Language.SPANISH else f"{month} {date.day}, {date.year}"
    )


def written_day(day: dt.date, language: Language) -> str:
    """A whole day, in words."""
    return written_date(ItemDate(day.year, day.month, day.day), language)


def escaped(text: str) -> str:
    """``text`` as Markdown that shows it as it is: no emphasis, link or markup of its own."""
    return _MARKDOWN.sub(lambda match: f"\\{match[0]}", text)


def as_written(markdown: str) -> str:
    """A note's own Markdown, emphasis and links kept, but without raw HTML."""
    return markdown.replace("<", "\\<")


def italic(text: str) -> str:
    return f"*{escaped(text)}*"


def nested(title: str) -> str:
    """A title as it stands within quotation marks: its own become single, and its final period goes."""
    title = title.replace("“", "‘").replace("”", "’")
    return title if title.endswith("...") else title.removesuffix(".")


def closed(text: str) -> str:
    """``text`` with a period at its end, unless it ends a sentence already (in italics or quoted too)."""
    return text if text.rstrip("*”’").endswith((".", "?", "!", "…")) else f"{text}."


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def spanish_and(following: str) -> str:
    """*y*, or *e* before the sound of i ("Brewer e Isacson", but "Brewer y Hierro")."""
    return "e" if _SOUNDS_AS_I.match(following) else "y"


def shown_genre(item: Item, language: Language) -> str | None:
    """The item's genre in words; None where the title says it already."""
    if item.genre is None:
        return None
    title = (item.title or "").casefold()
    if (told := _TOLD_BY_TITLE.get(item.genre)) is not None and told.search(title):
        return None
    every = (words(known).genres[item.genre] for known in (Language.ENGLISH, Language.SPANISH))
    return None if any(name in title for name in every) else words(language).genres[item.genre]


def number_words(item: Item, language: Language) -> str | None:
    """The number with its name ("file no. 330026424000557"); None where the title has it."""
    if item.number is None or item.number in (item.title or ""):
        return None
    table = words(language)
    return f"{table.file_number if item.genre is Genre.REQUEST else table.number} {item.number}"


def remarks(item: Item, language: Language) -> tuple[str, ...]:
    """What every export says beside the reference: which note, where it and its copy are, the copy's hash, whether it
    is a specimen, and the day of access."""
    table, said = words(language), []
    if (points := item.points) is not None:
        lead = table.refers if points.sure else table.unsure
        said.append(f"{lead} {points.label}" if points.label else table.unknown)
    if item.locator:
        said.append(f"{table.cited} {item.locator}")
    if (place := item.place) is not None:
        page = f", p. {place.page}" if place.page is not None else ""
        said.append(f"{table.note} {place.label}: {place.report_title}{page}")
        said.append(f"{table.permalink}: {place.permalink}")
        said += [f"{table.report_hash}: {place.sha256}"] if place.sha256 else []
    for copy in item.copies:
        said.append(f"{table.copy if place else table.permalink}: {copy.permalink}")
        said.append(f"SHA-256: {copy.sha256}")
        said += [table.specimen] if copy.specimen else []
    said.append(f"{capitalised(table.accessed)} {written_day(item.accessed, language)}")
    return tuple(said)


def heading(item: Item, language: Language) -> str:
    """What stands as the title of a note that names no source: ``Note 3 (commentary)``."""
    table = words(language)
    label = item.place.label if item.place else item.key
    return f"{table.note} {label} ({table.cross_reference if item.points else table.commentary})"


def joined_names(names: Sequence[str], separator: str, last: str) -> str:
    """``A``, ``A<last>B``, ``A<separator>B<last>C``."""
    return last.join(filter(None, (separator.join(names[:-1]), names[-1]))) if names else ""
