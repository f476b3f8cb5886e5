"""Opens an archive: catalog, store, engine, search and citations. What the commands and the web hold.

What only some commands need (drawing pages, writing PDFs, the quote check) is loaded where it is first used: a search
or a list does not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.catalog.repository import Catalog
from indexer.citations.reading import Reading
from indexer.citations.service import CitationService
from indexer.collections_file import CollectionsFile
from indexer.config import Config
from indexer.drift import drifts
from indexer.errors import IndexOutdated, StorageError, UsageError
from indexer.index.analysis import words
from indexer.index.base import SearchEngine
from indexer.index.builds import has_pointer
from indexer.index.query import Node
from indexer.index.whoosh_engine import create_index, open_engine
from indexer.models import COLLECTION_ID, Access, Collection, Document, Drift, ImageSize, PageImage
from indexer.search.completion import MOST_OF_OTHERS, SHORTEST_PREFIX, Completion, Speakers, completions
from indexer.search.expand import GlossaryExpander
from indexer.search.results import SearchResults
from indexer.search.service import SearchCount, SearchRequest, SearchService
from indexer.search.thesaurus import GlossaryFile
from indexer.store import Store
from indexer.translate.apertium import Apertium

if TYPE_CHECKING:
    from indexer.claims.service import ClaimChecks
    from indexer.page_image import PageImages
    from indexer.quotes.service import QuoteService
    from indexer.searchable_pdf import SearchablePdfs


class Archive:
    """An open archive. ``engine`` opens at first use, so that a damaged index never hides the documents."""

    def __init__(self, config: Config, catalog: Catalog) -> None:
        self.config = config
        self.catalog = catalog
        self.store = Store(config.data / "store")
        self.collections_file = CollectionsFile(config.collections_file, catalog.collections)
        self.citations = CitationService(catalog, Reading(config.ocr, config.ingest))

    @classmethod
    def open(cls, config: Config, *, create: bool = False) -> Archive:
        """Open the archive of ``config``; with ``create``, make what is not there yet.

        An index is made only together with an empty catalog: beside one with documents, a missing index is a loss to
        be told, not to be papered over. Raises ArchiveError with the remedy.
        """
        if create:
            _make_folder(config.data)
        archive = cls(config, Catalog.open(config.data / "catalog.sqlite", create=create))
        if create:
            archive.collections_file.follow()
            archive._create_index_if_empty()
        return archive

    def _create_index_if_empty(self) -> None:
        if has_pointer(self.index_folder) or self.catalog.documents.revisions():
            with suppress(IndexOutdated):  # a build of the new schema is made when documents are next indexed
                self.engine.uid  # noqa: B018 - opens the index: a damaged one is told now
        else:
            create_index(self.index_folder, no_documents=True)

    @property
    def index_folder(self) -> Path:
        return self.config.data / "index"

    @cached_property
    def engine(self) -> SearchEngine:
        """The live index. Raises IndexMissing or IndexUnreadable, whose remedy is `cotejo reindex`."""
        return open_engine(self.index_folder)

    @cached_property
    def glossary(self) -> GlossaryFile:
        """What is called how in the two languages."""
        return GlossaryFile(self.config.glossary_file)

    @cached_property
    def translator(self) -> Apertium | None:
        """Spanish and English sentences by an outside program; None if the configuration wants none."""
        return Apertium() if self.config.search.translator else None

    @cached_property
    def _search(self) -> SearchService:
        expander = GlossaryExpander(self.glossary, self.translator)
        return SearchService(self.catalog, lambda: self.engine, expander)

    def search(self, request: SearchRequest, access: Access) -> SearchResults:
        """Answer a search for a reader. Raises UsageError for a query that cannot be run, IndexUnreadable if the index
        is damaged."""
        return self._search.search(request, access)

    def count(self, request: SearchRequest, access: Access) -> SearchCount:
        """How much a search finds, without fetching any of it. Raises as :meth:`search`."""
        return self._search.count(request, access)

    @cached_property
    def quotes(self) -> QuoteService:
        """The quote check, and the structure it searches."""
        from indexer.bilingual import Bilingual
        from indexer.quotes.log import CheckLog
        from indexer.quotes.service import QuoteService
        from indexer.quotes.translated import Translated

        translated = Translated(self.catalog.documents, lambda: self.engine, Bilingual(self.glossary, self.translator))
        log = CheckLog(self.config.check_log)
        return QuoteService(self.catalog, self.config.data / "quotes", translated, log)

    @cached_property
    def claims(self) -> ClaimChecks:
        """The checks of the quotations and figures in reports."""
        from indexer.claims.service import ClaimChecks

        return ClaimChecks(self.catalog, self.citations, lambda: self.quotes)

    def searched_for(self, request: SearchRequest, access: Access) -> Node | None:
        """What a search looks for, additions included, to be marked in a text. Raises as :meth:`search`."""
        return self._search.tree(request, access)

    def complete(self, typed: str, access: Access) -> tuple[Completion, ...]:
        """What somebody who has typed ``typed`` may mean: nothing that the reader may not see."""
        said = words(typed)
        if len(" ".join(said)) < SHORTEST_PREFIX:
            return ()
        return completions(
            typed,
            self.engine.vocabulary(access.collections),
            self.glossary.current()[0],
            self._speakers.of(self.engine, access),
            self.catalog.documents.titled(said, access, limit=MOST_OF_OTHERS),
        )

    @cached_property
    def _speakers(self) -> Speakers:
        return Speakers()

    @cached_property
    def _images(self) -> PageImages:
        from indexer.page_image import PageImages

        return PageImages(self.catalog, self.store, self.config)

    def page_image(
        self, document: str, number: int, size: ImageSize = ImageSize.FULL, *, reading: str | None = None
    ) -> PageImage:
        """The image of a page, as the reading named (or the current one) saw it: the raster OCR read, else a rendering
        of the PDF page.

        Raises PageWithoutImage for sources without pages, PageUndrawable for a page that cannot be drawn within its
        limits, DrawingBusy if the reader should come back in a moment, NotFound for an unknown page or reading,
        StorageError if the stored file is gone or damaged.
        """
        return self._images.get(document, number, size, reading)

    @cached_property
    def _pdfs(self) -> SearchablePdfs:
        from indexer.searchable_pdf import SearchablePdfs

        return SearchablePdfs(self.catalog, self.store, self.config)

    def searchable_pdf(self, document: Document, part: int = 1) -> Path:
        """A scanned document as a PDF of its images with the words as they were read, in parts of PART_PAGES pages.

        Raises NotFound for a document that OCR did not read or a part that it does not have, DrawingBusy if the
        reader should come back in a moment, PageUndrawable if a page is damaged, StorageError.
        """
        return self._pdfs.get(document, part)

    def readings_changed(self, document: str, pages: Sequence[int]) -> list[Drift]:
        """Passages of older readings of these pages that have been linked to, as they stand in the current ones. Called
        after every change. (Checked quotations are checked again by the commands themselves, decision 0033.)"""
        return drifts(self.catalog, document, pages)

    def original(self, sha256: str) -> Path:
        """Where the original bytes of a document are kept."""
        path = self.store.path("originals", sha256)
        if not path.is_file():
            raise StorageError(
                f"The original {sha256} is missing from the store.", remedy="Restore it; `cotejo check` lists all."
            )
        return path

    def ensure_collection(self, id: str, *, restricted: bool = False) -> None:
        """Make the collection if there is none of this id; public unless ``restricted``.

        Raises UsageError for an id that cannot stand in an address, or for asking ``restricted`` of a public one.
        """
        if not COLLECTION_ID.fullmatch(id):
            raise UsageError(
                f"«{id}» is not a collection id.",
                remedy="Use small letters, digits, hyphens and underscores, 64 at most.",
            )
        known = {collection.id: collection for collection in self.catalog.collections.list()}.get(id)
        if known is None:
            self.catalog.collections.ensure(Collection(id, title_es=id, title_en=id, restricted=restricted))
        elif restricted and not known.restricted:
            raise UsageError(
                f"The collection «{id}» exists and is public.",
                remedy='Choose another id, or set its access to "restricted" in collections.toml.',
            )

    def close(self) -> None:
        if "engine" in self.__dict__:
            self.engine.close()
        if "quotes" in self.__dict__:
            self.quotes.close()
        if "translator" in self.__dict__ and self.translator:
            self.translator.close()
        if "_images" in self.__dict__:
            self._images.close()
        if "_pdfs" in self.__dict__:
            self._pdfs.close()
        self.catalog.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder} cannot be made: {error.strerror}.") from error
