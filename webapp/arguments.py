"""The untrusted arguments of a request, checked one by one: the only module that reads ``request.args`` and forms."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import ClassVar, TypeVar

from flask import Request
from flask_babel import gettext

from indexer.errors import CotejoError
from indexer.models import COLLECTION_ID
from indexer.search.parser import MAX_QUERY_CHARACTERS

MAX_QUERY = MAX_QUERY_CHARACTERS

MAX_VALUES = 20
"""Values of one repeatable argument: more than all kinds together."""

MAX_TEXT = 200
"""Characters of a speaker's name: with office and ministry they have up to 150."""

MAX_NUMBER = 1_000_000_000
"""Any larger page or offset is a mistake; it also keeps integers within what SQLite holds."""

_DIGITS = re.compile(r"[0-9]{1,10}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

E = TypeVar("E", bound=StrEnum)


class BadArgument(CotejoError):
    """An argument of the request is wrong; the sentence is in the reader's language."""

    code: ClassVar[str] = "bad_argument"
    remedy: ClassVar[str] = ""
    exit_status: ClassVar[int] = 2


class Arguments:
    """The untrusted arguments of a request; every method returns a checked value or raises BadArgument."""

    def __init__(self, request: Request, *, form: bool = False) -> None:
        self._untrusted = request.form if form else request.args

    def pasted(self, name: str) -> str:
        """A text as it was pasted, paragraphs and control characters and all: for a reader that cleans it."""
        untrusted = self._untrusted.getlist(name)
        if len(untrusted) > 1:
            raise BadArgument(gettext("“%(name)s” is given more than once.", name=name))
        return untrusted[0] if untrusted else ""

    def one(self, name: str) -> str:
        """The value given once, without outer white space; empty if absent."""
        untrusted = self._untrusted.getlist(name)
        if len(untrusted) > 1:
            raise BadArgument(gettext("“%(name)s” is given more than once.", name=name))
        return _printable(name, untrusted[0].strip()) if untrusted else ""

    def many(self, name: str) -> tuple[str, ...]:
        """All values given, in order, without repetitions and blanks."""
        untrusted = self._untrusted.getlist(name)
        if len(untrusted) > MAX_VALUES:
            raise BadArgument(gettext("“%(name)s” is given more than %(most)s times.", name=name, most=MAX_VALUES))
        return tuple(dict.fromkeys(_printable(name, value.strip()) for value in untrusted if value.strip()))

    def query(self, name: str) -> str:
        return _not_too_long(self.one(name))

    def queries(self, name: str) -> tuple[str, ...]:
        """Queries given one by one, without repetitions and blanks."""
        return tuple(_not_too_long(value) for value in self.many(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """Names and the like, as typed."""
        for value in self.many(name):
            if len(value) > MAX_TEXT:
                raise BadArgument(gettext("“%(name)s” has more than %(most)s characters.", name=name, most=MAX_TEXT))
        return self.many(name)

    def choices(self, name: str, options: type[E]) -> tuple[E, ...]:
        return tuple(_option(name, value, options) for value in self.many(name))

    def choice(self, name: str, options: type[E]) -> E | None:
        value = self.one(name)
        return _option(name, value, options) if value else None

    def collections(self, name: str) -> tuple[str, ...]:
        """Collection ids by their form only: one that does not exist for this reader simply finds nothing."""
        for value in self.many(name):
            if not COLLECTION_ID.fullmatch(value):
                raise BadArgument(gettext("“%(value)s” is not the id of a collection.", value=_short(value)))
        return self.many(name)

    def date(self, name: str) -> dt.date | None:
        return read_date(self.one(name))

    def number(self, name: str, *, least: int, most: int = MAX_NUMBER) -> int | None:
        value = self.one(name)
        if not value:
            return None
        if not _DIGITS.fullmatch(value) or not least <= int(value) <= most:
            raise BadArgument(
                gettext(
                    "“%(name)s” must be a whole number from %(least)s to %(most)s, not “%(value)s”.",
                    name=name,
                    least=least,
                    most=most,
                    value=_short(value),
                )
            )
        return int(value)

    def one_of(self, name: str, allowed: Sequence[int], default: int) -> int:
        value = self.one(name)
        if value and value not in map(str, allowed):
            raise BadArgument(not_one_of(name, value, map(str, allowed)))
        return int(value) if value else default

    def matching(self, name: str, form: re.Pattern[str]) -> str | None:
        value = self.one(name)
        return _matching(name, value, form) if value else None

    def all_matching(self, name: str, form: re.Pattern[str]) -> tuple[str, ...]:
        return tuple(_matching(name, value, form) for value in self.many(name))


def read_date(untrusted: str) -> dt.date | None:
    """A day as 2023-03-09; None for nothing. Raises BadArgument."""
    if not untrusted:
        return None
    if (date := _iso_date(untrusted)) is None:
        raise BadArgument(
            gettext("“%(value)s” is not a date; write it as 2023-03-09 (year-month-day).", value=_short(untrusted))
        )
    return date


def _option(name: str, value: str, options: type[E]) -> E:
    allowed = {option.value: option for option in options}
    if value not in allowed:
        raise BadArgument(not_one_of(name, value, allowed))
    return allowed[value]


def _matching(name: str, value: str, form: re.Pattern[str]) -> str:
    if not form.fullmatch(value):
        raise BadArgument(gettext("“%(name)s” cannot be “%(value)s”.", name=name, value=_short(value)))
    return value


def _not_too_long(query: str) -> str:
    if len(query) > MAX_QUERY:
        raise BadArgument(
            gettext("The query has %(length)s characters; %(most)s is the most.", length=len(query), most=MAX_QUERY)
        )
    return query


def _iso_date(value: str) -> dt.date | None:
    """The date, or None. ``fromisoformat`` alone also takes 20230309 and week dates, which nobody writes on purpose."""
    try:
        return dt.date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        return None


def _printable(name: str, untrusted: str) -> str:
    """The value, if it has no control characters (NUL, escapes, lone surrogates); white space becomes a space."""
    value = re.sub(r"[\t\r\n]+", " ", untrusted)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        raise BadArgument(gettext("“%(name)s” holds control characters.", name=name))
    return value


def not_one_of(name: str, value: str, allowed: Iterable[str]) -> str:
    sentence: str = gettext(
        "“%(name)s” cannot be “%(value)s”; it is one of: %(allowed)s.",
        name=name,
        value=_short(value),
        allowed=", ".join(allowed),
    )
    return sentence


def _short(value: str) -> str:
    """A value as a message may repeat it."""
    return value if len(value) <= 60 else value[:60] + "…"
