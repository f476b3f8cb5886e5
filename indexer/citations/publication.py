"""How a source appeared: by itself, in a periodical or a book, told by its kind, its publisher and its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.citations.csl import Form, Name, one_line
from indexer.citations.kinds import is_law, is_post, is_ruling, is_thesis
from indexer.models import Kind, Reference

FORMS = {
    Kind.TRANSCRIPT: Form.SPEECH,
    Kind.DECREE: Form.LEGISLATION,
    Kind.REPORT: Form.REPORT,
    Kind.DATASET: Form.DATASET,
    Kind.AGREEMENT: Form.TREATY,
    Kind.PRESS: Form.WEB_PAGE,
}
_JOURNAL = re.compile(
    r"(?P<name>[^\d]{3,200}?),? (?:vol(?:\.|umen) ?)?(?P<volume>\d{1,4})"
    r"(?: ?\((?P<issue>\d{1,4})\)|, (?:n[úu]m\.|no\.|n[°º]) ?(?P<number>\d{1,4}))?(?:[,:] ?(?P<pages>\d+[–-]\d+))?",
    re.IGNORECASE,
)
_ISSUE_ALONE = re.compile(r"(?P<name>[^\d,]{3,200}), (?:n[úu]m\.|no\.|n[°º]) ?(?P<issue>\d{1,4})", re.IGNORECASE)
_CHAPTER = re.compile(
    r"(?P<container>.{3,200}\((?:Eds?|Coords?|Comps?|Dirs?)\.\),.{3,200})\. (?P<publisher>[^.]{2,100})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Published:
    """How a source appeared: by itself with a publisher, or in a periodical."""

    form: Form
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    extent: str | None = None
    publisher: str | None = None


def published_as(reference: Reference, authors: Sequence[Name], note: str) -> Published:
    """The publisher of press and of decrees is a periodical, unless it is the author's own name; so is, for a source of
    no known kind, a name with a volume ("Drug and Alcohol Dependence Reports, 2")."""
    kind, publisher = reference.kind, one_line(reference.publisher or "") or None
    form = FORMS.get(kind, Form.DOCUMENT) if kind else Form.DOCUMENT
    if kind in (None, Kind.OTHER) and (other := _other_form(reference, note)):
        if other is Form.CHAPTER and (chapter := _CHAPTER.fullmatch(publisher or "")):
            return Published(other, container=chapter["container"], publisher=chapter["publisher"])
        legal = other is Form.LEGISLATION
        return Published(other, container=publisher if legal else None, publisher=None if legal else publisher)
    if publisher is None:
        return Published(Form.WEB_PAGE if kind in (None, Kind.OTHER) and reference.urls else form)
    if any(publisher.casefold() in author.literal.casefold() for author in authors):
        return Published(form, publisher=publisher)
    if (periodical := _in_periodical(kind, publisher)) is not None:
        return periodical
    page = kind in (None, Kind.OTHER) and bool(reference.urls) and reference.year is None
    return Published(Form.WEB_PAGE if page else form, publisher=publisher)


def _in_periodical(kind: Kind | None, publisher: str) -> Published | None:
    numbered = _ISSUE_ALONE.fullmatch(publisher) or _JOURNAL.fullmatch(publisher)
    if kind is Kind.PRESS:
        return _periodical(Form.ARTICLE, numbered) if numbered else Published(Form.ARTICLE, container=publisher)
    if kind is Kind.DECREE:
        return Published(Form.LEGISLATION, container=publisher)
    return _periodical(Form.JOURNAL_ARTICLE, numbered) if kind in (None, Kind.OTHER) and numbered else None


def _periodical(form: Form, part: re.Match[str]) -> Published:
    told = part.groupdict()
    issue = told.get("issue") or told.get("number")
    return Published(form, part["name"], told.get("volume"), issue, told.get("pages"))


def _other_form(reference: Reference, note: str) -> Form | None:
    """The form of what no kind of the archive is: a thesis, a law, a ruling, a post."""
    if (chapter := _CHAPTER.fullmatch(reference.publisher or "")) and chapter["publisher"]:
        return Form.CHAPTER
    if any(is_post(url.target) for url in reference.urls):
        return Form.POST
    if is_thesis(note) and reference.authors:
        return Form.THESIS
    if is_law(reference.title or "") and not reference.authors:
        return Form.LEGISLATION
    if is_ruling(reference.title or ""):
        return Form.CASE
    printed = reference.kind is Kind.OTHER and reference.authors and reference.publisher and not reference.urls
    return Form.BOOK if printed and _JOURNAL.fullmatch(reference.publisher or "") is None else None
