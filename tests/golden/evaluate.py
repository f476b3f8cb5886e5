"""How well the search answers the judged queries. `bench/golden.py` prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from indexer.archive import Archive
from indexer.models import OWNER
from indexer.search.service import SearchRequest
from indexer.text.fold import fold
from tests.golden.judged import DEPTH, JudgedQuery, ndcg


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search answered: document keys, best first, the best passage's text, and how the query was read."""

    ranking: tuple[str, ...]
    best_passage: str = ""
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """One query's agreement with the judgments; ``fragment`` whether the best passage holds what it must."""

    query: JudgedQuery
    answer: Answer
    ndcg: float
    fragment: bool | None


def searching(archive: Archive, keys: Mapping[str, str]) -> Callable[[str], Answer]:
    """Asks ``archive`` as the web asks it; ``keys`` are document id → key of the judgments."""

    def ask(text: str) -> Answer:
        found = archive.search(SearchRequest(text, size=2 * DEPTH, grouped=True, fold=True), OWNER)
        ranking = tuple(keys.get(group.document.id, group.document.id) for group in found.groups)
        best = found.hits[0].passage.text if found.hits else ""
        return Answer(ranking, best, found.read_as)

    return ask


def scored(queries: Iterable[JudgedQuery], ask: Callable[[str], Answer]) -> list[Score]:
    scores = []
    for query in queries:
        answer = ask(query.text)
        held = None if query.fragment is None else _plain(query.fragment) in _plain(answer.best_passage)
        scores.append(Score(query, answer, ndcg(answer.ranking, query.judgments), held))
    return scores


def by_group(scores: Iterable[Score]) -> dict[str, list[float]]:
    """The scores of each group, and of all."""
    groups: dict[str, list[float]] = {}
    for score in scores:
        for name in (score.query.group, "all"):
            groups.setdefault(name, []).append(score.ndcg)
    return groups


def _plain(text: str) -> str:
    return " ".join(fold(text).text.split())
