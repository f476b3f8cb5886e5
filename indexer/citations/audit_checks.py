"""What the checks of a note's quotations and figures say, as the audit tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.citations.audit_remarks import Remark, WarningCode, remark
from indexer.citations.stated import figures_of, quotes_of
from indexer.citations.view import NoteView
from indexer.models import Check, FigureStatus, LinkStatus, Stated

Checks = Mapping[tuple[str, Stated, str], Check]
"""The checks of a report that its reader may see: note, what is stated, its text → the check."""

SHORTENED = 80
"""Characters of a quotation that a warning repeats."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A quotation or figure of a note. ``verdict`` is that of the quote check or the figure's status, None if it has
    not been checked (or cannot be: ``check.problem``); ``cited`` tells whether it was found in a source that the note
    cites."""

    text: str
    verdict: str | None = None
    check: Check | None = None
    cited: bool = False

    @property
    def match(self) -> Mapping[str, Any] | None:
        return self.check.match if self.check and self.verdict else None


def quotes_stated(view: NoteView, checks: Checks) -> tuple[Statement, ...]:
    """The note's quotations with what became of them."""
    cited = {linked.document.id for linked in view.documents}
    return tuple(
        _statement(text, checks.get((view.note.note, Stated.QUOTE, text)), cited) for text in quotes_of(view.note)
    )


def figures_stated(view: NoteView, checks: Checks) -> tuple[Statement, ...]:
    """The note's figures; without a confirmed original there is nothing that they could stand in."""
    cited = {
        linked.document.id
        for linked in view.documents
        if linked.link.status is LinkStatus.CONFIRMED and not linked.document.specimen
    }
    return tuple(
        _figure(text, checks.get((view.note.note, Stated.FIGURE, text)), cited) for text in figures_of(view.note)
    )


def _statement(text: str, check: Check | None, cited: set[str]) -> Statement:
    if check is None:
        return Statement(text)
    return Statement(text, check.verdict, check, check.spot is not None and check.spot.document in cited)


def _figure(text: str, check: Check | None, cited: set[str]) -> Statement:
    if not cited:
        return Statement(text, FigureStatus.NO_SOURCE.value)
    # A link made or taken back since leaves the figure unchecked, whatever the check before has found.
    if check is None or set(check.cited) != cited:
        return Statement(text)
    return _statement(text, check, cited)


def warnings_of_checks(
    view: NoteView, quotes: tuple[Statement, ...], figures: tuple[Statement, ...]
) -> Iterator[Remark]:
    """What an editor should look at again: what has changed since it was checked, what stands elsewhere than cited."""
    for quote in quotes:
        yield from _drift(quote)
        originals = [linked for linked in view.documents if not linked.document.specimen]
        if quote.match and originals and not quote.cited:
            yield remark(
                WarningCode.QUOTE_ELSEWHERE, quote=_short(quote.text), title=str(quote.match.get("title") or "")
            )
    for figure in figures:
        yield from _drift(figure)


def _drift(statement: Statement) -> Iterator[Remark]:
    check = statement.check
    if check is None or statement.verdict is None or check.former is None or check.former.document is None:
        return  # what was not found before has not drifted: it has been found
    former = check.former
    values = {"quote": _short(statement.text), "date": former.at.date().isoformat()}
    if former.verdict != statement.verdict:
        yield remark(WarningCode.CHECK_CHANGED, **values, was=former.verdict, now=statement.verdict)
    elif check.spot and (former.document, former.page) != (check.spot.document, check.spot.page):
        yield remark(WarningCode.CHECK_MOVED, **values)


def _short(text: str) -> str:
    return text if len(text) <= SHORTENED else f"{text[: SHORTENED - 1].rstrip()}…"


# --- the contract's `quotes` and `figures` ------------------------------------------------------


def quote_json(quote: Statement) -> dict[str, Any]:
    """A quotation in the contract's shape, with when it was checked, and what that check said differently before."""
    return {
        "quote": quote.text,
        "verdict": quote.verdict,
        "critical": bool(quote.check and quote.verdict and quote.check.critical),
        "cited": quote.cited,
        "match": quote.match,
        **_checked_json(quote),
    }


def figure_json(figure: Statement) -> dict[str, Any]:
    """A figure in the contract's shape."""
    return {"figure": figure.text, "status": figure.verdict, "match": figure.match, **_checked_json(figure)}


def _checked_json(statement: Statement) -> dict[str, Any]:
    check = statement.check
    former = check.former if check else None
    return {
        "checked_at": check.at.isoformat() if check else None,
        "problem": check.problem if check else None,
        "former": None
        if former is None
        else {
            "verdict": former.verdict,
            "document": former.document,
            "page": former.page,
            "checked_at": former.at.isoformat(),
        },
    }
