"""The API as its own description tells it, tried with whatever fits and what does not (schemathesis)."""

from __future__ import annotations

import contextlib
import warnings

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

from webapp import openapi

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of schemathesis' own imports
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
REAL = {
    "/api/v1/documents/{id}": "document",
    "/api/v1/reports/{id}": "report",
    "/api/v1/reports/{id}/audit": "report",
}
"""Paths whose id is tried with one that there is, besides the nonsense."""


@pytest.fixture(scope="session")
def description(app: Flask) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


OPERATIONS = [(path, method.upper()) for path, methods in openapi.description()["paths"].items() for method in methods]


def try_out(operation: schemathesis.schemas.APIOperation, examples: int) -> None:
    """Send ``examples`` requests, about half of them against the description."""
    for mode in schemathesis.GenerationMode:

        @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS)

        with contextlib.suppress(Unsatisfiable):  # an operation without arguments cannot be called wrongly
            send()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_nothing_that_is_sent_is_a_server_error_and_every_answer_is_as_described(
    description: schemathesis.BaseSchema, path: str, method: str
) -> None:
    try_out(description[path][method], 12)


@pytest.mark.long
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_same_with_many_more_examples(description: schemathesis.BaseSchema, path: str, method: str) -> None:
    try_out(description[path][method], 400)


def test_what_there_is_answers_as_described(app: Flask, description: schemathesis.BaseSchema) -> None:
    archive = app.extensions["cotejo"]
    public = archive.catalog.collections.public()
    ids = {
        "document": archive.catalog.documents.list(public, size=1)[0].id,
        "report": archive.catalog.reports.list()[0].id,
    }
    for path, kind in REAL.items():
        operation = description[path]["GET"]
        operation.Case(path_parameters={"id": ids[kind]}).call_and_validate(checks=CHECKS)
    search = description["/api/v1/search"]["GET"]
    for query in ("fentanilo", '"no producimos"', "-fentanilo", "", "fentanilo guardia nacional"):
        search.Case(query={"q": query}).call_and_validate(checks=CHECKS)
