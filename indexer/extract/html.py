"""HTML: the document without what surrounds it on its page. The sole importer of trafilatura.

A page of the Diario Oficial and one of gob.mx are known by their own marks and taken whole; of any other page
trafilatura tells the article from the boilerplate. What a decree or a transcript *is* belongs to indexer.sources.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lxml.html

from indexer.config import IngestLimits
from indexer.errors import NothingToRead
from indexer.extract.base import PageReader
from indexer.extract.encoding import decode
from indexer.extract.html_tree import ENGINE, block_text, parse_page
from indexer.extract.sections import pages_of
from indexer.models import Extraction, Metadata
from indexer.text.dates import find_dates

DECLARATION_BYTES = 2048
"""Where a page's charset is looked for (browsers look at the first 1,024 bytes; a DOF page has it at 600)."""

MAX_TITLE = 500
MAX_URL = 2000

_CHARSET = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})|encoding\s*=\s*["']([\w.:-]{2,40})["']""", re.IGNORECASE
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
_DOF_DATE = re.compile(r"\bDOF:\s*(\d{2})/(\d{2})/(\d{4})")
_DOF_PAGE = "nota_detalle.php"
_DOF_TITLE = "DOF - Diario Oficial de la Federación"
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DATE_METAS = ("article:published_time", "datePublished", "DC.date", "DC.date.issued", "date", "pubdate")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was taken from a page."""

    text: str
    metadata: Metadata
    engine: str = ENGINE


class HtmlExtractor:
    """Reads text/html (XHTML too)."""

    media_types = ("text/html",)

    def extract(self, path: Path, media_type: str, limits: IngestLimits, ocr: PageReader) -> Extraction:
        """The document's text in sections of about a page.

        Raises EncodingUnknown, MarkupTooDeep, NothingToRead (a page without text), FileEmpty.
        """
        data = path.read_bytes()
        source = decode(data, _declared_charset(data)).text
        page = _Page(source)
        reading = page.gazette() or page.government() or page.article()
        if not reading.text:
            raise NothingToRead("The page holds no text.")
        return Extraction(pages_of(reading.text, reading.engine), reading.metadata)


def _declared_charset(data: bytes) -> str | None:
    found = _CHARSET.search(data[:DECLARATION_BYTES])
    return (found[1] or found[2]).decode("ascii") if found else None


class _Page:
    """A parsed page and what it declares of itself."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tree = parse_page(source)

    def gazette(self) -> _Reading | None:
        """A note of the Diario Oficial: its date line and its text, a second HTML document within the page's."""
        note = next(iter(self.tree.xpath("//*[@id='DivDetalleNota']")), None)
        if note is None:
            return None
        heads = note.xpath("preceding::td[ancestor::table[1] = $note/ancestor::table[1]]", note=note)
        text = "\n\n".join(filter(None, map(block_text, [*heads, note])))
        url = self._url()
        date = _DOF_DATE.search(self.tree.text_content())
        titles = [title for node in note.xpath(".//title") if (title := _line(node.text_content()))]
        metadata = Metadata(
            title=titles[0] if titles else None,
            date=_date(date[3], date[2], date[1]) if date else None,
            official_url=url,
            code=_gazette_code(url),
        )
        return _Reading(text, metadata)

    def government(self) -> _Reading | None:
        """An article of gob.mx: heading, subtitle, author and date, and the body."""
        body = next(iter(self.tree.xpath("//*[contains(concat(' ', @class, ' '), ' article-body ')]")), None)
        if body is None or self._meta("og:site_name") != "gob.mx":
            return None
        heads = body.xpath("preceding::*[self::h1 or self::h2[preceding::h1] or self::dd][ancestor::main]")
        before = [text for head in heads if (text := block_text(head))]
        dates = [found.date for text in before for found in find_dates(text)]
        metadata = Metadata(title=self._title(), date=dates[0] if dates else None, official_url=self._url())
        return _Reading("\n\n".join([*before, block_text(body)]), metadata)

    def article(self) -> _Reading:
        """Any other page: what it marks as its article itself, else what trafilatura takes for it, else all of it.

        The mark is believed first because trafilatura, on a press release with one, left out headings and lists.
        """
        metadata = Metadata(title=self._title(), date=self._published(), official_url=self._url())
        for mark in ("//article", "//main | //*[@role='main']"):
            marked = self.tree.xpath(mark)
            if len(marked) == 1 and (text := block_text(marked[0])):
                return _Reading(self._headed(text), metadata)
        text, engine = _main_text(self.tree)
        if text:
            return _Reading(self._headed(text), metadata, engine)
        return _Reading(block_text(self.tree.find("body")), metadata)

    def _headed(self, text: str) -> str:
        """The text below the page's heading: it may stand outside the article, and trafilatura leaves it out as the
        title; but it is words of the source, which somebody may quote."""
        headings = self.tree.xpath("//h1")
        heading = block_text(headings[0]) if len(headings) == 1 else ""
        if not heading or _line(heading) in map(_line, text.splitlines()):
            return text
        return f"{heading}\n\n{text}"

    def _meta(self, name: str) -> str | None:
        values = self.tree.xpath("//meta[@property=$name or @name=$name or @itemprop=$name]/@content", name=name)
        return next((value for raw in values if (value := _line(str(raw)))), None)

    def _title(self) -> str | None:
        heading = self.tree.xpath("//h1")
        title = self._meta("og:title") or (_line(block_text(heading[0])) if len(heading) == 1 else None)
        if title is None:
            titles = self.tree.xpath("//title")
            title = _line(titles[0].text_content()) if titles else None
        return title[:MAX_TITLE] if title and title != _DOF_TITLE else None

    def _url(self) -> str | None:
        links = self.tree.xpath("//link[@rel='canonical']/@href")
        saved = _SAVED_FROM.search(self.source)
        candidates = [*map(str, links), self._meta("og:url"), saved[1] if saved else None]
        return next((url for url in candidates if url and _is_address(url)), None)

    def _published(self) -> dt.date | None:
        declared = [value for name in _DATE_METAS if (value := self._meta(name))]
        declared += [str(value) for value in self.tree.xpath("(//article//time | //main//time)[1]/@datetime")]
        for value in declared:
            if (iso := _ISO_DATE.match(value)) and (date := _date(iso[1], iso[2], iso[3])):
                return date
        return None


def _main_text(tree: lxml.html.HtmlElement) -> tuple[str, str]:
    """What trafilatura takes for the article (empty if nothing), and trafilatura's name and version."""
    import trafilatura  # noqa: PLC0415 - takes 0.6 s to load, and most pages do not need it

    try:
        document = trafilatura.bare_extraction(
            copy.deepcopy(tree), include_comments=False, include_tables=True, favor_recall=True
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        # trafilatura is heuristics over other people's markup; where they stumble, the whole page is still there.
        document = None
    body = getattr(document, "body", None)
    return block_text(body) if body is not None else "", f"trafilatura {trafilatura.__version__}"


def _line(text: str) -> str | None:
    """One line of metadata: white space runs to one space. (Never a page's text.)"""
    return " ".join(text.split()) or None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= MAX_URL


def _gazette_code(url: str | None) -> str | None:
    if url is None or not urlsplit(url).path.endswith(_DOF_PAGE):
        return None
    return next((code for code in parse_qs(urlsplit(url).query).get("codigo", []) if code.isdigit()), None)


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
