"""Request arguments → validated, frozen dataclasses. A bad argument is a 400 with a sentence, never a 500.

Everything a client sends is untrusted until a function here has returned it. Arguments that no page knows are ignored
(links pick up trackers), but a known one that is wrong, or given twice, is refused rather than guessed at.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote_to_bytes

from flask import Request
from flask_babel import gettext

from indexer.citations.audit import AuditSource
from indexer.citations.export import Format
from indexer.citations.items import Spot
from indexer.index.base import MAX_CURSOR_CHARACTERS, MAX_SIZE, Sort
from indexer.models import COLLECTION_ID, ImageSize, Kind, Language
from indexer.result_list import ListFormat
from webapp.arguments import Arguments, BadArgument, not_one_of, read_date
from webapp.besides import USUAL, Besides, YesNo, besides_of
from webapp.i18n import LANGUAGES

MAX_NAME = 200
"""Characters of a speaker's name that are looked at."""

ZOOMS = (50, 75, 100, 150, 200, 300, 400)
TURNS = (0, 90, 180, 270)

_DOCUMENT = re.compile(r"[0-9a-f]{16}")
_READING = re.compile(r"[0-9a-f]{12}")
_CURSOR = re.compile(rf"[\x21-\x7e]{{1,{MAX_CURSOR_CHARACTERS}}}")
_NOTE = re.compile(r"fn-[a-z0-9-]{1,80}")

MAX_TRAIL = 15
"""Earlier pages of results that an address remembers, at 110 characters each; from there on one can only begin anew."""

MAX_COMPARED = 5
"""Terms side by side: more lines cannot be told apart, whatever their dashes and marks."""


@dataclass(frozen=True, slots=True)
class SearchParams:
    """What a search asks for, as typed; ``size`` is documents a page (None: as configured). ``trail`` holds the cursors
    of the pages before, but for the first page, which has none."""

    query: str = ""
    kinds: tuple[Kind, ...] = ()
    collections: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    size: int | None = None
    cursor: str | None = None
    speakers: tuple[str, ...] = ()
    cited: bool | None = None
    sort: Sort = Sort.RELEVANCE
    trail: tuple[str, ...] = ()
    besides: Besides = USUAL

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        chosen = (self.kinds, self.collections, self.languages, self.speakers)
        return any(chosen) or bool(self.date_from or self.date_to) or self.cited is not None


class Measure(StrEnum):
    """What a comparison draws: passages with a term out of all of that time, or their number."""

    SHARE = "share"
    COUNT = "count"


class Step(StrEnum):
    """How a comparison divides time."""

    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class CompareParams:
    """Which queries are set side by side over time, within which filters; ``step`` None leaves the division to what
    the dates allow."""

    queries: tuple[str, ...] = ()
    within: SearchParams = SearchParams()
    measure: Measure = Measure.SHARE
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class ListParams:
    """What the list of documents asks for; ``after`` is the last document of the part before."""

    kind: Kind | None = None
    collection: str | None = None
    after: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class TextParams:
    """What a document or page view asks for: words to mark, one passage by its offsets, an older reading, a part of a
    long document."""

    query: str = ""
    start: int | None = None
    end: int | None = None
    reading: str | None = None
    part: int = 1
    besides: Besides = USUAL


@dataclass(frozen=True, slots=True)
class ViewParams:
    """How a page's image is looked at: ``zoom`` in percent of the width there is, ``turn`` in degrees clockwise,
    ``hit`` the number of the hit in front (None: the first)."""

    zoom: int = 100
    turn: int = 0
    hit: int | None = None


@dataclass(frozen=True, slots=True)
class ImageParams:
    """Which image of a page is asked for."""

    size: ImageSize = ImageSize.FULL
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class ExportParams:
    """What a citation is asked for: its format, one note of a report, one place in a document."""

    format: Format
    note: str | None = None
    spot: Spot | None = None


class NoteKind(StrEnum):
    """What a note can be: the kinds of sources, a remark, or *Ibid.* and the like."""

    TRANSCRIPT = "transcript"
    DECREE = "decree"
    MEMO = "memo"
    REPORT = "report"
    PRESS = "press"
    DATASET = "dataset"
    INFORMATION_REQUEST = "information_request"
    AGREEMENT = "agreement"
    MESSAGE = "message"
    OTHER = "other"
    COMMENTARY = "commentary"
    CROSS_REFERENCE = "cross_reference"


@dataclass(frozen=True, slots=True)
class NoteParams:
    """Which notes of a report are asked for."""

    kind: NoteKind | None = None
    source: AuditSource | None = None


def note_params(request: Request) -> NoteParams:
    """Raises BadArgument."""
    arguments = Arguments(request)
    return NoteParams(arguments.choice("kind", NoteKind), arguments.choice("source", AuditSource))


def query_param(request: Request) -> str:
    """What is being typed. Raises BadArgument."""
    return Arguments(request).query("q")


def search_params(request: Request) -> SearchParams:
    """Raises BadArgument."""
    arguments = Arguments(request)
    return _search(arguments, arguments.query("q"))


