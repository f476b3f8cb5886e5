"""What results can be narrowed by: facets with their counts, and the filters in force with the way out of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request
from flask_babel import gettext, lazy_gettext

from indexer.search.results import SearchResults
from webapp.context import collection_title, collections, same_page
from webapp.filters import DOCUMENT_LANGUAGES, KINDS, date_words
from webapp.params import SearchParams
from webapp.periods import Level, period_of

MOST_ROWS = 8
"""Values of a facet: what one takes in at a glance; the form and the query have the rest."""

_FROM_THE_START = ("cursor", "trail")

CITED = {"yes": lazy_gettext("cited in a report"), "no": lazy_gettext("not cited")}


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A value that results can be narrowed to (or, if ``chosen``, freed of), with the number of its passages."""

    label: str
    count: int
    url: str
    chosen: bool = False
    speaker: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the results."""

    title: str
    rows: list[FacetRow]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in force and the address without it."""

    label: str
    url: str


def facets_of(found: SearchResults, params: SearchParams) -> list[Facet]:
    """The facets that say something: with more than one value, or with one that is in force."""
    counts = found.facets
    languages = {key.value: str(label) for key, label in DOCUMENT_LANGUAGES.items()}
    kinds = {kind.value: str(label) for kind, label in KINDS.items()}
    cited = {value: str(label) for value, label in CITED.items()}
    titled = {name: collection_title(name) for name in collections()}
    speakers = {name: name for name in counts.get("speaker", {}) if name}
    facets = [
        Facet(gettext("Kind"), _rows("kind", counts, kinds, params.kinds)),
        Facet(gettext("Collection"), _rows("collection", counts, titled, params.collections)),
        Facet(gettext("Year"), _years(counts.get("year", {}), params)),
        Facet(gettext("Language"), _rows("language", counts, languages, params.languages)),
        Facet(gettext("Cited"), _rows("cited", counts, cited, _cited(params))),
        Facet(gettext("Speaker"), _rows("speaker", counts, speakers, params.speakers, speaker=True)),
    ]
    return [facet for facet in facets if len(facet.rows) > 1 or any(row.chosen for row in facet.rows)]


def _rows(
    name: str,
    facets: Mapping[str, Mapping[str, int]],
    labels: Mapping[str, str],
    chosen: Iterable[str],
    *,
    speaker: bool = False,
) -> list[FacetRow]:
    """The chosen values, then the most frequent ones. A value without a label is none that this reader may see."""
    in_force = {str(value) for value in chosen}
    counts = sorted(facets.get(name, {}).items(), key=lambda item: (item[0] not in in_force, -item[1], item[0]))
    return [
        FacetRow(
            labels[value],
            count,
            _without(name, value) if value in in_force else same_page(drop=_FROM_THE_START, **{name: value}),
            chosen=value in in_force,
            speaker=speaker,
        )
        for value, count in counts[:MOST_ROWS]
        if value in labels
    ]


def _years(counts: Mapping[str, int], params: SearchParams) -> list[FacetRow]:
    """The latest year first; passages of undated documents are in none."""
    rows = []
    for name in sorted((name for name in counts if name.isdigit()), reverse=True)[:MOST_ROWS]:
        first, last = f"{int(name):04}-01-01", f"{int(name):04}-12-31"
        chosen = (params.date_from, params.date_to) != (None, None) and len(counts) == 1
        url = _without_dates() if chosen else same_page(drop=_FROM_THE_START, **{"from": first, "to": last})
        rows.append(FacetRow(name, counts[name], url, chosen))
    return rows


def filters_in_force(params: SearchParams) -> list[ActiveFilter]:
    """Each filter with the address without it."""
    chosen = [("kind", kind.value, str(KINDS[kind])) for kind in params.kinds]
    chosen += [("collection", name, collection_title(name)) for name in params.collections]
    chosen += [("language", item.value, str(DOCUMENT_LANGUAGES[item])) for item in params.languages]
    chosen += [("cited", value, str(CITED[value])) for value in _cited(params)]
    chosen += [("speaker", name, name) for name in params.speakers]
    active = [ActiveFilter(label, _without(name, value)) for name, value, label in chosen]
    return active + _dates(params)


def _dates(params: SearchParams) -> list[ActiveFilter]:
    """A whole month or year is one filter; other dates are two."""
    first, last = params.date_from, params.date_to
    for level in (Level.MONTH, Level.YEAR, Level.DECADE):
        if first and last and (period := period_of(first, level)).first == first and period.last == last:
            return [ActiveFilter(period.label, _without_dates())]
    active = []
    if first:
        label = gettext("from %(date)s", date=date_words(first))
        active.append(ActiveFilter(label, same_page(drop=(*_FROM_THE_START, "from"))))
    if last:
        label = gettext("until %(date)s", date=date_words(last))
        active.append(ActiveFilter(label, same_page(drop=(*_FROM_THE_START, "to"))))
    return active


def _cited(params: SearchParams) -> list[str]:
    return [] if params.cited is None else ["yes" if params.cited else "no"]


def _without(name: str, value: str) -> str:
    others = [other for other in request.args.getlist(name) if other.strip() != value]
    return same_page(drop=_FROM_THE_START, **{name: others})


def _without_dates() -> str:
    return same_page(drop=(*_FROM_THE_START, "from", "to"))
