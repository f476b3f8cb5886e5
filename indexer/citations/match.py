"""Which documents a note cites: by what identifies a document, else by date, kind and title.

Pure functions over facts; they abstain rather than guess. The rules, from the contract's section on identity:

* An identifier (address, DOF code, file number, hash) confirms, every document that bears it.
* Date, kind and title confirm only the sole such document, and only where the title agrees; else they propose.
  A note whose source was found by identifier is not matched further.
* A specimen is tied by an identifier or a person, never matched by date, kind and title: it neither stands for the
  original nor keeps the original from being the sole one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexer.citations.titles import agreement, same_language
from indexer.citations.urls import canonical_url, document_id, dof_code
from indexer.models import CitationLink, Footnote, Kind, LinkBy, LinkStatus, Metadata, Reference, Report

CONFIRMING_AGREEMENT = 0.45
"""Title agreement that confirms the sole candidate of a day and kind; measured in :mod:`indexer.citations.titles`."""

PROPOSING_SCORE = 0.5
"""Below this nothing is proposed: the day and the kind alone weigh 0.4."""

HIDDEN_ADDRESS_SCORE = 0.5
"""A link whose printed address is another than its target: one of the two is a mistake, so the target only proposes."""

MARGIN = 0.3
"""What lies so far below the best candidate is not "such a document", and is not proposed beside it."""

_CONFERENCE = re.compile(
    r"press (?:conference|briefing)|morning (?:conference|briefing)|conferencia (?:de prensa|matutina)|\bmañanera\b",
    re.IGNORECASE,
)
_PRESIDENTS = re.compile(r"\bpresident[ea]\b|\bpresidential\b|\bmatutina\b|\bmañanera\b|\bmorning\b", re.IGNORECASE)
_SECURITY_REPORT = re.compile(r"\b(?:security report|(?:informe|reporte) (?:mensual )?de seguridad)\b", re.IGNORECASE)
_RELATED_KINDS = frozenset({frozenset({Kind.AGREEMENT, Kind.DECREE}), frozenset({Kind.AGREEMENT, Kind.PRESS})})
_HASH = re.compile(r"\b[0-9a-f]{64}\b", re.IGNORECASE)
_SHORTEST_FILE_NUMBER = 6  # letters and digits; "12/2023" would tie strangers together


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What matching needs to know of a document."""

    id: str
    kind: Kind
    sha256: str
    specimen: bool = False
    date: dt.date | None = None
    title: str | None = None
    official_url: str | None = None
    code: str | None = None
    file_number: str | None = None


@dataclass(frozen=True, slots=True)
class NoteKeys:
    """What a note can be found by: identifiers, addresses that only propose, and the days it names."""

    identifiers: frozenset[str] = field(default_factory=frozenset)
    hidden: frozenset[str] = field(default_factory=frozenset)
    days: frozenset[dt.date] = field(default_factory=frozenset)


def facts_of(id: str, sha256: str, metadata: Metadata, *, specimen: bool) -> DocumentFacts:
    """The facts of a document as the catalog knows it."""
    return DocumentFacts(
        id=id,
        kind=metadata.kind or Kind.OTHER,
        sha256=sha256,
        specimen=specimen,
        date=metadata.date,
        title=metadata.title,
        official_url=metadata.official_url,
        code=metadata.code,
        file_number=metadata.file_number,
    )


# --- keys ---------------------------------------------------------------------------------------


def identifiers_of(facts: DocumentFacts) -> frozenset[str]:
    """The identifiers a document bears, in the form of :class:`NoteKeys`."""
    keys = {f"document:{facts.id}", f"sha256:{facts.sha256}"}
    if facts.official_url:
        keys |= _address_keys(facts.official_url)
    if facts.code:
        keys.add(f"dof:{facts.code}")
    if facts.file_number and (number := _file_number(facts.file_number)):
        keys.add(number)
    return frozenset(keys)


def keys_of_note(note: Footnote) -> NoteKeys:
    """What ``note`` can be found by."""
    identifiers = {f"sha256:{found.lower()}" for found in _HASH.findall(note.text)}
    hidden: set[str] = set()
    for reference in note.references:
        if reference.file_number and (number := _file_number(reference.file_number)):
            identifiers.add(number)
        for url in reference.urls:
            printed, target = _address_keys(url.text), _address_keys(url.target)
            identifiers |= printed or target
            hidden |= target - printed if printed else frozenset()
    days = frozenset(reference.date for reference in note.references if reference.date and reference.kind)
    return NoteKeys(frozenset(identifiers), frozenset(hidden - identifiers), days)


def _address_keys(address: str) -> frozenset[str]:
    if code := dof_code(address):
        return frozenset({f"dof:{code}"})
    if document := document_id(address):
        return frozenset({f"document:{document}"})
    return frozenset({f"url:{canonical}"}) if (canonical := canonical_url(address)) else frozenset()


def _file_number(printed: str) -> str | None:
    number = re.sub(r"[^A-Z0-9]", "", printed.upper())
    return f"file:{number}" if len(number) >= _SHORTEST_FILE_NUMBER else None


# --- links --------------------------------------------------------------------------------------