def _search(arguments: Arguments, query: str) -> SearchParams:
    cited = arguments.choice("cited", YesNo)
    parsed = SearchParams(
        query=query,
        kinds=arguments.choices("kind", Kind),
        collections=arguments.collections("collection"),
        languages=arguments.choices("language", Language),
        date_from=arguments.date("from"),
        date_to=arguments.date("to"),
        size=arguments.number("size", least=1, most=MAX_SIZE),
        cursor=arguments.matching("cursor", _CURSOR),
        speakers=arguments.texts("speaker"),
        cited=None if cited is None else cited is YesNo.YES,
        sort=arguments.choice("sort", Sort) or Sort.RELEVANCE,
        trail=arguments.all_matching("trail", _CURSOR)[-MAX_TRAIL:],
        besides=besides_of(arguments),
    )
    if parsed.date_from and parsed.date_to and parsed.date_from > parsed.date_to:
        raise BadArgument(gettext("The first date is later than the last one."))
    return parsed


@dataclass(frozen=True, slots=True)
class QuoteParams:
    """A quotation to be checked, as it was pasted, and what is known beside it."""

    quote: str = ""
    speaker: str | None = None
    date: dt.date | None = None


def quote_params(request: Request, *, form: bool = False) -> QuoteParams:
    """From the address, or with ``form`` from what was posted. Raises BadArgument."""
    arguments = Arguments(request, form=form)
    return QuoteParams(arguments.pasted("quote"), arguments.one("speaker")[:MAX_NAME] or None, arguments.date("date"))


def posted_quote(request: Request) -> QuoteParams:
    """From a JSON object with ``quote`` and, optional, ``speaker`` and ``date``. Raises BadArgument."""
    untrusted = request.get_json(silent=True)
    if not isinstance(untrusted, dict) or not all(
        isinstance(value, str) for name in _QUOTE_FIELDS if (value := untrusted.get(name)) is not None
    ):
        raise BadArgument(gettext("The body must be a JSON object with “quote” and, if known, “speaker” and “date”."))
    quote, speaker, date = (untrusted.get(name) or "" for name in _QUOTE_FIELDS)
    return QuoteParams(quote, speaker.strip()[:MAX_NAME] or None, read_date(date.strip()))


_QUOTE_FIELDS = ("quote", "speaker", "date")


def list_format(request: Request) -> ListFormat:
    """The format of a result list. Raises BadArgument."""
    wanted = Arguments(request).choice("format", ListFormat)
    if wanted is None:
        raise BadArgument(not_one_of("format", "", list(ListFormat)))
    return wanted


def compare_params(request: Request) -> CompareParams:
    """Raises BadArgument."""
    arguments = Arguments(request)
    queries = arguments.queries("q")
    if len(queries) > MAX_COMPARED:
        raise BadArgument(
            gettext("%(most)s terms can be compared at once, not %(count)s.", most=MAX_COMPARED, count=len(queries))
        )
    return CompareParams(
        queries,
        _search(arguments, ""),
        arguments.choice("measure", Measure) or Measure.SHARE,
        arguments.choice("by", Step),
    )


def list_params(request: Request) -> ListParams:
    """Raises BadArgument."""
    arguments = Arguments(request)
    return ListParams(
        kind=arguments.choice("kind", Kind),
        collection=arguments.matching("collection", COLLECTION_ID),
        after=arguments.matching("after", _DOCUMENT),
        size=arguments.number("size", least=1, most=MAX_SIZE),
    )


def text_params(request: Request) -> TextParams:
    """Raises BadArgument."""
    arguments = Arguments(request)
    parsed = TextParams(
        query=arguments.query("q"),
        start=arguments.number("start", least=0),
        end=arguments.number("end", least=0),
        reading=arguments.matching("reading", _READING),
        part=arguments.number("part", least=1) or 1,
        besides=besides_of(arguments),
    )
    if (parsed.start is None) != (parsed.end is None):
        raise BadArgument(gettext("“start” and “end” go together."))
    if parsed.start is not None and parsed.end is not None and parsed.start > parsed.end:
        raise BadArgument(gettext("“start” is after “end”."))
    return parsed


def view_params(request: Request) -> ViewParams:
    """Raises BadArgument."""
    arguments = Arguments(request)
    return ViewParams(
        zoom=arguments.one_of("zoom", ZOOMS, 100),
        turn=arguments.one_of("turn", TURNS, 0),
        hit=arguments.number("hit", least=1),
    )


def image_params(request: Request) -> ImageParams:
    """Raises BadArgument."""
    arguments = Arguments(request)
    return ImageParams(arguments.choice("size", ImageSize) or ImageSize.FULL, arguments.matching("reading", _READING))


def export_params(request: Request) -> ExportParams:
    """Raises BadArgument."""
    arguments, text = Arguments(request), text_params(request)
    wanted, page = arguments.choice("format", Format), arguments.number("page", least=1)
    if wanted is None:
        raise BadArgument(not_one_of("format", "", list(Format)))
    if page is None and (text.start, text.reading) != (None, None):
        raise BadArgument(gettext("“start”, “end” and “reading” go with “page”."))
    spot = None if page is None else Spot(page, text.start, text.end, text.reading)
    return ExportParams(wanted, arguments.matching("note", _NOTE), spot)


def page_number(request: Request) -> int | None:
    """The page that a form or the API asks for. Raises BadArgument."""
    return Arguments(request).number("page", least=1)


def check_request(request: Request) -> None:
    """What holds for every address: the query string is UTF-8, ``lang`` is a language. Raises BadArgument."""
    try:
        unquote_to_bytes(request.query_string).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadArgument(gettext("The address is not valid UTF-8.")) from error
    untrusted = Arguments(request).one("lang")
    if untrusted and untrusted not in LANGUAGES:
        raise BadArgument(not_one_of("lang", untrusted, LANGUAGES))
