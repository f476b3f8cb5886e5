"""Pages in their readings, and the passages cut out of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from indexer.catalog.session import Database
from indexer.catalog.tables import PageRow, PassageRow, ReadingRow
from indexer.catalog.words import unpack
from indexer.errors import NotFound
from indexer.models import (
    EngineUse,
    KnownPage,
    Page,
    PageStatus,
    Passage,
    Problem,
    ReadingInfo,
    StoredPage,
    StoredPassage,
    Word,
)

PASSAGE_ID = re.compile(r"([0-9a-f]{16})-([1-9][0-9]{0,8})")

_OF_READING = (PageRow.document == ReadingRow.document) & (PageRow.number == ReadingRow.page)
_OF_PASSAGE = (
    (ReadingRow.document == PassageRow.document)
    & (ReadingRow.page == PassageRow.page)
    & (ReadingRow.reading == PassageRow.reading)
)


class Pages:
    """Reads pages, readings, words and passages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, id: str, number: int, reading: str | None) -> StoredPage:
        """A page in the reading named, or in the current one. Raises NotFound."""
        wanted = ReadingRow.current if reading is None else ReadingRow.reading == reading
        with self._database.read() as session:
            found = session.execute(
                _pages().where(ReadingRow.document == id, ReadingRow.page == number, wanted)
            ).one_or_none()
            if found is None:
                of = "" if reading is None else f" with a reading {reading}"
                raise NotFound(f"The document {id} has no page {number}{of}.")
            return _page(*found)

    def pages(self, id: str, first: int, last: int | None) -> list[StoredPage]:
        """The pages from ``first`` to ``last`` (None: the end) in their current readings, in order."""
        with self._database.read() as session:
            rows = session.execute(_CURRENT_PAGES, _asked(id, first, last))
            return [_page(page, reading) for page, reading in rows]

    def unreadable(self, id: str) -> list[int]:
        """The numbers of the pages that could not be read, in order."""
        with self._database.read() as session:
            rows = session.scalars(
                select(PageRow.number)
                .join(ReadingRow, _OF_READING)
                .where(PageRow.document == id, ReadingRow.current, PageRow.status == PageStatus.UNREADABLE)
                .order_by(PageRow.number)
            )
            return list(rows)

    def readings(self, id: str, page: int | None) -> list[ReadingInfo]:
        """Every reading of every page, or of one: by page, the current one first, then the newest."""
        fields = (
            ReadingRow.reading,
            ReadingRow.page,
            ReadingRow.engine,
            ReadingRow.at,
            ReadingRow.confidence,
            ReadingRow.current,
        )
        wanted = [] if page is None else [ReadingRow.page == page]
        with self._database.read() as session:
            rows = session.execute(
                select(*fields)
                .where(ReadingRow.document == id, *wanted)
                .order_by(ReadingRow.page, ReadingRow.current.desc(), ReadingRow.at.desc(), ReadingRow.reading)
            )
            return [ReadingInfo(*row) for row in rows]

    def engines(self, id: str) -> list[EngineUse]:
        """What read the document: by engine, those of current readings first."""
        with self._database.read() as session:
            rows = session.execute(
                select(
                    ReadingRow.engine,
                    ReadingRow.current,
                    func.count(),
                    func.min(ReadingRow.confidence),
                    func.max(ReadingRow.confidence),
                )
                .where(ReadingRow.document == id)
                .group_by(ReadingRow.current, ReadingRow.engine)
                .order_by(ReadingRow.current.desc(), ReadingRow.engine)
            )
            return [EngineUse(*row) for row in rows]

    def words(self, id: str, page: int, reading: str) -> tuple[Word, ...]:
        """The word boxes of one reading. Raises NotFound."""
        with self._database.read() as session:
            row = session.execute(
                select(ReadingRow.words).where(
                    ReadingRow.document == id, ReadingRow.page == page, ReadingRow.reading == reading
                )
            ).one_or_none()
        if row is None:
            raise NotFound(f"The document {id} has no page {page} with a reading {reading}.")
        return unpack(row.words)

    def passages(self, id: str, first: int, last: int | None) -> list[StoredPassage]:
        """The passages of the pages from ``first`` to ``last`` (None: the end) with their texts, in order."""
        # The texts are fetched once a page, not once a passage: a page may hold many.
        with self._database.read() as session:
            texts = {
                page: (text, confidence)
                for page, text, confidence in session.execute(
                    select(ReadingRow.page, ReadingRow.text, ReadingRow.confidence).where(
                        ReadingRow.document == id, ReadingRow.current, *_between(ReadingRow.page, first, last)
                    )
                )
            }
            rows = session.scalars(
                select(PassageRow)
                .where(PassageRow.document == id, *_between(PassageRow.page, first, last))
                .order_by(PassageRow.ordinal)
            )
            return [_passage(row, *texts[row.page]) for row in rows]

    def turns(self, id: str, first: int, last: int | None) -> list[Passage]:
        """The passages of these pages without their texts, in order."""
        with self._database.read() as session:
            return [Passage(*row) for row in session.execute(_TURNS, _asked(id, first, last))]

    def stretches(self, asked: Sequence[tuple[str, int, int]]) -> list[tuple[list[StoredPage], list[Passage]]]:
        """For each document, first and last page that is asked for its pages and its passages without their texts."""
        found: list[tuple[list[StoredPage], list[Passage]]] = [([], []) for _ in asked]
        key = {"asked": json.dumps(asked)}
        with self._database.read() as session:
            for place, page, reading in session.execute(_PAGES_OF_MANY, key):
                found[place][0].append(_page(page, reading))
            for place, *row in session.execute(_TURNS_OF_MANY, key):
                found[place][1].append(Passage(*row))
        return found

    def passage_pages(self, id: str) -> dict[str, int]:
        """Passage → its page, of every passage of a document."""
        with self._database.read() as session:
            rows = session.execute(select(PassageRow.ordinal, PassageRow.page).where(PassageRow.document == id))
            return {f"{id}-{ordinal}": page for ordinal, page in rows}

    def passages_by_id(self, ids: Iterable[str]) -> dict[str, StoredPassage]:
        """Those of the passages that there are, by id."""
        keys = [(match[1], int(match[2])) for match in map(PASSAGE_ID.fullmatch, ids) if match]
        # The keys go in as one JSON list, joined from the left: for `(document, ordinal) IN (VALUES …)` SQLite 3.40
        # reads the whole table (23 ms instead of 2 for 50 of 24,000 passages).
        wanted = func.json_each(json.dumps(keys)).table_valued("value")
        with self._database.read() as session:
            rows = session.execute(
                select(PassageRow, ReadingRow.text, ReadingRow.confidence)
                .select_from(wanted)
                .join(
                    PassageRow,
                    (PassageRow.document == func.json_extract(wanted.c.value, "$[0]"))
                    & (PassageRow.ordinal == func.json_extract(wanted.c.value, "$[1]")),
                )
                .join(ReadingRow, _OF_PASSAGE)
            )
            passages = [_passage(*row) for row in rows]
        return {passage.id: passage for passage in passages}

    def passages_outside_text(self) -> Iterator[str]:
        """The documents with a passage that does not lie within its reading's text."""
        # SQLite's length() stops at a NUL character, so what it suspects is measured again.
        with self._database.read() as session:
            suspects = session.execute(
                select(PassageRow.document, PassageRow.end, ReadingRow.text)
                .join(ReadingRow, _OF_PASSAGE, isouter=True)
                .where(func.coalesce(func.length(ReadingRow.text), -1) < PassageRow.end)
            ).all()
        yield from sorted({document for document, end, text in suspects if text is None or len(text) < end})


