"""Whose press conference: a day has the president's, those of ministries and governors, and those of other lands."""

from __future__ import annotations

import re
from enum import Enum

from indexer.models import Reference
from indexer.text.fold import fold

_CONFERENCE = re.compile(
    r"press (?:conference|briefing)|(?:morning|daily) (?:conference|briefing)"
    r"|conferencia (?:de prensa|matutina|ma[ñn]anera)|rueda de prensa|\bmañanera\b",
    re.IGNORECASE,
)
_MORNING = re.compile(r"\bmatutina\b|\bmañanera\b|\bmorning\b", re.IGNORECASE)
_PRESIDENTS = re.compile(
    r"\bpresident[ea]?\b|\bpresidential\b|\bpresidenc(?:y|ia)\b|\bAMLO\b|\bl[óo]pez obrador\b|\bsheinbaum\b"
    r"|\bgobierno de m[ée]xico\b|\bgovernment of mexico\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\bAMLO\b|\bl[óo]pez obrador\b|\bsheinbaum\b", re.IGNORECASE)
# Offices that are not the presidency's; "presidenta de la Suprema Corte" and "presidente municipal" are not either.
_OTHERS = re.compile(
    r"\bsecretar[íi][ao]s?\b|\bsecretary\b|\bminist(?:er|ry|ro|ra|erio)\b|\b(?:sub|under)secretar"
    r"|\bfiscal[íi]?a?\b|\battorney|\bprosecutor|\bvocer[oa]\b|\bspokes|\bcorte\b|\bcourt\b|\bsenad|\bsenate\b"
    r"|\bc[áa]mara\b|\bchamber\b|\bcongres|\bdiputad|\bcomisi[óo]n\b|\bcommission\b|\binstitut[oe]\b|\bconsej"
    r"|\bpartido\b|\bparty\b|\bcandidat|\buniversi|\bdirector|\bcoparmex\b|(?-i:\b(?:ONU|UN|ONG|NGO)\b)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\bgobernador|\bgovernor|\balcald|\bmayor\b|\bmunicipal\b|\bmunicipio\b|\bstate government|\bjef[ea] de gobierno\b"
    r"|\bgobierno (?:del? (?:estado|la ciudad)\b|de (?!m[ée]xico\b|la rep[úu]blica\b))"
    r"|\bgovernment of (?!mexico\b|the (?:mexican )?republic\b)"
    r"|\bwhite house\b|\bcasa blanca\b|\bla moncloa\b|\b[ée]lys[ée]e\b|\bcasa rosada\b|\bkremlin\b"
    r"|\bunited states\b|\bestados unidos\b(?! mexicanos)|(?-i:\bEE\. ?UU\b|\bU\.?S\.?A?\b)"
    r"|\bbiden\b|\btrump\b|\bobama\b"
    r"|\bchile|\bcolombia|\bargentin|\bbra[sz]il|\bper[úu]\b|\bperuvian|\bbolivia|\becuador|\bvenez|\bguatemal"
    r"|\bhondur|\bsalvador(?:e[ñn]|an\b)|\bel salvador\b|\bnicarag|\bcosta ric|\bpanam|\bcuba|\bdominican"
    r"|\buruguay|\bparaguay|\bhait[íi]|\bespa[ñn]a\b|\bspain\b|\bspanish government\b|\bfrancia\b|\bfrance\b"
    r"|\balemania\b|\bgermany\b|\bcanad|\brusia\b|\brussia|\bucrania\b|\bukrain|\bchina\b|\bjapan|\bjap[óo]n\b",
    re.IGNORECASE,
)
# Words that say nothing of which event it was.
_COMMON = re.compile(
    r"presiden\w*|republica?|mexic\w*|uni(?:ted|dos)|estados|states|government|gobierno|federal|oficina|office|andres"
    r"|manuel|lopez|obrador|claudia|sheinbaum|pardo|amlo|conferenc\w*|press|prensa|briefing|matutina|mañanera|morning"
    r"|daily|diaria|rueda|version|estenografica|stenographic|shorthand|transcri\w*|pala\w*|na[ct]ional|lunes|martes"
    r"|miercoles|jueves|viernes|sabado|domingo|\w+day|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre"
    r"|octubre|noviembre|diciembre|january|february|march|april|may|june|july|august|\w+ber|desde|from|dat?ed|fecha"
    r"|given|held|ofrecida|los|las|del|the|and|por|para|con|with|sobre"
)


class Whose(Enum):
    """Who gave a press conference, as a note says: by its title, or only by who published it."""

    PRESIDENTS = "presidents"
    PRESIDENCYS = "presidencys"
    UNTOLD = "untold"
    ANOTHERS = "anothers"
    ELSEWHERE = "elsewhere"


def is_conference(title: str) -> bool:
    """Whether a title is that of a press conference."""
    return _CONFERENCE.search(title) is not None


def is_presidents(title: str) -> bool:
    """Whether a document's title says that the conference is the president of Mexico's."""
    if not is_conference(title):
        return False
    if _NAMED.search(title):
        return True
    said = _MORNING.search(title) or _PRESIDENTS.search(title)
    return said is not None and _OTHERS.search(title) is None and _ELSEWHERE.search(title) is None


def whose(reference: Reference) -> Whose:
    """Who gave the conference that ``reference`` cites.

    What the presidency publishes as a "press conference" may be a ministry's: on 350 of 1,405 days of 2018–2024 its
    site has one (health, education, security) beside the president's.
    """
    title, makers = reference.title or "", " ".join((*reference.authors, reference.publisher or ""))
    said = f"{makers} {title}"
    presidencys = _PRESIDENTS.search(makers) and not _ELSEWHERE.search(makers)
    named = _NAMED.search(said) or presidencys  # beside the president, or of what he spoke: not told
    if _ELSEWHERE.search(said):
        return Whose.UNTOLD if named else Whose.ELSEWHERE
    if _OTHERS.search(said):
        return Whose.UNTOLD if named or _MORNING.search(title) else Whose.ANOTHERS
    if _PRESIDENTS.search(title) or _MORNING.search(title):
        return Whose.PRESIDENTS
    return Whose.PRESIDENCYS if presidencys else Whose.UNTOLD


def conference_score(reference: Reference, title: str) -> float:
    """How well the conference ``title`` of the note's day fits the one ``reference`` cites; 1.0 if it is told to be it,
    0.5 and more if it may be, 0 if it is another."""
    if not is_conference(title):
        return 0.0
    teller, presidents = whose(reference), is_presidents(title)
    if teller in _SCORES:
        return _SCORES[teller][0 if presidents else 1]
    if presidents:
        return 0.0
    mine = particulars(" ".join((*reference.authors, reference.title or "")))
    shared = mine & particulars(title)
    if len(shared) >= max(2, len(mine) / 2):
        return 1.0
    return 0.6 if shared or teller is Whose.ANOTHERS else 0.0


_SCORES = {Whose.PRESIDENTS: (1.0, 0.5), Whose.PRESIDENCYS: (1.0, 0.8), Whose.UNTOLD: (0.6, 0.6)}
"""Of the president's conference of the day, and of any other."""


def particulars(text: str) -> frozenset[str]:
    """The words that tell one event from another: names, places, matters."""
    words = re.findall(r"[^\W\d_]{3,}", fold(text).text)
    return frozenset(word for word in words if not _COMMON.fullmatch(word))
