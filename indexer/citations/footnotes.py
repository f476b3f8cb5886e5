"""A report's notes with the claims that carry their callouts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.citations.markup import Block, Markup, read_markup, slugify
from indexer.citations.references import note_kind, read_references
from indexer.citations.sentences import quotations, sentence_at, sentences
from indexer.errors import ReportError
from indexer.models import Claim, Footnote
from indexer.text.fold import fold

MOST_NOTES = 20_000
"""Notes of one report; the longest scholarly books have some thousands, so more is a mistake or an attack."""

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

    Raises ReportError if there are no notes, a callout has no note, or two notes have one label.
    """
    markup = read_markup(body)
    _check_definitions(markup)
    claims = _claims(markup.blocks)
    labels = [definition.label for definition in markup.definitions]
    if missing := sorted(set(claims) - set(labels)):
        raise ReportError(
            f"Callouts without a note: {listed(missing)}.",
            remedy="Write the note as a line «[^label]: text», or take the callout out.",
        )
    ids = note_ids(labels)
    footnotes = tuple(
        Footnote(
            note=ids[definition.label],
            label=definition.label,
            number=int(definition.label) if _NUMBER.fullmatch(definition.label) else None,
            text=definition.text,
            kind=note_kind(definition.text),
            references=read_references(definition.text),
            claims=tuple(claims.get(definition.label, ())),
        )
        for definition in markup.definitions
    )
    return ReadNotes(footnotes, markup.title, tuple(_warnings(footnotes)))


def note_ids(labels: Iterable[str]) -> Mapping[str, str]:
    """The id of each label's note: ``12`` → ``fn-12``, ``a`` → ``fn-a``, ``**`` → ``fn-asterisk-2``.

    Labels that would share an id are told apart by a number, in order.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for label in labels:
        stem = f"fn-{note_slug(label)}"
        note, turn = stem, 1
        while note in taken:
            turn += 1
            note = f"{stem}-{turn}"
        taken.add(note)
        ids[label] = note
    return ids


def note_slug(label: str) -> str:
    """A label as it stands in an id: ``12``, ``a``, ``asterisk-2``."""
    if label[0] in _NAMED_MARKS and label == label[0] * len(label):
        name = _NAMED_MARKS[label[0]]
        return name if len(label) == 1 else f"{name}-{len(label)}"
    return slugify(label) or "-".join(f"{ord(character):x}" for character in label[:8])


def read_claims(body: str) -> dict[str, list[Claim]]:
    """The claims of a Markdown body by the labels of its callouts, in order."""
    return _claims(read_markup(body).blocks)


def _check_definitions(markup: Markup) -> None:
    if not markup.definitions:
        raise ReportError(
            "The report has no notes.", remedy="A note is a line «[^1]: text», called in the text by «[^1]»."
        )
    if len(markup.definitions) > MOST_NOTES:
        raise ReportError(f"The report has {len(markup.definitions)} notes; {MOST_NOTES} are the most.")
    counts = Counter(definition.label for definition in markup.definitions)
    if twice := [label for label, count in counts.items() if count > 1]:
        raise ReportError(f"Notes defined more than once: {listed(twice)}.", remedy="Give each a label of its own.")
    if empty := [definition.label for definition in markup.definitions if not definition.text]:
        raise ReportError(f"Notes without text: {listed(empty)}.", remedy="Write them, or take their callouts out.")


def _claims(blocks: Sequence[Block]) -> dict[str, list[Claim]]:
    """The claims of each label, in the order of its callouts."""
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
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


def _warnings(footnotes: Sequence[Footnote]) -> Iterable[str]:
    if uncalled := [note.label for note in footnotes if not note.claims]:
        yield f"Notes never called in the text: {listed(uncalled)}."
    folded = Counter(fold(note.label).text for note in footnotes)
    if alike := [note.label for note in footnotes if folded[fold(note.label).text] > 1]:
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
