"""The quote check on real transcripts: recall, false finds, fabrications, time; all in one run.

    .venv/bin/python -m bench.quotes ARCHIVE [--each 40] [--seed 1] [--groups clean noise …] [--peers 60]

ARCHIVE is an archive of transcripts (`cotejo add`); its catalog is read only. Three documents in a hundred are left out
of the structure that is built (their quotations must not be found), and the pages of five in a hundred are noised by
10 % (noise in the source).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.quote_cases import LEFT_OUT, Case, Stretch, cases, noised
from bench.quote_peers import compare
from bench.quote_truth import is_a_word_away, is_partly_there
from indexer.archive import Archive
from indexer.config import load_config
from indexer.index.analysis import words as folded_words
from indexer.models import OWNER, Kind, Passage, StoredPage
from indexer.quotes.form import encode
from indexer.quotes.locate import exact_places
from indexer.quotes.models import Verdict, Verification
from indexer.quotes.parse import read_quotation
from indexer.quotes.service import QuoteService


class PartOfCatalog:
    """A catalog without some documents, and with noise in the pages of others."""

    def __init__(self, catalog: Any, left_out: set[str], spoilt: set[str]) -> None:
        self._catalog, self._left_out, self._spoilt = catalog, left_out, spoilt
        self.reports, self.reach, self.documents = catalog.reports, catalog.reach, self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalog.documents, name)

    def revisions(self) -> Mapping[str, int]:
        return {k: v for k, v in self._catalog.documents.revisions().items() if k not in self._left_out}

    def pages(self, id: str, first: int = 1, last: int | None = None) -> Sequence[StoredPage]:
        return self._spoilt_pages(self._catalog.documents.pages(id, first, last))

    def stretches(self, asked: Sequence[tuple[str, int, int]]) -> list[tuple[Sequence[StoredPage], Sequence[Passage]]]:
        read = self._catalog.documents.stretches(asked)
        return [(self._spoilt_pages(pages), turns) for pages, turns in read]

    def _spoilt_pages(self, pages: Sequence[StoredPage]) -> Sequence[StoredPage]:
        return [
            dataclasses.replace(page, text=noised(random.Random(f"{page.document}{page.number}"), page.text, 0.1))
            if page.document in self._spoilt
            else page
            for page in pages
        ]


@dataclasses.dataclass
class Tally:
    """What became of the quotations of a group."""

    count: int = 0
    found: int = 0
    first: int = 0
    right: int = 0
    partly: int = 0
    """Of quotations that nobody said: those of which a part is there, and told as such."""
    word_away: int = 0
    """Of the others that were called found: those that some document has but for one word. A check that calls an
    invented quotation altered, of which one word was changed, must call them so, too."""
    seconds: list[float] = dataclasses.field(default_factory=list)
    verdicts: dict[str, int] = dataclasses.field(default_factory=lambda: defaultdict(int))


def whole_text(pages: Iterable[StoredPage]) -> tuple[str, list[int]]:
    """A document's text as the cases take it, and where its pages part."""
    texts, borders, length = [], [], 0
    for page in pages:
        texts.append(page.text)
        length += len(page.text) + 1
        borders.append(length - 1)
    return "\n".join(texts), borders[:-1]


