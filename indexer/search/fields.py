"""The fields a query may name (``kind:decree``, ``fecha:2020-01..2020-12``) and what their values mean."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

from indexer.index.notes import Sentence
from indexer.index.query import Dates, Field, Node, Where
from indexer.models import COLLECTION_ID, Kind, Language
from indexer.text.fold import fold
from indexer.text.notes import Note

DATE = "date"
_NAMES = {
    Field.KIND.value: "kind tipo clase",
    Field.COLLECTION.value: "collection colección coleccion",
    Field.SPEAKER.value: "speaker hablante orador",
    DATE: "date fecha",
    Field.CITED.value: "cited citado citada",
    Field.NOTE.value: "note nota",
    Field.LANGUAGE.value: "lang language idioma lengua",
}
FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
"""Each name of a field, English or Spanish, in small letters → the field."""

_KINDS = {
    Kind.TRANSCRIPT: "transcripcion version estenografica conferencia",
    Kind.DECREE: "decreto acuerdo ley",
    Kind.MEMO: "memorando memorandum oficio",
    Kind.REPORT: "informe reporte",
    Kind.PRESS: "prensa nota boletin comunicado",
    Kind.DATASET: "datos base",
    Kind.INFORMATION_REQUEST: "solicitud solicitud_de_informacion",
    Kind.AGREEMENT: "convenio acuerdo",
    Kind.MESSAGE: "mensaje correo",
    Kind.OTHER: "otro",
}
_LANGUAGES = {
    Language.SPANISH: "es spanish espanol español castellano",
    Language.ENGLISH: "en english ingles",
    Language.OTHER: "other otro otra",
}
_YES, _NO = ("yes", "si", "true", "1", "y", "s"), ("no", "false", "0", "n")
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")
_NOTE = re.compile(r"(?:[\w.-]{1,80}#)?[\w*†‡§-]{1,84}")


def field_node(name: str, untrusted_value: str, notes: list[Note]) -> Node | None:
    """The condition of a field; None, and a note, for a value that it cannot have."""
    field, value = FIELDS[name], untrusted_value.strip(" ,;!?")
    node = _dates(value) if field == DATE else _where(Field(field), value)
    if node is None:
        kinds = {"kinds": ", ".join(Kind)} if field == Field.KIND else {}
        notes.append(Note(_EXPECTED[field], typed=f"{name}:{value}", **kinds))
    return node


def _where(field: Field, value: str) -> Where | None:
    plain = fold(value).text.strip()
    match field:
        case Field.KIND:
            found = _choice(plain.replace(" ", "_"), {kind.value: f"{kind.value} {_KINDS[kind]}" for kind in Kind})
        case Field.LANGUAGE:
            found = _choice(plain, {each.value: _LANGUAGES[each] for each in Language})
        case Field.CITED:
            found = "yes" if plain in _YES else "no" if plain in _NO else None
        case Field.COLLECTION:
            found = value.lower() if COLLECTION_ID.fullmatch(value.lower()) else None
        case Field.NOTE:
            found = value if _NOTE.fullmatch(value) else None
        case Field.SPEAKER:
            letters = (letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in value)
            found = " ".join("".join(letters).split())
    return Where(field, found) if found else None


_EXPECTED = {
    DATE: Sentence.WRONG_DATE,
    Field.KIND: Sentence.WRONG_KIND,
    Field.LANGUAGE: Sentence.WRONG_LANGUAGE,
    Field.CITED: Sentence.WRONG_CITED,
    Field.COLLECTION: Sentence.WRONG_COLLECTION,
    Field.NOTE: Sentence.WRONG_NOTE,
    Field.SPEAKER: Sentence.WRONG_SPEAKER,
}


def _choice(value: str, options: dict[str, str]) -> str | None:
    return next((option for option, names in options.items() if value in names.split()), None)


def _dates(value: str) -> Dates | None:
    """``2020``, ``2020-07``, ``2020-07-30``, ``30/07/2020``, ``A..B`` (either may be left out), ``>=2020``."""
    for sign in (">=", "<=", ">", "<"):
        if value.startswith(sign):
            return _beside(sign, _span(value[len(sign) :]))
    first, dots, last = value.partition("..")
    if not dots:
        span = _span(value)
        return Dates(*span) if span else None
    begin, end = _span(first), _span(last.lstrip("."))
    if (first and not begin) or (last and not end) or not (begin or end):
        return None
    if begin and end and begin[0] > end[1]:
        begin, end = end, begin
    return Dates(begin[0] if begin else None, end[1] if end else None)


def _beside(sign: str, span: tuple[dt.date, dt.date] | None) -> Dates | None:
    if span is None:
        return None
    day = dt.timedelta(days=1)
    try:
        bounds = {
            ">=": lambda: Dates(span[0], None),
            "<=": lambda: Dates(None, span[1]),
            ">": lambda: Dates(span[1] + day, None),
            "<": lambda: Dates(None, span[0] - day),
        }
        return bounds[sign]()
    except OverflowError:
        return None


def _span(value: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a year, a month or a day."""
    match = _DATE.fullmatch(value) or _DAY_FIRST.fullmatch(value)
    if match is None:
        return None
    year, month, day = int(match["year"]), match["month"], match["day"]
    try:
        if day:
            date = dt.date(year, int(month), int(day))
            return date, date
        if month:
            return dt.date(year, int(month), 1), dt.date(year, int(month), calendar.monthrange(year, int(month))[1])
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    except ValueError:
        return None
