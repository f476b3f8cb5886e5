"""References that begin with their title, told by its first word: decrees, press conferences, press releases, laws."""

from __future__ import annotations

import re

from indexer.citations.dates import PrintedDate, find_day, find_month, find_year
from indexer.citations.fields import Plain, reads_as_name, without_file_number, without_locator, without_symbol
from indexer.citations.kinds import INSTITUTION, SPEECH, Clues, is_law, source_kind
from indexer.citations.sentences import quotations, sentences
from indexer.models import Kind, Reference
from indexer.text.dates import MONTHS

_LAW_ARTICLE = re.compile(
    r"(?:,?\s*(?:arts?\.|art[íi]culos?|articles?)\s(?P<one>[\w°º]+(?:(?:,| y| and| a) (?:[\d]+|fracci[óo]n(?:es)? \w+|"
    r"inciso \w\)?|p[áa]rrafo \w+|apartado \w|section \w+))*))",
    re.IGNORECASE,
)
_OF_LAW = re.compile(
    r"^\W*(?:(?:v[ée]ase|v[ée]anse|ver|see|cfr\.),? )?(?:el |los |the )?(?P<locator>(?:arts?\.|"
    r"art[íi]culos?|articles?)\s.{1,60}?)\s(?:de la|de los|del|of the|of)\s+(?P<law>[A-ZÁÉÍÓÚÑ].*)$",
    re.I,
)
_MONTH_OF_YEAR = re.compile(
    rf"\b(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?,?\s(?:del? )?\d{{4}}\b", re.IGNORECASE
)
GENRE_FIRST = re.compile(
    r"(?:DECRETO|ACUERDO|Decreto|Decree|Acuerdo (?:por|mediante|de)|Agreement|"
    r"Treaty|Tratado|Convenio|Memor[aá]ndum of Understanding|Memor[aá]ndum de Entendimiento|Memorando de Entendimiento|"
    r"[Cc]onferencia (?:de prensa|matutina)|Versi[óo]n estenogr[áa]fica|(?:Presidential "
    r")?(?:[Mm]orning )?[Pp]ress [Cc]onference|Stenographic|"
    r"Comunicado|Bolet[íi]n|Press [Rr]elease|Informe|Report|Encuesta|National "
    r"Survey|Mañanera|Transcript|LEY|Ley|Tesis|Amparo|Sentencia|Jurisprudencia)\b"
)

_GENRE = re.compile(
    rf"{GENRE_FIRST.pattern}|(?:carta de intenci[óo]n|letter of intent|oficio|memor[aá]ndum|mañanera|morning press|"
    r"conferencia|versi[óo]n estenogr|press conference|comunicado|bolet[íi]n|tarjeta informativa|circular|minuta|"
    r"acuerdo (?=\d|n[úu]m|general|secretarial))\b",
    re.IGNORECASE,
)
_LEADS_TO_DAY = re.compile(
    r"[,(]?\s*(?:(?:publicad[oa]|firmad[oa]|suscrit[oa]|signad[oa]|emitid[oa]|expedid[oa]|celebrad[oa]|published|signed|"
    r"issued|held)\b.{0,60}|(?:(?:con |de )?fecha )?(?:del?(?: d[íi]a)?|el|of|on|dated))$",
    re.IGNORECASE,
)
_GAZETTE_NAME = re.compile(r"Diario Oficial de la Federaci[óo]n|Official Gazette of the Federation|\bDOF\b")
_LONGEST_TITLE = 45  # words
_LONGEST_AFTERTHOUGHT = 8  # words behind the day: a place, a minute; more are prose


def when_printed(text: str) -> PrintedDate:
    if day := find_day(text):
        return day.when
    return find_month(text) or PrintedDate(find_year(text))


def without_dates(text: str) -> str:
    while (day := find_day(text)) is not None:
        text = text[: day.start] + text[day.end :]
    text = _MONTH_OF_YEAR.sub("", text)
    text = re.sub(r"(?<![\w(])(?:1[5-9]|20)\d\d(?!\w)", "", text)
    return re.sub(r"\b(?:de|of)\s*(?=[,.]|$)", "", text)


def is_prose(body: str) -> bool:
    return len(sentences(body)) > 2 or len(body.split()) > 60


# --- a title first, known by its genre ------------------------------------------------------------


