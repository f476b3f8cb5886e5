"""Items in the style of the American Psychological Association, 7th edition, as an entry of the reference list."""

from __future__ import annotations

from indexer.citations.csl import Form, Genre, Item, Name
from indexer.citations.styles import (
    capitalised,
    closed,
    escaped,
    italic,
    joined_names,
    number_words,
    shown_genre,
    spanish_and,
    words,
    written_date,
)
from indexer.models import Language

_MOST_AUTHORS = 20  # 9.8: of more, the first nineteen, an ellipsis and the last
_IN_PERIODICALS = (Form.ARTICLE, Form.JOURNAL_ARTICLE, Form.LEGISLATION, Form.CHAPTER)


def apa(item: Item, language: Language) -> str:
    """The entry in Markdown: ``Author. (date). *Title* (number) [genre]. Source. address``."""
    authors, title = _authors(item, language), _title(item, language)
    lead = [closed(authors) if authors else "", f"({_date(item, language)}).", closed(title) if title else ""]
    if not authors and title:
        lead = [closed(title), f"({_date(item, language)})."]
    return " ".join(filter(None, (*lead, _source(item, language), *item.urls[:1])))


def _authors(item: Item, language: Language) -> str:
    names = [_name(name) for name in item.authors]
    if len(names) > _MOST_AUTHORS:
        return f"{', '.join(names[: _MOST_AUTHORS - 1])}, … {names[-1]}"
    spanish = language is Language.SPANISH
    return joined_names(names, ", ", f" {spanish_and(names[-1])} " if spanish and names else ", & ")


def _name(name: Name) -> str:
    return escaped(name.literal or f"{name.family}, {_initials(name.given)}")


def _initials(given: str) -> str:
    """``Luis Fernando`` as ``L. F.`` (9.7); initials as they are."""
    return given if "." in given else " ".join(f"{word[0]}." for word in given.split() if word[0].isupper())


def _date(item: Item, language: Language) -> str:
    date = item.date
    if date is None:
        return words(language).undated
    if date.month is None:
        return str(date.year)
    written = written_date(date, language)
    day = written.removesuffix(str(date.year)).removesuffix(" de ").rstrip(", ")
    return f"{date.year}, {day}"


def _title(item: Item, language: Language) -> str:
    """Works that stand alone are in italics, parts of a periodical are not (9.19)."""
    if not item.title:
        return ""
    title = escaped(item.title) if item.container and item.form in _IN_PERIODICALS else italic(item.title)
    number, genre = number_words(item, language), shown_genre(item, language)
    if number:
        title += f" ({_number(number, item, language)})"
    return title + (f" [{capitalised(genre)}]" if genre else "")


def _number(number: str, item: Item, language: Language) -> str:
    """``File No. 33``, ``No. 33``: APA writes No. with a capital."""
    shown = (
        number if language is Language.SPANISH or item.genre is not Genre.REQUEST else number.replace(" no. ", " No. ")
    )
    return escaped(capitalised(shown))


def _within(item: Item, language: Language) -> str:
    return closed(f"{words(language).within} {escaped(item.container or '')}")


def _source(item: Item, language: Language) -> str:
    if item.container and item.form is Form.CHAPTER:
        return " ".join(
            filter(None, (_within(item, language), closed(escaped(item.publisher or "")) if item.publisher else ""))
        )
    if item.container:
        volume = f", {italic(item.volume)}" if item.volume else ""
        if item.issue:  # 9.26: in parentheses, not in italics, right behind the volume
            volume += f"({escaped(item.issue)})" if volume else f", ({escaped(item.issue)})"
        pages = f", {escaped(item.extent.replace('-', '–'))}" if item.extent else ""
        return closed(italic(item.container) + volume + pages)
    if item.publisher is None or any(item.publisher in name.literal for name in item.authors):
        return ""  # 9.29: who wrote it is not repeated as publisher
    return closed(escaped(item.publisher))
