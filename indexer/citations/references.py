"""The bibliographic part of a note: who, when, what, where, in the forms Mexican and English-language reports use.

    Author. (2019, January 30). Title. Publisher, p. 177. address        APA and its Spanish forms
    Title. (2023, December 29). *Publisher*. address                     without author
    Information request, Elementa DDHH. File number 330026424000557.     requests, official letters, leaks
    … commentary. INEGI, Key Findings, ENVIPE 2022, p. 7.                a remark with its source at the end

What cannot be read stays empty: the note's own text is always kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.citations.dates import PrintedDate, find_day, find_parenthesised_date, month_of
from indexer.citations.fields import (
    PERSONS,
    Plain,
    is_person,
    last_sentence,
    plain,
    reads_as_name,
    split_authors,
    title_and_publisher,
    without_file_number,
    without_lead_in,
    without_locator,
    without_symbol,
)
from indexer.citations.imprint import PLACES
from indexer.citations.kinds import (
    COMMENTARY,
    CROSS_REFERENCE,
    INFORMATION_REQUEST,
    INSTITUTION,
    LEAK,
    Clues,
    is_cross_reference,
    is_newspaper,
    is_official_letter,
    source_kind,
)
from indexer.citations.papers import read_internal, read_request
from indexer.citations.parts import parts
from indexer.citations.running import read_running
from indexer.citations.sentences import quotations, sentences
from indexer.models import Kind, Reference

_LONGEST_NOTE = 20_000  # characters; a longer one is an essay, of which only the beginning is searched for references
_LONGEST_HEADLINE = 20  # words
_ANONYMOUS = re.compile(r"(?:sin autor|an[óo]nimo|s\. ?a\.|anonymous|no author|autor desconocido)\.?", re.IGNORECASE)
_REQUEST_FOLIO = re.compile(r"\bfolios?\b[^\d]{0,20}\d{12,16}\b", re.IGNORECASE)  # as the transparency platform counts
_GENRE_BRACKETS = re.compile(r"\s*\[(?P<genre>[^\]]{3,60})\]")


def note_kind(text: str) -> str:
    """``cross_reference``, ``commentary``, or the kind of the note's first reference (``other`` if it is not told)."""
    if is_cross_reference(text):
        return CROSS_REFERENCE
    references = read_references(text)
    if not references:
        return COMMENTARY
    return (references[0].kind or Kind.OTHER).value


def read_references(text: str) -> tuple[Reference, ...]:
    """The references of a note's Markdown, in order; none for commentary and for Ibid. and the like."""
    considered = text[:_LONGEST_NOTE]
    if is_cross_reference(considered):
        return ()
    read = [(reference, part) for part in map(plain, parts(considered)) for reference in _read(part)]
    return tuple(
        replace(reference, month=_month(reference, part.text), confidence=_confidence(reference))
        for reference, part in read
    )


def _month(reference: Reference, printed: str) -> int | None:
    if reference.date is not None:
        return reference.date.month
    return month_of(printed, reference.year) if reference.year is not None else None


def _read(plain: Plain) -> Iterator[Reference]:
    """The reference of a part, or one for each of several file numbers."""
    reference = _read_one(plain)
    if reference is not None:
        yield reference
        if reference.kind is Kind.INFORMATION_REQUEST:
            yield from (replace(reference, file_number=number) for number in plain.file_numbers[1:])


def _read_one(plain: Plain) -> Reference | None:
    """The reader of the first form that fits: a date in parentheses, a paper without a title page, fields parted by
    commas, and last whatever stands before an address."""
    dated = find_parenthesised_date(plain.text)
    if dated is not None:
        lead, rest = plain.text[: dated.start], plain.text[dated.end :]
        if _is_dated_reference(plain, lead, rest):
            return _read_dated(plain, lead, dated.when, rest)
    if _REQUEST_FOLIO.search(plain.text) and not plain.urls:
        return read_request(plain)
    if INFORMATION_REQUEST.search(plain.text) and (plain.file_number or _is_request_alone(plain.text)):
        return read_request(plain)
    if is_official_letter(plain.text) and plain.file_number:
        return read_internal(plain)
    return read_running(plain) or _read_unmarked(plain)


def _read_unmarked(plain: Plain) -> Reference | None:
    last = last_sentence(plain.text).strip(" .")
    printed = last != plain.text.strip(" .") and (last in plain.emphasised or is_newspaper(last))
    if LEAK.search(plain.text) and not printed and (plain.urls or len(plain.text.split()) < 40):
        return read_internal(plain)
    return _read_loose(plain) if plain.urls or plain.file_number else None


