"""What other readers wait for while quotations are proven absent: `/healthz` and a search every 50 ms beside clients
that check quotations of 60 and 300 words which nobody said.

    .venv/bin/python -m bench.stall ARCHIVE [--clients 3] [--seconds 60]

First without any check, then with them. The server is a process of its own, started and ended here (bench.http).
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from bench.http import fetch, served
from bench.quotes import quantile

EVERY = 0.05
ASKED = ("/healthz", "/search?q=fentanilo")
LENGTHS = (60, 300)
WORDS = """aguacate berenjena cacerola dinosaurio escafandra flamenco girasol herradura iguana jirafa kimono lavanda
mandolina nenúfar orquídea pingüino quetzal ruiseñor salamandra trombón ukelele violonchelo wolframio xilófono yegua
zapatilla de la que el en los por con una para las del un es su al lo como más no se ya""".split()  # noqa: SIM905


def absent(rng: random.Random, words: int) -> str:
    """A quotation that nobody said, of words of everyday and others."""
    return " ".join(rng.choice(WORDS) for _ in range(words))


def probed(seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each address, asked by a reader of its own every EVERY seconds, or when the answer has come."""
    times: dict[str, list[float]] = {path: [] for path in ASKED}
    until = time.perf_counter() + seconds

    def reader(path: str) -> None:
        while time.perf_counter() < until:
            times[path].append(fetch(path)[0])
            time.sleep(max(0.0, EVERY - times[path][-1] / 1000))

    readers = [threading.Thread(target=reader, args=(path,)) for path in ASKED]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return times


def checking(stop: threading.Event, seed: int, taken: dict[int, list[float]]) -> None:
    rng = random.Random(seed)
    while not stop.is_set():
        for words in LENGTHS:
            milliseconds, status = fetch(f"/api/v1/verify?quote={quote(absent(rng, words))}")
            if status == 200:
                taken[words].append(milliseconds)


def told(name: str, times: Sequence[float]) -> None:
    shares = (0.5, 0.95, 0.99, 1.0)
    print(f"{name:24}{len(times):6}" + "".join(f"{quantile(times, share):9.0f}" for share in shares))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--clients", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with served(options.archive):
        for path in (*ASKED, f"/api/v1/verify?quote={quote(absent(random.Random(0), 60))}"):
            fetch(path)  # opens the indexes and starts the workers
        print(f"{'milliseconds':24}{'n':>6}{'p50':>9}{'p95':>9}{'p99':>9}{'most':>9}")
        for path, times in probed(options.seconds / 4).items():
            told(f"{path} alone", times)
        stop, taken = threading.Event(), defaultdict[int, list[float]](list)
        clients = [threading.Thread(target=checking, args=(stop, one, taken)) for one in range(options.clients)]
        for client in clients:
            client.start()
        for path, times in probed(options.seconds).items():
            told(path, times)
        stop.set()
        for client in clients:
            client.join()
        for words, times in sorted(taken.items()):
            told(f"absent, {words} words", times)


if __name__ == "__main__":
    main()
