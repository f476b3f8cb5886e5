"""How values are written on a page: dates in words, figures, names of kinds, and text with its hits marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from babel import numbers
from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, format_percent, get_locale, lazy_gettext
from markupsafe import Markup, escape

from indexer.models import Kind, Language, LinkStatus
from indexer.search.results import Span
from webapp.boxes import rects
from webapp.notes import told
from webapp.remarks import SOURCES, remark_words
from webapp.verdicts import CHANGES, MEANINGS, NOTES, REASONS, VERDICTS, verdict_words

KINDS = {
    Kind.TRANSCRIPT: lazy_gettext("transcript"),
    Kind.DECREE: lazy_gettext("decree"),
    Kind.MEMO: lazy_gettext("memo"),
    Kind.REPORT: lazy_gettext("report"),
    Kind.PRESS: lazy_gettext("press"),
    Kind.DATASET: lazy_gettext("dataset"),
    Kind.INFORMATION_REQUEST: lazy_gettext("information request"),
    Kind.AGREEMENT: lazy_gettext("agreement"),
    Kind.MESSAGE: lazy_gettext("message"),
    Kind.OTHER: lazy_gettext("other"),
}
DOCUMENT_LANGUAGES = {
    Language.SPANISH: lazy_gettext("Spanish"),
    Language.ENGLISH: lazy_gettext("English"),
    Language.OTHER: lazy_gettext("other language"),
}
LINK_STATUSES = {
    LinkStatus.CONFIRMED: lazy_gettext("confirmed"),
    LinkStatus.PROPOSED: lazy_gettext("proposed"),
    LinkStatus.REJECTED: lazy_gettext("rejected"),
}


NOTE_KINDS = {
    **{kind.value: name for kind, name in KINDS.items()},
    "commentary": lazy_gettext("remark"),
    "cross_reference": lazy_gettext("cross-reference"),
}


def init_filters(app: Flask) -> None:
    """Make the filters known to the templates."""
    app.jinja_env.filters.update(
        date_words=date_words,
        moment=moment,
        number=number,
        percent=percent,
        bytes=size_words,
        kind=lambda kind: KINDS[Kind(kind)],
        note_kind=lambda kind: NOTE_KINDS[kind],
        audit_source=lambda source: SOURCES[source],
        remark=remark_words,
        told=told,
        verdict_words=verdict_words,
        verdict=lambda verdict: VERDICTS[verdict],
        verdict_meaning=lambda verdict: MEANINGS[verdict],
        change_type=lambda change: CHANGES[change],
        change_reason=lambda why: REASONS.get(why, why),
        match_note=lambda note: NOTES.get(note, note),
        document_language=lambda language: DOCUMENT_LANGUAGES[Language(language)],
        link_status=lambda status: LINK_STATUSES[LinkStatus(status)],
        html_lang=html_lang,
        marks=marks,
        rects=rects,
        file_name=file_name,
    )


def date_words(date: dt.date | None) -> str:
    """A date in words ("9 de marzo de 2023"); empty for None."""
    return "" if date is None else str(format_date(date, "long"))


def moment(at: dt.datetime) -> str:
    """A point in time, in UTC as the catalog keeps it, to the minute."""
    return f"{format_datetime(at, 'd MMM y, HH:mm', rebase=False)} UTC"


def number(value: int) -> str:
    """A figure with its thousands apart."""
    return _number(value, str(get_locale()))


@lru_cache(maxsize=4_096)
def _number(value: int, locale: str) -> str:
    # A page of results has some fifty figures, and Babel takes 60 µs for each.
    return str(numbers.format_decimal(value, locale=locale))


def percent(share: float) -> str:
    """A share from 0 to 1 as whole percents, never rounded up to a certainty that is not there."""
    return str(format_percent(min(share, 0.99) if share < 1 else 1.0, "#,##0\u00a0%"))


def size_words(size: int) -> str:
    """Bytes as people read them: 1 decimal, powers of 1000 as file managers count."""
    if size < 1000:
        return f"{size} B"
    unit, factor = ("kB", 1000) if size < 1_000_000 else ("MB", 1_000_000)
    return f"{format_decimal(round(size / factor, 1))} {unit}"


def file_name(path: str) -> str:
    """The last part of an occurrence's path: readers are told what a file was called, not where it lay."""
    return path.rsplit("/", 1)[-1]


def html_lang(language: Language | str | None) -> str | None:
    """The ``lang`` attribute of a text; none where the language is unknown or another."""
    return str(language) if language in (Language.SPANISH, Language.ENGLISH) else None


def marks(text: str, spans: Iterable[Span] = ()) -> Markup:
    """``text`` escaped, with every span in ``<mark>``. Spans may touch, overlap or reach out of the text: they are
    clamped and joined."""
    parts: list[Markup | str] = []
    at = 0
    for span in joined(spans, len(text)):
        parts += (
            escape(text[at : span.start]),
            Markup("<mark>"),
            escape(text[span.start : span.end]),
            Markup("</mark>"),
        )
        at = span.end
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def joined(spans: Iterable[Span], length: int) -> list[Span]:
    """The spans in order, clamped to a text of ``length`` and without overlap."""
    found: list[Span] = []
    for start, end in sorted((max(0, span.start), min(span.end, length)) for span in spans):
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, end))
        elif start < end:
            found.append(Span(start, end))
    return found
