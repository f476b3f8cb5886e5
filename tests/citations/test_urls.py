"""Addresses in notes."""

from __future__ import annotations

import pytest

from indexer.citations.urls import canonical_url, document_id, dof_code, find_urls


def found(text: str) -> list[tuple[str, str]]:
    return [(item.url.text, item.url.target) for item in find_urls(text)]


def test_an_address_without_scheme_is_one() -> None:
    assert found("Title. dthx.short.gy/KDKyPo") == [("dthx.short.gy/KDKyPo", "https://dthx.short.gy/KDKyPo")]
    assert found("see www.inegi.org.mx.") == [("www.inegi.org.mx", "https://www.inegi.org.mx")]


def test_visible_text_and_target_are_kept_apart() -> None:
    assert found("[dthx.short.gy/pXVYhs](https://www.bbc.com/news/1)") == [
        ("dthx.short.gy/pXVYhs", "https://www.bbc.com/news/1")
    ]


def test_the_sentence_keeps_its_own_punctuation() -> None:
    for text in (
        "(https://a.org/b).",
        "https://a.org/b,",
        "“https://a.org/b”",
        "https://a.org/b…?!",
        "*https://a.org/b*",
    ):
        assert [target.rstrip("…") for _, target in found(text)] == ["https://a.org/b"], text
    assert found("https://es.wikipedia.org/wiki/Mora_(planta)") == [
        ("https://es.wikipedia.org/wiki/Mora_(planta)", "https://es.wikipedia.org/wiki/Mora_(planta)")
    ]


def test_an_autolink_and_a_dof_address_are_whole() -> None:
    dof = "https://dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022#gsc.tab=0"
    assert found(f"Gazette. {dof}") == [(dof, dof)]
    assert found("<https://a.org/x?y=1>") == [("https://a.org/x?y=1", "https://a.org/x?y=1")]


@pytest.mark.parametrize(
    "text",
    [
        "12/05/2020",
        "and/or",
        "p. 5/6",
        "e.g./i.e.",
        "aurora@elementaddhh.org",
        "mail@host.org/x",
        "U.S./Mexico",
        "[x](javascript:alert(1))",
        "[x](data:text/html,y)",
        "el ataque.Los demás",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert found(text) == []


def test_addresses_that_lead_to_the_same_place_compare_equal() -> None:
    same = [
        "https://www.example.org/a/b/?y=2&x=1#top",
        "http://example.org/a/b?x=1&y=2",
        "EXAMPLE.org:443/a/b?x=1&y=2&utm_source=z",
        "https://example.org./a//%62?mc_cid=1&y=2&x=1&fbclid=2",
    ]
    assert len({canonical_url(address) for address in same}) == 1


def test_a_short_link_is_its_whole_path_in_its_case() -> None:
    assert canonical_url("dthx.short.gy/KDKyPo") != canonical_url("dthx.short.gy/kdkypo")


@pytest.mark.parametrize(
    "address",
    [
        "https://dthx.short.gy",
        "dthx.short.gy/",
        "http://[bad",
        "x",
        "",
        "//a/b",
        "https:///a",
        "https://www.gob.mx/index.php",
        "https://www.gob.mx/es/?lang=es#top",
    ],
)
def test_a_host_alone_or_nonsense_identifies_nothing(address: str) -> None:
    assert canonical_url(address) is None


@pytest.mark.parametrize(("one", "other"), [("x.mx/n.php?1", "x.mx/n.php?2"), ("x.mx/#/n/1", "x.mx/#/n/2")])
def test_what_tells_two_pages_apart_is_kept(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_the_code_of_a_gazette_note_is_read_from_its_address_only() -> None:
    assert dof_code("https://www.dof.gob.mx/nota_detalle.php?codigo=5671829&fecha=18/11/2022#gsc.tab=0") == "5671829"
    assert dof_code("https://dof.gob.mx.evil.org/nota_detalle.php?codigo=5671829") is None
    assert dof_code("https://dof.gob.mx/nota_detalle.php?codigo=x") is None


def test_a_permalink_names_its_document() -> None:
    assert document_id("https://archive.example/documents/0123456789abcdef/pages/3?q=x") == "0123456789abcdef"
    assert document_id("https://archive.example/documents/0123") is None


@pytest.mark.parametrize("unit", ["[", "[a](", "a.", "https://", "www.", "a/", "(", "a-", "<", "[](", "a.b/", "x@"])
def test_a_wall_of_beginnings_is_read_in_reasonable_time(unit: str) -> None:
    assert find_urls(unit * (20_000 // len(unit))) is not None
