"""Our index against bare Whoosh: adding, and searching the same query trees, in one run on the same passages.

    .venv/bin/python -m bench.search [--transcripts 300] [--processes 2] [--rounds 5]

Bare Whoosh gets our analyser and fields, its own codec and writer (``procs=N, multisegment=True``), and answers with
ten hits; ours answers with ten documents, three passages each, exact totals and four facets.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from whoosh import fields, index, query
from whoosh.analysis import Analyzer, Token

from indexer.index.analysis import stem, stems, words
from indexer.index.base import Filters, IndexDocument, IndexPassage
from indexer.index.passages import Words, analyse
from indexer.index.query import And, Node, Not, Phrase, Term
from indexer.index.rebuild import rebuild
from indexer.index.schema import ACCENTS, EXACT, STEMS, VALUES
from indexer.index.whoosh_engine import open_engine
from indexer.models import Kind, Language
from indexer.search.parser import parse

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "presidencia" / "transcripts-2018-2024.tar.xz"
QUERIES = Path(__file__).with_name("queries.tsv")
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


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each query of a sort, best of the rounds."""

    seconds: list[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[min(len(self.seconds) - 1, round(0.95 * len(self.seconds)))] * 1000


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


def bare_query(node: Node) -> query.Query:
    """The same tree for Whoosh: a word is its exact form or its stem."""
    match node:
        case Term(text):
            (word,) = words(text)
            return query.Or(
                [query.Term(EXACT, word), query.Term(STEMS[Language.SPANISH], stem(word, Language.SPANISH))]
            )
        case Phrase(typed):
            return query.Phrase(EXACT, [word for each in typed for word in words(each)])
        case And(children):
            return query.And([bare_query(child) for child in children])
        case Not(child):
            return query.Not(bare_query(child))
        case _:
            raise ValueError(f"the queries of the bench have no {node}")


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


def bench_searching(folder: Path, bare: index.FileIndex, rounds: int) -> None:
    engine = open_engine(folder / "ours")
    lines = [line.split("\t") for line in QUERIES.read_text(encoding="utf-8").splitlines()]
    trees = [(sort, typed, parse(typed).node) for sort, typed in lines]
    by_sort: dict[str, tuple[list[float], list[float]]] = {}
    with bare.searcher() as searcher:
        for sort, typed, node in trees:
            assert node is not None
            theirs = bare_query(node)
            ours = min(timed(lambda n=node: engine.search(n, Filters(), size=10, grouped=True)) for _ in range(rounds))
            bared = min(timed(lambda q=theirs: searcher.search(q, limit=10)) for _ in range(rounds))
            total = engine.search(node, Filters(), size=1).total
            check = len(searcher.search(theirs, limit=None))
            assert total == check, f"{typed}: {total} hits here, {check} in bare Whoosh"
            for name in (sort, "all"):
                times = by_sort.setdefault(name, ([], []))
                times[0].append(ours)
                times[1].append(bared)
    engine.close()
    print("\nms          n  ours p50      p95  bare p50      p95  ratio p50    p95")
    for name, (ours_, bare_) in sorted(by_sort.items(), key=lambda item: item[0] == "all"):
        a, b = Timing(ours_), Timing(bare_)
        ratios = f"{a.p50 / b.p50:10.2f} {a.p95 / b.p95:6.2f}"
        print(f"{name:9} {len(ours_):3} {a.p50:9.2f} {a.p95:8.2f} {b.p50:9.2f} {b.p95:8.2f} {ratios}")


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
