"""What kind of source a note names, told by its own words, in English and Spanish."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.models import Kind

_END = r"(?![^\W_])\.?"  # the end of a word, also before the underscore of emphasis
_IBID = rf"(?:ib[ií]d(?:em)?|[ií]d(?:em)?){_END}"
_OP_CIT = rf"(?:op\.?\s?cit|ob\.?\s?cit|loc\.?\s?cit){_END}"
_SEE = r"(?:(?:v[ée]ase|ver|vid(?:e|\.)?|see(?: also)?|cfr?\.?)\s+)"
_NOTE_NUMBER = r"(?:la\s+)?(?:foot)?not[ea]s?\s+(?:n[úu]m\.\s*)?\d{1,5}\s*(?=[.,;]|$|supra|above|anterior|and\b|y\b)"
_AUTHOR = r"(?:[^.(\d]|\b[A-ZÁÉÍÓÚÑ]\.|\bal\.){2,80}?"  # a point only after an initial, and in "et al."
_CROSS_REFERENCE = re.compile(
    rf"[\W_]*(?:{_SEE}{_NOTE_NUMBER}|not[ea]s?\s+\d{{1,5}},?\s+(?:supra|above)\b|"
    rf"{_SEE}?[*_]*(?:{_IBID}|{_OP_CIT}|supra\b|{_AUTHOR}[,\s]\s*[*_]*(?:{_OP_CIT}|supra,?[*_]*\s+(?:foot)?n)))",
    re.IGNORECASE,
)

INFORMATION_REQUEST = re.compile(
    r"information requests?|requests? for (?:public )?information|access to information|freedom of information|"
    r"\bFOIA\b|solicitud(?:es)? (?:(?:p[úu]blica )?de (?:acceso a (?:la )?)?informaci[óo]n|de transparencia)",
    re.IGNORECASE,
)
_TRANSCRIPT = re.compile(
    r"(?:press|morning|news) (?:press )?(?:conference|briefing)|stenographic|transcript|"
    r"conferencia (?:de prensa|matutina|mañanera)|versi[óo]n estenogr[áa]fica|\bmañanera\b",
    re.IGNORECASE,
)
_OFFICE = (
    r"(?:expresident|president|secretari|subsecretari|canciller|embajador|general|almirante|gobernador|fiscal|titular|"
    r"comisionad|ministr|senador|diputad|licenciad|doctor)\w*"
)
_OFFICE_EN = (
    r"(?:(?:vice )?president|(?:under |assistant )?secretary|ambassador|attorney general|administrator|governor|"
    r"senator|general|minister)"
)
SPEECH = re.compile(
    r"\W*(?:(?:palabras|discurso|alocuci[óo]n|intervenci[óo]n|mensaje) (?:pronunciad[oa]s? por )?"
    rf"(?:del |de la |de |al? |el |la )*(?:{_OFFICE}|toma de posesi[óo]n|naci[óo]n)"
    rf"|(?:remarks|speech|address) (?:by|of|to) (?:the )?(?:{_OFFICE_EN}|nation)"
    r"|(?:(?:white house|state department|pentagon) )?(?:daily )?press briefing"
    r")\b(?!.*\b(?:que|fue|fueron|which|that|was|were)\b)",
    re.IGNORECASE,
)
"""What somebody in office said, told by its opening; a sentence about a speech has a verb of its own."""
_GAZETTE = re.compile(
    r"official gazette|diario oficial|\bDOF\b|federal register|\bdof\.gob\.mx|diariooficial\.gob\.mx|gaceta oficial",
    re.IGNORECASE,
)
_DECREE = re.compile(
    r"\W*(?:decree\b|decreto\b|agreement by which|acuerdo (?:por el que|mediante el cual))", re.IGNORECASE
)
LEAK = re.compile(
    r"\bleak(?:ed)? by|\b(?:filtrad|hackead|obtenid)[oa]s? por (?:el |la )?(?:grupo "
    r"|colectivo |hacktivist)?.{0,20}Guacamaya|"
    r"\bfiltrad[oa]s? por|leaked (?:document|memo|file|email|e-mail)s?|(?:documento|correo|archivo|memor[áa]ndum)s? "
    r"(?:electr[óo]nicos? )?filtrados?|\bhacked by\b|(?:archivos?|correos?|documentos?|"
    r"files?|emails?) (?:de |of |from )?"
    r"(?:SEDENA,? |the )*Guacamaya|Guacamaya Leaks",
    re.IGNORECASE,
)
_LEAKERS = re.compile(
    r"Distributed Denial of Secrets|\bDDoSecrets\b|\bGuacamaya\b|\bWikiLeaks\b|Enlace Hacktivista", re.I
)
OFFICIAL_LETTER = re.compile(
    r"\W*(?:official (?:document|letter)|memor[aá]ndum\b(?! (?:of|de) (?:understanding|entendimiento))|memo|oficio|"
    r"tarjeta informativa)\b",
    re.IGNORECASE,
)
MESSAGE = re.compile(r"\W*(?:e-?mail|correos?|mensajes?|messages?|documentos?|archivos?|informes?)\b", re.IGNORECASE)
_PRESS_RELEASE = re.compile(
    r"\W*(?:press release|news release|comunicado(?: conjunto)?|bolet[íi]n(?: de prensa)?\b(?! epidemiol| estad))",
    re.IGNORECASE,
)
_AGREEMENT = re.compile(
    r"\b(?:agreement|understanding|treaty|joint statement|convention|acuerdo|entendimiento|tratado|convenio|"
    r"convenci[óo]n|declaraci[óo]n conjunta|carta de intenci[óo]n)\b",
    re.IGNORECASE,
)
_DATASET = re.compile(
    r"\b(?:survey|census|data ?set|database|statistics|registry|encuesta|censo|"
    r"bases? de datos|estad[íi]sticas?|registro|"
    r"microdat(?:a|os)|datos abiertos|open data|dashboard|tablero|incidencia delictiva|v[íi]ctimas del fuero com[úu]n|"
    r"ENVIPE|ENCODAT|ENSU|ENDIREH|ENPOL|ENIGH|R?NPDNO|homicide deaths|defunciones)\b",
    re.IGNORECASE,
)
_PERIOD_TITLE = re.compile(
    r"(?:\b(?:of|from|de|del)? ?\(?(?:1[89]|20)\d\d ?(?:-|–|—|to|al?|through) ?(?:1[89]|20)\d\d\)?)$", re.IGNORECASE
)
_REPORT = re.compile(
    r"\b(?:reports?|fact ?sheet|informe|reporte|ficha (?:informativa|t[ée]cnica)|"
    r"assessment|diagn[óo]stico|key findings|"
    r"principales resultados|resultados principales|executive summary|resumen ejecutivo|recomendaci[óo]n|white paper|"
    r"recommendation (?:no|n[úu]m|\d)|policy brief|plan nacional|national plan|"
    r"working paper|documento de trabajo|atlas)\b",
    re.IGNORECASE,
)
_THESIS = re.compile(r"\b(?:tesis|tesina|thesis|dissertation)\b", re.IGNORECASE)
_RULING = re.compile(
    r"\b(?:amparo (?:directo |indirecto )?en revisi[óo]n|amparo directo|amparo "
    r"\d|acci[óo]n(?:es)? de inconstitucionalidad|"
    r"controversia constitucional|sentencia|judgment|jurisprudencia|tesis (?:aislada|de jurisprudencia|[12P]a?\.)|"
    r"contradicci[óo]n de (?:tesis|criterios)|recurso de revisi[óo]n|serie c|"
    r"series c|\bcaso .{2,80} (?:vs?\.|contra)|\bcase of .{2,80} v\.)",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\W*(?:ley(?:es)?|constituci[óo]n|pacto internacional|convenci[óo]n|c[óo]digo|"
    r"reglamento|estatuto|(?:(?:federal|national|general|criminal|penal|civil|"
    r"political|organic) ){0,3}(?:law|act|code|constitution|statute))\b",
    re.IGNORECASE,
)
_ENGLISH_LAW = re.compile(
    r"(?:[A-Z][\w.-]*(?: (?:of|on|the|and|for|to))* ){1,8}(?:Law|Act|Code|Constitution|Covenant|Convention)\b"
)
_SCHOLARLY = re.compile(
    r"\b(?:journal|quarterly|lancet|revista (?:mexicana|latinoamericana|de|iberoamericana|"
    r"espa[ñn]ola)|anuario|cuadernos|"
    r"perfiles|estudios|foro internacional|annals|addiction|PLoS|review of|studies)\b|\bdoi\b|doi\.org/|"
    r"\bvol(?:\.|umen|ume)? ?\d|\b\d{1,3} ?\(\d{1,3}\)",
    re.IGNORECASE,
)
_GENRE_BEHIND = re.compile(
    r"[(\[](?:comunicado|bolet[íi]n|press release|news release)\b[^)\]]{0,60}[)\]]$", re.IGNORECASE
)
_BOOK = re.compile(
    r"\bISBN\b|\beditorial\b|university press|\bed(?:itor)?s?\.\)|\bcoords?\.\)|\bcomps?\.\)", re.IGNORECASE
)
_POST = re.compile(r"twitter\.com/|//x\.com/|facebook\.com/|\btu[ií]t\b|\btweet\b", re.IGNORECASE)
_NEWSPAPERS = re.compile(
    r"(?:el universal|la jornada|reforma|milenio|proceso|animal pol[íi]tico|el pa[íi]s|exc[ée]lsior|el financiero|"
    r"aristegui noticias|sin ?embargo|el economista|reuters|associated press|"
    r"ap news|afp|efe|bbc|cnn|the new york times|"
    r"new york times|the washington post|washington post|the guardian|insight crime|pie de p[áa]gina|quinto elemento|"
    r"letras libres|nexos|gatopardo|expansi[óo]n|infobae|forbes|bloomberg|r[íi]odoce|vanguardia|noroeste|la cr[óo]nica|"
    r"cr[óo]nica|el heraldo|latinus|emeequis|contral[íi]nea|eje central|reporte "
    r"[íi]ndigo|los angeles times|the intercept|"
    r"deutsche welle|univisi[óo]n|telemundo|the economist|el siglo|el sol de|el imparcial|el norte|el diario|zeta|"
    r"semanario zeta|informador|el informador|publimetro|la silla rota|the wall street journal|financial times|"
    r"foreign affairs|foreign policy|the atlantic|the new yorker|the nation|"
    r"a d[óo]nde van los desaparecidos|vice|propublica|el debate|la raz[óo]n|"
    r"diario de yucat[áa]n)\b",
    re.IGNORECASE,
)
INSTITUTION = re.compile(
    r"\b(?:ministry|secretar[íi]a|secretariat|government|gobierno|presiden(?!te\b)\w+|commission|comisi[óo]n|embassy|"
    r"embajada|department|departamento|office|oficina|institute|instituto|fiscal[íi]a|"
    r"congress|congreso|c[áa]mara|senado|"
    r"senate|suprema corte|supreme court|corte|tribunal|court|guardia nacional|national guard|organi[sz]aci[óo]n|"
    r"organization|naciones unidas|united nations|amnist[íi]a|amnesty|human "
    r"rights watch|observatorio|observatory|centro|"
    r"center|centre|universidad|university|colegio|colectivo|fundaci[óo]n|foundation|"
    r"consejo|council|comit[ée]|committee|"
    r"fuerza armada|ej[ée]rcito|army|navy|marina|polic[íi]a|police|procuradur[íi]a|"
    r"auditor[íi]a|banco|bank|asociaci[óo]n|"
    r"association|red|network|alianza|unidad|agencia|agency|administration|estado mayor|zona militar|international|"
    r"initiative|iniciativa|society|service|group|grupo|coalition|coalici[óo]n|forum|foro|academy|academia|federation|"
    r"federaci[óo]n|league|movement|movimiento|project|proyecto|program(?:me|a)?|bureau|board|laboratorio|eval[úu]a|"
    r"art[íi]culo 19|article 19|"
    r"collective|consejer[íi]a|delegaci[óo]n|direcci[óo]n|ayuntamiento|rep[úu]blica|servicio)\b|"
    r"\b(?:SEDENA|SEMAR|SSPC|SEGOB|FGR|PGR|INEGI|CNDH|CIDH|SESNSP|SCJN|CNI|CISEN|"
    r"INAI|SRE|CONADIC|CONASAMA|ONU|UNODC|WOLA|"
    r"DEA|HRW|CENAPI|ONC|CMDPDH|RNPDNO|NPDNO|MUCD|CIDE|UNAM|COFEPRIS|ASF|SHCP|DOF|PRODH)\b",
    re.IGNORECASE,
)

COMMENTARY = "commentary"
CROSS_REFERENCE = "cross_reference"


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a reference when its kind is asked. ``personal`` if persons wrote it, ``periodical`` if its
    publisher is set in italics, ``standing`` if its title is; ``day``, ``month``, ``year`` if its date names them."""

    text: str
    title: str = ""
    authors: str = ""
    personal: bool = False
    periodical: bool = False
    publisher: str | None = None
    day: bool = False
    month: bool = False
    year: bool = False
    standing: bool = False
    address: str = ""


