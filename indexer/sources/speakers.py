"""Who speaks: the lines of a transcript that name a speaker.

Three habits are known. *Ruled*: a rule (``---``) and then the name on a line of its own (the archive of stenographic
transcripts). *Inline*: the name in capitals and a colon at the start of a paragraph (gob.mx, press briefings).
*Markdown*: the same in bold, or the name as a heading. A heading that is no name stays without a speaker: to leave
words unattributed is a lesser harm than to put them into somebody's mouth.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from indexer.sources.base import tidy
from indexer.text.dates import MONTHS

MAX_NAME_WORDS = 8
"""Words before the comma that begins an office. The longest name in 2,974 transcripts has six; headings have more."""

MAX_HEAD = 300
"""Characters of a name with its office; the longest in 2,974 transcripts has 243."""

_ROLE = re.compile(
    r"PREGUNTA|RESPUESTA|INTERVENCI[OÓ]N|INTERLOCUTORA?|MODERADORA?|CONDUCTORA?|VOZ|VOCES|PRESIDENT[EA]|REPORTER[OA]"
    r"|PERIODISTA|NIÑ[OA]|TRADUCTORA?|INT[EÉ]RPRETE|LOCUTORA?|EXPOSITOR(?:A|ES)?|ASISTENTES|P[UÚ]BLICO"
    r"|QUESTION|ANSWER|MODERATOR|REPORTER|OPERATOR|PRESIDENT|MR|MS|MRS|DR"
)
"""Words that name a speaker even alone, or as the first of a name."""

_LABEL = re.compile(
    r"NOTAS?|TEMAS?|FECHA|LUGAR|HORA|ASUNTO|FUENTES?|CONTACTO|OBJETIVOS?|EVENTO|ANEXO|T[IÍ]TULO|SEDE|DURACI[OÓ]N"
    r"|PARTICIPANTES|RESUMEN|PROGRAMA|RONDA|SESI[OÓ]N|MENSAJE|ACTO|INTRODUCCI[OÓ]N|CONCLUSIONES|PRIMER[AO]?|SEGUND[AO]"
    r"|TERCER[AO]?|LOS|LAS|NOTE|SUBJECT|DATE|TIME|PLACE|SOURCE|CONTACT|LOCATION|SUMMARY|THE"
)
"""Capitals before a colon that are no person."""

RULE = re.compile(r"^[ \t]*[-–—_*=]{3,}[ \t\r]*$", re.MULTILINE)
"""A line that only divides. It holds nothing to be found, so it belongs to no passage."""

_NEXT_LINE = re.compile(r"\s*(\S[^\n]*)")
_INLINE = re.compile(
    r"^[ \t>*_]*(?P<name>[^\W\d_a-zß-öø-ÿ][^a-zß-öø-ÿ:\n(]{0,350}(?:\([^)\n]{0,120}\)[^a-zß-öø-ÿ:\n(]{0,40})?):[*_]*",
    re.MULTILINE,
)
_BOLD = re.compile(r"^[ \t>]*\*\*(?P<name>[^*:\n]{2,350}?)(?::\*\*|\*\*[ \t]*:)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<name>[^\n]{2,350}?):?[ \t\r]*$", re.MULTILINE)
_QUESTION = re.compile(r"^(?P<name>Q)[ \t]+(?=[A-Z¿“\"(])", re.MULTILINE)
_STAGE = re.compile(r"^[ \t>*_]*\([^a-zß-öø-ÿ\n)]{3,200}\)[*_]*[ \t\r]*$", re.MULTILINE)
_PLAYED = re.compile(r"V[IÍ]DEO|AUDIO|PROYECCI[OÓ]N|ENLACE|HIMNO|CANCI[OÓ]N|M[UÚ]SICA|CORTE")


class Form(Enum):
    """How a head is written."""

    INLINE = auto()
    BOLD = auto()
    HEADING = auto()
    QUESTION = auto()
    STAGE = auto()


@dataclass(frozen=True, slots=True)
class Head:
    """A line of ``text[start:end]`` that may name who speaks from there on. ``bare``: nothing follows on its line."""

    start: int
    end: int
    name: str
    form: Form
    bare: bool = False

    @property
    def silences(self) -> bool:
        """Whether what follows is somebody else's: a film, a song, a section of another subject."""
        return self.form is Form.HEADING or (self.form is Form.STAGE and bool(_PLAYED.search(self.name)))


