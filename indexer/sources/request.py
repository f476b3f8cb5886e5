"""Answers to requests for access to information: the folio, who asked, which body answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.models import Extraction, Kind, Metadata, Page
from indexer.sources.base import Line, Section, document_language, head_lines, title_of
from indexer.sources.memo import date_in_head, subject_of
from indexer.sources.other import head_date, plain_title

MAX_FIELD = 200
"""Characters of a name of a body or a person; a longer line is text."""

_FOLIO = re.compile(
    r"(?:folio|solicitud|file\s+(?:number|no\.?)|request\s+(?:number|no\.?))\b[^\d]{0,80}?(?P<folio>\d{13,15})\b",
    re.IGNORECASE,
)
"""The national platform's folios have 15 digits, those of Infomex before it 13."""

_REQUEST = re.compile(
    r"solicitud(?:es)?\s+de\s+(?:acceso\s+a\s+(?:la\s+)?)?informaci[oó]n|acceso\s+a\s+la\s+informaci[oó]n\s+p[uú]blica"
    r"|plataforma\s+nacional\s+de\s+transparencia|unidad\s+de\s+transparencia|information\s+request",
    re.IGNORECASE,
)
_BODY = re.compile(r"^(?:sujeto\s+obligado|instituci[oó]n|dependencia)\s*:\s*(?P<value>\S.*)$", re.IGNORECASE)
_ASKER = re.compile(r"^(?:solicitante|peticionari[oa]|requester)\s*:\s*(?P<value>\S.*)$", re.IGNORECASE)

HEAD_CHARACTERS = 4_000
"""Text in which the folio is looked for: the first page; farther down other requests may be cited."""


class RequestReader:
    """Reads what a public body answered."""

    kinds: tuple[Kind, ...] = (Kind.INFORMATION_REQUEST,)

    def recognise(self, extraction: Extraction) -> float:
        head = _head(extraction.pages)
        if not _REQUEST.search(head):
            return 0.0
        return 0.95 if _FOLIO.search(head) else 0.4

    def describe(self, extraction: Extraction) -> Metadata:
        lines = head_lines(extraction.pages)
        head = _head(extraction.pages)
        folios = {match["folio"] for match in _FOLIO.finditer(head)}
        folio = folios.pop() if len(folios) == 1 else None
        title = _title(extraction, lines)
        if folio and title and title.endswith("folio"):  # widely set: the number stands on the next line
            title = f"{title} {folio}"
        return Metadata(
            title=title,
            kind=Kind.INFORMATION_REQUEST,
            date=date_in_head(lines) or head_date(lines),
            language=document_language(extraction.pages),
            issuer=_field(_BODY, lines),
            addressee=_field(_ASKER, lines),
            file_number=folio,
        )

    def sections(self, pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
        for page in pages:
            yield (Section(0, len(page.text)),)


def _head(pages: Sequence[Page]) -> str:
    return "\n".join(page.text for page in pages[:2])[:HEAD_CHARACTERS]


def _title(extraction: Extraction, lines: Sequence[Line]) -> str | None:
    """The line that names the answer, else its subject, else whatever comes first."""
    for index, line in enumerate(lines):
        if re.match(r"(?:respuesta|contestaci[oó]n|resoluci[oó]n|response)\b", line.text, re.IGNORECASE):
            same = [other.text for other in lines[index:] if other.paragraph == line.paragraph]
            return title_of(" ".join(same[:3]))
    return subject_of(lines) or plain_title(extraction, lines)


def _field(pattern: re.Pattern[str], lines: Sequence[Line]) -> str | None:
    for line in lines:
        if (match := pattern.match(line.text)) and len(match["value"]) <= MAX_FIELD:
            return match["value"].rstrip(" .")
    return None
