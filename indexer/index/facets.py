"""Matching passages counted by what they belong to: array work on the columns, whatever the number of hits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.base import Filters
from indexer.index.columns import KINDS, LANGUAGES, NO_DATE, Columns

MOST_SPEAKERS = 100
"""Speakers counted: transcripts of six years name thousands, and nobody reads beyond the first dozens."""


def facets(
    rows: NDArray[np.int64],
    per_document: NDArray[np.int64],
    columns: Columns,
    filters: Filters,
    cited: frozenset[str],
) -> dict[str, dict[str, int]]:
    """Matching passages by kind, collection, year, month, language, speaker and whether a report cites them (documents
    ``cited``). A passage in several collections counts in each, and a collection that the reader may not see is not
    named."""
    kinds = np.bincount(columns.kind, weights=per_document, minlength=len(KINDS))
    languages = np.bincount(columns.language[rows], minlength=len(LANGUAGES))
    visible = columns.visible_collections(filters)
    in_collection = per_document @ columns.in_collection
    by_month = np.bincount(columns.month_place, weights=per_document, minlength=len(columns.months)).tolist()
    dated = [
        (month, int(count)) for month, count in zip(columns.months.tolist(), by_month, strict=True) if month != NO_DATE
    ]
    years: dict[str, int] = {}
    for month, count in dated:
        if count:
            years[f"{month // 12}"] = years.get(f"{month // 12}", 0) + count
    return {
        "kind": _counted([str(kind) for kind in KINDS], kinds),
        "collection": _counted([columns.collections[column] for column in visible], in_collection[visible]),
        "year": years,
        "month": {f"{month // 12:04}-{month % 12 + 1:02}": count for month, count in dated if count},
        "language": _counted([str(language) for language in LANGUAGES], languages),
        "speaker": _speakers(rows, columns),
        "cited": _cited(per_document, columns, cited),
    }


def _speakers(rows: NDArray[np.int64], columns: Columns) -> dict[str, int]:
    """The speakers with the most passages, most first."""
    counts = np.bincount(columns.speaker[rows] + 1, minlength=len(columns.speaker_names) + 1)[1:]
    most = np.argsort(-counts, kind="stable")[:MOST_SPEAKERS]
    return _counted([columns.speaker_names[place] for place in most.tolist()], counts[most])


def _cited(per_document: NDArray[np.int64], columns: Columns, cited: frozenset[str]) -> dict[str, int]:
    total = int(per_document.sum())
    yes = int(per_document[columns.among(cited)].sum()) if cited else 0
    return {name: count for name, count in (("yes", yes), ("no", total - yes)) if count}


def _counted(names: Sequence[str], counts: NDArray[np.generic]) -> dict[str, int]:
    return {name: int(count) for name, count in zip(names, counts.tolist(), strict=True) if count}