def is_ruled(text: str) -> bool:
    """Whether rules followed by a name divide the text."""
    return any(ruled_name(text, rule.end()) for rule in RULE.finditer(text))


def ruled_name(text: str, position: int) -> str | None:
    """The speaker named by the first line after ``position``; None for stage directions, ``???``, dates and prose."""
    match = _NEXT_LINE.match(text, position)
    if match is None:
        return None
    line = match[1].strip()
    if line.startswith("("):  # «(INICIA VIDEO)», and the first voice of the film on the next line
        inline = _INLINE.match(text, match.end() + 1)
        return clean(inline["name"]) if inline and _looks_like_name(clean(inline["name"])) else None
    name = clean(line)
    return name if len(name) <= MAX_HEAD and _looks_like_name(name) else None


def has_line(text: str, position: int) -> bool:
    """Whether anything but white space follows ``position``."""
    return _NEXT_LINE.match(text, position) is not None


def find_heads(text: str) -> list[Head]:
    """Every line that may name a speaker, and every stage direction, in order."""
    heads = [
        Head(match.start(), match.end(), clean(match["name"]), form, _is_bare(text, match.end()))
        for form, pattern in (
            (Form.INLINE, _INLINE),
            (Form.BOLD, _BOLD),
            (Form.HEADING, _HEADING),
            (Form.QUESTION, _QUESTION),
        )
        for match in pattern.finditer(text)
    ]
    heads += [Head(match.start(), match.end(), match[0].strip(), Form.STAGE) for match in _STAGE.finditer(text)]
    heads.sort(key=lambda head: (head.start, -head.end))
    apart: list[Head] = []
    for head in heads:
        if not apart or head.start >= apart[-1].end:
            apart.append(head)
    return apart


def speakers_among(heads: Iterable[Head]) -> frozenset[str]:
    """The names among ``heads`` that are speakers, judged over a whole document."""
    by_name: dict[str, list[Head]] = {}
    for head in heads:
        if head.form is not Form.STAGE:
            by_name.setdefault(head.name, []).append(head)
    counts = Counter({name: len(same) for name, same in by_name.items()})
    return frozenset(name for name, same in by_name.items() if _is_speaker(name, same[0], counts[name]))


def clean(untrusted_name: str) -> str:
    """A name as printed, without the colon and marks around it."""
    return tidy(untrusted_name).strip(" *_#>:\t")


def _is_bare(text: str, end: int) -> bool:
    stop = text.find("\n", end)
    return not text[end : stop if stop >= 0 else len(text)].strip(" \t\r*_\u00a0")


def _is_speaker(name: str, head: Head, times: int) -> bool:
    words = _name_words(name)
    if not words or len(words) > MAX_NAME_WORDS or len(name) > MAX_HEAD:
        return False
    if head.form is Form.QUESTION or (head.form is Form.BOLD and not _in_capitals(name)):
        return times >= 2
    first = words[0].rstrip(".")
    if not _looks_like_name(name) or _LABEL.fullmatch(first):
        return False
    if times >= 2 or _ROLE.fullmatch(first):
        return True
    return "," in name if head.form is Form.HEADING or head.bare else len(words) >= 2


def _name_words(name: str) -> list[str]:
    """The words before the office: «ROSA ICELA RODRÍGUEZ, SECRETARIA DE …» → three."""
    return re.split(r"[,(]", name, maxsplit=1)[0].split()


def _looks_like_name(name: str) -> bool:
    """In capitals, letters only before the office, and no date."""
    words = _name_words(name)
    if not words or not _in_capitals(re.sub(r"\([^)]*\)?", "", name)):
        return False
    own = "".join(words)
    if not any(char.isalpha() for char in own) or any(char.isdigit() for char in own):
        return False
    return words[0].lower() not in MONTHS


def _in_capitals(name: str) -> bool:
    return name.upper() == name


def is_stage_direction(head: Head) -> bool:
    """Whether the head is «(INICIA VIDEO)» or the like."""
    return head.form is Form.STAGE
