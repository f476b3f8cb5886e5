"""Addresses in notes: found as printed, with or without a scheme, and brought to one form for comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from indexer.models import Url

_MARKDOWN_LINK = (
    r"\[(?P<text>[^\[\]\n]{0,400})\]"
    r"\(\s*<?(?P<link>[^\s<>()]{1,2000}(?:\([^\s<>()]{0,200}\)[^\s<>()]{0,2000})?)>?[^()\n]{0,200}\)"
)
_AUTOLINK = r"<(?P<auto>https?://[^\s<>]{1,2000})>"
_WITH_SCHEME = r"(?P<full>https?://[^\s<>]{1,2000})"
# "dthx.short.gy/KDKyPo": a host and a path; a host alone may be the end of a sentence without its space.
_WITHOUT_SCHEME = (
    r"(?<![\w@./:-])(?P<short>(?:www\.[a-z0-9.-]{1,200}\.[a-z]{2,24}|(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?=/[^\s<>]))"
    r"(?:/[^\s<>]{0,2000})?)"
)
_DOI = r"(?<![\w/.])(?P<doi>doi:\s?10\.\d{4,9}/[^\s<>]{1,200})"  # never a part of https://doi.org/…
_URL = re.compile(f"{_MARKDOWN_LINK}|{_AUTOLINK}|{_WITH_SCHEME}|{_DOI}|{_WITHOUT_SCHEME}", re.IGNORECASE)
_TRAILING = ".,;:!?'\"”»’*_"

_DOF_HOSTS = frozenset({"dof.gob.mx", "diariooficial.gob.mx"})
_DOF_CODE = re.compile(r"\d{4,9}")
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|msclk|dcl|ycl|twcl|ttcl|gbra|wbra)(?:cl)?id|gclsrc|srsltid|mc_[ce]id|mkt_tok|igshid|igsh|_hs\w+|_ga|_gl"
    r"|ref_src|ref_url|cmpid|ocid|smid|at_\w+",
    re.IGNORECASE,
)
_HOME = re.compile(r"(?:/(?:es|en|es-mx|es_mx|mx|inicio|home|(?:index|default|home|inicio)\.\w{3,5}))*", re.IGNORECASE)
_LANGUAGE = re.compile(r"lang|language|idioma|hl|locale", re.IGNORECASE)
_SIDOF_PATH = re.compile(r"/notas/(?:docFuente/)?(\d{4,9})/?")
_DOCUMENT_PATH = re.compile(r"/documents/([0-9a-f]{16})(?:/.*)?")


@dataclass(frozen=True, slots=True)
class FoundUrl:
    """An address in a text and where it stands. ``bare`` if it is not written as a link."""

    url: Url
    start: int
    end: int
    bare: bool


def find_urls(text: str) -> tuple[FoundUrl, ...]:
    """The addresses of a note's Markdown, in order: visible text and target apart, the target with a scheme.

    Links to anything but http and https are not addresses of sources and are left out.
    """
    found = []
    for match in _URL.finditer(text):
        if match["link"] is not None:
            target = _with_scheme(match["link"])
            if target is not None:
                found.append(FoundUrl(Url(match["text"] or target, target), match.start(), match.end(), bare=False))
        elif match["auto"] is not None:
            found.append(FoundUrl(Url(match["auto"], match["auto"]), match.start(), match.end(), bare=False))
        else:
            printed = _trimmed(match["full"] or match["doi"] or match["short"])
            target = f"https://doi.org/{printed[4:].lstrip()}" if match["doi"] else _with_scheme(printed)
            if target is not None:
                found.append(FoundUrl(Url(printed, target), match.start(), match.start() + len(printed), bare=True))
    return tuple(found)


def _trimmed(printed: str) -> str:
    """Without the sentence's own punctuation and without a bracket that was opened before the address."""
    while printed:
        last = printed[-1]
        unbalanced = (last == ")" and printed.count("(") < printed.count(")")) or (
            last == "]" and printed.count("[") < printed.count("]")
        )
        if last not in _TRAILING and not unbalanced:
            break
        printed = printed[:-1]
    return printed


def _with_scheme(printed: str) -> str | None:
    if re.match(r"https?://", printed, re.IGNORECASE):
        return printed
    if re.match(r"[\w.-]+\.[a-z]{2,24}(?::\d{1,5})?(?:/|$)", printed, re.IGNORECASE):
        return f"https://{printed}"
    return None


def canonical_url(address: str) -> str | None:
    """One form for addresses that lead to the same place: no scheme, ``www.``, anchor or closing slash, the query in
    order and without tracking, percent signs resolved. None for what is not an address or is a host's home page, which
    identifies no document.

    The path keeps its case: in short links it is the whole identity. So does a fragment that is a path (``#/note/1``).
    """
    parts = _split(address)
    if parts is None:
        return None
    path = unquote(re.sub(r"//+", "/", parts.path)).rstrip("/")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0])))
    fragment = parts.fragment.rstrip("/") if re.match(r"!?/.", parts.fragment) else ""
    if not fragment and _HOME.fullmatch(path) and all(_LANGUAGE.fullmatch(name) for name, _ in parse_qsl(query)):
        return None
    return f"{_host(parts)}{path}" + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def dof_code(address: str) -> str | None:
    """The note code in an address of the Diario Oficial de la Federación."""
    parts = _split(address)
    if parts is not None and _host(parts) == "sidof.segob.gob.mx" and (found := _SIDOF_PATH.fullmatch(parts.path)):
        return found[1]
    if parts is None or _host(parts) not in _DOF_HOSTS:
        return None
    code = next((value for key, value in parse_qsl(parts.query) if key.lower() == "codigo"), "")
    return code if _DOF_CODE.fullmatch(code) else None


def document_id(address: str) -> str | None:
    """The document that a permalink of an archive leads to: ids are the same in every archive."""
    parts = _split(address)
    match = _DOCUMENT_PATH.fullmatch(parts.path) if parts else None
    return match[1] if match else None


def _split(address: str) -> SplitResult | None:
    target = _with_scheme(address.strip())
    if target is None:
        return None
    try:
        parts = urlsplit(target)
    except ValueError:  # an address such as http://[x
        return None
    return parts if parts.netloc else None


def _host(parts: SplitResult) -> str:
    return (
        parts.netloc.rsplit("@", 1)[-1]
        .lower()
        .removeprefix("www.")
        .removesuffix(":80")
        .removesuffix(":443")
        .rstrip(".")
    )