def is_official_letter(text: str) -> bool:
    """Whether a text is an official letter's own reference, also behind the name of who wrote it."""
    lead = re.match(r"(?P<who>[^,.:;]{3,100})[,.:]\s+", text)
    named = lead is not None and INSTITUTION.search(lead["who"]) is not None
    return OFFICIAL_LETTER.match(text[lead.end() :] if lead and named else text) is not None


def is_cross_reference(text: str) -> bool:
    """Whether a note begins with Ibid., Op. cit. and the like, or is an author followed by them."""
    return _CROSS_REFERENCE.match(text) is not None


def source_kind(clues: Clues) -> Kind | None:
    """The kind of the source, None if the note's words do not tell; ``other`` where they tell that it is none of the
    list: a law, a ruling, a book, a thesis, a paper in a journal, a post.

    The first that fits: what a note says of the source outright, then who published it, then the words of its title.
    An article *about* an agreement, a decree or a leak is press, so publishers come before titles.
    """
    return (
        _by_a_newspaper(clues)
        or _by_its_words(clues)
        or _not_of_the_list(clues)
        or _by_its_publisher(clues)
        or _by_its_title(clues)
    )


def is_law(title: str) -> bool:
    return _LAW.match(title) is not None or _ENGLISH_LAW.match(title) is not None


