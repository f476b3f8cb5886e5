"""A report's body as HTML: its callouts, and nothing that could do harm."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.citations.footnotes import read_footnotes
from indexer.citations.markup import plain_text, render_body, render_note, slugify
from indexer.citations.report import read_report
from indexer.models import Footnote, Report
from tests.citations.conftest import DIGEST

ALLOWED = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "em", "strong", "a", "sup", "code", "pre", "hr",
    "br", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"id", "href", "title", "rel", "class", "role", "start"}


class Inspector(HTMLParser):
    """Collects what a browser would take for elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def report(body: str, title: str = "T") -> Report:
    return Report("r", title, body, read_footnotes(body).footnotes)


def rendered(body: str) -> str:
    return render_body(report(f"{body}\n\nEnd.[^1]\n\n[^1]: A.\n"))


def assert_harmless(html: str) -> None:
    for tag, attributes in Inspector(html).tags:
        assert tag in ALLOWED
        assert set(attributes) <= ATTRIBUTES
        if "href" in attributes:
            assert re.match(r"https?://|mailto:|#", attributes["href"] or "", re.IGNORECASE)


def test_the_kth_callout_of_a_note_has_its_place() -> None:
    html = render_body(report("One[^1] two[^a].\n\nThree[^1].\n\n[^1]: A.\n[^a]: B.\n"))
    assert '<sup class="callout" id="ref-1-1"><a href="#fn-1" role="doc-noteref">1</a></sup>' in html
    assert 'id="ref-1-2"' in html
    assert 'id="ref-a-1"' in html
    assert "A." not in html


def test_headings_have_ids_and_stand_below_the_pages_own() -> None:
    html = render_body(report("# T\n\n# Año *uno*\n\n## Año uno\n\nX.[^1]\n\n## Notes\n\n[^1]: A.\n"))
    assert '<h2 id="s-ano-uno">' in html
    assert '<h2 id="s-ano-uno-2">' in html
    assert "Notes" not in html
    assert ">T<" not in html


def test_the_digest_is_rendered_whole() -> None:
    read = read_report(DIGEST).report
    html = render_body(read)
    places = re.findall(r'id="ref-(\d+)-1"', html)
    assert sorted(map(int, places)) == list(range(1, 73))
    assert "<h1" not in html
    assert not html.rstrip().endswith("</h2>")
    assert_harmless(html)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](//evil.example/x)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "![x](https://evil.example/pixel.png)",
        "![<b onclick=x>](https://evil.example/y)",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](https://a.org/"onmouseover="alert(1))',
        '[x](https://a.org "t\\" onmouseover=\\"alert(1)")',
        "# <svg onload=alert(1)>",
        "| a | b |\n|:--|--:|\n| <b>x</b> | y |",
        '```x" onclick="y\n<i>\n```',
        "<!-- --><style>*{}</style>",
    ],
)
def test_nothing_harmful_comes_through(hostile: str) -> None:
    html = rendered(hostile)
    assert_harmless(html)
    assert_harmless(render_note(Footnote("fn-1", "1", 1, hostile, "other")))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>[]()!*_`\"'#&;:/\\^|-= \nahrefjavscipt:1."), max_size=80))
def test_whatever_is_written_is_harmless(untrusted_body: str) -> None:
    note = Footnote("fn-1", "1", 1, untrusted_body, "other")
    assert_harmless(render_body(Report("r", "T", untrusted_body, (note,))))
    assert_harmless(render_note(note))


def test_bare_addresses_of_a_note_are_links() -> None:
    html = render_note(Footnote("fn-1", "1", 1, "*El País*. dthx.short.gy/5GA_A_D.", "press"))
    link = '<a href="https://dthx.short.gy/5GA_A_D" rel="noopener noreferrer nofollow" class="bare">'
    assert f"{link}dthx.short.gy/5GA_A_D</a>." in html
    assert "<em>El País</em>" in html


def test_a_callout_without_its_note_is_shown_as_written() -> None:
    assert "[^9&lt;]" in render_body(Report("r", "T", "x[^9<]", ()))


def test_plain_text_is_what_a_reader_sees() -> None:
    assert plain_text("*El País*, [here](https://x.org) `a<b`") == "El País, here a<b"


def test_slugs_are_ascii() -> None:
    assert slugify("¿Qué pasó en Culiacán?") == "que-paso-en-culiacan"
    assert slugify("日本") == ""
