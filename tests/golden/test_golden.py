"""The judged set is sound, and the search answers the third of it that nothing was tuned on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from indexer.archive import Archive
from tests.golden.documents import DATA, judged_archive
from tests.golden.evaluate import scored, searching
from tests.golden.judged import QUERIES, judged_queries, mean, ndcg

HELD_OUT = 0.9
"""What the contract of the search asks of the held-out third."""


def test_there_are_enough_queries_and_a_third_of_each_group_is_held_out() -> None:
    queries = judged_queries()
    assert len(queries) >= 120
    assert len({query.id for query in queries}) == len({query.text for query in queries}) == len(queries)
    for group in {query.group for query in queries}:
        held = [query.held_out for query in queries if query.group == group]
        assert 0.25 <= mean(held) <= 0.45, group


def test_every_query_has_an_answer_and_grades_from_0_to_3() -> None:
    for query in judged_queries():
        assert any(grade >= 1 for grade in query.judgments.values()), query.id
        assert set(query.judgments.values()) <= {0, 1, 2, 3}, query.id


def test_the_evidence_is_there_for_whoever_doubts_a_judgment() -> None:
    for entry in tomllib.loads(QUERIES.read_text(encoding="utf-8"))["queries"]:
        assert entry["evidence"], entry["id"]
        for pattern in entry["evidence"]:
            re.compile(pattern)


def test_the_best_order_scores_one_and_the_worst_less() -> None:
    judgments = {"a": 3, "b": 2, "c": 1, "d": 0}
    assert ndcg(["a", "b", "c", "d"], judgments) == 1.0
    assert ndcg(["x", "a", "b", "c"], judgments) < ndcg(["a", "x", "b", "c"], judgments) < 1
    assert ndcg([], judgments) == 0.0
    assert ndcg(["b"], {"a": 3, "b": 3}) == pytest.approx(3 / (3 + 3 / 1.5849625))


def test_versions_of_one_text_count_once() -> None:
    first, second = (
        "dof/constitution/T235_decreto_2019-03-26_original_transitorios.rst",
        "dof/constitution/T235_decreto_2019-03-26_after_2022-11-18.rst",
    )
    assert ndcg([second, first, "x"], {first: 3, second: 2, "x": 2}) == ndcg([first, "x"], {first: 3, "x": 2}) == 1.0


@pytest.mark.long  # reads 615 documents, 24 pages of them by OCR: two minutes on two idle cores
@pytest.mark.shared_data
@pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA} is not there")
def test_the_search_answers_what_it_was_never_tuned_on(tmp_path: Path) -> None:
    config, keys = judged_archive(tmp_path)
    with Archive.open(config) as archive:
        scores = scored([query for query in judged_queries() if query.held_out], searching(archive, keys))
    assert mean(score.ndcg for score in scores) >= HELD_OUT
    # 0.8 of the fragments: the best passage of a document is chosen by its words, and a fragment may stand in another.
    assert mean(score.fragment for score in scores if score.fragment is not None) >= 0.8
