"""Items as BibTeX entries, in UTF-8 as biber and every current reference manager read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from indexer.citations.csl import Form, Item, Name

_TYPES = {
    Form.ARTICLE: "article",
    Form.JOURNAL_ARTICLE: "article",
    Form.REPORT: "techreport",
    Form.BOOK: "book",
    Form.CHAPTER: "incollection",
}

# BibTeX counts a brace even behind a backslash, so that "\{" alone would swallow the rest of the file.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
_UNSAFE_IN_URL = re.compile(r"[\s{}\\^`\"<>|]")


def bibtex(item: Item, remarks: tuple[str, ...]) -> str:
    """The item as an entry; the raw note stands in ``annote`` and ``remarks`` in ``note``, which styles print.

    Titles and institutions stand in braces of their own, so that no style changes their capitals or cuts a name at
    its "and".
    """
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(item, remarks))
    return f"@{_TYPES.get(item.form, 'misc')}{{{item.key},\n{fields}}}\n"


def _fields(item: Item, remarks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if item.authors:
        yield "author", " and ".join(_name(name) for name in item.authors)
    if item.title:
        yield "title", f"{{{latex(item.title)}}}"
    if item.date:
        yield "year", str(item.date.year)
        if item.date.month:
            yield "date", "-".join(f"{part:02}" for part in item.date.parts)
    for name, value in _plain_fields(item).items():
        if value:
            yield name, latex(value)
    if item.urls:
        # Read verbatim by \url and biblatex: a LaTeX escape would become part of the address.
        yield "url", _UNSAFE_IN_URL.sub(lambda match: quote(match[0]), item.urls[0])
    yield "urldate", item.accessed.isoformat()
    if item.copies:
        yield "sha256", item.copies[0].sha256
    if item.note:
        yield "annote", latex(item.note)
    if remarks:
        yield "note", latex(" ".join(f"{remark.rstrip('.')}." for remark in remarks))


def _plain_fields(item: Item) -> dict[str, str | None]:
    institution = item.form is Form.REPORT
    author = item.authors[0].literal if item.authors else None
    return {
        "journal": item.container if item.form in (Form.ARTICLE, Form.JOURNAL_ARTICLE) else None,
        "howpublished": item.container if item.form in (Form.LEGISLATION, Form.CASE) else None,
        "booktitle": item.container if item.form is Form.CHAPTER else None,
        "volume": item.volume,
        "institution": (item.publisher or author) if institution else None,
        "publisher": None if institution else item.publisher,
        # Without a type, styles print "Technical Report".
        "type": "Report" if institution else item.genre.value if item.genre else None,
        "number": item.issue or item.number,
        "pages": re.sub(r"(?<=\d)\s?[-–—]\s?(?=\d)", "--", item.extent or item.pages or "") or None,
        "section": item.section,
        "language": {"es": "spanish", "en": "english"}.get(item.language or ""),
    }


def _name(name: Name) -> str:
    return f"{{{latex(name.literal)}}}" if name.literal else f"{latex(name.family)}, {latex(name.given)}"


def latex(text: str) -> str:
    """``text`` as LaTeX prints it; accents stay as they are."""
    return "".join(_LATEX.get(character, character) for character in text)
