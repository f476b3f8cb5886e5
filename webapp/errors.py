"""What a reader is told when something is wrong: a status, a sentence and a remedy, as a page or as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import HTTPException

from indexer.errors import ArchiveError, CotejoError, NotFound, StorageError, UsageError
from indexer.quotes.parse import MAX_CHARACTERS
from webapp.arguments import BadArgument


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error as a page shows it. ``detail`` is the program's own English sentence, where that says more;
    ``command`` what the archive's keeper can run."""

    status: int
    title: str
    sentence: str
    detail: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """``whole``: the sentence says all there is to say, and the program's own, in English, adds nothing."""

    title: LazyString
    sentence: LazyString
    command: str = ""
    whole: bool = False


_UNAVAILABLE = lazy_gettext("Temporarily unavailable")
_NOT_FOUND = lazy_gettext("Not found")
_NOT_CHECKED = lazy_gettext("The quotation was not checked")
_WRONG_REQUEST = lazy_gettext("The request is not right")

BY_CODE = {
    "not_found": _Words(
        _NOT_FOUND,
        lazy_gettext("There is nothing at this address, or nothing that is open to you."),
        whole=True,
    ),
    "index_missing": _Words(
        lazy_gettext("The search is not available"),
        lazy_gettext(
            "This archive has no search index at the moment. The documents are all here and can be read; "
            "only searching has to wait until the index is built again."
        ),
        "cotejo reindex",
    ),
    "index_unreadable": _Words(
        lazy_gettext("The search is not available"),
        lazy_gettext(
            "The search index cannot be opened: it is damaged or of another version. Nothing was lost: the documents "
            "are all here and can be read, and the index can be built again from them."
        ),
        "cotejo reindex",
    ),
    "archive_busy": _Words(
        _UNAVAILABLE,
        lazy_gettext("The archive is being written to. Please try again in a minute."),
    ),
    "catalog_unreadable": _Words(
        _UNAVAILABLE,
        lazy_gettext("The catalog of this archive cannot be read. It has to be restored from a backup."),
        "cotejo doctor",
    ),
    "drawing_busy": _Words(
        lazy_gettext("The image is not ready yet"),
        lazy_gettext(
            "Many images of pages are being drawn at this moment, or this one takes long. Please ask for it again in "
            "a few seconds; the text of the page can be read meanwhile."
        ),
        whole=True,
    ),
    "lists_busy": _Words(
        lazy_gettext("Too many long lists at once"),
        lazy_gettext(
            "Other readers are fetching long lists at this moment, and yours would leave no room for those who only "
            "search. Please ask for it again in half a minute."
        ),
        whole=True,
    ),
    "checks_busy": _Words(
        lazy_gettext("Too many quotations at once"),
        lazy_gettext(
            "Other quotations are being looked for in the whole archive at this moment. Please send yours again in a "
            "few seconds."
        ),
        whole=True,
    ),
    "quote_empty": _Words(
        _NOT_CHECKED, lazy_gettext("There are no words in it. Paste the words that were quoted."), whole=True
    ),
    "quote_too_short": _Words(
        _NOT_CHECKED,
        lazy_gettext("One word would be found everywhere and prove nothing. Paste two words at least; five say more."),
        whole=True,
    ),
    "quote_too_long": _Words(
        _NOT_CHECKED,
        lazy_gettext(
            "It is longer than a quotation: up to %(most)s characters are checked. Check it paragraph by paragraph.",
            most=f"{MAX_CHARACTERS:,}",
        ),
        whole=True,
    ),
    "page_without_image": _Words(
        lazy_gettext("This page has no image"),
        lazy_gettext("The document came as text, without pages of paper: there is nothing to see besides its words."),
        whole=True,
    ),
    "page_undrawable": _Words(
        lazy_gettext("This page cannot be drawn"),
        lazy_gettext(
            "The page is in the archive, but its file is damaged or too large to make an image of it. Its text can be "
            "read, as far as there is any, and the original file can be downloaded."
        ),
        whole=True,
    ),
    "storage": _Words(
        _UNAVAILABLE,
        lazy_gettext("The stored file cannot be read at the moment."),
        "cotejo check",
    ),
}