def read_titled(plain: Plain) -> Reference | None:
    """``DECRETO por el que …, Diario Oficial de la Federación, 27 de mayo de 2019``: a title without an author, told by
    its first word, and behind it fields of their own."""
    if GENRE_FIRST.match(plain.text) is None or quotations(plain.text):
        return None
    body, locator = without_locator(without_symbol(without_file_number(plain.text)).strip(" ."))
    if (match := _LAW_ARTICLE.search(body)) and match.end() >= len(body) - 1 and locator is None:
        body, locator = body[: match.start()].strip(" ,"), match[0].strip(" ,.")
    fields = re.split(r"[,.]\s+(?=(?:\d{1,2}\s|[A-ZÁÉÍÓÚÑ]))", body)
    when = when_printed(body)
    ends = next((index for index, field in enumerate(fields) if index and _is_field(field)), None)
    if ends is None or is_prose(body) or not (when.month or plain.urls):
        return None
    title = body[: body.find(fields[ends], len(fields[0]))].strip(" ,.")
    names = [field.strip(" .") for field in fields[ends:] if not find_day(field) and reads_as_name(field, 14)]
    publisher = next((name for name in names if not when_printed(name).year and not name.isdigit()), None)
    clues = Clues(
        plain.text,
        title,
        publisher=publisher,
        day=when.day is not None,
        month=when.month is not None,
        year=when.year is not None,
        address=plain.address,
    )
    gazette = publisher is not None and re.match(r"Diario Oficial|DOF|Official Gazette", publisher) is not None
    author = (publisher,) if publisher and not gazette and INSTITUTION.search(publisher) else ()
    return Reference(
        kind=source_kind(clues),
        authors=author,
        date=when.date,
        year=when.year,
        title=title,
        publisher=None if author else publisher,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def read_genre(plain: Plain) -> Reference | None:
    """``Versión estenográfica. Conferencia de prensa … del 9 de marzo de 2023``, ``Oficio SEDENA S-2/1234 del 5 de
    mayo de 2019``: a title that begins with its genre and ends with its only day, of which it is part."""
    text, locator = without_locator(plain.text.strip(" ."))
    lead = re.match(r"(?P<who>[^,.:;]{3,100})[,.:]\s+", text)
    named = lead is not None and _GENRE.match(lead["who"]) is None and SPEECH.match(lead["who"]) is None
    who = lead["who"] if lead and named and INSTITUTION.search(lead["who"]) and reads_as_name(lead["who"], 14) else None
    body = text[lead.end() :] if lead and who else text
    day = find_day(body)
    if (
        day is None
        or not (_GENRE.match(body) or SPEECH.match(body))
        or quotations(body)
        or len(body.split()) > _LONGEST_TITLE
    ):
        return None
    if find_day(body[day.end :]) or len(sentences(body)) > 2 or len(body[day.end :].split()) > _LONGEST_AFTERTHOUGHT:
        return None
    of_title = re.search(r"[^,(\s] (?:del?|of)\s+$", body[: day.start]) is not None
    before = body[: day.end] if of_title else _LEADS_TO_DAY.sub("", body[: day.start].rstrip())
    title = before.strip(" ,.;(")
    gazette = _GAZETTE_NAME.search(body)
    clues = Clues(plain.text, title, who or "", day=True, month=True, year=True, address=plain.address)
    return Reference(
        kind=source_kind(clues),
        authors=(who,) if who else (),
        date=day.when.date,
        year=day.when.year,
        title=title,
        publisher=gazette[0] if gazette else None,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _is_field(field: str) -> bool:
    """Whether a field behind a title is a date, a gazette or an institution's name."""
    day = find_day(field)
    if day is not None:
        return day.start <= 2
    if re.match(r"(?:[A-Za-z]{3,10} )?\d{1,2}$", field):  # "March 26" of "March 26, 2019"
        return True
    return reads_as_name(field, 14) and (
        INSTITUTION.search(field) is not None
        or re.match(r"Semanario Judicial|Diario Oficial|DOF|Official Gazette", field) is not None
    )


# --- laws -----------------------------------------------------------------------------------------


def read_law(plain: Plain) -> Reference | None:
    """A law by its name and article, in either order; a sentence *about* an article is no reference."""
    text = plain.text.strip(" .")
    locator = None
    if (match := _OF_LAW.match(text)) and is_law(match["law"]):
        text, locator = match["law"], match["locator"]
    elif is_law(text) and (match := _LAW_ARTICLE.search(text)):
        locator = match[0].strip(" ,")
        text = text[: match.start()] + text[match.end() :]
    elif not is_law(text):
        return None
    day = find_day(text)
    name = re.split(
        r", (?=DOF|Diario Oficial|Official Gazette|publicad|[úu]ltima reforma)|\. (?=DOF|Diario|[ÚU]ltima)", text
    )[0]
    name = name.strip(" ,.")
    if not reads_as_name(without_dates(name), 20) or not (locator or day or plain.urls):
        return None
    gazette = re.search(r"Diario Oficial de la Federaci[óo]n|Official Gazette of the Federation|\bDOF\b", text)
    return Reference(
        kind=Kind.AGREEMENT
        if re.search(r"\b(?:conven\w+|covenant|pacto|tratado|treaty)\b", name, re.I)
        else Kind.OTHER,
        date=day.when.date if day else None,
        year=day.when.year if day else None,
        title=name,
        publisher=gazette[0] if gazette else None,
        urls=plain.urls,
        locator=locator,
    )
