"""When institutions and series that Mexican reports cite began: a source dated before is a slip.

Only beginnings with a published date are listed; the day is the first on which a document of theirs can exist.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.models import Reference


@dataclass(frozen=True, slots=True)
class Institution:
    """A body or a series and the day it began. ``named`` is sought in a reference's authors and publisher, ``titled``,
    if there is one, in its title too. ``source`` says where the day is published."""

    name: str
    began: dt.date
    named: re.Pattern[str]
    source: str
    titled: re.Pattern[str] | None = None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


INSTITUTIONS = (
    Institution(
        "presidential morning press conferences",
        dt.date(2018, 12, 3),
        _pattern(r"\bpresiden|l[óo]pez obrador|\bAMLO\b|government of mexico|gobierno de m[ée]xico"),
        "Presidencia de la República, versión estenográfica of the first one, 3 December 2018; term began 1 December",
        _pattern(r"\bmorning (?:press )?(?:conference|briefing)|conferencia (?:de prensa )?matutina|\bmañanera"),
    ),
    Institution(
        "Guardia Nacional",
        dt.date(2019, 3, 26),
        _pattern(r"\bguardia nacional\b|(?<!army )(?<!air )(?<!u\.s\. )(?<!us )\bnational guard\b"),
        "Decree on the National Guard, DOF 26 March 2019",
    ),
    Institution(
        "Secretaría de Seguridad y Protección Ciudadana (SSPC)",
        dt.date(2018, 12, 1),
        _pattern(r"\bSSPC\b|seguridad y protecci[óo]n ciudadana|security and citizen protection"),
        "Reform of the Ley Orgánica de la Administración Pública Federal, DOF 30 November 2018",
    ),
    Institution(
        "Centro Nacional de Inteligencia (CNI)",
        dt.date(2018, 12, 1),
        _pattern(r"centro nacional de inteligencia|national intelligence cent(?:er|re)"),
        "Reform of the Ley Orgánica de la Administración Pública Federal, DOF 30 November 2018",
    ),
    Institution(
        "Fiscalía General de la República (FGR)",
        dt.date(2018, 12, 14),
        _pattern(r"\bFGR\b|fiscal[íi]a general de la rep[úu]blica"),
        "Ley Orgánica de la Fiscalía General de la República, DOF 14 December 2018",
    ),
    Institution(
        "Comisión Nacional de los Derechos Humanos (CNDH)",
        dt.date(1990, 6, 6),
        _pattern(r"\bCNDH\b|comisi[óo]n nacional de (?:los )?derechos humanos"),
        "Decree creating the commission, DOF 6 June 1990",
    ),
    Institution(
        "Instituto Nacional de Estadística y Geografía (INEGI)",
        dt.date(1983, 1, 25),
        _pattern(r"\bINEGI\b"),
        "Decree creating the institute, DOF 25 January 1983",
    ),
)


def not_yet_begun(reference: Reference) -> Iterator[Institution]:
    """The institutions a reference names as its source that had not begun at its date, or in its year."""
    who = " ".join((*reference.authors, reference.publisher or ""))
    for institution in INSTITUTIONS:
        named = institution.named.search(who) is not None
        if institution.titled is not None:
            named = named and institution.titled.search(reference.title or "") is not None
        if named and _before(reference, institution.began):
            yield institution


def _before(reference: Reference, began: dt.date) -> bool:
    if reference.date is not None:
        return reference.date < began
    return reference.year is not None and reference.year < began.year
