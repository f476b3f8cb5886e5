"""The numbers of a scan's notes, from labels as tesseract reads them."""

from __future__ import annotations

import pytest

from indexer.sources.scan_labels import SYMBOLS, Head, labels_of


def read(*labels: str) -> list[str | None]:
    """Labels of heads: digits, or signs read for them."""
    return labels_of([Head(int(label)) if label.isdecimal() else Head(None, label) for label in labels])


@pytest.mark.parametrize("misread", ["'", "°", "”", "?", "*", "8"])
def test_one_misread_label_is_put_right_by_its_neighbours(misread: str) -> None:
    assert read("1", "2", misread, "4", "5") == ["1", "2", "3", "4", "5"]


def test_a_label_that_was_missed_leaves_a_gap_and_moves_nothing() -> None:
    assert read("1", "2", "4", "5") == ["1", "2", "4", "5"]
    assert read("1", "'", "4", "5") in (["1", "2", "4", "5"], ["1", "3", "4", "5"])


def test_numbers_read_later_tell_what_the_signs_before_them_were() -> None:
    assert read("?", "?", "16", "17") == ["14", "15", "16", "17"]


def test_symbols_go_before_the_numbers() -> None:
    assert read("“", "‘", "*", "§", "1", "?", "8", "4") == [*SYMBOLS, "1", "2", "3", "4"]
    assert read("*", "1", "2") == ["*", "1", "2"]


def test_numbering_need_not_begin_with_1_and_may_begin_again() -> None:
    assert read("14", "15", "16") == ["14", "15", "16"]
    heads = [Head(1, first=True), Head(2), Head(3), Head(1, first=True), Head(2), Head(3)]
    assert labels_of(heads) == ["1", "2", "3", "1", "2", "3"]


def test_figures_at_the_head_of_a_line_are_no_notes() -> None:
    heads = [Head(1), Head(30, sure=False), Head(2), Head(764, sure=False), Head(3)]
    assert labels_of(heads) == ["1", None, "2", None, "3"]


def test_a_report_of_thousands_of_notes_is_numbered() -> None:
    assert read(*(str(number) for number in range(1, 1000)))[-1] == "999"
    assert labels_of([]) == []