def _between(column: InstrumentedAttribute[int], first: int, last: int | None) -> list[ColumnElement[bool]]:
    """Conditions for the pages asked for; none for all of them."""
    from_first = [column >= first] if first > 1 else []
    return from_first if last is None else [*from_first, column <= last]


def _pages() -> Select[PageRow, ReadingRow]:
    return select(PageRow, ReadingRow).join(ReadingRow, _OF_READING)


# A quotation that stands at 200 places asks for pages 200 times: put together once, a statement takes half the time.
_CURRENT_PAGES = (
    _pages()
    .where(
        ReadingRow.document == bindparam("id"),
        ReadingRow.current,
        ReadingRow.page.between(bindparam("first"), bindparam("last")),
    )
    .order_by(ReadingRow.page)
)
_TURN = (
    PassageRow.ordinal,
    PassageRow.page,
    PassageRow.start,
    PassageRow.end,
    PassageRow.kind,
    PassageRow.label,
    PassageRow.speaker,
    PassageRow.language,
)
_TURNS = (
    select(*_TURN)
    .where(PassageRow.document == bindparam("id"), PassageRow.page.between(bindparam("first"), bindparam("last")))
    .order_by(PassageRow.ordinal)
)
# Joined from the left, as in `passages_by_id`: 200 places cost two statements instead of 400.
_MANY = func.json_each(bindparam("asked")).table_valued("key", "value")
_MANY_FIRST, _MANY_LAST = (func.json_extract(_MANY.c.value, f"$[{place}]") for place in (1, 2))
_OF_MANY = func.json_extract(_MANY.c.value, "$[0]")
_PAGES_OF_MANY = (
    select(_MANY.c.key, PageRow, ReadingRow)
    .select_from(_MANY)
    .join(
        ReadingRow,
        (ReadingRow.document == _OF_MANY) & ReadingRow.current & ReadingRow.page.between(_MANY_FIRST, _MANY_LAST),
    )
    .join(PageRow, _OF_READING)
    .order_by(_MANY.c.key, ReadingRow.page)
)
_TURNS_OF_MANY = (
    select(_MANY.c.key, *_TURN)
    .select_from(_MANY)
    .join(PassageRow, (PassageRow.document == _OF_MANY) & PassageRow.page.between(_MANY_FIRST, _MANY_LAST))
    .order_by(_MANY.c.key, PassageRow.ordinal)
)
_LAST_PAGE = 2**63 - 1
"""What SQLite holds at most."""


