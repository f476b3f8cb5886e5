"""Answers a search: parses the query, asks the engine, and fetches from the catalog what results show."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import quote, urlencode

from indexer.errors import UsageError
from indexer.index.base import MAX_SIZE, EngineGroup, EngineHit, EngineResult, Filters, SearchEngine, Sort
from indexer.index.notes import Sentence
from indexer.index.query import And, Documents, Everything, Expanded, Field, Node, Not, Where
from indexer.models import Access, CitationLink, Document, Kind, Language, Searched, StoredPassage
from indexer.search.certainty import WordsOf, is_doubtful
from indexer.search.hints import Found, Hints
from indexer.search.misreadings import Misreadings, with_misreadings
from indexer.search.needs import Expander, SearchableCatalog
from indexer.search.parser import parse
from indexer.search.printing import to_text
from indexer.search.results import DocumentHits, Expansion, Hit, SearchResults
from indexer.search.snippets import make_snippet
from indexer.search.trees import across_languages, as_typed, nodes, rewritten, widened
from indexer.text.notes import Note

DEFAULT_SIZE = 10

PASSAGES_PER_DOCUMENT = 3

FEW_DOCUMENTS = 10
"""Below a page of documents a search also looks at words parted by the end of a passage."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked. ``size`` counts passages, or documents if ``grouped``; ``cursor`` is the ``next`` of a page.
    ``expand`` also searches what the expander adds, but for the additions named in ``without``, ``misreadings`` how
    scans misread the words; ``fold`` lists passages with the same words once; ``cited`` asks for documents that a
    report cites, or that none does."""

    query: str
    kinds: tuple[Kind, ...] = ()
    collections: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    documents: tuple[str, ...] = ()
    size: int = DEFAULT_SIZE
    cursor: str | None = None
    grouped: bool = False
    speakers: tuple[str, ...] = ()
    cited: bool | None = None
    sort: Sort = Sort.RELEVANCE
    fold: bool = False
    expand: bool = True
    without: tuple[str, ...] = ()
    misreadings: bool = False

    @property
    def narrowed(self) -> bool:
        chosen = (self.kinds, self.collections, self.languages, self.documents, self.speakers)
        return any(chosen) or bool(self.date_from or self.date_to) or self.cited is not None


@dataclass(frozen=True, slots=True)
class SearchCount:
    """How much a query finds, without the hits; not ``searchable`` if there is no word in it."""

    read_as: str
    searchable: bool
    total: int = 0
    documents: int = 0


class SearchService:
    """Searches an archive. Holds nothing between searches, so threads may share it."""

    def __init__(
        self, catalog: SearchableCatalog, engine: Callable[[], SearchEngine], expander: Expander | None = None
    ) -> None:
        """``engine`` gives the open engine, or raises what keeps it from opening."""
        self._catalog = catalog
        self._engine = engine
        self._expander = expander

    def search(self, request: SearchRequest, access: Access) -> SearchResults:
        """Answer ``request`` for a reader with ``access``.

        Raises UsageError for a query, size, dates or cursor that cannot be used, IndexMissing and IndexUnreadable.
        """
        began = time.perf_counter()
        _check(request)
        parsed = parse(request.query)
        node = parsed.node
        if node is None and (request.narrowed or not request.query.strip()):
            node = Everything()
        found = EngineResult(total=0, documents=0)
        searched = self._searched(request, access)
        misread: tuple[Misreadings, ...] = ()
        suggested = None
        if node is not None:
            node, misread = self._meant(node, request, access, scans=searched.ocr_pages > 0)
            found = self._found(node, request, access)
            suggested = self._hints(access).suggestion(
                request.query,
                node,
                Found(found.total, misread),
                lambda query: self.count(replace(request, query=query), access).total,
            )
        groups = self._groups(found, node, request, access)
        return SearchResults(
            # Half a character (a surrogate) cannot be sent on as UTF-8.
            query=request.query.encode("utf-8", errors="replace").decode("utf-8"),
            read_as=parsed.read_as,
            notes=(*parsed.notes, *found.notes, *self._remarks(request)),
            total=found.total,
            documents=found.documents,
            took_ms=(time.perf_counter() - began) * 1000,
            hits=tuple(hit for group in groups for hit in group.hits),
            groups=groups if request.grouped else (),
            facets=found.facets,
            next=found.next,
            expansions=_expansions(node, found),
            searched=searched,
            suggestion=suggested,
            misreadings=tuple(replace(each, searched=request.misreadings) for each in misread),
        )

    def _searched(self, request: SearchRequest, access: Access) -> Searched:
        return self._catalog.reach.searched(
            access,
            kinds=request.kinds,
            collections=request.collections,
            languages=request.languages,
            date_from=request.date_from,
            date_to=request.date_to,
            documents=request.documents,
        )

    def tree(self, request: SearchRequest, access: Access) -> Node | None:
        """What ``request`` looks for, additions included: what is to be marked in a text. Raises as :meth:`search`."""
        node = parse(request.query).node
        return None if node is None else self._meant(node, request, access, scans=request.misreadings)[0]

    def _meant(
        self, node: Node, request: SearchRequest, access: Access, *, scans: bool
    ) -> tuple[Node, tuple[Misreadings, ...]]:
        """The tree with all that is searched besides what was typed, and how ``scans``, if any, misread it."""
        node = self._expanded(node, request, access)
        misread = self._hints(access).misreadings(node, all_words=request.misreadings) if scans else ()
        if request.misreadings:
            node = with_misreadings(node, {each.term: each.forms for each in misread})
        return node, misread

    def _hints(self, access: Access) -> Hints:
        return Hints(self._engine(), self._catalog.documents, access)

    def _expanded(self, node: Node, request: SearchRequest, access: Access) -> Node:
        if self._expander is None or not request.expand:
            return node
        vocabulary = self._engine().vocabulary(access.collections)
        return across_languages(self._expander.expand(node, vocabulary, frozenset(request.without)))

    def count(self, request: SearchRequest, access: Access) -> SearchCount:
        """How much ``request`` finds; its size and cursor do not matter. Raises as :meth:`search`."""
        parsed = parse(request.query)
        if parsed.node is None:
            return SearchCount(parsed.read_as, searchable=False)
        node, _ = self._meant(parsed.node, request, access, scans=request.misreadings)
        found = self._found(node, replace(request, size=0, cursor=None), access)
        return SearchCount(parsed.read_as, True, found.total, found.documents)

    def _remarks(self, request: SearchRequest) -> tuple[str, ...]:
        return self._expander.remarks() if self._expander and request.expand else ()

    def _found(self, node: Node, request: SearchRequest, access: Access) -> EngineResult:
        """What matches within passages; where that is little, also across passages beside each other."""
        strict = self._ask(node, request, access)
        wider = widened(node) if strict.documents < FEW_DOCUMENTS else None
        if wider is None:
            return strict
        found = self._ask(wider, request, access)
        if found.total == strict.total:
            return strict
        fewer = any(isinstance(part, And) and part != node for part in wider.children)
        note = Note(Sentence.WIDENED_QUESTION if fewer else Sentence.WIDENED)
        return replace(found, notes=(*found.notes, note))

    def _ask(self, node: Node, request: SearchRequest, access: Access) -> EngineResult:
        filters = Filters(
            kinds=request.kinds,
            collections=_visible(request.collections, access),
            languages=request.languages,
            date_from=request.date_from,
            date_to=request.date_to,
            documents=request.documents,
            speakers=request.speakers,
        )
        if request.cited is not None:
            node = And((node, Where(Field.CITED, "yes" if request.cited else "no")))
        cited = self._catalog.reports.cited_documents()
        return self._engine().search(
            rewritten(node, lambda part: self._known_to_catalog(part, cited)),
            filters,
            size=request.size,
            after=request.cursor,
            grouped=request.grouped,
            per_document=PASSAGES_PER_DOCUMENT,
            sort=request.sort,
            fold=request.fold,
            cited=cited,
        )

    def _known_to_catalog(self, node: Node, cited: frozenset[str]) -> Node:
        """What only the catalog can answer, as documents that the engine can look for."""
        match node:
            case Where(Field.CITED, "yes"):
                return Documents(cited)
            case Where(Field.CITED):
                return Not(Documents(cited))
            case Where(Field.NOTE, note):
                return Documents(self._catalog.reports.cited_documents(note))
            case _:
                return node

    def _groups(
        self, found: EngineResult, node: Node | None, request: SearchRequest, access: Access
    ) -> tuple[DocumentHits, ...]:
        """The hits with all that results show of them; flat hits are groups of one."""
        listed = found.groups or tuple(EngineGroup(hit.document, 1, (hit,)) for hit in found.hits)
        ids = list(dict.fromkeys(group.document for group in listed))
        documents = self._catalog.documents.many(ids, access)
        passages = self._catalog.documents.passages_by_id([hit.passage for group in listed for hit in group.hits])
        links = self._catalog.reports.links_of_documents(ids)
        # A page often has several hits: its words are unpacked once.
        show = _Showing(node, request, access, cache(self._catalog.documents.words))
        # The catalog is the truth: what it no longer holds, or the reader may not see, is not shown.
        return tuple(
            show.group(group, documents[group.document], passages, tuple(links.get(group.document, ())))
            for group in listed
            if group.document in documents
        )


@dataclass(frozen=True, slots=True)
class _Showing:
    """Makes hits of what the engine found and the catalog holds."""

    node: Node | None
    request: SearchRequest
    access: Access
    words_of: WordsOf

    def group(
        self,
        found: EngineGroup,
        document: Document,
        passages: Mapping[str, StoredPassage],
        links: tuple[CitationLink, ...],
    ) -> DocumentHits:
        hits = [self._hit(hit, document, passages[hit.passage], links) for hit in found.hits if hit.passage in passages]
        return DocumentHits(document, found.total, tuple(hits), links)

    def _hit(
        self, found: EngineHit, document: Document, passage: StoredPassage, links: tuple[CitationLink, ...]
    ) -> Hit:
        return Hit(
            document=document,
            passage=passage,
            collections=tuple(name for name in document.collections if self.access.allows(name)),
            snippet=make_snippet(passage.text, self.node, passage.passage.language),
            score=found.score,
            url=passage_url(passage, self.request),
            footnotes=links,
            added=found.added,
            identical=found.identical,
            check_image=is_doubtful(passage, self.node, self.words_of),
        )


def _check(request: SearchRequest) -> None:
    if not 1 <= request.size <= MAX_SIZE:
        raise UsageError(f"A page of results has 1 to {MAX_SIZE} entries, not {request.size}.")
    if request.date_from and request.date_to and request.date_from > request.date_to:
        raise UsageError(f"The dates are the wrong way round: {request.date_from} is after {request.date_to}.")


def _expansions(node: Node | None, found: EngineResult) -> tuple[Expansion, ...]:
    """What was searched besides what was typed; what an expression and a word of it have in common is told once."""
    told: set[str] = set()
    expansions: list[Expansion] = []
    for part in nodes(node) if node is not None else ():
        if isinstance(part, Expanded):
            added = tuple(each for each in part.added if each.text not in told)
            told.update(each.text for each in added)
            if added or not part.added:
                counts = tuple(found.added.get(each, 0) for each in added)
                expansions.append(Expansion(to_text(as_typed(part)), added, counts))
    return tuple(expansions)


def _visible(chosen: tuple[str, ...], access: Access) -> frozenset[str] | None:
    """The collections to search: those chosen, as far as the reader may see them."""
    if not chosen:
        return access.collections
    return frozenset(name for name in chosen if access.allows(name))


def passage_url(stored: StoredPassage, request: SearchRequest) -> str:
    """The address of exactly this passage, with the words marked that were searched."""
    passage = stored.passage
    arguments = {"q": request.query, "start": passage.start, "end": passage.end, "reading": stored.reading}
    switches = [("expand", "no")] if not request.expand else []
    switches += [("not_expanded", name) for name in request.without]
    switches += [("variants", "yes")] if request.misreadings else []
    printable = urlencode([*arguments.items(), *switches], errors="replace", quote_via=quote)
    return f"/documents/{stored.document}/pages/{passage.page}?{printable}"
