"""Finds numbers in Spanish and English text and tells their value, however they are written.

The same figure stands as ``286,494`` · ``286.494`` · ``286 494`` · ``286 mil 494`` (design/findings.md), five million
as ``5,000,000`` · ``5 millones`` · ``cinco millones`` · ``5 million``, a share as ``77.3 %`` · ``77,3 por ciento``.

Where a point could part thousands or decimals (``1.234``), both readings are told, thousands first: Mexico writes
``1,234.5``, its OCR and the rest of the language also ``1.234,5``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

MOST_DIGITS = 30
"""Longer runs of digits are identifiers, not amounts."""

_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_NUMERAL = rf"(?:\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?(?![\d{_SPACES}]\d)(?!\d)|\d+(?:[.,'’´]\d+)*)"
PERCENT = r"(?:\s?%|\s+por\s?ciento\b|\s+per\s?cent\b)"

_SMALL = {
    name: value
    for value, names in {
        1: "un uno una one", 2: "dos two", 3: "tres three", 4: "cuatro four", 5: "cinco five", 6: "seis six",
        7: "siete seven", 8: "ocho eight", 9: "nueve nine", 10: "diez ten", 11: "once eleven", 12: "doce twelve",
        13: "trece thirteen", 14: "catorce fourteen", 15: "quince fifteen", 16: "dieciséis dieciseis sixteen",
        17: "diecisiete seventeen", 18: "dieciocho eighteen", 19: "diecinueve nineteen", 20: "veinte twenty",
        21: "veintiún veintiun veintiuno veintiuna", 22: "veintidós veintidos", 23: "veintitrés veintitres",
        24: "veinticuatro", 25: "veinticinco", 26: "veintiséis veintiseis", 27: "veintisiete", 28: "veintiocho",
        29: "veintinueve", 30: "treinta thirty", 40: "cuarenta forty", 50: "cincuenta fifty", 60: "sesenta sixty",
        70: "setenta seventy", 80: "ochenta eighty", 90: "noventa ninety", 100: "cien ciento",
        200: "doscientos doscientas", 300: "trescientos trescientas", 400: "cuatrocientos cuatrocientas",
        500: "quinientos quinientas", 600: "seiscientos seiscientas", 700: "setecientos setecientas",
        800: "ochocientos ochocientas", 900: "novecientos novecientas",
    }.items()
    for name in names.split()
}  # fmt: skip
_MULTIPLIERS = {
    "hundred": 100,
    **dict.fromkeys(("mil", "thousand"), 1_000),
    **dict.fromkeys(("millón", "millon", "millones", "million", "millions"), 1_000_000),
    **dict.fromkeys(("billion", "billions"), 1_000_000_000),
    **dict.fromkeys(("billón", "billon", "billones", "trillion", "trillions"), 1_000_000_000_000),
}
_LARGE = 1_000_000


def _any_of(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


# None begins with a look behind, which would cost Python's engine its quick search for a first character: what stands
# before a match is looked at afterwards.
_DIGITS = re.compile(r"\d+")
_LONE = re.compile(rf"(?P<numeral>{_NUMERAL})(?P<percent>{PERCENT})?(?![\w/])")
_MULTIPLIER = re.compile(rf"(?:{_any_of(_MULTIPLIERS)})\b")
_PART = re.compile(
    rf"(?:(?P<numeral>{_NUMERAL})(?![\w/])|\b(?P<small>{_any_of(_SMALL)})\b"
    rf"|\b(?P<multiplier>{_any_of(_MULTIPLIERS)})\b)(?P<percent>{PERCENT})?"
)
_BETWEEN = re.compile(r"\s{1,3}(?:(?:y|and)\s{1,3})?|-")
_NOT_BEFORE = frozenset(".,'’´/-")
_WINDOW = 80
"""Characters around *mil* or *millones* in which the rest of the number stands: «ochocientos treinta y cinco mil …»."""


def spoken_value(word: str) -> Decimal | None:
    """What one word says as a number (*veintisiete*, *mil*); None if it is none."""
    known = _SMALL.get(word.lower()) or _MULTIPLIERS.get(word.lower())
    return None if known is None else Decimal(known)


def numbers_in_words(text: str) -> list[FoundNumber]:
    """Every number of which some part is a word (*noventa y cinco*, *95 mil*, *dos*), articles among them (*un*)."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    parts, found = list(_parts(lower, 0, len(lower))), []
    while parts:
        run = _run(lower, parts)
        parts = parts[len(run) :]
        if not all(part.digits for part in run):
            found.append(_number(run))
    return found


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number and where it is written: ``text[start:end]``. ``values`` are its possible readings, likeliest first;
    ``plain`` is one written as bare digits."""

    values: tuple[Decimal, ...]
    percent: bool
    start: int
    end: int
    plain: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Each reading as a word that all ways of writing it share: ``286494``, ``77.3%``."""
        unit = "%" if self.percent else ""
        return tuple(f"{_canonical(value)}{unit}" for value in self.values)


