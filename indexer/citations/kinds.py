"""What kind of source a note names, told by its own words, in English and Spanish."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.models import Kind

_END = r"(?![^\W_])\.?"  # the end of a word, also before the underscore of emphasis
_IBID = rf"(?:ib[ií]d(?:em)?|[ií]d(?:em)?){_END}"
_OP_CIT = rf"(?:op\.?\s?cit|ob\.?\s?cit|loc\.?\s?cit){_END}"
_SEE = r"(?:(?:v[ée]ase|ver|vid(?:e|\.)?|see(?: also)?|cfr?\.?)\s+)"
_NOTE_NUMBER = r"(?:la\s+)?(?:foot)?not[ea]s?\s+(?:n[úu]m\.\s*)?\d{1,5}\s*(?=[.,;]|$|supra|above|anterior|and\b|y\b)"
_AUTHOR = r"(?:[^.(\d]|\b[A-ZÁÉÍÓÚÑ]\.|\bal\.){2,80}?"  # a point only after an initial, and in "et al."
_CROSS_REFERENCE = re.compile(
    rf"[\W_]*(?:{_SEE}{_NOTE_NUMBER}|not[ea]s?\s+\d{{1,5}},?\s+(?:supra|above)\b|"
    rf"{_SEE}?[*_]*(?:{_IBID}|{_OP_CIT}|supra\b|{_AUTHOR}[,\s]\s*[*_]*(?:{_OP_CIT}|supra,?[*_]*\s+(?:foot)?n)))",
    re.IGNORECASE,
)

INFORMATION_REQUEST = re.compile(
    r"information request|access to information|freedom of information|"
    r"solicitud(?:es)? de (?:acceso a la )?informaci[óo]n",
    re.IGNORECASE,
)
_TRANSCRIPT = re.compile(
    r"(?:press|morning) (?:conference|briefing)|stenographic|transcript|"
    r"conferencia (?:de prensa|matutina)|versi[óo]n estenogr[áa]fica|\bmañanera\b",
    re.IGNORECASE,
)
_GAZETTE = re.compile(r"official gazette|diario oficial|\bDOF\b|federal register", re.IGNORECASE)
_DECREE = re.compile(r"\b(?:decree|decreto|agreement by which|acuerdo por el que)\b", re.IGNORECASE)
LEAK = re.compile(
    r"\bleak(?:ed)? by|\bfiltrad[oa]s? por|leaked (?:document|memo|file)|documentos? filtrados?", re.IGNORECASE
)
OFFICIAL_LETTER = re.compile(
    r"\b(?:official (?:document|letter)|memorandum|memor[áa]ndum|memo|oficio)\b", re.IGNORECASE
)
_PRESS_RELEASE = re.compile(r"\b(?:press release|comunicado(?: de prensa)?|bolet[íi]n de prensa)\b", re.IGNORECASE)
_AGREEMENT = re.compile(
    r"\b(?:agreement|understanding|treaty|joint statement|convention|acuerdo|entendimiento|tratado|convenio|"
    r"declaraci[óo]n conjunta)\b",
    re.IGNORECASE,
)
_DATASET = re.compile(
    r"\b(?:survey|census|data ?set|database|statistics|registry|encuesta|censo|base de datos|estad[íi]sticas?|registro|"
    r"ENVIPE|ENCODAT|homicide deaths|defunciones)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:report|fact sheet|informe|reporte|ficha informativa|assessment|diagn[óo]stico)\b", re.IGNORECASE
)
_INSTITUTION = re.compile(
    r"\b(?:ministry|secretar[íi]a|secretariat|government|gobierno|presiden\w+|commission|comisi[óo]n|embassy|embajada|"
    r"department|departamento|office|institute|instituto|fiscal[íi]a|congress|c[áa]mara|senado)\b",
    re.IGNORECASE,
)

COMMENTARY = "commentary"
CROSS_REFERENCE = "cross_reference"


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a reference when its kind is asked. ``personal`` if persons wrote it, ``periodical`` if its
    publisher is set in italics, ``day`` and ``month`` if its date names them."""

    text: str
    title: str = ""
    authors: str = ""
    personal: bool = False
    periodical: bool = False
    publisher: str | None = None
    day: bool = False
    month: bool = False


def is_cross_reference(text: str) -> bool:
    """Whether a note begins with Ibid., Op. cit. and the like, or is an author followed by them."""
    return _CROSS_REFERENCE.match(text) is not None


def source_kind(clues: Clues) -> Kind | None:
    """The kind of the source, None if the note's words do not tell.

    The first that fits: what a note says of the source outright, then who published it, then the words of its title.
    An article *about* an agreement or a report is press, so publishers come before titles.
    """
    return _by_its_words(clues) or _by_its_publisher(clues) or _by_its_title(clues)


def _by_its_words(clues: Clues) -> Kind | None:
    if INFORMATION_REQUEST.search(clues.text):
        return Kind.INFORMATION_REQUEST
    if _GAZETTE.search(clues.text) or (_DECREE.match(clues.title) and not clues.personal):
        return Kind.DECREE
    if _TRANSCRIPT.search(clues.title):
        return Kind.TRANSCRIPT
    if LEAK.search(clues.text) or OFFICIAL_LETTER.match(clues.title):
        return Kind.MEMO
    return None


def _by_its_publisher(clues: Clues) -> Kind | None:
    in_periodical = clues.periodical and (clues.day or not clues.authors)
    signed = clues.personal and clues.day and clues.publisher is not None
    return Kind.PRESS if _PRESS_RELEASE.match(clues.title) or in_periodical or signed else None


def _by_its_title(clues: Clues) -> Kind | None:
    for pattern, kind in ((_AGREEMENT, Kind.AGREEMENT), (_DATASET, Kind.DATASET), (_REPORT, Kind.REPORT)):
        if pattern.search(clues.title) or pattern.search(clues.authors):
            return kind
    return Kind.PRESS if clues.month and _INSTITUTION.search(clues.authors) else None
