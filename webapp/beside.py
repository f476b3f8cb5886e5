"""What is told beside the results: what else was searched, how to switch it off, and what may have been meant.

Every switch is an address, so that it works without JavaScript and a link to the page is a link to exactly this search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.index.query import Reason
from indexer.search.results import SearchResults
from webapp.context import same_page
from webapp.params import SearchParams

_OF_THIS_PAGE = ("cursor", "trail")
"""Arguments of a page of results, which mean nothing for another search."""


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that is (or could be) searched, and the address of the search without (or with) it."""

    text: str
    url: str
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Besides:
    """What a term brought in that was not typed."""

    term: str
    switches: tuple[Switch, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """All that is told. Addresses are None where there is nothing to switch."""

    also: tuple[Besides, ...] = ()
    off: tuple[Switch, ...] = ()
    without_all: str | None = None
    with_all: str | None = None
    misread: tuple[Besides, ...] = ()
    with_misread: str | None = None
    without_misread: str | None = None
    suggestion: Switch | None = None


def beside(found: SearchResults, params: SearchParams) -> Beside:
    """What to tell of ``found``."""
    chosen = params.besides
    also = tuple(
        Besides(expansion.term, switches)
        for expansion in found.expansions
        if (switches := tuple(_off(added.text, params) for added in expansion.shown if added.reason is not Reason.OCR))
    )
    misread = tuple(
        Besides(
            each.term,
            tuple(Switch(form.text, "", count) for form, count in zip(each.forms, each.passages, strict=True)),
        )
        for each in found.misreadings
    )
    return Beside(
        also=also,
        off=tuple(
            Switch(name, _changed(not_expanded=_others(params.besides.not_expanded, name)))
            for name in params.besides.not_expanded
        ),
        without_all=_changed(expand="no", not_expanded=None) if also else None,
        with_all=None if chosen.expand else _changed(expand=None),
        misread=misread,
        with_misread=_changed(variants="yes") if misread and not chosen.variants else None,
        without_misread=_changed(variants=None) if chosen.variants else None,
        suggestion=Switch(found.suggestion, _changed(q=found.suggestion)) if found.suggestion else None,
    )


def _off(name: str, params: SearchParams) -> Switch:
    return Switch(name, _changed(not_expanded=[*params.besides.not_expanded, name]))


def _changed(**changes: str | list[str] | None) -> str:
    return same_page(drop=_OF_THIS_PAGE, **changes)


def _others(names: Sequence[str], name: str) -> list[str]:
    return [other for other in names if other != name]