def find_numbers(text: str) -> list[FoundNumber]:
    """Every number written in digits, or in words with *mil*, *millones* and the like, in reading order, apart from
    each other. Bare digits are among them (``plain``); dates, times and file numbers with strokes are not."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals (İ) are longer in small letters
        lower = text
    found = list(_lone_numbers(lower))
    windows = _windows(lower)
    if not windows:
        return found
    joined = [number for start, end in windows for number in _with_multipliers(lower, start, end)]
    apart = [number for number in found if not any(other.start < number.end <= other.end for other in joined)]
    return sorted([*apart, *joined], key=lambda number: number.start)


def _lone_numbers(text: str) -> Iterator[FoundNumber]:
    done = 0
    for digits in _DIGITS.finditer(text):
        if (
            digits.start() < done
            or not _begins(text, digits.start())
            or not (match := _LONE.match(text, digits.start()))
        ):
            continue
        done = match.end()
        if values := numeral_values(match["numeral"]):
            percent = match["percent"] is not None
            yield FoundNumber(values, percent, match.start(), done, not percent and match["numeral"].isdecimal())


def _begins(text: str, start: int) -> bool:
    """Whether what stands before ``start`` lets a number begin there: ``no.286,494`` does, ``1.286,494`` does not."""
    before = text[max(0, start - 2) : start]
    if before[-1:] in _NOT_BEFORE:
        return not before[0].isdigit()
    return not (before[-1:].isalnum() or before[-1:] == "_")


def numeral_values(numeral: str) -> tuple[Decimal, ...]:
    """What digits with separators can mean; nothing if they are no number (``30.07.2020``, ``1,2,3``)."""
    first, *rest = re.split(r"(\D)", numeral)
    separators, groups = rest[::2], rest[1::2]
    digits = first + "".join(groups)
    if len(digits) > MOST_DIGITS:
        return ()
    if not groups:
        return (Decimal(digits),)
    readings: list[Decimal] = []
    # 1'234,567 mixes the apostrophe of millions with the comma of thousands.
    same = len({"," if separator in "'’´" else separator for separator in separators}) == 1
    if len(first) <= 3 and not first.startswith("0") and same and all(len(group) == 3 for group in groups):
        readings.append(Decimal(digits))
    *thousands, last = groups
    point, grouping = separators[-1], set(separators[:-1])
    decimal = point in ".," and point not in grouping and len(grouping - set("'’´")) <= 1
    grouped = all(len(group) == 3 for group in thousands) and (not thousands or len(first) <= 3)
    if decimal and grouped and not (readings and point == "," and first != "0"):
        readings.append(Decimal(f"{first}{''.join(thousands)}.{last}"))
    return tuple(readings)


# --- numbers with mil, millones, … ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    values: tuple[Decimal, ...]
    multiplies: bool
    digits: bool
    percent: bool
    start: int
    end: int


def _windows(text: str) -> list[tuple[int, int]]:
    """Where numbers with multipliers may stand, apart from each other."""
    windows: list[tuple[int, int]] = []
    for match in _MULTIPLIER.finditer(text):
        start, end = max(0, match.start() - _WINDOW), match.end() + _WINDOW
        if windows and start <= windows[-1][1]:
            start = windows.pop()[0]
        windows.append((start, end))
    return windows


def _parts(text: str, start: int, end: int) -> Iterator[_Part]:
    for match in _PART.finditer(text, start, end):
        if not _begins(text, match.start()):
            continue
        percent = match["percent"] is not None
        word = match["small"] or match["multiplier"] or ""
        if match["numeral"]:
            values = numeral_values(match["numeral"])
        else:
            values = (Decimal(_SMALL.get(word) or _MULTIPLIERS[word]),)
        if values:
            yield _Part(values, word in _MULTIPLIERS, not word, percent, match.start(), match.end())


def _with_multipliers(text: str, start: int, end: int) -> Iterator[FoundNumber]:
    parts = list(_parts(text, start, end))
    place = 0
    while place < len(parts):
        run = _run(text, parts[place:])
        place += len(run)
        # «mil pesos», not «millones de mexicanos»; «treinta y dos mil», not «treinta y dos».
        several = len(run) > 1 and any(part.multiplies for part in run)
        if run[0].digits or several or run[0].values[0] == 1_000:
            plain = len(run) == 1 and run[0].digits and text[run[0].start : run[0].end].isdecimal()
            yield _number(run, plain=plain)


def _number(run: Sequence[_Part], *, plain: bool = False) -> FoundNumber:
    readings = product(*(part.values for part in run))
    values = tuple(_value(list(zip(run, reading, strict=True))) for reading in readings)
    return FoundNumber(tuple(dict.fromkeys(values)), run[-1].percent, run[0].start, run[-1].end, plain)


def _run(text: str, parts: Sequence[_Part]) -> Sequence[_Part]:
    """The parts from the first on that are one number."""
    largest = 0
    for size, part in enumerate(parts, start=1):
        if part.multiplies:
            largest = max(largest, int(part.values[0]))
        following = parts[size] if size < len(parts) else None
        if following is None or part.percent or not _BETWEEN.fullmatch(text[part.end : following.start]):
            return parts[:size]
        after = parts[size + 1] if size + 1 < len(parts) else None
        if not _joins(part, following, after, largest):
            return parts[:size]
    return parts


def _joins(part: _Part, following: _Part, after: _Part | None, largest: int) -> bool:
    """Whether a number goes on: «veinte mil», «mil 300», «treinta y dos», «3 mil 500 millones», but not «uno dos»,
    «5 300», «diez mil, veinte mil»."""
    value, follower = part.values[0], following.values[0]
    if following.multiplies:
        return not part.multiplies or follower > value
    again = after is not None and after.multiplies and int(after.values[0]) == largest
    if part.multiplies:
        return follower < value and not again
    return not part.digits and not following.digits and follower < value and value >= 20


def _value(parts: Sequence[tuple[_Part, Decimal]]) -> Decimal:
    total = section = rest = Decimal(0)  # 3 mil 500 millones: section 3000, rest 500
    for part, value in parts:
        if not part.multiplies:
            rest += value
        elif value >= _LARGE:
            total, section, rest = total + (section + rest or 1) * value, Decimal(0), Decimal(0)
        elif value == 100:
            rest = (rest or 1) * value
        else:
            section, rest = section + (rest or 1) * value, Decimal(0)
    return total + section + rest


def _canonical(value: Decimal) -> str:
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
