"""How well the search answers the judged queries (tests/golden), by group.

    .venv/bin/python -m bench.golden FOLDER [--bad] [--held-out]

FOLDER is an archive of the judged documents; where it is empty, it is made (minutes). Queries that are held out are
counted only with ``--held-out``, and never listed: they are not for tuning.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from indexer.archive import Archive
from indexer.config import load_config
from tests.golden.documents import judged_archive
from tests.golden.evaluate import by_group, scored, searching
from tests.golden.judged import DEPTH, judged_queries, mean

KEYS = "keys.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bad", action="store_true", help="list the queries below 0.9, but for those held out")
    parser.add_argument("--held-out", action="store_true", help="count those that are held out as well")
    options = parser.parse_args()
    file = options.folder / KEYS
    if not file.exists():
        options.folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(judged_archive(options.folder)[1]), encoding="utf-8")
    keys = json.loads(file.read_text(encoding="utf-8"))
    with Archive.open(load_config(options.folder / "config.toml")) as archive:
        scores = scored(judged_queries(), searching(archive, keys))
    for held_out in (False, True) if options.held_out else (False,):
        print(f"\nnDCG@{DEPTH}, {'held out' if held_out else 'not held out'}")
        for group, values in sorted(by_group(s for s in scores if s.query.held_out == held_out).items()):
            print(f"{group:20} {mean(values):.3f}  ({len(values)})")
    if options.bad:
        for score in scores:
            if score.ndcg < 0.9 and not score.query.held_out:
                print(f"\n{score.ndcg:.2f} {score.query.id} {score.query.text}  read as {score.answer.read_as}")
                for key in score.answer.ranking[:DEPTH]:
                    print(f"     {score.query.judgments.get(key, '-')} {key}")
                missing = [k for k, grade in score.query.judgments.items() if grade and k not in score.answer.ranking]
                print("     missing:", *missing[:5])


if __name__ == "__main__":
    main()
