"""Military memos and oficios, mostly read by OCR and in capitals: who writes what to whom, from where and when.

A subject is taken from ASUNTO: (or TEMA:), else from the formulas «… REFERENTE (A) …» and «INFORME SOBRE …», else from
a line that names the paper (MEMORÁNDUM, NOTA INFORMATIVA). Section headings label the paragraphs under them; in a paper
all in capitals only those of the known vocabulary, or with a Roman numeral, are taken for such.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from indexer.models import Extraction, Kind, Metadata, Page
from indexer.sources.base import (
    Line,
    Section,
    declared_title,
    document_language,
    head_lines,
    is_dateline,
    paragraph_from,
    title_of,
)
from indexer.sources.places import MEXICAN_STATE
from indexer.text.dates import find_dates

HEAD_LINES = 24
"""Lines that may hold the head of a memo: sender, place, date, addressee, subject."""

UNNAMED_HEAD_LINES = 6
"""Lines above the text of a memo that names neither addressee nor subject: office, number, place and date."""

MAX_FIELD = 200
"""Characters of an addressee or a unit; a longer line is text."""

_SUBJECT = re.compile(r"^(?:ASUNTO|ASTO|TEMA)\s*[:.]\s*(?P<value>.*)$", re.IGNORECASE)
_REFERRING = re.compile(
    r"\b(?:REFERENTE|INFORME\s+SOBRE)\s+(?:(?:A|AL|EL|LAS?|LOS?)\s+){0,2}(?P<value>[^.]{10,300})\.", re.IGNORECASE
)
_PAPER = re.compile(
    r"^(?:MEMOR[AÁ]ND(?:UM|O)|NOTA\s+INFORMATIVA|TARJETA\s+INFORMATIVA|RESUMEN|PARTE|MENSAJE|RADIOGRAMA)\b"
)
_NUMBER = re.compile(
    r"^(?:OFICIO|MEMOR[AÁ]NDUM)?\s*(?:N[UÚ]M(?:ERO)?|No|N[°º])?\s*[.:]*\s*(?:DE\s+OFICIO\s*:?\s*)?"
    r"(?P<value>[A-Z0-9][\w.-]*(?:[/-][\w.-]+)+)\s*\.?$",
    re.IGNORECASE,
)
_NUMBERED_PAPER = re.compile(r"\b(?:OFICIO|MEMOR[AÁ]NDUM|N[UÚ]M(?:ERO)?|No)\b", re.IGNORECASE)
_ADDRESSEE = re.compile(
    r"^(?:(?:PARA\s+(?:LA\s+)?ATENCI[OÓ]N|ATENCI[OÓ]N)\s*:?\s*(?:DEL?|DE\s+LA|AL?)?\s+"
    r"|MEMOR[AÁ]NDUM\s+PARA\s+(?:EL|LA|LOS)?\s*|PARA\s*:\s*|DIRIGID[OA]\s+(?:AL?|A\s+LA)?\s*:?\s*|DESTINATARI[OA]\s*:\s*"
    r"|AL?\s+(?=C\.\s))(?P<value>\S.*)$",
    re.IGNORECASE,
)
_GENERAL = re.compile(r"^C\.\s*(?:GRAL|GENERAL|ALM|TTE|CAP|COR|MAYOR|LIC|DR|ING|MTR)[\w.]*\s.{3,}$", re.IGNORECASE)
_PRESENT = re.compile(r"^P\s?R\s?E\s?S\s?E\s?N\s?T\s?E\b[\s.]*$", re.IGNORECASE)
_UNIT = re.compile(
    r"^(?:SECRETAR[IÍ]A\s+DE|ESTADO\s+MAYOR|COMANDANCIA|CUARTEL\s+GENERAL|CENTRO\s+(?:REGIONAL|NACIONAL)"
    r"|GUARDIA\s+NACIONAL|FISCAL[IÍ]A|SUBJEFATURA|SECCI[OÓ]N\s+SEGUNDA|UNIDAD\s+DE"
    r"|(?:[IVX]+|\d+/?[ªaº°]?\.?|\w+)\s+(?:ZONA|REGI[OÓ]N)\s+MILITAR)\b",
    re.IGNORECASE,
)
_DEPENDENCY = re.compile(r"^(?:DEPENDENCIA|REMITENTE|DE)\s*:\s*(?P<value>\S.*)$", re.IGNORECASE)
_ACRONYM = re.compile(r"^[A-ZÑ][A-ZÑ.]{2,14}[.,]?$")
_PLACE_AND_DATE = re.compile(
    r"^(?P<place>[^\d]{3,80}?),?\s+a\s+(?:los\s+)?(?=\d{1,2}\b|primero\b|[lI]\d\b)", re.IGNORECASE
)
_PLACE_FIELD = re.compile(r"^LUGAR(?:\s+Y\s+FECHA)?\s*[:.]\s*", re.IGNORECASE)
_BEFORE_DATE = re.compile(r"(?P<place>[A-ZÁÉÍÓÚÑ].{2,80}?),\s*(?:a\s+(?:los\s+)?)?")
_DATE_FIELD = re.compile(r"^FECHA\s*:\s*", re.IGNORECASE)
_FORMULAS = re.compile(
    r"\bME\s+PERMITO\s+(?:INFORMAR|REMITIR|HACER)|\bRESPETUOSAMENTE\b|SUFRAGIO\s+EFECTIVO|\bATENTAMENTE\b"
    r"|\bESA\s+SUPERIORIDAD\b|\bC\.\s?C\.\s?P\.|\bD\.\s?E\.\s?M\.|\bOFICIO\s+(?:N|CIRCULAR)",
    re.IGNORECASE,
)
_KNOWN_HEADING = re.compile(
    r"^(?:[IVX]{1,5}\s*[.)-]+\s*|\d{1,2}\s*[.)-]+\s*|[A-H]\s*[.)-]+\s*)?(?:ANTECEDENTES?|POSTURA|CONSIDERACI[OÓ]N(?:ES)?"
    r"|CONCLUSI[OÓ]N(?:ES)?|RECOMENDACI[OÓ]N(?:ES)?|SITUACI[OÓ]N(?:\s+ACTUAL)?|OBJETO|OBJETIVO|AN[AÁ]LISIS|RESULTADOS?"
    r"|PROP[OÓ]SITO|DESARROLLO|HECHOS|MARCO\s+(?:JUR[IÍ]DICO|LEGAL)|PROSPECTIVA|INFORMACI[OÓ]N(?:\s+DISPONIBLE)?"
    r"|PRECISIONES|NOVEDADES|ACCIONES|PETICI[OÓ]N|ANEXOS?|OBSERVACIONES|DIAGN[OÓ]STICO)\s*[.:]?$",
    re.IGNORECASE,
)
_ROMAN_HEADING = re.compile(r"^[IVX]{1,5}\s*[.)-]\s*\S.{2,60}$")
_LINE = re.compile(r"[^\n]+")


class MemoReader:
    """Reads what one office wrote to another."""

    kinds: tuple[Kind, ...] = (Kind.MEMO,)

    def recognise(self, extraction: Extraction) -> float:
        lines = head_lines(extraction.pages, HEAD_LINES)
        text = "\n".join(page.text for page in extraction.pages[:4])[:20_000]
        signs = (
            0.35 * any(_SUBJECT.match(line.text) for line in lines)
            + 0.3 * (_addressee(lines) is not None)
            + 0.2 * any(_place_and_date(line.text) is not None for line in lines)
            + 0.2 * any(_UNIT.match(line.text) or _PAPER.match(line.text) for line in lines[:8])
            + 0.2 * (_file_number(lines) is not None)
            + 0.3 * min(1.0, len({match[0].upper() for match in _FORMULAS.finditer(text)}) / 2)
            + 0.25 * any(_is_known_heading(line.text) for line in lines)
        )
        return min(signs, 0.9)

    def describe(self, extraction: Extraction) -> Metadata:
        lines = head_lines(extraction.pages, HEAD_LINES)
        return Metadata(
            title=subject_of(lines) or declared_title(extraction),
            kind=Kind.MEMO,
            date=date_in_head(lines),
            language=document_language(extraction.pages),
            issuer=_issuer(lines),
            place=_place(lines),
            addressee=_addressee(lines),
            file_number=_file_number(lines),
        )

    def sections(self, pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
        label: str | None = None
        for page in pages:
            sections: list[Section] = []
            start = 0
            for at, heading in _headings(page.text):
                sections.append(Section(start, at, label=label))
                start, label = at, heading
            sections.append(Section(start, len(page.text), label=label))
            yield sections


# --- sections -------------------------------------------------------------------------------------


def _headings(text: str) -> Iterator[tuple[int, str]]:
    """Where a section of the memo begins, and what it is called."""
    small = sum(map(str.islower, text))
    in_capitals = small < 0.2 * sum(map(str.isalpha, text))
    for match in _LINE.finditer(text):
        line = match[0].strip(" \t\r*#_")
        if _is_known_heading(line) or _is_other_heading(line, in_capitals):
            yield match.start(), line.rstrip(" .:")


def _is_known_heading(line: str) -> bool:
    """A heading of the vocabulary, written as one; «resultados» at the end of a broken sentence is none."""
    letters = line.lstrip("0123456789.)- ")
    one_word = " " not in letters.rstrip(" .:")
    return bool(_KNOWN_HEADING.match(line)) and letters[:1].isupper() and (line.isupper() or line.istitle() or one_word)


def _is_other_heading(line: str, in_capitals: bool) -> bool:
    """«IV. FORMA DE INTEGRAR EL RESUMEN»: a Roman numeral and capitals in a paper otherwise not in capitals."""
    return bool(_ROMAN_HEADING.match(line)) and line.isupper() and (not in_capitals or not line.endswith("."))


# --- the head -------------------------------------------------------------------------------------


def subject_of(lines: Sequence[Line]) -> str | None:
    """What the paper is about, as it says itself."""
    for index, line in enumerate(lines):
        if match := _SUBJECT.match(line.text):
            paragraph = paragraph_from(lines, index)
            whole = _SUBJECT.match(paragraph)
            value = whole["value"] if whole and len(paragraph) <= 2 * MAX_FIELD else match["value"]
            return title_of(_without_stop(value))
    if match := _REFERRING.search(" ".join(line.text for line in lines)):
        return title_of(match["value"])
    papers = [line.text for line in lines if _PAPER.match(line.text) and not _ADDRESSEE.match(line.text)]
    return title_of(papers[0].rstrip(".")) if papers else None


def date_in_head(lines: Sequence[Line]) -> dt.date | None:
    """The date behind the place, else of a field FECHA, else the one date that stands alone."""
    for line in lines:
        if (found := _place_and_date(line.text)) is not None:
            return found[1]
    for line in lines:
        if match := _DATE_FIELD.match(line.text):
            dates = find_dates(line.text[match.end() :])
            return dates[0].date if len(dates) == 1 else None
    alone = {find_dates(line.text)[0].date for line in lines if is_dateline(line.text, extra=8)}
    if not alone:
        alone = {found[1] for line in _above_the_matter(lines) if (found := _place_then_date(line.text)) is not None}
    return alone.pop() if len(alone) == 1 else None


def _above_the_matter(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines down to addressee and subject; of a paper that names neither, the first few."""
    named = [index for index, line in enumerate(lines) if _ADDRESSEE.match(line.text) or _SUBJECT.match(line.text)]
    return lines[: named[-1] if named else UNNAMED_HEAD_LINES]


