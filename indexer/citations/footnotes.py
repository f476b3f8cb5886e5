"""A report's notes with the claims that carry their callouts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from indexer.citations.markup import Block, read_markup, slugify
from indexer.citations.references import note_kind, read_references
from indexer.citations.sentences import quotations, sentence_at, sentences
from indexer.errors import ReportError
from indexer.models import Claim, Footnote
from indexer.text.fold import fold

MOST_NOTES = 20_000
"""Notes of one report; the longest scholarly books have some thousands, so more is a mistake or an attack."""

NO_NOTES = (
    "No notes were found in the report. Check that they are numbered, or marked as [^1], and called in the text; "
    "a scanned report may need better OCR."
)
_NUMBER = re.compile(r"[0-9]{1,6}")
_NAMED_MARKS = {"*": "asterisk", "†": "dagger", "‡": "double-dagger", "§": "section", "¶": "pilcrow"}
_LISTED = 5  # labels named in a message


@dataclass(frozen=True, slots=True)
class ReadNotes:
    """The notes of a body in the order they are written, its first heading, and what an editor should look at."""

    footnotes: tuple[Footnote, ...]
    title: str | None
    warnings: tuple[str, ...]


def read_footnotes(body: str) -> ReadNotes:
    """Read the ``[^n]`` notes of a Markdown body. The k-th claim of a note is the sentence of its k-th callout.

    What is wrong with the notes is told in the warnings, and the rest is read: a callout without a note stays in the
    text as it is written; of notes with one label the first is called. Raises ReportError for more than MOST_NOTES.
    """
    markup = read_markup(body)
    check_count(len(markup.definitions))
    claims = _claims(markup.blocks)
    labels = [definition.label for definition in markup.definitions]
    firsts = {label: place for place, label in reversed(list(enumerate(labels)))}
    footnotes = tuple(
        Footnote(
            note=note,
            label=definition.label,
            number=int(definition.label) if _NUMBER.fullmatch(definition.label) else None,
            text=definition.text,
            kind=note_kind(definition.text),
            references=read_references(definition.text),
            claims=tuple(claims.get(definition.label, ())) if firsts[definition.label] == place else (),
        )
        for place, (definition, note) in enumerate(zip(markup.definitions, note_ids(labels), strict=True))
    )
    lost = [label for label in claims if label not in firsts]
    return ReadNotes(footnotes, markup.title, tuple(_warnings(footnotes, lost)))


def note_ids(labels: Iterable[str]) -> list[str]:
    """The id of each label's note: ``12`` → ``fn-12``, ``a`` → ``fn-a``, ``**`` → ``fn-asterisk-2``."""
    return distinct(f"fn-{note_slug(label)}" for label in labels)


def distinct(stems: Iterable[str]) -> list[str]:
    """The names as they are, and a number behind each that was taken before: ``a``, ``a`` → ``a``, ``a-2``."""
    taken: set[str] = set()
    turns: Counter[str] = Counter()
    names = []
    for stem in stems:
        turns[stem] += 1
        name = stem if turns[stem] == 1 else f"{stem}-{turns[stem]}"
        while name in taken:
            turns[stem] += 1
            name = f"{stem}-{turns[stem]}"
        taken.add(name)
        names.append(name)
    return names


def check_count(notes: int) -> None:
    """Raises ReportError for more than MOST_NOTES."""
    if notes > MOST_NOTES:
        raise ReportError(
            f"The report has {notes} notes; {MOST_NOTES} are the most.", remedy="Add it in parts, each with its notes."
        )


def note_slug(label: str) -> str:
    """A label as it stands in an id: ``12``, ``a``, ``asterisk-2``."""
    if label[0] in _NAMED_MARKS and label == label[0] * len(label):
        name = _NAMED_MARKS[label[0]]
        return name if len(label) == 1 else f"{name}-{len(label)}"
    return slugify(label) or "-".join(f"{ord(character):x}" for character in label[:8])


def read_claims(body: str) -> dict[str, list[Claim]]:
    """The claims of a Markdown body by the labels of its callouts, in order."""
    return _claims(read_markup(body).blocks)


def _claims(blocks: Sequence[Block]) -> dict[str, list[Claim]]:
    """The claims of each label, in the order of its callouts."""
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for block, following in zip_longest(blocks, blocks[1:]):
        if not block.callouts:
            continue
        spans = sentences(block.text)
        for callout in block.callouts:
            span = sentence_at(spans, callout.offset)
            sentence = span.of(block.text) if span else ""
            claims[callout.label].append(Claim(None, sentence, _quotes(sentence, block, following)))
    return dict(claims)


def _quotes(sentence: str, block: Block, following: Block | None) -> tuple[str, ...]:
    """What a claim quotes: between quotation marks, or as a block quotation, its own or the one it introduces."""
    marked = tuple(span.of(sentence).strip() for span in quotations(sentence))
    if marked:
        return tuple(quote for quote in marked if quote)
    if block.quoted and sentence:
        return (sentence,)
    if following is not None and following.quoted and sentence.endswith(":"):
        return (following.text.strip(),)
    return ()


def _warnings(footnotes: Sequence[Footnote], lost: Sequence[str]) -> Iterable[str]:
    if not footnotes:
        yield NO_NOTES
    if lost:
        yield f"Callouts without a note: {listed(lost)}."
    counts = Counter(note.label for note in footnotes)
    if twice := [label for label, count in counts.items() if count > 1]:
        yield f"Notes defined more than once, of which the first is called: {listed(twice)}."
    if empty := [note.label for note in footnotes if not note.text]:
        yield f"Notes without text: {listed(empty)}."
    if uncalled := [note.label for note in footnotes if not note.claims]:
        yield f"Notes never called in the text: {listed(uncalled)}."
    folded = Counter(fold(label).text for label in counts)
    if alike := [label for label in counts if folded[fold(label).text] > 1]:
        yield f"Labels that differ only in case or accents: {listed(alike)}."
    numbers = {note.number for note in footnotes if note.number is not None}
    if gaps := _gaps(numbers):
        yield f"Numbers that no note has: {listed(gaps)}."


def _gaps(numbers: Collection[int]) -> list[str]:
    """The numbers between the notes' that are missing, up to MOST_NOTES (a note 999999 leaves no list of a million)."""
    span = range(min(numbers, default=1), min(max(numbers, default=0), MOST_NOTES))
    return [str(number) for number in span if number not in numbers]


def listed(labels: Sequence[str]) -> str:
    """Labels in a message: ``3, 4, 5, 6, 7 and 12 more``."""
    shown = ", ".join(label[:40] for label in labels[:_LISTED])
    return f"{shown} and {len(labels) - _LISTED} more" if len(labels) > _LISTED else shown
