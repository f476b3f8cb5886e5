"""Joins callouts and notes, whatever format they come from.

One monotone pass: as callouts go forward their notes do too, so among all ways to pair equal labels the longest chain
of pairs that never goes back is taken (n log n). It tolerates gaps, restarts by chapter and strays: what breaks the
order is left over, and is looked at again only where it can mean nothing else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.models.draft import DraftCallout, DraftNote

MOST_NAMESAKES = 200
"""Notes of one label among which a callout chooses: a book of 200 chapters that each begin with 1."""

SAME_ZONE, NEXT_ZONE = 1.5, 1.25
"""A pair on one page is worth more than one across a page break, so that a chain does not slip to the next page."""


@dataclass(frozen=True, slots=True)
class Linked:
    """``notes[i]`` is the index of the note that callout ``i`` calls, None if none does; ``series[j]`` counts, from 0,
    the restarts of numbering before note ``j``."""

    notes: tuple[int | None, ...]
    series: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    callout: int
    note: int
    weight: float
    before: int | None


def link(callouts: Sequence[DraftCallout], notes: Sequence[DraftNote]) -> Linked:
    """Join callouts and notes, both in reading order. Never fails: what cannot be joined stays apart."""
    by_label: defaultdict[str, list[int]] = defaultdict(list)
    for index, note in enumerate(notes):
        by_label[note.label].append(index)
    found: list[int | None] = _by_key(callouts, notes)
    _join_chain(found, callouts, notes, by_label)
    _join_repeats(found, callouts, notes, by_label)
    _join_uncertain(found, callouts, notes)
    return Linked(tuple(found), tuple(series_of(notes)))


def series_of(notes: Sequence[DraftNote]) -> list[int]:
    """How often numbering has begun anew before each note. A number printed twice or out of its turn is no restart."""
    numbers = [(index, int(note.label)) for index, note in enumerate(notes) if note.label.isdecimal()]
    starts: set[int] = set()
    last, last_index = 0, -1
    for place, (index, number) in enumerate(numbers):
        following = numbers[place + 1][1] if place + 1 < len(numbers) else None
        if number > last or last_index < 0:
            last, last_index = number, index
        elif _begins_anew(number, last, following, same_zone=notes[index].zone == notes[last_index].zone):
            starts.add(index)
            last, last_index = number, index
    series, current = [], 0
    for index in range(len(notes)):
        current += index in starts
        series.append(current)
    return series


def _begins_anew(number: int, last: int, following: int | None, *, same_zone: bool) -> bool:
    """Whether a number not above the last one begins a new count: a 1, or one that the next number goes on from."""
    if number == 1:
        return last > 1 or not same_zone
    return number < last and following == number + 1 and following != last


def _by_key(callouts: Sequence[DraftCallout], notes: Sequence[DraftNote]) -> list[int | None]:
    keys = {note.key: index for index, note in enumerate(notes) if note.key is not None}
    return [keys.get(callout.key) if callout.key is not None else None for callout in callouts]


def _weight(callout: DraftCallout, note: DraftNote) -> float:
    """0 if the note is too far from the callout to be meant."""
    if callout.zone == note.zone:
        return SAME_ZONE
    if callout.zone + 1 == note.zone:
        return NEXT_ZONE
    return 1.0 if note.at_end and note.zone > callout.zone else 0.0


def _join_chain(
    found: list[int | None],
    callouts: Sequence[DraftCallout],
    notes: Sequence[DraftNote],
    by_label: dict[str, list[int]],
) -> None:
    """The heaviest chain of pairs in which neither callouts nor notes go back; a note may be called repeatedly, but
    the chain prefers notes not yet called."""
    best = _PrefixBest(len(notes))
    pairs: list[_Pair] = []
    for index, callout in enumerate(callouts):
        if found[index] is not None or not callout.certain or callout.key is not None:
            continue
        candidates = by_label.get(callout.label, [])
        near = [note for note in _near(candidates, callout, notes) if _weight(callout, notes[note])]
        came = []
        for note in near:
            weight, before = best.up_to(note - 1)
            again, same = best.at(note)
            gain = _weight(callout, notes[note])
            if again + 0.5 * gain > weight + gain:
                weight, before, gain = again, same, 0.5 * gain
            came.append(_Pair(index, note, weight + gain, before))
        for pair in came:
            pairs.append(pair)
            best.put(pair.note, pair.weight, len(pairs) - 1)
    step = best.up_to(len(notes) - 1)[1]
    while step is not None:
        found[pairs[step].callout] = pairs[step].note
        step = pairs[step].before


def _near(candidates: Sequence[int], callout: DraftCallout, notes: Sequence[DraftNote]) -> Sequence[int]:
    """Of many notes with one label (symbols begin anew on every page) those from the callout's zone on."""
    first = bisect_left(candidates, callout.zone, key=lambda note: notes[note].zone)
    return candidates[first : first + MOST_NAMESAKES]


