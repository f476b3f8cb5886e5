"""The quote check of an archive: a quotation in, a verdict and the places it rests on out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from indexer.errors import ArchiveError, IndexMissing
from indexer.models import Access, CitationLink, Document, Searched, StoredPage, StoredPassage, Word
from indexer.quotes.chance import Surprise
from indexer.quotes.evidence import Evidence
from indexer.quotes.finder import CLEAR_SHARE, Candidate, Finder
from indexer.quotes.form import document_form
from indexer.quotes.joined import Joining
from indexer.quotes.judge import Judgement, is_loose, judge
from indexer.quotes.log import NO_LOG, CheckLog
from indexer.quotes.models import Match, Quotation, Verdict, Verification
from indexer.quotes.notes import Sentence
from indexer.quotes.pieces import pieces_of
from indexer.quotes.scan import Scanner
from indexer.quotes.segment import FormedDocument
from indexer.quotes.source import read_source
from indexer.quotes.spliced import spliced
from indexer.quotes.structure import Live, Structure
from indexer.quotes.translated import Translated
from indexer.text.notes import Note

MOST_MATCHES = 200
"""Places that are judged and listed; `total` counts the rest. Such a phrase ("muchas gracias") proves nothing."""

UNSETTLED = frozenset({Verdict.NOT_FOUND, Verdict.TRANSLATED, Verdict.PARTIAL})
"""Verdicts that say of something that it is nowhere."""

_AS_SAID = frozenset({Verdict.VERBATIM, Verdict.NEAR_VERBATIM})
_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


class DocumentsOfCatalog(Protocol):
    """What the quote check asks of the catalog's documents."""

    def ids(self, access: Access) -> frozenset[str]: ...

    def revisions(self) -> Mapping[str, int]: ...

    def many(self, ids: Iterable[str], access: Access) -> Mapping[str, Document]: ...

    def pages(self, id: str, first: int = 1, last: int | None = None) -> Sequence[StoredPage]: ...

    def passages(self, id: str, first: int = 1, last: int | None = None) -> Sequence[StoredPassage]: ...

    def words(self, id: str, page: int, reading: str) -> tuple[Word, ...]: ...

    def passages_by_id(self, ids: Iterable[str]) -> Mapping[str, StoredPassage]: ...


class ReportsOfCatalog(Protocol):
    """What it asks of the catalog's reports."""

    def links_of_documents(self, ids: Iterable[str]) -> Mapping[str, Sequence[CitationLink]]: ...


class ReachOfCatalog(Protocol):
    """How much there is to search."""

    def searched(self, access: Access, *, documents: Sequence[str] = ()) -> Searched: ...


class CheckableCatalog(Protocol):
    """The part of the catalog that answers are made of."""

    @property
    def documents(self) -> DocumentsOfCatalog: ...

    @property
    def reports(self) -> ReportsOfCatalog: ...

    @property
    def reach(self) -> ReachOfCatalog: ...


class QuoteService:
    """Checks quotations, and keeps the structure it needs in step with the catalog. Threads may share it."""

    def __init__(
        self,
        catalog: CheckableCatalog,
        folder: Path,
        translated: Translated | None = None,
        log: CheckLog = NO_LOG,
    ) -> None:
        """``translated`` looks in the other language for what is not found as quoted; without it nothing does. What
        readers check is kept in ``log``, if the owner has turned that on."""
        self._catalog = catalog
        self._translated = translated
        self._log = log
        self.structure = Structure(folder)
        self._scanner = Scanner(folder)

    # --- the structure ----------------------------------------------------------------------------

    def follow(self, wait_seconds: float) -> int:
        """Bring the structure up to the catalog; returns how many documents were put in.

        Raises ArchiveBusy, IndexUnreadable, DiskFull, StorageError.
        """
        return self.structure.follow(self._catalog.documents.revisions, self._formed, wait_seconds)

    def rebuild(self, wait_seconds: float) -> str:
        """Build the structure anew from the catalog, and swap. Returns its uid. Raises as `follow`."""
        return self.structure.rebuild(self._formed(sorted(self._catalog.documents.revisions())), wait_seconds)

    def _formed(self, documents: Iterable[str]) -> Iterator[FormedDocument]:
        # A document changed after this look gets the older revision, and is put in once more by the next run.
        revisions = self._catalog.documents.revisions()
        for document in documents:
            pages = [(page.number, page.text) for page in self._catalog.documents.pages(document)]
            yield FormedDocument(document, revisions[document], document_form(pages))

    def close(self) -> None:
        self._scanner.close()

    # --- the check --------------------------------------------------------------------------------

    def verify(self, quotation: Quotation, access: Access, within: frozenset[str] | None = None) -> Verification:
        """What the archive, as far as this reader may see it, says of the quotation; or only the documents ``within``,
        of which there is one at least.

        Raises IndexMissing, IndexUnreadable (the remedy is `cotejo reindex`).
        """
        began = time.perf_counter()
        live = self.live()
        documents = None if access.collections is None else self._catalog.documents.ids(access)
        if within is not None:
            documents = within if documents is None else within & documents
        check = _Check(self._catalog, Finder(live, self._scanner, documents), quotation, access)
        matches, scanned = check.matches()
        if self._translated is not None and not _decides(matches):
            try:
                matches = [*matches, *self._translated.matches(quotation, access, within)]
            except ArchiveError as error:
                # The search index is another structure: without it, what was said word for word is still told.
                missing = Note(Sentence.NOT_TRANSLATED, code=error.code)
                quotation = replace(quotation, notes=(*quotation.notes, missing))
        verdict = next((match.verdict for match in matches if not match.specimen), Verdict.NOT_FOUND)
        searched = self._catalog.reach.searched(access, documents=sorted(within or ()))
        if verdict in UNSETTLED and (lacking := self._lacking(live, documents)):
            notes = (
                *quotation.notes,
                Note(Sentence.LACKING, count=f"{lacking:,}"),
            )
            quotation = replace(quotation, notes=notes)
            searched = replace(searched, documents=searched.documents - lacking)
        links = self._catalog.reports.links_of_documents({match.document.id for match in matches})
        verification = Verification(
            quotation=quotation,
            verdict=verdict,
            searched=searched,
            index=live.uid,
            scanned=scanned,
            matches=tuple(replace(match, footnotes=tuple(links.get(match.document.id, ()))) for match in matches),
            total=len(matches) + check.unlisted,
            took_ms=(time.perf_counter() - began) * 1000,
        )
        if within is None:
            self._log.record(verification)
        return verification

    def _lacking(self, live: Live, documents: frozenset[str] | None) -> int:
        """How many of the documents that are looked through (None: all) a killed run has not put into the structure:
        of these nothing can be said."""
        put, known = live.revisions(), self._catalog.documents.revisions()
        return sum(put.get(document) != known.get(document) for document in documents or known)

    def live(self) -> Live:
        """The structure; for an archive without documents an empty one, whether or not it was ever written.

        Raises IndexMissing, IndexUnreadable.
        """
        try:
            return self.structure.live()
        except IndexMissing:
            if self._catalog.documents.revisions():
                raise
            return Live("empty")


