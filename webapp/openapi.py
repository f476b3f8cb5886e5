"""The API described for programs (OpenAPI 3.1), from the same lists that the arguments are checked against."""

from __future__ import annotations

from typing import Any

from indexer import __version__
from indexer.index.base import MAX_SIZE, Sort
from indexer.models import Kind, Language
from webapp.arguments import MAX_QUERY, MAX_TEXT, MAX_VALUES

JSON = dict[str, Any]

TEXT: JSON = {"type": "string"}
MAYBE_TEXT: JSON = {"type": ["string", "null"]}
WHOLE: JSON = {"type": "integer"}
NUMBER: JSON = {"type": "number"}
FLAG: JSON = {"type": "boolean"}
ANYTHING: JSON = {"type": "object"}
_YES_NO: JSON = {"type": "string", "enum": ["yes", "no"]}
_SOME_TEXTS: JSON = {"type": "array", "maxItems": MAX_VALUES, "items": {"type": "string"}}


def description() -> JSON:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cotejo",
            "version": __version__,
            "description": "Search and read an archive of sources and the reports that cite them. Only reading; only "
            "public collections. Dates are ISO 8601; offsets count Unicode code points from 0, end exclusive; pages "
            "count from 1. Fields may be added.",
        },
        "paths": {
            "/api/v1/search": {"get": _search()},
            "/api/v1/suggest": {"get": _suggest()},
            "/api/v1/documents": {"get": _documents()},
            "/api/v1/documents/{id}": {"get": _document()},
            "/api/v1/reports": {
                "get": _operation("The reports", "Their ids, titles and numbers of notes.", [], "Reports")
            },
            "/api/v1/reports/{id}": {
                "get": _operation("A report", "Its notes, references and documents.", [_in_path("id")], "Report")
            },
            "/api/v1/reports/{id}/audit": {
                "get": _operation(
                    "The audit of a report",
                    "Which sources are archived, and what to look at.",
                    [_in_path("id")],
                    "Audit",
                )
            },
            "/api/v1/verify": {"get": _verify(), "post": _verify_posted()},
        },
        "components": {"schemas": _schemas()},
    }


def _search() -> JSON:
    return _operation(
        "Search",
        "Words are AND, a “quoted phrase” is exact, -word excludes. `total` and facets count passages.",
        [
            _argument("q", {"type": "string", "maxLength": MAX_QUERY}, "What is sought."),
            *_narrowing(),
            _argument("language", _several(Language), "Languages of the passages."),
            _argument("from", {"type": "string", "format": "date"}, "The earliest date of the document."),
            _argument("to", {"type": "string", "format": "date"}, "The latest date of the document."),
            _argument("speaker", _texts(), "Speakers, as their facet names them."),
            _argument("cited", {"type": "string", "enum": ["yes", "no"]}, "Whether a report cites the document."),
            _argument(
                "sort", {"type": "string", "enum": [order.value for order in Sort]}, "The order of the passages."
            ),
            _argument("size", {"type": "integer", "minimum": 1, "maximum": MAX_SIZE}, "Passages a page."),
            _argument("cursor", {"type": "string"}, "`next` of the page before."),
            _argument("expand", _YES_NO, "`no` searches the words as typed, not in the other language too."),
            _argument("not_expanded", _SOME_TEXTS, "Words, typed or added, to leave unexpanded."),
            _argument("variants", _YES_NO, "`yes` searches also how scans misread the words."),
        ],
        "SearchResults",
        unavailable=True,
    )


def _suggest() -> JSON:
    typed = _argument("q", {"type": "string", "maxLength": MAX_QUERY}, "What has been typed so far.")
    text = "Words of the archive, expressions of the glossary, speakers and titles that go on from it."
    return _operation("Suggestions while typing", text, [typed], "Suggestions", unavailable=True)


def _documents() -> JSON:
    arguments = [
        _argument("kind", {"type": "string", "enum": [kind.value for kind in Kind]}, "One kind of document."),
        _argument("collection", {"type": "string"}, "The id of a collection."),
        _argument("after", {"type": "string"}, "`next` of the part before."),
        _argument("size", {"type": "integer", "minimum": 1, "maximum": MAX_SIZE}, "Documents a part."),
    ]
    return _operation("The documents", "Newest date first, undated ones last.", arguments, "Documents")


def _document() -> JSON:
    arguments = [
        _in_path("id"),
        _argument("page", {"type": "integer", "minimum": 1}, "Adds this page's text."),
        _argument("reading", {"type": "string", "pattern": "^[0-9a-f]{12}$"}, "An older reading of the page."),
    ]
    return _operation("A document", "Its metadata, provenance and readings.", arguments, "Document")


_WHAT_VERIFY_DOES = (
    "Looks for a quotation in the whole archive and says how far a source says it. Speaker and date order what is "
    "found; they leave nothing out."
)


def _verify() -> JSON:
    arguments = [
        _argument("quote", TEXT, "The words that were quoted, ellipses and [brackets] and all.") | {"required": True},
        _argument("speaker", TEXT, "Who is said to have said it."),
        _argument("date", {"type": "string", "format": "date"}, "When."),
    ]
    return _operation("Check a quotation", _WHAT_VERIFY_DOES, arguments, "Verification", unavailable=True)


