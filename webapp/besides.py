"""What is searched, and marked, besides the words as typed: chosen on a page of results, kept on the pages that it
leads to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask, has_request_context, request

from webapp.arguments import Arguments


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Besides:
    """``expand`` to the other language, but for ``not_expanded``; ``variants`` are how scans misread the words."""

    expand: bool = True
    not_expanded: tuple[str, ...] = ()
    variants: bool = False


USUAL = Besides()
"""Where nothing else is chosen."""

_ARGUMENTS = ("expand", "not_expanded", "variants")
_MARKING = ("documents.read", "pages.read")


def besides_of(arguments: Arguments) -> Besides:
    """Raises BadArgument."""
    return Besides(
        arguments.choice("expand", YesNo) is not YesNo.NO,
        arguments.many("not_expanded"),
        arguments.choice("variants", YesNo) is YesNo.YES,
    )


def init_besides(app: Flask) -> None:
    """An address that marks a query's words marks what was searched, no more: it takes the switches along."""
    app.url_defaults(_take_along)


def _take_along(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in _MARKING and values.get("q") and has_request_context():
        for name in _ARGUMENTS:
            if chosen := request.args.getlist(name):
                values.setdefault(name, chosen)