class _Check:
    """One quotation's way through exact places, near places, the scan of everything, and pieces."""

    def __init__(self, catalog: CheckableCatalog, finder: Finder, quotation: Quotation, access: Access) -> None:
        self.catalog = catalog
        self.finder = finder
        self.quotation = quotation
        self.access = access
        self.evidence = Evidence(Surprise(finder.live), finder.places)
        self.unlisted = 0
        """Exact places beyond those that are judged."""

    def matches(self) -> tuple[list[Match], bool]:
        """The matches, best first, and whether everything had to be scanned."""
        exact = [judgement.match for judgement in self._judged(self.finder.exact(self.quotation))]
        if _decides(exact):
            return self._ranked(exact), False
        near = self._convincing(self.finder.near(self.quotation, scan=False))
        if _clear(near) or _is_there(near):
            return self._ranked([*exact, *near]), False
        joined = self._joining().matches()
        pieced = joined if _decides(joined) else self._pieced()
        if _decides(pieced):
            close = [match for match in near if not is_loose(match)]
            return self._ranked([*exact, *close, *pieced]), False
        if _decides(near):
            return self._ranked([*exact, *near]), False
        scanned = self._convincing(self.finder.near(self.quotation, scan=True))
        return self._ranked(_apart([*exact, *near, *pieced, *scanned])), True

    def _convincing(self, candidates: Sequence[Candidate]) -> list[Match]:
        judged = self._judged(candidates)
        convincing = [one for one in judged if self.evidence.convinces(one.answers, one.match.similarity, one.place)]
        return [replace(one.match, only_spelling=self.evidence.is_spelling(one.answers)) for one in convincing]

    def _judged(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        whole = [candidate for candidate in candidates if all(candidate.places)]
        self.unlisted = max(self.unlisted, len(whole) - MOST_MATCHES)
        whole = whole[:MOST_MATCHES]
        documents = self.catalog.documents.many({candidate.document for candidate in whole}, self.access)
        judged = []
        for candidate in whole:
            places = [place for place in candidate.places if place is not None]
            document = documents.get(candidate.document)
            source = read_source(self.catalog.documents, document, places) if document else None
            if source is not None:
                diff = self.finder.scanner.compared
                judged.append(judge(self.catalog.documents, self.quotation, source, places, diff))
        return judged

    def _pieced(self) -> list[Match]:
        pieces = pieces_of(self.finder.live, self.quotation.words, self.finder.documents)
        longest = max(pieces, key=lambda piece: piece.length, default=None)
        if longest is not None and (turned := self._joining().reordered(longest)):
            return turned
        return spliced(self.catalog.documents, self.quotation, pieces, self.access, self.evidence)

    def _joining(self) -> Joining:
        return Joining(self.catalog.documents, self.finder, self.quotation, self.access, self.evidence)

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
                date is None,
                date,
                match.document.id,
                match.place.page,
                match.place.start,
            )

        return sorted(matches, key=rank)


def _decides(matches: Sequence[Match]) -> bool:
    """Whether a document that is no specimen has been found."""
    return any(not match.specimen for match in matches)


def _is_there(matches: Sequence[Match]) -> bool:
    """Whether a document that is no specimen has the quotation, but for typing and OCR."""
    return any(not match.specimen and match.verdict in _AS_SAID for match in matches)


def _clear(matches: Sequence[Match]) -> bool:
    """Whether a document that is no specimen has all of the quotation, so nearly that no other can be meant."""
    return any(not match.specimen and match.similarity >= 1 - CLEAR_SHARE and not is_loose(match) for match in matches)


def _apart(matches: Sequence[Match]) -> list[Match]:
    """Each place once."""
    return list({(match.document.id, match.stretches): match for match in matches}.values())


def _speaks(match: Match, speaker: str | None) -> bool:
    if not speaker or not match.speaker:
        return False
    return bool(set(speaker.casefold().split()) & set(match.speaker.casefold().split()))