def _is_request_alone(text: str) -> bool:
    """Whether a note without a number is a request's citation and no sentence about requests."""
    return INFORMATION_REQUEST.match(text) is not None and len(text.split()) < 30


# --- Author. (date). Title. Publisher -------------------------------------------------------------


def _is_dated_reference(plain: Plain, lead: str, rest: str) -> bool:
    """Whether ``(date)`` stands between author and title, and not in prose or behind a periodical's volume."""
    lead, after = lead.strip(), rest.lstrip(" .,:;")
    if not after or re.match(r"(?:pp?\.|p[áa]g|:\s*\d|https?:)", after):
        return not quotations(lead) and bool(plain.urls) and not after and not lead.endswith(",")
    if quotations(lead) and not lead.endswith((".", "”", '"')):
        return False
    if not re.match(r"[^\w]*[A-ZÁÉÍÓÚÑÜ\d]", after) and after not in plain.emphasised:
        return bool(re.match(r"\s*\.", rest)) and _is_author(last_sentence(lead))
    if rest[:1] not in ".,:;" and not _is_author(_own_sentence(lead)):
        return False
    author = _own_sentence(lead)
    return (
        _is_author(author)
        or bool(plain.urls)
        or (title_and_publisher(after.strip(" ."), plain.emphasised)[0] in plain.emphasised)
    )


def _own_sentence(lead: str) -> str:
    """The sentence before a date: what precedes it is commentary."""
    lead = lead.strip(" ,")
    return lead if PERSONS.fullmatch(lead) or not lead else without_lead_in(last_sentence(lead).strip())


def _is_author(lead: str) -> bool:
    lead = re.sub(r"\s*\[@[^\]]*\]|\.$", "", lead.strip())
    return (
        not lead
        or _ANONYMOUS.fullmatch(lead) is not None
        or PERSONS.fullmatch(lead) is not None
        or PERSONS.fullmatch(f"{lead}.") is not None
        or (reads_as_name(lead, 16) and re.match(r"(?:the|el|la|los|las|in|en|this|este|esta)\s", lead, re.I) is None)
        or (INSTITUTION.match(lead) is not None and len(lead.split()) < 14)
    )


