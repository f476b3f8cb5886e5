"""The warnings a careful editor would raise, found from the notes alone."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.citations.audit_remarks import Remark, WarningCode, remark
from indexer.citations.identity import file_key
from indexer.citations.institutions import not_yet_begun
from indexer.citations.markup import read_markup
from indexer.citations.sentences import sentence_at, sentences
from indexer.citations.titles import agreement, same_language
from indexer.citations.urls import canonical_url
from indexer.citations.view import NoteView
from indexer.models import CrossReferenceType, Footnote, Kind, Reference
from indexer.text.fold import fold

MOST_LABELS = 8
"""Notes named in one warning."""

_LOCATOR = re.compile(r"\b(?:pp?|p[áa]gs?)\.?\s?\d[\d\s,–-]*", re.IGNORECASE)
_TOPICAL = frozenset({Kind.PRESS, Kind.REPORT, Kind.DECREE, Kind.AGREEMENT, Kind.DATASET})
"""Kinds whose title tells what they are about; "Information request" and "Press conference" do not."""

_YEAR = re.compile(r"(?<![\w.,/–—-])20\d\d(?![\w/]|[.,]\d|-\d)")
# "The limit was moved to 2028", "2018–2030", "Agenda 2030": these look ahead, as they may.
_AHEAD = re.compile(
    r"(?:\b(?:until|till|by|to|through|before|towards?|agenda|hasta|para|al|a|antes de|hacia|rumbo a)"
    r"(?:\s+el)?(?:\s+a[ñn]o)?|[–—-])[\s*_]*$",
    re.IGNORECASE,
)
_LONGEST_SENTENCE = 300  # characters of a sentence quoted in a warning

Found = defaultdict[str, list[Remark]]


def warnings_of(views: Sequence[NoteView], today: dt.date) -> Mapping[str, Sequence[Remark]]:
    """Note id → its warnings, those on the note itself before those that compare it with others."""
    found: Found = defaultdict(list)
    by_id = {view.note.note: view.note for view in views}
    for index, view in enumerate(views):
        before = views[index - 1].note if index else None
        found[view.note.note] += [
            *_on_cross_reference(view, by_id, before),
            *_on_references(view.note, today),
            *_on_calls(view.note),
        ]
    notes = list(by_id.values())
    _labels_twice(notes, found)
    _same_numbers(notes, found)
    _same_dates(notes, found)
    return found


# --- one note -----------------------------------------------------------------------------------


def _on_cross_reference(view: NoteView, by_id: Mapping[str, Footnote], before: Footnote | None) -> Iterator[Remark]:
    pointer, target = view.cross_reference, view.target
    if pointer is None:
        return
    if target is None:
        yield remark(WarningCode.CROSS_REFERENCE_UNRESOLVED)
        return
    if len(pointer.candidates) > 1:
        labels = listed(by_id[candidate].label for candidate in pointer.candidates)
        yield remark(WarningCode.CROSS_REFERENCE_AMBIGUOUS, labels=labels, label=target.label)
    elif pointer.ambiguous and before is not None and before is not target:
        yield remark(WarningCode.IBID_AFTER_REMARK, label=target.label)
    if pointer.type in (CrossReferenceType.OP_CIT, CrossReferenceType.SUPRA):
        return
    if len(target.references) > 1:
        yield remark(WarningCode.IBID_AFTER_SEVERAL, label=target.label)
    for source in target.references[:1]:
        yield from _on_relation(view.note, target, source)


def _on_relation(note: Footnote, target: Footnote, source: Reference) -> Iterator[Remark]:
    """Whether *Ibid.* can mean the note before: what it says of it, and what its sentence is about."""
    title = source.title or ""
    claims = [claim.sentence for claim in note.claims if same_language(claim.sentence, title)]
    if source.kind in _TOPICAL and claims and not any(agreement(sentence, title) for sentence in claims):
        yield remark(WarningCode.IBID_AFTER_UNRELATED, label=target.label, title=title)
    page = _LOCATOR.search(note.text)
    if page and source.kind is Kind.PRESS and source.urls and not source.locator:
        yield remark(WarningCode.IBID_PAGE_OF_WEB_ARTICLE, locator=page[0].strip(" ,."), label=target.label)


def _on_references(note: Footnote, today: dt.date) -> Iterator[Remark]:
    for reference in note.references:
        if (reference.date and reference.date > today) or (reference.year or 0) > today.year:
            yield remark(WarningCode.DATE_IN_FUTURE, date=_dated(reference))
        for institution in not_yet_begun(reference):
            yield remark(
                WarningCode.BEFORE_INSTITUTION,
                date=_dated(reference),
                institution=institution.name,
                began=institution.began.isoformat(),
            )
        for url in reference.urls:
            printed, target = canonical_url(url.text), canonical_url(url.target)
            if printed and target and printed != target:
                yield remark(WarningCode.LINK_TEXT_DIFFERS, text=url.text, target=url.target)


def _on_calls(note: Footnote) -> Iterator[Remark]:
    if not note.claims:
        yield remark(WarningCode.NEVER_CALLED)
    elif len(note.claims) > 1:
        yield remark(WarningCode.CALLED_SEVERAL_TIMES, times=str(len(note.claims)))


# --- notes beside each other --------------------------------------------------------------------


def _labels_twice(notes: Sequence[Footnote], found: Found) -> None:
    counts = Counter((note.chapter, note.label) for note in notes)
    for note in notes:
        if (times := counts[note.chapter, note.label]) > 1:
            found[note.note].append(remark(WarningCode.LABEL_TWICE, times=str(times), label=note.label))


def _same_numbers(notes: Sequence[Footnote], found: Found) -> None:
    """A request number under several notes: the same answer cited again, or a number copied by mistake."""
    by_number: defaultdict[str, list[Footnote]] = defaultdict(list)
    printed: dict[str, str] = {}
    for note in notes:
        numbers = {file_key(number) or number: number for item in note.references if (number := item.file_number)}
        for key, number in numbers.items():
            printed.setdefault(key, number)
            by_number[key].append(note)
    for key, sharing in by_number.items():
        number = printed[key]
        for note in sharing:
            if others := listed(other.label for other in sharing if other is not note):
                found[note.note].append(remark(WarningCode.SAME_REQUEST_NUMBER, number=number, labels=others))


def _same_dates(notes: Sequence[Footnote], found: Found) -> None:
    """Sources of one day: another description may be another name of the same event, another link a slip.

    Newspapers write of many things a day, so articles are compared with nothing but themselves.
    """
    by_date: defaultdict[dt.date, list[tuple[Footnote, Reference]]] = defaultdict(list)
    for note in notes:
        for reference in note.references:
            if reference.date is not None:
                by_date[reference.date].append((note, reference))
    for day, dated in by_date.items():
        for note, reference in dated:
            others = [(other, its) for other, its in dated if other is not note]
            unlike = listed(other.label for other, its in others if _described_otherwise(reference, its))
            if unlike:
                found[note.note].append(
                    remark(WarningCode.SAME_DATE_OTHER_DESCRIPTION, date=day.isoformat(), labels=unlike)
                )
            if moved := listed(other.label for other, its in others if _linked_otherwise(reference, its)):
                found[note.note].append(remark(WarningCode.SAME_SOURCE_OTHER_LINK, labels=moved))


def _described_otherwise(one: Reference, other: Reference) -> bool:
    return Kind.PRESS not in (one.kind, other.kind) and not _same_title(one, other)


def _linked_otherwise(one: Reference, other: Reference) -> bool:
    mine, theirs = ({canonical_url(url.target) for url in reference.urls} for reference in (one, other))
    return _same_title(one, other) and bool(mine) and bool(theirs) and not mine & theirs


def _same_title(one: Reference, other: Reference) -> bool:
    return fold(one.title or "").text == fold(other.title or "").text


# --- the text -----------------------------------------------------------------------------------


def warnings_of_text(body: str, today: dt.date) -> list[Remark]:
    """Warnings on the text itself: a year in the future, unless its words look ahead ("until 2028")."""
    found = []
    for block in read_markup(body).blocks:
        ahead = [match for match in _YEAR.finditer(block.text) if _in_future(match, block.text, today)]
        spans = sentences(block.text) if ahead else ()
        for match in ahead:
            span = sentence_at(spans, match.start())
            sentence = span.of(block.text)[:_LONGEST_SENTENCE] if span else match[0]
            found.append(remark(WarningCode.BODY_YEAR_IN_FUTURE, year=match[0], sentence=sentence))
    return found


def _in_future(match: re.Match[str], text: str, today: dt.date) -> bool:
    return int(match[0]) > today.year and _AHEAD.search(text[max(0, match.start() - 30) : match.start()]) is None


def listed(labels: Iterable[str]) -> str:
    """Labels in the order given, each once: ``61, 35, 33 …``."""
    distinct = list(dict.fromkeys(labels))
    shown = ", ".join(distinct[:MOST_LABELS])
    return f"{shown} …" if len(distinct) > MOST_LABELS else shown


def _dated(reference: Reference) -> str:
    return reference.date.isoformat() if reference.date else str(reference.year)