def propose_links(report: Report, documents: Iterable[DocumentFacts]) -> list[CitationLink]:
    """The links of all notes of ``report`` to ``documents``, by note, then by document id.

    Depends on nothing but its arguments, so the order in which documents came into the archive changes nothing.
    """
    by_key: defaultdict[str | dt.date, list[DocumentFacts]] = defaultdict(list)
    for facts in sorted(documents, key=lambda item: item.id):
        for key in identifiers_of(facts):
            by_key[key].append(facts)
        if facts.date is not None:
            by_key[facts.date].append(facts)
    links = []
    for note in report.footnotes:
        keys = keys_of_note(note)
        wanted: list[str | dt.date] = [*keys.identifiers, *keys.hidden, *keys.days]
        candidates = {facts.id: facts for key in wanted for facts in by_key.get(key, [])}
        links += links_of_note(report.id, note, sorted(candidates.values(), key=lambda facts: facts.id))
    return links


def links_of_note(report: str, note: Footnote, candidates: Sequence[DocumentFacts]) -> list[CitationLink]:
    """The links of one note. ``candidates`` must hold every document that shares an identifier or a day with it."""
    keys = keys_of_note(note)
    identified = [facts for facts in candidates if identifiers_of(facts) & keys.identifiers]
    found = {facts.id: _Fit(LinkStatus.CONFIRMED, 1.0, LinkBy.IDENTIFIER) for facts in identified}
    if all(facts.specimen for facts in identified):
        originals = [facts for facts in candidates if not facts.specimen]
        found |= _by_hidden_address(originals, keys)
        for reference in note.references:
            for document, fit in _matched(reference, originals).items():
                found[document] = max(fit, found.get(document, fit), key=_Fit.rank)
    return [
        CitationLink(report, note.note, note.label, document, fit.status, fit.by, fit.score)
        for document, fit in found.items()
    ]


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a document answers a note."""

    status: LinkStatus
    score: float
    by: LinkBy = LinkBy.MATCH

    def rank(self) -> tuple[bool, float]:
        return self.status is LinkStatus.CONFIRMED, self.score


def _by_hidden_address(originals: Sequence[DocumentFacts], keys: NoteKeys) -> dict[str, _Fit]:
    return {
        facts.id: _Fit(LinkStatus.PROPOSED, HIDDEN_ADDRESS_SCORE)
        for facts in originals
        if identifiers_of(facts) & keys.hidden
    }


def _matched(reference: Reference, originals: Sequence[DocumentFacts]) -> dict[str, _Fit]:
    """The documents that fit a reference by date, kind and title."""
    scored = [(facts, score) for facts in originals if (score := score_of(reference, facts)) >= PROPOSING_SCORE]
    best = max((score for _, score in scored), default=0.0)
    fitting = [(facts, score) for facts, score in scored if score > best - MARGIN]
    return {
        facts.id: _Fit(
            LinkStatus.CONFIRMED if len(fitting) == 1 and _confirms(reference, facts, score) else LinkStatus.PROPOSED,
            score,
        )
        for facts, score in fitting
    }


def score_of(reference: Reference, facts: DocumentFacts) -> float:
    """How well a document fits a reference by date, kind and title, 0 to 1; 0 if one of them speaks against it.

    The day and the kind weigh 0.4 (0.2 for a related kind), the title the rest. A title in the other language cannot
    speak against, one in the same language that shares less than a fifth of its words does.
    """
    if reference.date is None or reference.kind is None or reference.date != facts.date:
        return 0.0
    if facts.kind is Kind.TRANSCRIPT:
        return _transcript_score(reference, facts)
    related = frozenset({reference.kind, facts.kind}) in _RELATED_KINDS
    if facts.kind is not reference.kind and not related:
        return 0.0
    weight = 0.2 if related else 0.4
    agreed = agreement(reference.title or "", facts.title or "")
    if agreed < 0.2 and same_language(reference.title or "", facts.title or ""):
        return 0.0
    return round(min(1.0, weight + max(0.1, 0.6 * agreed / CONFIRMING_AGREEMENT)), 3)


def _transcript_score(reference: Reference, facts: DocumentFacts) -> float:
    """The event is compared, not the wording: the president gives one conference a day, but there are speeches, and on
    350 of 1,405 days of 2018–2024 other press conferences (health, education, security)."""
    cited, title = reference.title or "", facts.title or ""
    conference = _CONFERENCE.search(title) is not None
    presidents = conference and _PRESIDENTS.search(title) is not None
    if reference.kind is Kind.TRANSCRIPT and _CONFERENCE.search(cited):
        if _PRESIDENTS.search(cited) and not presidents:
            return 0.5 if conference else 0.0
        return 1.0 if conference else 0.0
    if _SECURITY_REPORT.search(cited):  # given at the president's conference
        return 0.6 if presidents else 0.0
    if reference.kind is Kind.TRANSCRIPT:
        return round(0.4 + 0.6 * agreement(cited, title), 3)
    return 0.0


def _confirms(reference: Reference, facts: DocumentFacts, score: float) -> bool:
    """Whether the sole document of the day and kind is told to be the one by its title too."""
    if facts.kind is not reference.kind:
        return False
    if facts.kind is Kind.TRANSCRIPT and _CONFERENCE.search(reference.title or ""):
        return score == 1.0  # its score has compared the event
    return agreement(reference.title or "", facts.title or "") >= CONFIRMING_AGREEMENT
