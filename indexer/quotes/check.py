"""One quotation's way through the archive: exact places, near places, pieces, the scan of everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.models import Access
from indexer.quotes.chance import Surprise
from indexer.quotes.diff import Step
from indexer.quotes.evidence import Evidence
from indexer.quotes.finder import CLEAR_SHARE, Candidate, Finder, Reach, beside
from indexer.quotes.joined import Joining
from indexer.quotes.judge import Judgement, judge, similarity_at
from indexer.quotes.loose import is_loose, scrap_of
from indexer.quotes.models import Match, Quotation, Verdict
from indexer.quotes.nearby import answers_at
from indexer.quotes.passage import judge_passage, over_border
from indexer.quotes.pieces import pieces_of
from indexer.quotes.source import DocumentsAndPages, read_source, read_sources
from indexer.quotes.spliced import spliced

MOST_MATCHES = 200
"""Places that are judged and listed; `total` counts the rest. Such a phrase ("muchas gracias") proves nothing."""

MOST_PARTS_JUDGED, LEAST_MATCHES = 600, 10
"""Parts beside ellipses that are judged at all places together, 1 to 5 ms each, and places that are in any case."""

MOST_WEIGHED = 40
"""Nearest places that are weighed, beside specimens: a short phrase that is nowhere is near to hundreds."""

_AS_SAID = frozenset({Verdict.VERBATIM, Verdict.NEAR_VERBATIM})
_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


class Check:
    """One quotation's way through exact places, near places, the scan of everything, and pieces."""

    def __init__(
        self, documents: DocumentsAndPages, finder: Finder, surprise: Surprise, quotation: Quotation, access: Access
    ) -> None:
        self.documents = documents
        self.finder = finder
        self.quotation = quotation
        self.access = access
        self.evidence = Evidence(surprise, finder.places)
        self.unlisted = 0
        """Exact places beyond those that are judged."""
        self._compared: dict[tuple[tuple[str, ...], tuple[str, ...]], Sequence[Step]] = {}
        self._weighed: dict[tuple[object, ...], bool] = {}

    def matches(self) -> tuple[list[Match], bool]:
        """The matches, best first, and whether everything had to be scanned."""
        most = min(MOST_MATCHES, self._most_places)
        whole = self.finder.exact(self.quotation, most)
        exact = [one.match for one in self._judged(whole.candidates) if self._tells(one)]
        self.unlisted = max(0, whole.total - most)
        if decides(exact):
            return self._ranked(exact), False
        near = self._convincing(self.finder.near(self.quotation, Reach.VOTES))
        if self._clear(near) or _is_there(near):
            return self._ranked([*exact, *near]), False
        pieced = self._in_pieces()
        if decides(pieced):
            close = [match for match in near if not is_loose(self.quotation, match)]
            return self._ranked([*exact, *_told_once([*pieced, *close])]), False
        if decides(near):
            return self._ranked([*exact, *near]), False
        misspelt = self._convincing(self.finder.near(self.quotation, Reach.MISSPELT))
        if decides(misspelt):
            return self._ranked([*exact, *near, *misspelt]), False
        scanned = self._convincing(self.finder.near(self.quotation, Reach.EVERYTHING))
        return self._ranked([*exact, *near, *pieced, *scanned]), True

    @property
    def _most_places(self) -> int:
        return max(LEAST_MATCHES, MOST_PARTS_JUDGED // len(self.quotation.parts))

    def _convincing(self, candidates: Iterable[Candidate]) -> list[Match]:
        """Of candidates, nearest first, those that convince; none much further away than the nearest of these that
        proves something. What stands nearer and convinces nobody, or is a specimen, hides nothing."""
        found: list[Match] = []
        limit: int | None = None
        weighed = 0
        for candidate in candidates:
            if weighed == min(MOST_WEIGHED, self._most_places) or (limit is not None and candidate.distance > limit):
                break
            match = self._convinced(candidate)
            weighed += match is None or not match.specimen
            if match is not None:
                found.append(match)
                if limit is None and not match.specimen:
                    limit = candidate.distance + beside(self.quotation)
        return found

    def _convinced(self, candidate: Candidate) -> Match | None:
        if not self._may_convince(candidate):
            return None
        for one in self._judged([candidate]):
            if self._convinces(one):
                whole = self._over_border(one) if one.match.verdict not in _AS_SAID else None
                return whole or replace(one.match, only_spelling=self.evidence.is_spelling(one.answers))
        return None

    def _over_border(self, one: Judgement) -> Match | None:
        """The match as it is if what is printed between two pages is left out; None if that is not all that differs."""
        passage = over_border(self.quotation, one.place)
        if passage is None:
            return None
        source = read_source(self.documents, one.match.document, [passage.place])
        if source is None:
            return None
        match = judge_passage(self.documents, self.quotation, source, passage)
        return match if match.verdict in _AS_SAID else None

    def _convinces(self, one: Judgement) -> bool:
        match = one.match
        explained = match.verdict in _AS_SAID
        if not self._said_there(one) or not self.evidence.convinces(
            one.answers, match.similarity, one.place, explained=explained
        ):
            return False
        scrap = scrap_of(self.quotation, match)
        tells = not scrap or not self.evidence.is_everyday(scrap, one.place)
        return tells or self.evidence.is_spelt_badly(one.answers, match.similarity)

    def _tells(self, one: Judgement) -> bool:
        """Whether one of the parts that a document has word for word, but apart, says more than chance."""
        return not one.apart or any(not self.evidence.is_everyday(words, one.place) for words in one.passages)

    def _said_there(self, one: Judgement) -> bool:
        """Whether it is more than chance that a document has parts which were not said together."""
        return not one.apart or self.evidence.is_in_passages(one.passages, one.place)

    def _clear(self, matches: Sequence[Match]) -> bool:
        """Whether a document that is no specimen has all of the quotation, so nearly that no other can be meant."""
        return any(
            not match.specimen and match.similarity >= 1 - CLEAR_SHARE and not is_loose(self.quotation, match)
            for match in matches
        )

    def _may_convince(self, candidate: Candidate) -> bool:
        """Whether the structure's own words of the place convince: its page need not be read else."""
        places = [place for place in candidate.places if place]
        if len(places) < len(candidate.places):
            return False
        at = (candidate.document, *((place.start, place.end) for place in places))
        if at not in self._weighed:  # the scan finds again what the votes had found
            answers = answers_at(self.quotation.parts, places, self._diff)
            self._weighed[at] = self.evidence.convinces(answers, similarity_at(places), places[0], explained=True)
        return self._weighed[at]

    def _diff(self, quote: Sequence[str], source: Sequence[str]) -> Sequence[Step]:
        """The word diff; each once, as a place is weighed and then judged, and what stands at many places is alike."""
        words = (tuple(quote), tuple(source))
        if words not in self._compared:
            self._compared[words] = self.finder.scanner.compared(quote, source)
        return self._compared[words]

    def _judged(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        whole = [candidate for candidate in candidates if all(candidate.places)][:MOST_MATCHES]
        documents = self.documents.many({candidate.document for candidate in whole}, self.access)
        wanted = [
            (document, [place for place in candidate.places if place is not None])
            for candidate in whole
            if (document := documents.get(candidate.document)) is not None
        ]
        return [
            judge(self.documents, self.quotation, source, places, self._diff)
            for (_, places), source in zip(wanted, read_sources(self.documents, wanted), strict=True)
            if source is not None
        ]

    def _in_pieces(self) -> list[Match]:
        """What the quotation was joined or pieced together of. Where a specimen has the pieces, another document may
        have them, too: it is looked for without the specimen."""
        finder, found = self.finder, list[Match]()
        while True:
            joining = Joining(self.documents, finder, self.quotation, self.access, self.evidence)
            joined = joining.matches()
            made = joined if decides(joined) else self._pieced(joining)
            found += made
            if decides(made) or not made:
                return found
            finder = finder.without(match.document.id for match in made)

    def _pieced(self, joining: Joining) -> list[Match]:
        pieces = pieces_of(joining.finder.live, self.quotation.words, joining.finder.documents)
        longest = max(pieces, key=lambda piece: piece.length, default=None)
        if longest is not None and (turned := joining.reordered(longest)):
            return turned
        nearest = joining.finder.scanner.nearest
        return spliced(self.documents, self.quotation, pieces, self.access, self.evidence, nearest=nearest)

    def _ranked(self, matches: Sequence[Match]) -> list[Match]:
        hints = self.quotation.hints

        def rank(match: Match) -> tuple[object, ...]:
            date = match.document.metadata.date
            hinted = hints.said_on(date) + _speaks(match, hints.speaker)
            return (
                match.specimen,
                _RANK[match.verdict],
                not match.only_spelling,
                match.critical,
                -match.similarity,
                -hinted,
                len(match.source_text) if len(self.quotation.parts) > 1 else 0,  # what stands close was said together
                date is None,
                date,
                match.document.id,
                match.place.page,
                match.place.start,
            )

        return sorted(_apart(matches), key=rank)


def decides(matches: Sequence[Match]) -> bool:
    """Whether a document that is no specimen has been found."""
    return any(not match.specimen for match in matches)


def _is_there(matches: Sequence[Match]) -> bool:
    """Whether a document that is no specimen has the quotation, but for typing and OCR."""
    return any(not match.specimen and match.verdict in _AS_SAID for match in matches)


def _apart(matches: Sequence[Match]) -> list[Match]:
    """Each place once, as it was found first."""
    apart: dict[tuple[object, ...], Match] = {}
    for match in matches:
        apart.setdefault((match.document.id, match.stretches), match)
    return list(apart.values())


def _told_once(matches: Sequence[Match]) -> list[Match]:
    """Of matches that overlap, the one that shows more of the source; of two that show as much, the first."""
    told: list[Match] = []
    for match in sorted(matches, key=lambda match: -len(match.source_text)):
        if not any(_overlap(match, other) for other in told):
            told.append(match)
    return told


def _overlap(one: Match, other: Match) -> bool:
    return one.document.id == other.document.id and any(
        (a.page, a.reading) == (b.page, b.reading) and a.start < b.end and b.start < a.end
        for a in one.stretches
        for b in other.stretches
    )


def _speaks(match: Match, speaker: str | None) -> bool:
    if not speaker or not match.speaker:
        return False
    return bool(set(speaker.casefold().split()) & set(match.speaker.casefold().split()))
