"""Reports in Word's format (.docx): notes from footnotes.xml and endnotes.xml, callouts where the body refers to them.

Word keeps no numbers, so they are counted (docx_numbers). Where the body refers to no note at all, the notes may have
been typed by hand, and the marks of plain text are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from indexer.errors import ReportError
from indexer.models.draft import DraftNote, DraftReport
from indexer.sources.docx_numbers import NoteCounter
from indexer.sources.docx_story import AGAIN, ENDNOTE, FOOTNOTE, Reference, Story, story_of
from indexer.sources.docx_styles import Style, read_styles
from indexer.sources.ooxml import Package, Relation
from indexer.sources.report_pieces import Paragraph, Piece, block_of, note_text, raised
from indexer.sources.report_tree import Node
from indexer.sources.report_typed import read_typed_report

MAIN = "word/document.xml"

_PARTS = {FOOTNOTE: ("footnotes", "word/footnotes.xml"), ENDNOTE: ("endnotes", "word/endnotes.xml")}
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_CHAPTER = re.compile(r"(?:cap[íi]tulo|chapter)\s+(?P<chapter>\d{1,3}|[ivxlc]{1,7})\b", re.IGNORECASE)
_LISTED = 5


@dataclass(slots=True)
class _Notes:
    """The notes of one kind: those in the file by id, and those called, in order."""

    kind: str
    counter: NoteCounter
    inside: Mapping[str, Node]
    relations: Mapping[str, Relation]
    styles: Mapping[str, Style]
    labels: dict[str, str] = field(default_factory=dict)
    drafts: list[DraftNote] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read_docx_report(data: bytes) -> DraftReport:
    """Read a Word file into blocks and notes; what is broken or missing in it is told in the draft's warnings.

    Raises ReportError if it is no Word file, or beyond the limits of :mod:`indexer.sources.ooxml`.
    """
    package = Package(data)
    main = _main_part(package)
    relations = package.relations(main)
    settings = package.tree(_part(relations, "settings", "word/settings.xml"))
    styles = read_styles(package.tree(_part(relations, "styles", "word/styles.xml")))
    document = package.tree(main)
    if document is None and not any(_part(relations, *names) in package for names in _PARTS.values()):
        raise ReportError(
            "The file holds no Word document: its text (word/document.xml) is missing.",
            remedy="Open it in Word or LibreOffice and save it again as .docx.",
        )
    story = story_of([document] if document else [], styles, relations)
    kinds = {
        kind: _Notes(kind, NoteCounter(kind, settings, story.sections), *_notes_in(package, relations, kind), styles)
        for kind in _PARTS
    }
    title = next(iter(story.titles), None) or _first_heading(story) or _declared_title(package)
    if not any(reference.kind != AGAIN for reference in story.references.values()) and not _damaged(package, kinds):
        draft = read_typed_report(_without_keys(story), title=title)
        return replace(draft, warnings=(*package.warnings, *_left_out(kinds.values()), *draft.warnings))
    paragraphs = _labelled(story, kinds)
    if _damaged(package, kinds):
        _take_uncalled(kinds.values())
    warnings = (*package.warnings, *_missing(kinds.values()), *_left_out(kinds.values()))
    if not story.paged and any(notes.counter.by_page for notes in kinds.values()):
        warnings = (*warnings, "Notes are numbered anew on each page, but the file does not tell its pages.")
    if empty := [note.label for notes in kinds.values() for note in notes.drafts if not note.text]:
        warnings = (*warnings, f"Notes without text: {_some(empty)}.")
    notes = tuple(note for notes in kinds.values() for note in notes.drafts)
    return DraftReport(tuple(block_of(paragraph) for paragraph in paragraphs), notes, title, warnings=warnings)


# --- the parts ----------------------------------------------------------------------------------


def _main_part(package: Package) -> str:
    targets = (relation.target for relation in package.relations("").values() if relation.kind == "officeDocument")
    return next((target for target in targets if target in package), MAIN)


def _part(relations: Mapping[str, Relation], kind: str, usual: str) -> str:
    return next((item.target for item in relations.values() if item.kind == kind and not item.external), usual)


def _notes_in(
    package: Package, relations: Mapping[str, Relation], kind: str
) -> tuple[dict[str, Node], Mapping[str, Relation]]:
    """The notes of a part by id, without the lines that part them from the text, and what the part points to."""
    part = _part(relations, *_PARTS[kind])
    tree = package.tree(part)
    if tree is None:
        return {}, {}
    found = {
        node.attributes.get("w:id", ""): node
        for node in tree.children_named(f"w:{kind}")
        if node.attributes.get("w:type") not in _SEPARATORS
    }
    return found, package.relations(part)


def _damaged(package: Package, kinds: Mapping[str, _Notes]) -> bool:
    """Whether the file is broken, so that callouts may be lost of notes that are there."""
    return bool(package.warnings) and any(notes.inside for notes in kinds.values())


def _first_heading(story: Story) -> str | None:
    headings = (" ".join(item.text.split()) for item in story.paragraphs if item.level == 1)
    return next(filter(None, headings), None)


def _declared_title(package: Package) -> str | None:
    tree = package.tree("docProps/core.xml")
    node = tree.child("dc:title") if tree else None
    text = "".join(child for child in node.children if isinstance(child, str)) if node else ""
    return " ".join(text.split()) or None


# --- callouts and notes -------------------------------------------------------------------------


def _labelled(story: Story, kinds: Mapping[str, _Notes]) -> list[Paragraph]:
    """The paragraphs with the labels of their callouts; gathers the notes as they are called."""
    chapter: str | None = None
    seen: dict[str, tuple[str, str | None]] = {}
    again: list[tuple[Paragraph, int, Reference]] = []
    for paragraph in story.paragraphs:
        if not story.paged:
            paragraph.page = None
        if paragraph.level and (match := _CHAPTER.match(paragraph.text.strip())):
            chapter = match["chapter"]
        for index, piece in enumerate(paragraph.pieces):
            if piece.key is None:
                continue
            reference = story.references[piece.key]
            if reference.kind == AGAIN:
                again.append((paragraph, index, reference))
                continue
            page = reference.page if story.paged else None
            label, key = _call(kinds[reference.kind], reference, paragraph.section, page, chapter)
            seen[piece.key] = (label, key)
            paragraph.pieces[index] = Piece(raised(label), callout=label, key=key, page=page)
    for paragraph, index, reference in again:
        label, key = seen.get(story.bookmarks.get(reference.id, ""), ("", None))
        shown = paragraph.pieces[index].text
        if key is not None and reference.custom:
            page = reference.page if story.paged else None
            paragraph.pieces[index] = Piece(raised(label), callout=label, key=key, page=page)
        else:
            paragraph.pieces[index] = Piece(shown)
    return story.paragraphs


def _call(
    notes: _Notes, reference: Reference, section: int, page: int | None, chapter: str | None
) -> tuple[str, str | None]:
    """The label and the key of the note that is called; the first time it is taken in."""
    note = reference.id
    key = f"{notes.kind} {note}"
    if note in notes.labels:
        return notes.labels[note], key
    label = notes.counter.label(reference, section)
    if note not in notes.inside:
        notes.missing.append(label)
        return label, None
    notes.labels[note] = label
    text = _note_text(notes, note, mark=reference.mark)
    at_end = notes.kind == ENDNOTE
    notes.drafts.append(DraftNote(label, text, notes.counter.restarts, None if at_end else page, at_end, key, chapter))
    return label, key


def _note_text(notes: _Notes, note: str, *, mark: str | None = None) -> str:
    story = story_of([notes.inside[note]], notes.styles, notes.relations)
    text = "\n\n".join(filter(None, (note_text(paragraph.pieces) for paragraph in story.paragraphs)))
    return text.removeprefix(mark).lstrip() if mark else text


def _take_uncalled(kinds: Iterable[_Notes]) -> None:
    """Of a broken file keep the notes whose callouts are lost: they follow those that are called, as Word counts."""
    for notes in kinds:
        for note in notes.inside:
            if note not in notes.labels:
                label = notes.counter.label(Reference(notes.kind, note, 0), len(notes.counter.sections))
                notes.labels[note] = label
                text = _note_text(notes, note)
                notes.drafts.append(DraftNote(label, text, notes.counter.restarts, None, True, f"{notes.kind} {note}"))


# --- warnings -----------------------------------------------------------------------------------


def _missing(kinds: Iterable[_Notes]) -> Iterator[str]:
    for notes in kinds:
        if notes.missing:
            yield f"Callouts whose {notes.kind} is not in the file: {_some(notes.missing)}."


def _left_out(kinds: Iterable[_Notes]) -> Iterator[str]:
    for notes in kinds:
        uncalled = [_note_text(notes, note) for note in notes.inside if note not in notes.labels]
        if texts := [f"«{text[:60]}»" for text in uncalled if text]:
            yield f"{notes.kind.capitalize()}s in the file that its text does not call, left out: {_some(texts)}."


def _some(items: list[str]) -> str:
    return ", ".join(items[:_LISTED]) + (f" and {len(items) - _LISTED} more" if len(items) > _LISTED else "")


def _without_keys(story: Story) -> list[Paragraph]:
    """Paragraphs whose cross-references are text again: there is no note they could lead to."""
    for paragraph in story.paragraphs:
        paragraph.page = paragraph.page if story.paged else None
        paragraph.pieces = [piece if piece.key is None else Piece(piece.text) for piece in paragraph.pieces]
    return story.paragraphs
