"""Whatever no other reader knows: its title, its date where one stands plainly at the head, paragraphs as passages.

E-mails saved as text are told by their header lines; for the rest the kind is left as ``other`` rather than guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from indexer.models import Extraction, Kind, Metadata, Page
from indexer.sources.base import (
    Line,
    Section,
    declared_title,
    document_language,
    faceless,
    first_title,
    head_lines,
    is_dateline,
    paragraph_from,
    running_lines,
    title_of,
)
from indexer.text.dates import find_dates

DATE_LINES = 12
"""Lines in which a document's own date may stand; farther down dates belong to what it tells."""

DATE_LINE_EXTRA = 40
"""Characters a line may have beside the date and still be a date line: a place, a weekday, a press release's number."""

BARE_DATE_EXTRA = 12
"""The same for a date all but alone, which is believed first: brackets, a weekday."""

_MAIL_HEADER = re.compile(r"^(from|de|to|para|subject|asunto|date|fecha|sent|enviado|cc)\s*:\s*(.*)$", re.IGNORECASE)
_MAIL_FIELDS = {
    "from": "from", "de": "from", "to": "to", "para": "to", "subject": "subject", "asunto": "subject",
    "date": "date", "fecha": "date", "sent": "date", "enviado": "date", "cc": "cc",
}  # fmt: skip


class OtherReader:
    """The reader of last resort; also divides the kinds that have no structure of their own."""

    kinds: tuple[Kind, ...] = (Kind.OTHER, Kind.MESSAGE, Kind.REPORT, Kind.DATASET)

    def recognise(self, extraction: Extraction) -> float:
        return 0.1

    def describe(self, extraction: Extraction) -> Metadata:
        lines = head_lines(extraction.pages)
        language = document_language(extraction.pages)
        mail = _mail_fields(lines)
        if mail is not None:
            dates = {found.date for found in find_dates(mail.get("date", ""))}
            return Metadata(
                title=title_of(mail.get("subject", "")),
                kind=Kind.MESSAGE,
                date=dates.pop() if len(dates) == 1 else None,
                language=language,
                issuer=mail.get("from") or None,
                addressee=mail.get("to") or None,
            )
        return Metadata(title=plain_title(extraction, lines), kind=Kind.OTHER, date=head_date(lines), language=language)

    def sections(self, pages: Sequence[Page]) -> Iterator[Sequence[Section]]:
        for page in pages:
            yield (Section(0, len(page.text)),)


def plain_title(extraction: Extraction, lines: Sequence[Line]) -> str | None:
    """The first heading, else the title the format declares, else the first line with those it is broken over.

    Running heads and lines that are little more than a date («Fact sheet - October 8, 2021») stand above a title.
    """
    for index, line in enumerate(lines):
        if line.heading:
            return title_of(paragraph_from(lines, index))
    repeated = running_lines(extraction.pages)
    own = [line for line in lines if faceless(line.text) not in repeated and not is_dateline(line.text)]
    return declared_title(extraction) or first_title(own or lines)


def head_date(lines: Sequence[Line]) -> dt.date | None:
    """The one date that stands on a line of its own at the head; None where there is none, or several."""
    for extra in (BARE_DATE_EXTRA, DATE_LINE_EXTRA):
        dates = {find_dates(line.text)[0].date for line in lines[:DATE_LINES] if is_dateline(line.text, extra)}
        if dates:
            return dates.pop() if len(dates) == 1 else None
    return None


def _mail_fields(lines: Sequence[Line]) -> dict[str, str] | None:
    """The header fields of a message, if the text begins with at least three of them one after another."""
    fields: dict[str, str] = {}
    for line in lines:
        match = _MAIL_HEADER.match(line.text)
        if match is None:
            break
        fields.setdefault(_MAIL_FIELDS[match[1].lower()], match[2].strip())
    return fields if len(fields) >= 3 and "from" in fields else None
