"""Items in the style of the Chicago Manual of Style (17th edition; notes and bibliography), as a note and as an entry
of the bibliography. In Spanish after its adaptation by the University of Deusto, with the quotation marks of Mexico."""

from __future__ import annotations

from indexer.citations.csl import Form, Item, Name
from indexer.citations.styles import (
    capitalised,
    closed,
    escaped,
    italic,
    joined_names,
    nested,
    number_words,
    shown_genre,
    spanish_and,
    words,
    written_date,
    written_day,
)
from indexer.models import Language

_MOST_IN_NOTE = 3  # 14.76: of four or more, the first and et al.
_MOST_IN_BIBLIOGRAPHY = 10  # of more, the first seven
_KEPT_IN_BIBLIOGRAPHY = 7


def chicago_note(item: Item, language: Language) -> str:
    """The full note in Markdown, without its number."""
    authors = _note_authors(item, language)
    if _stands_alone(item):
        title = italic(item.title) if item.title else ""
        facts = ", ".join(filter(None, (escaped(item.publisher or ""), _date(item, language))))
        head = " ".join(filter(None, (title, f"({facts})" if facts else "")))
        rest = [_locator(item), *_address(item)]
        return closed(", ".join(filter(None, (authors, head, *rest))))
    if item.form is Form.JOURNAL_ARTICLE and item.container:  # 14.168: the pages behind a colon
        (facts,) = _facts(item, language)
        pages = item.pages or item.extent
        rest = [f"{facts}: {escaped(pages)}" if pages else facts, escaped(item.section or ""), *_address(item)]
    else:
        rest = [*_facts(item, language), _locator(item), *_address(item)]
    rest = [part for part in rest if part]
    return closed(
        " ".join(filter(None, (f"{authors}," if authors else "", _quoted(item, language, rest), ", ".join(rest))))
    )


def chicago_bibliography(item: Item, language: Language) -> str:
    """The entry of the bibliography in Markdown; it names the whole work, so without the page cited."""
    authors = closed(_bibliography_authors(item, language)) if item.authors else ""
    if _stands_alone(item):
        title = closed(italic(item.title)) if item.title else ""
        facts = ", ".join(filter(None, (escaped(item.publisher or ""), _date(item, language))))
    else:
        title = _closed_quote(item, language)
        facts = ", ".join(_facts(item, language))
        if item.form is Form.JOURNAL_ARTICLE and item.extent:
            facts += f": {escaped(item.extent)}"
    facts = capitalised(facts) if facts and not facts.startswith("*") else facts
    address = [closed(part) for part in _address(item)]
    return " ".join(filter(None, (authors, title, closed(facts) if facts else "", *address)))


def _stands_alone(item: Item) -> bool:
    """Whether the title is that of a book or report (in italics, with its publisher in parentheses) and not of a part
    of something, a page on the web or an unpublished paper (in quotation marks; 14.86, 14.206, 14.221)."""
    return item.form in (Form.REPORT, Form.BOOK) or (item.form is Form.DOCUMENT and item.genre is None)


def _facts(item: Item, language: Language) -> list[str]:
    """What follows a title in quotation marks: the periodical or genre and publisher, the number, the date."""
    if item.form is Form.JOURNAL_ARTICLE and item.container:
        volume = f" {escaped(item.volume)}" if item.volume else ""
        issue = f", {words(language).number} {escaped(item.issue)}" if item.issue else ""
        date = _date(item, language)
        return [italic(item.container) + volume + issue + (f" ({date})" if date else "")]
    if item.form is Form.CHAPTER and item.container:
        printed = ", ".join(filter(None, (escaped(item.publisher or ""), _date(item, language))))
        return [f"{words(language).within.lower()} {escaped(item.container)}" + (f" ({printed})" if printed else "")]
    facts = (
        italic(item.container) if item.container else None,
        shown_genre(item, language),
        escaped(item.publisher) if item.publisher else None,
        escaped(number) if (number := number_words(item, language)) else None,
        _date(item, language),
    )
    return [fact for fact in facts if fact]


def _date(item: Item, language: Language) -> str:
    """The date; of what is undated on the web, the day of access (14.207)."""
    if item.date:
        return written_date(item.date, language)
    table = words(language)
    return f"{table.accessed} {written_day(item.accessed, language)}" if item.urls else table.undated


def _locator(item: Item) -> str:
    return escaped(item.pages or item.section or "")


def _address(item: Item) -> list[str]:
    return list(item.urls[:1])


def _quoted(item: Item, language: Language, following: list[str]) -> str:
    """The title in quotation marks with its comma: before the closing mark in English, after it in Spanish."""
    if not item.title:
        return ""
    comma = "," if following else ""
    title = escaped(nested(item.title))
    return f"“{title}”{comma}" if language is Language.SPANISH else f"“{title}{comma}”"


def _closed_quote(item: Item, language: Language) -> str:
    if not item.title:
        return ""
    title = escaped(nested(item.title))
    return f"“{title}”." if language is Language.SPANISH else f"“{closed(title)}”"


# --- names --------------------------------------------------------------------------------------


def _note_authors(item: Item, language: Language) -> str:
    names = [_straight(name) for name in item.authors]
    if len(names) > _MOST_IN_NOTE:
        return f"{names[0]} et al."
    return joined_names(names, ", ", _last(item.authors, language, serial=len(names) > 2))


def _bibliography_authors(item: Item, language: Language) -> str:
    """The first author by the family name, the others as they are spoken."""
    first, *others = item.authors
    names = [escaped(first.literal or f"{first.family}, {first.given}"), *(_straight(name) for name in others)]
    if len(names) > _MOST_IN_BIBLIOGRAPHY:
        return f"{', '.join(names[:_KEPT_IN_BIBLIOGRAPHY])}, et al."
    inverted = len(names) == 2 and not first.literal
    return joined_names(
        names, ", ", _last(item.authors, language, serial=inverted or len(names) > 2, two=len(names) == 2)
    )


def _last(names: tuple[Name, ...], language: Language, *, serial: bool, two: bool = False) -> str:
    """What stands before the last name. Spanish has no comma there, but for one that ends an inverted name."""
    if language is not Language.SPANISH:
        return ", and " if serial else " and "
    last = names[-1] if names else Name()
    conjunction = spanish_and(last.literal or last.given)
    return f", {conjunction} " if serial and two else f" {conjunction} "


def _straight(name: Name) -> str:
    return escaped(name.literal or f"{name.given} {name.family}")
