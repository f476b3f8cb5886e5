"""The interface's language: ``?lang=``, then the cookie, then the browser's wish, then the configuration.

Message ids are the English sentences, so English needs no catalog; Spanish is in ``translations/es``.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from flask_babel import Babel

LANGUAGES = {"es": "Español", "en": "English"}
"""Language code → its name in itself."""

# Figures and dates are written as in Mexico (286,494), where the sources come from, not as in Spain (286.494).
LOCALES = {"es": "es_MX", "en": "en_US"}

COOKIE = "cotejo_lang"
COOKIE_SECONDS = 365 * 24 * 3600


def init_i18n(app: Flask, default_language: str) -> None:
    """Choose the language of each request and remember an explicit choice in a cookie."""
    app.config["COTEJO_LANGUAGE"] = default_language
    Babel(app, locale_selector=lambda: LOCALES[current_language()], default_translation_directories="translations")
    app.before_request(_choose_language)
    app.after_request(_remember_language)


def current_language() -> str:
    """``es`` or ``en``, for the request at hand."""
    language: str = g.get("language") or _negotiated()
    return language


def _choose_language() -> None:
    # A wrong ?lang= is refused by params.check_request, in a language negotiated without it.
    wanted = request.args.get("lang", "")
    g.language = wanted if wanted in LANGUAGES else _negotiated()


def _negotiated() -> str:
    remembered = request.cookies.get(COOKIE, "")
    if remembered in LANGUAGES:
        return remembered
    default: str = current_app.config["COTEJO_LANGUAGE"]
    return request.accept_languages.best_match(LANGUAGES, default) or default


def _remember_language(response: Response) -> Response:
    if request.args.get("lang", "") in LANGUAGES and response.status_code < 400:
        response.set_cookie(
            COOKIE, g.language, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response
