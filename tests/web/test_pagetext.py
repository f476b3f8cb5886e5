"""A page's text as HTML: everything is there, once, escaped, with its marks."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from indexer.models import Passage, PassageKind, StoredPassage
from indexer.search.results import Span
from webapp.filters import joined, marks
from webapp.marking import TextMarks
from webapp.pagetext import pieces, selection, whole


def stored(ordinal: int, start: int, end: int, speaker: str | None = None) -> StoredPassage:
    passage = Passage(ordinal, 1, start, end, PassageKind.TURN, speaker=speaker)
    return StoredPassage(f"d-{ordinal}", "d", passage, "r", "")


def bare(html: Markup) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_hits_are_marked_and_everything_is_escaped() -> None:
    assert marks("<b> & fentanilo", [Span(6, 15)]) == "&lt;b&gt; &amp; <mark>fentanilo</mark>"
    assert marks('"x"', []) == "&#34;x&#34;"


def test_spans_are_clamped_and_joined() -> None:
    wild = [Span(5, 9), Span(-3, 2), Span(8, 12), Span(12, 14), Span(20, 99), Span(7, 7)]
    assert joined(wild, 22) == [Span(0, 2), Span(5, 14), Span(20, 22)]
    assert joined([Span(50, 60), Span(9, 3)], 22) == []


def test_offsets_count_code_points_not_bytes() -> None:
    assert marks("«ñ🙂» paz", [Span(5, 8)]) == "«ñ🙂» <mark>paz</mark>"


@given(
    st.text(alphabet="a<&>\n ñ", max_size=60),
    st.lists(st.builds(Span, st.integers(-5, 70), st.integers(-5, 70)), max_size=6),
)
def test_marking_loses_nothing(text: str, spans: list[Span]) -> None:
    assert bare(marks(text, spans)) == text
    chosen = selection(3, 20, len(text))
    assert bare(whole(text, TextMarks(joined(spans, len(text))), chosen)) == text


@given(st.text(alphabet="ab< ñ", max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=5))
def test_cutting_into_passages_loses_nothing_but_white_space(text: str, bounds: list[tuple[int, int]]) -> None:
    passages = [stored(n, min(pair), max(pair)) for n, pair in enumerate(bounds, 1)]
    shown = "".join(bare((piece.heading or Markup()) + piece.html) for piece in pieces(text, passages, TextMarks()))
    assert shown.replace(" ", "") == text.replace(" ", "")


def test_a_speakers_name_in_the_text_becomes_its_heading() -> None:
    text = "ANA: uno\nANA dos\nluis\ntres"
    cut = pieces(
        text, [stored(1, 0, 8, "ANA"), stored(2, 9, 16, "Ana"), stored(3, 17, 26, "LUIS")], TextMarks([Span(17, 19)])
    )
    assert [piece.heading for piece in cut] == ["ANA:", "ANA", "<mark>lu</mark>is"]
    assert [piece.html for piece in cut] == [" uno", " dos", "\ntres"]
    assert [piece.anchor for piece in cut] == ["passage-1", "passage-2", "passage-3"]


def test_a_speaker_who_goes_on_is_named_once() -> None:
    cut = pieces("uno dos tres", [stored(1, 0, 3, "ANA"), stored(2, 4, 7, "ANA"), stored(3, 8, 12)], TextMarks())
    assert [piece.continued for piece in cut] == ["ANA", None, None]
    assert [piece.heading for piece in cut] == [None, None, None]


def test_a_place_out_of_the_text_is_cut_to_it() -> None:
    assert selection(2, 50, 10) is not None
    assert selection(2, 50, 10).cut  # type: ignore[union-attr]
    assert not selection(2, 5, 10).cut  # type: ignore[union-attr]
    assert selection(None, None, 10) is None
    beyond = selection(40, 50, 10)
    assert beyond is not None
    assert (beyond.start, beyond.end) == (10, 10)
    assert "marked" not in whole("a" * 10, TextMarks(), beyond)


def test_the_chosen_passage_can_be_found_by_its_anchor() -> None:
    chosen = selection(4, 7, 12)
    assert whole("uno dos tres", TextMarks([Span(5, 9)]), chosen) == (
        'uno <span class="marked" id="marked">d<mark>os</mark></span><mark> t</mark>res'
    )