BY_STATUS = {
    400: _Words(_WRONG_REQUEST, lazy_gettext("The server could not make sense of the request.")),
    404: BY_CODE["not_found"],
    405: _Words(_WRONG_REQUEST, lazy_gettext("This address can only be read.")),
    413: _Words(_WRONG_REQUEST, lazy_gettext("The request is too large.")),
    500: _Words(
        lazy_gettext("Something went wrong"),
        lazy_gettext("That is a fault of this program, not of your request. It has been noted in the server's log."),
    ),
}

RETRY_SECONDS = {"drawing_busy": 5, "checks_busy": 5, "lists_busy": 30, "archive_busy": 60}
"""When to come back, for errors that pass by themselves: a drawing takes a second or two, a commit rarely a minute."""

API_REMEDIES = {
    "bad_argument": lazy_gettext("The arguments are described in /api/v1/openapi.json."),
    "not_found": lazy_gettext("Check the identifier; /api/v1/search and /api/v1/reports show what there is."),
    "method_not_allowed": lazy_gettext("The methods of each address are described in /api/v1/openapi.json."),
    "too_large": lazy_gettext("Send less at once."),
}
"""What a program can do, where the error's own remedy is a command or there is none."""

_JSON_CODES = {400: "bad_argument", 404: "not_found", 405: "method_not_allowed", 413: "too_large", 500: "internal"}


def init_errors(app: Flask) -> None:
    """Answer every error with its page, or with JSON below ``/api/``."""
    app.register_error_handler(CotejoError, _on_cotejo_error)
    app.register_error_handler(HTTPException, _on_http_exception)


def status_of(error: CotejoError) -> int:
    """The HTTP status of a deliberate error."""
    if isinstance(error, BadArgument | UsageError):
        return 400
    if isinstance(error, NotFound):
        return 404
    return 503 if isinstance(error, ArchiveError | StorageError) else 500


def trouble(error: CotejoError) -> Trouble:
    """What a page says of ``error``, in the reader's language as far as it is known there."""
    status = status_of(error)
    if isinstance(error, BadArgument):
        return Trouble(status, gettext("The request is not right"), error.message)
    words = BY_CODE.get(error.code) or BY_STATUS.get(status) or BY_STATUS[500]
    return Trouble(status, str(words.title), str(words.sentence), "" if words.whole else str(error), words.command)


def error_json(code: str, message: str, remedy: str, status: int) -> Response:
    """The API's one shape of errors."""
    remedy = str(API_REMEDIES.get(code, remedy))
    response = jsonify({"error": {"code": code, "message": message, "remedy": remedy}})
    response.status_code = status
    return response


def _wants_json() -> bool:
    return request.path.startswith("/api/")


def _on_cotejo_error(error: CotejoError) -> Response:
    shown = trouble(error)
    response = error_json(error.code, error.message, error.advice, shown.status) if _wants_json() else _page(shown)
    if seconds := RETRY_SECONDS.get(error.code):
        response.headers["Retry-After"] = str(seconds)
    return response


def _on_http_exception(error: HTTPException) -> Response:
    if error.response is not None:  # a response that was chosen on purpose (a redirect)
        return make_response(error.response)
    status = error.code or 500
    words = BY_STATUS.get(status) or BY_STATUS[400 if 400 <= status < 500 else 500]
    shown = Trouble(status, str(words.title), str(words.sentence))
    code = _JSON_CODES.get(status, "bad_argument" if status < 500 else "internal")
    response = error_json(code, shown.sentence, "", status) if _wants_json() else _page(shown)
    if allowed := dict(error.get_headers()).get("Allow"):
        response.headers["Allow"] = allowed
    return response


def _page(shown: Trouble) -> Response:
    return make_response(render_template("error.html", trouble=shown), shown.status)
