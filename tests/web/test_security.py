"""What every answer carries, and what no answer gives away."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import ROOT
from webapp.security import HEADERS

ADDRESSES = [
    "/",
    "/search?q=fentanilo",
    "/search?q=%00",
    "/documents",
    "/documents/0000000000000000",
    "/reports/warlike-approach",
    "/about",
    "/healthz",
    "/api/v1/search?q=fentanilo",
    "/api/v1/nothing",
    "/static/cotejo.css",
    "/no/such/page",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    response = client.get(address, buffered=True)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_begins_with_nothing_and_allows_nothing_inline() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "*" not in policy


def test_templates_have_no_inline_script_or_style() -> None:
    for template in (ROOT / "webapp" / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle\s*=|<style|\son\w+\s*=|javascript:|<script(?![^>]*\ssrc=)", text), template
        assert "|safe" not in text.replace(" ", ""), template


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search?q=paz",
        "/documents",
        "//evil.example/x",
        "//documents",
        "/documents/",
        "/no/such",
        "/documents/x/pages?page=1",
    ],
)
def test_the_host_header_reaches_no_answer(client: FlaskClient, address: str) -> None:
    path, _, query = address.partition("?")
    response = client.open(path=path, query_string=query, headers={"Host": "evil.example"})
    assert "evil.example" not in response.headers.get("Location", "")
    for link in re.findall(r'(?:href|src|action)="([^"]*)"', response.text):
        assert not link.startswith("//"), link
        assert "://evil.example" not in link, link


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(client: FlaskClient, method: str) -> None:
    response = client.open("/search", method=method, data=b"x" * 10)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_the_language_cookie_is_out_of_reach_of_scripts(client: FlaskClient) -> None:
    cookie = client.get("/about?lang=en").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
