"""Statements for the public: what two governments declare together (*agreement*), and press releases (*press*).

A fact sheet or a statement counts as an agreement only where its title names it joint or bilateral and two States;
every other one is a release of the side that published it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.models import Extraction, Kind, Metadata, Page
from indexer.sources.base import Line, Section, document_language, head_lines
from indexer.sources.other import head_date, plain_title

_JOINT = re.compile(
    r"\bjoint\s+(?:statement|declaration|communiqu[eé]|press\s+release)\b|\b(?:declaraci[oó]n|comunicado)\s+conjunt[oa]\b"
    r"|\bmemorandum\s+of\s+understanding\b|\bmemor[aá]ndum\s+de\s+entendimiento\b",
    re.IGNORECASE,
)
_PACT = re.compile(
    r"\b(?:agreement|understanding|framework|treaty|acuerdo|entendimiento|tratado|convenio)\b", re.IGNORECASE
)
_SHEET = re.compile(r"^fact\s+sheet\b|^hoja\s+informativa\b", re.IGNORECASE)
_RELEASE = re.compile(
    r"\bcomunicado\s+de\s+prensa\b|\bbolet[ií]n\s+de\s+prensa\b|\bpress\s+release\b|\bfor\s+immediate\s+release\b"
    r"|^comunicado\s+(?:no|n[uú]m)|\bnota\s+de\s+prensa\b",
    re.IGNORECASE,
)
_STATES = (
    re.compile(r"\bM[eé]xic(?:o|an[oa]s?|ans?)\b", re.IGNORECASE),
    re.compile(
        r"\bUnited\s+States(?!\s+of\s+Mexico)\b|\bU\.\s?S\.|\bEstados\s+Unidos(?!\s+Mexicanos)\b|\bEUA\b", re.IGNORECASE
    ),
    re.compile(r"\bCanad[aá]\b", re.IGNORECASE),
    re.compile(r"\bGuatemala\b|\bColombia\b|\bSpain\b|\bEspaña\b|\bChina\b|\bCuba\b|\bHonduras\b", re.IGNORECASE),
)

HEAD_CHARACTERS = 1_500
"""Text in which the States of a joint statement are looked for: its title and first paragraph."""


class StatementReader:
    """Reads joint statements and press releases."""

    kinds: tuple[Kind, ...] = (Kind.AGREEMENT, Kind.PRESS)

    def recognise(self, extraction: Extraction) -> float:
        return 0.7 if _kind(extraction, head_lines(extraction.pages)) is not None else 0.0

    def describe(self, extraction: Extraction) -> Metadata:
        lines = head_lines(extraction.pages)
        return Metadata(
            title=plain_title(extraction, lines),
            kind=_kind(extraction, lines) or Kind.PRESS,
            date=head_date(lines),
            language=document_language(extraction.pages),
        )

    def sections(self, pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
        for page in pages:
            yield (Section(0, len(page.text)),)


def _kind(extraction: Extraction, lines: Sequence[Line]) -> Kind | None:
    title = plain_title(extraction, lines) or ""
    above = " ".join([title, *(line.text for line in lines[:4])])
    head = above + " " + "\n".join(page.text for page in extraction.pages[:1])[:HEAD_CHARACTERS]
    states = sum(1 for state in _STATES if state.search(head))
    joint = _JOINT.search(above) or (_SHEET.search(title) and _PACT.search(title))
    if joint and states >= 2:
        return Kind.AGREEMENT
    if _RELEASE.search(above) or _SHEET.search(title) or joint:
        return Kind.PRESS
    return None
