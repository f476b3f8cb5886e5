"""All notes of all reports by what they can be found by, so that a new document meets only those it may answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.citations.identity import DocumentFacts, identifiers_of, keys_of_note
from indexer.citations.match import shared_addresses
from indexer.models import Footnote, Report


@dataclass(frozen=True, slots=True)
class NoteAt:
    """A note and the report it stands in."""

    report: str
    footnote: Footnote


class NoteTable:
    """Looks notes up by identifier and by day; a document that no note names costs a few dictionary look-ups."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._by_key: defaultdict[str | dt.date, list[NoteAt]] = defaultdict(list)
        self._by_place: dict[tuple[str, str], NoteAt] = {}
        self._shared: dict[str, frozenset[str]] = {}
        for report in reports:
            self._shared[report.id] = shared_addresses(report.footnotes)
            for footnote in report.footnotes:
                self._add(NoteAt(report.id, footnote))

    def _add(self, place: NoteAt) -> None:
        self._by_place[place.report, place.footnote.note] = place
        keys = keys_of_note(place.footnote)
        named: list[str | dt.date] = [*keys.identifiers, *keys.hidden, *keys.days]
        for key in named:
            self._by_key[key].append(place)

    def at(self, report: str, note: str) -> NoteAt | None:
        """The note of this place, if there is one."""
        return self._by_place.get((report, note))

    def shared_addresses(self, report: str) -> frozenset[str]:
        """The addresses under which this report cites several sources."""
        return self._shared.get(report, frozenset())

    def naming(self, facts: DocumentFacts) -> list[NoteAt]:
        """The notes that share an identifier or a day with a document, each once."""
        keys: list[str | dt.date] = [*identifiers_of(facts)]
        if facts.date is not None:
            keys.append(facts.date)
        found = {(place.report, place.footnote.note): place for key in keys for place in self._by_key.get(key, ())}
        return list(found.values())