def _verify_posted() -> JSON:
    asked = _object({"quote": TEXT, "speaker": MAYBE_TEXT, "date": MAYBE_TEXT}) | {"required": ["quote"]}
    operation = _operation("Check a quotation", _WHAT_VERIFY_DOES, [], "Verification", unavailable=True)
    body = {"required": True, "content": {"application/json": {"schema": asked}}}
    return operation | {"requestBody": body}


def _narrowing() -> list[JSON]:
    ids: JSON = {"type": "array", "maxItems": MAX_VALUES, "items": {"type": "string"}}
    return [
        _argument("kind", _several(Kind), "Kinds of document."),
        _argument("collection", ids, "Ids of collections."),
    ]


def _texts() -> JSON:
    return {"type": "array", "maxItems": MAX_VALUES, "items": {"type": "string", "maxLength": MAX_TEXT}}


def _several(options: type[Kind] | type[Language]) -> JSON:
    return {
        "type": "array",
        "maxItems": MAX_VALUES,
        "items": {"type": "string", "enum": [item.value for item in options]},
    }


def _argument(name: str, schema: JSON, description: str) -> JSON:
    return {"name": name, "in": "query", "description": description, "schema": schema, "explode": True}


def _in_path(name: str) -> JSON:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _operation(summary: str, text: str, arguments: list[JSON], schema: str, *, unavailable: bool = False) -> JSON:
    responses = {"200": _content(summary, schema), "400": _content("An argument is wrong.", "Error")}
    if any(argument["in"] == "path" for argument in arguments):
        responses["404"] = _content("There is none of this id, or none that is public.", "Error")
    if unavailable:
        responses["503"] = _content("The index is missing, damaged or too busy; the remedy is told.", "Error")
    return {"summary": summary, "description": text, "parameters": arguments, "responses": responses}


def _content(description: str, schema: str) -> JSON:
    return {
        "description": description,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _schemas() -> JSON:
    chips, notes = _list(_ref("Chip")), _list(ANYTHING)
    summary = _fields("document title kind url", TEXT) | _fields("date language", MAYBE_TEXT)
    summary |= _fields("pages pages_ocr pages_unreadable passages", WHOLE)
    summary |= {"collections": _list(TEXT), "specimen": FLAG}
    document = summary | {"provenance": ANYTHING, "children": _list(TEXT), "footnotes": chips, "text": MAYBE_TEXT}
    hit = _fields("document title kind passage language snippet url", TEXT)
    hit |= _fields("collection date speaker", MAYBE_TEXT) | _fields("page start end", WHOLE)
    hit |= {
        "specimen": FLAG,
        "check_image": FLAG,
        "score": NUMBER,
        "confidence": {"type": ["number", "null"]},
        "footnotes": chips,
    }
    results = (
        _fields("query read_as", TEXT) | _fields("total documents", WHOLE) | _fields("next suggestion", MAYBE_TEXT)
    )
    results |= {"searched": _object(_fields("documents pages unreadable_pages", WHOLE))}
    results |= {"took_ms": NUMBER, "hits": _list(_ref("Hit")), "expansions": _list(ANYTHING), "facets": ANYTHING}
    change = _fields("type quote source", TEXT) | {"critical": FLAG, "why": MAYBE_TEXT}
    match = _fields("document title kind sha256 source_text verdict url reading", TEXT) | {"footnotes": chips}
    match |= _fields("date speaker", MAYBE_TEXT) | _fields("page start end", WHOLE) | {"similarity": NUMBER}
    match |= _fields("specimen critical", FLAG) | {"changes": _list(_ref("Change"))}
    verification = _fields("quote verdict", TEXT) | {"searched": ANYTHING, "total": WHOLE, "took_ms": NUMBER}
    results |= {"variants": _list(ANYTHING)}
    completion = _fields("text kind url", TEXT) | {"query": MAYBE_TEXT, "means": _list(TEXT)}
    completion |= {"passages": {"type": ["integer", "null"]}}
    report = _fields("id title url", TEXT) | {"footnotes": WHOLE}
    return {
        "Error": _object({"error": _object(_fields("code message remedy", TEXT))}),
        "Chip": _object(_fields("report note label status url", TEXT)),
        "DocumentSummary": _object(summary),
        "Documents": _object({"documents": _list(_ref("DocumentSummary")), "next": MAYBE_TEXT}),
        "Document": _object(document),
        "Hit": _object(hit),
        "SearchResults": _object(results),
        "Change": _object(change),
        "Match": _object(match),
        "Verification": _object(verification | {"matches": _list(_ref("Match"))}),
        "Suggestions": _object({"query": TEXT, "suggestions": _list(_object(completion))}),
        "Reports": _object({"reports": _list(_object(report))}),
        "Report": _object(_fields("id title", TEXT) | {"document": MAYBE_TEXT, "footnotes": notes}),
        "Audit": _object(_fields("id title url", TEXT) | {"coverage": ANYTHING, "warnings": notes, "footnotes": notes}),
    }


def _fields(names: str, schema: JSON) -> JSON:
    return dict.fromkeys(names.split(), schema)


def _object(properties: JSON) -> JSON:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _list(items: JSON) -> JSON:
    return {"type": "array", "items": items}


def _ref(name: str) -> JSON:
    return {"$ref": f"#/components/schemas/{name}"}
