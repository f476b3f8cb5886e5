"""Signs that belong to a number: the minus before it, and the sign of its currency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.quotes.compared import Compared
from indexer.quotes.diff import Step
from indexer.quotes.models import Change, ChangeType

_MINUS, _CURRENCY = "-−–‐‑", "$€£¥"
"""The em dash is no minus: it begins what somebody says."""

_BEFORE = re.compile(rf"(?P<before>^|.)(?P<signs>[{_CURRENCY}]?[{_MINUS}]?[{_CURRENCY}]?)$", re.DOTALL)
_WIDEST = 4
"""Characters that signs may take, and the one before them."""

_CLOSED = re.compile(r"[^.;\n]{0,80}?\w[-–](?=[\s,;.])")
"""A remark between dashes, from its first word on: *-40 por ciento dijo él- de las aulas*."""

_NUMBER = re.compile(r"\d(?:[\d.,'’]*\d)?")
_NAMED = re.compile(
    r"(?:[\s\d.,]|mil\b|mill[oó]n(?:es)?|bill[oó]n(?:es)?|thousand|[mb]illions?|de\b)*\b(?:pesos|d[oó]lares|euros|dollars)\b"
)
"""The currency in words, behind a number."""


def signed_otherwise(compared: Compared, step: Step) -> Change | None:
    """The change of a number whose figures are the same and whose sign is not: *-3.5* for *3.5*, *$40* for *40*."""
    one, other = _signs_of(compared, step)
    if one is None or other is None:
        return None
    # OCR loses the sign of a currency, and with it nothing of the amount.
    if not one.turned(other) and (compared.ocr is not None or not one.of_another_currency(other)):
        return None
    return Change(
        ChangeType.NUMBER,
        compared.text[slice(*one.span)],
        compared.source.text[slice(*other.span)],
        critical=True,
        why="number",
        quote_span=one.span,
        source_span=other.span,
    )


def turned(compared: Compared, step: Step) -> bool:
    """Whether one of two numbers, however they are written, is negative and the other is not."""
    one, other = _signs_of(compared, step)
    if one and other:
        return one.turned(other)
    return bool((one and one.minus) or (other and other.minus))


@dataclass(frozen=True, slots=True)
class _Signs:
    """What stands right before a number: ``span`` is that of both. ``minus`` is None where a dash may be a bullet, or
    that of a range or a remark; ``named`` tells that a currency stands behind the number in words."""

    span: tuple[int, int]
    minus: bool | None
    currency: str
    named: bool

    def turned(self, other: _Signs) -> bool:
        return None not in (self.minus, other.minus) and self.minus != other.minus

    def of_another_currency(self, other: _Signs) -> bool:
        if self.currency and other.currency:
            return self.currency != other.currency
        return self.currency != other.currency and not (other if self.currency else self).named


def _signs_of(compared: Compared, step: Step) -> tuple[_Signs | None, _Signs | None]:
    """The signs of the numbers that begin a step in quotation and source; None where it begins with no figure."""
    quote, source = compared.words[slice(*step.quote)], compared.found[slice(*step.source)]
    one = _signs_at(compared.text, quote[0].start, whole=False) if quote else None
    return one, _signs_at(compared.source.text, source[0].start, whole=True) if source else None


def _signs_at(text: str, start: int, *, whole: bool) -> _Signs | None:
    """The signs of the number at ``start``; ``whole``: a text as it was printed, whose first line may begin with a
    bullet, as any line may."""
    number, match = _NUMBER.match(text, start), _BEFORE.search(text[max(0, start - _WIDEST) : start])
    if number is None or match is None:
        return None
    signs, before = match["signs"], match["before"]
    if before.isalnum() or before in tuple("/.,:"):
        signs = ""
    span = (start - len(signs), number.end())
    minus: bool | None = any(sign in _MINUS for sign in signs)
    bullet = before == "\n" or (whole and not before)
    if minus and (bullet or text[: span[0]].rstrip()[-1:].isdigit() or _CLOSED.match(text, start)):
        minus = None
    currency = next((sign for sign in signs if sign in _CURRENCY), "")
    return _Signs(span, minus, currency, named=bool(_NAMED.match(text, number.end())))
