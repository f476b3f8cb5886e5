"""Headers that every answer carries, from the first day.

Nothing is loaded from elsewhere and nothing is written inline, so the policy can begin with "nothing" and allow only
this server's own style sheet, script and images. No address is ever built from the Host header: every link and
redirect is relative, and the router never redirects by itself (that is where Flask would use the host).
"""

from __future__ import annotations

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A reader's queries must not travel to the sites that the notes link to.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

MAX_REQUEST_BODY = 64 * 1024
"""Bytes. No page takes a body yet; this only bounds what a hostile client can make the server read."""


def init_security(app: Flask) -> None:
    """Put the headers on every answer, errors included, and keep the router from trusting the Host header."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BODY
    app.config["SESSION_COOKIE_HTTPONLY"] = True
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        # Pages differ by language and, with accounts, by reader: nobody between us may hand one to another.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Accept-Language", "Cookie"))
    return response
