"""Where the articles of a decree begin, what they are called, and where they end.

An article is known by its own line: «Artículo 21 Bis.», «ARTICULO 1o.-», «PRIMERO.-». The stop or dash behind the
number is asked for, since a broken line may well begin with «Artículo 16 de esta Ley». After a line TRANSITORIOS the
articles are transitory ones, until the next instrument or division begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.models import Page, PassageKind
from indexer.sources.base import RUNNING_LINES, Section, faceless, running_lines, tidy

_MARK = r"[ \t\"“'*#>|_-]*"
_A_WORD = r"A[Rr][Tt](?:[IÍiíl1][Cc][Uu][LlI1][Oo0]|\.)"
_BIS = r"(?:[ \t]*(?:Bis|Ter|Qu[aá]ter|Quinquies|Sexies|Septies|Octies|Nonies|Decies)\b(?:[ \t]*\d{1,2})?)?"
_ORDINALS = (
    r"[UÚ]nic[oa]|Primer[oa]?|Segund[oa]|Tercer[oa]?|Cuart[oa]|Quint[oa]|Sext[oa]|S[eé]ptim[oa]|Octav[oa]|Noven[oa]"
    r"|Und[eé]cim[oa]|Duod[eé]cim[oa]"
    r"|(?:D[eé]cim[oa]|Vig[eé]sim[oa]|Trig[eé]sim[oa]|Cuadrag[eé]sim[oa]|Quincuag[eé]sim[oa])"
    r"(?:[ \t]*(?:primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|s[eé]ptim[oa]|octav[oa]|noven[oa]))?"
)
_ARTICLE = re.compile(
    rf"^{_MARK}(?P<word>{_A_WORD})[ \t]+"
    rf"(?P<number>\d{{1,4}}(?:[ \t]?[oO°ºª]\b\.?)?(?i:{_BIS})(?:[ \t]?[-–][ \t]?[A-Z]\b)?|(?i:{_ORDINALS})(?![^\W\d_]))"
    r"(?P<stop>[ \t]*(?:\.[ \t]*[-–—]*|[-–—]+|:|\*\*|(?=[ \t\r]*$)))",
    re.MULTILINE,
)
_ORDINAL = re.compile(
    rf"^{_MARK}(?P<number>(?=[A-ZÚ])(?i:{_ORDINALS})(?![^\W\d_]))"
    r"(?P<stop>[ \t]*(?:\.[ \t]*[-–—]+|\.(?=[ \t])|[-–—]+|:|\*\*[ \t\r]*$))",
    re.MULTILINE,
)
_TRANSITORY = re.compile(
    rf"^{_MARK}(?:DISPOSICIONES\s+|ART[IÍ]CULOS?\s+)?T\s?R\s?A\s?N\s?S\s?I\s?T\s?O\s?R\s?I\s?[OA]\s?S?"
    r"(?P<more>[ \t]+DE(?:L)?[ \t]+[^\n]{1,120})?[ \t\r.:*_]*$",
    re.MULTILINE | re.IGNORECASE,
)
_DIVISION = re.compile(
    rf"^{_MARK}(?:T[IÍ]TULO|CAP[IÍ]TULO|SECCI[OÓ]N|LIBRO|Cap[ií]tulo|T[ií]tulo|Secci[oó]n)[ \t]+"
    r"(?:[IVXLC]+\b|\d+|[A-ZÚÉ][A-ZÚÉ]+\b|[UÚ]nico|Primer[oa]|Segund[oa]|Tercer[oa]|Cuart[oa]|Quint[oa])[^\n]{0,80}$"
    rf"|^{_MARK}ANEXOS?(?:[ \t]+[\dIVX]+)?[ \t\r.]*$",
    re.MULTILINE,
)
_INSTRUMENT = re.compile(
    rf"^{_MARK}(?:DECRETO|ACUERDO|SENTENCIA|RESOLUCI[OÓ]N|CONVENIO|LINEAMIENTOS|REGLAMENTO|LEY)[ \t]+"
    r"(?:por|POR|que|QUE|de|DE|promulgatorio|PROMULGATORIO|dictad|DICTAD)\w*\b",
    re.MULTILINE,
)
_CLOSING = re.compile(
    rf"^{_MARK}(?:(?:Ciudad[ \t]+de[ \t]+M[eé]xico|M[eé]xico,[ \t]+D\.?[ \t]*F\.?|Dad[oa][ \t]+en)\b[^\n]{{0,80}}"
    r"(?:\d|R[uú]brica|\.-)|En[ \t]+cumplimiento[ \t]+de[ \t]+lo[ \t]+dispuesto[ \t]+por\b)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that changes what the text after it belongs to."""

    start: int
    kind: PassageKind = PassageKind.PARAGRAPH
    label: str | None = None
    transitory: bool | None = None


