"""Request arguments become checked values, or one sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask, request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.models import Kind, Language
from webapp.arguments import MAX_QUERY, BadArgument
from webapp.i18n import init_i18n
from webapp.params import (
    SearchParams,
    check_request,
    list_params,
    page_number,
    search_params,
    text_params,
)


@pytest.fixture(scope="module")
def bare() -> Flask:
    app = Flask("webapp")
    init_i18n(app, "en")
    return app


@pytest.fixture
def sentence_of(bare: Flask) -> Iterator[object]:
    def refused(query: str, parse: object = search_params) -> str:
        with bare.test_request_context(f"/search?{query}"), pytest.raises(BadArgument) as caught:
            parse(request)  # type: ignore[operator]
        return caught.value.message

    yield refused


def parsed(app: Flask, query: str) -> SearchParams:
    with app.test_request_context(f"/search?{query}"):
        return search_params(request)


def test_a_full_search_is_read(bare: Flask) -> None:
    query = (
        "q=+%22no+producimos%22+&kind=memo&kind=decree&collection=dof&language=es&from=2020-01-01&to=2024-12-31&size=20"
    )
    assert parsed(bare, query) == SearchParams(
        query='"no producimos"',
        kinds=(Kind.MEMO, Kind.DECREE),
        collections=("dof",),
        languages=(Language.SPANISH,),
        date_from=dt.date(2020, 1, 1),
        date_to=dt.date(2024, 12, 31),
        size=20,
    )


def test_what_a_form_leaves_empty_narrows_nothing(bare: Flask) -> None:
    assert parsed(bare, "q=&kind=&collection=&language=&from=&to=&size=&cursor=") == SearchParams()


def test_unknown_arguments_are_ignored(bare: Flask) -> None:
    assert parsed(bare, "q=paz&utm_source=x&fbclid=%00") == SearchParams(query="paz")


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("from=2020-13-45", "2020-13-45"),
        ("from=20200101", "20200101"),
        ("to=2020-W01-1", "2020-W01-1"),
        ("from=0000-01-01", "0000-01-01"),
        ("from=2021-01-01&to=2020-01-01", "later"),
        ("kind=foo", "transcript"),
        ("kind=Memo", "Memo"),
        ("language=xx", "xx"),
        ("collection=../etc", "../etc"),
        ("size=-1", "-1"),
        ("size=0", "whole number"),
        ("size=101", "100"),
        ("size=1e3", "1e3"),
        ("size=" + quote("٣"), "size"),
        ("size=" + "9" * 5000, "…"),
        ("q=a&q=b", "more than once"),
        ("q=a%00b", "control"),
        ("q=a%1bb", "control"),
        ("q=a%C2%85b", "control"),
        ("cursor=a%20b", "cursor"),
        ("q=" + "a" * 10_000, "10000"),
        ("&".join(["kind=memo"] * 21), "20"),
    ],
)
def test_a_wrong_argument_gives_one_sentence(sentence_of: object, query: str, word: str) -> None:
    assert word in sentence_of(query)  # type: ignore[operator]


@pytest.mark.parametrize(
    "query",
    ["start=5", "end=5", "start=9&end=5", "start=-1&end=5", "start=a&end=b", "reading=XYZ", "part=0", "part=abc"],
)
def test_a_wrong_place_in_a_text_is_refused(sentence_of: object, query: str) -> None:
    assert sentence_of(query, text_params)  # type: ignore[operator]


@pytest.mark.parametrize("query", ["page=abc", "page=0", "page=-3", "page=1.5", "page=99999999999", "page=%EF%BC%91"])
def test_a_wrong_page_number_is_refused(sentence_of: object, query: str) -> None:
    assert sentence_of(query, page_number)  # type: ignore[operator]


@pytest.mark.parametrize(
    "query", ["after=1", "after=../../x", "kind=a", "collection=A", "kind=memo&kind=decree", "size=0"]
)
def test_a_wrong_place_in_a_list_is_refused(sentence_of: object, query: str) -> None:
    assert sentence_of(query, list_params)  # type: ignore[operator]


def test_a_query_of_the_longest_length_passes(bare: Flask) -> None:
    assert len(parsed(bare, "q=" + "a" * MAX_QUERY).query) == MAX_QUERY


def test_line_breaks_of_a_pasted_quotation_become_spaces(bare: Flask) -> None:
    assert parsed(bare, "q=no%0D%0Aproducimos%09fentanilo").query == "no producimos fentanilo"


def test_escapes_that_are_not_utf8_are_refused(sentence_of: object) -> None:
    assert "UTF-8" in sentence_of("q=%ff%fe", check_request)  # type: ignore[operator]
    assert "UTF-8" in sentence_of("x=%ed%a0%80", check_request)  # type: ignore[operator]


def test_a_language_that_is_not_offered_is_refused(sentence_of: object) -> None:
    assert "es, en" in sentence_of("lang=xx", check_request)  # type: ignore[operator]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(
        ["q", "kind", "collection", "language", "from", "to", "size", "cursor", "start", "end", "reading"]
    ),
    value=st.text(max_size=40),
)
def test_no_value_gives_anything_but_an_answer_or_a_sentence(bare: Flask, name: str, value: str) -> None:
    with bare.test_request_context("/search", query_string={name: value.encode("utf-8", "surrogatepass")}):
        for parse in (check_request, search_params, list_params, text_params):
            try:
                parse(request)
            except BadArgument as error:
                assert error.message
