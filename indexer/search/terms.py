"""A list of terms, each searched by itself: how often does the archive have each of them, and where?

One term a line. A line that cannot be searched is told with its number, and the rest runs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Protocol
from urllib.parse import quote

from indexer.errors import UsageError
from indexer.models import Access, Problem
from indexer.search.service import SearchCount, SearchRequest

MAX_LINES = 10_000
"""A term costs 1 to 2 ms on 140,000 passages, so a full list takes about a quarter of a minute."""

TERM_HEADER = ("line", "term", "read_as", "passages", "documents", "url", "error")


class Counter(Protocol):
    """What counts the answers to one search: an open archive."""

    def count(self, request: SearchRequest, access: Access) -> SearchCount: ...


@dataclasses.dataclass(frozen=True, slots=True)
class TermCount:
    """What became of one line: how it was read, what it finds and where to look at it; or the problem with it."""

    line: int
    term: str
    read_as: str = ""
    passages: int = 0
    documents: int = 0
    url: str = ""
    problem: Problem | None = None

    def row(self) -> tuple[str | int, ...]:
        """The columns of TERM_HEADER."""
        error = f"{self.problem.code}: {self.problem.message}" if self.problem else ""
        if self.problem:
            return (self.line, self.term, "", "", "", "", error)
        return (self.line, self.term, self.read_as, self.passages, self.documents, self.url, "")


def read_terms(untrusted_text: str) -> tuple[tuple[int, str], ...]:
    """The lines that hold anything, with their numbers from 1. Raises UsageError for more than MAX_LINES of them."""
    lines = [(number, line.strip()) for number, line in enumerate(untrusted_text.splitlines(), start=1)]
    terms = tuple((number, line) for number, line in lines if line)
    if len(terms) > MAX_LINES:
        raise UsageError(
            f"The list has {len(terms):,} terms; {MAX_LINES:,} are the most.", remedy="Split it into several lists."
        )
    return terms


def count_terms(
    counter: Counter, terms: Iterable[tuple[int, str]], base: SearchRequest, access: Access
) -> Iterator[TermCount]:
    """The counts of each term, in order, within the filters of ``base``. Raises IndexMissing and IndexUnreadable."""
    for line, term in terms:
        try:
            found = counter.count(dataclasses.replace(base, query=term), access)
        except UsageError as error:
            yield TermCount(line, term, problem=Problem(error.code, error.message))
            continue
        if not found.searchable:
            problem = Problem("nothing_to_search", "There is no letter or figure in it to search for.")
            yield TermCount(line, term, problem=problem)
            continue
        yield TermCount(
            line,
            term,
            found.read_as,
            found.total,
            found.documents,
            f"/search?q={quote(term, safe='', errors='replace')}",
        )
