"""Where the notes of a report went when it is read again, so that decisions stay with the note that was meant."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from indexer.citations.identity import keys_of_note
from indexer.models import Footnote
from indexer.text.fold import fold

_ALIKE = 0.6
"""Share of a note's words that stays when it is corrected; notes of one report share far less, *Ibid.* apart."""


def moved(before: Sequence[Footnote], after: Sequence[Footnote]) -> Mapping[str, str | None]:
    """Old place → new place, for the notes of ``before`` that stand elsewhere in ``after``; None if another note has
    taken their place and they are nowhere.

    A note is known by its words; of several with the same words (*Ibid.*) the one in the same order among them is
    meant, and one that keeps its place is not moved. A note that was only corrected, or is missing without another in
    its place (one faulty reading), keeps its place.
    """
    places, olds = _by_text(after), _by_text(before)
    now = {note.note: note for note in after}
    found: dict[str, str | None] = {}
    for text, notes in olds.items():
        new = places.get(text, [])
        for order, note in enumerate(notes):
            same = now.get(note.note)
            if same is None and not new:
                continue
            if same is not None and (_text(same) == text or (not new and _corrected(note, same))):
                continue
            found[note.note] = new[min(order, len(new) - 1)].note if new else None
    return found


def _by_text(notes: Sequence[Footnote]) -> dict[str, list[Footnote]]:
    found: defaultdict[str, list[Footnote]] = defaultdict(list)
    for note in notes:
        found[_text(note)].append(note)
    return found


def _text(note: Footnote) -> str:
    return " ".join(fold(note.text).text.split())


def _corrected(before: Footnote, after: Footnote) -> bool:
    if keys_of_note(before).identifiers & keys_of_note(after).identifiers:
        return True
    return difflib.SequenceMatcher(None, _text(before).split(), _text(after).split(), autojunk=False).ratio() >= _ALIKE