@dataclass(frozen=True, slots=True)
class _State:
    """What the text at this point belongs to. ``seen``: the labels given since the last line TRANSITORIOS."""

    kind: PassageKind = PassageKind.PARAGRAPH
    label: str | None = None
    transitory: bool = False
    seen: frozenset[str] = frozenset()


def article_sections(pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
    """Per page the articles that it holds or goes on with; running heads and divisions stand apart, unlabelled."""
    repeated = running_lines(pages)
    state = _State(transitory=is_transitory_list(pages))
    for page in pages:
        top, bottom = _body(page.text, repeated)
        sections = [Section(0, top)] if top else []
        start = top
        for mark in _marks(page.text, top, bottom):
            sections.append(Section(start, mark.start, state.kind, state.label))
            start = mark.start
            state = _after(state, mark)
        sections.append(Section(start, bottom, state.kind, state.label))
        if bottom < len(page.text):
            sections.append(Section(bottom, len(page.text)))
        yield sections


def count_articles(text: str) -> int:
    """How many articles begin in ``text``, bare ordinals («PRIMERO.-») among them."""
    return sum(1 for mark in _marks(text, 0, len(text)) if mark.label)


def is_transitory_list(pages: Sequence[Page]) -> bool:
    """Whether the text is transitory articles by themselves: a bare «Primero» first, about what comes into force."""
    first = next((page.text for page in pages if page.text.strip()), "").lstrip()
    return bool(_ORDINAL.match(first)) and bool(re.search(r"entrar[aá]n?\s+en\s+vigor", first[:600]))


def _after(state: _State, mark: _Mark) -> _State:
    if mark.transitory is not None:
        return _State(transitory=mark.transitory)
    if mark.label is None:
        return replace(state, kind=PassageKind.PARAGRAPH, label=None)
    label = _transitory_label(mark.label)
    if state.transitory and label not in state.seen:
        return _State(PassageKind.TRANSITORY, label, transitory=True, seen=state.seen | {label})
    # A second «ARTÍCULO SEGUNDO» after the transitory ones: the decree that enclosed the law goes on.
    return _State(PassageKind.ARTICLE, mark.label)


def _marks(text: str, top: int, bottom: int) -> list[_Mark]:
    """All such lines between ``top`` and ``bottom``, in order; of two on one line the first kind named here counts."""
    found: dict[int, _Mark] = {}
    for match in _TRANSITORY.finditer(text, top, bottom):
        reforms = match["more"] is not None and "REFORMA" in match["more"].upper()
        found.setdefault(match.start(), _Mark(match.start(), transitory=not reforms))
    for match in _INSTRUMENT.finditer(text, top, bottom):
        found.setdefault(match.start(), _Mark(match.start(), transitory=False))
    for match in _DIVISION.finditer(text, top, bottom):
        found.setdefault(match.start(), _Mark(match.start(), transitory=False))
    for match in _CLOSING.finditer(text, top, bottom):
        found.setdefault(match.start(), _Mark(match.start()))
    for match in _ARTICLE.finditer(text, top, bottom):
        label = f"Artículo {_number(match['number'])}"
        found.setdefault(match.start(), _Mark(match.start(), PassageKind.ARTICLE, label))
    for match in _ORDINAL.finditer(text, top, bottom):
        found.setdefault(match.start(), _Mark(match.start(), PassageKind.ARTICLE, match["number"]))
    return [found[start] for start in sorted(found)]


def _number(printed: str) -> str:
    """«1o.» → «1», «21 BIS» → «21 Bis», «PRIMERO» → «Primero»."""
    number = tidy(re.sub(r"(?<=\d)[ \t]?[oO°ºª]\.?(?![^\W\d_])", "", printed)).rstrip(".")
    return re.sub(r"[^\W\d_]{2,}", lambda word: word[0].capitalize(), number)


def _transitory_label(label: str) -> str:
    """«Artículo Primero», «PRIMERO» → «Transitorio Primero»."""
    return f"Transitorio {_number(label.removeprefix('Artículo '))}"


def _body(text: str, repeated: frozenset[str]) -> tuple[int, int]:
    """Where the page's own text starts and ends between the lines it shares with other pages."""
    spans = [match.span() for match in re.finditer(r"[^\n]+", text) if not match[0].isspace()]
    first, last = 0, len(spans)
    while first < min(last, RUNNING_LINES + 2) and faceless(text[slice(*spans[first])]) in repeated:
        first += 1
    while last > max(first, len(spans) - RUNNING_LINES) and faceless(text[slice(*spans[last - 1])]) in repeated:
        last -= 1
    if first == last:
        return 0, len(text)
    return (spans[first][0] if first else 0), (spans[last - 1][1] if last < len(spans) else len(text))
