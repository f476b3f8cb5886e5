"""Our index against bare Whoosh: adding, and searching the same query trees, in one run on the same passages.

    .venv/bin/python -m bench.search [--transcripts 300] [--processes 2] [--rounds 5]

Bare Whoosh gets our analyser and fields, its own codec and writer (``procs=N, multisegment=True``), and answers with
ten hits; ours answers with ten documents, three passages each, exact totals and seven facets. Queries are those of
bench/queries.py, of the sort *expanded* with what the glossary adds; additions that bare Whoosh has no query for (loose
expressions, words of one language) are left out on both sides. Each round opens both indexes anew, so that no posting
list is kept from the round before; the best of the rounds counts.
"""

from __future__ import annotations

import argparse
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

from whoosh import fields, index, query
from whoosh.analysis import Analyzer, Token

from bench.queries import BenchQuery, bench_queries, by_sort, p95
from indexer.index.analysis import stem, stems, words
from indexer.index.base import Filters, IndexDocument, IndexPassage, SearchEngine
from indexer.index.passages import Words, analyse
from indexer.index.query import And, Everything, Expanded, Node, Not, Or, Phrase, Term, Wildcard
from indexer.index.rebuild import rebuild
from indexer.index.schema import ACCENTS, EXACT, STEMS, VALUES
from indexer.index.whoosh_engine import open_engine
from indexer.models import Kind, Language
from indexer.search.expand import GlossaryExpander
from indexer.search.parser import parse
from indexer.search.thesaurus import GlossaryFile

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "presidencia" / "transcripts-2018-2024.tar.xz"
GLOSSARY = Path(__file__).resolve().parents[1] / "corpus" / "glossary.toml"
PASSAGE_CHARACTERS = 1_500


class OurWords(Analyzer):
    """Our analysis as Whoosh takes it: a Token for each word."""

    def __init__(self, language: Language | None) -> None:
        self.language = language

    def __call__(self, value: str, positions: bool = False, **options: object) -> Iterator[Token]:
        found = words(value)
        token = Token(positions, removestops=False, **options)
        for place, word in enumerate(found if self.language is None else stems(found, self.language)):
            token.text, token.boost, token.pos = word, 1.0, place
            yield token


