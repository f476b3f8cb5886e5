"""Searches over HTTP, as a reader gets them: the results page with facets, chart and snippets, on waitress.

    .venv/bin/python -m bench.http ARCHIVE [--rounds 3] [--clients 20]

Prints p50 and p95 of each sort of query (bench/queries.py), of suggestions while each of the queries is typed letter by
letter, then what ``--clients`` readers at once get. The server is a process of its own, started and ended here.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench.queries import HEADER, bench_queries, by_sort, row

PORT = 8749
BASE = f"http://127.0.0.1:{PORT}"


@contextmanager
def served(archive: Path) -> Iterator[None]:
    """A server of the archive on PORT, until the block ends."""
    cotejo = Path(sys.executable).with_name("cotejo")
    server = subprocess.Popen([cotejo, "serve", "--archive", archive, "--port", str(PORT)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(120):
            try:
                if fetch("/healthz")[1] == 200:
                    break
            except OSError:
                time.sleep(0.5)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def fetch(path: str) -> tuple[float, int]:
    """Milliseconds and status of one answer, read to its end."""
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(BASE + path, timeout=60) as answer:  # noqa: S310 -- our own server
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    return (time.perf_counter() - began) * 1000, status


def sorts(rounds: int) -> None:
    """Every query ``rounds`` times; the first asking of each is counted too, as a reader's is."""
    timed: list[tuple[str, float]] = []
    for _ in range(rounds):
        for sort, query in bench_queries():
            taken, status = fetch(f"/search?q={quote(query)}")
            assert status == 200, (query, status)
            timed.append((sort, taken))
    print(HEADER)
    for name, values in by_sort(timed).items():
        print(row(name, values))


def typing() -> None:
    """What is asked for while each query is typed: a request a letter."""
    times: list[float] = []
    for _, query in bench_queries():
        for letters in range(1, len(query) + 1):
            taken, status = fetch(f"/api/v1/suggest?q={quote(query[:letters])}")
            assert status == 200, (query[:letters], status)
            times.append(taken)
    print(row("suggestions", times))


def crowd(clients: int) -> None:
    """``clients`` readers, each asking all queries one after the other."""
    queries = [query for _, query in bench_queries()]
    times: list[float] = []
    bad: list[int] = []

    def reader(first: int) -> None:
        for number in range(len(queries)):
            taken, status = fetch(f"/search?q={quote(queries[(first + number) % len(queries)])}")
            times.append(taken)
            if status != 200:
                bad.append(status)

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    print(f"\n{clients} readers at once: {len(times)} answers in {seconds:.1f} s, {len(bad)} errors {sorted(set(bad))}")
    print(row("all", times))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=20)
    options = parser.parse_args()
    with served(options.archive):
        sorts(options.rounds)
        typing()
        crowd(options.clients)


if __name__ == "__main__":
    main()