def is_ruling(text: str) -> bool:
    return _RULING.search(text) is not None


def is_thesis(text: str) -> bool:
    return _THESIS.search(text) is not None


def is_scholarly(text: str) -> bool:
    return _SCHOLARLY.search(text) is not None


def is_post(address: str) -> bool:
    return _POST.search(address) is not None


def is_newspaper(name: str) -> bool:
    return _NEWSPAPERS.match(name.strip("*_ ")) is not None


def _by_a_newspaper(clues: Clues) -> Kind | None:
    named = is_newspaper(clues.publisher or "") or (is_newspaper(clues.authors) and not clues.personal)
    return Kind.PRESS if named else None


def _by_its_words(clues: Clues) -> Kind | None:
    title = clues.title
    reported = clues.personal and clues.day and clues.publisher is not None and not INSTITUTION.search(clues.publisher)
    published = f"{clues.publisher or ''} {clues.authors} {clues.address}"
    if INFORMATION_REQUEST.search(title if reported else clues.text) and not reported:
        return Kind.INFORMATION_REQUEST
    if _GAZETTE.search(published) or (not clues.personal and (_DECREE.match(title) or _GAZETTE.search(clues.text))):
        return Kind.DECREE
    if (_TRANSCRIPT.search(title) or SPEECH.match(title)) and not reported:
        return Kind.TRANSCRIPT
    if OFFICIAL_LETTER.match(title) or _LEAKERS.search(published) or (LEAK.search(clues.text) and not reported):
        return Kind.MEMO
    return None