def _place_then_date(text: str) -> tuple[str, dt.date] | None:
    """«Lugar: Campo Militar No. 1-A, Cd. de Méx., 12 de octubre de 2021»: also without «a»."""
    match = _PLACE_FIELD.match(text)
    start = match.end() if match else 0
    dates = find_dates(text)
    if len(dates) != 1 or text[dates[0].end :].strip(" .") or len(text) > MAX_FIELD:
        return None
    place = _BEFORE_DATE.fullmatch(text[start : dates[0].start])
    return (place["place"].strip(" ,"), dates[0].date) if place else None


def _place_and_date(text: str) -> tuple[str, dt.date] | None:
    """«Culiacán, Sin., a 17 de marzo de 2020»."""
    match = _PLACE_AND_DATE.match(text)
    if match is None:
        return None
    dates = find_dates(text[match.end() :])
    place = match["place"].strip(" ,")
    return (place, dates[0].date) if dates and dates[0].start == 0 and "," in match[0] and place[:1].isupper() else None


def _place(lines: Sequence[Line]) -> str | None:
    """The place before the date, else a town with its State on a line above addressee and subject."""
    for line in lines:
        if (found := _place_and_date(line.text)) is not None:
            return found[0]
    for line in _above_the_matter(lines):
        if (found := _place_then_date(line.text)) is not None:
            return found[0]
    for line in lines:
        if _ADDRESSEE.match(line.text) or _SUBJECT.match(line.text):
            return None
        if MEXICAN_STATE.search(line.text):
            return line.text
    return None


