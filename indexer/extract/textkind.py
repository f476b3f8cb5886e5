"""What kind of text a file's first bytes are: HTML, XML, mail, Markdown or plain text, or no text at all."""

from __future__ import annotations

import codecs
import re

from indexer.extract.encoding import BOMS, is_binary, wide_encoding

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
MAIL_SUFFIXES = frozenset({".eml", ".mbox", ".mbx"})
SNIFF_CHARACTERS = 4096
"""HTML says so near its start; a text that mentions tags later is a text."""

_SKIP = re.compile(r"(?:\s+|<!--.*?-->|<\?xml.*?\?>)*", re.DOTALL)
_HTML_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HTML_FRAGMENT = re.compile(
    r"<(?:title|meta|script|style|div|table|t[rdh]|p|h[1-6]|[uo]l|span|font|center|article|section|main)\b[^<]*>",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"\s*<\?xml\s")
_MBOX = re.compile(
    r"From \S.{0,120}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{0,20}\d\d:\d\d.{0,20}\b(?:19|20)\d\d\b.{0,20}\r?\n"
)
_EMLX = re.compile(r"\d{1,12}\s*\r?\n(?=[!-9;-~]+:)")
_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:[ \t]?(.*)")
_MAIL_HEADERS = frozenset(
    {"message-id", "mime-version", "received", "return-path", "delivered-to", "content-transfer-encoding"}
    | {"in-reply-to", "references", "dkim-signature", "reply-to", "user-agent", "list-id", "x-mailer", "x-priority"}
)
_ADDRESSED_HEADERS = frozenset({"from", "to", "cc", "sender", "reply-to"})
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_ORDINARY_HEADERS = frozenset({"from", "to", "cc", "bcc", "subject", "date", "sender", "content-type", "status"})
MAX_HEADER_LINES = 200


def text_type(untrusted_head: bytes, suffix: str) -> str | None:
    """The media type of a text by its first bytes; ``suffix`` (".md") decides only between equals. None: not text."""
    text = _readable(untrusted_head)
    if text is None:
        return None
    start = text[:SNIFF_CHARACTERS].lstrip("\ufeff")
    plain = "text/markdown" if suffix in MARKDOWN_SUFFIXES else "text/plain"
    return _markup_type(start, plain) or _mail_type(text.lstrip("\ufeff"), suffix) or plain


def _markup_type(start: str, plain: str) -> str | None:
    body = start[len(skipped[0]) if (skipped := _SKIP.match(start)) else 0 :]
    if _HTML_DOCUMENT.match(body) or (plain == "text/plain" and _HTML_FRAGMENT.match(body)):
        return "text/html"
    if _XML_DECLARATION.match(start):
        return "text/html" if "<html" in start.lower() else "application/xml"
    return None


def _mail_type(text: str, suffix: str) -> str | None:
    if _MBOX.match(text):
        return "application/mbox"
    if (number := _EMLX.match(text)) and _is_mail(text[number.end() :], suffix):
        return "message/x-emlx"
    return "message/rfc822" if _is_mail(text, suffix) else None


def _readable(untrusted_head: bytes) -> str | None:
    """A rough decoding, good enough to look for ASCII marks; None when the bytes are binary."""
    marked = next((name for mark, name in BOMS if untrusted_head.startswith(mark)), None)
    name = marked or wide_encoding(untrusted_head)
    if name:
        text = codecs.decode(untrusted_head[: len(untrusted_head) // 4 * 4], name, "replace")
    else:
        text = untrusted_head.decode("latin-1")
    return None if is_binary(text) else text


def _is_mail(text: str, suffix: str) -> bool:
    """Whether a text begins with the header of a message (RFC 5322).

    A memo also begins with From: and To:, so a header only machines write, or an address, is asked for.
    """
    names: set[str] = set()
    addressed = False
    for line in text.split("\n")[:MAX_HEADER_LINES]:
        if not line.strip():
            break
        if line[0] in " \t" and names:
            continue
        header = _HEADER.match(line)
        if header is None:
            if names & _MAIL_HEADERS or suffix in MAIL_SUFFIXES:
                continue
            return False
        name = header[1].lower()
        names.add(name)
        addressed |= name in _ADDRESSED_HEADERS and bool(_ADDRESS.search(header[2]))
    known = {name for name in names if name in _MAIL_HEADERS | _ORDINARY_HEADERS or name.startswith("x-")}
    if suffix in MAIL_SUFFIXES:
        return bool(known)
    return bool(names & _MAIL_HEADERS and len(known) >= 2) or (addressed and len(known) >= 2)