def _not_of_the_list(clues: Clues) -> Kind | None:
    law = is_law(clues.title) and not clues.personal
    numbered = re.search(r", \d{1,4}$", clues.publisher or "") is not None
    scholarly = (numbered or is_scholarly(f"{clues.publisher or ''} {clues.address}")) and not clues.day
    book = _BOOK.search(clues.text) and not clues.day
    ruling = is_ruling(f"{clues.title} {clues.text}") and not (clues.personal and clues.publisher)
    post = _POST.search(clues.address) or _POST.search(clues.text)
    told = law or scholarly or book or ruling or post or is_thesis(clues.text)
    return Kind.OTHER if told else None


def _by_its_publisher(clues: Clues) -> Kind | None:
    in_periodical = clues.periodical and (clues.day or not clues.authors)
    named = clues.publisher is not None and not re.fullmatch(r"[A-Z]{2,6}", clues.publisher)  # AMLO is no paper
    signed = clues.personal and clues.day and named
    released = _PRESS_RELEASE.match(clues.title) or _GENRE_BEHIND.search(clues.title)
    return Kind.PRESS if released or in_periodical or signed else None


def _by_its_title(clues: Clues) -> Kind | None:
    """The first word that names a genre: a fact sheet on an agreement is a fact sheet. Surveys and registries are known
    by their names even behind a report's, so the author's own name comes last."""
    listed = ((_AGREEMENT, Kind.AGREEMENT), (_DATASET, Kind.DATASET), (_REPORT, Kind.REPORT))
    found = [(match.start(), kind) for pattern, kind in listed if (match := pattern.search(clues.title))]
    if found:
        return min(found, key=lambda place: place[0])[1]
    institution = INSTITUTION.search(clues.authors) is not None
    if institution and (series := _of_a_series(clues)):
        return series
    for pattern, kind in listed:
        if pattern.search(clues.authors):
            return kind
    if institution and clues.month and not clues.standing:
        return Kind.PRESS
    if clues.personal:
        return None if clues.day else Kind.OTHER  # who wrote it, in which year at most: a book or a paper
    return Kind.REPORT if clues.authors and clues.title and clues.year and (clues.standing or not clues.day) else None


def _of_a_series(clues: Clues) -> Kind | None:
    if _PERIOD_TITLE.search(clues.title):
        return Kind.DATASET  # "Aggressions against military personnel 2007 to 2023": a series of years, no report
    return Kind.REPORT if _REPORT.search(clues.publisher or "") else None  # "Latin America Report No. 80"
