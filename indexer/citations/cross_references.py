"""What *Ibid.*, *Op. cit.* and *supra* note 5 mean: the earlier note they point to.

    Ibid. p. 1.  Ibidem.  Id.  Idem          the note before
    INEGI, Op. cit.  Martínez, C., ob. cit.  the last earlier note of that author
    loc. cit.                                as either, with or without an author
    supra note 5  véase nota 5               the note of that number, of the same chapter before others

A note that points to one that points on is followed to the note finally meant. Where several works fit, or a remark
stands between, the nearest is named and said to be ambiguous; where none fits, no target is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.citations.kinds import CROSS_REFERENCE
from indexer.models import CrossReference, CrossReferenceType, Footnote, Reference
from indexer.text.fold import fold

MOST_CANDIDATES = 50
"""Candidates named for one note: a book that cites one author hundreds of times needs no longer list."""

_NUMBERS = r"\d{1,5}(?:\s*(?:,|and|y|e|&)\s*\d{1,5}(?!\d|\s*(?:-|–)))*"
_NOTE_NUMBERS = re.compile(
    rf"\bsupra,?\s+(?:(?:foot)?not[ea]s?|nn?\.)\s+(?:al pie\s+)?(?:n[úu]m\.?\s*)?(?P<supra>{_NUMBERS})|"
    rf"\bnot[ea]s?\s+(?P<note>{_NUMBERS})",
    re.IGNORECASE,
)
_OP_CIT = re.compile(r"\bo[pb]\.?\s?cit\b", re.IGNORECASE)
_LOC_CIT = re.compile(r"\bloc\.?\s?cit\b", re.IGNORECASE)
_IBID = re.compile(r"\W*(?:(?:v[ée]ase|see(?: also)?|cfr?\.?)\s+)?ib[ií]d", re.IGNORECASE)
_SHORTHAND = re.compile(r"\b(?:o[pb]\.?\s?cit|loc\.?\s?cit|supra)\b", re.IGNORECASE)
_SEE = re.compile(r"^\W*(?:(?:v[ée]ase|ver|vide?\.?|see(?: also)?|cfr?\.?)\s+)?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-ZÁÉÍÓÚÑÜ]\.?[ -]?){1,4}")
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_NO_NAMES = frozenset(
    {"and", "y", "e", "et", "al", "otros", "others", "de", "del", "la", "el", "los", "las", "the", "of"}
)


@dataclass(frozen=True, slots=True)
class _Cited:
    """What stands before *op. cit.*: an author's name, perhaps with initials and words of the title."""

    name: frozenset[str]
    initials: str
    title: frozenset[str]


def resolve(footnotes: Sequence[Footnote]) -> Mapping[str, CrossReference]:
    """Note id → what it points to, for each cross-reference among the notes of a report, given in their order."""
    resolved: dict[str, CrossReference] = {}
    for index, note in enumerate(footnotes):
        if note.kind == CROSS_REFERENCE:
            resolved[note.note] = _resolve(note, footnotes[:index], resolved)
    return resolved


def _resolve(note: Footnote, before: Sequence[Footnote], resolved: Mapping[str, CrossReference]) -> CrossReference:
    text = note.text.replace("*", "").replace("_", "")
    how = _type_of(text)
    numbers = _NOTE_NUMBERS.search(text)
    named = frozenset(re.findall(r"\d+", numbers["supra"] or numbers["note"])) if numbers else frozenset()
    if numbers and (numbers["supra"] or how is CrossReferenceType.SUPRA):
        return _to_numbers(how, named, note, before, resolved)
    cited = _cited(text)
    if cited is not None:
        return _to_author(how, cited, named, before)
    certain = how is not CrossReferenceType.OP_CIT and how is not CrossReferenceType.SUPRA  # these want an author
    return _to_the_note_before(how, note, before, resolved, certain=certain)


def _type_of(text: str) -> CrossReferenceType:
    if _OP_CIT.search(text):
        return CrossReferenceType.OP_CIT
    if _LOC_CIT.search(text):
        return CrossReferenceType.LOC_CIT
    if _IBID.match(text):
        return CrossReferenceType.IBID
    return (
        CrossReferenceType.SUPRA
        if _NOTE_NUMBERS.search(text) or "supra" in text.casefold()
        else CrossReferenceType.IDEM
    )


# --- to the note before -------------------------------------------------------------------------


