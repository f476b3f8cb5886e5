"""Decrees, agreements and laws as the Diario Oficial de la Federación prints them: a passage per article.

An ACUERDO of the DOF is an administrative act of one authority and so of kind *decree*; one that a State concludes with
another is of kind *agreement*. A DECRETO that promulgates a treaty stays a decree. The date is the day of publication:
the page's own «DOF: 26/03/2019» before the running head's, and for a compiled law the day it was first published, not
that of its last reform.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from indexer.models import Extraction, Kind, Metadata, Page
from indexer.sources.articles import article_sections, count_articles, is_transitory_list
from indexer.sources.base import (
    MAX_TITLE,
    Line,
    Section,
    declared_title,
    document_language,
    head_lines,
    paragraph_from,
    tidy,
    title_of,
)
from indexer.text.dates import find_dates

HEAD_CHARACTERS = 6_000
"""Text searched for the date and the issuing body: the first page of the DOF with its list of contents."""

SAMPLE_CHARACTERS = 20_000
"""Text searched for articles to tell whether this is a decree."""

_HEADING = re.compile(
    r"^(?:DECRETO|ACUERDO|LEY|REGLAMENTO|LINEAMIENTOS|REGLAS|C[OÓ]DIGO|ESTATUTO|BASES|LISTADOS?|AVISO|CIRCULAR"
    r"|RESOLUCI[OÓ]N|SENTENCIA|CONVENIO|NORMA|PROGRAMA|MANUAL|PROTOCOLO|CONSTITUCI[OÓ]N)\s+\S"
)
_NUMBERED = re.compile(r"^\S+\s+(?:N[UÚ]M\w*\.?\s*)?[\d/.-]+$")  # «ACUERDO 115/2026» names no subject
_DOF_DATE = re.compile(r"\bDOF\s?:\s*(?=\d)")
_EDITION = re.compile(r"DIARIO\s+OFICIAL|N(?:[uú]m|o)\.?\s+de\s+edici[oó]n")
_WEEKDAY = re.compile(r"\b(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)\s+(?=\d)", re.IGNORECASE)
_NEW_LAW = re.compile(
    r"Nuev[ao]s?\s+\w+(?:\s+\w+){0,3}?\s+publicad[ao]s?\s+en\s+el\s+Diario\s+Oficial\s+de\s+la\s+Federaci[oó]n\s+el\s+"
    r"|Nuev[ao]s?\s+\w+\s+DOF\s+(?=\d)"
)
_CODE = re.compile(r"\bcod(?:igo|nota)=(\d{4,9})\b")
_URL = re.compile(r"https?://(?:www\.)?dof\.gob\.mx/nota_detalle\.php\?[^\s\"'<>)\]]+")
_SEAL = re.compile(r"Estados\s+Unidos\s+Mexicanos\s*\.\s*[-–—]?\s*(?P<bodies>[^\n]{3,200}(?:\n[^\n]{1,120})?)")
_BODY = re.compile(
    r"(?:Secretar[ií]a|Presidencia|Poder|C[aá]mara|Congreso|Fiscal[ií]a|Instituto|Comisi[oó]n|Consejo|Suprema"
    r"|Procuradur[ií]a|Banco|Tribunal)\b[^.;]{0,150}",
    re.IGNORECASE,
)
_BODY_LINE = re.compile(
    r"^(?:SECRETAR[IÍ]A|PRESIDENCIA|FISCAL[IÍ]A|INSTITUTO|COMISI[OÓ]N|CONSEJO|SERVICIOS|CONGRESO|C[AÁ]MARA|COMIT[EÉ]"
    r"|PODER\s+(?:EJECUTIVO|LEGISLATIVO|JUDICIAL))\b"
)
_BETWEEN = re.compile(r"\bentre\b", re.IGNORECASE)
_MEXICO = re.compile(r"\b(?:Estados\s+Unidos\s+Mexicanos|M[eé]xico)\b", re.IGNORECASE)
_OTHER_STATE = re.compile(
    r"\b(?:Rep[uú]blica\s+(?!Mexicana)|Reino\s|Uni[oó]n\s+Europea|Estados\s+Unidos\s+de\s+Am[eé]rica|Canad[aá]\b|Cuba\b)",
    re.IGNORECASE,
)


class DecreeReader:
    """Reads what the Federation decreed."""

    kinds: tuple[Kind, ...] = (Kind.DECREE,)

    def recognise(self, extraction: Extraction) -> float:
        lines = head_lines(extraction.pages)
        head = _head(extraction.pages)
        articles = count_articles("\n".join(page.text for page in extraction.pages[:8])[:SAMPLE_CHARACTERS])
        heading = _heading(lines) is not None
        gazette = any(pattern.search(head) for pattern in (_EDITION, _NEW_LAW, _SEAL))
        if _DOF_DATE.search(head[:1500]) and (heading or articles):
            return 0.95
        if gazette and heading:
            return 0.9
        if heading and articles >= 2:
            return 0.8
        if is_transitory_list(extraction.pages) or (lines and count_articles(lines[0].text)):
            return 0.6
        return 0.3 if articles >= 3 else 0.0

    def describe(self, extraction: Extraction) -> Metadata:
        lines = head_lines(extraction.pages)
        head = _head(extraction.pages)
        title = _heading(lines) or declared_title(extraction)
        if title is None and lines and count_articles(lines[0].text):
            title = title_of(lines[0].text)
        declared = extraction.metadata.official_url or ""
        url = _URL.search(f"{declared} {head}")
        code = _CODE.search(declared) or _CODE.search(head)
        return Metadata(
            title=title,
            kind=Kind.AGREEMENT if title is not None and _between_states(title) else Kind.DECREE,
            date=_date(head, declared),
            language=document_language(extraction.pages),
            official_url=url[0] if url else None,
            code=code[1] if code else None,
            issuer=_issuer(head, lines),
        )

    def sections(self, pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
        return article_sections(pages)


def _head(pages: Sequence[Page]) -> str:
    return "\n\n".join(page.text for page in pages[:3])[:HEAD_CHARACTERS]


def _heading(lines: Sequence[Line]) -> str | None:
    """The sentence that names the instrument: «DECRETO por el que …», «LEY DE SEGURIDAD NACIONAL»."""
    for index, line in enumerate(lines):
        if _HEADING.match(line.text) and not _NUMBERED.match(line.text):
            sentence = _whole_sentence(lines, index)
            if len(sentence) > MAX_TITLE:  # no blank line behind it: the sentence ends at its full stop
                sentence = sentence.split(". ", 1)[0]
            title = title_of(sentence.strip(" .-"))
            if title is not None:
                return title
    return None


def _whole_sentence(lines: Sequence[Line], index: int) -> str:
    """The paragraph at ``index``; widely set lines come as paragraphs of their own and go on in small letters."""
    sentence = paragraph_from(lines, index)
    last = lines[index].paragraph
    for line in lines[index + 1 :]:
        if line.paragraph == last:
            continue
        if sentence.endswith(".") or not line.text[:1].islower() or line.paragraph != last + 1:
            break
        sentence, last = f"{sentence} {line.text}", line.paragraph
    return sentence


def _between_states(title: str) -> bool:
    """Whether the instrument is one that Mexico concludes with another State (not the decree that promulgates it)."""
    between = _BETWEEN.search(title)
    if between is None or title.startswith("DECRETO"):
        return False
    parties = title[between.end() :]
    mexico = _MEXICO.search(parties)
    return mexico is not None and _OTHER_STATE.search(parties.replace(mexico[0], "")) is not None


def _date(head: str, declared_url: str) -> dt.date | None:
    """The day of publication, from the surest place that tells it."""
    for pattern in (_DOF_DATE, _NEW_LAW):
        if match := pattern.search(head):
            return _date_at(head, match.end())
    if match := re.search(r"\bfecha=", declared_url):
        return _date_at(declared_url, match.end())
    if _EDITION.search(head) and (match := _WEEKDAY.search(head)):
        return _date_at(head, match.end())
    return None


def _date_at(text: str, position: int) -> dt.date | None:
    """The date that begins at ``position``, if one does."""
    found = find_dates(text[position : position + 40])
    return found[0].date if found and found[0].start == 0 else None


def _issuer(head: str, lines: Sequence[Line]) -> str | None:
    """The body named in the seal («Estados Unidos Mexicanos.- Secretaría de …»), else in capitals above the title."""
    if seal := _SEAL.search(head):
        for part in re.split(r"\.\s*[-–—]|\.(?=[^\W\d_])|\.\s*$", seal["bodies"]):
            if match := _BODY.match(tidy(part)):
                return match[0].rstrip(" ,-")
    above = []
    for line in lines:
        if _HEADING.match(line.text):
            break
        if _BODY_LINE.match(line.text):
            above.append(line.text)
    return above[-1] if above else None