def _addressee(lines: Sequence[Line]) -> str | None:
    for line in lines:
        if (match := _ADDRESSEE.match(line.text)) and len(match["value"]) <= MAX_FIELD:
            return _without_stop(match["value"])
    for index, line in enumerate(lines):
        if _PRESENT.match(line.text):
            above = [other.text for other in lines[max(0, index - 4) : index] if _GENERAL.match(other.text)]
            return _without_stop(above[0]) if above else None
    return None


def _issuer(lines: Sequence[Line]) -> str | None:
    for line in lines:
        if (match := _DEPENDENCY.match(line.text)) and len(match["value"]) <= MAX_FIELD:
            return _without_stop(match["value"])
    units = [line.text for line in lines[:8] if _UNIT.match(line.text) and len(line.text) <= MAX_FIELD]
    if units:
        return _without_stop(re.sub(r"\s\d{1,3}$", "", units[0]))  # the number of the page beside it
    return _without_stop(lines[0].text) if lines and _ACRONYM.match(lines[0].text) else None


def _file_number(lines: Sequence[Line]) -> str | None:
    for line in lines:
        match = _NUMBER.match(line.text)
        if match and _NUMBERED_PAPER.search(line.text) and any(map(str.isdigit, match["value"])):
            return match["value"].rstrip(".")
    return None


def _without_stop(text: str) -> str:
    """Without the full stop of a sentence (or OCR's comma for it); that of an abbreviation («Ver.», «G.C.») stays."""
    bare = text.rstrip(" ,;")
    last = bare.rsplit(maxsplit=1)[-1] if bare else ""
    return bare[:-1] if last.endswith(".") and len(last) > 5 and "." not in last[:-1] else bare