def transcripts(limit: int) -> Iterator[IndexDocument]:
    """Transcripts spread over the years, cut at `---` and every 1,500 characters."""
    with tarfile.open(DATA) as archive:
        members = sorted((member for member in archive if member.isfile()), key=lambda member: member.name)
        step = max(1, len(members) // limit)
        for number, member in enumerate(members[::step][:limit]):
            stream = archive.extractfile(member)
            assert stream is not None
            blocks = [block.strip() for block in stream.read().decode("utf-8").split("---")]
            texts = [b[k : k + PASSAGE_CHARACTERS] for b in blocks for k in range(0, len(b), PASSAGE_CHARACTERS)]
            document = f"{number:016x}"
            yield IndexDocument(
                document=document,
                revision=1,
                title="",  # ours belongs to every passage, which bare Whoosh has no word for
                kind=Kind.TRANSCRIPT,
                collections=("presidencia",),
                date=None,
                specimen=False,
                passages=tuple(
                    IndexPassage(f"{document}-{ordinal}", text, Language.SPANISH)
                    for ordinal, text in enumerate(texts, start=1)
                ),
            )


class OurExtras(Analyzer):
    """What else our index holds of a passage: its accents, its numbers and dates."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __call__(self, value: str, positions: bool = False, **options: object) -> Iterator[Token]:
        found = analyse(value, Language.SPANISH).fields().get(self.field, Words(()))
        placed = found.others or [*enumerate(found.words)]
        token = Token(positions, removestops=False, **options)
        for place, word in placed:
            token.text, token.boost, token.pos = word, 1.0, place
            yield token


def build_bare(folder: Path, documents: list[IndexDocument], processes: int) -> index.FileIndex:
    schema = fields.Schema(
        id=fields.ID(stored=True),
        exact=fields.TEXT(analyzer=OurWords(None)),
        stem_es=fields.TEXT(analyzer=OurWords(Language.SPANISH), phrase=False),
        accents=fields.TEXT(analyzer=OurExtras(ACCENTS)),
        values=fields.TEXT(analyzer=OurExtras(VALUES), phrase=False),
    )
    folder.mkdir()
    bare = index.create_in(folder, schema)
    several = {"procs": processes, "multisegment": True} if processes > 1 else {}
    writer = bare.writer(**several)
    for document in documents:
        for passage in document.passages:
            text = passage.text
            writer.add_document(id=passage.id, exact=text, stem_es=text, accents=text, values=text)
    writer.commit()
    return bare


def bare_query(node: Node) -> query.Query:  # noqa: PLR0911 - a line a node
    """The same tree for Whoosh: a word is its exact form or its stem. Raises ValueError for what it cannot express."""
    match node:
        case Term(text, language):
            exact = query.Term(EXACT, _only(words(text)))
            if language not in (None, Language.SPANISH):
                return exact  # the passages are Spanish: no other stem view has anything in it
            return query.Or([exact, query.Term(STEMS[Language.SPANISH], stem(_only(words(text)), Language.SPANISH))])
        case Phrase(typed):
            found = [word for each in typed for word in words(each)]
            return query.Phrase(EXACT, found) if len(found) > 1 else query.Term(EXACT, _only(found))
        case Wildcard(pattern) if pattern.strip("*") == pattern[:-1]:
            return query.Prefix(EXACT, _only(words(pattern)))
        case And(children):
            return query.And([bare_query(child) for child in children])
        case Or(children) if children:
            return query.Or([bare_query(child) for child in children])
        case Not(child):
            return query.Not(bare_query(child))
        case Expanded(literal, added):
            return query.Or([bare_query(literal), *(bare_query(each.node) for each in added)])
        case _:
            raise ValueError(f"bare Whoosh has no query for {node}")


def _only(found: list[str]) -> str:
    (word,) = found
    return word


def expressible(node: Node) -> Node:
    """``node`` without the additions that bare Whoosh has no query for."""
    match node:
        case And(children):
            return And(tuple(expressible(child) for child in children))
        case Expanded(_, added):
            return replace(node, added=tuple(each for each in added if _is_expressible(each.node)))
        case _:
            return node


def _is_expressible(node: Node) -> bool:
    try:
        bare_query(node)
    except ValueError:
        return False
    return True


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def bench_adding(folder: Path, documents: list[IndexDocument], processes: int) -> index.FileIndex:
    passages = {document.document: len(document.passages) for document in documents}
    count = sum(passages.values())
    characters = sum(len(passage.text) for document in documents for passage in document.passages)
    print(
        f"{len(documents)} transcripts, {count:,} passages, {characters / 1e6:.1f} M characters, {processes} processes"
    )
    ours = timed(lambda: rebuild(folder / "ours", documents, passages, processes))
    began = time.perf_counter()
    bare = build_bare(folder / "bare", documents, processes)
    theirs = time.perf_counter() - began
    print(f"{'adding':9}  ours {ours:7.1f} s  {size(folder / 'ours'):6.1f} MB  {count / ours:6.0f} passages/s")
    print(f"{'':9}  bare {theirs:7.1f} s  {size(folder / 'bare'):6.1f} MB  {count / theirs:6.0f} passages/s")
    print(f"{'':9}  ours / bare = {ours / theirs:.2f}")
    return bare


def trees(engine: SearchEngine) -> list[tuple[BenchQuery, Node]]:
    """The queries of the bench as both engines are asked."""
    expander = GlossaryExpander(GlossaryFile(GLOSSARY))
    found: list[tuple[BenchQuery, Node]] = []
    for each in bench_queries():
        node = parse(each.text).node
        assert node is not None
        if each.sort == "expanded":
            node = expressible(expander.expand(node, engine.vocabulary(None), frozenset()))
        found.append((each, node))
    return found


def bench_searching(folder: Path, bare: index.FileIndex, rounds: int) -> None:
    best: dict[BenchQuery, tuple[float, float]] = {}
    for number in range(rounds):
        engine = open_engine(folder / "ours")
        asked = trees(engine)
        engine.search(Everything(), Filters(), size=1)
        with bare.searcher() as searcher:
            for each, node in asked:
                theirs = bare_query(node)
                bared = timed(partial(searcher.search, theirs, limit=10))
                ours = timed(partial(engine.search, node, Filters(), size=10, grouped=True))
                known = best.get(each, (ours, bared))
                best[each] = min(known[0], ours), min(known[1], bared)
                if not number:
                    total = engine.search(node, Filters(), size=1).total
                    check = len(searcher.search(theirs, limit=None))
                    assert total == check, f"{each.text}: {total} hits here, {check} in bare Whoosh"
        engine.close()
    ours_by = by_sort((each.sort, times[0] * 1000) for each, times in best.items())
    bare_by = by_sort((each.sort, times[1] * 1000) for each, times in best.items())
    print("\nms          n  ours p50      p95  bare p50      p95  ratio p50    p95")
    for name, a in ours_by.items():
        b = bare_by[name]
        figures = median(a), p95(a), median(b), p95(b)
        ratios = f"{figures[0] / figures[2]:10.2f} {figures[1] / figures[3]:6.2f}"
        print(f"{name:9} {len(a):3} {figures[0]:9.2f} {figures[1]:8.2f} {figures[2]:9.2f} {figures[3]:8.2f} {ratios}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transcripts", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cotejo-bench-"))
    try:
        bare = bench_adding(folder, list(transcripts(options.transcripts)), options.processes)
        bench_searching(folder, bare, options.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