def _read_dated(plain: Plain, lead: str, when: PrintedDate, rest: str) -> Reference:
    """``Author. (date). [Article Five.] Title. Publisher, p. 1.``"""
    genre = _GENRE_BRACKETS.search(rest)
    rest = _GENRE_BRACKETS.sub("", rest)
    body, locator = without_locator(without_symbol(without_file_number(rest)).strip(" .,:;"))
    title, publisher = _body(body, plain.emphasised)
    lead = lead.strip(" ,:")
    lead = lead if PERSONS.fullmatch(lead) or re.search(r"\b[A-Z]{1,2}\. ?[A-Z]{1,2}\.$", lead) else lead.rstrip(". ")
    own = without_lead_in(_own_sentence(lead))
    own = own.rstrip(". ") if not PERSONS.fullmatch(lead) else lead
    if own != lead and _is_author(own) and not _is_author(lead):
        lead = own if not PERSONS.fullmatch(f"{own}.") else f"{own}."
    authors = () if _ANONYMOUS.fullmatch(lead) else split_authors(lead)
    if publisher is None and title and not _is_author(lead) and (title in plain.emphasised or reads_as_name(title)):
        title, publisher, authors = lead, title, ()  # before the date stands a title, after it who published it
    elif publisher is None and title and len(lead.split()) > max(5, len(title.split())) and title in plain.emphasised:
        title, publisher, authors = lead, title, ()
    place, colon, house = (publisher or "").partition(":")
    publisher = house.strip() if colon and house.strip() and PLACES.fullmatch(place) else publisher
    title = title or (lead if not body and not _is_author(lead) else None)
    title = title or rest.strip(" .,:;") or None  # a letter's number is its title
    personal = bool(authors) and (PERSONS.fullmatch(lead) is not None or all(is_person(author) for author in authors))
    clues = Clues(
        text=plain.text,
        title=f"{genre['genre'] if genre else ''} {title or ''}".strip(),
        authors=" ".join(authors),
        personal=personal and not is_newspaper(lead),
        periodical=publisher in plain.emphasised,
        publisher=publisher,
        day=when.day is not None,
        month=when.month is not None,
        year=when.year is not None,
        address=plain.address,
    )
    kind, day = source_kind(clues), when.date
    if (
        kind is Kind.TRANSCRIPT
        and when.month is None
        and (held := find_day(title or ""))
        and held.when.year == when.year
    ):
        day = held.when.date  # the year before, the day in the title
    return Reference(
        kind=kind,
        authors=authors,
        date=day,
        year=when.year,
        title=title.strip('“”" ') if title else None,
        publisher=publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _body(body: str, emphasised: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Title and publisher of what follows a date; a title in italics or quotation marks ends with them."""
    quoted = quotations(body)
    if quoted and quoted[0].start == 1:
        return quoted[0].of(body).strip(" .,"), body[quoted[0].end + 1 :].strip(" .,") or None
    first = next((words for words in emphasised if body.startswith(words) and len(words.split()) > 1), None)
    if first is not None and len(first) < len(body):
        after = body[len(first) :].strip(" .,")
        rest = re.sub(r"^\([^()]{1,40}\)\s*[.,]?\s*", "", after)
        if reads_as_name(rest) and len(sentences(rest)) == 1:
            return first, rest or None
    match = re.search(r"(?<=[.?!]) (?:En|In):? (?=[A-ZÁÉÍÓÚÑ“*])", body)
    if match:  # a chapter: what it stands in is its container
        return body[: match.start()].strip(" ."), body[match.end() :].strip(" .")
    title, publisher = title_and_publisher(body, emphasised)
    if publisher is None and (volume := _periodical(body)):
        return volume
    if publisher is None and title:
        last = re.fullmatch(
            r"(?P<title>.{10,}), (?P<who>(?:Presiden[ct]|Secretar|Ministry|Gobierno|Government of).{3,60})", title
        )
        if last and reads_as_name(last["who"]) and re.search(r"\d{4}", last["title"]):
            return last["title"], last["who"]
    return title, publisher


def _periodical(body: str) -> tuple[str, str] | None:
    """``Title. Revista de estudios sociales, 26(3), 45–67``"""
    match = re.fullmatch(
        r"(?P<title>.+?[.?!]) (?P<name>[A-ZÁÉÍÓÚÑ][^.]{3,120}, \d{1,4}(?: ?\(\d{1,4}\))?(?:, [\d–-]+)?)", body
    )
    return (match["title"].rstrip("."), match["name"]) if match else None


# --- what stands before an address ----------------------------------------------------------------


def _read_loose(plain: Plain) -> Reference | None:
    """An address or a file number with whatever stands before it."""
    text, locator = without_locator(without_file_number(plain.text).strip(" ."))
    spans = [span.of(text).strip(" .") for span in sentences(text)]
    day = find_day(text)
    publisher = spans[-1] if len(spans) > 1 and (spans[-1] in plain.emphasised or is_newspaper(spans[-1])) else None
    titled = [span for span in spans if span != publisher]
    short = [span for span in titled if len(span.split()) <= _LONGEST_HEADLINE]
    title = titled[0] if len(titled) == 1 else short[-1] if publisher and short else None
    author: tuple[str, ...] = ()
    if title is None and len(spans) == 2 and _is_author(spans[0]) and not day:
        author, title = split_authors(spans[0]), spans[1]
    if title and len(title.split()) > 2 * _LONGEST_HEADLINE:
        title = None
    clues = Clues(
        plain.text,
        title or "",
        authors=" ".join(author),
        periodical=publisher is not None,
        publisher=publisher,
        day=day is not None,
        address=plain.address,
    )
    return Reference(
        kind=source_kind(clues),
        authors=author,
        date=day.when.date if day else None,
        year=day.when.year if day else None,
        title=title or None,
        publisher=publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _confidence(reference: Reference) -> float:
    """How much of a full reference was found, 0 to 1: author, date, title and an address or file number weigh alike; a
    year alone is worth half a date, and a kind or a publisher stands in for half of one missing field."""
    found = (
        0.25 * bool(reference.authors)
        + 0.25 * bool(reference.title)
        + (0.25 if reference.date else 0.125 if reference.year else 0.0)
        + 0.25 * bool(reference.urls or reference.file_number)
        + 0.0625 * (bool(reference.kind) + bool(reference.publisher))
    )
    return round(min(1.0, found), 3)
