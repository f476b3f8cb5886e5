"""The quote check of an archive: a quotation in, a verdict and the places it rests on out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from indexer.errors import ArchiveError, IndexMissing
from indexer.models import Access, CitationLink, Language, Searched, StoredPassage
from indexer.quotes.chance import KnownCounts, Surprise
from indexer.quotes.check import Check, decides
from indexer.quotes.finder import Finder
from indexer.quotes.form import document_form
from indexer.quotes.lemmas import is_listed
from indexer.quotes.log import NO_LOG, CheckLog
from indexer.quotes.models import Quotation, Verdict, Verification
from indexer.quotes.notes import Sentence
from indexer.quotes.scan import Scanner
from indexer.quotes.segment import FormedDocument
from indexer.quotes.source import DocumentsAndPages
from indexer.quotes.structure import Live, Structure
from indexer.quotes.translated import Translated
from indexer.text.notes import Note

UNSETTLED = frozenset({Verdict.NOT_FOUND, Verdict.TRANSLATED, Verdict.PARTIAL})
"""Verdicts that say of something that it is nowhere."""


class DocumentsOfCatalog(DocumentsAndPages, Protocol):
    """What the quote check asks of the catalog's documents."""

    def ids(self, access: Access) -> frozenset[str]: ...

    def revisions(self) -> Mapping[str, int]: ...

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
        self._counts = KnownCounts()

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

    def prepare(self) -> None:
        """Open what the first check would wait for: the word lists (1 s of a core)."""
        for language in (Language.SPANISH, Language.ENGLISH):
            is_listed("no", language)

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
        finder, surprise = Finder(live, self._scanner, documents), Surprise(live, self._counts.of(live))
        check = Check(self._catalog.documents, finder, surprise, quotation, access)
        matches, scanned = check.matches()
        if self._translated is not None and not decides(matches):
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
        return sum(put.get(document) != known.get(document) for document in (known if documents is None else documents))

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
