"""Searches over HTTP, as a reader gets them: the results page with facets, chart and snippets, on waitress.

    .venv/bin/python -m bench.http ARCHIVE [--rounds 3] [--clients 20]

Prints p50 and p95 of each sort of query (bench/search-queries.tsv, written by another hand than the search), then what
``--clients`` readers at once get. The server is a process of its own, started and ended here.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

QUERIES = Path(__file__).with_name("search-queries.tsv")
PORT = 8749
BASE = f"http://127.0.0.1:{PORT}"


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


def p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def row(name: str, values: Sequence[float]) -> str:
    return f"{name:12} {len(values):4} {statistics.median(values):9.1f} {p95(values):9.1f} {max(values):9.1f}"


def sorts(rounds: int) -> None:
    """Every query ``rounds`` times; the first asking of each is counted too, as a reader's is."""
    lines = [line.split("\t") for line in QUERIES.read_text(encoding="utf-8").splitlines()]
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for sort, query in lines:
            taken, status = fetch(f"/search?q={quote(query)}")
            assert status == 200, (query, status)
            for name in (sort, "all"):
                times.setdefault(name, []).append(taken)
    print("ms              n       p50       p95       max")
    for name, values in sorted(times.items(), key=lambda item: item[0] == "all"):
        print(row(name, values))


def crowd(clients: int) -> None:
    """``clients`` readers, each asking all queries one after the other."""
    queries = [line.split("\t")[1] for line in QUERIES.read_text(encoding="utf-8").splitlines()]
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
    cotejo = Path(sys.executable).with_name("cotejo")
    server = subprocess.Popen([cotejo, "serve", "--archive", options.archive, "--port", str(PORT)])
    try:
        for _ in range(120):
            try:
                if fetch("/healthz")[1] == 200:
                    break
            except OSError:
                time.sleep(0.5)
        sorts(options.rounds)
        crowd(options.clients)
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