def _asked(id: str, first: int, last: int | None) -> dict[str, str | int]:
    return {"id": id, "first": first, "last": _LAST_PAGE if last is None else last}


def _page(page: PageRow, reading: ReadingRow) -> StoredPage:
    return StoredPage(
        document=page.document,
        number=page.number,
        label=page.label,
        status=page.status,
        reading=ReadingInfo(
            reading.reading, reading.page, reading.engine, reading.at, reading.confidence, reading.current
        ),
        text=reading.text,
        language=reading.language,
        ocr=reading.ocr,
        width=reading.width,
        height=reading.height,
        image=reading.image,
        problem=None if page.problem_code is None else Problem(page.problem_code, page.problem_message or ""),
    )


KNOWN_FIELDS = (PageRow, ReadingRow, ReadingRow.words)


def known_page(page: PageRow, reading: ReadingRow, words: bytes | None) -> KnownPage:
    """A page in one of its readings as an extractor would hand it on, with what names the reading and its image."""
    problem = None if page.problem_code is None else Problem(page.problem_code, page.problem_message or "")
    return KnownPage(
        Page(
            number=page.number,
            text=reading.text,
            engine=reading.engine,
            status=page.status,
            words=unpack(words),
            width=reading.width,
            height=reading.height,
            confidence=reading.confidence,
            ocr=reading.ocr,
            label=page.label,
            language=reading.language,
            problem=problem,
        ),
        reading.reading,
        reading.image,
    )


def _passage(row: PassageRow, text: str, confidence: float | None) -> StoredPassage:
    return StoredPassage(
        id=f"{row.document}-{row.ordinal}",
        document=row.document,
        passage=Passage(row.ordinal, row.page, row.start, row.end, row.kind, row.label, row.speaker, row.language),
        reading=row.reading,
        text=text[row.start : row.end],
        confidence=confidence,
    )