def _to_the_note_before(
    how: CrossReferenceType,
    note: Footnote,
    before: Sequence[Footnote],
    resolved: Mapping[str, CrossReference],
    *,
    certain: bool,
) -> CrossReference:
    """The note before; if that is a remark, the last one with a source, and then it is not certain."""
    if not before:
        return CrossReference(how, None)
    previous = before[-1]
    if previous.references or previous.kind == CROSS_REFERENCE:
        found = _followed(how, previous, resolved)
        if certain and previous.chapter == note.chapter:
            return found
        candidates = found.candidates or ((found.target,) if found.target else ())
        return CrossReference(how, found.target, found.via, candidates, ambiguous=found.target is not None)
    nearest = next((earlier for earlier in reversed(before) if earlier.references), None)
    if nearest is None:
        return CrossReference(how, None)
    return CrossReference(how, nearest.note, (), (nearest.note,), ambiguous=True)


def _followed(how: CrossReferenceType, pointed_at: Footnote, resolved: Mapping[str, CrossReference]) -> CrossReference:
    """A pointer to ``pointed_at``, followed if that points on."""
    onward = resolved.get(pointed_at.note)
    if onward is None:
        return CrossReference(how, pointed_at.note)
    return CrossReference(how, onward.target, (pointed_at.note, *onward.via), onward.candidates, onward.ambiguous)


# --- to a note by its number --------------------------------------------------------------------


def _to_numbers(
    how: CrossReferenceType,
    labels: frozenset[str],
    note: Footnote,
    before: Sequence[Footnote],
    resolved: Mapping[str, CrossReference],
) -> CrossReference:
    """The notes of these labels. Where numbering restarts, those of the same chapter are meant before others."""
    fitting = [earlier for earlier in reversed(before) if earlier.label in labels]
    within = [earlier for earlier in fitting if earlier.chapter == note.chapter]
    candidates = within or fitting
    if not candidates:
        return CrossReference(how, None)
    found = _followed(how, candidates[0], resolved)
    if len(candidates) == 1:
        return found
    return CrossReference(how, found.target, found.via, _ids(candidates), ambiguous=True)


# --- to an author -------------------------------------------------------------------------------


def _cited(text: str) -> _Cited | None:
    shorthand = _SHORTHAND.search(text)
    if shorthand is None:
        return None
    lead = _SEE.sub("", text[: shorthand.start()])
    name, *others = [part.strip() for part in lead.split(",") if part.strip()] or [""]
    initials = [part for part in others if _INITIALS.fullmatch(part)]
    title = " ".join(part for part in others if part not in initials)
    if not _names(name):
        return None
    return _Cited(_names(name), "".join(_WORD.findall(fold(" ".join(initials)).text)), _names(title))


def _to_author(
    how: CrossReferenceType, cited: _Cited, labels: frozenset[str], before: Sequence[Footnote]
) -> CrossReference:
    """The last earlier note of this author. A note number ("op. cit., nota 5") is asked only if it is one of theirs:
    it may be that of a note in the work cited."""
    fitting = [(note, work) for note in reversed(before) if (work := _work_by(cited, note.references)) is not None]
    titled = [(note, work) for note, work in fitting if cited.title <= _names(work.title or "")]
    meant = titled if cited.title and titled else fitting
    meant = [(note, work) for note, work in meant if note.label in labels] or meant
    if not meant:
        return CrossReference(how, None)
    several = len({_identity(work) for _, work in meant}) > 1
    return CrossReference(
        how, meant[0][0].note, (), _ids([note for note, _ in meant]) if several else (), ambiguous=several
    )


def _work_by(cited: _Cited, references: Sequence[Reference]) -> Reference | None:
    """The first of a note's references that is by the author named."""
    for reference in references:
        for author in (*reference.authors, " ".join(reference.authors)):
            words = _WORD.findall(fold(author).text)
            initials = "".join(word for word in words if len(word) == 1)
            whole = not any(_cut(compound, cited.name) for compound in _COMPOUND.findall(author))
            if whole and cited.name <= set(words) and (not initials or initials.startswith(cited.initials)):
                return reference
    return None


def _cut(compound: str, name: frozenset[str]) -> bool:
    """Whether ``name`` holds but a part of a hyphenated surname: "Meza" is not Goodman-Meza."""
    parts = _names(compound)
    return bool(parts & name) and not parts <= name


def _identity(work: Reference) -> tuple[object, ...]:
    """What two citations of one work share; pages and addresses may differ."""
    return fold(" ".join(work.authors)).text, fold(work.title or "").text, work.year, work.file_number


def _names(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text).text)) - _NO_NAMES


def _ids(notes: Sequence[Footnote]) -> tuple[str, ...]:
    return tuple(note.note for note in notes[:MOST_CANDIDATES])
