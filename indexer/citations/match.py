"""Which documents a note cites: by what identifies a document, else by date, kind and title.

Pure functions over facts; they abstain rather than guess. The rules, from the contract's section on identity:

* An identifier (address, DOF code, file number, hash) confirms, every document that bears it. An address under which
  several sources stand (a home page, a list) is none: it confirms only with the day or the title, else it proposes.
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
from dataclasses import dataclass

from indexer.citations.events import Whose, conference_score, is_conference, is_presidents, particulars, whose
from indexer.citations.identity import DocumentFacts, NoteKeys, addresses_of, identifiers_of, keys_of_note
from indexer.citations.titles import CONFIRMING_AGREEMENT, agreement, same_language, same_work
from indexer.models import CitationLink, Footnote, Kind, LinkBy, LinkStatus, Reference, Report

PROPOSING_SCORE = 0.5
"""Below this nothing is proposed: the day and the kind alone weigh 0.4."""

HIDDEN_ADDRESS_SCORE = 0.5
"""A link whose printed address is another than its target: one of the two is a mistake, so the target only proposes."""

SHARED_ADDRESS_SCORE = 0.5
"""An address under which several sources stand."""

MARGIN = 0.3
"""What lies so far below the best candidate is not "such a document", and is not proposed beside it."""

_SECURITY_REPORT = re.compile(r"\b(?:security report|(?:informe|reporte) (?:mensual )?de seguridad)\b", re.IGNORECASE)
_RELATED_KINDS = frozenset({frozenset({Kind.AGREEMENT, Kind.DECREE}), frozenset({Kind.AGREEMENT, Kind.PRESS})})


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
    shared = shared_addresses(report.footnotes)
    links = []
    for note in report.footnotes:
        keys = keys_of_note(note)
        wanted: list[str | dt.date] = [*keys.identifiers, *keys.hidden, *keys.days]
        candidates = {facts.id: facts for key in wanted for facts in by_key.get(key, [])}
        links += links_of_note(report.id, note, sorted(candidates.values(), key=lambda facts: facts.id), shared)
    return links


def shared_addresses(notes: Iterable[Footnote]) -> frozenset[str]:
    """The addresses under which the notes of one report cite sources of different days, years or matters."""
    by_address: defaultdict[str, list[Reference]] = defaultdict(list)
    for note in notes:
        for reference in note.references:
            for address in addresses_of(reference):
                if address.startswith("url:"):
                    by_address[address].append(reference)
    return frozenset(address for address, references in by_address.items() if _differ(references))


def _differ(references: Sequence[Reference]) -> bool:
    days = {reference.date for reference in references if reference.date}
    years = {reference.date.year if reference.date else reference.year for reference in references} - {None}
    titles = [reference.title for reference in references if reference.title]
    return (
        len(days) > 1
        or len(years) > 1
        or any(same_language(titles[0], title) and agreement(titles[0], title) < 0.2 for title in titles[1:])
    )


def links_of_note(
    report: str, note: Footnote, candidates: Sequence[DocumentFacts], shared: frozenset[str] = frozenset()
) -> list[CitationLink]:
    """The links of one note. ``candidates`` must hold every document that shares an identifier or a day with it;
    ``shared`` are the report's :func:`shared_addresses`."""
    keys = keys_of_note(note)
    found = _identified(note, keys, candidates, shared)
    if all(facts.specimen for facts in candidates if facts.id in found):
        originals = [facts for facts in candidates if not facts.specimen]
        found |= _by_hidden_address(originals, keys)
        for reference in note.references:
            for document, fit in _matched(reference, originals).items():
                found[document] = max(fit, found.get(document, fit), key=_Fit.rank)
    return [
        CitationLink(report, note.note, note.label, document, fit.status, fit.by, fit.score)
        for document, fit in found.items()
    ]


def _identified(
    note: Footnote, keys: NoteKeys, candidates: Sequence[DocumentFacts], shared: frozenset[str]
) -> dict[str, _Fit]:
    """The documents that bear an identifier of the note; only proposed where all they share is an address of many."""
    days: defaultdict[str, set[dt.date]] = defaultdict(set)
    for facts in candidates:
        if facts.date and not facts.specimen:
            for key in identifiers_of(facts) & keys.identifiers:
                days[key].add(facts.date)
    of_many = shared | {key for key, found in days.items() if key.startswith("url:") and len(found) > 1}
    fits = {}
    for facts in candidates:
        if common := identifiers_of(facts) & keys.identifiers:
            sure = facts.specimen or common - of_many or any(_told(item, facts) for item in note.references)
            fits[facts.id] = _Fit(LinkStatus.CONFIRMED, 1.0, LinkBy.IDENTIFIER) if sure else _SHARED
    return fits


def _told(reference: Reference, facts: DocumentFacts) -> bool:
    """Whether, of the sources under one address, a reference means this one by its day, or by its title without one."""
    if reference.date and facts.date:
        return reference.date == facts.date
    return same_work(reference.title or "", facts.title or "")


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a document answers a note."""

    status: LinkStatus
    score: float
    by: LinkBy = LinkBy.MATCH

    def rank(self) -> tuple[bool, float]:
        return self.status is LinkStatus.CONFIRMED, self.score


_SHARED = _Fit(LinkStatus.PROPOSED, SHARED_ADDRESS_SCORE)


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
    """The event is compared, not the wording: the president gives one conference a day, but there are speeches and
    other people's conferences."""
    cited, title = reference.title or "", facts.title or ""
    if reference.kind is Kind.TRANSCRIPT and is_conference(cited):
        return conference_score(reference, title)
    if _SECURITY_REPORT.search(cited):  # given at the president's conference
        return 0.6 if is_presidents(title) and whose(reference) is not Whose.ELSEWHERE else 0.0
    if reference.kind is Kind.TRANSCRIPT:
        if is_conference(title):  # the note names another event, or none
            return 0.0 if particulars(cited) else 0.5
        return round(0.4 + 0.6 * agreement(cited, title), 3)
    return 0.0


def _confirms(reference: Reference, facts: DocumentFacts, score: float) -> bool:
    """Whether the sole document of the day and kind is told to be the one by its title too."""
    if facts.kind is not reference.kind:
        return False
    if facts.kind is Kind.TRANSCRIPT and is_conference(reference.title or ""):
        return score == 1.0  # its score has compared the event
    return same_work(reference.title or "", facts.title or "")
