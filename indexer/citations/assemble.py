"""From a draft to a report's body and notes: callouts are joined to their notes, the text becomes Markdown.

A callout in the body is ``[^MARK]``, where the note's id is ``fn-MARK``; so labels may recur from chapter to chapter.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.citations.footnotes import (
    MOST_NOTES,
    NO_NOTES,
    ReadNotes,
    check_count,
    distinct,
    listed,
    note_slug,
    read_claims,
)
from indexer.citations.linker import Linked, link
from indexer.citations.markup import slugify
from indexer.citations.references import note_kind, read_references
from indexer.citations.sentences import quotations, sentence_at, sentences
from indexer.models import Claim, Footnote
from indexer.models.draft import DraftBlock, DraftCallout, DraftNote, DraftReport
from indexer.sources.report_marks import SUPERSCRIPTS, may_be_exponent
from indexer.sources.report_pieces import raised

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&]")
_LEADING = re.compile(r"(?=[#+=-]|\d{1,9}[.)](?:\s|$))")
_NUMBER_END = re.compile(r"(\d)(?=[.)])")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A report's body in Markdown and its notes."""

    body: str
    notes: ReadNotes


def assemble(draft: DraftReport) -> Assembled:
    """Join a draft's callouts and notes. Raises ReportError for more notes than a book can have."""
    check_count(len(draft.notes))
    callouts = [callout for block in draft.blocks for callout in block.callouts]
    linked = link(callouts, draft.notes)
    chapters = _chapters(draft.notes, linked.series)
    marks = _marks(draft.notes, chapters)
    chosen = iter([None if note is None else marks[note] for note in linked.notes])
    body = "\n\n".join(
        _markdown(block, chosen, draft.markdown) for block in draft.blocks if block.text or block.callouts
    )
    upon = _called_in_notes(draft.notes, linked)
    claims = _claims(body, callouts, linked, marks) | {marks[note]: (claim,) for note, claim in upon.items()}
    footnotes = tuple(
        Footnote(
            note=f"fn-{mark}",
            label=note.label,
            number=int(note.label) if note.label.isdecimal() else None,
            text=note.text,
            kind=note_kind(note.text),
            references=read_references(note.text),
            claims=claims.get(mark, ()),
            chapter=chapter,
            page=note.page,
        )
        for note, mark, chapter in zip(draft.notes, marks, chapters, strict=True)
    )
    told = _warnings(draft.notes, callouts, linked, upon) if draft.notes else [NO_NOTES]
    warnings = (*draft.warnings, *told)
    return Assembled(body, ReadNotes(footnotes, draft.title, warnings))


# --- ids ----------------------------------------------------------------------------------------


def _chapters(notes: Sequence[DraftNote], series: Sequence[int]) -> list[str | None]:
    """The chapter of each note where numbering restarts: as the file names it if that tells the series apart, else
    counted from 1."""
    if not series or series[-1] == 0:
        return [None] * len(notes)
    named: dict[int, str | None] = {}
    for note, number in zip(notes, series, strict=True):
        named.setdefault(number, slugify(note.chapter) or None if note.chapter else None)
    telling = None not in named.values() and len(set(named.values())) == len(named)
    return [named[number] if telling else str(number + 1) for number in series]


def _marks(notes: Sequence[DraftNote], chapters: Sequence[str | None]) -> list[str]:
    """What tells each note in ids: ``12``, ``3-12`` in chapter 3, ``asterisk``; a repeated one gets a number."""
    slugs = (note_slug(note.label) for note in notes)
    return distinct(
        slug if chapter is None else f"{chapter}-{slug}" for slug, chapter in zip(slugs, chapters, strict=True)
    )


# --- the body -----------------------------------------------------------------------------------


