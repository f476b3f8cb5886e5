"""Where a stretch of one reading stands in another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.collation import Collation, Found

OLD = "Primera línea del oficio.\nEl fentani1o llega por\nManzanillo, dice el general.\nFin del texto."
NEW = "SECRETO\nPrimera línea del oficio. El fentanilo llega\npor Manzanillo, dice el general.\nFin del texto."


def moved(part: str, old: str = OLD, new: str = NEW) -> tuple[str, bool] | None:
    start = old.index(part)
    found = Collation(old, new).found(start, start + len(part))
    return None if found is None else (new[found.start : found.end], found.same)


@pytest.mark.parametrize(
    ("part", "there"),
    [
        ("Primera línea del oficio.", ("Primera línea del oficio.", True)),
        ("por\nManzanillo", ("por Manzanillo", True)),
        ("Manzanillo", ("Manzanillo", True)),
        ("El fentani1o llega por", ("El fentanilo llega\npor", False)),
        ("fentani1o llega", ("fentanilo llega", False)),
        ("llega por\nManzanillo, dice el general.\nFin", ("llega\npor Manzanillo, dice el general.\nFin", True)),
        ("fentani1o", None),
    ],
)
def test_a_stretch_is_found_again(part: str, there: tuple[str, bool] | None) -> None:
    assert moved(part) == there


def test_what_is_not_there_any_more_is_gone() -> None:
    assert moved("uno dos tres", "uno dos tres cuatro cinco", "otra cosa muy distinta cinco") is None
    assert Collation("a b", "a b").found(1, 2) is None
    assert Collation("", "a").found(0, 0) is None


def test_the_differences_are_told_in_order() -> None:
    told = [(OLD[d.old_start : d.old_end], NEW[d.new_start : d.new_end]) for d in Collation(OLD, NEW).differences()]
    assert told == [("", "SECRETO"), ("fentani1o", "fentanilo")]
    left_out = list(Collation("a b c", "a c").differences())
    assert [("a b c"[d.old_start : d.old_end], d.new_start == d.new_end) for d in left_out] == [("b", True)]
    assert list(Collation("a b", "a  b").differences()) == []


def test_a_hostile_page_is_not_compared_for_hours() -> None:
    old, new = "a " * 200_000 + "b", "c " + "a " * 200_000
    assert Collation(old, new).found(0, 1) is None
    assert list(Collation(old, new).differences())  # without the limit this does not end


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40), st.data())
def test_whatever_is_found_lies_in_the_text(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    found = Collation(old, new).found(start, end)
    if found is not None:
        assert 0 <= found.start <= found.end <= len(new)
        assert not found.same or old[start:end].split() == new[found.start : found.end].split()


@given(st.text(alphabet="ab \n", max_size=40))
def test_a_text_is_where_it_was_in_itself(text: str) -> None:
    stretch = text.strip()
    if stretch:
        at = text.index(stretch)
        assert Collation(text, text).found(at, at + len(stretch)) == Found(at, at + len(stretch), same=True)