def _join_repeats(
    found: list[int | None],
    callouts: Sequence[DraftCallout],
    notes: Sequence[DraftNote],
    by_label: dict[str, list[int]],
) -> None:
    """A certain callout that breaks the order calls a note again if just one note of its zone has that label."""
    for index, callout in enumerate(callouts):
        if found[index] is None and callout.certain and callout.key is None:
            near = _near(by_label.get(callout.label, []), callout, notes)
            same = [note for note in near if notes[note].zone == callout.zone or notes[note].at_end]
            if len(same) == 1:
                found[index] = same[0]


def _join_uncertain(found: list[int | None], callouts: Sequence[DraftCallout], notes: Sequence[DraftNote]) -> None:
    """A number that may be anything calls a note if no other callout does, and it is the only such number between the
    callouts of the notes before and after."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, callout in enumerate(callouts):
        if not callout.certain:
            places[callout.label].append(index)
    called = {note: index for index, note in reversed(list(enumerate(found))) if note is not None}
    after = _next_called(called, len(notes), len(callouts))
    last = -1
    for note, printed in enumerate(notes):
        if note in called:
            last = max(last, called[note])
            continue
        candidates = places.get(printed.label, [])
        start = bisect_left(candidates, last + 1)
        end = bisect_left(candidates, max(after[note], last + 1))
        fitting = [at for at in candidates[start : min(end, start + MOST_NAMESAKES)] if _weight(callouts[at], printed)]
        own = [at for at in fitting if callouts[at].zone == printed.zone] or fitting
        if len(own) == 1:
            found[own[0]] = note
            last = own[0]


def _next_called(called: dict[int, int], notes: int, end: int) -> list[int]:
    """For each note the first callout of the nearest called note after it."""
    after, nearest = [end] * notes, end
    for note in reversed(range(notes)):
        after[note] = nearest
        nearest = called.get(note, nearest)
    return after


class _PrefixBest:
    """The heaviest chain that ends at or before a note (a Fenwick tree of maxima), and at a note."""

    def __init__(self, size: int) -> None:
        self._tree: list[tuple[float, int | None]] = [(0.0, None)] * (size + 1)
        self._at: dict[int, tuple[float, int | None]] = {}

    def up_to(self, note: int) -> tuple[float, int | None]:
        best: tuple[float, int | None] = (0.0, None)
        index = note + 1
        while index > 0:
            if self._tree[index][0] > best[0]:
                best = self._tree[index]
            index -= index & -index
        return best

    def at(self, note: int) -> tuple[float, int | None]:
        return self._at.get(note, (0.0, None))

    def put(self, note: int, weight: float, pair: int) -> None:
        if weight > self.at(note)[0]:
            self._at[note] = (weight, pair)
        index = note + 1
        while index < len(self._tree):
            if weight > self._tree[index][0]:
                self._tree[index] = (weight, pair)
            index += index & -index
