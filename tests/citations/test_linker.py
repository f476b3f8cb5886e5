"""Callouts and notes joined in one monotone pass."""

from __future__ import annotations

import time

from indexer.citations.linker import link, series_of
from indexer.models.draft import DraftCallout, DraftNote


def call(label: str, zone: int = 0, *, certain: bool = True) -> DraftCallout:
    return DraftCallout(label, 0, label, zone, certain=certain)


def note(label: str, zone: int = 0, *, at_end: bool = False) -> DraftNote:
    return DraftNote(label, f"Note {label}.", zone, at_end=at_end)


def joined(callouts: list[DraftCallout], notes: list[DraftNote]) -> list[int | None]:
    return list(link(callouts, notes).notes)


def test_equal_labels_are_joined_in_order() -> None:
    assert joined([call("1"), call("2")], [note("1"), note("2")]) == [0, 1]


def test_missing_notes_and_missing_callouts_leave_gaps() -> None:
    assert joined([call("1"), call("2"), call("4")], [note("1"), note("3"), note("4")]) == [0, None, 2]


def test_a_stray_callout_of_an_earlier_page_is_joined_to_nothing() -> None:
    callouts = [call("1", 0), call("2", 0), call("3", 1), call("2", 1), call("4", 1)]
    assert joined(callouts, [note("1", 0), note("2", 0), note("3", 1), note("4", 1)]) == [0, 1, 2, None, 3]


def test_a_note_called_again_on_its_own_page_has_two_callouts() -> None:
    assert joined([call("1"), call("2"), call("1")], [note("1"), note("2")]) == [0, 1, 0]


def test_numbers_that_begin_anew_are_joined_by_their_place() -> None:
    callouts = [call("1", 0), call("2", 0), call("1", 1), call("2", 2)]
    notes = [note("1", 0), note("2", 0), note("1", 1), note("2", 2)]
    linked = link(callouts, notes)
    assert linked.notes == (0, 1, 2, 3)
    assert linked.series == (0, 0, 1, 1)


def test_endnotes_of_several_chapters_follow_their_callouts() -> None:
    callouts = [call("1", 0), call("2", 1), call("1", 2), call("2", 3), call("3", 3)]
    notes = [note(label, 9, at_end=True) for label in ("1", "2", "1", "2", "3")]
    notes[2] = note("1", 10, at_end=True)
    assert joined(callouts, notes) == [0, 1, 2, 3, 4]


def test_a_number_twice_is_no_new_beginning() -> None:
    assert series_of([note("11"), note("12"), note("12"), note("13")]) == [0, 0, 0, 0]


def test_a_number_out_of_its_turn_is_no_new_beginning() -> None:
    assert series_of([note("4"), note("5"), note("3"), note("6")]) == [0, 0, 0, 0]


def test_symbols_of_each_page_belong_to_it() -> None:
    callouts = [call("*", 1), call("†", 1), call("*", 2)]
    assert joined(callouts, [note("*", 1), note("†", 1), note("*", 2)]) == [0, 1, 2]


def test_an_uncertain_number_calls_a_note_only_in_its_turn() -> None:
    callouts = [call("1"), call("2", certain=False), call("3"), call("2", certain=False)]
    assert joined(callouts, [note("1"), note("2"), note("3")]) == [0, 1, 2, None]


def test_of_two_uncertain_numbers_none_is_guessed() -> None:
    callouts = [call("1"), call("2", certain=False), call("2", certain=False), call("3")]
    assert joined(callouts, [note("1"), note("2"), note("3")]) == [0, None, None, 2]


def test_ten_thousand_callouts_and_notes_are_fast() -> None:
    callouts = [call(str(number % 40 + 1), number // 4) for number in range(10_000)]
    notes = [note(str(number % 40 + 1), number // 4) for number in range(10_000)]
    started = time.perf_counter()
    assert joined(callouts, notes) == list(range(10_000))
    assert time.perf_counter() - started < 10
