"""Column types of our own: points in time that know their zone, and enumerations kept by value."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator

CODE_LENGTH = 32
"""Declared width of enumerations. SQLite does not enforce it; other databases would."""


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A point in time. SQLite keeps no zone, so it is kept in UTC and comes back as UTC; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else value.replace(tzinfo=dt.UTC)


def by_value(enumeration: type[StrEnum]) -> Enum:
    """A column for ``enumeration`` that holds its values (the contract's words), without a CHECK to migrate later."""
    return Enum(
        enumeration,
        native_enum=False,
        length=CODE_LENGTH,
        values_callable=lambda members: [member.value for member in members],
    )