class Bench:
    def __init__(self, archive: Archive, seed: int, sample: int) -> None:
        self.archive = archive
        self.groups: list[str] = []
        self.asked: list[tuple[Case, frozenset[str]]] = []
        self.latency: dict[str, list[float]] = {"found": [], "absent": []}
        self.tell_all = False
        rng = random.Random(seed)
        ids = sorted(archive.catalog.documents.revisions())
        kinds = archive.catalog.documents.many(ids)
        ids = [known for known in ids if kinds[known].kind is Kind.TRANSCRIPT]
        rng.shuffle(ids)
        few = max(3, len(ids) * 3 // 100)
        self.left_out, self.spoilt = set(ids[:few]), set(ids[few : few + max(3, len(ids) * 5 // 100)])
        self.folder = Path(tempfile.mkdtemp(prefix="cotejo-quotes-"))
        self.catalog = PartOfCatalog(archive.catalog, self.left_out, self.spoilt)
        self.quotes = QuoteService(self.catalog, self.folder)
        began, cpu = time.perf_counter(), time.process_time()
        self.quotes.rebuild(10)
        self.built, self.built_cpu = time.perf_counter() - began, time.process_time() - cpu
        self.live = self.quotes.live()
        sampled = [*sorted(self.spoilt), *[known for known in ids[few:] if known not in self.spoilt][:sample]]
        self.texts, self.borders = {}, {}
        for known in sampled:
            self.texts[known], self.borders[known] = whole_text(archive.catalog.documents.pages(known))
        self.absent = {known: whole_text(archive.catalog.documents.pages(known))[0] for known in sorted(self.left_out)}

    def size(self) -> tuple[int, int]:
        """Bytes of the structure, and of the text (UTF-8) it was made of."""
        made = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        text = sum(len(segment.text) for segment in self.live.segments)
        return made, text

    def equal(self, clean: Stretch | None) -> set[str]:
        """The documents that hold the clean quotation, after folding."""
        if clean is None:
            return set()
        return {place.document for place in exact_places(self.live, encode(folded_words(clean.text)))}

    def run(self, each: int, rng: random.Random) -> tuple[dict[tuple[str, int], Tally], list[dict[str, Any]]]:
        tallies: dict[tuple[str, int], Tally] = defaultdict(Tally)
        failures = []
        texts = {k: v for k, v in self.texts.items() if k not in self.spoilt}
        noisy = {k: v for k, v in self.texts.items() if k in self.spoilt}
        asked = [*cases(rng, texts, self.absent, self.borders, each)]
        asked += [
            dataclasses.replace(case, group="noisy source")
            for case in cases(rng, noisy, self.absent, self.borders, each)
            if case.group == "clean"
        ]
        for case in asked:
            if self.groups and not any(case.group.startswith(group) for group in self.groups):
                continue
            if case.clean is None and exact_places(self.live, encode(folded_words(case.quote))):
                continue
            tally = tallies[case.group, case.words]
            began = time.perf_counter()
            answer = self.quotes.verify(read_quotation(case.quote), OWNER)
            tally.seconds.append(time.perf_counter() - began)
            known = answer.verdict not in (Verdict.NOT_FOUND, Verdict.TRANSLATED)
            self.latency["found" if known else "absent"].append(tally.seconds[-1])
            truth = self.equal(case.clean) | ({case.clean.document} if case.clean else set())
            self.asked.append((case, frozenset(truth)))
            if wrong := self._count(case, answer, tally):
                failures.append(wrong)
        return tallies, failures

    def _count(self, case: Case, answer: Verification, tally: Tally) -> dict[str, Any] | None:
        tally.count += 1
        tally.verdicts[answer.verdict.value] += 1
        found = answer.verdict not in (Verdict.NOT_FOUND, Verdict.TRANSLATED)
        tally.found += found
        truth = self.equal(case.clean) | ({case.clean.document} if case.clean else set())
        first = bool(answer.matches) and answer.matches[0].document.id in truth
        tally.first += first
        partly = case.clean is None and answer.verdict is Verdict.PARTIAL and is_partly_there(self.live, case.quote)
        tally.partly += partly
        if case.clean is None and found and not partly:
            tally.word_away += is_a_word_away(self.live, case.quote)
        right = answer.verdict.value in case.right if case.right else (found if case.clean else partly or not found)
        tally.right += right
        if right and (first or case.clean is None) and not self.tell_all:
            return None
        best = answer.matches[0] if answer.matches else None
        return {
            "group": case.group,
            "words": case.words,
            "quote": case.quote,
            "verdict": answer.verdict.value,
            "first": first,
            "clean": case.clean.text if case.clean else None,
            "best": best.source_text if best else None,
            "changes": [(c.type.value, c.quote, c.source, c.why) for c in best.changes] if best else [],
            "similarity": best.similarity if best else None,
        }


def quantile(seconds: Sequence[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def report(bench: Bench, tallies: Mapping[tuple[str, int], Tally]) -> None:
    made, text = bench.size()
    took = f"{bench.built:.0f} s ({bench.built_cpu:.0f} s of one core)"
    print(f"structure of {text / 1e6:.0f} MB: {took}, {made / text:.2f} × the text")
    print(f"{'group':14}{'words':>6}{'n':>5}{'found':>8}{'first':>8}{'right':>8}{'p50 ms':>9}{'p95 ms':>9}  verdicts")
    for (group, words), tally in sorted(tallies.items()):
        verdicts = " ".join(f"{name}:{count}" for name, count in sorted(tally.verdicts.items()))
        p50, p95 = (quantile(tally.seconds, share) * 1000 for share in (0.5, 0.95))
        print(
            f"{group:14}{words:6}{tally.count:5}{tally.found / tally.count:8.3f}{tally.first / tally.count:8.3f}"
            f"{tally.right / tally.count:8.3f}{p50:9.1f}{p95:9.1f}  {verdicts}"
        )


def report_false_finds(tallies: Mapping[tuple[str, int], Tally]) -> None:
    """How many quotations of documents left out were called found, but for *partial* where a part really is there."""
    absent = [tally for (group, _), tally in tallies.items() if group == LEFT_OUT]
    asked, partly = sum(tally.count for tally in absent), sum(tally.partly for tally in absent)
    false, away = sum(tally.found for tally in absent) - partly, sum(tally.word_away for tally in absent)
    said = sum(tally.verdicts["verbatim"] + tally.verdicts["near_verbatim"] for tally in absent)
    if asked:
        print(
            f"false finds: {false} of {asked} left out ({false / asked:.2%}), {said} of them verbatim or nearly, "
            f"{away} a word away from a document; partial, and true: {partly}"
        )


def report_peers(bench: Bench, sample: int, rng: random.Random) -> None:
    """Both peers on a sample of the cases that were asked, beside the time ours took on all."""
    for name, seconds in bench.latency.items():
        p50, p95 = (quantile(seconds, share) * 1000 for share in (0.5, 0.95))
        print(f"{name}: {len(seconds)}, p50 {p50:.1f} ms, p95 {p95:.0f} ms")
    if not sample:
        return
    asked = rng.sample(bench.asked, min(sample, len(bench.asked)))
    for name, tally in compare(bench.archive, bench.live, asked, bench.left_out).items():
        p50, p95 = (quantile(tally.seconds, share) * 1000 for share in (0.5, 0.95))
        print(
            f"{name}: right document first {tally.first} of {tally.asked}, found what nobody said {tally.false} of "
            f"{tally.absent}, p50 {p50:.0f} ms, p95 {p95:.0f} ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--peers", type=int, default=0, help="Ask Whoosh with rapidfuzz, and edlib, so many of them.")
    parser.add_argument("--failures", type=Path, help="Write what went wrong there, a JSON object a line.")
    parser.add_argument("--groups", nargs="*", default=[], help="Only the groups that begin so.")
    parser.add_argument("--tell-all", action="store_true", help="Write what went right there, too.")
    options = parser.parse_args()
    with Archive.open(load_config(options.archive / "config.toml")) as archive:
        bench = Bench(archive, options.seed, options.sample)
        bench.groups = options.groups
        bench.tell_all = options.tell_all
        try:
            tallies, failures = bench.run(options.each, random.Random(options.seed))
            report(bench, tallies)
            report_false_finds(tallies)
            report_peers(bench, options.peers, random.Random(options.seed))
            if options.failures:
                options.failures.write_text("\n".join(json.dumps(f, ensure_ascii=False) for f in failures))
        finally:
            bench.quotes.close()
            shutil.rmtree(bench.folder)


if __name__ == "__main__":
    main()
