"""The fields of a reference, each told by its own form: persons and institutions, locators, file numbers, addresses and
the words that lead to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.citations.kinds import INSTITUTION
from indexer.citations.sentences import sentences
from indexer.citations.urls import find_urls
from indexer.models import Url

_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)([^*_\n]{1,400})(?<=\S)\1")
_INITIALS = r"(?:[A-ZÁÉÍÓÚÑÜ]\.[ -]?){1,4}"
PERSON = rf"[A-ZÁÉÍÓÚÑÜ][\w'’.-]*(?: [\w'’.-]+){{0,3}}, {_INITIALS}(?:(?:de|del|von|van)(?= ?[,(&]|$))?"
PERSONS = re.compile(
    rf"{PERSON}(?:(?:,? ?(?:&|and|y|e) |,? ){PERSON})*(?:,? ?(?:et al\.|y otros|and others))?"
    r"(?: ?\((?:Eds?|Coords?|Comps?|Dirs?)\.\))?"
)
_LOCATOR_MARK = (
    r"(?:\bpp?\.|\bp[áa]gs?\.|\bp[áa]ginas?\b|\bpages?\b|\bparas?\.?|\bparagraphs?\b|"
    r"\bp[áa]rrs?\.|\bp[áa]rrafos?\b|\bcap\.|"
    r"\bchap\.|\bch\.|\bfojas?\b|\bfols?\.|¶{1,2}|§{1,2})"
)
_PAGE = r"(?:[xivlc]+|(?-i:[A-Z]{1,2}-?)?\d+(?-i:[A-Z])?)\b"  # "A11" of a newspaper, "1A"
_LOCATOR = re.compile(
    rf",?\s*\(?(?P<locator>{_LOCATOR_MARK}\s?{_PAGE}(?:\s?[-–—,]\s?{_PAGE}(?!\s+de\s))*(?:\s(?:y|"
    rf"and|a|to|&)\s\d+)?)\)?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?P<locator>(?:Article|Art[íi]culo|Art\.)\s[\w-]{1,20})\.\s+")
_NUMBER_MARK = r"(?:\s*(?:n[úu]meros?|numbers?|nos?\.|n[úu]ms?\.|#|n[°º.]))?"
_FILE_NUMBER = re.compile(
    rf"\b(?:file{_NUMBER_MARK}(?<=[.#°ºr])|request{_NUMBER_MARK}(?<=[.#°ºr])|"
    rf"(?:with |con )?(?:(?:n[úu]meros?|nos?\.|n[úu]ms?\.) de )?(?:folios?|solicitud|expediente|oficio){_NUMBER_MARK}|"
    rf"exp\.|reference{_NUMBER_MARK}|official (?:document|letter){_NUMBER_MARK}|memor[áa]ndum{_NUMBER_MARK})"
    r"\s*:?\s*(?P<number>\d{2,6}(?:[ \u00a0\u202f]\d{2,6}){2,5}(?![\w-])|"
    r"(?:[A-Z]{2,5} (?=\d))?[A-Z0-9][A-Z0-9./-]{4,40})",
    re.IGNORECASE,
)
_REQUEST_NUMBER = re.compile(r"(?<![\w.-])\d{12,16}(?![\w-])")
_DAY_OF_ACCESS = (
    r"(?:\d{1,2}(?:º|°|st|nd|rd|th)?(?: de| of|\.)? ?[a-záéíóú]{3,11}\.?(?: "
    r"de| del|,)? ?\d{4}|[a-z]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{4}, [a-z]{3,10} \d{1,2}|[a-z]{3,10}(?: de)? \d{4})"
)
_ACCESS = re.compile(
    r"[\[(,;.]?\s*\b(?:(?:[úu]ltim[ao] |fecha de )?(?:consult(?:ad[oa]s?|a)|"
    r"acceso|acced[a-z]*|visitad[oa]|revisad[oa]|visita)|recuperad[oa]|"
    r"(?:last |date )?(?:accessed|visited|consulted|retrieved|viewed|checked))"
    rf"(?:\s+en l[íi]nea)?\s*:?\s*(?:el |on |en )?(?:d[íi]a )?{_DAY_OF_ACCESS}\s*[\])]?(?:[.,;]?\s*(?:de|"
    rf"from|en|at)\s*:?(?=\s*$))?",
    re.IGNORECASE,
)
_LEADS_TO_ADDRESS = re.compile(
    r"[\[(,;.]?\s*\b(?:(?:(?:documento |texto |versi[óo]n )?(?:completo |en "
    r"l[íi]nea )?disponibles?|consultables?|consultar|consultad[oa]|v[ée]ase|"
    r"ver|"
    r"recuperad[oa]|obtenid[oa]|accesible)\s+(?:de|en|desde|a trav[ée]s de)(?:\s+(?:el|"
    r"la)\s+(?:siguiente\s+)?(?:enlace|liga|p[áa]gina|sitio))?"
    r"|(?:available|accessible|retrieved|accessed|found|online)\s+(?:at|from|"
    r"via)|available online(?: at)?|en l[íi]nea(?: en)?|online|"
    r"url|enlace|liga|link|doi)\s*:?\s*[\])]?\s*$",
    re.IGNORECASE,
)
_IDENTIFIERS = re.compile(
    r"[,;.]?\s*\bISBN(?:-1[03])?:?\s*[\dXx-]{10,17}|[,;.]?\s*\bISSN:?\s*[\dXx-]{8,9}", re.IGNORECASE
)
_LEAD_IN = re.compile(
    r"\W*(?:(?:v[ée]ase|v[ée]anse|ver|vid\.?|cfr?\.|confr[óo]ntese|cons[úu]ltese|consultar|see|compare)"
    r"(?:\s+(?:also|tambi[ée]n|e\.g\.,?|por ejemplo,?|for example,?|generally|"
    r"inter alia,?|al respecto,?|entre otros,?))*"
    r"|(?:fuente|source)\s*:|para m[áa]s informaci[óo]n,? (?:v[ée]ase|ver|consultar)|"
    r"for more information,? see)\s*[:,]?\s+"
    r"(?=[\W\d]*[A-ZÁÉÍÓÚÑ¿¡])",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    re.findall(
        r"\S+",
        "a al and as con da das de del desde di do e el en for from hacia in la las le los no o of on or para por "
        "sobre sin the to u van vs von y & contra",
    )
)
_SINGLE_QUOTED = re.compile(
    r"(?:^|(?<=[,.:] ))[‘'](?=\w|[¿¡])([^“”\"]{8,300}?)[’'](?=[,.](?:\s|$)|\s*$|\s\()"
)  # British titles
_SYMBOL = re.compile(
    r"[,.]?\s*\(?\b(?:OEA/Ser|A/HRC|A/RES|S/RES|CCPR/|CED/|CAT/|CEDAW/|E/CN|CERD/|A/\d|S/\d)[^,()\s]*"
    r"(?: Doc\. ?[\w/.]+)?\)?(?=[,.\s]|$)"
)  # the numbers of papers of the United Nations and the OAS
_LONGEST_PUBLISHER = 8  # words: "Drug and Alcohol Dependence Reports, 2"; a longer last sentence belongs to the title


@dataclass(frozen=True, slots=True)
class Plain:
    """A reference without its addresses, its emphasis marks and the day it was consulted, which are kept apart."""

    text: str
    emphasised: tuple[str, ...]
    urls: tuple[Url, ...]
    file_numbers: tuple[str, ...]

    @property
    def file_number(self) -> str | None:
        return self.file_numbers[0] if self.file_numbers else None

    @property
    def address(self) -> str:
        return " ".join(url.target for url in self.urls)


def plain(raw: str) -> Plain:
    urls, kept, end = [], [], 0
    for found in find_urls(raw):
        urls.append(found.url)
        kept.append(_before_address(raw[end : found.start]))
        end = found.end
        if raw[end - 1] != ">" and kept[-1].rstrip().endswith("<") and raw[end : end + 1] == ">":
            end += 1
    text = " ".join(part for part in [*kept, raw[end:]])
    emphasised = tuple(match[2].strip(" .,") for match in _EMPHASIS.finditer(text))
    text = re.sub(r"\s+", " ", _EMPHASIS.sub(r"\2", text)).strip()
    text = _SINGLE_QUOTED.sub(r"“\1”", text)
    text = _IDENTIFIERS.sub("", _ACCESS.sub(lambda match: "." if match[0].startswith(".") else "", text))
    text = re.sub(r"\s+([,.;:])", r"\1", re.sub(r"\(\s*\)|\[\s*\]|<\s*>", "", text))
    text = re.sub(r"([,;])\s*\.|\.{2}(?!\.)", ".", text)
    while (shorter := _LEADS_TO_ADDRESS.sub("", text.rstrip(" .,;:"))) != text.rstrip(" .,;:"):
        text = shorter
    text = without_lead_in(text)
    return Plain(text.strip(" ,;"), emphasised, tuple(urls), _file_numbers(text))


def without_lead_in(text: str) -> str:
    """``text`` without "Véase", "See also" and the like before its first name."""
    match = _LEAD_IN.match(text)
    return text[match.end() :] if match else text


def _before_address(text: str) -> str:
    text = re.sub(r"(?<=[,;.)])\s+(?:en|at|in|from|de)\s*:?\s*$", " ", text, flags=re.IGNORECASE)
    return _LEADS_TO_ADDRESS.sub(lambda match: "." if match[0].startswith(".") else "", text)


def _file_numbers(text: str) -> tuple[str, ...]:
    found = [number for match in _FILE_NUMBER.finditer(text) if (number := _file_number(match["number"]))]
    found += _REQUEST_NUMBER.findall(text)
    return tuple(dict.fromkeys(found))


def _file_number(printed: str) -> str | None:
    number = printed.rstrip("./-")
    digits = sum(character.isdigit() for character in number)
    return number if digits >= 4 and not re.fullmatch(r"(?:19|20)\d\d", number) else None


def without_file_number(text: str) -> str:
    """``text`` up to its file number, and what follows the number."""
    match = next((m for m in _FILE_NUMBER.finditer(text) if _file_number(m["number"])), None) or _REQUEST_NUMBER.search(
        text
    )
    return text if match is None else text[: match.start()].rstrip(" ,(")


def split_authors(lead: str) -> tuple[str, ...]:
    """Persons one by one ("Brewer, S. e Isacson, A."), an institution as it stands."""
    lead = re.sub(r"\s*\[@[^\]]*\]", "", lead)
    if PERSONS.fullmatch(lead):
        return tuple(match[0].strip(" ,") for match in re.finditer(PERSON, lead))
    if not lead:
        return ()
    if (spoken := _spoken_names(lead)) is not None:
        return spoken
    return (lead,)


_NAME_WORD = r"[A-ZÁÉÍÓÚÑÜ][\w'’-]*\.?"
_SPOKEN = rf"{_NAME_WORD}(?: (?:de la |de los |de |del |y )?{_NAME_WORD}){{1,3}}"
_INVERTED = rf"{_NAME_WORD}(?:[ -]{_NAME_WORD})?, {_NAME_WORD}(?: {_NAME_WORD})?"
_INVERTED_NAMES = rf"{_NAME_WORD}(?:[ -]{_NAME_WORD}){{0,2}}, {_NAME_WORD}(?: {_NAME_WORD}){{0,2}}"


def _spoken_names(lead: str) -> tuple[str, ...] | None:
    """``Luis Astorga y Ana Pérez Gil``: two names of two words at least, none of an institution."""
    bare = re.sub(r" \((?:eds?|coords?|comps?|dirs?)\.\)$", "", lead, flags=re.IGNORECASE)
    bare = re.sub(r",? (?:et al\.?|y otros|and others)$", "", bare)
    if INSTITUTION.search(bare) or any(len(word) > 2 and word.isupper() for word in bare.split()):
        return None
    if re.fullmatch(rf"{_INVERTED_NAMES}(?:, {_INVERTED_NAMES})*,? (?:y|e|and|&) {_INVERTED_NAMES}", bare):
        return tuple(match[0] for match in re.finditer(_INVERTED_NAMES, bare))
    match = re.fullmatch(
        rf"(?P<first>{_INVERTED}|{_SPOKEN})(?P<more>(?:, {_SPOKEN})*),? (?:y|e|and|&) (?P<last>{_SPOKEN})", bare
    )
    if match is None:
        return (bare,) if bare != lead else None
    more = [name for name in match["more"].split(", ") if name]
    return (match["first"], *more, match["last"])


def is_person(name: str) -> bool:
    """Whether a name is a person's by its form: initials after a comma, or two to five words and no institution's."""
    if PERSONS.fullmatch(name):
        return True
    if INSTITUTION.search(name) or any(len(word) > 2 and word.isupper() for word in name.split()):
        return False
    return (
        re.fullmatch(
            rf"{_INVERTED},? (?:y|e|and|&) {_INVERTED}|{_SPOKEN}(?:, {_SPOKEN})*,? (?:y|"
            rf"e|and|&) {_SPOKEN}|{_SPOKEN}|{_INVERTED}",
            name,
        )
        is not None
    )


def title_and_publisher(body: str, emphasised: tuple[str, ...]) -> tuple[str | None, str | None]:
    spans = [span.of(body).strip() for span in sentences(body)]
    if not spans:
        return None, None
    last = spans[-1].rstrip(" .")
    if len(spans) > 1 and (
        last in emphasised or last == "X" or (reads_as_name(last) and re.search(r"[^\W\d_]{2}", last))
    ):
        return " ".join(spans[:-1]).rstrip(" ."), last
    return " ".join(spans).rstrip(" ."), None


def reads_as_name(sentence: str, longest: int = _LONGEST_PUBLISHER) -> bool:
    """Whether a sentence is a name, as of a publisher: short, every word but the small ones with a capital."""
    words = [word for word in re.findall(r"[^\s,:()]+", sentence) if word.casefold() not in _SMALL_WORDS]
    return 0 < len(words) <= longest and all(
        word[0].isupper()
        or word[0].isdigit()
        or word.casefold() in ("vol.", "núm.", "no.", "pp.", "p.", "sec.", "secc.")
        for word in words
    )


def without_symbol(body: str) -> str:
    """``body`` without the number of a paper of the United Nations or the OAS ("A/HRC/28/68/Add.3")."""
    return _SYMBOL.sub("", body)


def begins_small(text: str) -> bool:
    """Whether the first word is a small one, as of prose ("In Mexico City …"); a newspaper's article is none."""
    first, _, rest = text.partition(" ")
    article = first in ("El", "La", "Los", "Las", "The") and rest[:1].isupper()
    return first.casefold() in _SMALL_WORDS and not article


def without_locator(body: str) -> tuple[str, str | None]:
    if match := _ARTICLE.match(body):
        return body[match.end() :], match["locator"]
    found = list(_LOCATOR.finditer(body))
    if not found:
        return body, None
    last = found[-1]
    if len(found) > 1 and found[-2].end() == last.start():  # "cap. 3, pp. 45-46"
        whole = body[found[-2].start("locator") : last.end("locator")]
        return (body[: found[-2].start()] + body[last.end() :]).strip(" .,"), whole
    return (body[: last.start()] + body[last.end() :]).strip(" .,"), last["locator"].rstrip(",")


def last_sentence(text: str) -> str:
    spans = sentences(text)
    return spans[-1].of(text) if spans else ""
