"""The judged queries, and how well an answer's order agrees with the judgments."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).with_name("queries.toml")

DEPTH = 10

FAMILIES = (
    (
        "dof/constitution/T235_decreto_2019-03-26_original_transitorios.rst",
        "dof/constitution/T235_decreto_2019-03-26_after_2022-11-18.rst",
    ),
    (
        "dof/constitution/articulo_021_at_3d6a8ab.rst",
        "dof/constitution/articulo_021_at_91a18d5.rst",
        "dof/constitution/articulo_021_at_91a18d5_parent.rst",
    ),
)
"""Versions of one text: they count as one document, whether an engine folds them or not."""

_FAMILY = {key: family[0] for family in FAMILIES for key in family}


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query and its answers: document key → grade (3 answers it, 2 a passage about it, 1 a mention, 0 not)."""

    id: str
    text: str
    group: str
    judgments: Mapping[str, int]
    held_out: bool = False
    glossary: bool = False
    fragment: str | None = None


def judged_queries() -> list[JudgedQuery]:
    table = tomllib.loads(QUERIES.read_text(encoding="utf-8"))
    return [
        JudgedQuery(
            entry["id"],
            entry["text"],
            entry["group"],
            entry["judgments"],
            entry.get("held_out", False),
            entry.get("glossary", False),
            entry.get("fragment"),
        )
        for entry in table["queries"]
    ]


def ndcg(ranking: Sequence[str], judgments: Mapping[str, int], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain of document keys, best first: linear gain, log2 discount (Järvelin and
    Kekäläinen 2002, as trec_eval computes it)."""
    grades: dict[str, int] = {}
    for key, grade in judgments.items():
        grades[_FAMILY.get(key, key)] = max(grade, grades.get(_FAMILY.get(key, key), 0))
    listed = list(dict.fromkeys(_FAMILY.get(key, key) for key in ranking))
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain(grades.get(key, 0) for key in listed[:depth]) / best if best else 0.0


def _gain(grades: Iterable[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else 0.0
