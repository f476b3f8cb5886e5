"""The one list of queries that searching is measured with, and how its times are told.

bench/search-queries.tsv was written by another hand than the search: a sort of query and the query, a line each.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("search-queries.tsv")
HEADER = "ms              n       p50       p95       max"


class BenchQuery(NamedTuple):
    """A query and its sort: rare, frequent, phrase, not, prefix, expanded."""

    sort: str
    text: str


def bench_queries() -> list[BenchQuery]:
    """All queries, in order."""
    return [BenchQuery(*line.split("\t")) for line in _FILE.read_text(encoding="utf-8").splitlines()]


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed; of fewer than twenty, the highest."""
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def row(name: str, values: Sequence[float]) -> str:
    """A line below HEADER."""
    return f"{name:12} {len(values):4} {statistics.median(values):9.1f} {p95(values):9.1f} {max(values):9.1f}"


def by_sort(timed: Iterable[tuple[str, float]]) -> dict[str, list[float]]:
    """The times of each sort, and of ``all`` at the end."""
    times: dict[str, list[float]] = {}
    everything: list[float] = []
    for sort, taken in timed:
        times.setdefault(sort, []).append(taken)
        everything.append(taken)
    return {**times, "all": everything}