def _markdown(block: DraftBlock, chosen: Iterator[str | None], is_markdown: bool) -> str:
    """A block's Markdown; takes the marks of its callouts off ``chosen``."""
    parts, end = [], 0
    for callout in block.callouts:
        mark = next(chosen)
        parts.append(_escaped(block.text[end : callout.offset], is_markdown))
        parts.append(f"[^{mark}]" if mark is not None else _escaped(callout.printed, is_markdown))
        end = callout.offset
    text = "".join([*parts, _escaped(block.text[end:], is_markdown)])
    if is_markdown:
        return text
    text = _LEADING.sub("", " ".join(text.split()))
    if re.match(r"[#+=-]", text):
        text = "\\" + text
    elif re.match(r"\d{1,9}[.)](?:\s|$)", text):
        text = _NUMBER_END.sub(r"\1\\", text, count=1)
    if block.level:
        return f"{'#' * block.level} {text}"
    return f"> {text}" if block.quoted else f"- {text}" if block.listed else text


def _escaped(text: str, is_markdown: bool) -> str:
    return text if is_markdown else _SPECIAL.sub(r"\\\g<0>", text)


def _claims(
    body: str, callouts: Sequence[DraftCallout], linked: Linked, marks: Sequence[str]
) -> dict[str, tuple[Claim, ...]]:
    """The claims of each mark as the body has them, each with the page of its callout."""
    pages: defaultdict[str, list[int | None]] = defaultdict(list)
    for callout, note in zip(callouts, linked.notes, strict=True):
        if note is not None:
            pages[marks[note]].append(callout.page)
    claims = {}
    for mark, found in read_claims(body).items():
        known = pages.get(mark, [])
        claims[mark] = tuple(
            replace(claim, page=known[turn] if turn < len(known) else None) for turn, claim in enumerate(found)
        )
    return claims


def _called_in_notes(notes: Sequence[DraftNote], linked: Linked) -> dict[int, Claim]:
    """Notes upon notes: for a note that the text does not call, the claim in the note beside it that does."""
    called = {note for note in linked.notes if note is not None}
    zones: defaultdict[int, list[DraftNote]] = defaultdict(list)
    for note in notes:
        zones[note.zone].append(note)
    found: dict[int, Claim] = {}
    for index, note in enumerate(notes):
        if index in called or not note.label.isdecimal() or note.at_end:
            continue
        mark = re.compile(rf"(?<=[^\s{SUPERSCRIPTS}]){raised(note.label)}(?![{SUPERSCRIPTS}])")
        for other in zones[note.zone]:
            if (
                other is not note
                and (match := mark.search(other.text))
                and not may_be_exponent(other.text[: match.start()])
            ):
                text = other.text[: match.start()] + other.text[match.end() :]
                span = sentence_at(sentences(text), match.start())
                sentence = span.of(text) if span else text
                found[index] = Claim(other.page, sentence, tuple(part.of(sentence) for part in quotations(sentence)))
                break
    return found


# --- warnings -----------------------------------------------------------------------------------


def _warnings(
    notes: Sequence[DraftNote], callouts: Sequence[DraftCallout], linked: Linked, upon: Collection[int]
) -> Iterable[str]:
    called = {note for note in linked.notes if note is not None} | set(upon)
    if uncalled := [note.label for index, note in enumerate(notes) if index not in called]:
        yield f"Notes whose callout was not found: {listed(uncalled)}."
    counts = Counter((series, note.label) for series, note in zip(linked.series, notes, strict=True))
    if twice := [label for (_, label), count in counts.items() if count > 1 and label.isdecimal()]:
        yield f"Numbers that several notes have: {listed(twice)}."
    if missing := list(_missing(notes, linked.series)):
        yield f"Numbers that no note has: {listed(missing)}."
    stray = [
        callout.label
        for callout, note in zip(callouts, linked.notes, strict=True)
        if note is None and callout.certain and callout.label in {label for _, label in counts}
    ]
    if stray:
        yield f"Callouts out of order, joined to no note: {listed(stray)}."


def _missing(notes: Sequence[DraftNote], series: Sequence[int]) -> Iterator[str]:
    numbers: defaultdict[int, set[int]] = defaultdict(set)
    for note, number in zip(notes, series, strict=True):
        if note.label.isdecimal():
            numbers[number].add(int(note.label))
    for number, known in sorted(numbers.items()):
        last = min(max(known), MOST_NOTES)
        first = 1 if number == 0 or min(known) > 1 else min(known)
        yield from (str(absent) for absent in range(min(first, last), last) if absent not in known)
