"""Finding one's way: facets, filters in force, the chart over time, comparing, the help and the statement."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from indexer.models import Kind
from tests.web.selecting import select
from webapp.guide import SECTIONS
from webapp.params import MAX_TRAIL


def page(client: FlaskClient, address: str, language: str = "en") -> html.HtmlElement:
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == 200, response.text
    return html.fromstring(response.text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def arguments(link: html.HtmlElement) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link.get("href")).query)


def facet(tree: html.HtmlElement, title: str) -> list[html.HtmlElement]:
    (section,) = [section for section in select(tree, "aside .facet") if words(select(section, "h3")[0]) == title]
    return select(section, "li")


def figure(row: html.HtmlElement) -> int:
    return int(re.sub(r"\D", "", select(row, ".number")[0].text))


@pytest.mark.parametrize("title", ["Kind", "Collection", "Year", "Language", "Cited", "Speaker"])
def test_a_facet_leads_to_as_many_passages_as_it_says(client: FlaskClient, title: str) -> None:
    tree = page(client, "/search?q=fentanilo")
    rows = facet(tree, title)
    assert len(rows) > 1
    for row in rows:
        narrowed = client.get(select(row, "a")[0].get("href").replace("/search", "/api/v1/search", 1)).get_json()
        assert narrowed["total"] == figure(row), words(row)


def test_a_chosen_value_is_marked_and_its_link_takes_it_away(client: FlaskClient) -> None:
    tree = page(client, "/search?q=fentanilo&kind=memo&cited=yes")
    (row,) = facet(tree, "Kind")
    assert row.get("class") == "chosen"
    assert arguments(select(row, "a")[0]) == {"q": ["fentanilo"], "cited": ["yes"]}


def test_every_filter_in_force_is_a_chip_that_takes_it_away(client: FlaskClient) -> None:
    address = (
        "/search?q=fentanilo&kind=memo&kind=decree&collection=dof&language=es&cited=yes&speaker=X&from=2020-03-01"
        "&to=2020-03-31"
    )
    chips = select(page(client, address), ".active-filters a")
    assert [words(chip) for chip in chips] == [
        f"Remove the filter {name} ×"
        for name in (
            "memo",
            "decree",
            "Official Gazette of the Federation",
            "Spanish",
            "cited in a report",
            "X",
            "March 2020",
        )
    ]
    assert arguments(chips[0])["kind"] == ["decree"]
    assert not {"from", "to"} & set(arguments(chips[-1]))


def test_the_bars_lead_to_as_many_passages_as_they_say(client: FlaskClient) -> None:
    tree = page(client, "/search?q=fentanilo")
    bars = select(tree, ".bars a")
    assert bars
    for bar in bars:
        narrowed = client.get(bar.get("href").replace("/search", "/api/v1/search", 1)).get_json()
        assert f": {narrowed['total']} passage" in bar.get("aria-label")


def test_the_chart_has_a_name_a_description_and_a_table(client: FlaskClient) -> None:
    tree = page(client, "/search?q=fentanilo")
    (chart,) = select(tree, "svg.bars")
    named = {element.get("id"): words(element) for element in chart.iter() if element.get("id")}
    assert named[chart.get("aria-labelledby")] == "Passages found, by year"
    assert "Most in 2020" in named[chart.get("aria-describedby")]
    rows = select(tree, ".as-table tbody tr")
    assert len(rows) == len({select(row, "th")[0].text_content() for row in rows}) > len(select(tree, ".bars a"))


def test_a_year_divides_into_months(client: FlaskClient) -> None:
    tree = page(client, "/search?q=fentanilo&from=2020-01-01&to=2020-12-31")
    assert "by month" in words(select(tree, "svg.bars title")[0])
    assert len(select(tree, ".as-table tbody tr")) == 12
    assert [words(crumb) for crumb in select(tree, ".crumbs li")] == ["All dates"]


def test_the_results_say_how_the_query_was_read(client: FlaskClient) -> None:
    tree = page(client, "/search?q=“guardia nacional")
    assert words(select(tree, ".read-as")[0]) == 'Read as "guardia nacional"'


def test_results_can_be_put_in_the_order_of_their_dates(client: FlaskClient) -> None:
    def dates(address: str) -> list[str]:
        return [time.get("datetime") for time in select(page(client, address), ".result .facts time")]

    newest, oldest = dates("/search?q=fentanilo&sort=-date&size=50"), dates("/search?q=fentanilo&sort=date&size=50")
    assert len(newest) > 3
    assert newest == sorted(newest, reverse=True)
    assert oldest == sorted(oldest)
    current = select(page(client, "/search?q=fentanilo&sort=-date"), ".sorting a[aria-current]")
    assert [words(link) for link in current] == ["Newest first"]


def test_pages_of_results_lead_on_and_all_the_way_back(client: FlaskClient) -> None:
    def titles(tree: html.HtmlElement) -> list[str]:
        return [link.get("href") for link in select(tree, ".result h2 a")]

    seen, address = [], "/search?q=fentanilo&size=2"
    while address:
        tree = page(client, address)
        seen.append(titles(tree))
        address = next((link.get("href") for link in select(tree, ".paging a[rel=next]")), "")
    assert len(seen) > 3
    assert len({title for titles_ in seen for title in titles_}) == sum(map(len, seen))
    for expected in reversed(seen[:-1]):
        (back,) = select(tree, ".paging a[rel=prev]")
        tree = page(client, back.get("href"))
        assert titles(tree) == expected
    assert not select(tree, ".paging a[rel=prev]")


def test_the_way_back_is_never_longer_than_an_address_may_be(client: FlaskClient) -> None:
    address = "/search?size=1&" + "&".join(f"kind={kind}" for kind in Kind)
    for _ in range(MAX_TRAIL + 4):
        (onward,) = select(page(client, address), ".paging a[rel=next]")
        address = onward.get("href")
    assert len(arguments(onward)["trail"]) == MAX_TRAIL
    assert len(address) < 4000


def test_a_filter_begins_the_results_anew(client: FlaskClient) -> None:
    (onward,) = select(page(client, "/search?q=fentanilo&size=2"), ".paging a[rel=next]")
    (further,) = select(page(client, onward.get("href")), ".paging a[rel=next]")
    tree = page(client, further.get("href"))
    links = select(tree, "aside .facet a, .bars a, .sorting a, .as-table a")
    assert links
    assert not any({"cursor", "trail"} & set(arguments(link)) for link in links)


# --- nothing found --------------------------------------------------------------------------------


def test_nothing_found_is_a_statement_fit_for_a_footnote(client: FlaskClient) -> None:
    address = "?q=%22no+existe+tal+frase%22&kind=memo&from=2020-01-01&to=2020-12-31"
    (statement,) = select(page(client, f"/search{address}"), ".statement")
    told = client.get(f"/search/statement.json{address}").get_json()
    for part in (
        '"no existe tal frase"',
        "memo; 2020",
        "Nothing was found",
        f"{told['searched']['documents']} documents",
        f"{told['searched']['pages']} pages",
        told["searched"]["index"],
        told["link"],
    ):
        assert part in words(statement), part
    assert told["total"] == 0
    assert told["filters"] == {"kind": ["memo"], "from": ["2020-01-01"], "to": ["2020-12-31"]}
    assert client.get(told["link"]).status_code == 200


def test_a_statement_comes_as_text_in_both_languages(client: FlaskClient) -> None:
    spanish = client.get("/search/statement.txt?q=fentanilo&lang=es")
    assert spanish.content_type == "text/plain; charset=utf-8"
    assert spanish.text.startswith("Búsqueda en el archivo Cotejo: fentanilo. ")
    assert "lang" not in spanish.text
    assert "Found: " in client.get("/search/statement.txt?q=fentanilo&lang=en").text


def test_pages_that_could_not_be_read_are_in_the_statement(client: FlaskClient) -> None:
    assert "1 page could not be read" in client.get("/search/statement.txt?q=xyzzy&lang=en").text
    assert client.get("/search/statement.json?q=xyzzy").get_json()["searched"]["unreadable_pages"] == 1


def test_the_same_index_has_the_same_state_whatever_is_asked(client: FlaskClient) -> None:
    states = {
        client.get(f"/search/statement.json?q={query}").get_json()["searched"]["index"] for query in ("a", "b", "xyzzy")
    }
    assert len(states) == 1


# --- comparing ------------------------------------------------------------------------------------


def test_terms_are_counted_as_searches_count_them(client: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/compare.csv?q=fentanilo&q=seguridad&by=year").text)))
    assert {row["query"] for row in rows} == {"fentanilo", "seguridad"}
    for row in rows:
        found = client.get(f"/api/v1/search?q={row['query']}&from={row['from']}&to={row['to']}").get_json()
        everything = client.get(f"/api/v1/search?from={row['from']}&to={row['to']}").get_json()
        assert (found["total"], everything["total"]) == (int(row["passages"]), int(row["all_passages"]))


def test_the_figures_drawn_are_also_in_a_table_whose_cells_lead_to_the_passages(client: FlaskClient) -> None:
    tree = page(client, "/compare?q=fentanilo&q=%22guardia+nacional%22&kind=memo&kind=decree")
    assert [words(cell) for cell in select(tree, ".compared thead th")] == [
        "Time",
        "fentanilo",
        '"guardia nacional"',
        "all passages",
    ]
    for link in select(tree, ".compared td a"):
        found = client.get(link.get("href").replace("/search", "/api/v1/search", 1)).get_json()
        assert found["total"] == int(words(link))
    assert len(select(tree, ".legend li")) == 2


def test_a_line_differs_by_more_than_its_colour(client: FlaskClient) -> None:
    tree = page(client, "/compare?q=fentanilo&q=seguridad&q=guardia")
    marks = {use.get("href") for use in select(tree, ".chart svg.lines use")}
    assert marks == {"#marker-1", "#marker-2", "#marker-3"}
    with client.get("/static/charts.css") as sheet:
        style = sheet.text
    assert len(set(re.findall(r"\.line\.series-\d[^}]*stroke-dasharray: ([^;]+);", style))) == 4


def test_five_terms_can_be_compared_and_no_more(client: FlaskClient) -> None:
    five = "&".join(f"q={word}" for word in "abcde")
    assert client.get(f"/compare?{five}").status_code == 200
    refused = client.get(f"/compare?{five}&q=f")
    assert refused.status_code == 400
    assert "5" in refused.text


def test_blank_and_repeated_terms_are_one(client: FlaskClient) -> None:
    tree = page(client, "/compare?q=fentanilo&q=&q=+fentanilo+&q=")
    assert len(select(tree, ".legend li")) == 1


def test_a_comparison_of_nothing_says_so(client: FlaskClient) -> None:
    assert "None of the terms" in words(page(client, "/compare?q=xyzzy"))
    assert "Write two or more terms" in words(page(client, "/compare"))
    assert client.get("/compare.csv?q=xyzzy").text.count("\r\n") == 1


def test_a_query_is_no_formula_in_a_spreadsheet(client: FlaskClient) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/compare.csv?q=-x+fentanilo&q=fentanilo").text)))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


# --- help -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_example_of_the_help_finds_something(client: FlaskClient, language: str) -> None:
    tree = page(client, "/help", language)
    links = select(tree, ".examples a")
    assert len(links) == sum(len(section.examples) for section in SECTIONS)
    for link in links:
        found = client.get(link.get("href").replace("/search", "/api/v1/search", 1)).get_json()
        assert found["total"], words(link)


# --- what somebody may send -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        "sort=best",
        "cited=maybe",
        "speaker=" + "x" * 201,
        "trail=%00",
        "cursor=no-cursor-of-ours",
        "q=" + "a" * 2001,
        "cited=yes&cited=no",
        "from=2021-01-01&to=2020-01-01",
    ],
)
@pytest.mark.parametrize("address", ["/search", "/search/statement.txt", "/search/statement.json", "/compare"])
def test_a_wrong_argument_is_told_and_never_a_fault(client: FlaskClient, address: str, arguments: str) -> None:
    if address == "/compare" and arguments.startswith("cursor"):
        pytest.skip("a comparison has no pages")
    response = client.get(f"{address}?q=x&{arguments}" if not arguments.startswith("q=") else f"{address}?{arguments}")
    assert response.status_code == 400, response.status_code


@pytest.mark.parametrize("query", ["", "-", '"', "()", "\u202e", "a" * 2000, "x OR", "*", "~", "kind:", "date:x..y"])
def test_odd_queries_are_answered_everywhere(client: FlaskClient, query: str) -> None:
    for address in ("/search", "/search/statement.txt", "/search/statement.json", "/compare", "/compare.csv"):
        assert client.get(address, query_string={"q": query}).status_code in (200, 400), (address, query)


def test_restricted_documents_are_in_no_figure(client: FlaskClient) -> None:
    told = client.get("/search/statement.json?q=xil%C3%B3fono").get_json()
    assert told["total"] == 0
    assert "xilófono" not in client.get("/compare?q=fentanilo").text
    assert "reservada" not in client.get("/search?q=fentanilo").text
